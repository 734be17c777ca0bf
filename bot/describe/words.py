"""A line's times, targets and values in words. Pure."""

import datetime as dt
import re
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from adapters import DAY, WHOLE_DAY, Capabilities, Destination, Interval, Member, MenuAction, Value, wall_clock

TWELVE_HOUR_COUNTRIES = frozenset({"", "US", "CA", "AU", "NZ", "PH", "IN", "MX"})


AGENT = "agent"
"""The kind of destination that may be made a member of a line."""
NUMBER = "number"
"""The kind of destination that is a phone number or an extension; its id is what is dialled."""

MOST_SENTENCES = 7
"""How many sentences of a kind are said before it is said how many more there are."""
NOTHING, NOT_SET = "nothing", "not set"
"""What a key does that has no action, and how a setting is that has no value."""
ONCE_APPROVED = "It takes effect as soon as it is approved"
FOR_GOOD = f"{ONCE_APPROVED}, and stays."
AT_ONCE = "It takes effect at once"
"""How the warning begins that something does not wait for its time, as long as it waits for people and once not."""
WHEN_PLANNED = "When this was planned, request"
"""How the warning begins that a plan meets another request."""
MORE_OF_THIS_KIND = "more of this kind."
AS_LAST_SET = "as last set by Switchhook"
"""What is said beside anything that the vendor does not show."""


class Words(Value):
    """How a line's times and targets are put into words."""

    zone: str
    country: str = ""
    capabilities: Capabilities
    destinations: tuple[Destination, ...] = ()
    made: bool = False
    """As a line's facts have it: its keys are known, whether or not the vendor shows them."""

    @property
    def _twelve(self) -> bool:
        return self.country in TWELVE_HOUR_COUNTRIES

    def clock(self, minute: int) -> str:
        """A minute of the day: `9:00 AM`, or `09:00`."""
        return clock(minute, twelve=self._twelve)

    def day(self, day: Sequence[Interval]) -> str:
        """The open intervals of a day: `9:00 AM – 1:00 PM`, `closed`, `open all day`."""
        if not day:
            return "closed"
        if tuple(day) == WHOLE_DAY:
            return "open all day"
        return listed([f"{self.clock(each.start)} – {self.clock(each.end)}" for each in day])

    def span(self, start: dt.datetime, end: dt.datetime | None) -> str:
        """A stretch of wall-clock time: `on Sat 21 Nov 2026, all day`."""
        if end is None:
            return f"from {self._moment(start)} until further notice"
        whole = start.time() == end.time() == dt.time()
        last = last_day(end)
        if whole and last == start.date():
            return f"on {date(last)}, all day"
        if whole:
            return f"from {date(start.date())} to {date(last)}, all days included"
        if end - dt.timedelta(minutes=1) < midnight(start.date() + dt.timedelta(days=1)):
            end_minute = DAY if end.time() == dt.time() else end.hour * 60 + end.minute
            return f"on {date(start.date())}, {self.clock(minute_of(start))} – {self.clock(end_minute)}"
        if end.time() == dt.time():
            return f"from {self._moment(start)} to the end of {date(last)}"
        return f"from {self._moment(start)} to {self._moment(end)}"

    def at(self, when: dt.datetime, *, year: bool = False) -> str:
        """A moment in the line's own time: `Mon 23 Nov, 8:00 AM`; of a midnight, to which day it leads."""
        local = wall_clock(when, self.zone)
        day = date(local.date(), year=year)
        if self._twelve and minute_of(local) == 0:
            return f"12:00 AM, the night to {day}"
        return f"{day}, {self.clock(minute_of(local))}"

    def between(self, first: dt.datetime, last: dt.datetime) -> str:
        """From when until when something may have been: `between 3:21 PM and 3:22 PM on Sat 21 Nov`."""
        local, until = wall_clock(first, self.zone), wall_clock(last, self.zone)
        if local.date() != until.date():
            return f"between {self.at(first)}, and {self.at(last)}"
        times = f"{self.clock(minute_of(local))} and {self.clock(minute_of(until))}"
        same = minute_of(local) == minute_of(until)
        day = date(local.date(), year=False)
        return f"at {self.clock(minute_of(local))} on {day}" if same else f"between {times} on {day}"

    def action(self, action: MenuAction | None) -> str:
        """What happens to a call, with the name of where it goes."""
        if action is None:
            return NOTHING
        options = (*self.capabilities.menu_actions, *self.capabilities.treatments)
        unnamed = "Play the menu" if action.action == "menu" else action.action.replace("_", " ").capitalize()
        label = next((each.label for each in options if each.name == action.action), unnamed)
        if action.target_id is None:
            return label
        return f"{label}: {self.target(action)}"

    def target(self, action: MenuAction) -> str:
        """The name of where an action leads."""
        wanted = (action.target_kind, action.target_id)
        known = next((each.name for each in self.destinations if (each.kind, each.id) == wanted), "")
        if action.target_kind == NUMBER:
            number = number_text(action.target_id or "")
            return f"{known} ({number})" if known else number
        return known or f"{action.target_kind} {action.target_id}"

    def routing(self, routing: str | None) -> str:
        """How a call finds an agent."""
        return dict(self.capabilities.routings).get(routing or "", routing or NOT_SET)

    def option(self, name: str, value: object) -> str:
        """An option's value."""
        option = self.capabilities.option(name)
        if isinstance(value, bool):
            return "on" if value else "off"
        if option and option.choices:
            return dict(option.choices).get(str(value), str(value))
        if option and option.type == "text" and not value:
            return "empty"
        if option and option.type == "text" and " " in str(value):
            return f"“{value}”"
        return f"{value} {option.unit}".strip() if option else str(value)

    def agent(self, agent: str) -> str:
        """The name of somebody who may answer the line, by their id."""
        return self.target(MenuAction(action="", target_kind=AGENT, target_id=agent))

    def members(self, members: Sequence[Member] | None) -> str:
        """Who answers: `Ann Baker, Cleo Diaz (paused)`."""
        return (
            ", ".join(self.agent(each.id) + ("" if each.joined else " (paused)") for each in members or ()) or "nobody"
        )

    @property
    def zone_name(self) -> str:
        """`New York time`."""
        return zone_name(self.zone)

    def _moment(self, local: dt.datetime) -> str:
        return (
            date(local.date()) if local.time() == dt.time() else f"{date(local.date())}, {self.clock(minute_of(local))}"
        )


