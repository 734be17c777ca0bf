"""What a freeze of the policy does to somebody who asks."""

import datetime as dt

import pytest

from bot.errors import SayError
from bot.policy import Freeze
from bot.requests import Request, State
from tests.bot.offices import AMIR, DANA, POLICY, opened

TODAY = Freeze(name="Move", start=dt.datetime(2026, 11, 20), end=dt.datetime(2026, 11, 20, 18))
"""Today until 6 PM; it is 10 AM."""

FROZEN = POLICY.model_copy(update={"freezes": (TODAY,)})


async def test_what_is_asked_in_a_freeze_says_until_when_it_waits_and_waits() -> None:
    async with opened(FROZEN) as office:
        shown = await office.proposed("close support Saturday")
        request = await office.desk.send(DANA, shown.draft, shown.plan.digest, "")
        assert isinstance(request, Request)
        await office.desk.approve(AMIR, request.id, request.plan.digest)
        await office.keeper.work()
        waiting = await office.desk.request(request.id)
        office.clock.advance(hours=8)
        await office.keeper.work()
        done = await office.desk.request(request.id)

        frozen = "“Move” stops all changes of Support until Fri 20 Nov 2026, 6:00 PM."
        assert shown.needs == f"One approver has to approve it. {frozen}"
        assert (waiting.state, waiting.parts[0].note) == (State.APPROVED, frozen)
        assert done.state is State.VERIFIED


async def test_what_would_be_over_by_then_is_not_sent() -> None:
    async with opened(FROZEN) as office:
        shown = await office.proposed("close support until 3pm")

        with pytest.raises(SayError, match="By then this would be over, so it was not sent"):
            await office.desk.send(DANA, shown.draft, shown.plan.digest, "")
