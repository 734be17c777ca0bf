"""The client: the auto attendants and call queues of a Webex organisation as a phone system."""

import asyncio
import contextlib
import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from adapters.by_hand import Wording
from adapters.changes import DATED, Change, SetHours, all_applied
from adapters.creation import Created, LineKind, NewLine
from adapters.errors import MissingError, PhoneSystemError, RefusedError, UnreachableError, UnsupportedError
from adapters.hours import is_zone
from adapters.model import Destination, Line, LiveStatus, Override, Setup, WeeklyHours
from adapters.system import Capabilities, Drift, Ledger, Reading, Settled
from adapters.transport import Auth, Pace, Transport
from adapters.webex import by_hand, calendars, orders, rules
from adapters.webex.attendants import AttendantLine
from adapters.webex.calendars import Calendars
from adapters.webex.destinations import destinations
from adapters.webex.directory import Directory, Entry
from adapters.webex.forwarding import read_forwarding, remarks
from adapters.webex.live import LiveFigures
from adapters.webex.making import Making
from adapters.webex.options import ATTENDANT_OPTIONS
from adapters.webex.queue_options import (
    HOLIDAY_ACTION,
    HOLIDAY_NUMBER,
    HOLIDAYS_APART,
    OVERFLOW,
    OVERFLOW_NUMBER,
    QUEUE_OPTIONS,
)
from adapters.webex.queues import QueueLine
from adapters.webex.tokens import BASE_URL
from adapters.webex.upkeep import Upkeep
from adapters.webex.usage import ScheduleUsage
from adapters.webex.words import (
    AGENT,
    ANNOUNCEMENT,
    ATTENDANT,
    KIND_LABELS,
    MENU_ACTIONS,
    NUMBER,
    ROUTINGS,
    TREATMENTS,
)

log = logging.getLogger(__name__)

REQUESTS_A_MINUTE: Final = 240
"""Webex publishes no limit; about 300 a minute for an organisation are said to be usual, and others need theirs."""

ReadLine: TypeAlias = AttendantLine | QueueLine

_TIMED: Final = frozenset({"close", "open_special", "reopen", "put_overrides", "set_hours"})

_ATTENDANTS: Final = Capabilities(
    changes=_TIMED | {"set_menu_key", "remove_menu_key", "set_option"},
    options=ATTENDANT_OPTIONS,
    menu_keys=rules.MENU_KEYS,
    menu_actions=tuple(MENU_ACTIONS.values()),
    described=True,
    dated=True,
    destination_kinds=tuple((kind, KIND_LABELS[kind]) for kind in (NUMBER, ANNOUNCEMENT)),
    portal="Control Hub, under Services, Calling, Features, Auto attendants",
)
_QUEUES: Final = Capabilities(
    changes=_TIMED | {"set_treatment", "set_callback", "set_routing", "set_members", "put_members", "set_option"},
    options=QUEUE_OPTIONS,
    treatments=tuple(TREATMENTS.values()),
    closure_options=(HOLIDAYS_APART, HOLIDAY_ACTION, HOLIDAY_NUMBER),
    overflow_options=(OVERFLOW, OVERFLOW_NUMBER),
    routings=tuple(ROUTINGS.values()),
    dated=True,
    live=True,
    destination_kinds=tuple((kind, KIND_LABELS[kind]) for kind in (NUMBER, AGENT)),
    portal="Control Hub, under Services, Calling, Features, Call queues",
)