def clock(minute: int, *, twelve: bool) -> str:
    """A minute of the day: `9:00 AM`, or `09:00`; both ends of a day are midnight."""
    if not twelve:
        return f"{minute // 60:02}:{minute % 60:02}"
    if minute in (0, DAY):
        return "midnight"
    if minute == DAY // 2:
        return "noon"
    return f"{(minute // 60 - 1) % 12 + 1}:{minute % 60:02} {'AM' if minute < DAY // 2 else 'PM'}"


def without_lead(waived: str) -> str:
    """Why nobody had to approve something, behind words that say so already."""
    return waived.removeprefix("Nobody has to approve it: ")


def as_read_in(country: str, text: str) -> str:
    """A sentence with times such as 13:00 as people of a country read them; what stands in quotes stays as it is."""
    if country not in TWELVE_HOUR_COUNTRIES:
        return text

    def read(found: re.Match[str]) -> str:
        minute = int(found["hour"] or 0) * 60 + int(found["minute"] or 0)
        return clock(minute, twelve=True) if found["hour"] and minute <= DAY else found[0]

    return re.sub(r"“[^”]*”|(?<![\d:])(?P<hour>[0-2]\d):(?P<minute>[0-5]\d)(?![\d:])", read, text)


def date(day: dt.date, *, year: bool = True) -> str:
    """`Sat 21 Nov 2026`."""
    return f"{day:%a} {day.day} {day:%b}" + (f" {day.year}" if year else "")


def number_text(number: str) -> str:
    """What is dialled, in full: `+19195550100`, `extension 4500`."""
    return number if number.startswith("+") else f"extension {number}"


def listed(names: Sequence[str], most: int | None = None, others: str = "more") -> str:
    """Names as people list them: `Sales, Billing and Support`; beyond `most` of them how many `others` there are."""
    if most is not None and len(names) > most:
        names = [*names[:most], f"{len(names) - most} {others}"]
    *front, last = names
    return f"{', '.join(front)} and {last}" if front else last


def fewer(sentences: Sequence[str]) -> tuple[str, ...]:
    """The first of some sentences, and how many more there are."""
    more = len(sentences) - MOST_SENTENCES
    return (*sentences[:MOST_SENTENCES], f"There are {more} {MORE_OF_THIS_KIND}") if more > 1 else tuple(sentences)


def length(span: dt.timedelta) -> str:
    """About how long something takes: `20 minutes`, `3 hours`, `2 days`."""
    minutes = max(1, round(span / dt.timedelta(minutes=1)))
    for size, word in ((DAY, "day"), (60, "hour")):
        if minutes >= 2 * size or minutes == size:
            return _counted(round(minutes / size), word)
    return _counted(minutes, "minute")


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def a_kind(kind: str) -> str:
    """A kind of line with its article: `an auto attendant`."""
    return f"{'an' if kind[:1].lower() in 'aeiou' else 'a'} {kind}"


def vendor(system: str) -> str:
    """A phone system as people write it: `Webex`."""
    return system.capitalize()


def accepted(system: str) -> str:
    """What is said of a change that a phone system takes and never shows."""
    return f"{vendor(system)} accepts it but does not show it."


def zone_name(zone: str) -> str:
    """`New York time`."""
    return f"{zone.rsplit('/', 1)[-1].replace('_', ' ')} time"


def midnight(day: dt.date) -> dt.datetime:
    """The beginning of a day."""
    return dt.datetime.combine(day, dt.time())


def last_day(end: dt.datetime) -> dt.date:
    """The last day before a time of the wall clock; of a midnight the day before."""
    return (end - dt.timedelta.resolution).date()


def minute_of(local: dt.datetime) -> int:
    """The minute of the day."""
    return local.hour * 60 + local.minute


def offset_note(start: dt.datetime, end: dt.datetime | None, zone: str) -> str | None:
    """A sentence about the clock change, if one falls into a stretch of wall-clock time."""
    info = ZoneInfo(zone)
    last = end or start + dt.timedelta(days=1)
    before, after = start.replace(tzinfo=info).utcoffset(), last.replace(tzinfo=info).utcoffset()
    if before is None or after is None or before == after or last - start > dt.timedelta(days=40):
        return None
    hour = "forward" if after > before else "back"
    return f"The clocks of {zone_name(zone)} go {hour} in between; all times are by the wall clock."
