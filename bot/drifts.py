"""Notices what somebody has changed on a line outside Switchhook, at every reading: one alert a line."""

import datetime as dt
import logging
from collections.abc import Collection
from functools import partial
from typing import NamedTuple

from bot import drift
from bot.alerts import ADOPTERS, BROKEN, Alert, AlertKind
from bot.bell import Bell
from bot.kept import Baseline, Begun
from bot.lines import Clock, Lines, Sighting
from bot.plans import Facts
from bot.promises import AHEAD, LOOKBACK, SILENCE, WatchedLine, edges, watched_line
from bot.store import Store, StoreThread

log = logging.getLogger(__name__)


class _Known(NamedTuple):
    """What is known of a line before it was read."""

    head: int
    baseline: Baseline | None
    begun: list[Begun]
    alert: Alert | None
    broken: Alert | None
    """The alert about a promise on the line that is not kept."""


class Drifts:
    """Compares every reading of a line that may be changed here with how it was last known to be right."""

    def __init__(self, *, store: StoreThread, lines: Lines, clock: Clock, bell: Bell) -> None:
        self._store = store
        self._lines = lines
        self._clock = clock
        self._bell = bell
        self._awaited: dict[str, dict[str, dt.datetime]] = {}
        """Since when the watch is awaited to look at each edge, by the keys of the lines and of the edges."""

    async def judge(self, name: str, sighting: Sighting) -> None:
        """Take a reading into account; one of before the latest record is left to the next."""
        setting, facts, now = self._lines.setting(name), sighting.facts, self._clock()
        if not setting.manage:
            return
        known = await self._store(partial(_known, line=setting.key, read_at=sighting.read_at))
        if known is None:
            return
        baseline = known.baseline or Baseline(setup=facts.setup, at=now, record=known.head)
        verdict = drift.judged(baseline, known.begun, known.head, facts, now)
        await self._store(partial(Store.keep_baseline, line=setting.key, baseline=verdict.baseline))
        told_beside = verdict.differences if verdict.is_dated and known.alert is None else ()
        if known.broken:
            await self._join(known.broken, [each.as_data for each in told_beside])
        if told_beside and (known.broken or await self._waits_for_the_watch(setting.key, facts)):
            return
        if verdict.differences:
            await self._tell(name, sighting, verdict, known.alert)
        elif known.alert and not verdict.doubtful:
            outcome = f"{name} is again as it was."
            await self._store(partial(Store.close_alert, number=known.alert.number, outcome=outcome))
            self._bell.ring()

    async def _waits_for_the_watch(self, key: str, facts: Facts) -> bool:
        """Whether the watch is about to look at what was promised on a line: it tells first, unless it is not heard."""
        now, known = self._clock(), self._awaited.get(key, {})
        line, looked = await self._store(partial(_watched, key=key, facts=facts, since=now - LOOKBACK - AHEAD))
        awaited = [each.key for each in edges(line, now) if each.key not in looked and now - LOOKBACK <= each.at <= now]
        self._awaited[key] = {each: min(known.get(each, now), now) for each in awaited}  # a clock may be put back
        patience = facts.capabilities.lag + SILENCE
        return any(now - since < patience for since in self._awaited[key].values())

    async def _join(self, alert: Alert, differences: list[dict[str, str]]) -> None:
        """Show what was changed on the card that tells of the broken promise, where it can be adopted as well."""
        if alert.data.get("differences", []) != differences:
            kept = {name: value for name, value in alert.data.items() if name not in {ADOPTERS, "text"}}
            changed = {"text": alert.data.get("text", alert.text), "data": {**kept, "differences": differences}}
            await self._store(partial(Store.keep_alert, alert=alert.model_copy(update=changed)))
            self._bell.ring()

    async def _tell(self, name: str, sighting: Sighting, verdict: drift.Verdict, alert: Alert | None) -> None:
        differences = [each.as_data for each in verdict.differences]
        if alert and alert.data["differences"] == differences:
            return
        now, since = self._clock(), verdict.baseline.at
        noticed = dt.datetime.fromisoformat(alert.data["noticed"]) if alert else now
        told = {"differences": differences, "since": since.isoformat(), "noticed": noticed.isoformat()}
        text = drift.text(name, verdict.differences, since, noticed, sighting.facts)
        key = self._lines.setting(name).key
        raising = partial(Store.raise_alert, kind=AlertKind.DRIFT, text=text, line=key, name=name, data=told)
        await self._store(raising)
        self._bell.ring()
        log.warning("%s was changed outside Switchhook.", name)


def _watched(store: Store, *, key: str, facts: Facts, since: dt.datetime) -> tuple[WatchedLine, Collection[str]]:
    """A line as the watch sees it, and the edges that were looked at."""
    adopted, right = store.adopted().get(key, ()), store.last_right().get(key, ())
    return watched_line(facts, store.promises(since), adopted, right), store.watched(since)


def _known(store: Store, *, line: str, read_at: dt.datetime) -> _Known | None:
    """What is known of a line; None if a request has moved on since it was read."""
    baseline = store.baseline(line)
    begun = store.begun_since(baseline.record) if baseline else []
    if any(each.moved > read_at and each.part.plan.line.key == line for each in begun):
        return None
    alerts = store.open_alerts(line=line)
    alert = next((each for each in alerts if each.kind is AlertKind.DRIFT), None)
    broken = next((each for each in alerts if each.kind in BROKEN), None)
    return _Known(store.chain_head()[0], baseline, begun, alert, broken)
