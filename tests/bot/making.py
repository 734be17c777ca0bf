"""A phone system at which lines can be made, and the keeper that makes them, with as many restarts as wanted."""

import datetime as dt
import itertools
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

import pytest

from adapters import Close, Created, Line, NewLine, SetCallback
from bot import plans
from bot.keeper import Keeper
from bot.lines import Lines, LineSetting
from bot.requests import LinePlan, Part, Plan, Request, State
from bot.store import StoreThread
from tests.bot import asking
from tests.bot.asking import AMIR, DANA
from tests.fakes import KIND, NEW_YORK, Clock, FakePhones

RETURNS = NewLine(system="fake", kind="raleigh", name="Returns", values={"zone": NEW_YORK, "greeting": "Hello"})


class Phones(FakePhones):
    """Phones that can be changed by hand, and that may let go of a line late."""

    def __init__(self, *names: str) -> None:
        super().__init__(*names)
        self.broken = ""
        """The name of a line whose creation fails in a way that nobody has foreseen."""
        self.lingering: list[Line] = []
        """Lines that the next list shows although they are gone."""
        self.turned_away: Exception | None = None
        """What the next list raises."""

    def call(self, line: str, name: str) -> None:
        """Somebody gives a line a name, at the vendor."""
        self.setups.setdefault(line, self.setups["1"])
        self._names[line] = name

    async def lines(self) -> Sequence[Line]:
        if self.turned_away:
            error, self.turned_away = self.turned_away, None
            raise error
        shown, self.lingering = [*await super().lines(), *self.lingering], []
        return shown

    async def create(self, new: NewLine, *, again: bool = False) -> Created:
        if new.name == self.broken:
            raise ZeroDivisionError
        return await super().create(new, again=again)


class KilledError(BaseException):
    """The process ends here; nothing may catch it."""


@dataclass
class Scene:
    """A phone system with one line, a store, and as many processes as there were restarts."""

    clock: Clock
    phones: Phones
    store: StoreThread
    lines: Lines
    kill_at: str = ""
    steps: list[str] = field(default_factory=list)
    drafts: "itertools.count[int]" = field(default_factory=itertools.count)

    def keeper(self, *, observe: bool = False) -> Keeper:
        return asking.keeper(self.store, self.lines, self.clock, step=self.step, observe=observe)

    def step(self, name: str) -> None:
        self.steps.append(name)
        if name == self.kill_at:
            self.kill_at = ""
            raise KilledError

    async def restart(self) -> None:
        """Another process with the same store, which remembers nothing else."""
        setting = LineSetting(name="Support", vendor="fake", id="1")
        self.lines = Lines([setting], {"fake": self.phones}, self.store, self.clock)
        await self.lines.recall()

    async def asked(self, *parts: LinePlan) -> int:
        """A request of Dana's that nobody has decided."""
        request = await self.store(
            lambda kept: kept.add_request(
                person=DANA,
                words="new",
                reason="",
                plan=Plan(parts=parts),
                expires=self.clock() + dt.timedelta(hours=72),
                draft=str(next(self.drafts)),
            )
        )
        return request.id

    async def approved(self, *parts: LinePlan) -> int:
        number = await self.asked(*parts)
        await self.store(lambda kept: kept.decide(number, State.APPROVED, AMIR))
        return number

    async def wanted(self, new: NewLine = RETURNS) -> int:
        """An approved request for a new line."""
        return await self.approved(plans.creation(new, KIND, zone=NEW_YORK, country="US"))

    async def unwanted(self, name: str = "Returns") -> int:
        """An approved request to delete a line again."""
        added = self.lines.added(name)
        assert added
        return await self.approved(plans.deletion((await self.lines.refresh(name)).facts, added, {}))

    async def changed(self, *changes: Close | SetCallback) -> int:
        """An approved request for a change of the new line."""
        return await self.approved(plans.make(changes, (await self.lines.refresh("Returns")).facts, self.clock()))

    async def request(self, number: int) -> Request:
        return await self.store(lambda store: store.request(number))

    async def part(self, number: int) -> Part:
        return (await self.request(number)).parts[0]

    async def work(self) -> None:
        """A round of the keeper; what has to be tried again is due at once."""
        await self.keeper().work()

    def creations(self) -> int:
        return len(self.phones.made)


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    clock, phones = Clock(), Phones("Support")
    store = StoreThread(None, clock)
    setting = LineSetting(name="Support", vendor="fake", id="1")
    yield Scene(clock, phones, store, Lines([setting], {"fake": phones}, store, clock))
    store.close()
