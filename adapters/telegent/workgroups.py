"""The workgroups of an account as they are read: one by one, and in their list."""

import datetime as dt
import logging
from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from adapters.errors import DeniedError, MissingError, PhoneSystemError, UnreachableError
from adapters.hours import is_zone
from adapters.model import Line, WeeklyHours
from adapters.recent import Recent
from adapters.telegent.gate import ALL_WORKGROUPS, WORKGROUPS, Gate
from adapters.telegent.kept import Book
from adapters.telegent.schedules import FRESH, Schedules
from adapters.telegent.translate import Found, type_word, zone_of
from adapters.telegent.wire import EXAMPLE, Fields, is_on, items, text, workgroup_fields
from adapters.telegent.words import SYSTEM, WORKGROUP, kind_of

log = logging.getLogger(__name__)


class Listed(NamedTuple):
    """A workgroup in the list."""

    id: str
    name: str
    type: str


class Workgroups:
    """Reads workgroups; of one that was read a few seconds ago, what was seen then is good enough to write by."""

    def __init__(
        self, gate: Gate, book: Book, schedules: Schedules, clock: Callable[[], dt.datetime], default_zone: str
    ) -> None:
        self._gate = gate
        self._book = book
        self._schedules = schedules
        self._clock = clock
        self._default_zone = default_zone
        self._list: Recent[tuple[Listed, ...]] = Recent(self._read_list, clock, FRESH)
        self._seen: dict[str, tuple[Fields, dt.datetime]] = {}
        """What Telegent last showed of a workgroup, and when."""

    async def all(self, *, anew: bool = False) -> Sequence[Listed]:
        """All that are in use, as of a few seconds ago at most; or as they are now."""
        if anew:
            self._list.forget()
        return await self._list.get()

    async def lines(self) -> list[Line]:
        """All of them as lines; a workgroup whose time zone nobody knows is left out."""
        lines = []
        for each in await self.all(anew=True):
            try:
                shown = self._seen[each.id][0] if each.id in self._seen else await self.look(each.id, each.name)
            except (DeniedError, UnreachableError):
                raise
            except PhoneSystemError as error:
                log.warning("Telegent's workgroup %s is left out. %s", each.name, error)
                continue
            line = await self.line(each, shown)
            if is_zone(line.zone):
                lines.append(line)
            else:
                log.warning(
                    "Telegent does not say in which time zone %s is (%r); set `timezone` for Telegent.",
                    each.name,
                    line.zone,
                )
        return lines

    async def line(self, listed: Listed, shown: Fields) -> Line:
        """A workgroup as a line, known by its list and by what is shown of it."""
        kept = await self._book.of(listed.id)
        word = type_word({"Type": listed.type, **shown}, kept)
        zone = zone_of(shown, kept, self._default_zone)
        return Line(system=SYSTEM, id=listed.id, name=listed.name, kind=kind_of(word), zone=zone)

    async def find(self, line: Line, *, recent: bool = False) -> Found:
        """A workgroup with its hours, as it is now; or as it was seen a few seconds ago, if it was."""
        shown, at = self._seen.get(line.id, ({}, None))
        if not recent or at is None or not dt.timedelta(0) <= self._clock() - at <= FRESH:
            shown = await self.look(line.id, line.name)
        kept = await self._book.of(line.id)
        schedule = str({**kept.fields, **shown}.get("ScheduleId", ""))
        hours = await self._schedules.hours(schedule, line.name) if schedule else WeeklyHours(always=True)
        found = Found(line.id, shown, kept, hours, self._default_zone)
        if not is_zone(found.zone):
            msg = (
                f"Telegent does not say in which time zone {line.name} is ({found.zone!r}): set `timezone` for Telegent"
                " in Switchhook's settings."
            )
            raise PhoneSystemError(msg)
        return found

    async def look(self, line_id: str, name: str) -> Fields:
        """What Telegent shows of a workgroup now."""
        msg = f"Telegent has no workgroup {name} ({line_id})."
        try:
            answer = await self._gate.get(WORKGROUPS, {"WorkgroupId": line_id})
        except MissingError as error:
            raise MissingError(msg) from error
        shown = workgroup_fields(answer)
        if not shown.get("Name"):
            raise MissingError(msg)
        self._seen[line_id] = (shown, self._clock())
        return shown

    async def check(self, line: Line) -> None:
        """Raise if there is no such workgroup, as of a few seconds ago."""
        shown, at = self._seen.get(line.id, ({}, None))
        if not shown or at is None or self._clock() - at > FRESH:
            await self.look(line.id, line.name)

    def shown(self, line_id: str) -> Collection[str]:
        """The fields that Telegent shows of a workgroup, as far as is known by now; a type only if it is documented."""
        if line_id not in self._seen:
            return EXAMPLE
        shown = self._seen[line_id][0]
        return shown.keys() - ({"Type"} if kind_of(str(shown.get("Type", ""))) == WORKGROUP else set())

    def forget(self, line_id: str) -> None:
        """Look at a workgroup anew the next time."""
        if line_id in self._seen:
            self._seen[line_id] = (self._seen[line_id][0], dt.datetime.min.replace(tzinfo=dt.UTC))
        self._list.forget()

    async def _read_list(self) -> tuple[Listed, ...]:
        listed = items(await self._gate.get(ALL_WORKGROUPS), "Workgroups")
        return tuple(
            Listed(text(each.get("WorkgroupId")), text(each.get("Name")), text(each.get("Type")))
            for each in listed
            if each.get("Active", True) in {"", None} or is_on(each.get("Active", True))
        )
