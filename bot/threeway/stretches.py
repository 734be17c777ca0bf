"""Overrides, stretch of time by stretch of time: which of them are put back. Pure."""

import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from adapters import (
    DATED,
    FOREVER,
    Change,
    Close,
    Dated,
    OpenSpecial,
    Override,
    PutOverrides,
    Setup,
    all_undone,
    within,
)
from bot import describe
from bot.requests import LinePlan
from bot.threeway.verdicts import Claim, Conflict, Verdict


class Stretch(NamedTuple):
    """A stretch [start, end) of wall-clock time in which none of the overrides compared begins or ends."""

    start: dt.datetime
    end: dt.datetime | None
    before: Override | None
    wrote: Override | None
    now: Override | None
    claim: int | None
    """The newest request that was about this time."""
    is_over: bool

    @property
    def verdict(self) -> Verdict:
        """What becomes of it."""
        if _state(self.before) == _state(self.wrote):
            is_free = self.claim is None and _labels(self.now) == _labels(self.wrote)
            return Verdict.FREE if is_free else Verdict.FOREIGN
        if self.claim is None and _state(self.now) == _state(self.wrote):
            return Verdict.BACK
        if self.is_over:
            return Verdict.OVER
        return Verdict.DONE if _state(self.now) == _state(self.before) else Verdict.TAKEN

    @property
    def told(self) -> tuple[str, str, str, int | None]:
        """How it was before, how it was set, how it is now, and which request has set it since."""
        return _word(self.before), _word(self.wrote), _word(self.now), self.claim


def stretches(plan: LinePlan, setup: Setup, local: dt.datetime, newer: Sequence[Claim]) -> list[Stretch]:
    """All stretches that the dated changes of a plan are about, in order; `local` is what the line's clock shows."""
    mine = _dated(plan.changes)
    theirs = [(claim, each) for claim in newer for each in _dated(claim.changes)]
    setups = (plan.before, plan.after, setup)
    edges = {local, *_edges(mine), *_edges(each for _, each in theirs)}
    edges |= {edge for each in (*setups, *(claim.plan.before for claim in newer)) for edge in _edges(each.overrides)}
    found = []
    for start, end in itertools.pairwise(sorted(edges)):
        if any(_covers(each, start) for each in mine):
            claim = next((claim.request for claim, each in theirs if _is_claimed(each, claim.plan, start)), None)
            before, wrote, now = (_at(each.overrides, start) for each in setups)
            last = None if end == FOREVER else end
            found.append(Stretch(start, last, before, wrote, now, claim, is_over=end <= local))
    return found


def put_back(plan: LinePlan, found: Sequence[Stretch], local: dt.datetime) -> list[Change]:
    """The changes that put back the overrides, but for stretches that something newer has taken."""
    if not any(each.verdict is Verdict.BACK for each in found):
        return []
    mine = _dated(plan.changes)
    if all(each.verdict.may_be_written for each in found):
        whole = zip(reversed(mine), all_undone(mine, plan.before), strict=True)
        return [back for each, back in whole if each.end is None or each.end > local]
    return [
        PutOverrides(
            start=start,
            end=end,
            shared=any(each.shared for each in mine),
            overrides=within(plan.before.overrides, start, end),
        )
        for start, end in _runs(found)
        if end is None or end > local
    ]


def conflicts(found: Sequence[Stretch], line: str, words: describe.Words) -> Iterator[Conflict]:
    """The stretches that stay, those together that touch and are alike."""
    for alike in _joined(found, lambda each: each.verdict is Verdict.TAKEN and each.told):
        first, last = alike[0], alike[-1]
        before, wrote, now, claim = first.told
        what = f"What applies {words.span(first.start, last.end)}"
        typed = _typed(first, last.end, line)
        yield Conflict(what=what, before=before, wrote=wrote, now=now, request=claim, instead=typed)


def _runs(found: Sequence[Stretch]) -> Iterator[tuple[dt.datetime, dt.datetime | None]]:
    """The longest stretches that can be put back in one, if there is anything to be put back in them."""
    for run in _joined(found, lambda each: each.verdict.may_be_written):
        if any(each.verdict is Verdict.BACK for each in run):
            yield run[0].start, run[-1].end


def _joined(found: Sequence[Stretch], kind: Callable[[Stretch], object]) -> Iterator[list[Stretch]]:
    """Stretches that touch and are of the same kind, together; those without a kind are left out."""
    group: list[Stretch] = []
    for each in found:
        if group and not (group[-1].end == each.start and kind(group[-1]) == kind(each)):
            yield group
            group = []
        group += [each] if kind(each) else []
    if group:
        yield group


def _dated(changes: Iterable[Change]) -> list[Dated]:
    return [each for each in changes if isinstance(each, DATED)]


def _edges(spans: Iterable[Dated | Override]) -> set[dt.datetime]:
    return {edge for each in spans for edge in (each.start, each.end or FOREVER)}


def _covers(change: Dated, at: dt.datetime) -> bool:
    return change.start <= at < (change.end or FOREVER)


def _is_claimed(change: Dated, plan: LinePlan, at: dt.datetime) -> bool:
    """Whether a newer change has decided what applies at a time; reopening decides only where something ended."""
    if not _covers(change, at):
        return False
    decides = isinstance(change, (Close, OpenSpecial))
    return decides or _state(_at(plan.before.overrides, at)) != _state(_at(plan.after.overrides, at))


def _at(overrides: Iterable[Override], at: dt.datetime) -> Override | None:
    return next((each for each in overrides if _is_in(each, at)), None)


def _is_in(override: Override, at: dt.datetime) -> bool:
    return override.start <= at < (override.end or FOREVER)


def _state(override: Override | None) -> str | None:
    return override.state if override else None


def _labels(override: Override | None) -> tuple[str, ...]:
    return (override.state, override.name, override.reason) if override else ()


def _typed(first: Stretch, end: dt.datetime | None, line: str) -> str:
    """What to type for what was before; nothing ends special hours but an undo, or closing."""
    verbs = {"open": "open", "closed": "close", None: "reopen" if _state(first.now) == "closed" else ""}
    verb = verbs[_state(first.before)]
    until = f"to {end:%Y-%m-%d %H:%M}" if end else "until further notice"
    return f"{verb} {line} from {first.start:%Y-%m-%d %H:%M} {until}" if verb else ""


def _word(override: Override | None) -> str:
    return override.state if override else "the usual hours"
