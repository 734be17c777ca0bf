"""Which lines there are, where each belongs, and what time it is there."""

import datetime as dt
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any, Final
from urllib.parse import quote

from adapters.errors import DeniedError, MissingError, PhoneSystemError, RefusedError
from adapters.hours import is_zone
from adapters.model import Line, Value
from adapters.recent import Recent
from adapters.transport import Transport
from adapters.webex.wire import Listed, Location, Wire, parsed
from adapters.webex.words import ATTENDANT, QUEUE

log = logging.getLogger(__name__)

CONFIG: Final = "/telephony/config"
ASSIST: Final[Mapping[str, str]] = {"hasCxEssentials": "true"}
"""What Customer Assist queues are asked for with; else they stay hidden."""

_PAGE: Final = "100"
_MOMENT: Final = dt.timedelta(seconds=15)
"""How long a list serves all who ask for it."""
_NOT_FOR_US: Final = (DeniedError, MissingError, RefusedError)


class _Zoned(Wire):
    """Of an auto attendant or a queue, its time zone."""

    time_zone: str = ""


class Entry(Value):
    """A line as it is listed, and which kind of object it is."""

    listed: Listed
    kind: str
    assist: bool = False
    """Whether it is a Customer Assist queue."""

    @property
    def id(self) -> str:
        """Webex's id, which is ours too."""
        return self.listed.id

    @property
    def name(self) -> str:
        """What it is called in Control Hub."""
        return self.listed.name

    @property
    def location_id(self) -> str:
        """Where it belongs."""
        return self.listed.location_id

    @property
    def path(self) -> str:
        """Where it is read and written."""
        kind = "autoAttendants" if self.kind == ATTENDANT else "queues"
        return f"{location_path(self.location_id)}/{kind}/{quoted(self.id)}"

    @property
    def params(self) -> Mapping[str, str] | None:
        """What has to be said with its path."""
        return ASSIST if self.assist else None


def quoted(key: str) -> str:
    """An id as a part of a path; some hold characters that mean something there."""
    return quote(key, safe="")


def location_path(location_id: str) -> str:
    """Where the configuration of a location is."""
    return f"{CONFIG}/locations/{quoted(location_id)}"


async def items(
    transport: Transport, path: str, key: str, params: Mapping[str, str] | None = None
) -> AsyncIterator[dict[str, Any]]:
    """Everything in a list, page by page."""
    async for page in transport.pages(path, {"max": _PAGE, **(params or {})}):
        found = {} if page is None else page
        listed = found.get(key) or [] if isinstance(found, dict) else None
        if not isinstance(listed, list):
            msg = f"Webex's answer could not be understood ({key})."
            raise PhoneSystemError(msg)
        for item in listed:
            yield item


class Directory:
    """The auto attendants and call queues of an organisation, and its locations; kept until something is not found."""

    def __init__(self, transport: Transport, clock: Callable[[], dt.datetime]) -> None:
        self._transport = transport
        self._entries: dict[str, Entry] = {}
        self._all: Recent[tuple[Entry, ...]] = Recent(self._list_all, clock, _MOMENT)
        self._locations: Recent[dict[str, Location]] = Recent(self._list_locations, clock)

    async def refresh(self) -> tuple[Entry, ...]:
        """The lines as they are listed now, each once; a list of the same moment serves again."""
        return await self._all.get()

    async def named(self, location_id: str, name: str) -> tuple[Entry, ...]:
        """The lines of a location with a name, as they are listed at this very moment."""
        params = {"locationId": location_id, "name": name}
        found = {each.id: each async for each in self._listed(params) if each.name == name}
        self._entries |= found
        return tuple(found.values())

    async def entry(self, line: Line) -> Entry:
        """The line as it is listed; looked up anew if it is not known yet."""
        if line.id not in self._entries:
            await self.refresh()
        if line.id not in self._entries:
            msg = f"Webex has no {line.kind} {line.name} ({line.id})."
            raise MissingError(msg)
        return self._entries[line.id]

    def learn(self, entry: Entry) -> None:
        """Know a line before it is listed."""
        self._entries[entry.id] = entry
        self.forget_list()

    def forget(self, line_id: str) -> None:
        """Look a line up anew the next time."""
        self._entries.pop(line_id, None)
        self.forget_list()

    def forget_list(self) -> None:
        """List the lines anew the next time."""
        self._all.forget()

    def forget_locations(self) -> None:
        """Look the locations up anew the next time."""
        self._locations.forget()

    async def location(self, location_id: str) -> Location:
        """A location as far as the token may know: without zone and country if it may not."""
        return (await self._locations.get()).get(location_id, Location(id=location_id))

    async def locations(self) -> tuple[Location, ...]:
        """All locations; an error if there are none that the token may know."""
        found = await self._locations.get()
        if not found:
            msg = (
                "Webex lists no locations, and a new line needs one:"
                " give the token the scope spark-admin:locations_read."
            )
            raise DeniedError(msg)
        return tuple(found.values())

    async def zone(self, entry: Entry) -> str:
        """The time zone that a line itself has; empty if it has none."""
        return parsed(_Zoned, await self._transport.request("GET", entry.path, params=entry.params)).time_zone

    async def _list_locations(self) -> dict[str, Location]:
        try:
            found = [parsed(Location, each) async for each in items(self._transport, "/locations", "items")]
        except _NOT_FOR_US as error:
            log.info("The locations cannot be listed, so each line is asked for its time zone: %s", error)
            return {}
        return {each.id: each for each in found}

    async def _list_all(self) -> tuple[Entry, ...]:
        self._entries = {each.id: each async for each in self._listed({})}
        return tuple(self._entries.values())

    async def _listed(self, params: Mapping[str, str]) -> AsyncIterator[Entry]:
        async for item in items(self._transport, f"{CONFIG}/autoAttendants", "autoAttendants", params):
            yield Entry(listed=parsed(Listed, item), kind=ATTENDANT)
        plain: set[str] = set()
        async for item in items(self._transport, f"{CONFIG}/queues", "queues", params):
            entry = Entry(listed=parsed(Listed, item), kind=QUEUE)
            plain.add(entry.id)
            yield entry
        try:
            async for item in items(self._transport, f"{CONFIG}/queues", "queues", {**params, **ASSIST}):
                entry = Entry(listed=parsed(Listed, item), kind=QUEUE, assist=True)
                if entry.id not in plain:
                    yield entry
        except RefusedError as error:
            log.info("This organisation has no Customer Assist queues: %s", error)


def check_zone(name: str, line_name: str) -> None:
    """Refuse a line in a time zone that is not known here."""
    if not is_zone(name):
        msg = f"Webex has {line_name} in the time zone {name!r}, which is not known here."
        raise PhoneSystemError(msg)
