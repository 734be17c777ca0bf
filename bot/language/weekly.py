"""Standing hours as they are said: "mon-fri 8:30am-6pm, sat 9-1, closed sunday"."""

from collections.abc import Iterable, Sequence

from adapters import DAY, Day, Interval, Weekday, merged
from bot.language.clocks import MIDNIGHT, Clock, pair
from bot.language.crossroads import ask_back
from bot.language.days import WeekdayName, WeekdaySet
from bot.language.elements import Days, Phrase, Times
from bot.language.groups import Group, grouped
from bot.language.monthdays import DayRange

_ORDER = tuple(Weekday)


def weekly_rows(phrase: Phrase) -> dict[Weekday, Day]:
    """The rows that a phrase sets, Monday first; a day that was not named is absent."""
    groups, others = grouped(phrase.elements)
    if phrase.flags - {"only"}:
        ask_back("From when until when? For example: mon-fri 9am-5pm.")
    if others:
        ask_back("Weekly hours have no dates. Which weekdays are meant?")
    rows: dict[Weekday, tuple[Interval, ...]] = {}
    for group in groups:
        left_out = set(weekdays(group.left_out))
        for day in weekdays(group.ranges):
            if day not in left_out:
                for at, intervals in _row(group, day).items():
                    rows[at] = merged((*rows.get(at, ()), *intervals))
    spilled = set(rows) - {day for group in groups for day in weekdays(group.ranges)}
    if spilled:
        ask_back(
            f"Those hours go past midnight. Please say the hours of {min(spilled).title_name} as well, for example: "
            "fri 10pm-midnight, sat midnight-6am."
        )
    if "only" in phrase.flags:
        rows = {day: rows.get(day, ()) for day in Weekday}
    return {day: rows[day] for day in Weekday if day in rows}


def weekdays(ranges: Iterable[DayRange]) -> list[Weekday]:
    """The weekdays that some days name."""
    return [day for each in ranges for day in _from_to(each)]


def repeats(phrase: Phrase) -> bool:
    """Whether a phrase says that it is meant every week."""
    ranges = [each for element in phrase.elements if isinstance(element, Days) for each in element.ranges]
    return any(isinstance(day, WeekdaySet) or (isinstance(day, WeekdayName) and day.every) for day in _ends(ranges))


def names_weekdays_only(phrase: Phrase) -> bool:
    """Whether all days of a phrase are weekdays without a word about which one."""
    ranges = [each for element in phrase.elements if isinstance(element, Days) for each in element.ranges]
    days = list(_ends(ranges))
    return bool(days) and all(isinstance(day, WeekdaySet) or _is_plain(day) for day in days)


def _ends(ranges: Iterable[DayRange]) -> Iterable[object]:
    return (day for each in ranges for day in each if day is not None)


def _is_plain(day: object) -> bool:
    return isinstance(day, WeekdayName) and day.which == ""


def _from_to(days: DayRange) -> Sequence[Weekday]:
    if isinstance(days.first, WeekdaySet) and days.last is None:
        return days.first.days
    first, last = days.first, days.last or days.first
    if not isinstance(first, WeekdayName) or not isinstance(last, WeekdayName) or first.which or last.which:
        ask_back("Weekly hours are set for weekdays. Is a date meant? Then say: open … on that date.")
    start, count = _ORDER.index(first.weekday), (_ORDER.index(last.weekday) - _ORDER.index(first.weekday)) % 7 + 1
    return [_ORDER[(start + step) % 7] for step in range(count)]


def _row(group: Group, day: Weekday) -> dict[Weekday, tuple[Interval, ...]]:
    """The intervals of one weekday; what lies beyond midnight belongs to the next."""
    if group.closed == bool(group.times):
        ask_back("From when until when? For example: mon-fri 9am-5pm.")
    if group.closed:
        return {day: ()}
    rows: dict[Weekday, tuple[Interval, ...]] = {}
    after = 0
    for times in group.times:
        start, end = bounds(times, after)
        after = min(end, DAY)
        rows[day] = (*rows.get(day, ()), Interval(start=start, end=min(end, DAY)))
        if end > DAY:
            following = _ORDER[(_ORDER.index(day) + 1) % 7]
            rows[following] = (*rows.get(following, ()), Interval(start=0, end=end - DAY))
    return rows


def bounds(times: Times, after: int) -> tuple[int, int]:
    """The minutes at which a stretch begins and ends; the end may lie beyond midnight. `after` as for `pair`."""
    if not isinstance(times.start, Clock) or not isinstance(times.end, Clock):
        ask_back("From when until when? For example: mon-fri 9am-5pm.")
    start, end = pair(times.start, times.end, after)
    if len(times.start.minutes) > 1 and start >= 18 * 60 and end - start <= 4 * 60:  # "7-8pm" may be the whole day
        ask_back("In the morning, or in the evening? Please say am or pm with both times.")
    return (start - MIDNIGHT, end - MIDNIGHT) if start >= MIDNIGHT else (start, end)
