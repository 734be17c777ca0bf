"""What has become of what a plan touches since the plan was made. Pure."""

from collections.abc import Iterable, Iterator

from adapters import DATED, Dated, Neighbour, PutMembers, Reopen, SetCallback, SetHours, SetMembers, Weekday, within
from bot import describe
from bot.plans import sharing
from bot.plans.facts import Facts
from bot.plans.making import is_as_planned
from bot.plans.things import Thing, things_needed, things_set
from bot.requests import Difference, LinePlan

_QUEUE = tuple(Thing(kind="queue", name=name) for name in ("callback", "callback_key", "threshold", "escape_key"))


def moved(plan: LinePlan, facts: Facts) -> tuple[Difference, ...]:
    """What a plan touches and is another by now: `was` is how it was approved, `will` how it is now.

    Empty if it is as planned, and never otherwise.
    """
    if is_as_planned(plan, facts.reading, plan.beside):
        return ()
    found = {each.what: each for each in _moved(plan, facts) if each.was != each.will}
    unknown = Difference(what="Something that this touches", was="as it was when this was asked for", will="another")
    return tuple(found.values()) or (unknown,)


def _moved(plan: LinePlan, facts: Facts) -> Iterator[Difference]:
    words, before, now = facts.words, plan.before, facts.setup
    yield Difference(what="Its time zone", was=before.zone, will=now.zone)
    for change in plan.changes:
        if isinstance(change, DATED):
            yield from describe.dates_changed(before, now, change.start, change.end, words)
            yield from _holidays(change, facts)
    if plan.with_week or any(isinstance(each, DATED) and each.end is None for each in plan.changes):
        was, will = (describe.standing(each.hours, words) for each in (before, now))
        yield Difference(what="The weekly hours", was=was, will=will)
    for thing in _things(plan):
        yield Difference(what=thing.title(words), was=thing.told(before, words), will=thing.told(now, words))
    if any(isinstance(each, (SetMembers, PutMembers)) for each in plan.changes):
        yield Difference(what="Who answers", was=words.members(before.members), will=words.members(now.members))
    yield from _drifted(plan, facts)
    sharers = sharing.touched_neighbours(plan.changes, facts.reading)
    others = [each for each in sharing.everyone(facts.neighbours(sharers)) if each.id not in plan.beside]
    yield Difference(what="Who shares its hours or closures", was=_names(plan.neighbours), will=_names(others))


def _things(plan: LinePlan) -> Iterator[Thing]:
    """What a plan sets or looks at, overrides and members apart."""
    for change in plan.changes:
        if isinstance(change, SetCallback):
            yield from _QUEUE
        elif isinstance(change, SetHours) and (change.always or plan.before.hours.always):
            yield from (Thing(kind="row", name=day) for day in Weekday)
        elif not isinstance(change, (SetMembers, PutMembers)):
            yield from (*things_set(change, plan.before, plan.after), *things_needed(change))


def _holidays(change: Dated, facts: Facts) -> Iterator[Difference]:
    """The holidays of the vendor's own calendar in a stretch that is to be reopened, if there are others by now."""
    if isinstance(change, Reopen):
        now, kept = (within(each, change.start, change.end) for each in (facts.reading.beneath, change.keeps))
        was, will = ("; ".join(facts.words.span(each.start, each.end) for each in some) for some in (kept, now))
        yield Difference(what="Holidays of its own calendar", was=was or "none", will=will or "none")


def _drifted(plan: LinePlan, facts: Facts) -> Iterator[Difference]:
    """The named weekdays that somebody has changed at the vendor since."""
    rows = {day for each in plan.changes if isinstance(each, SetHours) for day in each.rows}
    for drift in facts.reading.drift:
        if drift.weekday in rows:
            was, found = (facts.words.day(each) for each in (plan.before.hours.row(drift.weekday), drift.found))
            yield Difference(what=drift.weekday.title_name, was=was, will=f"{found}, changed outside Switchhook")


def _names(neighbours: Iterable[Neighbour]) -> str:
    names = sorted(each.name for each in neighbours)
    return describe.listed(names) if names else "nobody"
