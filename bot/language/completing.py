"""Whether an answer only fills in what a sentence lacked: all that was said before has to stand as it was. Pure."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence

from bot.language.ask import Ask, Edge, Verb
from bot.language.lines import ALL
from bot.language.words import listed

_OF_FORMS = {"close": Verb.CLOSE, "open": Verb.OPEN, "hours": Verb.HOURS}
_TRIED = ("from 9am to 5pm", "from 10am to 4pm", "on March 3 from 9am to 5pm", "until 11:58pm", "until 11:59pm",
          "on March 3 until 11:59pm", "mon 9am-5pm", "tue 9am-4pm", "on March 3")  # fmt: skip
"""Answers of which two always differ in what a sentence may lack: its days, its beginning, its end."""
_Told = Callable[[Ask], object]


def keeps(said: Sequence[Ask], ask: Ask) -> bool:
    """Whether an ask says all that some asks have in common; what all of them leave open it may fill in."""
    return all(_survives(told, said, ask) for told in _TOLD)


def bare(question: Ask) -> Ask:
    """The little that is known of a sentence that could not be read: what is to be done, and on which lines."""
    verb = question.verb if question.verb is not Verb.UNKNOWN else _OF_FORMS.get(question.form, Verb.UNKNOWN)
    return Ask(verb=verb, lines=question.lines)


def trials(sentence: str, lines: Sequence[str]) -> Iterator[str]:
    """A sentence with each of some answers; what it means with all that can be understood is what it says by itself.

    `lines` are those that the answer names, none if the sentence names its own.
    """
    names = "all lines" if tuple(lines) == ALL else listed(lines) if lines else ""
    kept = " ".join(each for each in (sentence.strip().rstrip(".?! "), f"on {names}" if names else "") if each)
    if names:
        yield kept
    yield from (f"{kept} {each}" for each in _TRIED)


def _survives(told: _Told, said: Sequence[Ask], ask: Ask) -> bool:
    """Whether one thing that all asks tell alike is told by another ask as well."""
    found = {told(each) for each in said}
    return len(found) != 1 or not (one := next(iter(found))) or told(ask) == one


def _dates(ask: Ask) -> object:
    return tuple(start.date if isinstance(start, Edge) else start.date() for start in _starts(ask))


def _times(ask: Ask) -> object:
    """When on their days the windows begin; of whole days nobody has said it."""
    told = tuple(start.at if isinstance(start, Edge) else str(start.time()) for start in _starts(ask))
    return () if set(told) == {str(dt.time())} else told


def _starts(ask: Ask) -> tuple[dt.datetime | Edge, ...]:
    return tuple(window.start for window in ask.windows)


def _week(ask: Ask) -> object:
    return tuple(ask.weekly.items()) if isinstance(ask.weekly, dict) else ask.weekly


def _weekdays(ask: Ask) -> object:
    return tuple(ask.weekly) if isinstance(ask.weekly, dict) else ()


_TOLD: tuple[_Told, ...] = (
    lambda ask: "" if ask.verb is Verb.UNKNOWN else ask.verb,
    lambda ask: ask.lines,
    lambda ask: ask.windows,
    _dates,
    _times,
    _week,
    _weekdays,
    lambda ask: ask.recurring,
    lambda ask: ask.only,
    lambda ask: ask.key,
    lambda ask: "" if ask.menu == "open" else ask.menu,  # the one that is meant where none is named
    lambda ask: ask.action,
    lambda ask: ask.target,
    lambda ask: () if ask.on is None else (ask.on,),
    lambda ask: ask.threshold,
    lambda ask: ask.option,
    lambda ask: str(ask.value or ""),
    lambda ask: ask.people,
    lambda ask: ask.what,
    lambda ask: ask.creation,
    lambda ask: ask.request,
    lambda ask: ask.reason,
)
