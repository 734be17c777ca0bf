"""What callers meet at a time, and with what was asked for besides, in words. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from adapters import Day
from bot import describe
from bot.reports import Asked, Layer, LineStatus, Met
from bot.slack.text import escaped, mention

_LAYERS: Final = {"approved": "what is approved", "pending": "what waits for approval"}

MOST_ASKED = 5
"""Requests of a layer that are named."""


def told(layers: Sequence[Layer], words: describe.Words) -> Iterator[str]:
    """The answer with what was asked for besides, each labelled; what changes nothing is said once."""
    if not layers:
        return
    applied, *others = layers
    if not others:
        yield "• No request that would change that is approved or waits for approval."
    before = applied.met
    for met, group in groupby(others, key=lambda layer: layer.met):
        added = list(group)
        what = " and ".join(f"{_LAYERS[layer.kind]} ({_who(layer.asked)})" for layer in added)
        yield f"• With {what}: {'the same' if met == before else _met(met, before, words)}."
        yield from (f"• {_request_word(each)}: {escaped(each.problem, 300)}" for each in _impossible(added))
        before = met


def unratified(line: LineStatus, words: describe.Words) -> Iterator[str]:
    """The emergencies by which a line is as it is, and what callers meet if nobody ratifies them."""
    if line.future and line.otherwise is None:
        return
    for each in line.unratified:
        who = f"Request {each.request} by {mention(each.person)} was applied as an emergency"
        yield f"• {who}: it is undone on {words.at(each.by)} unless somebody ratifies it."
    if line.otherwise is not None:
        yield f"• Once that is undone: {_met(line.otherwise, None, words)}."


def over_days(line: LineStatus, words: describe.Words) -> Iterator[str]:
    """The hours of each of several days, and of a single one what calls get outside them."""
    if len(line.days) > 1:
        yield from (f"• {describe.date(day, year=False)}: {hours(row, words)}" for day, row in line.days)
    elif line.days and line.callers:
        yield f"• While closed: {escaped(line.callers)}"


def hours(row: Day, words: describe.Words) -> str:
    """`*open* 9:00 AM – 1:00 PM`."""
    return f"*open* {words.day(row).removeprefix('open ')}" if row else "*closed* all day"


def until(met: LineStatus | Met, words: describe.Words) -> str:
    """` until Fri 20 Nov, 6:00 PM`: how long a line stays as it is."""
    forever = " around the clock" if met.open else ""
    return f" until {words.at(met.until)}" if met.until else " until further notice" if met.override else forever


def callers(met: LineStatus | Met, most: int = 400) -> str:
    """What happens to a call while closed."""
    return f": {escaped(met.callers, most)}" if met.callers and not met.open else ""


def _who(asked: Sequence[Asked]) -> str:
    """The requests of a layer, with who asked for them."""
    told = [f"{_request_word(each).lower()} by {mention(each.person)}" for each in asked[:MOST_ASKED]]
    more = len(asked) - len(told)
    return "; ".join([*told, *([f"{more} more"] if more else [])])


def _request_word(asked: Asked) -> str:
    return f"Request {asked.request}"


def _impossible(layers: Iterable[Layer]) -> Iterator[Asked]:
    return (each for layer in layers for each in layer.asked if each.problem)


def _met(met: Met | None, before: Met | None, words: describe.Words) -> str:
    """What callers meet with another layer."""
    if met is None:
        return "the line is deleted"
    if met.days:
        had = dict(before.days) if before else {}
        rows = [(day, row) for day, row in met.days if had.get(day) != row]
        names = {day: f"{describe.date(day, year=False)} " if len(met.days) > 1 else "" for day, _ in rows}
        told = "; ".join(f"{names[day]}{hours(row, words)}" for day, row in rows) or "the same hours"
    else:
        told = f"{'*open*' if met.open else '*closed*'}{until(met, words)}{callers(met)}"
    if before is not None and met.keys != before.keys:
        keys = escaped("; ".join(f"{key} {does}" for key, does in met.keys), 500) or "none"
        told += f". Keys while {met.keys_while}: {keys}"
    return told
