"""A time without changes that lasts until a change is over: it has to be decided before, and everybody is told."""

import datetime as dt

import pytest

from adapters import Close
from bot.desk import Desk
from bot.errors import TooLateError
from bot.policy import Freeze
from bot.requests import Request, State
from tests.bot.offices import AMIR, DANA, POLICY, Office, opened
from tests.bot.policies import DAY, HOURS, NOW, part, plan, policy, together

CHRISTMAS = Freeze(name="Christmas", start=dt.datetime(2026, 12, 20), end=dt.datetime(2027, 1, 4))
FROZEN = POLICY.model_copy(update={"freezes": (CHRISTMAS,)})
BEGINS = dt.datetime(2026, 12, 20, 5, tzinfo=dt.UTC)
FOR_GOOD = "“Christmas” stops all changes of Support until Sun 3 Jan 2027 is over. By then this would be over"
EVE = Close(start=dt.datetime(2026, 12, 24), end=dt.datetime(2026, 12, 25))
STARTS, ENDS = dt.datetime(2026, 12, 24, 5, tzinfo=dt.UTC), dt.datetime(2026, 12, 25, 5, tzinfo=dt.UTC)


def test_a_request_expires_when_a_freeze_begins_that_outlives_it() -> None:
    rules = policy(freezes=(CHRISTMAS,))

    assert rules.expiry(NOW, plan(EVE, starts=STARTS, ends=ENDS)) == BEGINS
    assert policy().expiry(NOW, plan(EVE, starts=STARTS, ends=ENDS)) == STARTS


def test_one_that_outlives_the_freeze_may_be_decided_in_it() -> None:
    rules = policy(freezes=(CHRISTMAS,))
    long = plan(EVE, starts=STARTS, ends=ENDS + 30 * DAY)

    assert rules.expiry(NOW, long) == STARTS
    assert rules.deadlines(long, NOW) == ()


def test_two_freezes_in_a_row_count_as_one() -> None:
    first = CHRISTMAS.model_copy(update={"end": dt.datetime(2026, 12, 23)})
    second = CHRISTMAS.model_copy(update={"name": "More", "start": first.end})

    assert policy(freezes=(second, first)).expiry(NOW, plan(EVE, starts=STARTS, ends=ENDS)) == BEGINS


def test_of_several_lines_the_one_that_can_wait_longest_tells() -> None:
    rules = policy(freezes=(CHRISTMAS.model_copy(update={"lines": frozenset({"fake:1"})}),))
    eve = part(EVE, starts=STARTS, ends=ENDS)

    assert rules.expiry(NOW, together(eve, part(EVE, line="2", starts=STARTS, ends=ENDS))) == STARTS
    assert rules.expiry(NOW, together(eve, part(HOURS, line="2"))) == policy().expiry(NOW, plan(HOURS))
    assert rules.stopped_for_good(together(eve, part(HOURS, line="2")), STARTS) == ""


async def asked(office: Office) -> Request:
    return await office.asked("close support Dec 24")


async def test_the_form_and_the_card_say_before_when_it_has_to_be_decided() -> None:
    told = f"Decide it before Sun 20 Dec 2026: then {FOR_GOOD}."
    async with opened(FROZEN) as office:
        shown = await office.proposed("close support Dec 24")
        sent = await office.desk.send(DANA, shown.draft, shown.plan.digest, "")

    assert shown.needs == f"One approver has to approve it. {told}"
    assert isinstance(sent, Request)
    assert told in sent.parts[0].plan.warnings
    assert sent.expires == BEGINS


async def test_a_card_asked_in_a_freeze_says_for_what_it_waits() -> None:
    async with opened(FROZEN) as office:
        office.clock.now = BEGINS
        request = await office.asked("close support Jan 8")

    told = "“Christmas” stops all changes of Support until Sun 3 Jan 2027 is over."
    assert told in request.parts[0].plan.warnings


async def test_it_is_asked_after_in_time_and_expires_with_the_beginning_of_the_freeze() -> None:
    async with opened(FROZEN) as office:
        request = await asked(office)
        for _ in range(60):
            office.clock.advance(hours=12)
            await office.keeper.work()
        ended = await office.desk.request(request.id)
        reminded = [str(record.data["note"]) for record in await office.records("reminded")]

    assert ended.state is State.EXPIRED
    assert ended.parts[0].note == f"Nobody had decided before changes were stopped. {FOR_GOOD}, so nothing was changed."
    assert reminded
    assert all(note.startswith("This has to be decided in") for note in reminded)


async def test_nobody_approves_what_would_be_over_before_it_may_be_applied() -> None:
    async with opened(POLICY) as office:
        request = await asked(office)
        office.clock.now = BEGINS
        desk = office.desk
        restarted = Desk(store=desk.store, lines=desk.lines, policy=FROZEN, people=office.people, clock=office.clock)

        with pytest.raises(TooLateError) as refused:
            await restarted.approve(AMIR, request.id, request.plan.digest)

    assert str(refused.value) == f"{FOR_GOOD}, so it was not approved."


async def test_what_a_freeze_has_outlived_says_so_at_its_end() -> None:
    late = CHRISTMAS.model_copy(update={"start": dt.datetime(2026, 11, 20, 10, 30)})
    async with opened(POLICY.model_copy(update={"freezes": (late,)})) as office:
        request = await asked(office)
        await office.desk.approve(AMIR, request.id, request.plan.digest)
        office.clock.now = late_start = dt.datetime(2026, 11, 20, 16, tzinfo=dt.UTC)
        await office.keeper.work()
        office.clock.now = late_start + 40 * DAY
        await office.keeper.work()
        ended = await office.desk.request(request.id)

    told = "“Christmas” stops all changes of Support until Sun 3 Jan 2027 is over."
    assert (ended.state, ended.parts[0].note) == (
        State.EXPIRED,
        f"By now it is over, and it was not applied. It waited: {told}",
    )


@pytest.mark.parametrize("words", ["close support Jan 8", "close support until 3pm now!"])
async def test_every_form_names_a_freeze_in_force(words: str) -> None:
    rushing = FROZEN.model_copy(update={"emergency": ("UDANA",)})
    async with opened(rushing) as office:
        office.clock.now = BEGINS + dt.timedelta(days=1, hours=10)
        shown = await office.proposed(words)

    told = "“Christmas” stops all changes of Support until Sun 3 Jan 2027 is over."
    assert shown.needs.endswith(told)
    assert shown.rush.endswith(told)
