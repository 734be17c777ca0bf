"""Where calls of a line can be sent, and who can answer them."""

import logging
from collections.abc import AsyncIterator
from typing import Final

from adapters.errors import DeniedError, MissingError, RefusedError
from adapters.model import Destination
from adapters.transport import Transport
from adapters.webex.directory import CONFIG, Directory, Entry, items, location_path
from adapters.webex.queue_wire import AgentName, HeldNumber
from adapters.webex.wire import Announcement, Parsed, parsed
from adapters.webex.words import AGENT, ANNOUNCEMENT, ATTENDANT, NUMBER

log = logging.getLogger(__name__)

_NOT_FOR_US: Final = (DeniedError, MissingError, RefusedError)


async def destinations(transport: Transport, directory: Directory, entry: Entry) -> list[Destination]:
    """Other lines and people by their numbers; of an auto attendant the announcements, of a queue who can answer."""
    found = [_number(each, entry) for each in await directory.refresh() if each.id != entry.id]
    held = [each async for each in _known(transport, f"{CONFIG}/numbers", "phoneNumbers", HeldNumber, _OF_PEOPLE)]
    found += [_of_person(each, entry) for each in held]
    if entry.kind == ATTENDANT:
        places = f"{entry.path}/announcements", f"{location_path(entry.location_id)}/announcements", _REPOSITORY
        heard = [each for path in places async for each in _known(transport, path, "announcements", Announcement)]
        found += [
            Destination(kind=ANNOUNCEMENT, id=each.id, name=each.name or each.file_name) for each in heard if each.id
        ]
    else:
        found += [Destination(kind=AGENT, id=each.id, name=each.full_name) for each in await _people(transport, entry)]
    return list({(each.kind, each.id): each for each in found if each}.values())


_OF_PEOPLE: Final = {"ownerType": "PEOPLE"}
_MANY: Final = {"max": "2000"}
"""Of numbers, Webex shows as many at once."""
_REPOSITORY: Final = f"{CONFIG}/announcements"


def _number(other: Entry, entry: Entry) -> Destination | None:
    """How one line is reached from another: by its extension in the same location, else by its number."""
    listed = other.listed
    outside = listed.phone_number or listed.esn
    number = (listed.extension or outside) if other.location_id == entry.location_id else outside
    return Destination(kind=NUMBER, id=number, name=other.name, line=other.id) if number else None


def _of_person(held: HeldNumber, entry: Entry) -> Destination | None:
    """How a person is reached: by the extension in the same location, else by the number."""
    is_near = held.location is not None and held.location.id == entry.location_id
    number = (held.extension or held.phone_number) if is_near else held.phone_number
    name = held.owner.full_name if held.owner else ""
    return Destination(kind=NUMBER, id=number, name=name) if number and name else None


async def assignable(transport: Transport, location_id: str) -> list[AgentName]:
    """Who could answer calls of a queue in a location."""
    path, near = f"{CONFIG}/queues/agents/availableAgents", {"locationId": location_id}
    return [each async for each in _known(transport, path, "agents", AgentName, near)]


async def free_numbers(transport: Transport, location_id: str, feature: str) -> list[str]:
    """The numbers of a location that nobody has, for `autoAttendants` or `queues`."""
    path = f"{location_path(location_id)}/{feature}/availableNumbers"
    return [
        each.phone_number async for each in _known(transport, path, "phoneNumbers", HeldNumber) if each.phone_number
    ]


async def extensions(transport: Transport) -> dict[str, set[str]]:
    """The extensions that somebody or something has, by location; none where they are not for this token."""
    found: dict[str, set[str]] = {}
    async for each in _known(transport, f"{CONFIG}/numbers", "phoneNumbers", HeldNumber, _MANY):
        if each.location is not None and each.extension:
            found.setdefault(each.location.id, set()).add(each.extension)
    return found


async def _people(transport: Transport, entry: Entry) -> list[AgentName]:
    """Who answers, and who could."""
    here = {"queueId": entry.id, **(entry.params or {})}
    return [
        *await assignable(transport, entry.location_id),
        *[each async for each in _known(transport, f"{CONFIG}/queues/agents", "agents", AgentName, here)],
    ]


async def _known(
    transport: Transport, path: str, key: str, model: type[Parsed], params: dict[str, str] | None = None
) -> AsyncIterator[Parsed]:
    """Everything in a list; nothing if this token may not see it, since names are only a help."""
    try:
        async for item in items(transport, path, key, params):
            yield parsed(model, item)
    except _NOT_FOR_US as error:
        log.info("%s cannot be listed: %s", path, error)
