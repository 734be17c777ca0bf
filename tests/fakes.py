"""A phone system, and a clock, that remember."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from zoneinfo import ZoneInfo

from adapters import (
    ActionOption,
    Capabilities,
    Change,
    Created,
    Destination,
    Drift,
    Field,
    Line,
    LineKind,
    LiveStatus,
    Member,
    Menu,
    MenuAction,
    MissingError,
    Neighbour,
    Neighbours,
    NewLine,
    Option,
    QueueSettings,
    Reading,
    RefusedError,
    SetHours,
    Settled,
    Setup,
    WeeklyHours,
)
from bot.people import PeopleUnknownError
from bot.policy import Member as SlackMember
from bot.policy import Policy
from bot.requests import Person

NEW_YORK = "America/New_York"
FRIDAY = dt.datetime(2026, 11, 20, 10, tzinfo=ZoneInfo(NEW_YORK))

ALL_CHANGES = frozenset(
    {
        "close",
        "open_special",
        "reopen",
        "put_overrides",
        "set_hours",
        "set_menu_key",
        "remove_menu_key",
        "set_treatment",
        "set_callback",
        "set_routing",
        "set_members",
        "put_members",
        "set_option",
    }
)

WEEK = WeeklyHours.model_validate(
    {day: [["08:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")} | {"sat": [["09:00", "13:00"]]}
)


AGENTS = {"a1": "Ann Baker", "a2": "Cleo Diaz", "a3": "Ann Chen"}
"""Who answers calls, or might."""

KIND = LineKind(
    system="fake",
    name="raleigh",
    label="fake line in Raleigh",
    fields=(
        Field(name="greeting", label="Greeting", type="text", required=True, minimum=1, maximum=100),
        Field(name="number", label="Phone number", type="phone", required=True, risk="high"),
        Field(name="zone", label="Time zone", type="zone", required=True, suggestion=NEW_YORK),
        Field(name="recording", label="Recording", type="switch", suggestion=False, risk="high"),
        Field(name="music", label="Hold music", type="choice", choices=(("jazz", "Jazz"), ("none", "Silence"))),
    ),
    longest_name=40,
)
"""What can be made."""


def support(line_id: str = "1") -> Setup:
    """The setup of an ordinary line."""
    return Setup(
        line_id=line_id,
        zone=NEW_YORK,
        hours=WEEK,
        open_menu=Menu(action=MenuAction(action="menu"), keys={"1": MenuAction(action="voicemail")}),
        closed_menu=Menu(action=MenuAction(action="voicemail")),
        queue=QueueSettings(callback=False, callback_key="9", threshold=5, escape_key="*"),
        routing="longestidle",
        members=(Member(id="a1"), Member(id="a2", joined=False)),
        options={"ring_seconds": 30, "recording": False},
    )


class Clock:
    """A clock that moves when it is told to."""

    def __init__(self, now: dt.datetime = FRIDAY) -> None:
        self.now = now

    def __call__(self) -> dt.datetime:
        return self.now

    def advance(self, **length: float) -> None:
        self.now += dt.timedelta(**length)


class FakePhones:
    """A phone system that keeps dated overrides itself; `failures` are raised by the next calls, one each.

    `calls` holds every read, apply, create and delete, in order.
    """

    name = "fake"

    def __init__(self, *names: str) -> None:
        self.setups = {str(number): support(str(number)) for number, _ in enumerate(names, start=1)}
        self._names = dict(zip(self.setups, names, strict=True))
        self.calls: list[tuple[str, str]] = []
        self.failures: list[Exception] = []
        self.failures_after_write: list[Exception] = []
        """The same, beginning with the first call after a write."""
        self.refusal: Exception | None = None
        """What every write is answered with."""
        self.refused: set[str] = set()
        """The ids of lines of which every change is refused."""
        self.deaf = False
        """Accepts every change and makes none."""
        self.unreadable: frozenset[str] = frozenset()
        self.due: list[dt.datetime] = []
        """When the rows of every change will be written."""
        self.problem = ""
        self.neighbours = Neighbours()
        self.together: set[str] = set()
        """The ids of lines that really use one schedule: what is shared changes all of them."""
        self.remarks: tuple[str, ...] = ()
        self.key_remarks: tuple[str, ...] = ()
        self.settled: list[Settled] = []
        """What the next looks at a line take, one each."""
        self.figures = LiveStatus(waiting=2, agents_available=3)
        self.unlike: dict[str, object] = {}
        """What the capabilities of the lines have otherwise."""
        self.offered: tuple[LineKind, ...] = (KIND,)
        """The kinds of line that can be made."""
        self.unwanted: dict[str, str] = {}
        """Why no line can be made, by the names of the fields."""
        self.made: dict[str, NewLine] = {}
        """The lines that were made, by their ids, deleted ones too."""
        self.lost_answers: list[Exception] = []
        """What the next creations raise once the line is there, one each."""
        self.unshown: tuple[str, ...] = ()
        self.differing: tuple[str, ...] = ()
        """What reading back a line that was made does not prove, and what it proves wrong."""

    async def lines(self) -> Sequence[Line]:
        return [self._line(each) for each in self._names]

    def capabilities(self, line: Line) -> Capabilities:
        del line
        ordinary = Capabilities(
            changes=ALL_CHANGES,
            unreadable=self.unreadable,
            options=(
                Option(name="ring_seconds", label="Ring time", type="number", minimum=10, maximum=45, unit="seconds"),
                Option(name="recording", label="Recording", type="switch", risk="high"),
            ),
            menu_keys="0123456789",
            menu_actions=(
                ActionOption(name="voicemail", label="Voicemail"),
                ActionOption(name="department", label="Department", targets=("department",), needs_target=True),
                ActionOption(name="person", label="Person", targets=("user",), needs_target=True),
                ActionOption(name="announced_transfer", label="Say so and transfer", targets=("number",)),
                ActionOption(name="transfer", label="Transfer the call", targets=("number",), needs_target=True),
            ),
            treatments=(ActionOption(name="voicemail", label="Voicemail"), ActionOption(name="menu", label="Menu")),
            routings=(("longestidle", "longest idle"), ("roundrobin", "round robin")),
            callback_keys="0123456789*#",
            dated=True,
            lag=dt.timedelta(),
            live=True,
            destination_kinds=(("department", "department"), ("user", "person"), ("number", "number")),
            portal="the portal",
        )
        return ordinary.model_copy(update=self.unlike)

    def problems(self, line: Line, before: Setup, after: Setup) -> Sequence[str]:
        del line, before, after
        return [self.problem] if self.problem else []

    async def read(self, line: Line) -> Reading:
        self._called("read", line.id)
        if line.id not in self.setups:
            msg = "There is no such line."
            raise MissingError(msg)
        return Reading(
            setup=self.setups[line.id],
            neighbours=self._neighbours(line),
            key_remarks=self.key_remarks,
            remarks=self.remarks,
        )

    async def apply(self, line: Line, changes: Sequence[Change]) -> None:
        self._called("apply", line.id)
        if self.refusal:
            raise self.refusal
        if line.id in self.refused:
            msg = "The vendor says no."
            raise RefusedError(msg)
        if not self.deaf:
            for change in changes:
                self._write(line, change)
        self.failures, self.failures_after_write = [*self.failures, *self.failures_after_write], []

    async def live(self, line: Line) -> LiveStatus:
        del line
        return self.figures

    async def destinations(self, line: Line) -> Sequence[Destination]:
        del line
        return [
            Destination(kind="department", id="7", name="Billing"),
            Destination(kind="user", id="8", name="Jordan"),
            Destination(kind="department", id="9", name="Jordan"),
            *(Destination(kind="agent", id=each, name=name) for each, name in AGENTS.items()),
        ]

    def due_moments(self, line: Line, changes: Sequence[Change], now: dt.datetime) -> Sequence[dt.datetime]:
        del line, changes, now
        return self.due

    def by_hand(
        self, line: Line, changes: Sequence[Change], before: Setup, destinations: Sequence[Destination] = ()
    ) -> Sequence[str]:
        del before, destinations
        return [f"Open the portal and choose {line.name}.", *(f"Set {each.kind} there." for each in changes)]

    async def settle(self, line: Line) -> Settled:
        del line
        return self.settled.pop(0) if self.settled else Settled()

    async def adopt(self, line: Line, drift: Collection[Drift]) -> None:
        del drift
        self.calls.append(("adopt", line.id))

    async def release(self, line: Line) -> Settled:
        del line
        return Settled()

    async def kinds(self) -> Sequence[LineKind]:
        return self.offered

    def creation_problems(self, new: NewLine) -> Mapping[str, str]:
        del new
        return self.unwanted

    async def create(self, new: NewLine, *, again: bool = False) -> Created:
        self._called("create", new.name)
        if self.refusal:
            raise self.refusal
        there = next((each for each, name in self._names.items() if name == new.name), None)
        if there and not again:
            msg = f"There is a line {new.name} already."
            raise RefusedError(msg)
        line = self._line(there or self._make(new))
        if self.lost_answers:
            raise self.lost_answers.pop(0)
        return Created(line=line, unshown=self.unshown, differing=self.differing)

    async def delete(self, line: Line) -> None:
        self._called("delete", line.id)
        if self.refusal:
            raise self.refusal
        self.setups.pop(line.id, None)
        self._names.pop(line.id, None)

    async def aclose(self) -> None:
        self.calls.append(("close", ""))

    def applied(self) -> int:
        """How many writes there were."""
        return sum(verb == "apply" for verb, _ in self.calls)

    def _line(self, line_id: str) -> Line:
        zone = self.setups[line_id].zone
        return Line(system="fake", id=line_id, name=self._names[line_id], kind="fake line", zone=zone)

    def _make(self, new: NewLine) -> str:
        line_id = str(max(map(int, [*self.made, *self._names]), default=0) + 1)
        self.made[line_id] = new
        self._names[line_id] = new.name
        self.setups[line_id] = support(line_id).model_copy(update={"zone": new.values.get("zone", NEW_YORK)})
        return line_id

    def _neighbours(self, line: Line) -> Neighbours:
        if line.id not in self.together:
            return self.neighbours
        others = tuple(Neighbour(id=each, name=f"{self._names[each]} there") for each in self.together - {line.id})
        return Neighbours(hours=others, closures=others)

    def _write(self, line: Line, change: Change) -> None:
        """A shared change is one of the schedule; lasting hours of one line alone are a schedule of its own."""
        shared = line.id in self.together and getattr(change, "shared", False)
        if isinstance(change, SetHours) and not change.shared:
            self.together.discard(line.id)
        for each in self.together if shared else {line.id}:
            self.setups[each] = change.applied_to(self.setups[each])

    def _called(self, verb: str, what: str) -> None:
        self.calls.append((verb, what))
        if self.failures:
            raise self.failures.pop(0)


class FakePeople:
    """A workspace's people, who can lose what they belong to.

    Whoever is not among `members` is an ordinary one; `away`: nobody can tell who anybody is.
    """

    def __init__(self, *members: SlackMember, roster: Mapping[str, tuple[str, ...]] | None = None) -> None:
        self.members = {each.person.user: each for each in members}
        self.groups = dict(roster or {})
        self.away = False

    async def member(self, user: str, *, fresh: bool = False) -> SlackMember:
        del fresh
        if self.away:
            raise PeopleUnknownError
        return self.members.get(user) or SlackMember(person=Person(team="T1", user=user), name=user.title())

    async def roster(self) -> Mapping[str, tuple[str, ...]]:
        if self.away:
            raise PeopleUnknownError
        return self.groups


STAFF = Policy(ask=("*",), approve=("UAMIR", "UNOOR", "UB"))
"""A policy with the people who decide in tests."""
