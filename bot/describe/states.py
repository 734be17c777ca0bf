"""Weekly hours, queue settings and live figures in words. Pure."""

from collections.abc import Mapping, Sequence

from adapters import Interval, LiveStatus, Member, QueueSettings, Weekday, WeeklyHours
from bot.describe.words import Words


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


def offer(queue: QueueSettings) -> str:
    """The callback that waiting callers are offered: `on, with key 9, once more than 5 calls wait`."""
    if not queue.callback:
        return "off"
    key = f", with key {queue.callback_key}" if queue.callback_key else ""
    when = f", once more than {queue.threshold} calls wait" if queue.threshold is not None else ""
    return f"on{key}{when}"


def traffic(live: LiveStatus, members: Sequence[Member] | None, vendor: str) -> str:
    """How many wait and who answers, right now or, where the vendor tells no more, as configured; empty if unknown."""
    everyone = None if members is None else len(members)
    joined = live.agents_on_duty
    if joined is None and members is not None:
        joined = sum(each.joined for each in members)
    configured = _agents(joined, everyone, "joined")
    if live.waiting is None and live.agents_available is None:
        return f"as configured, {configured}; {_untold(live, vendor)}" if configured else ""
    agents = configured if live.agents_available is None else _agents(live.agents_available, joined, "free")
    return f"right now, {'; '.join(each for each in (_waiting(live, vendor), agents) if each)}"


def _untold(live: LiveStatus, vendor: str) -> str:
    return (
        f"{vendor} does not tell this token how many wait"
        if live.hidden
        else "how many wait could not be read just now"
    )


def _waiting(live: LiveStatus, vendor: str) -> str:
    if live.waiting is None:
        return _untold(live, vendor)
    longest = f", the longest for {_length(live.longest_wait)}" if live.longest_wait else ""
    return f"{live.waiting} waiting{longest}"


def _agents(some: int | None, of: int | None, what: str) -> str:
    if some is None:
        return ""
    return f"{some}{f' of {of}' if of is not None else ''} agents {what}"


def _length(seconds: int) -> str:
    return f"{seconds // 60} min {seconds % 60} s" if seconds >= 60 else f"{seconds} s"


def _days(days: Sequence[Weekday]) -> str:
    first, last = days[0].title_name[:3], days[-1].title_name[:3]
    return first if len(days) == 1 else f"{first}{'–' if len(days) > 2 else ', '}{last}"
