"""Lines that are made and deleted: what can be said of them, what is sent, what is proven, and what may go wrong."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters import (
    DeniedError,
    Field,
    FieldValue,
    Line,
    LineKind,
    NewLine,
    PhoneSystemError,
    RefusedError,
    UnreachableError,
    Webex,
)
from adapters.transport import BearerAuth, Transport
from adapters.webex import kinds, orders
from tests.adapters.fakes import Clock, Killed, MemoryLedger
from tests.adapters.webex.fake_webex import DENVER, RALEIGH, RECEPTION, TOKEN, Call, FakeWebex
from tests.adapters.webex.judge import complaints

HOME = f"/telephony/config/locations/{RALEIGH}"
ATTENDANTS = f"{HOME}/autoAttendants"
WAREHOUSE = NewLine(
    system="webex",
    kind=kinds.kind_name("auto attendant", RALEIGH),
    name="Warehouse",
    values={
        "extension": "300",
        "business_schedule": "Business Hours",
        "greeting_open": "standard",
        "dial_extension_open": True,
        "key_0_open": "repeat",
        "greeting_closed": "standard",
        "dial_extension_closed": False,
        "key_0_closed": "disabled",
    },
)
RETURNS = NewLine(
    system="webex",
    kind=kinds.kind_name("call queue", RALEIGH),
    name="Returns",
    values={
        "phone_number": "+19195550301",
        "routing": "round_robin",
        "routing_type": "by_order",
        "queue_size": 5,
        "overflow": "busy",
    },
)
EVERYTHING: dict[str, dict[str, FieldValue]] = {
    "auto attendant": {
        "phone_number": "+19195550300",
        "extension": "300",
        "business_schedule": "Business Hours",
        "holiday_schedule": "Holidays",
        "greeting_open": "standard",
        "dial_extension_open": True,
        "key_0_open": "announced_transfer",
        "key_0_open_number": "+19195550199",
        "greeting_closed": "standard",
        "dial_extension_closed": False,
        "key_0_closed": "transfer",
        "key_0_closed_number": "+19195550198",
        "zone": "America/Chicago",
        "language": "en_us",
        "first_name": "Ware",
        "last_name": "House",
        "extension_scope": "location",
        "name_scope": "organisation",
        "alternate_number": "+19195550309",
    },
    "call queue": {
        "phone_number": "+19195550301",
        "extension": "301",
        "routing": "longest_idle",
        "routing_type": "by_skill",
        "agents": ("ann", "ben"),
        "bounce": True,
        "bounce_rings": 5,
        "bounce_unavailable": True,
        "hold_alert": True,
        "hold_alert_after": 30,
        "bounce_held": True,
        "bounce_held_after": 60,
        "queue_size": 50,
        "overflow": "transfer",
        "overflow_number": "+19195550177",
        "overflow_voicemail": False,
        "overflow_after_wait": True,
        "longest_wait": 600,
        "overflow_greeting": True,
        "ringing_tone": True,
        "reset_statistics": False,
        "zone": "America/Chicago",
        "language": "en_us",
        "first_name": "Re",
        "last_name": "Turns",
        "ring_pattern": "LONG_LONG",
    },
}
NEW = pytest.mark.parametrize("new", [WAREHOUSE, RETURNS], ids=["auto attendant", "call queue"])


def with_values(new: NewLine, **values: FieldValue | None) -> NewLine:
    """The same with some values more, or, for None, fewer."""
    both = {**new.values, **values}
    return new.model_copy(update={"values": {name: value for name, value in both.items() if value is not None}})


def values_of(field: Field) -> st.SearchStrategy[FieldValue]:
    """Anything that a field takes."""
    texts: dict[str, st.SearchStrategy[FieldValue]] = {"extension": st.from_regex(r"[0-9]{2,10}", fullmatch=True)}
    people = st.lists(st.sampled_from(["ann", "ben", "cleo"]), unique=True)
    strategies: dict[str, st.SearchStrategy[FieldValue]] = {
        "switch": st.booleans(),
        "number": st.integers(field.minimum, field.maximum or 1000),
        "choice": st.sampled_from([value for value, _ in field.choices] or ["Business Hours"]),
        "choices": people.map(tuple),
        "phone": st.from_regex(r"\+1[2-9][0-9]{9}", fullmatch=True),
        "zone": st.sampled_from(["America/Chicago", "Europe/Paris"]),
        "text": texts.get(field.name, st.sampled_from(["en_us", "fr_fr"])),
    }
    return strategies[field.type]


def orders_of(new: NewLine) -> st.SearchStrategy[NewLine]:
    """A line with anything said of it besides what has to be."""
    parts = kinds.PARTS[new.kind.partition(":")[0]]
    more = st.fixed_dictionaries({}, optional={name: values_of(part.field) for name, part in parts.items()})
    return more.map(lambda values: with_values(new, **values))


@pytest.fixture(autouse=True)
def people(vendor: FakeWebex) -> None:
    people = [{"id": each.lower(), "firstName": each, "lastName": "Abel"} for each in ("Ann", "Ben", "Cleo")]
    vendor.lists["/telephony/config/queues/agents/availableAgents"] = people


@pytest.fixture
async def webex(transport: Transport, ledger: MemoryLedger, clock: Clock) -> AsyncIterator[Webex]:
    client = Webex(BearerAuth(TOKEN), ledger=ledger, clock=clock, transport=transport)
    yield client
    await client.aclose()


@pytest.fixture
def restarted(transport: Transport, ledger: MemoryLedger, clock: Clock) -> Webex:
    """Another process, which remembers nothing of this one."""
    return Webex(BearerAuth(TOKEN), ledger=ledger, clock=clock, transport=transport)


@pytest.fixture
async def lines(webex: Webex) -> dict[str, Line]:
    return {line.name: line for line in await webex.lines()}


async def offered(webex: Webex, label: str) -> LineKind:
    return next(each for each in await webex.kinds() if each.label == label)


class TestKinds:
    """What can be made, and what can be said of it."""

    async def test_both_kinds_can_be_made_in_every_location(self, webex: Webex) -> None:
        assert [each.label for each in await webex.kinds()] == [
            "auto attendant in Raleigh",
            "call queue in Raleigh",
            "auto attendant in Denver",
            "call queue in Denver",
        ]

    async def test_a_choice_is_made_among_what_is_there(self, webex: Webex) -> None:
        attendant, queue = (await webex.kinds())[:2]

        assert _choices(attendant, "business_schedule") == ["Business Hours"]
        assert _choices(attendant, "holiday_schedule") == ["Holidays"]
        assert _choices(queue, "agents") == ["ann", "ben", "cleo"]
        assert dict(queue.field("agents").choices)["ann"] == "Ann Abel"  # type: ignore[union-attr]  # it is there
        assert attendant.field("zone").suggestion == "America/New_York"  # type: ignore[union-attr]

    @pytest.mark.parametrize("kind", ["auto attendant", "call queue"])
    async def test_these_are_all_the_fields(self, webex: Webex, kind: str) -> None:
        fields = (await offered(webex, f"{kind} in Raleigh")).fields

        assert {each.name for each in fields} == EVERYTHING[kind].keys()

    @pytest.mark.parametrize("kind", ["auto attendant", "call queue"])
    async def test_what_is_suggested_needs_a_name_and_a_number_only(self, webex: Webex, kind: str) -> None:
        offer = await offered(webex, f"{kind} in Raleigh")
        suggested = {each.name: each.suggestion for each in offer.fields if each.suggestion is not None}

        made = await webex.create(
            NewLine(system="webex", kind=offer.name, name="New", values={**suggested, "extension": "300"})
        )

        assert (made.unshown, made.differing) == ((), ())

    async def test_without_business_hours_there_is_no_auto_attendant(self, webex: Webex, vendor: FakeWebex) -> None:
        del vendor.schedules["s1"]

        assert {each.label for each in await webex.kinds()} == {"call queue in Raleigh", "call queue in Denver"}
        with pytest.raises(RefusedError, match="cannot be made at Webex any more"):
            await webex.create(WAREHOUSE)

    async def test_where_there_is_nothing_to_choose_from_nobody_is_asked(self, webex: Webex, vendor: FakeWebex) -> None:
        del vendor.schedules["s2"]
        vendor.lists.clear()

        attendant, queue = (await webex.kinds())[:2]

        assert (attendant.field("holiday_schedule"), queue.field("agents")) == (None, None)

    async def test_a_location_that_is_not_for_calls_is_passed_over(self, webex: Webex, vendor: FakeWebex) -> None:
        vendor.plan(f"GET {HOME}/schedules", httpx.Response(403, json={"message": "Not for you."}))

        assert {each.label for each in await webex.kinds()} == {"auto attendant in Denver", "call queue in Denver"}

    async def test_where_no_location_is_for_calls_it_is_said(self, webex: Webex, vendor: FakeWebex) -> None:
        for home in (RALEIGH, DENVER):
            answer = httpx.Response(403, json={"message": "Not for you."})
            vendor.plan(f"GET /telephony/config/locations/{home}/schedules", answer)

        with pytest.raises(DeniedError, match="Not for you"):
            await webex.kinds()

    async def test_a_token_that_may_not_know_the_locations_is_told_so(self, webex: Webex, vendor: FakeWebex) -> None:
        vendor.plan("GET /locations", httpx.Response(403, json={"message": "Not for you."}))

        with pytest.raises(PhoneSystemError, match="give the token the scope spark-admin:locations_read"):
            await webex.kinds()


def _choices(kind: LineKind, name: str) -> list[str]:
    return [value for field in kind.fields if field.name == name for value, _ in field.choices]


@NEW
async def test_a_line_is_made_and_deleted(webex: Webex, vendor: FakeWebex, new: NewLine) -> None:
    made = await webex.create(new)

    assert (made.line.name, made.line.zone, made.line.country) == (new.name, "America/New_York", "US")
    assert (made.unshown, made.differing) == ((), ())
    assert made.line in await webex.lines()

    await webex.delete(made.line)
    assert made.line not in await webex.lines()
    assert [call.method for call in vendor.writes()] == ["POST", "DELETE"]


@pytest.mark.parametrize("kind", ["auto attendant", "call queue"])
async def test_all_that_can_be_said_is_sent_and_proven(webex: Webex, vendor: FakeWebex, kind: str) -> None:
    new = NewLine(system="webex", kind=kinds.kind_name(kind, RALEIGH), name="New", values=EVERYTHING[kind])

    made = await webex.create(new)

    assert (made.unshown, made.differing) == ((), ())
    (post,) = vendor.writes()
    if kind == "call queue":
        assert post.body["agents"] == [{"id": "ann"}, {"id": "ben"}]
        assert post.body["callPolicies"]["distinctiveRing"] == {"enabled": True, "ringPattern": "LONG_LONG"}
    else:
        key = {"key": "0", "action": "TRANSFER_WITH_PROMPT", "value": "+19195550199"}
        assert post.body["businessHoursMenu"] == {
            "greeting": "DEFAULT",
            "extensionEnabled": True,
            "keyConfigurations": [key],
        }
        assert post.body["alternateNumbers"] == [{"phoneNumber": "+19195550309"}]


async def test_a_queue_without_agents_says_so(webex: Webex, vendor: FakeWebex) -> None:
    await webex.create(RETURNS)

    assert vendor.writes()[0].body["agents"] == []


@given(new=st.one_of(orders_of(WAREHOUSE), orders_of(RETURNS)))
def test_whatever_has_no_problem_is_a_body_that_an_independent_client_knows(new: NewLine) -> None:
    if not orders.problems(new):
        part = "queues" if new.name == "Returns" else "autoAttendants"
        body = orders.order_of(new).body()

        assert complaints(Call("POST", f"{HOME}/{part}", {}, body)) == []


@pytest.mark.parametrize(("wants", "posts"), [(True, 1), (False, 2), (None, 1)])
async def test_a_key_without_a_value_is_said_as_webex_wants_it(
    webex: Webex, vendor: FakeWebex, *, wants: bool | None, posts: int
) -> None:
    vendor.wants_values = wants

    await webex.create(WAREHOUSE)

    assert len(vendor.writes()) == posts


BAD: dict[str, tuple[NewLine, dict[str, Any], str, str]] = {
    "nobody can call": (WAREHOUSE, {"extension": None}, "phone_number", "phone number or an extension"),
    "a strange extension": (WAREHOUSE, {"extension": "3 0"}, "extension", "two to ten digits"),
    "a strange language": (WAREHOUSE, {"language": "English"}, "language", "looks like en_us"),
    "no hours": (WAREHOUSE, {"business_schedule": None}, "business_schedule", "Business hours is needed"),
    "a key to nowhere": (WAREHOUSE, {"key_0_open": "transfer"}, "key_0_open_number", "where key 0 leads"),
    "a number for nothing": (
        WAREHOUSE,
        {"key_0_closed_number": "+19195550100"},
        "key_0_closed_number",
        "leads nowhere while closed",
    ),
    "what there is not": (WAREHOUSE, {"queue_size": 5}, "queue_size", "leave it out"),
    "overflow to nowhere": (RETURNS, {"overflow": "transfer"}, "overflow_number", "where calls go"),
    "a number too many": (RETURNS, {"overflow_number": "+19195550100"}, "overflow_number", "only if"),
    "skill for all": (RETURNS, {"routing": "simultaneous", "routing_type": "by_skill"}, "routing_type", "by skill"),
    "a crowd": (
        RETURNS,
        {"routing": "simultaneous", "agents": tuple(map(str, range(51)))},
        "agents",
        "50 agents at most",
    ),
    "what its own model refuses": (RETURNS, {"queue_size": 51}, "name", "less than or equal to 50"),
}


@pytest.mark.parametrize("case", BAD.values(), ids=BAD)
async def test_what_webex_would_not_take_is_said_of_the_field(
    webex: Webex, vendor: FakeWebex, case: tuple[NewLine, dict[str, Any], str, str]
) -> None:
    new, values, field, words = case
    bad = with_values(new, **values)

    assert words in webex.creation_problems(bad)[field]
    with pytest.raises(RefusedError):
        await webex.create(bad)
    assert vendor.writes() == []


@pytest.mark.parametrize("kind", ["hunt group:1", "", "auto attendant:nowhere"])
async def test_a_kind_that_there_is_not_is_refused(webex: Webex, vendor: FakeWebex, kind: str) -> None:
    with pytest.raises(RefusedError):
        await webex.create(WAREHOUSE.model_copy(update={"kind": kind}))
    assert vendor.writes() == []


@NEW
async def test_a_name_that_is_taken_is_refused(webex: Webex, vendor: FakeWebex, new: NewLine) -> None:
    with pytest.raises(RefusedError, match="choose another name"):
        await webex.create(new.model_copy(update={"name": "Reception"}))
    assert vendor.writes() == []


@NEW
async def test_another_try_takes_what_the_first_has_made(webex: Webex, vendor: FakeWebex, new: NewLine) -> None:
    first = await webex.create(new)

    assert await webex.create(new, again=True) == first
    assert len(vendor.writes()) == 1


async def test_another_try_takes_no_line_of_another_kind(webex: Webex, vendor: FakeWebex) -> None:
    with pytest.raises(RefusedError, match="choose another name"):
        await webex.create(RETURNS.model_copy(update={"name": "Reception"}), again=True)
    assert vendor.writes() == []


async def test_what_is_shown_otherwise_or_not_at_all_is_named(webex: Webex, vendor: FakeWebex) -> None:
    await webex.create(with_values(RETURNS, agents=("ann",), ring_pattern="NORMAL"))
    (path,) = [each for each in vendor.objects if each.startswith("queues/new")]
    vendor.objects[path]["agents"].append({"id": "ben"})
    vendor.objects[path]["queueSettings"]["queueSize"] = 9
    del vendor.objects[path]["callPolicies"]["distinctiveRing"]

    made = await webex.create(with_values(RETURNS, agents=("ann",), ring_pattern="NORMAL"), again=True)

    assert made.unshown == ("Distinctive ring",)
    assert made.differing == (
        "Agents: Ann Abel was asked for, and what is shown is Ann Abel, Ben Abel.",
        "Queue size: 5 was asked for, and what is shown is 9.",
    )


class TestFaults:
    """What may go wrong at the request that makes it: there is never a second line."""

    @pytest.fixture(autouse=True)
    def never_two(self, vendor: FakeWebex) -> Any:
        yield
        assert [each["name"] for each in vendor.objects.values() if "name" in each].count("Warehouse") <= 1

    @staticmethod
    def made_unheard(vendor: FakeWebex, error: BaseException) -> None:
        """The next line is made, and then something happens."""

        def answer() -> httpx.Response:
            post = vendor.calls[-1]
            vendor.objects["autoAttendants/new"] = {**post.body, "id": "new"}
            vendor.homes["new"] = RALEIGH
            raise error

        vendor.answers.append((f"POST {ATTENDANTS}", answer))

    async def test_a_lost_answer_is_looked_up(self, webex: Webex, vendor: FakeWebex) -> None:
        self.made_unheard(vendor, httpx.ReadTimeout("slow"))

        made = await webex.create(WAREHOUSE)

        assert (made.line.id, made.unshown, made.differing) == ("new", (), ())
        assert len(vendor.writes()) == 1

    @pytest.mark.parametrize(
        "answer", [httpx.ReadTimeout("slow"), httpx.Response(201, text="<html>"), httpx.Response(201, json={"id": ""})]
    )
    async def test_where_nothing_was_made_it_is_reported_and_another_try_makes_it(
        self, webex: Webex, vendor: FakeWebex, answer: httpx.Response | Exception
    ) -> None:
        vendor.plan(f"POST {ATTENDANTS}", answer)

        with pytest.raises(PhoneSystemError):
            await webex.create(WAREHOUSE)

        assert (await webex.create(WAREHOUSE, again=True)).line in await webex.lines()

    async def test_a_refusal_makes_nothing(self, webex: Webex, vendor: FakeWebex) -> None:
        vendor.plan(f"POST {ATTENDANTS}", httpx.Response(409, json={"message": "Number taken"}))

        with pytest.raises(RefusedError, match="Number taken"):
            await webex.create(WAREHOUSE)
        assert "Warehouse" not in [each.name for each in await webex.lines()]

    async def test_after_a_kill_another_try_finds_it(self, webex: Webex, restarted: Webex, vendor: FakeWebex) -> None:
        self.made_unheard(vendor, Killed())
        with pytest.raises(Killed):
            await webex.create(WAREHOUSE)

        made = await restarted.create(WAREHOUSE, again=True)

        assert (made.line.id, made.differing) == ("new", ())
        assert len(vendor.writes()) == 1

    async def test_one_that_webex_does_not_show_yet_is_worth_another_try(self, webex: Webex, vendor: FakeWebex) -> None:
        vendor.plan(f"POST {ATTENDANTS}", httpx.Response(201, json={"id": "late"}))

        for again in (False, True):
            with pytest.raises(UnreachableError, match="has made Warehouse, but it could not be read back yet"):
                await webex.create(WAREHOUSE, again=again)
        vendor.homes["late"] = RALEIGH
        vendor.objects["autoAttendants/late"] = {**orders.order_of(WAREHOUSE).body(), "id": "late"}

        assert (await webex.create(WAREHOUSE, again=True)).line.id == "late"
        assert len(vendor.writes()) == 1

    async def test_one_that_was_deleted_can_be_made_again(self, webex: Webex, vendor: FakeWebex) -> None:
        await webex.delete((await webex.create(WAREHOUSE)).line)

        made = await webex.create(WAREHOUSE, again=True)

        assert made.line in await webex.lines()
        assert [call.method for call in vendor.writes()] == ["POST", "DELETE", "POST"]


async def test_a_line_that_is_gone_is_deleted_already(webex: Webex, vendor: FakeWebex, lines: dict[str, Line]) -> None:
    del vendor.objects[f"autoAttendants/{RECEPTION}"]

    await webex.delete(lines["Reception"])
