"""The configured lines: which system each belongs to, and what was last read of it."""

import asyncio
import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, Self

from adapters import Destination, Line, LiveStatus, PhoneSystem, PhoneSystemError, Setup, Value
from bot import describe
from bot.errors import NotFoundError, TooLateError
from bot.kept import AddedLine
from bot.language import KnownLine, plain_name
from bot.plans import Facts
from bot.store import Store, StoreThread

log = logging.getLogger(__name__)

Clock = Callable[[], dt.datetime]

READ_TIMEOUT = 6.0
"""Seconds that an answer waits for a vendor before it tells what was read last; some need a dozen requests a line."""

DESTINATIONS_LIFE = dt.timedelta(minutes=10)


class LineSetting(Value):
    """A line as it is configured."""

    name: str
    vendor: str
    id: str
    aliases: tuple[str, ...] = ()
    country: str = ""
    """As the vendor has it, if empty."""
    subdivision: str = ""
    """The region of the country whose own holidays are meant as well."""
    manage: bool = True
    callback: str = ""
    """Where a key for callbacks leads on a line whose vendor has none of its own."""

    @property
    def key(self) -> str:
        """What tells the line apart, as `Line.key` does."""
        return f"{self.vendor}:{self.id}"

    @classmethod
    def of(cls, added: AddedLine) -> Self:
        """A line that was made through a request, as if it were configured."""
        return cls(name=added.name, vendor=added.vendor, id=added.id, country=added.country)


class Sighting(Value):
    """What was read of a line, and when."""

    facts: Facts
    read_at: dt.datetime


class Failure(Value):
    """Why a line could not be read, as a sentence or the end of one, and when that was."""

    at: dt.datetime
    text: str


Listener = Callable[[str, Sighting], Awaitable[None]]
"""Is told the name of a line and what was just read of it."""


