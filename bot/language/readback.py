"""An ask said back: as the canonical command, which means the same when it is read again, and for people."""

import datetime as dt
from collections.abc import Sequence
from typing import Literal
from zoneinfo import ZoneInfo

from adapters import Interval, Weekday, clock_text
from bot.language import forms
from bot.language.ask import Ask, Edge, Verb, Window
from bot.language.fillings import NO_GOAL, is_title
from bot.language.scene import day_text
from bot.language.tokens import compounds, tokenise
from bot.language.words import listed

_DAY = dt.timedelta(days=1)


def canonical(ask: Ask) -> str:
    """The canonical command of an ask."""
    command = " ".join(each for each in (_command(ask), _urgent(ask)) if each)
    return f"{command} - {_quoted(ask.reason)}" if ask.reason else command


def _quoted(reason: str) -> str:
    """The reason in quotes, so that no word of it is read as anything else."""
    return '"' + reason.replace('"', "'") + '"'


def _urgent(ask: Ask) -> str:
    return "urgent" if ask.urgent else ""


def _names(ask: Ask) -> str:
    if ask.lines == ("*",):
        return "all lines"
    return listed(ask.lines) if ask.lines else ""


def _on_lines(ask: Ask) -> str:
    return f"on {_names(ask)}" if ask.lines else ""


def _command(ask: Ask) -> str:  # noqa: C901, PLR0911, PLR0912  # one case for each verb
    lines, on_lines = _names(ask), _on_lines(ask)
    match ask.verb:
        case Verb.CLOSE | Verb.OPEN | Verb.REOPEN | Verb.HOURS:
            return _hours_command(ask)
        case Verb.CALLBACK:
            return _spaced(_callback(ask), on_lines)
        case Verb.REMOVE_KEY:
            return _spaced(f"remove key {ask.key}", _menu(ask), on_lines)
        case Verb.MENU if ask.key is None:
            return _spaced("send calls to", _goal(ask), f"when {ask.menu}", on_lines)
        case Verb.MENU:
            return _spaced(f"set key {ask.key} to", _goal(ask), _menu(ask), on_lines)
        case Verb.GREETING:
            return _spaced("set greeting", _menu(ask), on_lines, f'to "{ask.value}"')
        case Verb.ROUTING:
            return _spaced(f"set routing to {ask.value}", on_lines)
        case Verb.OPTION:
            return _spaced(f"set option {ask.option} to {_value(ask)}", on_lines)
        case Verb.MEMBERS if ask.action:
            return _spaced("resume" if ask.on else "pause", listed(ask.people), on_lines)
        case Verb.MEMBERS:
            return _spaced(_members(ask), lines)
        case Verb.CREATE:
            return _spaced("create", ask.what or "line", _new_name(ask))
        case Verb.UNDO if ask.creation:
            return _spaced("delete line", lines)
        case Verb.UNDO if ask.request is not None:
            return _spaced(f"undo request {ask.request}", on_lines)
        case Verb.WITHDRAW if ask.request is not None:
            return _spaced(f"withdraw request {ask.request}", on_lines)
        case Verb.HOLIDAYS if ask.on:
            return _spaced("close", lines, "on all holidays", _year(ask))
        case Verb.HOLIDAYS:
            return _spaced("holidays", lines, _year(ask))
        case Verb.EDIT:
            of_lines = f"of {lines}" if lines and ask.form else lines
            return _spaced("edit", forms.said(ask.form), _menu(ask), of_lines)
        case Verb.HELP:
            return _spaced("help", ask.what, lines)
        case Verb.DELEGATE:
            return _spaced("delegate to", listed(ask.people), _windows(ask.windows))
        case Verb.HISTORY:
            return _history(ask)
        case Verb.STATUS if ask.on is not None:
            return _spaced("status", "open" if ask.on else "closed", "lines", _moments(ask.windows))
        case _:
            return _spaced(ask.verb.value, lines, _moments(ask.windows))


def _year(ask: Ask) -> str:
    return f"in {_date(ask.windows[0].start).year}" if ask.windows else ""


def _hours_command(ask: Ask) -> str:
    lines = _names(ask)
    if ask.weekly == "always":
        return _spaced("set", lines, "hours 24/7")
    if ask.weekly is not None:
        if ask.recurring and ask.verb is Verb.CLOSE:
            return _spaced("close", lines, "every", listed([day.value for day in ask.weekly]))
        if ask.recurring:
            return _spaced("open", lines, rows_text(ask.weekly, "every "))
        return _spaced("set", lines, "hours", rows_text(ask.weekly))
    only = "only" if ask.only else ""
    return _spaced(ask.verb.value, lines, only, _windows(ask.windows, whole=ask.verb in {Verb.OPEN, Verb.REOPEN}))


