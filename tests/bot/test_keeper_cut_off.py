"""What was written in part, or perhaps, is never said to be nothing."""

from collections.abc import AsyncIterator, Sequence

import pytest

from adapters import (
    Change,
    DeniedError,
    Line,
    MenuAction,
    MissingError,
    PhoneSystemError,
    RefusedError,
    SetMenuKey,
    SetOption,
)
from bot.lines import Lines, LineSetting
from bot.requests import Part, State
from bot.store import StoreThread
from tests.bot import asking
from tests.fakes import Clock, FakePhones

KEY = SetMenuKey(key="3", action=MenuAction(action="voicemail"))
RING = SetOption(name="ring_seconds", value=20)


class Halfway(FakePhones):
    """Phones that take the first `taken` of some changes, and refuse the next."""

    taken = 0
    error: PhoneSystemError = RefusedError("The other is refused.")

    async def apply(self, line: Line, changes: Sequence[Change]) -> None:
        await super().apply(line, changes[: self.taken])
        raise self.error


class KilledError(BaseException):
    """The process ends here; nothing may catch it."""


class Site:
    """One line, and as many processes as there were restarts."""

    def __init__(self) -> None:
        self.clock, self.phones = Clock(), Halfway("Support")
        self.store = StoreThread(None, self.clock)
        setting = LineSetting(name="Support", vendor="fake", id="1")
        self.lines = Lines([setting], {"fake": self.phones}, self.store, self.clock)

    async def approved(self, *changes: Change) -> int:
        return await asking.approved(self.store, self.lines, self.clock, *changes)

    async def work(self, *, observe: bool = False, kill_at: str = "") -> None:
        def step(name: str) -> None:
            if name == kill_at:
                raise KilledError

        keeper = asking.keeper(self.store, self.lines, self.clock, step=step, observe=observe)
        await keeper.work()

    async def part(self, number: int) -> Part:
        return (await self.store(lambda store: store.request(number))).parts[0]


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    opened = Site()
    yield opened
    opened.store.close()


async def test_what_is_refused_after_a_part_was_written_says_so(site: Site) -> None:
    site.phones.taken = 1
    number = await site.approved(KEY, RING)

    await site.work()

    part = await site.part(number)
    assert part.state is State.FAILED
    assert part.note == "The other is refused. A part of it was written all the same: please look at Support."


@pytest.mark.parametrize("error", [DeniedError("The token was refused."), MissingError("There is no such line.")])
async def test_what_is_turned_away_after_a_part_was_written_says_so(site: Site, error: PhoneSystemError) -> None:
    site.phones.taken, site.phones.error = 1, error
    number = await site.approved(KEY, RING)

    await site.work()

    part = await site.part(number)
    assert part.state is State.FAILED
    assert part.note == f"{error} A part of it was written all the same: please look at Support."


async def test_what_is_refused_as_a_whole_says_no_more_than_that(site: Site) -> None:
    number = await site.approved(KEY, RING)

    await site.work()

    assert (await site.part(number)).note == "The other is refused."


async def test_who_only_observes_does_not_say_that_nothing_was_written_before(site: Site) -> None:
    number = await site.approved(KEY)
    with pytest.raises(KilledError):
        await site.work(kill_at="before the write")

    await site.work(observe=True)

    part = await site.part(number)
    assert part.state is State.FAILED
    assert part.note == (
        "Switchhook only observes Support, so nothing more is written there. It may have been written before: please"
        " look at Support."
    )
