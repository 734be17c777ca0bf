"""The client: a Dialpad company as a phone system with a weekly table."""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from adapters.by_hand import Wording
from adapters.changes import Change, all_applied
from adapters.creation import Created, LineKind, NewLine
from adapters.dialpad import by_hand, creation, rules
from adapters.dialpad.lists import CENTERS, LISTS, items
from adapters.dialpad.making import Making
from adapters.dialpad.options import OPTIONS, QUEUE_KEYS
from adapters.dialpad.translate import line_of, patch_of, setup_of
from adapters.dialpad.wire import CallCenter, Named, Status, parsed
from adapters.dialpad.words import ACTIONS, GONE, ROUTINGS, SYSTEM, TARGET_WORDS, TARGETS
from adapters.errors import (
    MissingError,
    PhoneSystemError,
    RefusedError,
    UnreachableError,
    UnsupportedError,
)
from adapters.hours import is_zone
from adapters.model import Destination, Line, LiveStatus, Setup
from adapters.system import Capabilities
from adapters.transport import BearerAuth, Pace, Transport

log = logging.getLogger(__name__)

REQUESTS_PER_SECOND: Final = 10
"""Dialpad allows a whole company 20, and others need theirs."""

_LAG: Final = 60.0
"""Seconds for which a read may show what was there before a write."""

_ACTIONS: Final = tuple(ACTIONS.values())
_CAPABILITIES: Final = Capabilities(
    changes=frozenset(
        {
            "set_hours",
            "set_menu_key",
            "remove_menu_key",
            "set_treatment",
            "set_callback",
            "set_routing",
            "set_option",
        }
    ),
    options=OPTIONS,
    menu_keys=rules.MENU_KEYS,
    menu_actions=_ACTIONS,
    treatments=_ACTIONS,
    routings=tuple(ROUTINGS.values()),
    callback_keys=QUEUE_KEYS,
    live=True,
    destination_kinds=tuple(TARGETS[word] for word in LISTS),
    portal="the call center's settings in Dialpad's Admin Portal",
)


class Dialpad:
    """A Dialpad company; its call centers are the lines. It needs a company administrator's API key."""

    name = SYSTEM

    def __init__(
        self,
        token: str,
        *,
        base_url: str = "https://dialpad.com",
        transport: Transport | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clock = clock
        self._writes: dict[str, _Write] = {}
        self._transport = transport or Transport(
            "Dialpad", base_url, auth=BearerAuth(token), secrets=(token,), pace=Pace(REQUESTS_PER_SECOND)
        )
        self._making = Making(self._transport)

    async def lines(self) -> Sequence[Line]:
        centers = [parsed(CallCenter, item) async for item in items(self._transport, CENTERS)]
        return [line_of(each) for each in centers if each.state not in GONE and _zone_is_known(each)]

    def capabilities(self, line: Line) -> Capabilities:  # noqa: ARG002  # all call centers can do the same
        return _CAPABILITIES

    def problems(self, line: Line, before: Setup, after: Setup) -> Sequence[str]:  # noqa: ARG002  # the same for all
        return rules.problems(before, after)

    async def read(self, line: Line) -> Setup:
        return setup_of(await self._center(line))

    async def apply(self, line: Line, changes: Sequence[Change]) -> None:
        for change in changes:
            if change.kind not in _CAPABILITIES.changes:
                msg = f"Dialpad has no such change ({change.kind.replace('_', ' ')})."
                raise UnsupportedError(msg)
        center = self._as_written(await self._center(line))
        before = setup_of(center)
        after = _after(changes, before)
        for problem in rules.problems(before, after):
            raise RefusedError(problem)
        patch = patch_of(center, before, after)
        if patch:
            await self._transport.request("PATCH", f"{CENTERS}/{center.id}", json=patch)
            self._writes[line.id] = _Write(center, parsed(CallCenter, center.plain() | patch), self._clock())

    async def remarks(self, line: Line) -> Sequence[str]:  # noqa: ARG002  # all that Dialpad shows is in the setup
        return ()

    async def key_remarks(self, line: Line) -> Sequence[str]:  # noqa: ARG002  # all keys are in the setup
        return ()

    async def live(self, line: Line) -> LiveStatus:
        status = parsed(Status, await self._get(line, "/status"))
        availability = status.availability
        return LiveStatus(
            open=availability.status in {"open", "holiday_open"},
            holiday=availability.name if availability.status.startswith("holiday") else None,
            waiting=status.pending,
            longest_wait=status.longest_call_wait_time,
            agents_available=status.capacity,
            agents_on_duty=status.on_duty_operators,
        )

    async def destinations(self, line: Line) -> Sequence[Destination]:
        del line  # any call center may lead anywhere in the account
        return [
            Destination(kind=TARGET_WORDS.ours(kind), id=str(each.id), name=each.full_name)
            for kind, path in LISTS.items()
            for each in [parsed(Named, item) async for item in items(self._transport, path)]
            if each.state not in GONE
        ]

    def by_hand(
        self, line: Line, changes: Sequence[Change], before: Setup, destinations: Sequence[Destination] = ()
    ) -> Sequence[str]:
        del before  # what is to be set is said as it will be
        return list(by_hand.steps(changes, Wording(line, self.capabilities(line), destinations)))

    async def kinds(self) -> Sequence[LineKind]:
        return await self._making.kinds()

    def creation_problems(self, new: NewLine) -> Mapping[str, str]:
        return creation.problems(new)

    async def create(self, new: NewLine, *, again: bool = False) -> Created:
        line = await self._making.create(new, again=again)
        try:
            center = await self._center(line)
        except PhoneSystemError as error:
            msg = f"Dialpad has made {new.name}, but it could not be read back yet: {error}"
            raise UnreachableError(msg) from error
        return creation.created(line_of(center), new, center)

    async def delete(self, line: Line) -> None:
        try:
            await self._request("DELETE", line)
        except MissingError:
            log.info("%s was gone already.", line.name)
        self._making.forget(line.id)

    async def aclose(self) -> None:
        await self._transport.aclose()

    async def _center(self, line: Line) -> CallCenter:
        center = parsed(CallCenter, await self._get(line))
        if not _zone_is_known(center):
            msg = f"Dialpad has {line.name} in the time zone {center.timezone!r}, which is not known here."
            raise PhoneSystemError(msg)
        return center

    def _as_written(self, center: CallCenter) -> CallCenter:
        """A call center as we left it, where a read still shows it as it was before our latest write."""
        write = self._writes.get(str(center.id))
        if write and self._clock() - write.at <= _LAG and center.writable() == write.before.writable():
            return write.after
        return center

    async def _get(self, line: Line, part: str = "") -> Any:
        return await self._request("GET", line, part)

    async def _request(self, method: str, line: Line, part: str = "") -> Any:
        msg = f"Dialpad has no call center {line.name} ({line.id})."
        if not (line.id.isascii() and line.id.isdecimal()):
            raise MissingError(msg)
        try:
            return await self._transport.request(method, f"{CENTERS}/{line.id}{part}")
        except MissingError as error:
            raise MissingError(msg) from error


class _Write(NamedTuple):
    """What a call center was before a write of ours, what it is since, and when that was."""

    before: CallCenter
    after: CallCenter
    at: float


def _zone_is_known(center: CallCenter) -> bool:
    known = is_zone(center.timezone)
    if not known:
        log.warning("Dialpad has %s in an unknown time zone, %r.", center.name, center.timezone)
    return known


def _after(changes: Sequence[Change], before: Setup) -> Setup:
    try:
        return all_applied(changes, before)
    except ValueError as error:
        raise UnsupportedError(str(error)) from error
