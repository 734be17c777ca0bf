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
from bot.kept import AddedLine
from bot.lines import Clock, Lines, LineSetting
from bot.lock import sole_use
from bot.people import Nobody, People
from bot.policy import Freeze, Policy, Rule, Terms
from bot.settings import FreezeSettings, RuleSettings, Settings, WebexSettings
from bot.steady import SteadyClock, seconds
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
            subdivision=each.subdivision or "",
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
    """The rules; the lines that they name are told apart by their keys, since a name may change."""
    given = settings.policy
    keys = {
        name.casefold(): f"{line.vendor}:{line.id}" for line in settings.lines for name in (line.name, *line.aliases)
    }
    vendors = {name: getattr(settings.vendors, name) for name in settings.vendors.configured}
    return Policy(
        ask=given.ask,
        approve=given.approve,
        quorum=given.quorum,
        approval_to_restore=given.approval_to_restore,
        reason=given.reason,
        longest=_days(given.longest_closure_days),
        emergency=given.emergency,
        ratify_within=dt.timedelta(minutes=given.ratify_minutes),
        escalate=given.escalate,
        rules=tuple(_rule(each, keys) for each in given.rules),
        freezes=tuple(_freeze(each, keys) for each in given.freezes),
        expires=dt.timedelta(hours=given.expires_hours),
        countries=frozenset(given.countries),
        portal={name: vendor.portal for name, vendor in vendors.items() if vendor.portal},
    )


def _rule(given: RuleSettings, keys: Mapping[str, str]) -> Rule:
    minutes = given.ratify_minutes
    return Rule(
        lines=_keys(given.lines, keys),
        vendors=None if given.vendors is None else frozenset(each.casefold() for each in given.vendors),
        changes=None if given.changes is None else frozenset(given.changes),
        direction=given.direction,
        risk=given.risk,
        lines_at_least=given.lines_at_least,
        lasting=given.lasting,
        terms=Terms(
            ask=given.ask,
            approve=given.approve,
            quorum=given.quorum,
            approval=given.approval,
            reason=given.reason,
            longest=_days(given.longest_closure_days),
            emergency=given.emergency,
            ratify_within=None if minutes is None else dt.timedelta(minutes=minutes),
            escalate=given.escalate,
        ),
    )


def _freeze(given: FreezeSettings, keys: Mapping[str, str]) -> Freeze:
    start, end = given.span
    return Freeze(name=given.name, start=start, end=end, lines=_keys(given.lines, keys), restoring=given.restoring)


def _keys(names: Iterable[str] | None, keys: Mapping[str, str]) -> frozenset[str] | None:
    return None if names is None else frozenset(keys[name.casefold()] for name in names)


def _days(given: float | None) -> dt.timedelta | None:
    return None if given is None else dt.timedelta(days=given)


@asynccontextmanager
async def opened(
    settings: Settings,
    *,
    people: People,
    clock: Clock | None = None,
    step: Callable[[str], None] = no_step,
    observe: bool = False,
) -> AsyncIterator[House]:
    """Build everything, with sole use of the database, and take it down again in order.

    Without a `clock` it is the machine's, whose jumps are believed only once they have lasted.
    """
    clock = clock or SteadyClock(now, seconds)
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
        rules = policy(settings)
        desk = Desk(
            store=store,
            lines=lines,
            policy=rules,
            people=people,
            clock=clock,
            bell=bell,
            step=step,
            support=settings.slack.support,
        )
        keeper = Keeper(
            store=store,
            lines=lines,
            policy=rules,
            people=people,
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
        yield Desk(store=store, lines=lines, policy=policy(settings), people=Nobody(), clock=now)


class _EmptyLedger:
    """Knows nothing and keeps nothing: for looking at what a vendor has."""

    async def notes(self, line_id: str) -> Mapping[str, Any] | None:
        del line_id
        return None

    async def note(self, line_id: str, notes: Mapping[str, Any] | None) -> None:
        del line_id, notes


def _no_ledger(_vendor: str) -> Ledger:
    return _EmptyLedger()
