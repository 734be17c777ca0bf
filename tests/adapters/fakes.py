"""A vendor with a weekly table and a ledger, in memory; both remember, and both can be made to fail."""

import asyncio
import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any

from adapters import (
    Capabilities,
    Change,
    Created,
    Destination,
    Line,
    LineKind,
    LiveStatus,
    MissingError,
    NewLine,
    RefusedError,
    Setup,
    WeeklyHours,
    all_applied,
)


class Killed(BaseException):
    """The process ends here, as with kill -9: nobody may handle it."""


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = now

    def __call__(self) -> dt.datetime:
        return self.now

    def advance(self, **length: float) -> None:
        self.now += dt.timedelta(**length)


class MemoryLedger:
    """Notes as JSON text, as a real ledger would keep them."""

    def __init__(self) -> None:
        self.texts: dict[str, str | None] = {}
        self.before_note: list[BaseException | None] = []
        """What to raise in place of the coming notes; None lets one pass."""

    async def notes(self, line_id: str) -> Mapping[str, Any] | None:
        await asyncio.sleep(0)
        text = self.texts.get(line_id)
        return None if text is None else json.loads(text)

    async def note(self, line_id: str, notes: Mapping[str, Any] | None) -> None:
        await asyncio.sleep(0)
        _raise_next(self.before_note)
        self.texts[line_id] = None if notes is None else json.dumps(notes)


class WeeklyTable:
    """A vendor whose line has a weekly table, which `read` may show late, and is deleted and made in one piece."""

    name = "table"

    def __init__(self, setup: Setup) -> None:
        self.line = Line(system="table", id=setup.line_id, name="Support", kind="queue", zone=setup.zone)
        self.setup = setup
        self.shown: Setup | None = None
        """What reads show in place of the truth."""
        self.writes: list[tuple[Change, ...]] = []
        self.before_write: list[BaseException | None] = []
        self.after_write: list[BaseException | None] = []
        self.before_read: list[BaseException | None] = []
        self.closed = False
        self.is_there = True
        self.remarked: tuple[str, ...] = ()
        self.remarked_of_keys: tuple[str, ...] = ()
        self.lag = dt.timedelta(seconds=60)

    @property
    def table(self) -> WeeklyHours:
        return self.setup.hours

    def edit(self, **rows: Any) -> None:
        """Somebody changes the table by hand."""
        hours = WeeklyHours.model_validate(self.table.model_dump(mode="json") | rows)
        self.setup = self.setup.model_copy(update={"hours": hours})

    async def lines(self) -> Sequence[Line]:
        return [self.line]

    def capabilities(self, line: Line) -> Capabilities:
        self._check(line)
        return Capabilities(changes=frozenset({"set_hours", "set_option"}), dated=True, lag=self.lag)

    def problems(self, line: Line, before: Setup, after: Setup) -> Sequence[str]:
        self._check(line)
        return [] if before == after else ["Never."]

    async def read(self, line: Line) -> Setup:
        await asyncio.sleep(0)
        self._check(line)
        _raise_next(self.before_read)
        return self.shown or self.setup

    async def apply(self, line: Line, changes: Sequence[Change]) -> None:
        await asyncio.sleep(0)
        self._check(line)
        _raise_next(self.before_write)
        self.setup = all_applied(changes, self.setup)
        self.writes.append(tuple(changes))
        _raise_next(self.after_write)

    async def remarks(self, line: Line) -> Sequence[str]:
        self._check(line)
        return self.remarked

    async def key_remarks(self, line: Line) -> Sequence[str]:
        self._check(line)
        return self.remarked_of_keys

    async def live(self, line: Line) -> LiveStatus:
        self._check(line)
        return LiveStatus(waiting=3)

    async def destinations(self, line: Line) -> Sequence[Destination]:
        self._check(line)
        return [Destination(kind="person", id="7", name="Olivia")]

    def by_hand(
        self, line: Line, changes: Sequence[Change], before: Setup, destinations: Sequence[Destination] = ()
    ) -> Sequence[str]:
        del before, destinations
        self._check(line)
        steps = (f"Write {each.model_dump(mode='json', include={'rows', 'always'})}." for each in changes)
        return ["Open the table.", *steps]

    async def kinds(self) -> Sequence[LineKind]:
        return [LineKind(system="table", name="queue", label="queue", fields=(), longest_name=20)]

    def creation_problems(self, new: NewLine) -> Mapping[str, str]:
        return {} if new.name == self.line.name else {"name": f"Only {self.line.name} can be made."}

    async def create(self, new: NewLine, *, again: bool = False) -> Created:
        if self.is_there and not again:
            msg = f"There is a line {new.name} already."
            raise RefusedError(msg)
        _raise_next(self.before_write)
        self.is_there = True
        _raise_next(self.after_write)
        return Created(line=self.line)

    async def delete(self, line: Line) -> None:
        del line
        _raise_next(self.before_write)
        self.is_there = False
        _raise_next(self.after_write)

    async def aclose(self) -> None:
        self.closed = True

    def _check(self, line: Line) -> None:
        if line.id != self.line.id or not self.is_there:
            msg = f"No line {line.id}."
            raise MissingError(msg)


def _raise_next(planned: list[BaseException | None]) -> None:
    error = planned.pop(0) if planned else None
    if error is not None:
        raise error
