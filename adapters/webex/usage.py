"""Who else refers to a schedule: Webex does not tell, so every line of the location is asked.

Auto attendants, call queues and their forwarding rules are asked. Hunt groups, virtual lines and people may have
forwarding rules that go by the same schedules; these are not looked at.
"""

import datetime as dt
import logging
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Final, Literal, NamedTuple, TypeAlias

from adapters.errors import DeniedError, MissingError, PhoneSystemError, UnreachableError
from adapters.recent import Recent
from adapters.system import Neighbour
from adapters.transport import Transport
from adapters.webex.directory import Directory, Entry
from adapters.webex.forwarding import read_rules
from adapters.webex.queue_wire import HolidayService, NightService
from adapters.webex.wire import AutoAttendant, ForwardingRule, parsed
from adapters.webex.words import ATTENDANT

log = logging.getLogger(__name__)

_LIFE: Final = dt.timedelta(seconds=60)
"""How long what was found is believed, unless it is about to matter."""

_ALL: Final = "The lines of a location"
_LOCATION: Final = "LOCATION"

Originals: TypeAlias = Callable[[str, str | None, str | None], Awaitable[tuple[str | None, str | None]]]
ScheduleType: TypeAlias = Literal["businessHours", "holidays"]


class Reference(NamedTuple):
    """Somebody who goes by schedules of a location; None where by no schedule."""

    line_id: str
    neighbour: Neighbour
    """The line itself, or a forwarding rule of it."""
    hours: str | None
    closures: str | None

    @property
    def is_rule(self) -> bool:
        """Whether it is a forwarding rule."""
        return self.neighbour.id != self.line_id


_Asked: TypeAlias = Recent[tuple[Reference, ...]]
"""What one line was found to go by."""


class ScheduleUsage:
    """Which lines and forwarding rules go by which schedules.

    A line on a temporary copy counts as a user of the schedule that the copy stands for.
    """

    def __init__(
        self, transport: Transport, directory: Directory, clock: Callable[[], dt.datetime], originals: Originals
    ) -> None:
        self._transport = transport
        self._directory = directory
        self._clock = clock
        self._originals = originals
        self._locations: dict[str, Recent[dict[str, _Asked]]] = {}
        self._asked: dict[str, dict[str, _Asked]] = {}

    def forget(self, location_id: str) -> None:
        """Ask all lines of a location anew the next time."""
        self._location(location_id).forget()
        self._directory.forget_list()

    def forget_line(self, line_id: str) -> None:
        """Ask one line anew the next time."""
        for lines in self._asked.values():
            if line_id in lines:
                lines[line_id].forget()

    async def others(self, line_id: str, location_id: str, kind: ScheduleType, name: str) -> Sequence[Neighbour]:
        """The other lines, and the forwarding rules, that go by a schedule; by name."""
        found: list[Neighbour] = []
        for asked in (await self._location(location_id).get()).values():
            for each in await asked.get():
                used = each.hours if kind == "businessHours" else each.closures
                if used == name and (each.is_rule or each.line_id != line_id):
                    found.append(each.neighbour)
        return sorted(found, key=lambda each: (each.name, each.id))

    def _location(self, location_id: str) -> Recent[dict[str, _Asked]]:
        if location_id not in self._locations:
            self._locations[location_id] = Recent(partial(self._ask_all, location_id), self._clock, _LIFE)
        return self._locations[location_id]

    async def _ask_all(self, location_id: str) -> dict[str, _Asked]:
        """Every line of a location, asked."""
        try:
            entries = [each for each in await self._directory.refresh() if each.location_id == location_id]
        except PhoneSystemError as error:
            raise _unknown(_ALL, error) from error
        lines = {each.id: Recent(partial(self._ask, each), self._clock) for each in entries}
        self._asked[location_id] = lines
        for each in lines.values():
            await each.get()
        return lines

    async def _ask(self, entry: Entry) -> tuple[Reference, ...]:
        """What a line and its forwarding rules go by; nothing if the line was deleted since it was listed."""
        try:
            names = await (self._of_attendant(entry) if entry.kind == ATTENDANT else self._of_queue(entry))
            rules = await self._rules(entry)
        except MissingError:
            log.info("%s was deleted just now.", entry.name)
            return ()
        except PhoneSystemError as error:
            raise _unknown(entry.name, error) from error
        line = Neighbour(id=entry.id, name=entry.name)
        return (
            Reference(entry.id, line, *await self._originals(entry.id, *names)),
            *[
                Reference(
                    entry.id,
                    Neighbour(id=f"{entry.id} {rule.id}", name=f"the forwarding rule “{rule.name}” of {entry.name}"),
                    rule.business_schedule or None,
                    rule.holiday_schedule or None,
                )
                for rule in rules
            ],
        )

    async def _rules(self, entry: Entry) -> Sequence[ForwardingRule]:
        """The forwarding rules of a line, as far as the token may see them; asked again if one is deleted meanwhile."""
        for _ in range(2):
            try:
                return await read_rules(self._transport, entry)
            except (DeniedError, MissingError) as error:
                log.info("The forwarding rules of %s cannot be seen: %s", entry.name, error)
        return ()

    async def _of_attendant(self, entry: Entry) -> tuple[str | None, str | None]:
        found = parsed(AutoAttendant, await self._transport.request("GET", entry.path))
        return found.business_schedule or None, found.holiday_schedule or None

    async def _of_queue(self, entry: Entry) -> tuple[str | None, str | None]:
        """What is in force: a service that is off goes by nothing, and the organisation has schedules of its own."""
        night = parsed(NightService, await self._transport.request("GET", f"{entry.path}/nightService"))
        holiday = parsed(HolidayService, await self._transport.request("GET", f"{entry.path}/holidayService"))
        goes_by_hours = night.night_service_enabled and night.business_hours_level == _LOCATION
        goes_by_closures = holiday.holiday_service_enabled and holiday.holiday_schedule_level == _LOCATION
        hours = night.business_hours_name if goes_by_hours else ""
        closures = holiday.holiday_schedule_name if goes_by_closures else ""
        return hours or None, closures or None


def _unknown(who: str, error: PhoneSystemError) -> PhoneSystemError:
    """That the neighbours of a line are not known, which says nothing of the line itself."""
    msg = f"{who} could not be read, so nobody knows who goes by the same schedules. {error}"
    if isinstance(error, UnreachableError):
        return UnreachableError(msg, retry_after=error.retry_after)
    return PhoneSystemError(msg, code=error.code)
