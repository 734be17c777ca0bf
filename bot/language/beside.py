"""What pieces that stand side by side say together: a week and its days, a part of the day and its times."""

from dataclasses import replace

from bot.language.clocks import Clock
from bot.language.crossroads import ask_back
from bot.language.days import Stretch, WeekdayName, Which
from bot.language.elements import Days, Moment, Time, Times
from bot.language.monthdays import DayRange


def in_week(week: Days, days: Days) -> Days | None:
    """Weekdays that were said after their week: "this week from Tuesday to Thursday"."""
    only = week.ranges[0].first if len(week.ranges) == 1 and week.ranges[0].last is None else None
    if not (isinstance(only, Stretch) and only.unit == "week" and only.which != "of"):
        return None
    which: Which = "this week" if only.which == "this" else "next week"
    ranges: list[DayRange] = []
    for each in days.ranges:
        if not isinstance(each.first, WeekdayName) or each.first.which or not isinstance(each.last, WeekdayName | None):
            return None
        ranges.append(DayRange(replace(each.first, which=which), each.last))
    return Days(tuple(ranges))


def in_part(times: Times, part: str) -> Times:
    """Times that were said after a part of the day: "Monday morning from 10 to 12"."""
    if times.part:
        ask_back("Two parts of the day stand side by side. From when until when?")
    start = times.start.within(part) if isinstance(times.start, Clock) else times.start
    return replace(times, start=start, spoken=True)


def is_bare(time: Time | None) -> bool:
    """Whether it is a number alone, which is a time only where the words around it say so."""
    return isinstance(time, Clock) and time.bare


def certain(time: Time | None) -> bool:
    """Whether a time has one meaning, or none was said."""
    return not isinstance(time, Clock) or time.certain


def parted(moment: Moment, part: str = "") -> Time | None:
    """The time of a moment, within the part of the day that was said with it."""
    said = part or moment.part
    return moment.time.within(said) if said and isinstance(moment.time, Clock) else moment.time
