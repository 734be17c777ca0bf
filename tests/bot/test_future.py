"""What callers will meet: as it is applied, and with what people have asked for besides, each told apart."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from adapters import Close, MenuAction, SetCallback, SetMenuKey, SetTreatment
from bot import console, future
from bot.errors import SayError, TooLateError
from bot.reports import Layer, LineStatus, Statuses
from bot.requests import Request, State
from bot.slack import statuses
from tests.bot.offices import AMIR, DANA, LEE, Office, office
from tests.bot.slack.blocks_check import assert_message, texts
from tests.bot.slack.drawn import request
from tests.bot.test_mending import Week, week
from tests.fakes import NEW_YORK

__all__ = ["office", "week"]

CHRISTMAS_EVE = "status support on dec 24 4:30pm"


async def line_of(office: Office, words: str) -> LineStatus:
    answer = await office.desk.hear(LEE, words)
    assert isinstance(answer, Statuses)
    (line,) = answer.lines
    return line


def told(line: LineStatus) -> str:
    shown = statuses.told(Statuses(lines=(line,)))
    assert_message(shown.blocks)
    return "\n".join(texts(shown.blocks))


async def approved(office: Office, words: str) -> Request:
    request = await office.asked(words)
    return await office.desk.approve(AMIR, request.id, request.plan.digest)


async def test_the_future_is_told_as_applied_with_what_is_approved_and_with_what_is_pending(office: Office) -> None:
    await approved(office, "close support dec 24 from 2pm")
    await office.asked("open support only 2pm-5pm dec 24")

    line = await line_of(office, CHRISTMAS_EVE)

    assert [(each.kind, each.met and each.met.open) for each in line.layers] == [
        ("applied", True), ("approved", False), ("pending", True),
    ]  # fmt: skip
    assert told(line).splitlines()[:3] == [
        (
            ":large_green_circle: *Support* is *open* on Thu 24 Dec, 4:30 PM until Thu 24 Dec, 6:00 PM (New York time),"
            " as applied."
        ),
        "• With what is approved (request 1 by <@UDANA>): *closed* until Fri 25 Dec, 8:00 AM: voicemail.",
        "• With what waits for approval (request 2 by <@UDANA>): *open* until Thu 24 Dec, 5:00 PM.",
    ]


async def test_layers_that_agree_are_told_once(office: Office) -> None:
    await approved(office, "close support dec 23")
    await office.asked("close support dec 22")

    said = told(await line_of(office, CHRISTMAS_EVE)).splitlines()

    assert said[1] == (
        "• With what is approved (request 1 by <@UDANA>) and what waits for approval (request 2 by <@UDANA>): the same."
    )


async def test_no_request_is_listed_that_has_nothing_to_do_with_that_time(office: Office) -> None:
    await office.asked("close support dec 23")
    await office.asked("close support dec 24 from 2pm")
    await office.asked("press 3 goes to voicemail on support")

    at_four = await line_of(office, CHRISTMAS_EVE)
    that_day = await line_of(office, "is support open on dec 24")
    those_days = await line_of(office, "status support dec 23-25")

    assert [[each.id for each in line.requests] for line in (at_four, that_day, those_days)] == [
        [3, 2], [3, 2], [3, 2, 1],
    ]  # fmt: skip


async def test_where_calls_go_is_told_with_names_as_people_write_them(office: Office) -> None:
    goes = SetTreatment(menu="closed", action=MenuAction(action="transfer", target_kind="user", target_id="8"))
    office.phones.setups["1"] = goes.applied_to(office.phones.setups["1"])

    line = await line_of(office, "status support sunday")

    assert line.callers.startswith("transfer")
    assert line.callers.endswith(": Jordan")


async def test_without_requests_it_is_said_that_there_are_none(office: Office) -> None:
    line = await line_of(office, CHRISTMAS_EVE)

    assert told(line).splitlines()[:2] == [
        ":large_green_circle: *Support* is *open* on Thu 24 Dec, 4:30 PM until Thu 24 Dec, 6:00 PM (New York time).",
        "• No request that would change that is approved or waits for approval.",
    ]


async def test_keys_are_told_as_they_will_be_at_that_moment(office: Office) -> None:
    await office.asked("press 3 goes to voicemail on support")

    assert "Keys while open: 1 Voicemail; 3 Voicemail." in told(await line_of(office, CHRISTMAS_EVE))


async def test_keys_while_open_are_told_beside_those_while_closed(office: Office) -> None:
    key = MenuAction(action="voicemail")
    for change in (SetMenuKey(menu="closed", key="5", action=key), SetMenuKey(menu="open", key="6", action=key)):
        office.phones.setups["1"] = change.applied_to(office.phones.setups["1"])

    said = told(await line_of(office, "status support on dec 24 7pm"))

    assert "• Keys while closed: 5 Voicemail" in said
    assert "• Keys while open: 1 Voicemail; 6 Voicemail" in said


async def test_of_two_requests_about_the_same_the_newer_rules(office: Office) -> None:
    await office.asked("close support dec 24")
    await office.asked("open support only 3pm-6pm dec 24")

    line = await line_of(office, CHRISTMAS_EVE)

    assert [(each.kind, each.met and each.met.open) for each in line.layers] == [("applied", True), ("pending", True)]
    assert [each.request for each in line.layers[-1].asked] == [1, 2]


async def test_a_day_is_told_with_its_hours_on_every_layer(office: Office) -> None:
    await office.asked("close support dec 24 from 2pm")

    said = told(await line_of(office, "is support open on dec 24")).splitlines()

    assert said[0] == (
        ":large_green_circle: *Support* on Thu 24 Dec 2026: *open* 8:00 AM – 6:00 PM (New York time), as applied."
    )
    assert "• With what waits for approval (request 1 by <@UDANA>): *open* 8:00 AM – 2:00 PM." in said


async def test_of_several_days_each_is_told_and_a_layer_tells_those_that_differ(office: Office) -> None:
    await office.asked("close support dec 24")

    line = await line_of(office, "status support dec 23-25")

    said = told(line).splitlines()
    assert said[0].startswith(
        ":calendar: *Support* from Wed 23 Dec 2026 to Fri 25 Dec 2026: open on 3 of 3 days (New York time)"
    )
    assert "• Thu 24 Dec: *open* 8:00 AM – 6:00 PM" in said
    assert "• With what waits for approval (request 1 by <@UDANA>): Thu 24 Dec *closed* all day." in said


async def test_today_is_answered_with_now_and_all_of_today(office: Office) -> None:
    line = await line_of(office, "is support open today")

    assert not line.future
    assert "• Today: *open* 8:00 AM – 6:00 PM" in told(line)


@pytest.mark.parametrize(
    "words", ["was support open yesterday?", "status support on nov 19 2026", "status support at 9am on nov 20 2026"]
)
async def test_what_is_over_is_not_made_up(office: Office, words: str) -> None:
    with pytest.raises(TooLateError, match=r"That is over.*`/line history`"):
        await office.desk.hear(LEE, words)


async def test_what_is_scheduled_is_in_the_setup_already(week: Week) -> None:
    await week.changed("close Support dec 24")

    answer = await week.desk.hear(DANA, "status support on dec 24 at 10am")

    assert isinstance(answer, Statuses)
    (line,) = answer.lines
    assert [each.state for each in line.requests] == [State.SCHEDULED]
    assert [each.kind for each in line.layers] == ["applied"]
    assert line.open is False


async def test_a_whole_month_can_be_asked_about_and_no_more(office: Office) -> None:
    line = await line_of(office, "status support in december")

    assert len(line.days) == 31
    assert "• Thu 31 Dec: *open* 8:00 AM – 6:00 PM" in told(line)
    with pytest.raises(SayError, match="Please ask about 31 at most"):
        await office.desk.hear(LEE, "status support from dec 1 to jan 31")


AT = dt.datetime(2026, 12, 24, 16, 30, tzinfo=ZoneInfo(NEW_YORK))


async def layers(office: Office, *requests: Request) -> tuple[Layer, ...]:
    facts = (await office.desk.lines.refresh("Support")).facts
    return future.layers(facts, requests, AT)


def asked(*changes: Close | SetCallback | SetTreatment, **plan: object) -> Request:
    base = request()
    (part,) = base.parts
    made = part.plan.model_copy(update={"changes": changes, **plan})
    return base.model_copy(update={"parts": (part.model_copy(update={"plan": made}),)})


async def test_what_cannot_be_applied_as_the_line_is_now_is_said_and_not_dropped(office: Office) -> None:
    office.phones.setups["1"] = office.phones.setups["1"].model_copy(update={"queue": None})

    _, pending = await layers(office, asked(SetCallback(on=True)))

    (said,) = pending.asked
    assert said.problem == "It cannot be applied as Support is now: This line has no queue."
    line = (
        (await office.desk.status(["Support"])).lines[0].model_copy(update={"future": True, "layers": (pending,) * 2})
    )
    assert f"• Request 7: {said.problem}" in told(line)
    assert said.problem in console.status(line)


async def test_a_line_that_is_to_be_deleted_is_not_there_then(office: Office) -> None:
    _, pending = await layers(office, asked(deletes=True))

    assert pending.met is None
    line = (await office.desk.status(["Support"])).lines[0]
    line = line.model_copy(update={"future": True, "layers": (Layer(kind="applied", met=None), pending)})
    assert "with what waits for approval (request 7 by UDANA): the line is deleted" in console.status(line)


async def test_a_line_that_changes_along_changes_by_what_is_shared_alone(office: Office) -> None:
    closure = Close(start=dt.datetime(2026, 12, 24), end=dt.datetime(2026, 12, 25), shared=True)
    alone = SetTreatment(menu="closed", action=MenuAction(action="menu"))
    other = asked(closure, alone, beside=("1",))
    plan = other.parts[0].plan
    moved = plan.model_copy(update={"line": plan.line.model_copy(update={"id": "2", "name": "Sales"})})
    other = other.model_copy(update={"parts": (other.parts[0].model_copy(update={"plan": moved}),)})

    _, pending = await layers(office, other)

    assert pending.met is not None
    assert (pending.met.open, pending.met.callers) == (False, "voicemail")


async def test_the_terminal_tells_the_layers_too(office: Office) -> None:
    await approved(office, "close support dec 24 from 2pm")

    said = console.status(await line_of(office, CHRISTMAS_EVE)).splitlines()
    days = console.status(await line_of(office, "status support on dec 24")).splitlines()

    assert said[:2] == [
        "Support: open until Thu 24 Dec, 18:00 (New York time)",
        "  with what is approved (request 1 by UDANA): closed until Fri 25 Dec, 08:00",
    ]
    assert days[:2] == [
        "Support (New York time): Thu 24 Dec 2026 open 08:00-18:00",
        "  with what is approved (request 1 by UDANA): Thu 24 Dec 2026 open 08:00-14:00",
    ]
    assert '"kind": "approved"' in console.statuses([await line_of(office, CHRISTMAS_EVE)], as_json=True)


async def test_what_was_approved_and_does_not_fit_any_more_by_then_is_not_promised(office: Office) -> None:
    closing, opening = await office.asked("close support dec 24"), await office.asked("open support 6am-8pm dec 24")
    for each in (opening, closing):
        await office.desk.approve(AMIR, each.id, each.plan.digest)

    line = await line_of(office, CHRISTMAS_EVE)

    assert [(each.kind, [one.request for one in each.asked]) for each in line.layers] == [
        ("applied", []), ("approved", [1]), ("pending", [2]),
    ]  # fmt: skip
    assert [each.met and each.met.open for each in line.layers] == [True, False, True]
    said = told(line)
    assert "• With what is approved (request 1 by <@UDANA>): *closed* until Fri 25 Dec, 8:00 AM: voicemail." in said
    asked_again = "By then Support is no longer as it was when this was asked, so it will be asked again."
    assert f"• Request 2: {asked_again}" in said
    assert asked_again in console.status(line)
    await office.keeper.work()
    assert [(await office.desk.request(number)).state for number in (1, 2)] == [State.VERIFIED, State.PENDING]


async def test_of_pending_requests_about_the_same_it_is_said_that_one_will_be_asked_again(office: Office) -> None:
    await office.asked("close support dec 24")
    await office.asked("open support only 3pm-6pm dec 24")

    (*_, pending) = (await line_of(office, CHRISTMAS_EVE)).layers

    assert [bool(each.problem) for each in pending.asked] == [False, True]
    assert pending.met is not None
    assert pending.met.open


async def test_another_year_is_told(office: Office) -> None:
    said = told(await line_of(office, "status support on dec 24 2027 4:30pm"))

    assert "*open* on Fri 24 Dec 2027, 4:30 PM until" in said


async def test_where_no_line_is_named_a_time_is_the_speakers(office: Office) -> None:
    speaker = LEE.model_copy(update={"zone": "America/Los_Angeles"})

    answer = await office.desk.hear(speaker, "which lines are open on dec 24 at 3:30pm")
    named = await office.desk.hear(speaker, "status support on dec 24 at 3:30pm")

    assert isinstance(answer, Statuses)
    assert isinstance(named, Statuses)
    assert answer.lines == (), "it is 6:30 in the evening in New York"
    assert named.lines[0].open


def test_the_requests_of_many_lines_are_those_of_each() -> None:
    closing = request(State.PENDING, "Support", "Sales")
    along = asked(Close(start=dt.datetime(2026, 12, 24), end=None, shared=True), beside=("2",))
    lines = [part.plan.line for part in closing.parts]

    found = future.by_line([closing, along], lines, {State.PENDING})

    assert found == {"fake:1": (closing, along), "fake:2": (closing, along)}
    assert future.by_line([closing, along], lines, {State.APPROVED}) == {}
