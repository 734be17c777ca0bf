"""Setups and changes in plain words: dates, hours, differences, and what callers notice. Pure."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from adapters import (
    DATED,
    DAY,
    WHOLE_DAY,
    Capabilities,
    Change,
    Close,
    Dated,
    Destination,
    Interval,
    Member,
    MenuAction,
    OpenSpecial,
    PutMembers,
    PutOverrides,
    QueueSettings,
    RemoveMenuKey,
    Reopen,
    SetCallback,
    SetHours,
    SetMembers,
    SetMenuKey,
    SetOption,
    SetRouting,
    SetTreatment,
    Setup,
    Value,
    Weekday,
    WeeklyHours,
    day_hours,
    is_open,
    moment,
    next_change,
    timeline,
    wall_clock,
)
from bot.requests import Difference

TWELVE_HOUR_COUNTRIES = frozenset({"", "US", "CA", "AU", "NZ", "PH", "IN", "MX"})
MOST_DATES = 8
"""How many dates a difference names before it says how many more there are."""


class Words(Value):
    """How a line's times and targets are put into words."""

    zone: str
    country: str = ""
    capabilities: Capabilities
    destinations: tuple[Destination, ...] = ()

    @property
    def _twelve(self) -> bool:
        return self.country in TWELVE_HOUR_COUNTRIES

    def clock(self, minute: int) -> str:
        """A minute of the day: `9:00 AM`, or `09:00`."""
        return clock(minute, twelve=self._twelve)

    def day(self, day: Sequence[Interval]) -> str:
        """The open intervals of a day: `9:00 AM – 1:00 PM`, `closed`, `open all day`."""
        if not day:
            return "closed"
        if tuple(day) == WHOLE_DAY:
            return "open all day"
        return " and ".join(f"{self.clock(each.start)} – {self.clock(each.end)}" for each in day)

    def span(self, start: dt.datetime, end: dt.datetime | None) -> str:
        """A stretch of wall-clock time: `on Sat 21 Nov 2026, all day`."""
        if end is None:
            return f"from {self._moment(start)} until further notice"
        whole = start.time() == end.time() == dt.time()
        last = (end - dt.timedelta(days=1 if whole else 0)).date()
        if whole and last == start.date():
            return f"on {date(last)}, all day"
        if whole:
            return f"from {date(start.date())} to {date(last)}, all days included"
        if end - dt.timedelta(minutes=1) < _midnight(start.date() + dt.timedelta(days=1)):
            end_minute = DAY if end.time() == dt.time() else end.hour * 60 + end.minute
            return f"on {date(start.date())}, {self.clock(_minute(start))} – {self.clock(end_minute)}"
        return f"from {self._moment(start)} to {self._moment(end)}"

    def at(self, when: dt.datetime) -> str:
        """A moment in the line's own time: `Mon 23 Nov, 8:00 AM`."""
        local = wall_clock(when, self.zone)
        return f"{date(local.date(), year=False)}, {self.clock(_minute(local))}"

    def action(self, action: MenuAction | None) -> str:
        """What happens to a call, with the name of where it goes."""
        if action is None:
            return "nothing"
        options = (*self.capabilities.menu_actions, *self.capabilities.treatments)
        label = next((each.label for each in options if each.name == action.action), action.action)
        if action.target_id is None:
            return label
        return f"{label}: {self.target(action)}"

    def target(self, action: MenuAction) -> str:
        """The name of where an action leads."""
        wanted = (action.target_kind, action.target_id)
        known = next((each.name for each in self.destinations if (each.kind, each.id) == wanted), None)
        return known or f"{action.target_kind} {action.target_id}"

    def routing(self, routing: str | None) -> str:
        """How a call finds an agent."""
        return dict(self.capabilities.routings).get(routing or "", routing or "not set")

    def option(self, name: str, value: object) -> str:
        """An option's value."""
        option = self.capabilities.option(name)
        if isinstance(value, bool):
            return "on" if value else "off"
        if option and option.choices:
            return dict(option.choices).get(str(value), str(value))
        return f"{value} {option.unit}".strip() if option else str(value)

    def members(self, members: Sequence[Member] | None) -> str:
        """Who answers: `Ann Baker, Cleo Diaz (paused)`."""
        people = [MenuAction(action="", target_kind="agent", target_id=each.id) for each in members or ()]
        names = [self.target(each) for each in people]
        paused = ["" if each.joined else " (paused)" for each in members or ()]
        return ", ".join(map("".join, zip(names, paused, strict=True))) or "nobody"

    @property
    def zone_name(self) -> str:
        """`New York time`."""
        return zone_name(self.zone)

    def _moment(self, local: dt.datetime) -> str:
        return (
            date(local.date()) if local.time() == dt.time() else f"{date(local.date())}, {self.clock(_minute(local))}"
        )


