"""Two lines, people who may decide, and as many keepers as there were restarts."""

import datetime as dt
import itertools
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from adapters import Change, Close, Line, MenuAction, Reopen, SetCallback, SetMenuKey, Settled, UnreachableError
from bot import plans
from bot.bell import Bell
from bot.keeper import Keeper
from bot.lines import Lines, LineSetting
from bot.policy import Member, Policy
from bot.requests import Part, Person, Plan, Record, Request, State
from bot.store import Store, StoreThread
from tests.fakes import STAFF, Clock, FakePeople, FakePhones

DANA, AMIR, NOOR = (Person(team="T1", user=user) for user in ("UDANA", "UAMIR", "UNOOR"))

SATURDAY = Close(start=dt.datetime(2026, 11, 21), end=dt.datetime(2026, 11, 22))
CHRISTMAS = Close(start=dt.datetime(2026, 12, 25), end=dt.datetime(2026, 12, 26))
NOW = Close(start=dt.datetime(2026, 11, 20, 10), end=dt.datetime(2026, 11, 21))
REOPEN = Reopen(start=NOW.start, end=NOW.end)
CALLBACK = SetCallback(on=True)
KEY = SetMenuKey(key="3", action=MenuAction(action="voicemail"))

RULES = STAFF.model_copy(update={"emergency": ("UDANA",)})

GONE = Member(person=AMIR, name="Amir", guest=True)
"""Amir, who is no longer a full member."""


class Phones(FakePhones):
    """Phones of which some lines get no answer."""

    def __init__(self, *names: str) -> None:
        super().__init__(*names)
        self.silent: set[str] = set()
        """The ids of those lines."""

    async def silence(self, _line: Line) -> Settled:
        """Do what every call does of a line that gets no answer."""
        msg = "The phone system does not answer."
        raise UnreachableError(msg)

    def _called(self, verb: str, what: str) -> None:
        super()._called(verb, what)
        if what in self.silent:
            msg = "The phone system does not answer."
            raise UnreachableError(msg)


@dataclass
class Scene:
    """A phone system with two lines, a store, and as many keepers as there were restarts."""

    clock: Clock
    phones: Phones
    store: StoreThread
    lines: Lines
    people: FakePeople = field(default_factory=FakePeople)
    policy: Policy = RULES
    rings: list[None] = field(default_factory=list)
    drafts: "itertools.count[int]" = field(default_factory=itertools.count)

    def keeper(self, *, read_back: float = 0.0) -> Keeper:
        """A keeper as after a restart: it remembers nothing but what is in the store."""
        bell = Bell()
        bell.subscribe(lambda: self.rings.append(None))
        return Keeper(
            store=self.store,
            lines=self.lines,
            policy=self.policy,
            people=self.people,
            clock=self.clock,
            bell=bell,
            step=lambda _: None,
            read_back=read_back,
        )

    async def work(self) -> None:
        """A round of a new keeper, so that whatever has to be tried again is due at once."""
        await self.keeper().work()

    async def asked(
        self, *changes: Change, on: Sequence[str] = ("Support",), undoes: int | None = None, **told: Any
    ) -> int:
        """A request of Dana's that nobody has decided, unless it is `told` to be otherwise."""
        facts = [(await self.lines.refresh(name)).facts for name in on]
        beside = [each.line.id for each in facts]
        parts = [plans.make(changes, each, self.clock(), beside=beside).undoing(undoes) for each in facts]
        plan = Plan(parts=tuple(parts))
        made = {"expires": self.policy.expiry(self.clock(), plan), "words": "w", "reason": "", **told}
        draft = str(next(self.drafts))
        request = await self.store(lambda kept: kept.add_request(person=DANA, plan=plan, draft=draft, **made))
        return request.id

    async def approved(
        self, *changes: Change, on: Sequence[str] = ("Support",), undoes: int | None = None, by: Person = AMIR
    ) -> int:
        number = await self.asked(*changes, on=on, undoes=undoes)
        await self.approve(number, by)
        return number

    async def agreed(self, number: int, *people: Person, quorum: int = 2) -> None:
        """Everybody of some people says yes."""
        digest = (await self.request(number)).plan.digest
        for person in people:
            await self.store(partial(Store.approve, number=number, person=person, digest=digest, quorum=quorum))

    async def approve(self, number: int, by: Person = AMIR) -> None:
        assert await self.store(lambda kept: kept.decide(number, State.APPROVED, by))

    async def rushed(self, *changes: Change, minutes: float = 60, on: Sequence[str] = ("Support",)) -> int:
        """An emergency of Dana's, to be ratified within some minutes."""
        until = self.clock() + dt.timedelta(minutes=minutes)
        return await self.asked(*changes, on=on, state=State.APPROVED, ratify_by=until, reason="Fire!")

    async def request(self, number: int) -> Request:
        return await self.store(lambda store: store.request(number))

    async def part(self, number: int, index: int = 0) -> Part:
        return (await self.request(number)).parts[index]

    async def records(self, number: int, kind: str) -> list[Record]:
        records = await self.store(lambda store: store.records(request=number))
        return [record for record in records if record.kind == kind]

    async def notes(self, number: int, kind: str) -> list[str]:
        return [record.data["note"] for record in await self.records(number, kind)]


@asynccontextmanager
async def opened() -> AsyncIterator[Scene]:
    """Open a scene, and close it at the end."""
    clock, phones = Clock(), Phones("Support", "Sales")
    store = StoreThread(None, clock)
    settings = [
        LineSetting(name="Support", vendor="fake", id="1"),
        LineSetting(name="Sales", vendor="fake", id="2"),
    ]
    try:
        yield Scene(clock, phones, store, Lines(settings, {"fake": phones}, store, clock))
    finally:
        store.close()
