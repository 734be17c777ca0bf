"""Many lines that are closed on many days: told day by day, on the card and to whoever asked."""

import datetime as dt

import pytest

from adapters import Change, Close, OpenSpecial, PutOverrides, Setup
from bot import plans
from bot.requests import LinePlan, Request, State
from bot.slack import blocks, cards
from tests.bot.slack.blocks_check import assert_message, buttons, texts
from tests.bot.slack.test_previews import AROUND, on_card, request
from tests.bot.test_plans import LINE, facts
from tests.fakes import FRIDAY, support

DAY = dt.timedelta(days=1)
DATES = [dt.datetime(2026, 11, 26), *(dt.datetime(2027, month, 1) for month in range(1, 11))]
HOLIDAYS = tuple(Close(start=each, end=each + DAY, name=f"Holiday {each:%b}") for each in DATES)
NAMES = ("Support", "Sales", "Billing", "Reception", "Help Desk", "Austin")


def plan(name: str, *changes: Change, setup: Setup | None = None) -> LinePlan:
    line = LINE.model_copy(update={"name": name, "id": name})
    return plans.make(changes or HOLIDAYS, facts(setup, line=line), FRIDAY)


def asked(*wanted: LinePlan, state: State = State.PENDING) -> Request:
    return request(*(wanted or map(plan, NAMES)), state=state)


def with_special_hours() -> LinePlan:
    """Sales on all holidays but the first, on which it has special hours."""
    hours = (
        Close(start=DATES[0], end=DATES[0] + DAY),
        OpenSpecial(start=DATES[0].replace(hour=10), end=DATES[0].replace(hour=14)),
    )
    setup = hours[1].applied_to(hours[0].applied_to(support()))
    return plan("Sales", *HOLIDAYS[1:], setup=setup)


def test_the_heading_says_what_happens_on_how_many_days() -> None:
    assert cards.title(asked()) == "Close 6 lines on 11 public holidays (26 Nov 2026 – 1 Oct 2027)"


def test_each_day_is_told_once_with_its_lines_and_what_others_have_on_it() -> None:
    told = on_card(asked(*map(plan, NAMES[2:]), plan("Support", *HOLIDAYS[:2]), with_special_hours()))

    assert (
        "*Lines:* Billing, Reception, Help Desk, Austin, Support and Sales\n\n*Thu 26 Nov 2026, Holiday Nov:*" in told
    )
    assert "*Thu 26 Nov 2026, Holiday Nov:* all but Sales\n*Fri 1 Jan 2027, Holiday Jan:* all 6 lines\n" in told
    assert "*Mon 1 Feb 2027, Holiday Feb:* all but Support\n" in told
    assert "• *Sales* stays open 10:00 AM – 2:00 PM on Thu 26 Nov 2026." in told
    assert told.count("1 Mar 2027") == 1
    assert len(told.splitlines()) < 30, "Approve is on the first screen"


def test_warnings_are_told_once_with_the_lines_that_they_are_about() -> None:
    plans_ = [each.model_copy(update={"warnings": (f"{each.line.name} is shared.",)}) for each in map(plan, NAMES)]

    told = on_card(asked(*plans_[:5], plans_[5].model_copy(update={"warnings": (), "risk": "high", "risks": ("x",)})))

    assert told.count("is shared") == 1
    assert ":warning: Support, Sales, Billing, Reception and Help Desk: the line is shared." in told
    assert ":rotating_light: *High risk:* x. (Austin)" in told


def test_lines_that_stand_otherwise_are_told_apart_once_it_is_decided() -> None:
    whole = asked(state=State.VERIFIED)
    first, second, *others = whole.parts
    failed = second.model_copy(update={"state": State.FAILED, "note": "No."})

    told = on_card(whole.model_copy(update={"parts": (first, failed, *others)}))

    assert "*Verified*: Support, Billing, Reception, Help Desk and Austin\n" in told
    assert "*Failed* (No): Sales\n" in told


def test_whoever_asked_is_told_the_same_in_short() -> None:
    told = "\n".join(texts(cards.note(asked(), "").blocks))

    assert "Close 6 lines on 11 public holidays (26 Nov 2026 – 1 Oct 2027): Support, Sales, Billing" in told
    assert "Holiday" not in told


def test_the_undo_of_it_is_told_so_as_well() -> None:
    back = [PutOverrides(start=each, end=each + DAY, overrides=()) for each in reversed(DATES)]
    closed = support()
    for each in HOLIDAYS:
        closed = each.applied_to(closed)

    undone = asked(*(plan(name, *back, setup=closed) for name in NAMES))

    assert cards.title(undone) == "Put back what applied to 6 lines on 11 days (26 Nov 2026 – 1 Oct 2027)"
    assert "*Thu 26 Nov 2026:* all 6 lines\n*Fri 1 Jan 2027:* all 6 lines\n" in on_card(undone)


@pytest.mark.parametrize(
    "wanted",
    [
        pytest.param([plan("Support")], id="one line"),
        pytest.param([plan("Support", *HOLIDAYS[:3]), plan("Sales", *HOLIDAYS[:3])], id="few days"),
        pytest.param([plan("Support"), plan("Sales", Close(start=DATES[0], end=None))], id="something else besides"),
        pytest.param([plan(name, day) for name, day in zip(NAMES, HOLIDAYS, strict=False)], id="each on another day"),
    ],
)
def test_anything_else_is_told_line_by_line(wanted: list[LinePlan]) -> None:
    assert "public holidays" not in cards.title(asked(*wanted))


def test_it_is_as_slack_wants_it_however_many_lines_there_are() -> None:
    some, most = plan("Support", *HOLIDAYS[1:]), plan("Support")
    lines = [LINE.model_copy(update={"name": f"{'L' * 76} {number}", "id": str(number)}) for number in range(500)]
    parts = [(some if number % 3 else most).model_copy(update={"line": each}) for number, each in enumerate(lines)]

    card = cards.card(asked(*parts), AROUND)

    assert_message(card.blocks)
    assert cards.DETAILS in buttons(card.blocks)
    assert len(cards.title(asked(*parts))) <= blocks.LONGEST_HEADER