class Lines:
    """The configured lines and those made since, over their phone systems; what was read is kept over a restart."""

    def __init__(
        self, settings: Sequence[LineSetting], systems: Mapping[str, PhoneSystem], store: StoreThread, clock: Clock
    ) -> None:
        self._settings = tuple(settings)
        self._by_name = {each.name: each for each in settings}
        self._added: dict[str, AddedLine] = {}
        self._gone: dict[str, AddedLine] = {}
        self._systems = systems
        self._store = store
        self._clock = clock
        self._seen: dict[str, Sighting] = {}
        self._failures: dict[str, Failure] = {}
        """Of the lines that could not be read since they were read last."""
        self._destinations: dict[str, tuple[tuple[Destination, ...], dt.datetime]] = {}
        self._outdated: set[str] = set()
        """The lines of which it is not known anew yet where they can lead."""
        self._listed: dict[str, dict[str, Line]] = {}
        self._reading: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._begun: defaultdict[str, int] = defaultdict(int)
        """How many readings of each line were begun."""
        self._finished: defaultdict[str, int] = defaultdict(int)
        """Which of them was the last to succeed."""
        self._listing: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> None:
        """Tell `listener` of everything that is read from now on, before anybody goes on with it."""
        self._listeners.append(listener)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all lines, as configured."""
        return tuple(self._by_name)

    @property
    def all_names(self) -> tuple[str, ...]:
        """The same, with those that were made here and are gone again."""
        return (*self._by_name, *(name for name in self._gone if name not in self._by_name))

    @property
    def settings(self) -> tuple[LineSetting, ...]:
        """How all lines are configured."""
        return self._settings

    @property
    def gone(self) -> Mapping[str, AddedLine]:
        """Lines that were made through a request and deleted through another, by their names."""
        return self._gone

    def setting(self, name: str) -> LineSetting:
        """How a line is configured."""
        if name not in self._by_name:
            msg = f"There is no line “{name}” any more. The lines are: {', '.join(self.names)}."
            raise NotFoundError(msg)
        return self._by_name[name]

    @property
    def systems(self) -> Mapping[str, PhoneSystem]:
        """The phone systems, by their names."""
        return self._systems

    def added(self, name: str) -> AddedLine | None:
        """What is known of a line that was made through a request; None of one that is configured."""
        return self._added.get(name)

    def add(self, added: AddedLine) -> None:
        """Take up a line that was made through a request, unless the settings have it, or have its name."""
        if added in self._added.values():
            return
        problem = left_out(added, self._settings, self._systems)
        if self.with_id(added.vendor, added.id) is not None:
            log.info("The line “%s” that request %s has made is configured by now.", added.name, added.request)
        elif problem:
            log.warning(problem)
        else:
            self._added[added.name] = added
            self._gone.pop(added.name, None)
            self._by_name[added.name] = LineSetting.of(added)
            self._settings = (*self._settings, self._by_name[added.name])
            self._forget_places(added.vendor)

    def remove(self, name: str, request: int) -> None:
        """Forget a line that a request has deleted."""
        self._by_name.pop(name)
        self._gone[name] = self._added.pop(name).model_copy(update={"gone": request})
        self._seen.pop(name, None)
        self._failures.pop(name, None)
        self._settings = tuple(each for each in self._settings if each.name != name)
        self._forget_places(self._gone[name].vendor)

    def _forget_places(self, vendor: str) -> None:
        """Where the lines of a vendor can lead is another by now: a line came or went."""
        for each in self._settings:
            if each.vendor == vendor:
                self._destinations.pop(each.key, None)
                self._outdated.add(each.name)

    def called(self, name: str) -> str | None:
        """The line that has a name, be it an alias; None if it is free."""
        return _called(name, self._settings)

    def country(self, system: str) -> str:
        """The country of all lines of a system as far as it is known; empty if there are several."""
        found = self.countries(system)
        return next(iter(found)) if len(found) == 1 else ""

    def countries(self, system: str) -> frozenset[str]:
        """The countries of the lines of a system; empty for a line of which none is known."""
        return frozenset(
            each.country or self._seen_country(each.name) for each in self.settings if each.vendor == system
        )

    def named(self, names: Iterable[str]) -> list[str]:
        """The lines that an ask names; `*` is all of them."""
        wanted = tuple(names)
        return list(self.names) if "*" in wanted else list(wanted)

    def ids(self, names: Iterable[str], system: str) -> frozenset[str]:
        """The ids of those lines that belong to one system."""
        return frozenset(each.id for each in map(self.setting, names) if each.vendor == system)

    def with_id(self, system: str, line_id: str) -> str | None:
        """The name of a configured line; None if it is not configured."""
        return self._names(system).get(line_id)

    def _names(self, system: str) -> dict[str, str]:
        return {each.id: each.name for each in self.settings if each.vendor == system}

    def system(self, name: str) -> PhoneSystem:
        """The phone system of a line."""
        return self._systems[self.setting(name).vendor]

    def vendor(self, name: str, so: str) -> PhoneSystem:
        """The phone system of a name; without it a `TooLateError`, which `so` ends with what comes of that."""
        if name not in self._systems:
            msg = f"{describe.vendor(name)} is not configured any more, so {so}"
            raise TooLateError(msg)
        return self._systems[name]

    def problems(self, name: str, line: Line) -> Callable[[Setup, Setup], Sequence[str]]:
        """What the line's system has to say against a setup."""
        return lambda before, after: self.system(name).problems(line, before, after)

    def known(self, zone: str) -> list[KnownLine]:
        """The lines as a sentence may name them; one that was never read is taken to be in `zone`."""
        return [
            KnownLine(
                name=each.name,
                aliases=each.aliases,
                zone=self._seen[each.name].facts.line.zone if each.name in self._seen else zone,
                country=each.country or self._seen_country(each.name) or "US",
                one_stretch=self._keeps_one_stretch(each.name),
            )
            for each in self.settings
        ]

    def _seen_country(self, name: str) -> str:
        seen = self._seen.get(name)
        return seen.facts.line.country if seen else ""

    def _keeps_one_stretch(self, name: str) -> bool:
        seen = self._seen.get(name)
        return seen is not None and seen.facts.capabilities.intervals_a_day == 1

    def seen(self, name: str) -> Sighting | None:
        """What was last read of a line, without asking anyone."""
        return self._seen.get(name)

    def leading_as_seen(self, name: str) -> Sighting | None:
        """What was last read of a line, unless where it can lead is another by now."""
        return None if name in self._outdated else self.seen(name)

    async def recall(self) -> None:
        """Take up the lines that were made, and what was read of all of them, before a restart."""
        for added in await self._store(lambda store: store.added_lines()):
            if added.gone is None:
                self.add(added)
            elif added.name not in self._by_name:
                self._gone[added.name] = added
        self._outdated.clear()
        for each in self.settings:
            kept = await self._store(partial(Store.sighting, line=each.key))
            if kept and each.name not in self._seen:
                facts = Facts.model_validate_json(kept[0]).model_copy(update=self._set_here(each))
                self._seen[each.name] = Sighting(facts=facts, read_at=kept[1])

    async def read_in_time(self, name: str) -> str:
        """Read a line anew if its vendor answers in time; else why it was not read, as a sentence or the end of one."""
        try:
            async with asyncio.timeout(READ_TIMEOUT):
                await self.refresh(name)
        except TimeoutError:
            return self._failed(name, f"it did not answer within {READ_TIMEOUT:.0f} seconds.").text
        except PhoneSystemError as error:
            return str(error)
        return ""

    def failure(self, name: str) -> Failure | None:
        """Why a line could not be read the last time that it was tried, by whomever; None if it was."""
        return self._failures.get(name)

    def _failed(self, name: str, text: str) -> Failure:
        self._failures[name] = Failure(at=self._clock(), text=text)
        return self._failures[name]

    async def refresh(self, name: str) -> Sighting:
        """Read a line anew; raises `PhoneSystemError`."""
        asked = self._begun[name]
        async with self._reading[name]:
            if self._finished[name] > asked:  # somebody has begun and ended a reading while we waited
                return self._seen[name]
            self._begun[name] += 1
            began = self._clock()
            outdated = name in self._outdated
            self._outdated.discard(name)
            try:
                sighting = Sighting(facts=await self._read(name), read_at=began)
            except PhoneSystemError as error:
                self._outdated |= {name} if outdated else set()
                self._failed(name, str(error))
                raise
            key = self.setting(name).key  # a line that was deleted meanwhile is not kept
            self._seen[name] = sighting
            self._failures.pop(name, None)
            self._finished[name] = self._begun[name]
        facts = sighting.facts.model_dump_json()
        await self._store(lambda store: store.keep_sighting(key, facts, sighting.read_at))
        await self.tell(name, sighting)
        return sighting

    async def tell(self, name: str, sighting: Sighting) -> None:
        """Tell everybody who listens what was read of a line; again where something else is known besides by now."""
        for listener in self._listeners:
            try:
                await listener(name, sighting)
            except Exception:  # whatever is wrong with who listens, the line was read
                log.exception("What was read of %s could not be told on.", name)

    async def _read(self, name: str) -> Facts:
        setting, system = self.setting(name), self.system(name)
        async with self._listing[setting.vendor]:
            line = await self._line(setting, system)
            places = await self._places(line, system)
        reading = await system.read(line)
        return Facts(
            line=line.model_copy(update={"zone": reading.setup.zone}),
            reading=reading,
            capabilities=system.capabilities(line),
            destinations=places,
            live=await self._live(line, system),
            **self._set_here(setting),
        )

    def _set_here(self, setting: LineSetting) -> dict[str, Any]:
        """What is known of a line here, whatever its vendor says."""
        return {
            "subdivision": setting.subdivision,
            "managed": setting.manage,
            "callback": setting.callback,
            "made": setting.name in self._added,
            "names": self._names(setting.vendor),
        }

    async def _line(self, setting: LineSetting, system: PhoneSystem) -> Line:
        """The line as its vendor lists it, under the name that it has here."""
        if setting.id not in self._listed.get(setting.vendor, {}):
            self._listed[setting.vendor] = {each.id: each for each in await system.lines()}
        listed = self._listed[setting.vendor].get(setting.id)
        if listed is None:
            msg = (
                f"{describe.vendor(setting.vendor)} has no line with the id {setting.id} any more. Ask whoever looks"
                f" after Switchhook to look at {setting.name} in its settings."
            )
            raise PhoneSystemError(msg)
        return listed.model_copy(update={"name": setting.name, "country": setting.country or listed.country.upper()})

    async def _places(self, line: Line, system: PhoneSystem) -> tuple[Destination, ...]:
        kept = self._destinations.get(line.key)
        if kept is None or self._clock() - kept[1] > DESTINATIONS_LIFE:
            try:
                kept = (tuple(await system.destinations(line)), self._clock())
            except PhoneSystemError as error:  # names of targets are a help, not a part of the setup
                log.warning("The targets of %s could not be listed: %s", line.name, error)
                return kept[0] if kept else ()
            self._destinations[line.key] = kept
        return kept[0]

    async def _live(self, line: Line, system: PhoneSystem) -> LiveStatus:
        if not system.capabilities(line).live:
            return LiveStatus()
        try:
            return await system.live(line)
        except PhoneSystemError as error:  # live figures say nothing of the setup
            log.warning("The live figures of %s could not be read: %s", line.name, error)
            return LiveStatus()


def left_out(added: AddedLine, settings: Sequence[LineSetting], vendors: Collection[str]) -> str:
    """Why a line that a request has made is none of the lines, and what to do about it; empty if it is one."""
    if any(each.key == added.key for each in settings):
        return ""
    if _called(added.name, settings) is not None:
        why = "the settings call another line so"
        instead = (
            f"Name one of them otherwise: [[lines]] with vendor = {added.vendor!r} and id = {added.id!r} gives it a"
            " name of your choice."
        )
    elif added.vendor not in vendors:
        why = f"{added.vendor} is not configured"
        instead = f"Put [vendors.{added.vendor}] into the settings again, or end by hand what was set on it."
    else:
        return ""
    return (
        f"The line “{added.name}” that request {added.request} has made is left out, since {why}. It is not looked"
        f" after any more: what was set on it for a while will not be ended. {instead}"
    )


def _called(name: str, settings: Iterable[LineSetting]) -> str | None:
    wanted = plain_name(name)
    return next((each.name for each in settings if wanted in map(plain_name, (each.name, *each.aliases))), None)
