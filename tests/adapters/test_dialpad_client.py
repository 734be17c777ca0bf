"""The client against a Dialpad that pages, refuses, hangs up and lags."""

import datetime as dt
import json

import httpx
import pytest

from adapters import (
    Close,
    DeniedError,
    Destination,
    Dialpad,
    Line,
    LiveStatus,
    MenuAction,
    PhoneSystemError,
    RefusedError,
    RollingWeek,
    SetCallback,
    SetMenuKey,
    SetOption,
    SetRouting,
    UnreachableError,
    UnsupportedError,
)
from adapters.transport import Transport
from sandbox.dialpad import DialpadServer
from sandbox.dialpad.account import Holiday, Live
from tests.adapters.fakes import Clock

SATURDAY = Close(start=dt.datetime(2026, 11, 21), end=dt.datetime(2026, 11, 22))
RING_20 = SetOption(name="ring_seconds", value=20)


@pytest.fixture
async def support(dialpad: Dialpad) -> Line:
    return next(line for line in await dialpad.lines() if line.name == "Support")


def writes(server: DialpadServer) -> int:
    return sum(call.method == "PATCH" for call in server.calls)


async def test_every_page_of_call_centers_is_turned(dialpad: Dialpad, server: DialpadServer) -> None:
    server.company.page_size = 1

    lines = await dialpad.lines()

    assert [line.name for line in lines] == ["Support", "Sales", "Billing"]
    assert lines[0] == Line(
        system="dialpad",
        id="6034412187525121",
        name="Support",
        kind="call center",
        zone="America/New_York",
        country="US",
    )


async def test_call_centers_that_are_gone_or_nowhere_are_no_lines(dialpad: Dialpad, server: DialpadServer) -> None:
    server.plant(server.call_center("Sales").model_copy(update={"state": "deleted"}))
    server.plant(server.call_center("Billing").model_copy(update={"timezone": "US/Pacific"}))

    lines = await dialpad.lines()

    assert [(line.name, line.zone) for line in lines] == [
        ("Support", "America/New_York"),
        ("Billing", "US/Pacific"),
    ]


async def test_people_departments_offices_and_other_lines_can_be_reached(dialpad: Dialpad, support: Line) -> None:
    found = await dialpad.destinations(support)

    assert Destination(kind="person", id="6611904272334849", name="Olivia Brandt") in found
    assert Destination(kind="department", id="5230986014720001", name="Field Service") in found
    assert Destination(kind="office", id="4821003377654784", name="Raleigh") in found
    assert [each.name for each in found if each.kind == "line"] == ["Support", "Sales", "Billing"]


async def test_the_live_status_is_read(dialpad: Dialpad, server: DialpadServer, support: Line) -> None:
    live = Live(pending=4, on_duty_operators=3, capacity=0, longest_call_wait_time=75)
    server.plant(server.call_center("Support").model_copy(update={"live": live}))

    assert await dialpad.live(support) == LiveStatus(
        open=True, holiday=None, waiting=4, longest_wait=75, agents_available=0, agents_on_duty=3
    )


@pytest.mark.parametrize(("kind", "is_open"), [("holiday_closed", False), ("holiday_open", True)])
async def test_a_holiday_of_dialpads_own_is_seen(
    dialpad: Dialpad,
    server: DialpadServer,
    support: Line,
    kind: str,
    is_open: bool,  # noqa: FBT001
) -> None:
    today = dt.date(2026, 11, 20)
    holiday = Holiday.model_validate({"name": "Founders' Day", "first": today, "last": today, "kind": kind})
    server.plant(server.call_center("Support").model_copy(update={"holidays": (holiday,)}))

    status = await dialpad.live(support)

    assert (status.open, status.holiday) == (is_open, "Founders' Day")


async def test_a_wrong_key_is_denied(url: str, server: DialpadServer) -> None:
    for token in ("wrong", server.reader_token):
        client = Dialpad(token, base_url=url)
        with pytest.raises(DeniedError) as caught:
            await client.apply((await client.lines())[0], [RING_20])
        assert token not in str(caught.value)
        await client.aclose()


async def test_a_dialpad_that_is_not_there_is_unreachable() -> None:
    async def no_time(_: float) -> None: ...

    nowhere = Transport("Dialpad", "http://127.0.0.1:9", sleep=no_time)
    client = Dialpad("token", transport=nowhere)

    with pytest.raises(UnreachableError, match="Dialpad could not be reached"):
        await client.lines()
    await client.aclose()


async def test_a_read_survives_some_faults(dialpad: Dialpad, server: DialpadServer, support: Line) -> None:
    server.faults.plan("html", status=502)
    server.faults.plan("status", status=429, seconds=0)
    server.faults.plan("drop_before")

    assert (await dialpad.read(support)).line_id == support.id


