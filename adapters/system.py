"""The port: a phone vendor, seen from the outside."""

import datetime as dt
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final, Literal, Protocol

from adapters.changes import Change, SetOption
from adapters.creation import Created, LineKind, NewLine
from adapters.model import (
    Destination,
    Interval,
    Line,
    LiveStatus,
    MenuName,
    OptionValue,
    Override,
    Setup,
    Value,
    Weekday,
    WeeklyHours,
)

_PHONE: Final = re.compile(r"\+[1-9][0-9]{6,14}|[0-9]{2,10}")


class Option(Value):
    """A further setting that a vendor offers for a line, described as data."""

    name: str
    label: str
    type: Literal["switch", "number", "text", "phone", "choice"]
    """A phone number is E.164, or an extension."""
    minimum: int | None = None
    maximum: int | None = None
    """The least and greatest number, or length of a text."""
    unit: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    """Pairs of value and label; of a text, of those values that people call otherwise."""
    help: str = ""
    risk: Literal["low", "high"] = "low"
    readable: bool = True
    """False where the vendor accepts it but does not show it: what is read is what was last set through us."""
    fixed: str = ""
    """Why it cannot be changed any more, as one sentence that says what can be done instead; empty if it can be."""

    def problem(self, value: OptionValue) -> str | None:
        """What is wrong with setting a value, as one sentence; None if nothing is."""
        if self.fixed:
            return self.fixed
        match self.type:
            case "switch":
                return None if isinstance(value, bool) else f"{self.label} is either on or off."
            case "choice":
                fits = value in [each for each, _ in self.choices]
                return None if fits else f"{self.label} is one of: {', '.join(label for _, label in self.choices)}."
            case "text":
                fits = isinstance(value, str) and value == " ".join(value.split()) and self._is_within(len(value))
                return None if fits else f"{self.label} is one line {self._limits} characters long."
            case "phone":
                fits = isinstance(value, str) and _PHONE.fullmatch(value) is not None
                return None if fits else f"{self.label} is a number with its country code, or an extension."
            case "number":
                fits = type(value) is int and self._is_within(value)
                return None if fits else f"{self.label} is a whole number {self._limits} {self.unit}".rstrip() + "."

    def _is_within(self, number: int) -> bool:
        return (self.minimum or 0) <= number and (self.maximum is None or number <= self.maximum)

    @property
    def _limits(self) -> str:
        return f"from {self.minimum or 0}" + (" up" if self.maximum is None else f" to {self.maximum}")


class ActionOption(Value):
    """An action that a menu key or a treatment may have."""

    name: str
    label: str
    targets: tuple[str, ...] = ()
    """The kinds of destination it may lead to; empty if it leads nowhere else."""
    needs_target: bool = False
    menus: tuple[MenuName, ...] = ("open", "closed")
    """As a treatment: while the line is what it may be chosen for."""


class Capabilities(Value):
    """What a system can do for a line; what it cannot do is said before anyone is asked to approve."""

    changes: frozenset[str]
    """The `kind`s of change it takes."""
    unreadable: frozenset[str] = frozenset()
    """Those among them that the vendor accepts but does not show, whatever they set; of options each says so itself."""
    options: tuple[Option, ...] = ()
    menu_keys: str = ""
    key_menus: tuple[MenuName, ...] = ("open", "closed")
    """The menus whose keys can be set."""
    menu_actions: tuple[ActionOption, ...] = ()
    described: bool = False
    """Whether the vendor keeps a description beside what a key does."""
    treatments: tuple[ActionOption, ...] = ()
    closure_options: tuple[str, ...] = ()
    """The options that say whether closed dates are a matter apart from the closed menu, and with what action and
    number; empty where they never are."""
    overflow_options: tuple[str, ...] = ()
    """The options that say what happens to calls when the queue is full: the action, and its number."""
    key_announcement: str = ""
    """The option that holds what callers are told of the keys; empty where no option does."""
    extensions: bool = True
    """Whether calls may be sent to an extension wherever they may be sent to a number."""
    routings: tuple[tuple[str, str], ...] = ()
    """Pairs of value and label."""
    callback_keys: str = ""
    """The keys that may ask for a callback; empty where the vendor fixes or has none."""
    intervals_a_day: int | None = None
    """None: as many as wanted."""
    dated: bool = False
    """Whether the vendor keeps dated overrides itself and ends them by itself."""
    write_ahead: dt.timedelta | None = None
    """How long before a date Switchhook writes its row into the vendor's weekly table; None where `dated`."""
    lag: dt.timedelta = dt.timedelta(seconds=60)
    """How long the vendor may go on showing, or doing, what was there before a write."""
    live: bool = False
    """Whether live figures of the queue can be read."""
    destination_kinds: tuple[tuple[str, str], ...] = ()
    """Pairs of kind and label of what `destinations` may list."""
    portal: str = ""
    """Where a person would do the same by hand."""

    def option(self, name: str) -> Option | None:
        """The option of that name."""
        return next((each for each in self.options if each.name == name), None)

    def shows(self, change: Change) -> bool:
        """Whether reading the line afterwards proves that the vendor has taken a change."""
        option = self.option(change.name) if isinstance(change, SetOption) else None
        return change.kind not in self.unreadable and (option is None or option.readable)


