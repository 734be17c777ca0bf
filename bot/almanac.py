"""Tells the public holidays of lines: on which they are closed, and on which callers get through."""

import asyncio
from collections.abc import Iterable, Sequence
from functools import partial

from bot import coverage, describe
from bot.coverage import Cover, Period
from bot.errors import SayError, TooLateError
from bot.language import Ask, Verb, canonical
from bot.lines import Clock, Lines
from bot.plans import Facts
from bot.reports import Holidays
from bot.requests import AWAITED, Request
from bot.store import Store, StoreThread


class Almanac:
    """Tells what is missing on public holidays."""

    def __init__(self, store: StoreThread, lines: Lines, clock: Clock) -> None:
        self._store = store
        self._lines = lines
        self._clock = clock

    async def holidays(self, ask: Ask, *, may_ask: bool) -> Holidays:
        """The holidays of some lines or of all, of the coming twelve months or of a year, and what callers get."""
        names = self._names(ask)
        await asyncio.gather(*(self._lines.read_in_time(name) for name in names if self._lines.seen(name) is None))
        requests = await self._requests()
        seen = [facts for name in names if (facts := self._facts(name))]
        periods = [self._period(ask, facts) for facts in seen] or [
            coverage.asked_for(ask.windows, self._clock().date())
        ]
        if all(each.end <= each.start for each in periods):
            msg = f"{periods[0].end.year - 1} is over. `holidays` shows those that are coming."
            raise TooLateError(msg)
        known = [(facts, self._covers(ask, facts, requests)) for facts in seen]
        missing = [facts for facts, found in known if _is_missing(found)]
        return Holidays(
            lines=tuple(names),
            first=min(each.start for each in periods),
            last=max(each.end for each in periods) - coverage.DAY,
            days=coverage.together([(facts, found) for facts, found in known if found is not None]),
            remarks=(
                *coverage.remarks(known),
                *_unread([name for name in names if self._facts(name) is None]),
                *_only_shown([facts.line.name for facts in missing if not coverage.may_close(facts)]),
            ),
            closing=_closing(ask) if any(map(coverage.may_close, missing)) and not self._is_far(ask) else "",
            may_ask=may_ask,
        )

    async def missing(self, ask: Ask) -> list[str]:
        """The lines that an ask is about on which a holiday is missing, or of which nothing is known yet.

        A `SayError` where the year that it names is too far ahead.
        """
        if self._is_far(ask):
            last = coverage.offered(self._clock().date()).end - coverage.DAY
            year = coverage.asked_for(ask.windows, self._clock().date()).start.year
            msg = f"{year} is too far ahead: lines can be closed on holidays until {describe.date(last)}."
            raise SayError(msg)
        requests, names = await self._requests(), self._names(ask)
        seen = [(name, self._facts(name)) for name in names]
        return [name for name, facts in seen if facts is None or self._is_to_be_closed(ask, facts, requests)]

    def _is_to_be_closed(self, ask: Ask, facts: Facts, requests: Iterable[Request]) -> bool:
        return coverage.may_close(facts) and _is_missing(self._covers(ask, facts, requests))

    def _is_far(self, ask: Ask) -> bool:
        today = self._clock().date()
        return coverage.asked_for(ask.windows, today).start >= coverage.offered(today).end

    def _names(self, ask: Ask) -> list[str]:
        return self._lines.named(ask.lines or ("*",))

    async def _requests(self) -> list[Request]:
        return await self._store(partial(Store.requests_in, states=AWAITED))

    def _facts(self, name: str) -> Facts | None:
        seen = self._lines.seen(name)
        return seen.facts if seen else None

    def _period(self, ask: Ask, facts: Facts) -> Period:
        return coverage.asked_for(ask.windows, coverage.today_of(facts, self._clock()))

    def _covers(self, ask: Ask, facts: Facts, requests: Iterable[Request]) -> tuple[Cover, ...] | None:
        return coverage.covers(facts, self._period(ask, facts), requests)


def _is_missing(found: Sequence[Cover] | None) -> bool:
    return any(each.is_open for each in found or ())


def _closing(ask: Ask) -> str:
    """What to say to have these lines closed on what is missing."""
    return canonical(Ask(verb=Verb.HOLIDAYS, lines=ask.lines or ("*",), windows=ask.windows, on=True))


def _only_shown(names: Sequence[str]) -> tuple[str, ...]:
    return (f"{coverage.some(names)} cannot be closed on single days from here.",) if names else ()


def _unread(names: Sequence[str]) -> tuple[str, ...]:
    return (f"Nothing is known yet of {coverage.some(names)}; ask again in a minute.",) if names else ()
