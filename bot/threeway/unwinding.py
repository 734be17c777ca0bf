"""What undoes a plan on its line, and what it leaves alone. Pure."""

import datetime as dt
from collections.abc import Sequence

from adapters import Change, RemoveMenuKey, SetMenuKey, SetOption, Value, wall_clock
from bot import plans
from bot.requests import LinePlan, Request
from bot.threeway import settings, stretches
from bot.threeway.settings import was_known
from bot.threeway.verdicts import Conflict, claims


class Unwinding(Value):
    """What undoes a plan on its line, and what it leaves alone."""

    changes: tuple[Change, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    """What stays, since something newer is there."""
    leaves: tuple[str, ...] = ()
    """What stays, since nobody knows what was there before: the names of settings."""
    clears: tuple[str, ...] = ()
    """The keys that are removed, since nobody knows what they did before: each as `key 4`."""


def three_way(part: LinePlan, facts: plans.Facts, now: dt.datetime, since: Sequence[Request]) -> Unwinding:
    """What undoes a plan that was applied, as far as nothing newer has touched the same.

    `since` are the newer requests, the oldest first, whatever they are about: what counts is what they have written on
    this line. There are no changes where everything is in conflict, done, or left.
    """
    local = wall_clock(now, facts.line.zone).replace(second=0, microsecond=0)
    newer, words = claims(since, facts.line), facts.words
    dated = stretches.stretches(part, facts.setup, local, newer)
    lasting = settings.settings(part, facts.setup, newer)
    changes = (*stretches.put_back(part, dated, local), *settings.put_back(part, facts.setup, lasting))
    return Unwinding(
        changes=changes,
        conflicts=(
            *stretches.conflicts(dated, facts.line.name, words),
            *settings.conflicts(part, facts.setup, lasting, words),
        ),
        leaves=_left(part, facts, changes),
        clears=_cleared(part, facts, changes),
    )


def _left(part: LinePlan, facts: plans.Facts, changes: Sequence[Change]) -> tuple[str, ...]:
    """What stays, since nobody knows what was there before, and the undoing does not write it anyway."""
    anew = plans.touched(changes, facts.setup).keys()
    left = [each for each in part.changes if not was_known(each, part)]
    return tuple(_setting(each, facts) for each in left if anew.isdisjoint(each.slice(facts.setup)))


def _setting(change: Change, facts: plans.Facts) -> str:
    """The name of what a change has set, where nobody knows how it was before."""
    option = facts.capabilities.option(change.name) if isinstance(change, SetOption) else None
    return option.label if option else "How a call finds an agent"


def _cleared(part: LinePlan, facts: plans.Facts, changes: Sequence[Change]) -> tuple[str, ...]:
    """The keys that are removed, since nobody knows what they did before."""
    removed = {(each.menu, each.key) for each in changes if isinstance(each, RemoveMenuKey)}
    unknown = [each for each in part.changes if isinstance(each, SetMenuKey) and not facts.capabilities.shows(each)]
    return tuple(
        f"key {each.key}{' while closed' if each.menu == 'closed' else ''}"
        for each in unknown
        if not facts.made and (each.menu, each.key) in removed
    )
