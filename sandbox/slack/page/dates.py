"""Dates as Slack shows them: the tokens of `<!date^…>`, day dividers and times of messages."""

import datetime as dt
import re
from collections.abc import Callable

_TOKEN = re.compile(r"\{([a-z_]+)\}")
_PRETTY = {-1: "yesterday", 0: "today", 1: "tomorrow"}
_AGES = ((86_400, "day"), (3_600, "hour"), (60, "minute"))


def clock(moment: dt.datetime) -> str:
    """Show a time of day: 6:39 AM."""
    return f"{moment:%I:%M %p}".lstrip("0")


def day(moment: dt.datetime, today: dt.date) -> str:
    """Name the day over a stretch of messages: Today, Yesterday, Friday, November 20th."""
    distance = (moment.date() - today).days
    if distance in {-1, 0}:
        return _PRETTY[distance].capitalize()
    return f"{moment:%A, %B} {_ordinal(moment.day)}"


def date_text(moment: dt.datetime, form: str, now: dt.datetime) -> str:
    """Fill the tokens of a `<!date^…>`; both moments are in the reader's zone, and an unknown token stays visible."""
    return _TOKEN.sub(lambda match: _token(match, moment, now), form)


def _token(match: re.Match[str], moment: dt.datetime, now: dt.datetime) -> str:
    name = match[1]
    if name == "ago":
        return _ago(moment, now)
    distance = (moment.date() - now.date()).days
    if name.endswith("_pretty") and distance in _PRETTY:
        return _PRETTY[distance].capitalize() if match.start() == 0 else _PRETTY[distance]
    show = _FORMS.get(name.removesuffix("_pretty"))
    return show(moment) if show else match[0]


def _ago(moment: dt.datetime, now: dt.datetime) -> str:
    seconds = (now - moment).total_seconds()
    for size, unit in _AGES:
        count = int(abs(seconds) // size)
        if count:
            words = f"{count} {unit}" + ("s" if count > 1 else "")
            return f"{words} ago" if seconds > 0 else f"in {words}"
    return "just now"


def _ordinal(number: int) -> str:
    tens, ones = divmod(number, 10)
    ending = "th" if tens == 1 else {1: "st", 2: "nd", 3: "rd"}.get(ones, "th")
    return f"{number}{ending}"


_FORMS: dict[str, Callable[[dt.datetime], str]] = {
    "date_num": lambda moment: f"{moment:%Y-%m-%d}",
    "date": lambda moment: f"{moment:%B} {_ordinal(moment.day)}, {moment.year}",
    "date_short": lambda moment: f"{moment:%b} {moment.day}, {moment.year}",
    "date_long": lambda moment: f"{moment:%A, %B} {_ordinal(moment.day)}, {moment.year}",
    "time": clock,
    "time_secs": lambda moment: f"{moment:%I:%M:%S %p}".lstrip("0"),
}
