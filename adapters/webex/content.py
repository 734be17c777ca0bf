"""What the schedules of a line say together, in our words, and what they have to say for a wanted setup. Pure."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Literal, NamedTuple, TypeAlias

from adapters.errors import RefusedError
from adapters.model import WHOLE_DAY, Override, Value, Weekday, WeeklyHours
from adapters.overrides import ends, lay, within
from adapters.webex.events import FAR, Event
from adapters.webex.eventwire import CLOSURES, HOURS, Events, ScheduleType, survives
from adapters.webex.rewriting import coverage, covering, cut_out, names_of, shown_times, stretch_of
from adapters.webex.stretches import Stretch, Stretches, minus, overlap
from adapters.webex.weekly import Rows, dated, hours_rows, rows_of, standing, with_rows

State: TypeAlias = Literal["open", "closed"]
STATES: dict[ScheduleType, State] = {HOURS: "open", CLOSURES: "closed"}

_ALWAYS: Rows = dict.fromkeys(Weekday, WHOLE_DAY)


class View(Value):
    """The hours and overrides of a line."""

    hours: WeeklyHours
    overrides: tuple[Override, ...] = ()


class Remembered(Value):
    """What an override says beyond its events: it is shown as long as all of them are there."""

    override: Override
    events: tuple[str, ...]


class Memory(Value):
    """What the events of a line do not tell."""

    remembered: tuple[Remembered, ...] = ()
    dormant: WeeklyHours | None = None
    """The days under *always open*, where the schedule itself holds seven whole days."""


class Content(NamedTuple):
    """The events that a line refers to, None where it has no such schedule, and whether it is open whatever they say.

    The line is open inside an event of its hours, and not inside one of its closures.
    """

    hours: Events | None
    closures: Events | None
    always: bool

    def schedule(self, kind: ScheduleType) -> Events | None:
        """The events of one schedule; None if there is none."""
        return self.hours if kind == HOURS else self.closures

    def events(self, kind: ScheduleType) -> Events:
        """The events of one schedule, or none."""
        return self.schedule(kind) or ()

    def having(self, kind: ScheduleType, events: Events | None) -> "Content":
        """The same with other events in one schedule."""
        return self._replace(hours=events) if kind == HOURS else self._replace(closures=events)


def fingerprints(content: Content) -> tuple[object, ...]:
    """The content in a form that can be compared and written down."""
    lists = [sorted(each.key for each in events) if events is not None else None for events in content[:2]]
    return (*lists, content.always)


def shown(content: Content, memory: Memory, today: dt.date) -> View:
    """What a line is set to, from today on: the events are the truth, memory only names them."""
    layers: list[Override] = []
    for kind, state in STATES.items():
        events = dated(content.events(kind), kind, today)
        keys = {each.key for each in events}
        layers += _found(events, state, today)
        layers += [
            each.override for each in memory.remembered if each.override.state == state and keys.issuperset(each.events)
        ]
    return View(hours=_hours(content, memory, today), overrides=current(lay((), layers), today))


def current(overrides: Iterable[Override], today: dt.date) -> tuple[Override, ...]:
    """The overrides without those that ended before today."""
    return tuple(each for each in overrides if ends(each) > midnight(today))


def vendors_own(content: Content, ours: Collection[str], today: dt.date) -> tuple[Override, ...]:
    """The closures from today on that are in nobody's events of ours, whatever was laid over them."""
    events = dated(content.events(CLOSURES), CLOSURES, today)
    theirs = tuple(each for each in events if each.key not in ours)
    return current(lay((), _found(theirs, STATES[CLOSURES], today)), today)


def without_hidden(content: Content, wanted: View, ours: Collection[str], exact: Stretches, today: dt.date) -> Content:
    """The content without what we wrote and nobody would notice, in stretches where just what is wanted is meant.

    These are special hours under a closure that are wanted no more, and what of our closures lies over the vendor's.
    """
    now = midnight(today)
    opened = tuple(stretch_of(each) for each in wanted.overrides if each.state == "open")
    closures = content.events(CLOSURES)
    theirs = vendors_own(content, ours, today)
    kept = [stretch_of(each) for each in wanted.overrides if each in within(theirs, each.start, each.end)]
    holes = minus(exact, minus(exact, kept))

    def is_hidden(event: Event) -> bool:
        when = Stretch(max(event.start, now), event.end)
        is_meant = when.start < when.end and not minus([when], exact)
        return event.rule is None and event.key in ours and is_meant and not overlap(when, opened)

    def cut(event: Event) -> Events:
        return cut_out((event,), holes, now, names_of(closures)) if event.key in ours else (event,)

    return content._replace(
        hours=content.hours and tuple(each for each in content.hours if not is_hidden(each)),
        closures=content.closures and tuple(part for each in closures for part in cut(each)),
    )


