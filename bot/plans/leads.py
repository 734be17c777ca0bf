"""Where the calls of a line lead, as far as they lead to other lines that are known here. Pure."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from adapters import MenuAction, MenuName, Setup, is_open, timeline
from bot import describe
from bot.plans.facts import Facts

WEEK = dt.timedelta(days=7)
"""How far ahead it is looked whether lines are open at the same time."""

_LONGEST_CIRCLE = 4
_PLAYS_MENU = "menu"
_TRANSFERS = "transfer"
_ENDS = frozenset({"voicemail", "message"})
"""What ends a call on the line where it is, although it may name another."""


class Lead(NamedTuple):
    """One way on which calls of a line reach another line of the same phone system, or the line itself."""

    to: str
    """The other line's id."""
    what: str
    """How people call it, with `{line}` where the line's name belongs: `key 3 of {line}`."""
    menu: MenuName
    """While the line is what calls go that way."""
    is_chosen: bool = False
    """Whether callers choose it, by a key; else they are sent."""

    def sentence(self, line: str, verb: str) -> str:
        """The beginning of a sentence about it: `Key 3 of Sales leads`, `Calls of Sales … lead` for `lead`."""
        told = self.what.format(line=line)
        return f"{told[:1].upper()}{told[1:]} {verb}{'s' if self.is_chosen else ''}"


class Being(NamedTuple):
    """A line, and whether it has to be open, or closed."""

    setup: Setup
    open: bool


def leads(facts: Facts, setup: Setup) -> Iterator[Lead]:
    """All ways on which calls of a line reach others, by keys that callers hear of or by themselves.

    What closed dates do apart from closed hours is not among them.
    """
    for name in _MENUS:
        menu = setup.menu(name)
        if menu is None:
            continue
        if menu.action.action == _PLAYS_MENU:
            for key, action in menu.keys.items():
                yield from _lead(facts, action, f"key {key} of {{line}}", name, is_chosen=True)
        else:
            yield from _lead(facts, menu.action, _SENT[name], name)
    if facts.capabilities.overflow_options:
        doing, number = (str(setup.options.get(each, "")) for each in facts.capabilities.overflow_options)
        if doing == _TRANSFERS:
            full = MenuAction(action=doing, target_kind=describe.NUMBER, target_id=number)
            yield from _lead(facts, full, "calls of {line} that find the queue full", "open")


def first_time(beings: Sequence[Being], start: dt.datetime, end: dt.datetime) -> dt.datetime | None:
    """The first moment in [start, end) at which some lines are all open, or closed, as they have to be."""
    if start >= end:
        return None
    moments = {span.start for each in beings for span in timeline(each.setup, start, end)}
    return next((at for at in sorted(moments) if all(is_open(each.setup, at) == each.open for each in beings)), None)


def circle(lead: Lead, facts: Facts, setup: Setup, others: Mapping[str, Facts], now: dt.datetime) -> list[str] | None:
    """The names of the lines through which calls that take a lead come back to where they began; None if they do not.

    On the other lines only what sends calls by itself counts: where a caller presses a key, nobody goes in circles.
    """
    begun = (facts.line.name, Being(setup, lead.menu == "open"))
    return _way_back(lead.to, facts.line.id, [begun], others, now)


def _way_back(
    at: str, home: str, path: list[tuple[str, Being]], others: Mapping[str, Facts], now: dt.datetime
) -> list[str] | None:
    """The names of the lines on a path, but for the first, once it leads home; None if it never does."""
    names = [name for name, _ in path]
    if at == home:
        return names[1:] if first_time([being for _, being in path], now, now + WEEK) else None
    there = others.get(at)
    if there is None or there.line.name in names or len(path) == _LONGEST_CIRCLE:
        return None
    sent = [each for each in leads(there, there.setup) if not each.is_chosen]
    further = ([*path, (there.line.name, Being(there.setup, each.menu == "open"))] for each in sent)
    ways = (_way_back(each.to, home, onward, others, now) for each, onward in zip(sent, further, strict=True))
    return next((way for way in ways if way is not None), None)


def _lead(facts: Facts, action: MenuAction, what: str, menu: MenuName, *, is_chosen: bool = False) -> Iterator[Lead]:
    reached = facts.line_reached(action)
    if reached and action.action not in _ENDS:
        yield Lead(reached, what, menu, is_chosen)


_MENUS: tuple[MenuName, ...] = ("open", "closed")
_SENT: Mapping[MenuName, str] = {
    "open": "calls of {line} that nobody answers",
    "closed": "calls of {line} while it is closed",
}