def _callback(ask: Ask) -> str:
    if ask.on is False:
        return "turn off callback"
    threshold = "" if ask.threshold is None else f"threshold {ask.threshold}"
    if ask.on is None:
        return f"set callback {threshold}" if ask.key is None else f"set callback key {ask.key} {threshold}".strip()
    return _spaced("turn on callback", f"key {ask.key}" if ask.key else "", threshold)


def _members(ask: Ask) -> str:
    verb, to = ("add", "to") if ask.on else ("remove", "from")
    named = "" if all(each.startswith("@") for each in ask.people) else "agents on"
    return _spaced(verb, listed(ask.people), to, named)


def _menu(ask: Ask) -> str:
    return {"open": "", None: "", "closed": "in the closed menu", "both": "in both menus"}[ask.menu]


def _goal(ask: Ask) -> str:
    target = ask.target or ""
    return _spaced(ask.action or "", _quoted(target) if NO_GOAL & set(target.lower().split()) else target)


def _new_name(ask: Ask) -> str:
    if not ask.target:
        return ""
    is_plain = " in " not in ask.what and is_title(compounds(tokenise(ask.target)))
    return ask.target if is_plain else f"called {_quoted(ask.target)}"


def _history(ask: Ask) -> str:
    by = f"by {listed(ask.people)}" if ask.people else ""
    request = f"request {ask.request}" if ask.request is not None else ""
    when = _moments(ask.windows)
    if ask.windows and ask.windows[0].end is None:
        when = when.replace("at ", "since ", 1).removesuffix(" 00:00")
    return _spaced("who changed" if ask.changes else "history", _names(ask), by, request, when)


def _value(ask: Ask) -> str:
    if isinstance(ask.value, bool):
        return "on" if ask.value else "off"
    return str(ask.value)


def _spaced(*words: str) -> str:
    return " ".join(each for each in words if each)


def rows_text(weekly: dict[Weekday, tuple[Interval, ...]], lead: str = "") -> str:
    """`mon-fri 08:30-18:00; sat 09:00-13:00; sun closed`."""
    texts = []
    for days, row in alike(weekly):
        name = f"{days[0].value}-{days[-1].value}" if len(days) > 2 else " and ".join(day.value for day in days)
        hours = " and ".join(f"{clock_text(each.start)}-{clock_text(each.end)}" for each in row) or "closed"
        texts.append(f"{lead}{name} {hours}")
    return "; ".join(texts)


def alike(weekly: dict[Weekday, tuple[Interval, ...]]) -> list[tuple[list[Weekday], tuple[Interval, ...]]]:
    """Weekdays in a row that have the same hours, with those."""
    order = list(Weekday)
    groups: list[tuple[list[Weekday], tuple[Interval, ...]]] = []
    for day, row in weekly.items():
        if groups and groups[-1][1] == row and order.index(groups[-1][0][-1]) + 1 == order.index(day):
            groups[-1][0].append(day)
        else:
            groups.append(([day], row))
    return groups


def _windows(windows: Sequence[Window], *, whole: bool = False) -> str:
    return " and ".join(_run(each, whole=whole) for each in runs(windows))


def _moments(windows: Sequence[Window]) -> str:
    """Windows of a question, which may be single moments."""
    return " and ".join(
        f"at {each.start:%Y-%m-%d %H:%M}"
        if each.end is None and isinstance(each.start, dt.datetime)
        else _windows([each])
        for each in windows
    )


def runs(windows: Sequence[Window]) -> list[list[Window]]:
    """Windows at the same times on days in a row, together."""
    found: list[list[Window]] = []
    for window in windows:
        if found and _follows(found[-1][-1], window):
            found[-1].append(window)
        else:
            found.append([window])
    return found


def _follows(before: Window, window: Window) -> bool:
    if window.end is None or before.end is None:
        return False
    return (_next_day(before.start), _next_day(before.end)) == (window.start, window.end)


def _next_day(edge: dt.datetime | Edge) -> dt.datetime | Edge:
    return Edge(date=edge.date + _DAY, at=edge.at) if isinstance(edge, Edge) else edge + _DAY


def _run(windows: Sequence[Window], *, whole: bool) -> str:
    first, last = windows[0], windows[-1]
    if len(windows) == 1 or not _within_a_day(first):
        return " and ".join(_window(each, whole=whole) for each in windows)
    times = f"from {_time(first.start)} to {_time(first.end, is_end=True)}"
    return f"from {_date(first.start)} to {_date(last.start)} {times}"


def _within_a_day(window: Window) -> bool:
    return window.end is not None and _date(window.start) == _date(window.end, is_end=True)


def _window(window: Window, *, whole: bool) -> str:
    start, end = window.start, window.end
    if isinstance(start, dt.datetime) and (end is None or isinstance(end, dt.datetime)):
        if end is None:
            return f"from {start:%Y-%m-%d %H:%M} until further notice"
        if start.time() == end.time() == dt.time():
            all_day = "all day " if whole else ""
            if end - start == _DAY:
                return f"{all_day}on {start:%Y-%m-%d}"
            return f"{all_day}from {start:%Y-%m-%d} to {end - _DAY:%Y-%m-%d}"
    first, last = _date(start), _date(end, is_end=True)
    if first == last:
        return f"on {first} from {_time(start)} to {_time(end, is_end=True)}"
    return f"from {first} {_time(start)} to {last} {_time(end, is_end=True)}"


