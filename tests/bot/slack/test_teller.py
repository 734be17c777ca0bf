"""What whoever asked is told: of one line each step, of several lines how they stand once none is on its way."""

import pytest

from bot.progress import BY_HAND, IN_VAIN
from bot.requests import Record, Request, State
from bot.slack import history, teller
from tests.bot.slack.drawn import record, request
from tests.bot.slack.scene import AMIR, Scene, scene

LINES = tuple(f"Line {number}" for number in range(30))


def told(asked: Request, *records: Record) -> list[str]:
    return teller.collected(asked, [each for each in history.entries(asked, records) if each.decisive])


def verified(count: int) -> list[Record]:
    return [record("verified", number=number, line=name, note="") for number, name in enumerate(LINES[:count])]


def test_of_many_lines_one_message_tells_how_they_ended() -> None:
    done = request(State.VERIFIED, *LINES)

    (text,) = told(done, *verified(30))

    assert text.startswith(":white_check_mark: Request 7: *Verified*.")


def test_as_long_as_a_line_is_on_its_way_nothing_is_told_of_the_others() -> None:
    half = request(State.APPLYING, "Line 0", "Line 1", states=(State.VERIFIED, State.APPLYING))

    assert told(half, *verified(1)) == []


@pytest.mark.parametrize("note", [f"No answer. {IN_VAIN} Trying again.", f"No answer. {BY_HAND}"])
def test_what_is_held_up_keeps_no_other_line_untold(note: str) -> None:
    half = request(State.APPLYING, "Line 0", "Line 1", states=(State.VERIFIED, State.APPLYING), note=note)

    (text,) = told(half, record("retried", number=1, line="Line 1", note=note), *verified(1))[-1:]

    assert "*1 of 2 lines" in text
    assert "(Line 1). 1 verified." in text


def test_a_failure_that_passes_is_told_to_nobody() -> None:
    assert told(request(State.APPLYING), record("retried", note="No answer. Trying again.")) == []


def test_what_calls_for_something_is_told_at_once() -> None:
    half = request(State.APPLYING, "Line 0", "Line 1", states=(State.VERIFIED, State.APPLYING))

    (text,) = told(half, *verified(1), record("by hand", number=2, line="Line 1", note="Do it by hand."))

    assert "Do it by hand." in text


async def test_whoever_asked_for_several_lines_gets_one_message_about_all_of_them() -> None:
    async with scene("Support", "Sales", "Billing") as office:
        await _approved_for_all(office)
        before = len(office.slack.messages["DUDANA"])

        for _ in range(3):
            await office.keeper().work()
            await office.reconciler().reconcile()

        (news,) = office.slack.messages["DUDANA"][before:]
        assert "Request 1: *Verified*." in news["text"] or "Request 1: *Scheduled*" in news["text"]


async def _approved_for_all(office: Scene) -> None:
    close = office.desk.asks["close support line Saturday"]
    office.desk.asks = {**office.desk.asks, "all": close.model_copy(update={"lines": ("*",)})}
    await office.submit("UDANA", await office.form("UDANA", "all"))
    asked = await office.request()
    await office.reconciler().reconcile()
    await office.desk.approve(AMIR, asked.id, asked.plan.digest)
