"""Lines that are not there yet: what can be made where, and the making itself."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any, Final

from adapters.creation import LineKind, NewLine
from adapters.errors import DeniedError, MissingError, PhoneSystemError, RefusedError
from adapters.making import Once
from adapters.transport import Transport
from adapters.webex import orders
from adapters.webex.destinations import assignable, extensions, free_numbers
from adapters.webex.directory import Directory, Entry, location_path
from adapters.webex.kinds import EXTENSION, PHONE_NUMBER, Site, kind_and_place, kind_name, kinds_at, some_of
from adapters.webex.menus import forms, misses_value
from adapters.webex.schedules import Schedules
from adapters.webex.wire import Listed, Location, Made, parsed
from adapters.webex.words import ATTENDANT, QUEUE

log = logging.getLogger(__name__)

_NOT_FOR_US: Final = (DeniedError, MissingError, RefusedError)
_FEATURES: Final[Mapping[str, str]] = {ATTENDANT: "autoAttendants", QUEUE: "queues"}
"""Our kind of line → where Webex keeps those of a location."""


class Making:
    """The making of auto attendants and call queues."""

    def __init__(self, transport: Transport, directory: Directory, system: str) -> None:
        self._transport = transport
        self._directory = directory
        self._system = system
        self._once = Once(self._named, self._make, _taken, _fits)
        self._free: dict[str, Sequence[str]] = {}
        """By kind of line, the phone numbers that nobody had when that was last looked at."""
        self._used: dict[str, tuple[str, set[str]]] = {}
        """By location, what people call it, and the extensions that were in use there then."""

    async def kinds(self) -> Sequence[LineKind]:
        """What can be made at every location where this token may look at schedules."""
        self._directory.forget_locations()
        locations, used = await self._directory.locations(), await extensions(self._transport)
        self._used = {each.id: (each.name, used.get(each.id, set())) for each in locations}
        found: list[LineKind] = []
        refused: PhoneSystemError | None = None
        for location in locations:
            try:
                found += await self._kinds_at(location)
            except _NOT_FOR_US as error:
                log.info("Nothing can be made in %s: %s", location.name, error)
                refused = error
        if refused and not found:
            raise refused
        return found

    def problems(self, new: NewLine) -> dict[str, str]:
        """Why Webex would not take a new line: a sentence by the field's name, or by `name`."""
        number, free = str(new.values.get(PHONE_NUMBER, "")), self._free.get(new.kind, ())
        found = orders.problems(new)
        if number and free and number not in free:
            found.setdefault(PHONE_NUMBER, f"{number} is not a number of its location that nobody has. {some_of(free)}")
        extension, (_, location_id) = str(new.values.get(EXTENSION, "")), kind_and_place(new.kind)
        place, used = self._used.get(location_id, ("", set[str]()))
        if extension in used:
            found.setdefault(EXTENSION, f"Extension {extension} is in use in {place}: choose another.")
        return found

    async def create(self, new: NewLine, *, again: bool) -> tuple[Entry, LineKind]:
        """Make a line, or find the one that an earlier try has made; also what could be said of it."""
        for problem in orders.problems(new).values():
            raise RefusedError(problem)
        kind = await self._kind(new)
        entry = await self._once.line(new, again=again)
        self._directory.learn(entry)
        return entry, kind

    def forget(self, line_id: str) -> None:
        """A line is no more."""
        self._once.forget(line_id)

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
            {kind: await free_numbers(self._transport, location.id, path) for kind, path in _FEATURES.items()},
        )
        self._free |= {kind_name(kind, location.id): numbers for kind, numbers in site.free.items()}
        return kinds_at(site, self._system)

    async def _named(self, new: NewLine) -> Sequence[Entry]:
        _, location_id = kind_and_place(new.kind)
        return await self._directory.named(location_id, new.name)

    async def _make(self, new: NewLine) -> Entry:
        kind, location_id = kind_and_place(new.kind)
        path = f"{location_path(location_id)}/{_FEATURES[kind]}"
        answer = await self._post(path, orders.order_of(new).body())
        listed = {"id": parsed(Made, answer).id, "name": new.name, "locationId": location_id}
        return Entry(listed=parsed(Listed, listed), kind=kind)

    async def _post(self, path: str, body: dict[str, Any]) -> Any:
        *others, last = forms(body)
        for way in others:
            try:
                return await self._transport.request("POST", path, json=way)
            except RefusedError as error:
                if not misses_value(error):
                    raise
        return await self._transport.request("POST", path, json=last)


def _taken(new: NewLine, there: Sequence[Entry]) -> str:
    del there
    return f"Webex has a line {new.name} in that location already; choose another name."


def _fits(new: NewLine, there: Entry) -> bool:
    kind, _ = kind_and_place(new.kind)
    return there.kind == kind