class Drift(Value):
    """A weekday in the vendor's table that holds what we did not write: what is, and what it should be."""

    weekday: Weekday
    found: tuple[Interval, ...]
    expected: tuple[Interval, ...]


class Neighbour(Value):
    """Something else that uses the same schedule at the vendor."""

    id: str
    """The vendor's id of a line; of anything else, what tells it apart."""
    name: str
    """What the vendor calls it."""


class Neighbours(Value):
    """What uses the same schedules at the vendor, and would change with them."""

    hours: tuple[Neighbour, ...] = ()
    """Those with the same weekly hours, and special hours."""
    closures: tuple[Neighbour, ...] = ()
    """Those with the same closures."""


class Reading(Value):
    """What was read of a line: its setup, and how far the vendor's own table agrees with it."""

    setup: Setup
    confirmed: bool = True
    """False until the first change of hours: nobody has confirmed yet that the hours read are the standing ones."""
    drift: tuple[Drift, ...] = ()
    behind: tuple[Weekday, ...] = ()
    """Weekdays whose row is ours but not yet what it should be now."""
    table: WeeklyHours | None = None
    """The vendor's weekly table as it was found, where its rows are written for dates."""
    beneath: tuple[Override, ...] = ()
    """The closures of the vendor's own calendar, holidays above all, whatever was laid over them through us."""
    neighbours: Neighbours = Neighbours()
    next_roll: dt.datetime | None = None
    """When (UTC) the vendor's weekly table has to be written next, as far as it is known by now; `settle` does it."""
    key_remarks: tuple[str, ...] = ()
    """What to know of the keys of its menu, a sentence each: for those who look at the line itself, or change a key."""
    remarks: tuple[str, ...] = ()
    """What else a person should know of the line, a sentence each: calls forwarded elsewhere, something left behind."""


class Settled(Value):
    """What keeping a promise took: what was written, and the drift that was left alone."""

    written: tuple[Weekday, ...] = ()
    """The weekdays that were written."""
    done: tuple[str, ...] = ()
    """What else was written, a sentence each."""
    drift: tuple[Drift, ...] = ()
    left: tuple[str, ...] = ()
    """What could not be put back, a sentence each; then the line is not forgotten either."""


class Ledger(Protocol):
    """Durable notes per line that a vendor cannot keep for us, as plain JSON."""

    async def notes(self, line_id: str) -> Mapping[str, Any] | None: ...
    async def note(self, line_id: str, notes: Mapping[str, Any] | None) -> None:
        """Replace the notes on a line; None forgets them."""


class PhoneSystem(Protocol):
    """A phone vendor, seen from the outside.

    The law, which the contract tests hold every vendor to::

        before = (await system.read(line)).setup
        await system.apply(line, [change])
        assert (await system.read(line)).setup == change.applied_to(before)

    Applying twice is applying once. Whatever goes wrong is a `PhoneSystemError`.
    """

    name: str

    async def lines(self) -> Sequence[Line]: ...
    def capabilities(self, line: Line) -> Capabilities: ...
    def problems(self, line: Line, before: Setup, after: Setup) -> Sequence[str]:
        """Why the vendor would not take this, as sentences for people; asked before anyone is asked to approve."""

    async def read(self, line: Line) -> Reading: ...
    async def apply(self, line: Line, changes: Sequence[Change]) -> None:
        """Write the changes, all of them in as few writes as the vendor allows."""

    async def live(self, line: Line) -> LiveStatus: ...
    async def destinations(self, line: Line) -> Sequence[Destination]:
        """Where calls of the line can be sent; of kind `agent`, who can be made a member."""

    def due_moments(self, line: Line, changes: Sequence[Change], now: dt.datetime) -> Sequence[dt.datetime]:
        """When the rows of the changes are written at the vendor, in order, for every date from today on.

        Empty where all is written at once.
        """

    async def settle(self, line: Line) -> Settled:
        """Write what is due now and is not yet so, over rows that are ours."""

    async def adopt(self, line: Line, drift: Collection[Drift]) -> None:
        """Take rows that somebody else has changed as what should be, if they are still as given; nothing is written.

        A row that an override lies on ends that override on its date; any other row changes the standing hours.
        """

    async def release(self, line: Line) -> Settled:
        """Put the standing hours back, end all overrides, and forget the line."""

    def by_hand(
        self, line: Line, changes: Sequence[Change], before: Setup, destinations: Sequence[Destination] = ()
    ) -> Sequence[str]:
        """How a person brings changes about in the vendor's portal, a sentence a step; nothing is asked of the vendor.

        `before` is the setup that the changes were planned for; `destinations` give names to what only has an id.
        """

    async def kinds(self) -> Sequence[LineKind]:
        """The kinds of line that can be made; those that need a place of the vendor's are there once for each place."""

    def creation_problems(self, new: NewLine) -> Mapping[str, str]:
        """Why the vendor would not take this: a sentence for people by the field's name, or by `name`.

        Asked before anyone is asked to approve, of values that are right by their fields' types and limits.
        """

    async def create(self, new: NewLine, *, again: bool = False) -> Created:
        """Make a line and read it back; `RefusedError` if one of its name is there already.

        `again` says that an earlier try may have got through: then a line of that kind and name is taken for its
        result, and only read back.
        """

    async def delete(self, line: Line) -> None:
        """Delete a line, which is right only to undo its creation. One that is gone is no error."""

    async def aclose(self) -> None: ...
