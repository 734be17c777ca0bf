"""What is about to happen, as lines of text under the days on which it does. Pure."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from adapters import DAY, Capabilities, wall_clock
from bot import describe
from bot.reports import Happening
from bot.slack.text import escaped, mention, moment

MOST_NAMED = 2
"""Lines that are named where there are more than one can take in at a glance; …"""
FEW = 4
"""… so many can."""
MOST_REQUESTS = 3

_ICONS: Mapping[str, str] = {"pending": ":hourglass_flowing_sand:", "approved": ":thumbsup:"}


def days(happenings: Sequence[Happening], now: dt.datetime, *, posted: bool = False) -> list[str]:
    """What happens, day by day; a message that is `posted` says today to nobody tomorrow, and calls nobody by name."""
    zones = {each.zone for each in happenings}
    in_order = sorted(happenings, key=lambda each: (each.what != "stays", each.start.date(), each.at))
    lines: list[str] = []
    for heading, those in groupby(in_order, key=lambda each: _day(each, None if posted else now)):
        lines += [f"*{heading}*", *(f"• {_sentence(each, people=not posted, zoned=len(zones) > 1)}" for each in those)]
    return lines


def times_of(happenings: Sequence[Happening]) -> str:
    """By which clock they are told, as a sentence; empty where each says so itself, or there are none."""
    zones = {each.zone for each in happenings}
    return f"All times are {describe.zone_name(next(iter(zones)))}." if len(zones) == 1 else ""


def subject(lines: Sequence[str]) -> str:
    """Some lines, as the subject of a sentence: `*Support* and *Sales*`, `12 lines (Support, Sales and 10 more)`."""
    if len(lines) <= FEW:
        return describe.listed([f"*{escaped(each, 80)}*" for each in lines])
    named = ", ".join(f"*{escaped(each, 80)}*" for each in lines[:MOST_NAMED])
    return f"{len(lines)} lines ({named} and {len(lines) - MOST_NAMED} more)"


def _day(happening: Happening, now: dt.datetime | None) -> str:
    """The day of something by its own clock, as a heading."""
    if happening.what == "stays":
        return "Until further notice"
    date = happening.start.date()
    ahead = (date - wall_clock(now, happening.zone).date()).days if now else None
    name = "Today, " if ahead == 0 else "Tomorrow, " if ahead == 1 else ""
    return f"{name}{describe.date(date, year=False)}"


def _sentence(happening: Happening, *, people: bool, zoned: bool) -> str:
    icon = [_ICONS[happening.state]] if happening.state in _ICONS else []
    what = " ".join([_what(happening), *_why(happening)]) + _condition(happening)
    zone = [f"({describe.zone_name(happening.zone)})"] if zoned and happening.what != "changes" else []
    return " ".join([*icon, what, *_origin(happening, people=people), *zone])


def _condition(happening: Happening) -> str:
    """What has to come first."""
    if happening.state == "pending":
        return f", *if it is approved*{f' by {moment(happening.by)}' if happening.by else ''}"
    if happening.state == "settled" and happening.by and happening.what != "returns":
        return f", *as an emergency*: it is undone by {moment(happening.by)} unless somebody ratifies it"
    return ", *approved* and about to be set" if happening.state == "approved" else ""


def _what(happening: Happening) -> str:
    words, several = _words(happening), len(happening.lines) > 1
    who = subject(happening.lines)
    match happening.what:
        case "closes":
            return f"{who} {'close' if several else 'closes'} {_span(happening, words)}"
        case "opens" if happening.only:
            return f"{who} {'are' if several else 'is'} open only {words.day(happening.only)}"
        case "opens":
            return f"{who} {'open' if several else 'opens'} outside the usual hours, {_span(happening, words)}"
        case "returns":
            return f"{who} {'go' if several else 'goes'} back to the usual hours{_at(happening, words)}"
        case "stays":
            whole = happening.start.time() == dt.time()
            since = describe.date(happening.start.date(), year=False) if whole else words.at(happening.at)
            return f"{who} {'are' if several else 'is'} closed since {since}"
        case "changes":
            asked = escaped(happening.called[0] if happening.called else "", 400).removesuffix(".")
            more = f" … and {len(happening.called) - 1} more like it" if len(happening.called) > 1 else ""
            return f"{asked}{more}"


def _span(happening: Happening, words: describe.Words) -> str:
    """How long something lasts, under the heading of the day on which it begins."""
    start, end = happening.start, happening.end
    begin = words.clock(_minute(start))
    if end is None:
        return f"{'' if start.time() == dt.time() else f'at {begin}, '}until further notice"
    next_day = dt.datetime.combine(start.date(), dt.time()) + dt.timedelta(days=1)
    whole = start.time() == end.time() == dt.time()
    if whole and end == next_day:
        return "all day"
    if end <= next_day:
        return f"{begin} – {words.clock(_minute(end) or DAY)}"
    if whole:
        return f"until {describe.date((end - dt.timedelta(days=1)).date(), year=False)}, all days included"
    last = f"{describe.date(end.date(), year=False)}, {words.clock(_minute(end))}"
    return f"from {begin} to {last}"


def _at(happening: Happening, words: describe.Words) -> str:
    """When the usual hours rule again, and when that first means open."""
    local = happening.start
    at = "" if local.time() == dt.time() else f" at {words.clock(_minute(local))}"
    if happening.again is None:
        return at
    opens = wall_clock(happening.again, happening.zone)
    when = f"at {words.clock(_minute(opens))}" if opens.date() == local.date() else words.at(happening.again)
    return f"{at}, and {'open' if len(happening.lines) > 1 else 'opens'} {when}"


def _why(happening: Happening) -> Iterator[str]:
    if happening.called and happening.what != "changes":
        yield f"({escaped('; '.join(happening.called), 200)})"


def _origin(happening: Happening, *, people: bool) -> Iterator[str]:
    """By which request, and of whom."""
    if happening.calendar and happening.what != "returns":
        yield f"– a holiday in {escaped(describe.vendor(happening.calendar), 40)}"
    if happening.requests:
        numbers = [str(each) for each in happening.requests[:MOST_REQUESTS]]
        more = ["more"] if len(happening.requests) > MOST_REQUESTS else []
        noun = "request" if len(happening.requests) == 1 else "requests"
        by = ", ".join(map(mention, happening.people[:MOST_REQUESTS])) if people else ""
        yield f"– {noun} {describe.listed([*numbers, *more])}{f' by {by}' if by else ''}"


def _minute(local: dt.datetime) -> int:
    return local.hour * 60 + local.minute


def _words(happening: Happening) -> describe.Words:
    return describe.Words(
        zone=happening.zone, country=happening.country, capabilities=Capabilities(changes=frozenset())
    )