def clock(minute: int, *, twelve: bool) -> str:
    """A minute of the day: `9:00 AM`, or `09:00`; both ends of a day are midnight."""
    if not twelve:
        return f"{minute // 60:02}:{minute % 60:02}"
    if minute in (0, DAY):
        return "midnight"
    if minute == DAY // 2:
        return "noon"
    return f"{(minute // 60 - 1) % 12 + 1}:{minute % 60:02} {'AM' if minute < DAY // 2 else 'PM'}"


def date(day: dt.date, *, year: bool = True) -> str:
    """`Sat 21 Nov 2026`."""
    return f"{day:%a} {day.day} {day:%b}" + (f" {day.year}" if year else "")


def zone_name(zone: str) -> str:
    """`New York time`."""
    return f"{zone.rsplit('/', 1)[-1].replace('_', ' ')} time"


def change_sentence(change: Change, line: str, words: Words) -> str:
    """A change as one sentence, with weekday, date, times and zone."""
    match change:
        case Close():
            return f"Close {line} {words.span(change.start, change.end)} ({words.zone_name})."
        case OpenSpecial():
            return f"Open {line} {words.span(change.start, change.end)} ({words.zone_name})."
        case Reopen():
            when = f"{words.span(change.start, change.end)} " if change.end else ""
            return f"Reopen {line} {when}({words.zone_name}): its usual hours apply again."
        case PutOverrides():
            return f"Put back what applied to {line} {words.span(change.start, change.end)} ({words.zone_name})."
        case SetHours(always=True):
            return f"Keep {line} open around the clock, every day."
        case SetHours():
            return f"Set the weekly hours of {line}: {week(change.rows, words)} ({words.zone_name})."
        case SetMenuKey():
            return f"On {line}, key {change.key} {_while(change.menu)}: {words.action(change.action)}."
        case RemoveMenuKey():
            return f"On {line}, remove key {change.key} {_while(change.menu)}."
        case SetTreatment():
            return f"On {line}, {_treatment(change.menu)}: {words.action(change.action)}."
        case SetCallback(on=False):
            return f"Turn the callback offer of {line} off."
        case SetCallback():
            return f"Offer a callback to waiting callers of {line}" + (
                f", with key {change.key}." if change.key else "."
            )
        case SetMembers() | PutMembers():
            return f"Change who answers the calls of {line}."
        case SetRouting():
            return f"On {line}, calls find agents by: {words.routing(change.routing)}."
        case SetOption():
            option = words.capabilities.option(change.name)
            label = option.label if option else change.name
            return f"On {line}, set {label.lower()} to {words.option(change.name, change.value)}."


def differences(before: Setup, after: Setup, changes: Iterable[Change], words: Words) -> tuple[Difference, ...]:
    """What is now, and what will be, for everything that the changes touch."""
    found: dict[str, Difference] = {}
    for change in changes:
        for difference in _differences(before, after, change, words):
            if difference.was != difference.will:
                found[difference.what] = difference
    return tuple(found.values())