def _date(edge: dt.datetime | Edge | None, *, is_end: bool = False) -> dt.date:
    assert edge is not None  # noqa: S101  # windows without an end were said before
    if isinstance(edge, Edge):
        return edge.date
    return (edge - dt.timedelta(minutes=1)).date() if is_end else edge.date()


def _time(edge: dt.datetime | Edge | None, *, is_end: bool = False) -> str:
    if isinstance(edge, Edge):
        return edge.at
    assert edge is not None  # noqa: S101  # windows without an end were said before
    return "24:00" if is_end and edge.time() == dt.time() else f"{edge:%H:%M}"


Style = Literal["12", "24"]


def moment_text(moment: dt.datetime, clock: Style) -> str:
    """A moment for people: `on Sat 21 Nov 2026 at 3:00 PM`."""
    return f"on {day_text(moment.date())} at {minute_text(moment.hour * 60 + moment.minute, clock)}"


def when_text(windows: Sequence[Window], clock: Style, today: dt.date | None = None) -> str:
    """Windows for people: `on Sat 21 Nov 2026, from 9:00 AM to 1:00 PM`."""
    return "; ".join(_people_run(each, clock, today) for each in runs(windows))


def _people_run(windows: Sequence[Window], clock: Style, today: dt.date | None) -> str:
    first, last = windows[0], windows[-1]
    if len(windows) == 1 or not _within_a_day(first):
        return "; ".join(_people_window(each, clock, today) for each in windows)
    days = f"from {_named_day(_date(first.start), today)} to {_named_day(_date(last.start), today)}"
    return f"{days}, each day from {_people_time(first.start, clock)} to {_people_end(first.end, clock)}"


def _people_window(window: Window, clock: Style, today: dt.date | None) -> str:
    start, end = window.start, window.end
    if end is None:
        return f"from {_people_edge(start, clock, today)} until further notice"
    first, last = _date(start), _date(end, is_end=True)
    whole = isinstance(start, dt.datetime) and isinstance(end, dt.datetime) and start.time() == end.time() == dt.time()
    if whole and first == last:
        return f"on {_named_day(first, today)}, all day"
    if whole:
        return f"from {_named_day(first, today)} to {_named_day(last, today)}, whole days"
    if first == last:
        return f"on {_named_day(first, today)}, from {_people_time(start, clock)} to {_people_end(end, clock)}"
    if isinstance(end, dt.datetime) and end.time() == dt.time():
        return f"from {_people_edge(start, clock, today)} to the end of {_named_day(last, today)}"
    return f"from {_people_edge(start, clock, today)} to {_people_edge(end, clock, today)}"


def _people_end(edge: dt.datetime | Edge | None, clock: Style) -> str:
    assert edge is not None  # noqa: S101  # windows without an end were said before
    return _people_time(edge, clock)


def _named_day(date: dt.date, today: dt.date | None) -> str:
    near = {0: " (today)", 1: " (tomorrow)"}.get((date - today).days, "") if today else ""
    return day_text(date) + near


def _people_edge(edge: dt.datetime | Edge, clock: Style, today: dt.date | None) -> str:
    date = edge.date if isinstance(edge, Edge) else edge.date()
    return f"{_named_day(date, today)}, {_people_time(edge, clock)}"


def _people_time(edge: dt.datetime | Edge, clock: Style) -> str:
    if isinstance(edge, Edge):
        return f"its {edge.at}"
    return minute_text(edge.hour * 60 + edge.minute, clock)


def minute_text(minute: int, clock: Style) -> str:
    """A minute of the day as is customary: `6:00 PM`, `18:00`, midnight and noon by name."""
    if minute in {0, 1440}:
        return "midnight"
    if clock == "24":
        return clock_text(minute)
    if minute == 720:
        return "noon"
    return f"{(minute // 60 - 1) % 12 + 1}:{minute % 60:02} {'AM' if minute < 720 else 'PM'}"


def zone_text(zone: str) -> str:
    """`New York time`."""
    return f"{zone.rsplit('/', 1)[-1].replace('_', ' ')} time"


def in_zone(windows: Sequence[Window], zone: str, other: str) -> tuple[Window, ...]:
    """The same windows on another zone's wall clock; only where all edges are times."""
    return tuple(
        Window(start=_moved(each.start, zone, other), end=each.end and _moved(each.end, zone, other))
        for each in windows
    )


def _moved(edge: dt.datetime | Edge, zone: str, other: str) -> dt.datetime | Edge:
    if isinstance(edge, Edge):
        return edge
    return edge.replace(tzinfo=ZoneInfo(zone)).astimezone(ZoneInfo(other)).replace(tzinfo=None)
