"""What stands in one field of a form: the hours of a day ("9-12, 1-5"), or days and times ("Dec 24 from 2pm")."""

import datetime as dt
import html
from collections.abc import Sequence
from functools import lru_cache

from adapters import DAY, WHOLE_DAY, Interval, merged
from bot.language.ask import Ask, KnownLine, Verb, Window
from bot.language.clocks import Clock, clock_at
from bot.language.crossroads import ask_back
from bot.language.elements import Times
from bot.language.front import read
from bot.language.normal import LONGEST, TooLongError, plain
from bot.language.phrases import Phrases
from bot.language.readback import Style, canonical, runs
from bot.language.tokens import Token, tokenise
from bot.language.weekly import bounds

_EXAMPLES = "Write for example 9am-5pm, or 9-12 and 1-5, {}or all day."
_DATED_EXAMPLES = "Write for example Dec 24, or Dec 31 2pm-4pm."
_LINE = "Quux"
"""What stands for the line that a field belongs to."""

_WORDS: Phrases[str] = Phrases(
    {
        "closed": "closed|close|closed all day|not open|no hours|none",
        "all day": "all day|all day long|open all day|the whole day|whole day|around the clock|day and night|always"
        "|always open|24 hours|24 hour|24 hrs|24 h|24 / 7|open 24 hours|open 24 / 7",
        "from": "from|open|open from",
        "between": "between|open between",
        "to": "-|to|until|till|til|through|thru",
        "and": "and|,|;|&|, and|plus|then",
    }
)


def read_day(text: str, clock: Style = "12", *, may_close: bool = True) -> tuple[Interval, ...]:
    """The open intervals of one day; raises an `UnclearError` with what to write instead.

    Where a day that is closed makes no sense, that is none of the examples.
    """
    examples = _EXAMPLES.format("or closed, " if may_close else "")
    try:
        said = plain(text).rstrip(".")
    except TooLongError:
        ask_back(f"That is too long: write the hours of the day in at most {LONGEST} characters.")
    tokens = tokenise(said)
    whole = _WORDS.at(tokens, 0)
    if whole and whole[1] == len(tokens) and whole[0] in {"closed", "all day"}:
        return WHOLE_DAY if whole[0] == "all day" else ()
    intervals: list[Interval] = []
    at = 0
    while not intervals or at < len(tokens):
        start = _behind_joint(tokens, at) if intervals else at
        found = _stretch(tokens, start, clock)
        if found is None:
            rest = said[tokens[at].start :] if at < len(tokens) else said
            ask_back(f"“{rest}” is not understood here. {examples}" if rest else examples)
        times, at = found
        intervals.append(_interval(times, intervals[-1].end if intervals else 0))
    return merged(intervals)


def _stretch(tokens: Sequence[Token], at: int, clock: Style) -> tuple[Times, int] | None:
    """One stretch of hours from a token on, and where it ends."""
    lead = _WORDS.at(tokens, at)
    joint = "and" if lead and lead[0] == "between" else "to"
    first = clock_at(tokens, lead[1] if lead and lead[0] in {"from", "between"} else at)
    link = _WORDS.at(tokens, first[1]) if first else None
    last = clock_at(tokens, link[1]) if link and link[0] == joint else None
    if first is None or last is None:
        return None
    if _may_end_twice(first[0], last[0]):
        morning, evening = (each // 60 % 12 or 12 for each in last[0].minutes)
        ask_back(f"Until {morning} AM or {evening} PM? Write both times with am or pm, or both by 24 hours.")
    start, end = (each[0].as_written if clock == "24" else each[0] for each in (first, last))
    return Times(start=start, end=end), last[1]


def _may_end_twice(start: Clock, end: Clock) -> bool:
    """Whether a stretch begins by 24 hours, and does not end so: it may be a slip, and have no end on that day."""
    return (
        start.style == "24"
        and min(start.minutes) >= 13 * 60
        and not end.certain
        and end.minutes[-1] > min(start.minutes)
    )


def _behind_joint(tokens: Sequence[Token], at: int) -> int:
    found = _WORDS.at(tokens, at)
    return found[1] if found and found[0] == "and" else at


def _interval(times: Times, after: int) -> Interval:
    start, end = bounds(times, after)
    if end > DAY:
        ask_back("Those hours go past midnight. Write them until midnight here, and the rest on the day after.")
    return Interval(start=start, end=end)


def read_when(text: str, verb: Verb, line: KnownLine, now: dt.datetime, clock: Style) -> tuple[Window, ...]:
    """The windows that days and times mean, by the clock of a line; a semicolon stands between several.

    Raises an `UnclearError` with what to write instead.
    """
    known = KnownLine(name=_LINE, zone=line.zone, country=line.country)
    parts = [each.strip() for each in html.unescape(text).replace("\n", ";").split(";")]
    return tuple(window for part in parts if part for window in _read_part(part, verb, known, now, clock))


@lru_cache(maxsize=64)
def _read_part(part: str, verb: Verb, line: KnownLine, now: dt.datetime, clock: Style) -> tuple[Window, ...]:
    ask = read(f"{verb.value} {line.name} {part}", now=now, lines=[line], zone=line.zone, clock=clock)
    if ask.question is not None:
        choices = " or ".join(f"“{_without_lead(each.text, verb)}”" for each in ask.choices)
        if "/line" in ask.question:
            ask_back(f"“{part}” is not understood here. {_DATED_EXAMPLES}")
        ask_back(f"{ask.question} Write {choices}." if choices else ask.question)
    meant = ask.model_copy(update={"readback": "", "sentence": "", "words": ()})
    if meant != Ask(verb=verb, lines=(line.name,), windows=ask.windows):
        ask_back(f"“{part}” says more than days and times. {_DATED_EXAMPLES}")
    return ask.windows


def when_written(windows: Sequence[Window], verb: Verb) -> str:
    """Windows as `read_when` reads them again."""
    parts = [canonical(Ask(verb=verb, windows=tuple(run))) for run in runs(windows)]
    return "; ".join(_without_lead(part, verb) for part in parts)


def _without_lead(command: str, verb: Verb) -> str:
    """A command without what stands in front of its days and times."""
    return command.removeprefix(verb.value).removeprefix(f" {_LINE}").strip()