def week(rows: Mapping[Weekday, Sequence[Interval]], words: Words) -> str:
    """Weekly hours, equal neighbours together: `Mon–Fri 8:30 AM – 6:00 PM, Sat closed`."""
    groups: list[tuple[list[Weekday], str]] = []
    for day in Weekday:
        if day not in rows:
            continue
        text = words.day(rows[day])
        days = list(Weekday)
        if groups and groups[-1][1] == text and days.index(day) == days.index(groups[-1][0][-1]) + 1:
            groups[-1][0].append(day)
        else:
            groups.append(([day], text))
    return ", ".join(f"{_days(days)} {text}" for days, text in groups)


def standing(hours: WeeklyHours, words: Words) -> str:
    """The standing week: `Mon–Fri 8:00 AM – 6:00 PM, Sat 9:00 AM – 1:00 PM, Sun closed`."""
    if hours.always:
        return "open around the clock, every day"
    return week({day: hours.row(day) for day in Weekday}, words)


def callers(before: Setup, after: Setup, changes: Sequence[Change], now: dt.datetime, words: Words) -> tuple[str, ...]:
    """What callers will notice, at telling moments; a sentence each."""
    sentences: list[str] = []
    for change in changes:
        if isinstance(change, DATED):
            sentences += _during(before, after, change, now, words)
        elif isinstance(change, SetHours):
            sentences.append(f"Outside these hours: {_closed(after, words)}.")
        elif isinstance(change, SetCallback) and change.on and after.queue:
            queue = after.queue
            more = f"When more than {queue.threshold} calls wait" if queue.threshold else "When anyone waits"
            how = f"can press {queue.callback_key}" if queue.callback_key else "can ask"
            sentences.append(f"{more}, callers {how} to be called back.")
    return tuple(dict.fromkeys(sentences))


def _during(before: Setup, after: Setup, change: Dated, now: dt.datetime, words: Words) -> Iterator[str]:
    """What callers meet when they first notice the change, and what comes next."""
    start = max(moment(change.start, after.zone), now)
    end = moment(change.end, after.zone) if change.end else start + dt.timedelta(days=8)
    edges = sorted(
        {span.start for setup in (before, after) for span in timeline(setup, start, end)} if start < end else ()
    )
    first = next((each for each in edges if is_open(before, each) != is_open(after, each)), None)
    if first is None:
        return
    yield f"{words.at(first)}: {'open, calls are answered' if is_open(after, first) else _closed(after, words)}."
    following = next_change(after, first)
    if following:
        yield f"{words.at(following)}: the line {'opens' if is_open(after, following) else 'closes'}."


_REACHED = {
    "voicemail": "callers reach voicemail",
    "message": "callers hear a message",
    "menu": "callers hear the menu",
    "disabled": "callers reach nobody",
}


def _closed(setup: Setup, words: Words) -> str:
    if setup.closed_menu is None:
        return "closed"
    action = setup.closed_menu.action
    alone = _REACHED.get(action.action) if action.target_id is None else None
    return f"closed; {alone or f'calls get: {words.action(action).lower()}'}"


def _differences(before: Setup, after: Setup, change: Change, words: Words) -> Iterator[Difference]:
    match change:
        case Close() | OpenSpecial() | Reopen() | PutOverrides():
            yield from _dated(before, after, change.start, change.end, words)
        case SetHours():
            yield from _weekly(before.hours, after.hours, words)
        case SetMenuKey() | RemoveMenuKey():
            was, will = before.menu(change.menu), after.menu(change.menu)
            yield Difference(
                what=f"Key {change.key} {_while(change.menu)}",
                was=words.action(was.keys.get(change.key) if was else None),
                will=words.action(will.keys.get(change.key) if will else None),
            )
        case SetTreatment():
            was, will = before.menu(change.menu), after.menu(change.menu)
            yield Difference(
                what=_treatment(change.menu).capitalize(),
                was=words.action(was.action if was else None),
                will=words.action(will.action if will else None),
            )
        case SetCallback():
            yield from _queue(before, after)
        case SetMembers() | PutMembers():
            yield Difference(what="Who answers", was=words.members(before.members), will=words.members(after.members))
        case SetRouting():
            yield Difference(
                what="Calls find agents by", was=words.routing(before.routing), will=words.routing(after.routing)
            )
        case SetOption():
            option = words.capabilities.option(change.name)
            old, new = before.options.get(change.name), after.options[change.name]
            yield Difference(
                what=option.label if option else change.name,
                was="not set" if old is None else words.option(change.name, old),
                will=words.option(change.name, new),
            )


