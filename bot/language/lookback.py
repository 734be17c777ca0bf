"""Questions about what is and was: which lines, whose records, those of which request, and since when."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.language.ask import Window
from bot.language.crossroads import ask_back
from bot.language.lines import Roster
from bot.language.numbers import number_at
from bot.language.scene import Scene, day_text, midnight
from bot.language.tokens import Token
from bot.language.words import month

_STATES = {"open": True, "closed": False}
_LINES = frozenset(("line", "lines", "queue", "queues"))
_NOT = frozenset(("not", "aren't", "isn't"))
_WHO = frozenset(("who", "who's"))
_BY = frozenset(("by", "of", "from"))
_FILLERS = frozenset(("recently", "lately", "change", "changes", "changed", "do", "records", "everything", "all"))
_OF_REQUEST = frozenset(("request", "requests", "#", "number", "no", "of", "for"))
_LAST = frozenset(("last", "past", "previous", "recent"))
_UNITS = {
    f"{unit}{plural}": unit for unit in ("hour", "day", "week", "month", "year") for plural in ("", "s")
}  # fmt: skip
_LENGTHS = {"hour": 1, "day": 24, "week": 7 * 24, "month": 30 * 24, "year": 365 * 24}


@dataclass(frozen=True)
class Lookback:
    """What a question about the history says beside lines and dates, and the words that are left of it."""

    tokens: tuple[Token, ...]
    people: tuple[str, ...] = ()
    request: int | None = None
    window: Window | None = None
    since: bool = False


def asks_who(text: str) -> bool:
    """Whether the beginning of a question asks for people: who changed it."""
    return bool(_WHO & set(text.lower().split()))


def which_lines(tokens: Sequence[Token]) -> bool | None:
    """Whether a question is about the lines that are open (True) or closed alone; None if it is about all of them."""
    words = [each.text for each in tokens]
    named = [word for word in words if word in _STATES]
    asked = "which" in words or any(pair[0] in _STATES and pair[1] in _LINES for pair in pairwise(words))
    if not asked or len(named) != 1:
        return None
    return _STATES[named[0]] is not bool(_NOT & set(words))


def looked_back(text: str, tokens: Sequence[Token], scene: Scene, roster: Roster) -> Lookback:
    """What a question about the history says; it may name people, one request, and a time that is over."""
    found = _request(Lookback(tokens=tuple(tokens)))
    mentions = roster.mentions(found.tokens)
    lines = {each for mention in mentions for each in found.tokens[mention.start : mention.end]}
    hidden = (replace(each, text="", kind="mark") if each in lines else each for each in found.tokens)
    found = _people(text, replace(found, tokens=tuple(hidden)))
    found = _stretch(found, scene)
    since = any(each.text == "since" for each in found.tokens)
    rest = (each for each in found.tokens if each.text not in _FILLERS | _LAST | {"since"})
    shown = {each.start: each for each in tokens}
    return replace(found, tokens=tuple(shown[each.start] for each in rest), since=since)


def as_past(windows: tuple[Window, ...], tokens: Sequence[Token], scene: Scene) -> tuple[Window, ...]:
    """Windows that lie behind: a date without a year is the last one that there was."""
    first = windows[0].start if windows else None
    if first == scene.now and windows[0].end:  # only an end was named
        ask_back("Since when should the history be shown? For example: since Monday.")
    if not isinstance(first, dt.datetime) or first <= scene.now:
        return windows
    if any(each.text == str(first.year) for each in tokens) or not any(month(each.text) for each in tokens):
        ask_back(f"{day_text(first.date())} is still to come. Since when should the history be shown?")
    earlier = tuple(Window(start=_year_before(each.start), end=each.end and _year_before(each.end)) for each in windows)
    return as_past(earlier, tokens, scene)


def _people(text: str, found: Lookback) -> Lookback:
    """Whose records are wanted: accounts, and whoever asks."""
    people: list[str] = []
    rest: list[Token] = []
    for at, token in enumerate(found.tokens):
        is_me = token.text == "me" and at > 0 and found.tokens[at - 1].text in _BY
        if token.kind != "person" and not is_me:
            rest.append(token)
            continue
        if rest and rest[-1].text in _BY | {"did", "has", "and", "&", ","}:
            rest.pop()
        people.append("me" if is_me else text[token.start : token.end])
    if len(set(people)) > 1:
        ask_back("Whose changes? Please name one person at a time.")
    return replace(found, tokens=tuple(rest), people=tuple(people[:1]))


def _request(found: Lookback) -> Lookback:
    """The request whose records are wanted: `request 12`, `request #12`, `#12`."""
    tokens = found.tokens
    for at, token in enumerate(tokens):
        marks = [each.text for each in tokens[max(0, at - 3) : at]]
        if token.number is None or not marks or marks[-1] not in _OF_REQUEST - {"of", "for"}:
            continue
        start = at
        while start and tokens[start - 1].text in _OF_REQUEST:
            start -= 1
        return replace(found, tokens=(*tokens[:start], *tokens[at + 1 :]), request=token.number)
    return found


def _stretch(found: Lookback, scene: Scene) -> Lookback:
    """Such as "last week", which is the one before this one, and "the last 7 days", which end now."""
    tokens = found.tokens
    for at, token in enumerate(tokens):
        if token.text not in _LAST:
            continue
        amount = number_at(tokens, at + 1)
        unit_at = amount[1] if amount else at + 1
        unit = _UNITS.get(tokens[unit_at].text) if unit_at < len(tokens) else None
        if unit is None:
            continue
        count = amount[0] if amount else 1
        is_before = amount is None and token.text != "past" and unit in {"week", "month", "year"}
        window = _before(unit, scene) if is_before else _until_now(unit, count, scene)
        start = at
        while start and tokens[start - 1].text in {"the", "in", "over", "during", "within", "from", "of"}:
            start -= 1
        return replace(found, tokens=(*tokens[:start], *tokens[unit_at + 1 :]), window=window)
    return found


def _before(unit: str, scene: Scene) -> Window:
    """The week, month or year before this one."""
    today = scene.today
    if unit == "week":
        end = today - dt.timedelta(days=today.weekday())
        start = end - dt.timedelta(days=7)
    elif unit == "month":
        end = today.replace(day=1)
        start = (end - dt.timedelta(days=1)).replace(day=1)
    else:
        end = today.replace(month=1, day=1)
        start = end.replace(year=end.year - 1)
    return Window(start=midnight(start), end=midnight(end))


def _until_now(unit: str, count: int, scene: Scene) -> Window:
    """The last hours, or whole days, until now."""
    hours = _LENGTHS[unit] * count
    if hours > _LENGTHS["year"] * 20:
        ask_back("That is too far back. Since when should the history be shown?")
    start = scene.now - dt.timedelta(hours=hours)
    return Window(start=start if unit == "hour" else midnight(start.date()), end=None)


def _year_before(edge: object) -> dt.datetime:
    assert isinstance(edge, dt.datetime)  # noqa: S101  # who looks back names no opening or closing
    try:
        return edge.replace(year=edge.year - 1)
    except ValueError:
        return edge.replace(year=edge.year - 1, month=3, day=1)
