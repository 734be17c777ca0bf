"""Keys, options and all else that has no time, thing by thing: which of it is put back. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from adapters import (
    Change,
    Member,
    PutMembers,
    SetCallback,
    SetHours,
    SetMembers,
    SetOption,
    SetRouting,
    Setup,
    Weekday,
    clock_text,
)
from bot import describe
from bot.plans import Thing, things_set
from bot.requests import LinePlan
from bot.threeway.verdicts import Claim, Conflict, Verdict


class Setting(NamedTuple):
    """One thing that a plan has set, and what is known of it."""

    thing: Thing
    before: object
    wrote: object
    now: object
    claim: int | None
    """The newest request that has set it since."""
    is_held: bool = False
    """It cannot be put back without another one, which something newer has."""

    @property
    def verdict(self) -> Verdict:
        """What becomes of it."""
        if self.before == self.wrote:
            return Verdict.FREE if self.now == self.before else Verdict.FOREIGN
        if self.now == self.before:
            return Verdict.DONE
        is_mine = self.claim is None and self.now == self.wrote
        return Verdict.BACK if is_mine and not self.is_held else Verdict.TAKEN


Settings = Mapping[Thing, Setting]


def settings(plan: LinePlan, setup: Setup, newer: Sequence[Claim]) -> Settings:
    """Everything that a plan has set besides overrides, as far as it is known what was there before."""
    taken = {
        thing: claim.request
        for claim in reversed(newer)
        for change in claim.changes
        for thing in things_set(change, claim.plan.before, claim.plan.after)
    }
    found = {
        thing: Setting(thing, thing.of(plan.before), thing.of(plan.after), thing.of(setup), taken.get(thing))
        for change in plan.changes
        if was_known(change, plan)
        for thing in things_set(change, plan.before, plan.after)
    }
    return _with_whole_weeks(plan, found)


def _with_whole_weeks(plan: LinePlan, found: Settings) -> Settings:
    """Whether a line is always open is one for all its days: they are put back together, or not at all."""
    rows = [each for each in found.values() if each.thing.kind == "row"]
    if plan.before.hours.always == plan.after.hours.always or all(each.verdict.may_be_written for each in rows):
        return found
    claim = next((each.claim for each in rows if each.claim), None)
    return {**found, **{each.thing: each._replace(claim=each.claim or claim, is_held=True) for each in rows}}


def put_back(plan: LinePlan, setup: Setup, found: Settings) -> Iterator[Change]:
    """The changes that put back what is still as the plan has set it, the latest undone first."""
    for change in reversed(plan.changes):
        things = [found[each] for each in things_set(change, plan.before, plan.after) if each in found]
        free = [each for each in things if each.verdict.may_be_written]
        if (
            isinstance(change, (SetMembers, PutMembers))
            and len(free) == len(things)
            and setup.members == plan.after.members
        ):
            if setup.members != plan.before.members:  # be it only by their order
                yield PutMembers(members=plan.before.members or ())
        elif any(each.verdict is Verdict.BACK for each in things):
            yield _back(change, plan.before, setup, {each.thing.name for each in free})


def conflicts(plan: LinePlan, setup: Setup, found: Settings, words: describe.Words) -> Iterator[Conflict]:
    """What stays of it, since something newer is there."""
    for each in found.values():
        if each.verdict is Verdict.TAKEN:
            before, wrote, now = (each.thing.told(one, words) for one in (plan.before, plan.after, setup))
            what, typed = each.thing.title(words), _typed(each.thing, plan)
            yield Conflict(what=what, before=before, wrote=wrote, now=now, request=each.claim, instead=typed)


def _typed(thing: Thing, plan: LinePlan) -> str:
    """What to type for what was before, where that is a short sentence."""
    line, before, value = plan.line.name, plan.before, thing.of(plan.before)
    if thing.kind == "row" and not before.hours.always:
        row = before.hours.row(Weekday(thing.name))
        times = " and ".join(f"{clock_text(each.start)}-{clock_text(each.end)}" for each in row)
        return f"set {line} hours {thing.name} {times or 'closed'}"
    if thing.kind == "key" and value is None:
        return f"remove key {thing.name} on {line} while {thing.menu}"
    if thing == Thing(kind="queue", name="callback"):
        return f"turn {'on' if value else 'off'} callback on {line}"
    return ""


def was_known(change: Change, plan: LinePlan) -> bool:
    """Whether it is known what a change replaced: some vendors do not show how a setting is."""
    match change:
        case SetOption():
            return change.name in plan.before.options
        case SetRouting():
            return plan.before.routing is not None
        case _:
            return True


def _back(change: Change, before: Setup, setup: Setup, names: set[str]) -> Change:
    """The change that puts back some things that another has set, and nothing that somebody else has changed."""
    match change:
        case SetHours():
            rows = {Weekday(day): before.hours.row(Weekday(day)) for day in names}
            return SetHours(rows=rows, always=before.hours.always, shared=change.shared)
        case SetCallback() if before.queue and setup.queue:
            was, now = before.queue, setup.queue
            return SetCallback(
                on=(was if "callback" in names else now).callback,
                key=was.callback_key if "callback_key" in names else None,
                threshold=was.threshold if "threshold" in names else None,
            )
        case SetMembers() | PutMembers():
            return PutMembers(members=_merged(setup.members or (), before.members or (), names))
        case _:
            return change.undone(before)


def _merged(now: Sequence[Member], before: Sequence[Member], names: set[str]) -> tuple[Member, ...]:
    """The members as they are now, but for some, who are as they were before."""
    was = {each.id: each for each in before if each.id in names}
    kept = [was.pop(each.id, None) if each.id in names else each for each in now]
    return (*(each for each in kept if each is not None), *was.values())
