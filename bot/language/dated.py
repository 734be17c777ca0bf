"""Asks about when a line is open: close, open, reopen, hours, and what is or would be at some time."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NoReturn

from adapters import Interval, Weekday, clock_text
from bot.language.ask import Ask, Verb, Window
from bot.language.crossroads import ask_back
from bot.language.days import Away, WeekdaySet
from bot.language.elements import Closed, Days, Element, Except, Phrase, Times
from bot.language.items import ClockItem, DaysItem, Item, Joint, LengthItem
from bot.language.lines import ALL
from bot.language.monthdays import DayRange
from bot.language.phrase import parse
from bot.language.readback import rows_text
from bot.language.scan import Parts
from bot.language.scene import Scene, midnight
from bot.language.weekly import names_weekdays_only, repeats, weekdays, weekly_rows
from bot.language.windows import Kind, Windows
from bot.language.words import listed
from bot.language.zones import LINE, SPEAKER

_DAY = dt.timedelta(days=1)
_MEALS = frozenset({"lunch", "lunch break", "a lunch break", "breakfast", "brunch", "dinner", "a break", "the break"})
"""Reasons that are a time of the day as well: nobody means the whole day by them."""


@dataclass(frozen=True)
class Dated:
    """One reading of a sentence about open and closed."""

    parts: Parts
    scene: Scene
    lines: tuple[str, ...]

    def change(self) -> Ask:
        """The change that the sentence asks for."""
        deeds = self._deeds()
        if deeds & {"hours", "always"}:
            return self._hours(deeds)
        if deeds == {"close", "reopen"}:
            return self._close_until_reopen()
        if len(deeds) > 1:
            ask_back("That is more than one thing. Please say them one at a time.")
        if not deeds:
            ask_back("Open or close?")
        if deeds == {"reopen"}:
            return self._reopen()
        if deeds == {"close"}:
            return self._close(self.parts.items)
        return self._open("extend" if "extend" in deeds or "keep" in self.parts.deed_names else "open")

    def _deeds(self) -> frozenset[str]:
        """What is to be done; "extend the hours" sets none, and "open again" is to reopen."""
        deeds = self.parts.deed_names - {"set", "keep"}
        if "extend" in deeds:
            deeds -= {"hours"}
        if deeds == {"close", "again"} and self._ends_with_again():
            return frozenset({"close"})
        if "again" in deeds:
            deeds = deeds - {"again", "open"} | {"reopen"}
        return deeds

    def _ends_with_again(self) -> bool:
        """Whether nothing says when after "again": "close it again" closes it once more."""
        return all(at >= len(self.parts.items) for name, at, _ in self.parts.deeds if name == "again")

    def look(self, verb: Verb) -> Ask:
        """A question about how it is, was or will be."""
        if not self.parts.items:
            return self._ask(verb)
        phrase = parse(self.parts.items)
        if names_weekdays_only(phrase) and repeats(phrase):
            if verb is Verb.HISTORY:
                ask_back("Which of those days? Say since when, for example: since Monday.")
            phrase.elements = [self._coming(each) for each in phrase.elements]
        if not (phrase.elements or phrase.flags - {"now"}):
            return self._ask(verb)
        return self._ask(verb, windows=Windows(phrase, self.scene, "look").read())

    def _coming(self, element: Element) -> Element:
        """Weekdays that are named for every week as their next dates."""
        if not isinstance(element, (Days, Except)):
            return element
        today = self.scene.today.weekday()
        ahead = sorted({(tuple(Weekday).index(day) - today) % 7 or 7 for day in weekdays(element.ranges)})
        return replace(element, ranges=tuple(DayRange(Away(days)) for days in ahead))

    def _close(self, items: Sequence[Item]) -> Ask:
        phrase = parse(items)
        if not phrase.elements and "all day" in phrase.flags:
            phrase.elements.append(Days((DayRange(Away(0)),)))
        if not phrase.elements:
            if phrase.flags - {"now"}:
                ask_back("When?")
            return self._ask(Verb.CLOSE, windows=(self._rest_of_today() if phrase.flags else self._until_when(),))
        if self._is_weekly(phrase):
            return self._weekly(Verb.CLOSE, phrase)
        if self.parts.reason.casefold() in _MEALS and not any(isinstance(each, Times) for each in phrase.elements):
            ask_back(f"From when until when is {self.parts.reason}? Say, for example, tomorrow noon-1pm.")
        return self._ask(Verb.CLOSE, windows=self._windows(phrase, "close"))

    def _rest_of_today(self) -> Window:
        """From now on: an instant alone means until midnight."""
        return Window(start=self.scene.now, end=midnight(self.scene.today) + _DAY)

    def _until_when(self) -> Window:
        tomorrow = midnight(self.scene.today) + _DAY
        options = [
            self._rest_of_today(),
            Window(start=tomorrow, end=tomorrow + _DAY),
            Window(start=self.scene.now, end=None),
        ]
        return self.scene.roads.take(options, "From when until when?", sure=False)

    def _close_until_reopen(self) -> Ask:
        """Such as "close support from 2, reopen at 4": the reopening is the end."""
        place, joint = next((at, words) for name, at, words in self.parts.deeds if name in {"reopen", "again"})
        before = [each for each in self.parts.items[:place] if not _is_and(each)]
        after = [
            each for each in self.parts.items[place:] if not (isinstance(each, Joint) and each.name in {"at", "on"})
        ]
        if not after:
            ask_back("Reopen when?")
        asked = self._close([*before, Joint("until", joint), *after])
        if len(asked.windows) != 1:
            ask_back("From when until when?")
        return asked

    def _open(self, kind: Kind) -> Ask:
        phrase = parse(_led_by_to(self.parts.items, "until") if kind == "extend" else self.parts.items)
        if not phrase.elements:
            ask_back("From when until when? For example: open Saturday 9am-1pm.")
        if kind == "open" and self._is_weekly(phrase):
            return self._weekly(Verb.OPEN, phrase)
        windows = self._windows(phrase, kind)
        return self._ask(Verb.OPEN, windows=windows, only="only" in phrase.flags)

    def _reopen(self) -> Ask:
        phrase = parse(_open_ended(self.parts.items))
        if not phrase.elements:
            return self._ask(Verb.REOPEN)
        windows = Windows(phrase, self.scene, "close", far=True).read()
        if len(windows) == 1:
            windows = (self._reopened(phrase, windows[0]),)
        return self._ask(Verb.REOPEN, windows=windows)

    def _reopened(self, phrase: Phrase, window: Window) -> Window:
        """When the hours rule again: from a time on, or on days alone, which is asked back."""
        from_then_on = window.model_copy(update={"end": None})
        if any(isinstance(each, Times) and each.end is None and not each.part for each in phrase.elements):
            return from_then_on
        if "all day" in phrase.flags or not all(isinstance(each, Days) for each in phrase.elements):
            return window
        return self.scene.roads.take([window, from_then_on], "Only then, or from then on?")

    def _hours(self, deeds: frozenset[str]) -> Ask:
        if deeds >= {"always", "close"}:
            ask_back("Open or close?")
        if "always" in deeds and not self.parts.items:
            return self._ask(Verb.HOURS, weekly="always")
        phrase = parse(_led_by_to(self._with_closed(), None))
        _put_closed_behind(phrase.elements)
        self._check_zone(phrase)
        if "always" in deeds:
            ask_back("Around the clock on every day, or only on some? Please say the hours of each day.")
        if not phrase.elements:
            ask_back("Which hours? For example: mon-fri 8:30am-6pm.")
        days = [each for each in phrase.elements if isinstance(each, Days)]
        if not days:
            phrase.elements.insert(0, Days((DayRange(self._which_days()),)))
        elif not names_weekdays_only(phrase):
            return self._hours_on_dates(phrase)
        return self._ask(Verb.HOURS, weekly=weekly_rows(phrase))

    def _which_days(self) -> WeekdaySet:
        options = [WeekdaySet(tuple(Weekday)[:5], "weekdays"), WeekdaySet(tuple(Weekday), "every day")]
        return self.scene.roads.take(options, "On which days?", sure=False)

    def _hours_on_dates(self, phrase: Phrase) -> Ask:
        """Hours for a date are special hours that replace those of the day."""
        if any(isinstance(each, Closed) for each in phrase.elements):
            ask_back("Weekly hours have no dates. Please ask for the closed days apart: close … on that date.")
        return self._ask(Verb.OPEN, windows=self._windows(phrase, "open"), only=True)

    def _with_closed(self) -> list[Item]:
        """The items, with the word "closed" at its place among them."""
        closed = [(at, words) for name, at, words in self.parts.deeds if name == "close"]
        extra = [
            name for name, _, _ in self.parts.deeds if name not in {"close", "open", "hours", "set", "always", "keep"}
        ]
        if extra:
            ask_back("That is more than one thing. Please say them one at a time.")
        items = list(self.parts.items)
        for at, words in reversed(closed):
            items.insert(at, Joint("closed", words))
        return items

    def _windows(self, phrase: Phrase, kind: Kind) -> tuple[Window, ...]:
        windows = Windows(phrase, self.scene, kind).read()
        if "now" in phrase.flags and isinstance(windows[0].start, dt.datetime) and windows[0].start > self.scene.now:
            ask_back("From now, or later?")
        if "all day" in phrase.flags and any(isinstance(each, Times) for each in phrase.elements):
            ask_back("All day, or from when until when?")
        if (
            kind == "open"
            and any(isinstance(each, Days) for each in phrase.elements)
            and not phrase.flags & {"all day"}
        ):
            times = any(not isinstance(each, (Days, Except)) for each in phrase.elements)
            if not times:
                ask_back("From when until when? For example: 9am-1pm, or all day.")
        if kind != "close" and "early" in phrase.flags:
            ask_back("From when until when?")
        if "early" in phrase.flags and not any(isinstance(each, Times) for each in phrase.elements):
            ask_back("From what time on?")
        return windows

    def _is_weekly(self, phrase: Phrase) -> bool:
        """Whether weekdays are meant every week; the working week as a range is asked back."""
        if repeats(phrase):
            return True
        ranges = [each for element in phrase.elements if isinstance(element, Days) for each in element.ranges]
        if names_weekdays_only(phrase) and any(_is_working_week(each) for each in ranges):
            return self.scene.roads.take([False, True], "Only this time, or every week?")
        return False

    def _weekly(self, verb: Verb, phrase: Phrase) -> Ask:
        if any(isinstance(each, LengthItem) for each in self.parts.items):
            ask_back("From when until when? For example: every Sunday 9am-1pm.")
        self._check_zone(phrase)
        times = any(isinstance(each, Times) for each in phrase.elements)
        if verb is Verb.CLOSE:
            if times:
                self._ask_what_is_left(phrase)
            phrase.elements.append(Closed())
            phrase.flags.discard("all day")
        return self._ask(verb, weekly=weekly_rows(phrase), recurring=True)

    def _ask_what_is_left(self, phrase: Phrase) -> NoReturn:
        """Ask for the hours around what is to be closed every week, with an example that leaves it out."""
        line = self.lines[0] if len(self.lines) == 1 and self.lines != ALL else "support"
        closed = weekly_rows(phrase)
        left = {day: _around(row) for day, row in closed.items() if _around(row)}
        kept = left or {Weekday.FRI: (Interval(start=9 * 60, end=15 * 60),)}
        first = next((each for row in closed.values() for each in row), Interval(start=12 * 60, end=13 * 60))
        when = f"today {clock_text(first.start)}-{clock_text(first.end)}"
        unbroken = sorted(each for each in self.scene.one_stretch if self.lines == ALL or each in self.lines)
        if unbroken and any(len(row) > 1 for row in left.values()):
            ask_back(
                f"{listed(unbroken)} cannot have a break every week: the phone system keeps one stretch of hours a day."
                f" Close single dates, for example: close {unbroken[0]} {when}."
            )
        ask_back(
            f"Every week, only the usual hours close a line. Which hours are left? For example: set {line} hours"
            f" {rows_text(kept)}. On some days only: close {line} {when}."
        )

    def _check_zone(self, phrase: Phrase) -> None:
        """Weekly hours are told in the line's own zone."""
        if any(
            {SPEAKER: self.scene.speaker_zone, LINE: self.scene.zone}.get(z, z) != self.scene.zone for z in phrase.zones
        ):
            ask_back("Weekly hours are in the line's own time zone. Please say them so, without another zone.")

    def _ask(self, verb: Verb, **fields: object) -> Ask:
        return Ask.model_validate({"verb": verb, "lines": self.lines, "reason": self.parts.reason, **fields})