class Webex:
    """A Webex organisation; its auto attendants and call queues are the lines.

    It needs a token with `spark-admin:telephony_config_read` and `spark-admin:telephony_config_write`; with
    `spark-admin:locations_read` it also learns the time zones and countries of locations.
    """

    name = "webex"

    def __init__(
        self,
        auth: Auth,
        *,
        ledger: Ledger,
        clock: Callable[[], dt.datetime],
        base_url: str = BASE_URL,
        secrets: Collection[str] = (),
        requests_a_minute: int = REQUESTS_A_MINUTE,
        transport: Transport | None = None,
    ) -> None:
        self._transport = transport or Transport(
            "Webex", base_url, auth=auth, secrets=secrets, pace=Pace(requests_a_minute // 6, seconds=10)
        )
        self._ledger = ledger
        self._directory = Directory(self._transport, clock)
        self._usage = ScheduleUsage(self._transport, self._directory, clock, self._originals)
        self._calendars = Calendars(self._transport, ledger, clock, self._usage)
        self._upkeep = Upkeep(self._transport, ledger, clock, self._usage)
        self._making = Making(self._transport, self._directory, self.name)
        self._live = LiveFigures(self._transport, clock)
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def lines(self) -> Sequence[Line]:
        self._directory.forget_locations()
        self._directory.forget_list()
        found = [await self._line(each) for each in await self._directory.refresh()]
        for each in found:
            if not is_zone(each.zone):
                log.warning("Webex has %s in an unknown time zone, %r.", each.name, each.zone)
        return [each for each in found if is_zone(each.zone)]

    def capabilities(self, line: Line) -> Capabilities:
        return _ATTENDANTS if line.kind == ATTENDANT else _QUEUES

    def problems(self, line: Line, before: Setup, after: Setup) -> Sequence[str]:
        own = rules.attendant_problems if line.kind == ATTENDANT else rules.queue_problems
        return [*calendars.problems(before, after), *own(before, after)]

    async def read(self, line: Line) -> Reading:
        found = await self._read(line)
        calendar = await self._calendars.read(found)
        forwarding = await read_forwarding(self._transport, await self._directory.entry(line))
        return Reading(
            setup=found.setup(calendar.hours, calendar.overrides),
            beneath=calendar.beneath,
            neighbours=calendar.neighbours,
            remarks=(*remarks(forwarding, found.line_name), *found.remarks, *calendar.remarks),
        )

    async def apply(self, line: Line, changes: Sequence[Change]) -> None:
        for change in changes:
            if change.kind not in self.capabilities(line).changes:
                msg = f"Webex has no such change for a line of the kind {line.kind} ({change.kind.replace('_', ' ')})."
                raise UnsupportedError(msg)
        timed = [each for each in changes if isinstance(each, (*DATED, SetHours))]
        if any(not each.shared for each in timed):  # for this line only: how, depends on who else uses its schedules
            self._usage.forget((await self._directory.entry(line)).location_id)
        async with self._locks[line.id]:
            found = await self._read(line)
            hours, overrides = await self._calendar(found) if timed else (WeeklyHours(), ())
            before = found.setup(hours, overrides)
            after = _after(changes, before)
            for problem in self.problems(line, before, after):
                raise RefusedError(problem)
            await found.write(before, after)
            if timed:
                with self._attaching(line):
                    await self._calendars.apply(found, timed)

    async def live(self, line: Line) -> LiveStatus:
        entry = await self._directory.entry(line)
        return LiveStatus() if entry.kind == ATTENDANT else await self._live.read(entry)

    async def destinations(self, line: Line) -> Sequence[Destination]:
        return await destinations(self._transport, self._directory, await self._directory.entry(line))

    def due_moments(self, line: Line, changes: Sequence[Change], now: dt.datetime) -> Sequence[dt.datetime]:
        del line, changes, now  # Webex keeps dates itself, so all is written at once
        return ()

    async def settle(self, line: Line) -> Settled:
        async with self._locks[line.id]:
            if await self._ledger.notes(line.id) is None:
                return Settled()
            found = await self._read(line)
            if any(each.alone for each in (await self._upkeep.notes(line.id)).copies):
                self._usage.forget(found.location_id)
            with self._attaching(line):
                return await self._calendars.settle(found)

    async def adopt(self, line: Line, drift: Collection[Drift]) -> None:
        del line, drift  # Webex keeps dates itself, so what it has is what is

    async def release(self, line: Line) -> Settled:
        async with self._locks[line.id]:
            found = await self._read(line)
            self._usage.forget(found.location_id)
            with self._attaching(line):
                return await self._calendars.release(found)

    def by_hand(
        self, line: Line, changes: Sequence[Change], before: Setup, destinations: Sequence[Destination] = ()
    ) -> Sequence[str]:
        del before  # what is to be set is said as it will be
        return list(by_hand.steps(changes, Wording(line, self.capabilities(line), destinations)))

    async def kinds(self) -> Sequence[LineKind]:
        return await self._making.kinds()

    def creation_problems(self, new: NewLine) -> Mapping[str, str]:
        return self._making.problems(new)

    async def create(self, new: NewLine, *, again: bool = False) -> Created:
        entry, kind = await self._making.create(new, again=again)
        try:
            answer = await self._transport.request("GET", entry.path)
            return orders.created(await self._line(entry), new, kind, answer)
        except PhoneSystemError as error:
            msg = f"Webex has made {new.name}, but it could not be read back yet: {error}"
            raise UnreachableError(msg) from error

    async def delete(self, line: Line) -> None:
        entry = await self._directory.entry(line)
        try:
            await self._transport.request("DELETE", entry.path)
        except MissingError:
            log.info("%s was gone already.", line.name)
        self._directory.forget(line.id)
        self._making.forget(line.id)

    async def aclose(self) -> None:
        await self._transport.aclose()

    async def _read(self, line: Line) -> ReadLine:
        """The line as it is now; looked up anew if it is not where it was."""
        try:
            return await self._at(await self._directory.entry(line))
        except MissingError:
            self._directory.forget(line.id)
            return await self._at(await self._directory.entry(line))

    async def _at(self, entry: Entry) -> ReadLine:
        zone = (await self._directory.location(entry.location_id)).time_zone
        found: ReadLine
        if entry.kind == ATTENDANT:
            found = await AttendantLine.read(self._transport, entry, zone)
        else:
            found = await QueueLine.read(self._transport, self._ledger, entry, zone)
        found.check()
        return found

    async def _line(self, entry: Entry) -> Line:
        location = await self._directory.location(entry.location_id)
        zone = location.time_zone or (await self._directory.zone(entry))
        country = location.address.country.upper()
        return Line(system=self.name, id=entry.id, name=entry.name, kind=entry.kind, zone=zone, country=country)

    async def _calendar(self, found: ReadLine) -> tuple[WeeklyHours, tuple[Override, ...]]:
        view = (await self._upkeep.look(found)).view
        return view.hours, view.overrides

    @contextlib.contextmanager
    def _attaching(self, line: Line) -> Iterator[None]:
        """While a line may be pointed to other schedules; however that ends, what it goes by is found out anew."""
        try:
            yield
        finally:
            self._usage.forget_line(line.id)

    async def _originals(self, line_id: str, hours: str | None, closures: str | None) -> tuple[str | None, str | None]:
        return await self._calendars.originals(line_id, hours, closures)


def _after(changes: Sequence[Change], before: Setup) -> Setup:
    try:
        return all_applied(changes, before)
    except ValueError as error:
        raise UnsupportedError(str(error)) from error