@pytest.mark.parametrize(
    ("kind", "expected"),
    [pytest.param("drop_before", 1, id="before the write"), pytest.param("drop_after", 1, id="after the write")],
)
async def test_a_write_whose_answer_is_lost_is_applied_once_when_applied_again(
    rolling: RollingWeek, server: DialpadServer, support: Line, kind: str, expected: int
) -> None:
    server.faults.read({"kind": kind, "match": {"method": "PATCH"}})

    with pytest.raises(UnreachableError):
        await rolling.apply(support, [SATURDAY, RING_20])
    await rolling.apply(support, [SATURDAY, RING_20])

    took_place = [call for call in server.calls if call.method == "PATCH" and call.status == 200]
    assert len(took_place) == expected
    reading = await rolling.read(support)
    assert not reading.drift
    assert not reading.behind
    assert server.call_center("Support").settings.saturday_hours == ()


async def test_a_write_that_is_turned_away_waits_and_is_repeated(
    dialpad: Dialpad, server: DialpadServer, support: Line
) -> None:
    server.faults.read({"kind": "status", "status": 429, "seconds": 0, "match": {"method": "PATCH"}})

    await dialpad.apply(support, [RING_20])

    assert server.call_center("Support").settings.ring_seconds == 20


async def test_what_dialpad_says_no_to_is_told_in_its_words(
    rolling: RollingWeek, server: DialpadServer, support: Line
) -> None:
    server.faults.read({"kind": "status", "status": 400, "match": {"method": "PATCH"}})

    with pytest.raises(RefusedError, match=r"^Dialpad refused \(400\): "):
        await rolling.apply(support, [SATURDAY])

    assert not (await rolling.read(support)).confirmed


async def test_reads_that_lag_behind_a_write_make_no_drift(
    rolling: RollingWeek, server: DialpadServer, support: Line, clock: Clock
) -> None:
    server.faults.read({"kind": "stale", "seconds": 600})

    await rolling.apply(support, [SATURDAY])
    early = await rolling.read(support)
    clock.advance(seconds=30)
    await rolling.settle(support)
    server.company.show_previous_for(0)
    late = await rolling.read(support)

    assert [each.value for each in early.behind] == ["sat"]
    assert not early.drift
    assert not late.behind
    assert writes(server) == 1


async def test_a_read_that_lags_loses_no_earlier_change(dialpad: Dialpad, server: DialpadServer, support: Line) -> None:
    server.faults.read({"kind": "stale", "seconds": 600})
    voicemail = MenuAction(action="voicemail")

    await dialpad.apply(support, [SetMenuKey(key="7", action=voicemail)])
    await dialpad.apply(support, [SetMenuKey(key="8", action=voicemail), SetCallback(on=True)])
    await dialpad.apply(support, [SetCallback(on=False)])

    settings = server.call_center("Support").settings
    assert {"7", "8"} < {each.input for each in settings.routing_options.open.dtmf}
    assert not settings.hold_queue.allow_queue_callback


async def test_what_others_put_back_is_believed_after_a_minute(server: DialpadServer, url: str, support: Line) -> None:
    seconds = 1000.0
    dialpad = Dialpad(server.token, base_url=url, clock=lambda: seconds)
    before = server.call_center("Support")
    await dialpad.apply(support, [SetMenuKey(key="7", action=MenuAction(action="voicemail"))])
    server.plant(before)

    seconds += 61
    await dialpad.apply(support, [SetMenuKey(key="8", action=MenuAction(action="voicemail"))])

    keys = {each.input for each in server.call_center("Support").settings.routing_options.open.dtmf}
    assert "8" in keys
    assert "7" not in keys
    await dialpad.aclose()