def aimed(content: Content, wanted: View, today: dt.date, *, switch: bool) -> Content:
    """The content changed as little as possible so that it says what is wanted.

    `switch`: *always open* is a switch of the line; else it is seven whole days in its schedule.
    """
    closed = [each for each in wanted.overrides if each.state == "closed"]
    opened = [each for each in wanted.overrides if each.state == "open"]
    always = wanted.hours.always
    rows = _ALWAYS if always and not switch else hours_rows(wanted.hours)
    hours, closures = content.events(HOURS), content.events(CLOSURES)
    beneath, names = tuple(map(stretch_of, closed)), names_of(hours)
    special = covering(dated(hours, HOURS, today), opened, beneath, midnight(today), names)
    weekly = with_rows(standing(hours, HOURS, today), rows, names | names_of(special), today)
    return Content(
        hours=_or_none(content.hours, (*weekly, *special)),
        closures=_or_none(content.closures, covering(closures, closed, (), midnight(today), names_of(closures))),
        always=always and switch,
    )


def remembering(content: Content, wanted: View, today: dt.date) -> Memory:
    """What has to be remembered so that the content shows as wanted; refused if nothing does."""
    dormant = wanted.hours.model_copy(update={"always": False}) if wanted.hours.always and not content.always else None
    plain = shown(content, Memory(), today).overrides
    is_true = all(survives(each) for kind in STATES for each in content.events(kind))
    for told in (tuple(each for each in wanted.overrides if each not in plain), wanted.overrides):
        memory = Memory(remembered=tuple(_remembered(each, content, today) for each in told), dormant=dormant)
        if is_true and shown(content, memory, today) == wanted:
            return memory
    msg = "Webex's schedules cannot hold exactly these hours and closures; make the change in smaller steps."
    raise RefusedError(msg)


def decision(content: Content, today: dt.date) -> tuple[object, ...]:
    """When callers find the line open, from today on."""
    closed = _coverage(content, CLOSURES, today)
    if content.always:
        return _ALWAYS, (), closed
    return (
        rows_of(standing(content.events(HOURS), HOURS, today)),
        minus(_coverage(content, HOURS, today), closed),
        closed,
    )


def says_the_same(one: Events, other: Events, kind: ScheduleType, today: dt.date) -> bool:
    """Whether two schedules mean the same from today on."""
    return _meaning(one, kind, today) == _meaning(other, kind, today)


def ends_any(before: Events, after: Events, kind: ScheduleType, today: dt.date) -> bool:
    """Whether some dated time of a schedule is not covered any more."""
    covered = [coverage(dated(each, kind, today), midnight(today)) for each in (before, after)]
    return bool(minus(*covered))


def midnight(day: dt.date) -> dt.datetime:
    """The first moment of a day."""
    return dt.datetime.combine(day, dt.time())


def _hours(content: Content, memory: Memory, today: dt.date) -> WeeklyHours:
    rows = rows_of(standing(content.events(HOURS), HOURS, today))
    if memory.dormant is not None and not content.always and rows == _ALWAYS:
        return memory.dormant.model_copy(update={"always": True})
    return WeeklyHours().with_rows(rows).model_copy(update={"always": content.always})


def _coverage(content: Content, kind: ScheduleType, today: dt.date) -> Stretches:
    return coverage(dated(content.events(kind), kind, today), midnight(today))


def _meaning(events: Events, kind: ScheduleType, today: dt.date) -> tuple[object, ...]:
    covered = coverage(dated(events, kind, today), midnight(today))
    return rows_of(standing(events, kind, today)), covered


def _found(events: Events, state: State, today: dt.date) -> list[Override]:
    """The events as overrides, in the order in which they are laid over one another."""
    times = [(each, event.name) for event in events for each in shown_times(event, midnight(today))]
    return [
        Override(state=state, start=each.start, end=None if each.end == FAR else each.end, name=name)
        for each, name in sorted(times)
    ]


def _remembered(override: Override, content: Content, today: dt.date) -> Remembered:
    """An override with the events that it takes: those within it if they are all of it, else all that meet it."""
    kind, stretch = (HOURS if override.state == "open" else CLOSURES), stretch_of(override)
    events = dated(content.events(kind), kind, today)
    since = max(stretch.start, midnight(today))
    within = [each for each in events if each.rule is None and stretch.start <= each.start and each.end <= stretch.end]
    if minus([Stretch(since, stretch.end)], coverage(within, since)):
        within = [each for each in events if _begins_before(stretch.end, each, since)]
    return Remembered(override=override, events=tuple(each.key for each in within))


def _begins_before(end: dt.datetime, event: Event, since: dt.datetime) -> bool:
    first = next(event.times(since), None)
    return first is not None and first.start < end


def _or_none(before: Events | None, after: Events) -> Events | None:
    """No schedule is made where there was none and nothing to say."""
    return after if after or before is not None else None