def _around(closed: Sequence[Interval]) -> tuple[Interval, ...]:
    """An ordinary day around what is closed of it."""
    edges = [8 * 60, *(edge for each in closed for edge in (each.start, each.end)), 18 * 60]
    spans = zip(edges[::2], edges[1::2], strict=True)
    return tuple(Interval(start=start, end=end) for start, end in spans if start < end)


def _led_by_to(items: Sequence[Item], instead: str | None) -> Sequence[Item]:
    """The items without a leading "to" ("set hours to 9-5"), or with it meaning another word ("extend to 9pm")."""
    kept: list[Item] = []
    for at, item in enumerate(items):
        is_to = isinstance(item, Joint) and item.name == "to" and item.text != "-"
        before, after = items[at - 1] if at else None, items[at + 1] if at + 1 < len(items) else None
        if not (is_to and (before is None or (isinstance(before, DaysItem) and isinstance(after, ClockItem)))):
            kept.append(item)
        elif instead:
            kept.append(Joint(instead, item.text))
    return kept


def _open_ended(items: Sequence[Item]) -> Sequence[Item]:
    """Such as "Reopen from Monday" goes on without an end."""
    names = [each.name for each in items if isinstance(each, Joint)]
    return (
        [*items, Joint("forever")] if names[:1] == ["from"] and not set(names) & {"to", "until", "forever"} else items
    )


def _put_closed_behind(elements: list[Element]) -> None:
    """Such as "closed Sunday" as "Sunday closed": the word behind the days that it closes."""
    for at in reversed(range(len(elements))):
        if isinstance(elements[at], Closed) and (at == 0 or not isinstance(elements[at - 1], Days)):
            end = at + 1
            while end < len(elements) and isinstance(elements[end], Days):
                end += 1
            if end < len(elements) and isinstance(elements[end], Times) and end - at > 2:
                end -= 1
            elements.insert(end - 1, elements.pop(at))


def _is_and(item: Item) -> bool:
    return isinstance(item, Joint) and item.name == "and"


def _is_working_week(days: DayRange) -> bool:
    first, last = days
    names = [getattr(each, "weekday", None) for each in (first, last)]
    return names == [Weekday.MON, Weekday.FRI]