def _dated(
    before: Setup, after: Setup, start: dt.datetime, end: dt.datetime | None, words: Words
) -> Iterator[Difference]:
    last = end or start + dt.timedelta(days=7)
    dates = [start.date() + dt.timedelta(days=number) for number in range((last - _midnight(start.date())).days + 1)]
    changed = [
        (each, day_hours(before.hours, before.overrides, each), day_hours(after.hours, after.overrides, each))
        for each in dates
        if _midnight(each) < last or each == start.date()
    ]
    changed = [row for row in changed if row[1] != row[2]]
    for day, was, will in changed[:MOST_DATES]:
        yield Difference(what=date(day), was=words.day(was), will=words.day(will))
    if len(changed) > MOST_DATES:
        yield Difference(
            what=f"and {len(changed) - MOST_DATES} more days", was="their usual hours", will="the same way"
        )
    if end is None and changed:
        yield Difference(what="After that", was=_in_the_end(before), will=_in_the_end(after))


def _in_the_end(setup: Setup) -> str:
    return "closed, until further notice" if any(each.end is None for each in setup.overrides) else "the usual hours"


def _weekly(before: WeeklyHours, after: WeeklyHours, words: Words) -> Iterator[Difference]:
    if before.always != after.always:
        yield Difference(what="Weekly hours", was=standing(before, words), will=standing(after, words))
        return
    for day in Weekday:
        yield Difference(what=day.title_name, was=words.day(before.row(day)), will=words.day(after.row(day)))


def _queue(before: Setup, after: Setup) -> Iterator[Difference]:
    was, will = before.queue, after.queue
    if was is None or will is None:
        return
    if was.callback != will.callback:
        yield Difference(what="Callback for waiting callers", was=offer(was), will=offer(will))
        return
    yield Difference(what="Callback key", was=was.callback_key, will=will.callback_key)
    yield Difference(
        what="Callback is offered when more calls wait than", was=str(was.threshold), will=str(will.threshold)
    )


def offer(queue: QueueSettings) -> str:
    """The callback that waiting callers are offered: `on, with key 9, once more than 5 calls wait`."""
    if not queue.callback:
        return "off"
    key = f", with key {queue.callback_key}" if queue.callback_key else ""
    when = f", once more than {queue.threshold} calls wait" if queue.threshold is not None else ""
    return f"on{key}{when}"


def _days(days: Sequence[Weekday]) -> str:
    first, last = days[0].title_name[:3], days[-1].title_name[:3]
    return first if len(days) == 1 else f"{first}{'–' if len(days) > 2 else ', '}{last}"


def _while(menu: str) -> str:
    return f"while {menu}"


def _treatment(menu: str) -> str:
    return "calls that nobody answers" if menu == "open" else "calls while closed"


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time())


def _minute(local: dt.datetime) -> int:
    return local.hour * 60 + local.minute


def offset_note(start: dt.datetime, end: dt.datetime | None, zone: str) -> str | None:
    """A sentence about the clock change, if one falls into a stretch of wall-clock time."""
    info = ZoneInfo(zone)
    last = end or start + dt.timedelta(days=1)
    before, after = start.replace(tzinfo=info).utcoffset(), last.replace(tzinfo=info).utcoffset()
    if before is None or after is None or before == after or last - start > dt.timedelta(days=40):
        return None
    hour = "forward" if after > before else "back"
    return f"The clocks of {zone_name(zone)} go {hour} in between; all times are by the wall clock."
