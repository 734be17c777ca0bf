"""The client: a Telegent account as a phone system with a weekly table."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from adapters.by_hand import Wording
from adapters.changes import Change, RemoveMenuKey, SetHours, SetMenuKey, all_applied
from adapters.creation import Created, LineKind, NewLine
from adapters.errors import PhoneSystemError, RefusedError, UnsupportedError
from adapters.model import Destination, Line, LiveStatus, Setup, Weekday, WeeklyHours
from adapters.system import Capabilities, Ledger
from adapters.telegent import by_hand, creation, rules, telling
from adapters.telegent.gate import WORKGROUPS_UPDATE, Gate
from adapters.telegent.hours import same_week
from adapters.telegent.kept import Book, Kept, Original
from adapters.telegent.keys import MenuKeys
from adapters.telegent.making import Maker
from adapters.telegent.schedules import Schedules
from adapters.telegent.translate import Found, update_of
from adapters.telegent.wire import WireValue
from adapters.telegent.words import LINE, SYSTEM
from adapters.telegent.workgroups import Workgroups


class Telegent:
    """A Telegent account; its workgroups are the lines. `base_url` is without the version.

    `zone` is that of the workgroups of which Telegent shows none. The ledger keeps what Telegent does not show.
    """

    name = SYSTEM

    def __init__(
        self,
        account_key: str,
        account_secret: str,
        *,
        ledger: Ledger,
        clock: Callable[[], dt.datetime],
        base_url: str = "https://api.telegent.com",
        zone: str = "",
        gate: Gate | None = None,
    ) -> None:
        self._gate = gate or Gate.to(base_url, account_key, account_secret, clock)
        self._book = Book(ledger)
        self._schedules = Schedules(self._gate, clock)
        self._workgroups = Workgroups(self._gate, self._book, self._schedules, clock, zone)
        self._keys = MenuKeys(self._gate, self._book)
        self._maker = Maker(self._gate, self._book, self._schedules, self._workgroups, zone)
        self._remarks: dict[str, tuple[str, ...]] = {}
        """What there was to say of a line when it was last read."""
        self._key_remarks: dict[str, tuple[str, ...]] = {}
        """The same of the keys of its menu."""

    async def lines(self) -> Sequence[Line]:
        return await self._workgroups.lines()

    def capabilities(self, line: Line) -> Capabilities:
        return telling.capabilities(line.kind, self._workgroups.shown(line.id))

    def problems(self, line: Line, before: Setup, after: Setup) -> Sequence[str]:
        return rules.problems(line.kind, before, after)

    async def read(self, line: Line) -> Setup:
        found = await self._workgroups.find(line)
        kept, present = found.kept, str(found.fields.get("ScheduleId", ""))
        outgrown = await self._schedules.outgrown(kept.originals, present, found.hours)
        self._remarks[line.id] = tuple(telling.remarks(found, line.name, outgrown.name if outgrown else None))
        self._key_remarks[line.id] = tuple(telling.key_remarks(found, line.name))
        return found.setup()

    async def remarks(self, line: Line) -> Sequence[str]:
        return self._remarks.get(line.id, ())

    async def key_remarks(self, line: Line) -> Sequence[str]:
        return self._key_remarks.get(line.id, ())

    async def apply(self, line: Line, changes: Sequence[Change]) -> None:
        for change in changes:
            if change.kind not in self.capabilities(line).changes:
                msg = f"Telegent has no such change for a {line.kind} ({change.kind.replace('_', ' ')})."
                raise UnsupportedError(msg)
        found = await self._workgroups.find(line, recent=True)
        before = found.setup()
        after = all_applied(changes, before)
        for problem in rules.problems(line.kind, before, after):
            raise RefusedError(problem)
        update = update_of(found, changes, before, after)
        if not same_week(after.hours, before.hours) or (_sets_hours(changes) and found.is_late):
            update["ScheduleId"] = await self._schedule(after.hours, found.kept)
        for change in changes:
            if isinstance(change, SetMenuKey):
                await self._keys.put(line.id, change.key, change.action)
            elif isinstance(change, RemoveMenuKey):
                await self._keys.remove(line.id, change.key)
        if update:
            await self._update(found, update)

    async def live(self, line: Line) -> LiveStatus:
        await self._workgroups.check(line)
        return LiveStatus()

    async def destinations(self, line: Line) -> Sequence[Destination]:
        return [
            Destination(kind=LINE, id=each.id, name=each.name)
            for each in await self._workgroups.all()
            if each.id != line.id
        ]

    def by_hand(
        self, line: Line, changes: Sequence[Change], before: Setup, destinations: Sequence[Destination] = ()
    ) -> Sequence[str]:
        del before  # what is to be set is said as it will be
        return list(by_hand.steps(changes, Wording(line, self.capabilities(line), destinations)))

    async def kinds(self) -> Sequence[LineKind]:
        return await self._maker.kinds()

    def creation_problems(self, new: NewLine) -> Mapping[str, str]:
        return creation.problems(new)

    async def create(self, new: NewLine, *, again: bool = False) -> Created:
        return await self._maker.create(new, again=again)

    async def delete(self, line: Line) -> None:
        await self._maker.delete(line)

    async def aclose(self) -> None:
        await self._gate.aclose()

    async def _schedule(self, hours: WeeklyHours, kept: Kept) -> str:
        for day in Weekday:
            if len(hours.open_on(day)) > 1:
                msg = f"Telegent takes one opening and one closing time a day, and {day.title_name} would have more."
                raise RefusedError(msg)
        return await self._schedules.having(hours, [each.id for each in kept.originals])

    async def _update(self, found: Found, update: dict[str, WireValue]) -> None:
        """Set fields of a workgroup; that they are being set is noted before, and that they are set afterwards."""
        line_id = found.line_id
        kept = await self._book.of(line_id)
        if "ScheduleId" in update:
            present = str(found.fields.get("ScheduleId", ""))
            ours = bool(present) and await self._schedules.is_ours(present)
            original = Original(id=present, hours=found.hours)
            kept = kept.pointing(str(update["ScheduleId"]), original, ours=ours)
        await self._book.keep(line_id, kept.beginning(update))
        try:
            await self._gate.post(WORKGROUPS_UPDATE, {"WorkgroupId": line_id, **update})
        except PhoneSystemError as error:
            if error.untouched:
                await self._book.keep(line_id, kept)
            raise
        finally:
            self._workgroups.forget(line_id)
        await self._book.keep(line_id, kept.done(update))


def _sets_hours(changes: Sequence[Change]) -> bool:
    return any(isinstance(each, SetHours) for each in changes)
