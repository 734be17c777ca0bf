"""Whether a line can have a name: whether sentences that say it are read as meant."""

import datetime as dt
from collections.abc import Sequence

from bot.language.ask import KnownLine, Verb
from bot.language.front import read
from bot.language.normal import plain, plain_name
from bot.language.tokens import tokenise
from bot.language.vocabulary import is_about_time, is_known

_NOW = dt.datetime(2026, 1, 5, 12, tzinfo=dt.UTC)
_DATE = "2026-02-03"
_OTHER = KnownLine(name="Quux", zone="UTC")
_PLACES = ("{}", "status {}", "close quux {}", "remove {} on quux")
"""Sentences in which something that is no line's name may stand."""

_FORMATTING = "<>*_~`"
"""Signs that Slack would take for a mention, a link or another typeface."""


def name_problem(name: str, lines: Sequence[KnownLine]) -> str | None:
    """Why a new line should not have a name, as one sentence; None if nothing speaks against it.

    `lines` are those that are there already; a name that one of them has is a problem as well.
    """
    taken = next((each.name for each in lines if plain_name(name) in _called(each)), None)
    if taken:
        also = "" if plain_name(taken) == plain_name(name) else f", as another name of {taken}"
        return f"There is a line “{name}” already{also}. Choose another name."
    if any(each in _FORMATTING or not each.isprintable() for each in name):
        return f"A name cannot have any of these signs in it, or one that is not seen: {' '.join(_FORMATTING)}"
    words = [each.text for each in tokenise(plain(name)) if each.kind in {"word", "number"}]
    if not any(each.isalpha() for each in name):
        return f"“{name}” has no letters, so nobody could tell it from a number. Choose a name with a word in it."
    known = [each.model_copy(update={"zone": "UTC"}) for each in lines]
    if (len(words) == 1 and (is_known(words[0]) or is_about_time(words[0]))) or _means_something(name, known):
        return f"“{name}” means something else in a sentence, so it cannot be a line's name. Choose another name."
    new = KnownLine(name=name, zone="UTC")
    roster = [*known, new]
    if not all(_is_read(each, new, roster) for each in (name, f'"{name}"')):
        return (
            f"A sentence with “{name}” in it would not be understood: it is too much like another line's name, or like"
            " the words of a command. Choose another name."
        )
    return _clash(new, lines, roster)


def _clash(new: KnownLine, lines: Sequence[KnownLine], roster: Sequence[KnownLine]) -> str | None:
    """What a new name would do to sentences about the lines that are there."""
    counted = next((each.name for each in lines if any(_counts(known, new.name) for known in _called(each))), None)
    if counted:
        return (
            f"“{new.name}” is “{counted}” and a number, which may be a time or a date in a sentence, as in “close"
            f" {new.name}-5pm”. Choose another name."
        )
    hidden = next((each.name for each in lines if _meets(each, new) and not _is_read(each.name, each, roster)), None)
    if hidden:
        return f"With a line “{new.name}”, “{hidden}” would no longer be understood. Choose another name."
    return None


def _means_something(words: str, roster: Sequence[KnownLine]) -> bool:
    """Whether words are understood without being anybody's name."""
    asks = [read(each.format(words), now=_NOW, lines=[*roster, _OTHER], zone="UTC") for each in _PLACES]
    return any(each.question is None or each.verb is not Verb.UNKNOWN for each in asks)


def _is_read(said: str, meant: KnownLine, roster: Sequence[KnownLine]) -> bool:
    close = read(f"close {said} on {_DATE}", now=_NOW, lines=roster, zone="UTC", clock="24")
    status = read(f"status {said}", now=_NOW, lines=roster, zone="UTC", clock="24")
    return (
        (close.verb, close.lines, close.question) == (Verb.CLOSE, (meant.name,), None)
        and len(close.windows) == 1
        and close.windows[0].start == dt.datetime.fromisoformat(_DATE)
        and not close.reason
        and (status.verb, status.lines, status.windows, status.question) == (Verb.STATUS, (meant.name,), (), None)
    )


def _called(line: KnownLine) -> set[str]:
    return {plain_name(each) for each in (line.name, *line.aliases)}


def _counts(known: str, name: str) -> bool:
    """Whether a name is another one with a number after it."""
    said = plain_name(name)
    return said.startswith(f"{known} ") and said[len(known) + 1].isdigit()


def _meets(line: KnownLine, new: KnownLine) -> bool:
    """Whether the names of two lines have a word in common."""
    return any(set(plain_name(new.name).split()) & set(each.split()) for each in _called(line))
