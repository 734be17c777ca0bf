"""An ask as one plain sentence for people, and as the label of a button."""

import datetime as dt
from collections.abc import Sequence

from adapters import Interval, Weekday
from bot.language import forms
from bot.language.ask import Ask, Edge, Verb, Window
from bot.language.readback import Style, alike, canonical, in_zone, minute_text, moment_text, when_text, zone_text
from bot.language.scene import Scene, day_text
from bot.language.words import listed


def people_sentence(ask: Ask, scene: Scene, clock: Style, misread: Sequence[tuple[str, str]] = ()) -> str:
    """The ask in one sentence, with weekday, date, times and zone, and what was read for a mistyped name."""
    notes = [f'I read "{typed}" as {name}.' for typed, name in misread]
    return " ".join((_sentence(ask, scene, clock), *notes))


def label(ask: Ask, asks: Sequence[Ask], scene: Scene, clock: Style) -> str:
    """What tells an ask from the others that it might have been."""
    by_line = len({each.lines for each in asks}) > 1
    by_time = len({each.windows for each in asks}) > 1
    if by_time and ask.windows:
        when = when_text(ask.windows, clock, scene.today).removeprefix("on ")
        return f"{_names(ask)}: {when}" if by_line else when
    alike_but_lines = len({each.model_copy(update={"lines": (), "words": ()}).model_dump_json() for each in asks}) == 1
    return _names(ask) if alike_but_lines else _sentence(ask, scene, clock)


def _sentence(ask: Ask, scene: Scene, clock: Style) -> str:
    body = _body(ask, scene, clock)
    return f"{body[0].upper()}{body[1:]}" + (f" Reason: {ask.reason}." if ask.reason else "")


def _body(ask: Ask, scene: Scene, clock: Style) -> str:  # noqa: C901, PLR0911, PLR0912  # one case for each verb
    names, on_names = _names(ask), f" on {_names(ask)}" if ask.lines else ""
    match ask.verb:
        case Verb.CLOSE | Verb.OPEN | Verb.REOPEN | Verb.HOURS:
            return _weekly(ask, scene, clock) if ask.weekly is not None else _dated(ask, scene, clock)
        case Verb.STATUS | Verb.SIMULATE | Verb.HISTORY:
            return _look(ask, scene, clock)
        case Verb.CALLBACK:
            return f"{_callback(ask)}{on_names}."
        case Verb.REMOVE_KEY:
            return f"take away key {ask.key}{_menu(ask)}{on_names}."
        case Verb.MENU if ask.key is None:
            return f"while {names} is {ask.menu}, send calls to {_goal(ask)}."
        case Verb.MENU:
            return f"make key {ask.key}{_menu(ask)} lead to {_goal(ask)}{on_names}."
        case Verb.GREETING:
            return f'set the greeting{_menu(ask)}{on_names} to "{ask.value}".'
        case Verb.ROUTING:
            return f"route calls{on_names}: {ask.value}."
        case Verb.MEMBERS if ask.action:
            which, when = ("calls", "again") if ask.on else ("no calls", "for now")
            return f"send {listed(ask.people)} {which} of {names} {when}."
        case Verb.MEMBERS:
            return f"{'add' if ask.on else 'remove'} {listed(ask.people)} {'to' if ask.on else 'from'} {names}."
        case Verb.CREATE:
            return f"create a new {ask.what or 'line'}{f' called {ask.target}' if ask.target else ''}."
        case Verb.DELEGATE:
            when = f" {when_text(ask.windows, clock)}" if ask.windows else ""
            return f"let {listed(ask.people)} decide in your place{when}."
        case Verb.UNDO if ask.creation:
            return f"delete the line{f' {names}' if names else ''}, which a request has made."
        case Verb.UNDO if ask.request is not None:
            return f"undo request {ask.request}{on_names}."
        case Verb.UNDO:
            return f"undo the last change{on_names}."
        case Verb.WITHDRAW:
            return f"withdraw {'your request' if ask.request is None else f'request {ask.request}'}{on_names}."
        case Verb.EDIT:
            about = f" for the {forms.said(ask.form)}" if ask.form else ""
            return f"open the form{about}{f' of {names}' if names else ''}."
        case Verb.HELP if ask.what:
            return f"show help with {ask.what}{on_names}."
        case Verb.HELP:
            return "show what you can say."
        case Verb.FREEZE:
            return "stop all applying, on every line."
        case Verb.THAW:
            return "lift the freeze."
        case Verb.HOLIDAYS if ask.on:
            return f"close {names or 'all lines'} on all {_which_holidays(ask)}."
        case Verb.HOLIDAYS:
            return f"show the {_which_holidays(ask)}{f' for {names}' if names else ''}."
        case _:
            return f"{canonical(ask.model_copy(update={'reason': ''}))}."


