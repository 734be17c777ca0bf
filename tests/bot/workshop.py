"""A whole Switchhook without Slack that can be killed at any step and started again, and whose people come and go."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, TypeVar

from adapters import Change, Line, all_applied
from bot.bell import Bell
from bot.desk import Desk
from bot.errors import SayError
from bot.keeper import Keeper
from bot.lines import Lines, LineSetting
from bot.policy import Member, Policy
from bot.policy.rules import Rule, Terms
from bot.requests import Record, State
from bot.store import Store, StoreThread
from tests.bot.offices import member
from tests.fakes import Clock, FakePeople, FakePhones

Result = TypeVar("Result")

DANA, AMIR, NOOR, BEA = "UDANA", "UAMIR", "UNOOR", "UBEA"
APPROVERS = "S1"
POLICY = Policy(
    approve=(APPROVERS,),
    emergency=(DANA, AMIR),
    approval_to_restore=False,
    rules=(Rule(lines=frozenset({"fake:2"}), terms=Terms(quorum=2, approval=True)),),
)
"""Members of a group approve; Sales needs two of them; what only leads back to the usual on Support needs nobody."""


class KilledError(BaseException):
    """The process ends here; nothing may catch it."""


class WatchedPhones(FakePhones):
    """Phones that keep which requests every write was for, and whether it had an effect."""

    def __init__(self, store: StoreThread, *names: str) -> None:
        super().__init__(*names)
        self._store = store
        self.writes: list[tuple[int, str, bool]] = []
        """The request, the line's id, and whether anything was another afterwards; reset by changes from outside."""

    async def apply(self, line: Line, changes: Sequence[Change]) -> None:
        requests = await self._store(lambda store: store.requests_in([State.APPLYING]))
        parts = [(each, part) for each in requests for part in each.parts if part.plan.line.id == line.id]
        [number] = [each.id for each, part in parts if part.state is State.APPLYING and part.plan.changes == changes]
        before = self.setups[line.id]
        try:
            await super().apply(line, changes)
        finally:
            self.writes.append((number, line.id, self.setups[line.id] != before))

    def touch(self, line_id: str, *changes: Change) -> None:
        """Change a line from outside."""
        self.setups[line_id] = all_applied(changes, self.setups[line_id])
        self.writes.clear()


class Loop(asyncio.SelectorEventLoop):
    """A loop whose clock can be put forward."""

    ahead = 0.0

    def time(self) -> float:
        return super().time() + self.ahead


class Workshop:
    """One store, one phone system, and as many processes as there were restarts."""

    def __init__(self) -> None:
        self.loop = Loop()
        self.runner = asyncio.Runner(loop_factory=lambda: self.loop)
        self.clock = Clock()
        self.store = StoreThread(None, self.clock)
        self.phones = WatchedPhones(self.store, "Support", "Sales")
        self.people = FakePeople()
        self.refusals: list[str] = []
        """What people were told that something cannot be done, or is not theirs to do."""
        for user in (DANA, AMIR, NOOR, BEA):
            self.belong(user, approver=user != DANA)
        self.start()

    def start(self) -> None:
        """Begin a process; whatever another one remembered is gone."""
        self._kill_at = ""
        settings = [
            LineSetting(name=name, vendor="fake", id=str(number)) for number, name in enumerate(("Support", "Sales"), 1)
        ]
        lines = Lines(settings, {"fake": self.phones}, self.store, self.clock)
        self.run(lines.recall())
        bell = Bell()
        self.desk = Desk(
            store=self.store,
            lines=lines,
            policy=POLICY,
            people=self.people,
            clock=self.clock,
            bell=bell,
            step=self._step,
        )
        self.keeper = Keeper(
            store=self.store,
            lines=lines,
            policy=POLICY,
            people=self.people,
            clock=self.clock,
            bell=bell,
            step=self._step,
        )
        self.run(self.keeper.work())

    def _step(self, name: str) -> None:
        if name == self._kill_at:
            raise KilledError

    def run(self, doing: Coroutine[Any, Any, Result]) -> Result:
        """Do something to its end."""
        return self.runner.run(doing)

    def tried(self, doing: Coroutine[Any, Any, Result]) -> Result | None:
        """Do something that may be refused with a sentence."""
        try:
            return self.run(doing)
        except SayError as error:
            self.refusals.append(str(error))
            return None

    def work(self, kill_at: str = "") -> None:
        """One round of the keeper, perhaps its last one."""
        self._kill_at = kill_at
        try:
            self.run(self.keeper.work())
        except KilledError:
            self.run(_end_others())
            self.start()
        self._kill_at = ""

    def pass_time(self, **length: float) -> None:
        """Let time pass, for people and for pauses."""
        before = self.clock.now
        self.clock.advance(**length)
        self.loop.ahead += (self.clock.now - before).total_seconds()

    def belong(self, user: str, *, approver: bool) -> None:
        """Have somebody join the approvers, or leave them."""
        groups = frozenset({APPROVERS}) if approver else frozenset()
        self.people.members[user] = member(user, groups=groups)
        approvers = {each.person.user for each in self.people.members.values() if each.groups}
        self.people.groups = {APPROVERS: tuple(sorted(approvers))}

    def who(self, user: str) -> Member:
        """Somebody as they are now."""
        return self.people.members[user]

    def kept(self, use: Callable[[Store], Result]) -> Result:
        """What the store says."""
        return self.run(self.store(use))

    def records(self, after: int = 0) -> list[Record]:
        """The history behind a record."""
        return self.kept(lambda store: store.records(after=after))

    def close(self) -> None:
        """End the process and its store."""
        self.store.close()
        self.runner.close()


async def _end_others() -> None:
    """End what a killed process was doing besides."""
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
