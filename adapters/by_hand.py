"""What people do themselves in a vendor's portal: the words that all vendors share for it. Pure."""

import datetime as dt
import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from adapters.changes import DATED, Change, SetHours
from adapters.model import (
    WHOLE_DAY,
    Destination,
    Interval,
    Line,
    MenuAction,
    OptionValue,
    Override,
    Weekday,
    clock_text,
    listed,
)
from adapters.system import Capabilities


class Wording(NamedTuple):
    """How the targets and values of a line are called, with its ids as a last resort."""

    line: Line
    capabilities: Capabilities
    destinations: Sequence[Destination] = ()

    def place(self, changes: Iterable[Change]) -> str:
        """The line's name, and in which zone its times are where that matters."""
        is_timed = any(isinstance(each, (*DATED, SetHours)) for each in changes)
        zone = self.line.zone.rsplit("/", 1)[-1].replace("_", " ")
        return f"“{self.line.name}”{f', whose times are {zone} time' if is_timed else ''}"

    def action(self, action: MenuAction) -> str:
        """What happens to a call: `“Transfer the call”, to Billing`."""
        options = (*self.capabilities.menu_actions, *self.capabilities.treatments)
        label = next((each.label for each in options if each.name == action.action), action.action.replace("_", " "))
        to = f", to {self.target(action.target_kind, action.target_id)}" if action.target_id else ""
        described = f", described as “{action.description}”" if action.description else ""
        return f"“{label}”{to}{described}"

    def target(self, kind: str | None, target_id: str) -> str:
        """Where calls go, or who takes them."""
        known = next((each.name for each in self.destinations if (each.kind, each.id) == (kind, target_id)), "")
        if kind == "number":
            return f"{known} ({target_id})" if known else f"the number {target_id}"
        return known or f"the {(kind or 'destination').replace('_', ' ')} with the id {target_id}"

    def people(self, ids: Sequence[str]) -> str:
        """Those who answer the line, by their names."""
        return listed([self.target("agent", each) for each in ids])

    def routing(self, routing: str) -> str:
        """How a call finds an agent."""
        return f"“{dict(self.capabilities.routings).get(routing, routing.replace('_', ' '))}”"

    def option(self, name: str) -> str:
        """What an option is called."""
        option = self.capabilities.option(name)
        return f"“{option.label}”" if option else f"“{name.replace('_', ' ')}”"

    def value(self, name: str, value: OptionValue) -> str:
        """What an option is set to: `on`, `30 seconds`, `“Voicemail”`."""
        option = self.capabilities.option(name)
        if isinstance(value, bool):
            return "on" if value else "off"
        if isinstance(value, int):
            return f"{value} {option.unit if option else ''}".rstrip()
        return f"“{dict(option.choices if option else ()).get(value, value)}”" if value else "nothing: leave it empty"


def day_text(day: Sequence[Interval]) -> str:
    """The open intervals of a day: `09:00–12:00 and 13:00–17:00`, `closed`, `open all day`."""
    if not day:
        return "closed"
    if tuple(day) == WHOLE_DAY:
        return "open all day"
    return listed([f"{clock_text(each.start)}–{clock_text(each.end)}" for each in day])


def week_text(rows: Mapping[Weekday, Sequence[Interval]]) -> str:
    """Some days of a week, those that follow each other alike together: `Monday to Friday 09:00–17:00`."""
    days = [day for day in Weekday if day in rows]
    stretches = [list(each) for _, each in itertools.groupby(days, key=lambda day: tuple(rows[day]))]
    return "; ".join(f"{_days(stretch)} {day_text(rows[stretch[0]])}" for stretch in stretches)


def date_text(date: dt.date) -> str:
    """`Sat 21 Nov 2026`."""
    return f"{date:%a} {date.day} {date:%b %Y}"


def span_text(start: dt.datetime, end: dt.datetime | None) -> str:
    """A stretch of the line's wall-clock time: `on Sat 21 Nov 2026, all day`."""
    if end is None:
        return f"from {_moment(start)} until further notice"
    whole = start.time() == end.time() == dt.time()
    last = (end - dt.timedelta(days=1) if whole else end - dt.timedelta(minutes=1)).date()
    if whole:
        return (
            f"on {date_text(last)}, all day"
            if last == start.date()
            else f"from {date_text(start.date())} to {date_text(last)}, all days included"
        )
    if last == start.date():
        close = "24:00" if end.date() > last else f"{end:%H:%M}"
        return f"on {date_text(last)}, {start:%H:%M}–{close}"
    return f"from {_moment(start)} to {_moment(end)}"


def override_text(override: Override) -> str:
    """A closure or special hours, with the name if there is one: `“Christmas” on Fri 25 Dec 2026, all day`."""
    named = f"“{override.name}” " if override.name else ""
    return f"{named}{span_text(override.start, override.end)}"


def _days(days: Sequence[Weekday]) -> str:
    """Days of one week in order: those in a row by the first and the last."""
    week = list(Weekday)
    in_a_row = len(days) > 2 and week.index(days[-1]) - week.index(days[0]) == len(days) - 1
    return f"{days[0].title_name} to {days[-1].title_name}" if in_a_row else listed([day.title_name for day in days])


def _moment(local: dt.datetime) -> str:
    return f"{date_text(local.date())}, {local:%H:%M}"