def _which_holidays(ask: Ask) -> str:
    first = ask.windows[0].start if ask.windows else None
    return f"public holidays of {first.year}" if isinstance(first, dt.datetime) else "coming public holidays"


def _dated(ask: Ask, scene: Scene, clock: Style) -> str:
    if not ask.windows:
        return f"{ask.verb.value} {_names(ask)} now."
    only = ", and only then," if ask.only else ""
    zones = _zones(ask.windows, scene, clock)
    return f"{ask.verb.value} {_names(ask)} {when_text(ask.windows, clock)}{only} ({zones})."


def _look(ask: Ask, scene: Scene, clock: Style) -> str:
    lines = _names(ask) or "all lines"
    if ask.verb is Verb.STATUS and ask.on is not None:
        lines = f"those lines that are {'open' if ask.on else 'closed'}"
    lead = {
        Verb.STATUS: f"show what callers of {lines} get",
        Verb.SIMULATE: f"show what callers of {lines} would get",
        Verb.HISTORY: f"show {'who changed' if ask.changes else 'the history of'} {lines}{_whose(ask)}",
    }[ask.verb]
    if not ask.windows:
        return f"{lead}{' now' if ask.verb is not Verb.HISTORY else ''}."
    first = ask.windows[0]
    if first.end is None and isinstance(first.start, dt.datetime):
        since = ask.verb is Verb.HISTORY
        is_day = since and first.start.time() == dt.time()
        when = f"on {day_text(first.start.date())}" if is_day else moment_text(first.start, clock)
        when = when.replace("on ", "since ", 1) if since else when
        return f"{lead} {when} ({zone_text(scene.zone)})."
    return f"{lead} {when_text(ask.windows, clock)} ({zone_text(scene.zone)})."


def _whose(ask: Ask) -> str:
    """Whose records are wanted, and those of which request."""
    by = f" by {listed(ask.people)}" if ask.people else ""
    return by if ask.request is None else f"{by} as far as request {ask.request} goes"


def _callback(ask: Ask) -> str:
    if ask.on is False:
        return "no longer offer a callback"
    key = f" on key {ask.key}" if ask.key else ""
    threshold = f" once more than {ask.threshold} callers wait" if ask.threshold is not None else ""
    return f"offer waiting callers a callback{key}{threshold}" if ask.on else f"set the callback{key}{threshold}"


def _goal(ask: Ask) -> str:
    return " of ".join(each for each in (ask.action, ask.target) if each)


def _menu(ask: Ask) -> str:
    return {"open": "", None: "", "closed": " of the closed menu", "both": " of both menus"}[ask.menu]


def _weekly(ask: Ask, scene: Scene, clock: Style) -> str:
    zone = zone_text(scene.zone)
    if ask.weekly == "always":
        return f"{_names(ask)} is always open from now on, day and night."
    assert ask.weekly is not None  # noqa: S101  # the caller looked
    rows = "; ".join(f"{_days(days)} {_row(row, clock)}" for days, row in alike(ask.weekly))
    verb = ask.verb.value if ask.recurring else "set the weekly hours of"
    return f"{verb} {_names(ask)}{' every week' if ask.recurring else ''}: {rows} ({zone})."


def _days(days: Sequence[Weekday]) -> str:
    return days[0].title_name if len(days) == 1 else f"{days[0].title_name} to {days[-1].title_name}"


def _row(row: tuple[Interval, ...], clock: Style) -> str:
    return (
        listed([f"{minute_text(each.start, clock)} to {minute_text(each.end, clock)}" for each in row])
        if row
        else "closed"
    )


def _zones(windows: Sequence[Window], scene: Scene, clock: Style) -> str:
    """The zone of the line, and the same times in the speaker's own where that differs."""
    name = zone_text(scene.zone)
    has_clock = any(
        not isinstance(edge, Edge) and edge is not None and edge.hour + edge.minute
        for window in windows
        for edge in (window.start, window.end)
    )
    theirs = in_zone(windows, scene.zone, scene.speaker_zone)
    if has_clock and theirs != tuple(windows):
        return f"{name}; {when_text(theirs, clock)} in {zone_text(scene.speaker_zone)}"
    return name


def _names(ask: Ask) -> str:
    if ask.lines == ("*",):
        return "all lines"
    return listed(ask.lines) if ask.lines else ""
