"""Where everything meets: settings become a store, phone systems, a desk and a keeper."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from adapters import BearerAuth, Dialpad, Ledger, Line, PhoneSystem, RollingWeek, ServiceAppAuth, Telegent, Webex
from bot import language
from bot.bell import Bell
from bot.desk import Desk, no_step
from bot.keeper import Keeper
from bot.lines import Clock, Lines, LineSetting
from bot.lock import sole_use
from bot.policy import Policy
from bot.requests import AddedLine
from bot.settings import Settings, WebexSettings
from bot.store import StoreThread
from bot.store import reading as looking_into


@dataclass(frozen=True)
class House:
    """The rooms of a running Switchhook, apart from its surface."""

    store: StoreThread
    lines: Lines
    desk: Desk
    keeper: Keeper
    bell: Bell
    clock: Clock
    step: Callable[[str], None]


class _VendorLedger:
    """The ledger of one vendor: two vendors may give the same id to two lines."""

    def __init__(self, store: StoreThread, vendor: str) -> None:
        self._store = store
        self._vendor = vendor

    async def notes(self, line_id: str) -> Mapping[str, Any] | None:
        return await self._store.notes(f"{self._vendor}:{line_id}")

    async def note(self, line_id: str, notes: Mapping[str, Any] | None) -> None:
        await self._store.note(f"{self._vendor}:{line_id}", notes)


def now() -> dt.datetime:
    """The present moment."""
    return dt.datetime.now(dt.UTC)


def phone_systems(settings: Settings, ledger: Callable[[str], Ledger], clock: Clock) -> dict[str, PhoneSystem]:
    """The phone systems that have a table in the settings."""
    systems: dict[str, PhoneSystem] = {}
    dialpad = settings.vendors.dialpad
    if dialpad and dialpad.token:
        vendor = Dialpad(dialpad.token.get_secret_value(), base_url=dialpad.base_url)
        ahead = dt.timedelta(hours=dialpad.write_ahead_hours)
        systems["dialpad"] = RollingWeek(vendor, ledger("dialpad"), clock, write_ahead=ahead)
    telegent = settings.vendors.telegent
    if telegent and telegent.account_key and telegent.account_secret:
        account = Telegent(
            telegent.account_key.get_secret_value(),
            telegent.account_secret.get_secret_value(),
            ledger=ledger("telegent"),
            clock=clock,
            base_url=telegent.base_url,
            zone=telegent.timezone,
        )
        ahead = dt.timedelta(hours=telegent.write_ahead_hours)
        systems["telegent"] = RollingWeek(account, ledger("telegent"), clock, write_ahead=ahead)
    webex = settings.vendors.webex
    auth = _webex_auth(webex, settings.database, clock) if webex else None
    if webex and auth:
        secrets = tuple(each.get_secret_value() for each in webex.secrets)
        systems["webex"] = Webex(
            auth,
            ledger=ledger("webex"),
            clock=clock,
            base_url=webex.base_url,
            secrets=secrets,
            requests_a_minute=webex.requests_a_minute,
        )
    return systems


def _webex_auth(webex: WebexSettings, database: Path, clock: Clock) -> BearerAuth | ServiceAppAuth | None:
    """The way in that the settings name; a service app keeps its newest tokens beside the database."""
    if webex.token:
        return BearerAuth(webex.token.get_secret_value())
    if not (webex.client_id and webex.client_secret and webex.refresh_token):
        return None
    return ServiceAppAuth(
        webex.client_id.get_secret_value(),
        webex.client_secret.get_secret_value(),
        webex.refresh_token.get_secret_value(),
        file=database.with_name(f"{database.name}.webex-token"),
        base_url=webex.base_url,
        clock=clock,
    )


def line_settings(settings: Settings) -> list[LineSetting]:
    """The configured lines as the desk wants them."""
    return [
        LineSetting(
            name=each.name,
            vendor=each.vendor,
            id=each.id,
            aliases=each.aliases,
            country=each.country or "",
            manage=each.manage,
            callback=each.callback or "",
        )
        for each in settings.lines
    ]


def added_lines(database: Path, configured: Iterable[LineSetting] = ()) -> list[AddedLine]:
    """The lines that were made from Slack, are there still, and are not configured."""
    if not database.is_file():
        return []
    keys = {each.key for each in configured}
    with looking_into(database) as store:
        made = store.added_lines()
    return [each for each in made if each.gone is None and each.key not in keys]


def policy(settings: Settings) -> Policy:
    """The rules."""
    return Policy(
        ask=settings.policy.ask,
        approve=settings.policy.approve,
        expires=dt.timedelta(hours=settings.policy.expires_hours),
        countries=frozenset(settings.policy.countries),
    )


@asynccontextmanager
async def opened(
    settings: Settings, *, clock: Clock = now, step: Callable[[str], None] = no_step, observe: bool = False
) -> AsyncIterator[House]:
    """Build everything, with sole use of the database, and take it down again in order."""
    async with AsyncExitStack() as stack:
        stack.enter_context(sole_use(settings.database))
        store = StoreThread(settings.database, clock)
        stack.callback(store.close)
        systems = phone_systems(settings, lambda vendor: _VendorLedger(store, vendor), clock)
        for system in systems.values():
            stack.push_async_callback(system.aclose)
        lines = Lines(line_settings(settings), systems, store, clock)
        await lines.recall()
        await asyncio.to_thread(language.warm_up)
        bell = Bell()
        desk = Desk(store=store, lines=lines, policy=policy(settings), clock=clock, bell=bell, step=step)
        keeper = Keeper(
            store=store,
            lines=lines,
            clock=clock,
            bell=bell,
            step=step,
            observe=observe,
            tick=settings.keeper.tick_seconds,
            sweep=dt.timedelta(minutes=settings.keeper.sweep_minutes),
            read_back=settings.keeper.read_back_seconds,
        )
        yield House(store=store, lines=lines, desk=desk, keeper=keeper, bell=bell, clock=clock, step=step)


@asynccontextmanager
async def looking(settings: Settings) -> AsyncIterator[Mapping[str, PhoneSystem]]:
    """The phone systems, to look at what the vendors have."""
    systems = phone_systems(settings, _no_ledger, now)
    try:
        yield systems
    finally:
        for system in systems.values():
            await system.aclose()


async def discovered(settings: Settings) -> tuple[Line, ...]:
    """All lines in the vendors' accounts, whether configured or not."""
    async with looking(settings) as systems:
        return tuple([line for system in systems.values() for line in await system.lines()])


@asynccontextmanager
async def reading(settings: Settings) -> AsyncIterator[Desk]:
    """A desk to ask about lines, beside a Switchhook that may be running with the same database."""
    async with AsyncExitStack() as stack:
        store = StoreThread(settings.database, now)
        stack.callback(store.close)
        systems = phone_systems(settings, lambda vendor: _VendorLedger(store, vendor), now)
        for system in systems.values():
            stack.push_async_callback(system.aclose)
        lines = Lines(line_settings(settings), systems, store, now)
        await lines.recall()
        yield Desk(store=store, lines=lines, policy=policy(settings), clock=now)


class _EmptyLedger:
    """Knows nothing and keeps nothing: for looking at what a vendor has."""

    async def notes(self, line_id: str) -> Mapping[str, Any] | None:
        del line_id
        return None

    async def note(self, line_id: str, notes: Mapping[str, Any] | None) -> None:
        del line_id, notes


def _no_ledger(_vendor: str) -> Ledger:
    return _EmptyLedger()
