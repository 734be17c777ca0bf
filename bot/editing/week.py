"""The form of the weekly hours. Pure."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from adapters import Change, Interval, SetHours, Weekday
from bot.answers import Input
from bot.editing import dating
from bot.editing.inputs import Chosen, FormError, FormName, Scene, Values, is_on, text_of
from bot.intent import times
from bot.language import Ask, UnclearError, Verb, read_day
from bot.plans import Facts

_LONGEST_PLACEHOLDER = 150


class Week:
    """Set the weekly hours of one line or several."""

    name: Final = FormName.HOURS
    label: Final = "Weekly hours"
    verb: Final = Verb.HOURS
    several: Final = True

    def unfit(self, facts: Facts) -> str:
        """Any line has weekly hours."""
        del facts
        return ""

    def begin(self, facts: Chosen, ask: Ask | None, now: dt.datetime) -> Values:
        """The hours of each day as far as all lines have the same, and those that were named."""
        del now
        weekly = ask.weekly if ask else None
        named = weekly if isinstance(weekly, dict) else {}
        always = weekly == "always" or (not named and all(each.setup.hours.always for each in facts.lines))
        rows = {day: _written(named[day], facts) if day in named else _common(day, facts) for day in Weekday}
        return {"always": "on" if always else "", **{day.value: text for day, text in rows.items()}}

    def inputs(self, values: Values, facts: Chosen) -> Sequence[Input]:
        """Whether it is open around the clock; if not, the hours of each day."""
        always = Input(name="always", label="Open around the clock", type="switch", hint="Every day, at any hour.")
        if is_on(values, "always"):
            return (always,)
        return (
            always,
            *(
                Input(
                    name=day.value,
                    label=day.title_name,
                    type="text",
                    required=_is_any_always(facts),
                    hint=_hint(facts) if day is Weekday.MON else "",
                    placeholder=_placeholder(day, facts),
                    maximum=dating.LONGEST_WORDS,
                )
                for day in Weekday
            ),
        )

    def glance(self, facts: Chosen) -> Sequence[str]:
        """The usual hours, and what is planned besides; what somebody has changed elsewhere."""
        found = [
            f"{line.line.name}: {each.weekday.title_name} was changed outside Switchhook: {line.words.day(each.found)}"
            for line in facts.lines
            for each in line.reading.drift
        ]
        return (*dating.as_it_is(facts), *found)

    def changes(self, values: Values, facts: Facts, scene: Scene) -> tuple[Change, ...]:
        """The hours of the days that are to have others; a day that is left empty stays as it is."""
        del scene
        if is_on(values, "always"):
            return (times.hours(Ask(verb=self.verb, weekly="always"), facts),)
        rows: dict[Weekday, tuple[Interval, ...]] = {}
        problems: dict[str, str] = {}
        for day in Weekday:
            try:
                rows |= _row(day, text_of(values, day.value), facts)
            except UnclearError as error:
                problems[day.value] = str(error)
        if problems:
            raise FormError(problems)
        return (SetHours(rows={day: row for day, row in rows.items() if _is_new(day, row, facts)}),)


def _row(day: Weekday, text: str, facts: Facts) -> dict[Weekday, tuple[Interval, ...]]:
    """The hours of a day as they were written; none if nothing was. Raises an `UnclearError`."""
    name, hours, most = facts.line.name, facts.setup.hours, facts.capabilities.intervals_a_day
    if not text and hours.always:
        msg = f"{name} is open around the clock now: write its hours on {day.title_name}, or closed."
        raise UnclearError(msg)
    row = read_day(text, dating.style(facts)) if text else hours.row(day)
    if most is not None and len(row) > most and row != hours.row(day):
        stretches = "one stretch" if most == 1 else f"no more than {most} stretches"
        msg = (
            f"The phone system of {name} keeps {stretches} of hours a day: write the hours without the break, and close"
            " the line for the break on single dates."
        )
        raise UnclearError(msg)
    return {day: row} if text else {}


def _is_new(day: Weekday, row: tuple[Interval, ...], facts: Facts) -> bool:
    """Whether hours that were written are to be set: others than now, or settling what somebody changed elsewhere."""
    is_settled = not any(each.weekday is day for each in facts.reading.drift)
    return facts.setup.hours.always or row != facts.setup.hours.row(day) or not is_settled


def _common(day: Weekday, facts: Chosen) -> str:
    """The hours of a day as all lines have them, dormant ones too; empty where they differ or are not certain."""
    texts = {_present(day, each) for each in facts.lines}
    return texts.pop() if len(texts) == 1 else ""


def _present(day: Weekday, facts: Facts) -> str:
    hours = facts.setup.hours
    dormant = hours.always and not any(map(hours.row, Weekday))
    changed = any(each.weekday is day for each in facts.reading.drift)
    return "" if dormant or changed else _written(hours.row(day), facts)


def _written(row: Sequence[Interval], facts: Facts) -> str:
    text = facts.words.day(row)
    return text if len(text) <= dating.LONGEST_WORDS else ""


def _hint(facts: Chosen) -> str:
    narrow = any(each.capabilities.intervals_a_day == 1 for each in facts.lines)
    example = "9am-5pm (one stretch a day)" if narrow else "9am-5pm, or 9-12 and 1-5"
    stays = "" if _is_any_always(facts) else " A day that is left empty stays as it is."
    return f"{dating.by_clock(facts)}: {example}, or closed, or all day.{stays}"


def _placeholder(day: Weekday, facts: Chosen) -> str:
    """What stands in an empty day."""
    if _is_any_always(facts):
        return "9am-5pm, or closed"
    text = _common(day, facts)
    return f"Stays as it is: {text}"[:_LONGEST_PLACEHOLDER] if text else "Stays as it is"


def _is_any_always(facts: Chosen) -> bool:
    return any(each.setup.hours.always for each in facts.lines)
