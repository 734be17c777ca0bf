"""An ask as one plain sentence for people, and as the label of a button."""

from collections.abc import Sequence
from typing import Literal

from adapters import Interval, Weekday
from bot.language.ask import Ask, Edge, Verb, Window
from bot.language.readback import alike, canonical, in_zone, minute_text, when_text, zone_text
from bot.language.scene import Scene
from bot.language.words import listed


def people_sentence(
    ask: Ask, scene: Scene, clock: Literal["12", "24"], misread: Sequence[tuple[str, str]] = ()
) -> str:
    """The ask in one sentence, with weekday, date, times and zone, and what was read for a mistyped name."""
    notes = [f'I read "{typed}" as {name}.' for typed, name in misread]
    return " ".join((_sentence(ask, scene, clock), *notes))


def label(ask: Ask, asks: Sequence[Ask], scene: Scene, clock: Literal["12", "24"]) -> str:
    """What tells an ask from the others that it might have been."""
    if ask.windows and len({each.windows for each in asks}) > 1:
        return when_text(ask.windows, clock, scene.today).removeprefix("on ")
    if len({each.lines for each in asks}) > 1:
        return _names(ask)
    return canonical(ask)


def _sentence(ask: Ask, scene: Scene, clock: Literal["12", "24"]) -> str:
    body = _body(ask, scene, clock)
    return f"{body[0].upper()}{body[1:]}" + (f" Reason: {ask.reason}." if ask.reason else "")


def _body(ask: Ask, scene: Scene, clock: Literal["12", "24"]) -> str:
    if ask.verb in {Verb.CLOSE, Verb.OPEN, Verb.REOPEN, Verb.HOURS} and ask.weekly is not None:
        return _weekly(ask, scene, clock)
    if ask.windows:
        verb = {"open": "open", "close": "close", "reopen": "reopen"}.get(ask.verb.value, canonical(ask).split()[0])
        only = " only" if ask.only else ""
        when = when_text(ask.windows, clock)
        return f"{verb} {_names(ask)}{only} {when} ({_zones(ask.windows, scene, clock)}).".replace("  ", " ")
    return f"{canonical(ask.model_copy(update={'reason': ''}))}."


def _weekly(ask: Ask, scene: Scene, clock: Literal["12", "24"]) -> str:
    zone = zone_text(scene.zone)
    if ask.weekly == "always":
        return f"{_names(ask)} is always open from now on, day and night."
    assert ask.weekly is not None  # noqa: S101  # the caller looked
    rows = "; ".join(f"{_days(days)} {_row(row, clock)}" for days, row in alike(ask.weekly))
    verb = ask.verb.value if ask.recurring else "set the weekly hours of"
    return f"{verb} {_names(ask)}{' every week' if ask.recurring else ''}: {rows} ({zone})."


def _days(days: Sequence[Weekday]) -> str:
    return days[0].title_name if len(days) == 1 else f"{days[0].title_name} to {days[-1].title_name}"


def _row(row: tuple[Interval, ...], clock: Literal["12", "24"]) -> str:
    return listed([f"{minute_text(each.start, clock)} to {minute_text(each.end, clock)}" for each in row]) if row else "closed"


def _zones(windows: Sequence[Window], scene: Scene, clock: Literal["12", "24"]) -> str:
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


__all__ = ["Weekday", "label", "people_sentence"]
