"""What changes mean for the schedules of one line: what they should hold, and which ways may lead there. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from adapters.changes import DATED, Change, PutOverrides, Reopen, all_applied
from adapters.errors import UnsupportedError
from adapters.model import Setup
from adapters.webex.content import (
    Content,
    Memory,
    View,
    aimed,
    current,
    midnight,
    remembering,
    says_the_same,
    without_hidden,
)
from adapters.webex.events import FAR
from adapters.webex.eventwire import CLOSURES, HOURS, Events, ScheduleType
from adapters.webex.keeping import Copy, Period
from adapters.webex.looking import Look, Side
from adapters.webex.planning import Way
from adapters.webex.rewriting import cut_out, free_name, is_named_for, names_of, shown_times
from adapters.webex.stretches import Stretch, minus, union
from adapters.webex.weekly import dated, rows_of, standing

KINDS: Final[tuple[ScheduleType, ...]] = (HOURS, CLOSURES)


class Aim(NamedTuple):
    """What a line should have, what is to be remembered of it, and for each schedule that changes the ways there."""

    content: Content
    memory: Memory
    ways: Mapping[ScheduleType, Sequence[Way]]


def view_after(look: Look, view: View, changes: Sequence[Change]) -> View:
    """The hours and overrides of a line after changes."""
    before = Setup(line_id=look.attached.line_id, zone=look.attached.zone, hours=view.hours, overrides=view.overrides)
    try:
        after = all_applied(changes, before)
    except ValueError as error:
        raise UnsupportedError(str(error)) from error
    return View(hours=after.hours, overrides=current(after.overrides, look.today))


def content_after(look: Look, content: Content, wanted: View, changes: Iterable[Change], *, shared: bool) -> Content:
    """What the schedules should hold. *Always open* is switched on where the line can, but not for all of them."""
    can_switch = look.attached.always_possible and not shared and not look.view.hours.always
    ending = [each for each in changes if isinstance(each, (PutOverrides, Reopen))]
    exact = union(Stretch(each.start, each.end or FAR) for each in ending)
    content = without_hidden(content, wanted, look.ours, exact, look.today)
    return aimed(content, wanted, look.today, switch=content.always or can_switch)


def changed_kinds(before: Content, after: Content) -> list[ScheduleType]:
    """Which schedules change."""
    return [each for each in KINDS if set(before.events(each)) != set(after.events(each))]


def changes_week(before: Content, after: Content, look: Look) -> bool:
    """Whether the standing hours change."""
    rows = [rows_of(standing(each.events(HOURS), HOURS, look.today)) for each in (before, after)]
    return rows[0] != rows[1]


def aim_at(look: Look, wanted: View, content: Content, *, shared: bool, used: Mapping[ScheduleType, bool]) -> Aim:
    """The ways to a content; a schedule that means again what the line's own one stands for is simply gone back to.

    `used`: whether others use the schedule, too.
    """
    ways: dict[ScheduleType, Sequence[Way]] = {}
    for kind in changed_kinds(look.content, content):
        side = look.sides[kind]
        home = side.home.events if side.home else ()
        if _may_go_home(look, side) and says_the_same(content.events(kind), home, kind, look.today):
            ways[kind] = (Way.HOME,)
            content = content.having(kind, home if side.home else None)
        elif kind == HOURS and changes_week(look.content, content, look) and not side.is_temporary:
            ways[kind] = (Way.COPY,) if used.get(kind) or side.schedule is None else (Way.PLACE,)
        else:
            ways[kind] = _ways(side, shared=shared, used=used.get(kind, False))
    return Aim(content, remembering(content, wanted, look.today), ways)


def copy_for(
    look: Look, kind: ScheduleType, changes: Iterable[Change], *, shared: bool, used: bool, leaves: bool
) -> Copy:
    """What a new schedule of one line is for; `leaves`: the line leaves the original for good."""
    side = look.sides[kind]
    original, periods, alone = side.schedule.name if side.schedule else None, tuple[Period, ...](), not used
    if side.copy and side.is_temporary:
        original, periods, alone = side.copy.original, side.copy.periods, side.copy.alone
    if original is None or not shared:
        periods += tuple(Period(start=each.start, end=each.end) for each in changes if isinstance(each, DATED))
    stays = original is None and (kind == HOURS or not look.attached.detachable)
    current_periods = tuple(each for each in dict.fromkeys(periods) if not each.is_over(look.now))
    copy = Copy(type=kind, location_id=look.attached.location_id, name="", original=original, content="")
    if stays or leaves:
        return copy.model_copy(update={"lasting": True})
    return copy.model_copy(update={"periods": current_periods, "alone": alone and original is not None})


def carried_over(look: Look, side: Side, periods: Sequence[Period]) -> Events:
    """What a temporary copy should hold now: the original, but within its periods what the copy holds."""
    today, kind = midnight(look.today), side.kind
    inside = tuple(Stretch(each.start, each.end or FAR) for each in periods)
    outside = minus([Stretch(today, FAR)], inside)
    home, own = (dated(each.events if each else (), kind, look.today) for each in (side.home, side.schedule))
    weekly = standing(side.home.events if side.home else (), kind, look.today)
    common = tuple(each for each in home if each in own)
    left = cut_out(tuple(each for each in home if each not in own), inside, today, names_of([*weekly, *home]))
    brought = cut_out(tuple(each for each in own if each not in home), outside, today, names_of(own))
    result = [*weekly, *common, *left]
    for each in brought:
        is_over = next(shown_times(each, today), None) is None
        if is_over or (each.rule and FAR not in (last.end for last in inside)):
            continue
        result.append(each.model_copy(update={"name": free_name(each.name, names_of(result))}))
    return tuple(result)


def written_after(look: Look, content: Content) -> tuple[str, ...]:
    """The dated events that are ours once a line has this content: those that were and remain, and the new ones."""
    known = set(look.notes.written)
    result: list[str] = []
    for kind in KINDS:
        before, after = look.content.events(kind), content.events(kind)
        ours = tuple(each.name for each in before if each.key in known)
        new = [each for each in dated(after, kind, look.today) if each not in before]
        result += [each.key for each in after if each.key in known]
        result += [each.key for each in new if is_named_for(each) or (ours and each.name.startswith(ours))]
    return tuple(result)


def _may_go_home(look: Look, side: Side) -> bool:
    if side.copy is None or side.is_edited:
        return False
    return side.home is not None or (side.is_temporary and side.copy.original is None and look.attached.detachable)


def _ways(side: Side, *, shared: bool, used: bool) -> Sequence[Way]:
    if side.is_edited:
        return (Way.PLACE,)
    if side.schedule is None or side.is_temporary:
        return (Way.COPY,)
    if shared:
        return (Way.PLACE,)
    return (Way.COPY,) if used else (Way.PLACE, Way.COPY)