async def test_what_others_change_meanwhile_is_kept(dialpad: Dialpad, server: DialpadServer, support: Line) -> None:
    await dialpad.apply(support, [SetMenuKey(key="7", action=MenuAction(action="voicemail"))])
    center = server.call_center("Support")
    longer = center.settings.hold_queue.model_copy(update={"max_hold_count": 77})
    server.plant(center.model_copy(update={"settings": center.settings.model_copy(update={"hold_queue": longer})}))

    await dialpad.apply(support, [SetCallback(on=True)])

    assert server.call_center("Support").settings.hold_queue.max_hold_count == 77


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(SetOption(name="longest_wait", value=60), "two minutes or more", id="position in a short queue"),
        pytest.param(SetOption(name="ring_seconds", value=5), "a whole number from 10 to 45 seconds", id="a limit"),
        pytest.param(SetOption(name="name", value=""), "Name is one line from 1 to 100 characters", id="no name"),
        pytest.param(SetOption(name="color", value="red"), "Dialpad has no setting “color”", id="an unknown option"),
        pytest.param(SetOption(name="escape_key", value="9"), "Key 9 cannot both", id="the callback's key as escape"),
        pytest.param(SetCallback(on=True, key="*"), r"Key \* cannot both", id="the escape key for a callback"),
        pytest.param(SetCallback(on=True, key="12"), "The callback key is one of 0 to 9", id="two keys for a callback"),
        pytest.param(SetCallback(on=True, threshold=-1), "0 or more", id="a negative threshold"),
        pytest.param(
            SetMenuKey(key="#", action=MenuAction(action="voicemail")), "keys 0 to 9, but not #", id="a key of no menu"
        ),
        pytest.param(
            SetMenuKey(key="5", action=MenuAction(action="transfer")), "on key 5 needs a target", id="no target"
        ),
        pytest.param(
            SetMenuKey(key="5", action=MenuAction(action="menu", target_kind="person", target_id="1")),
            "cannot lead to a target of the kind person",
            id="a target that does not fit",
        ),
        pytest.param(
            SetMenuKey(key="5", action=MenuAction(action="person", target_kind="person", target_id="+19195550100")),
            "needs a target that Dialpad knows",
            id="a phone number",
        ),
        pytest.param(
            SetMenuKey(key="5", action=MenuAction(action="person", target_kind="person")),
            "needs the kind of its target as well",
            id="half a target",
        ),
        pytest.param(SetRouting(routing="zigzag"), "Dialpad cannot route calls as “zigzag”", id="an unknown routing"),
        pytest.param(
            SetMenuKey(key="5", action=MenuAction(action="dance")), "knows no action “dance”", id="an unknown action"
        ),
    ],
)
async def test_what_cannot_be_is_said_before_it_is_sent(
    dialpad: Dialpad, server: DialpadServer, support: Line, change: SetOption, message: str
) -> None:
    before = await dialpad.read(support)

    (problem,) = dialpad.problems(support, before, change.applied_to(before))
    with pytest.raises(RefusedError, match=message) as caught:
        await dialpad.apply(support, [change])

    assert str(caught.value) == problem
    assert writes(server) == 0


async def test_what_was_wrong_before_is_no_problem_of_a_change(dialpad: Dialpad, support: Line) -> None:
    before = await dialpad.read(support)
    wrong = SetOption(name="escape_key", value="9").applied_to(before)

    assert dialpad.problems(support, wrong, RING_20.applied_to(wrong)) == []
    assert dialpad.problems(support, wrong, SetCallback(on=False, key="8").applied_to(wrong)) == []


async def test_a_weekly_table_has_no_dates(dialpad: Dialpad, support: Line) -> None:
    with pytest.raises(UnsupportedError):
        await dialpad.apply(support, [SATURDAY])


def answering(body: object) -> Dialpad:
    """A client of a Dialpad that has one answer to everything."""

    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=json.dumps(body))

    return Dialpad("token", transport=Transport("Dialpad", "https://x.example", inner=httpx.MockTransport(answer)))


async def test_a_call_center_in_no_zone_we_know_cannot_be_read_and_is_no_line(support: Line) -> None:
    for zone in ("Mars/Olympus", "", "../etc"):
        center = {"id": "1", "name": "Odd", "timezone": zone}

        assert await answering({"items": [center]}).lines() == []
        with pytest.raises(PhoneSystemError, match="which is not known here"):
            await answering(center).read(support)


async def test_an_empty_company_has_no_lines() -> None:
    for body in ({}, {"items": None}, {"items": [], "cursor": ""}):
        assert await answering(body).lines() == []


async def test_a_line_without_a_menu_says_so(support: Line) -> None:
    bare = answering({"id": support.id, "timezone": "UTC"})
    before = await bare.read(support)

    assert bare.problems(support, before, RING_20.applied_to(before)) == []
    with pytest.raises(UnsupportedError, match="This line has no menu"):
        await bare.apply(support, [SetMenuKey(key="1", action=MenuAction(action="voicemail"))])


async def test_a_list_that_never_ends_is_left_when_it_repeats_itself() -> None:
    calls = 0

    def answer(_: httpx.Request) -> httpx.Response:
        nonlocal calls
        calls += 1
        return httpx.Response(200, json={"items": [], "cursor": "again"})

    client = Dialpad("token", transport=Transport("Dialpad", "https://x.example", inner=httpx.MockTransport(answer)))

    assert await client.lines() == []
    assert calls == 2
