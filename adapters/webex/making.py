"""Lines that are not there yet: what can be made where, and the making itself."""

import logging
from collections.abc import Sequence
from typing import Any, Final

from adapters.creation import LineKind, NewLine
from adapters.errors import DeniedError, MissingError, PhoneSystemError, RefusedError
from adapters.transport import Transport
from adapters.webex import orders
from adapters.webex.destinations import assignable
from adapters.webex.directory import Directory, Entry, location_path
from adapters.webex.kinds import Site, kind_and_place, kinds_at
from adapters.webex.menus import forms, misses_value
from adapters.webex.schedules import SURELY_NOT_DONE, Schedules
from adapters.webex.wire import Listed, Location, Made, parsed
from adapters.webex.words import ATTENDANT

log = logging.getLogger(__name__)

_NOT_FOR_US: Final = (DeniedError, MissingError, RefusedError)


class Making:
    """The making of auto attendants and call queues."""

    def __init__(self, transport: Transport, directory: Directory, system: str) -> None:
        self._transport = transport
        self._directory = directory
        self._system = system
        self._made: dict[tuple[str, str], Entry] = {}
        """What was made here, by kind and name; Webex may list it only later."""

    async def kinds(self) -> Sequence[LineKind]:
        """What can be made at every location where this token may look at schedules."""
        self._directory.forget_locations()
        found: list[LineKind] = []
        refused: PhoneSystemError | None = None
        for location in await self._directory.locations():
            try:
                found += await self._kinds_at(location)
            except _NOT_FOR_US as error:
                log.info("Nothing can be made in %s: %s", location.name, error)
                refused = error
        if refused and not found:
            raise refused
        return found

    async def create(self, new: NewLine, *, again: bool) -> tuple[Entry, LineKind]:
        """Make a line, or find the one that an earlier try has made; also what could be said of it."""
        for problem in orders.problems(new).values():
            raise RefusedError(problem)
        kind = await self._kind(new)
        return await self._there(new, again=again) or await self._make(new), kind

    def forget(self, line_id: str) -> None:
        """A line is no more."""
        self._made = {key: entry for key, entry in self._made.items() if entry.id != line_id}

    async def _kind(self, new: NewLine) -> LineKind:
        _, location_id = kind_and_place(new.kind)
        for location in await self._directory.locations():
            if location.id == location_id:
                for kind in await self._kinds_at(location):
                    if kind.name == new.kind:
                        return kind
        msg = f"{new.name} cannot be made at Webex any more: its location, or the schedules there, are gone."
        raise RefusedError(msg)

    async def _kinds_at(self, location: Location) -> list[LineKind]:
        schedules = Schedules(self._transport, location.id)
        site = Site(
            location.id,
            location.name,
            location.time_zone,
            await schedules.of_type("businessHours"),
            await schedules.of_type("holidays"),
            {each.id: each.full_name for each in await assignable(self._transport, location.id)},
        )
        return kinds_at(site, self._system)

    async def _there(self, new: NewLine, *, again: bool) -> Entry | None:
        """What an earlier try has made; a line of that name which may be another's is refused."""
        kind, location_id = kind_and_place(new.kind)
        listed = await self._directory.named(location_id, new.name)
        if listed and not (again and [each.kind for each in listed] == [kind]):
            msg = f"Webex has a line {new.name} in that location already; choose another name."
            raise RefusedError(msg)
        return listed[0] if listed else self._made.get((new.kind, new.name)) if again else None

    async def _make(self, new: NewLine) -> Entry:
        """Make a line whose name is free; if the answer is lost, it is looked for by its name."""
        kind, location_id = kind_and_place(new.kind)
        path = f"{location_path(location_id)}/{'autoAttendants' if kind == ATTENDANT else 'queues'}"
        try:
            answer = await self._post(path, orders.order_of(new).body())
            listed = {"id": parsed(Made, answer).id, "name": new.name, "locationId": location_id}
            entry = Entry(listed=parsed(Listed, listed), kind=kind)
        except SURELY_NOT_DONE:
            raise
        except PhoneSystemError:
            found = [each for each in await self._directory.named(location_id, new.name) if each.kind == kind]
            if len(found) != 1:
                raise
            entry = found[0]
        self._made[new.kind, new.name] = entry
        self._directory.learn(entry)
        return entry

    async def _post(self, path: str, body: dict[str, Any]) -> Any:
        *others, last = forms(body)
        for way in others:
            try:
                return await self._transport.request("POST", path, json=way)
            except RefusedError as error:
                if not misses_value(error):
                    raise
        return await self._transport.request("POST", path, json=last)
