"""Hours for some days of a line that is open around the clock: what holds on the others is asked back."""

import pytest

from adapters import WHOLE_DAY, SetHours, Setup, Weekday, WeeklyHours
from bot.intent import AskBackError
from bot.language import Ask, KnownLine, Verb, read
from tests.bot.test_intent import asked, changes
from tests.fakes import FRIDAY, NEW_YORK, WEEK, support

DAY_AND_NIGHT = WeeklyHours(always=True)
WITH_OLDER_HOURS = WEEK.model_copy(update={"always": True})


def line(hours: WeeklyHours) -> Setup:
    return support().model_copy(update={"hours": hours})


def understood(sentence: str) -> Ask:
    return read(sentence, now=FRIDAY, lines=[KnownLine(name="Support", zone=NEW_YORK)], zone=NEW_YORK)


def chosen(ask: Ask, setup: Setup) -> dict[str, Setup]:
    """What becomes of the line by each answer, as it is understood when it is chosen."""
    with pytest.raises(AskBackError, match="open around the clock now") as caught:
        changes(ask, setup=setup)
    answers = {}
    for choice in caught.value.choices:
        [change] = changes(understood(choice.text), setup=setup)
        assert isinstance(change, SetHours)
        answers[choice.label] = change.applied_to(setup)
    return answers


@pytest.mark.parametrize("ask", [asked(Verb.HOURS, weekly={"sat": ()}), understood("close support on saturdays")])
def test_the_other_days_stay_open_around_the_clock_or_are_closed(ask: Ask) -> None:
    answers = chosen(ask, line(DAY_AND_NIGHT))

    whole, closed = answers["Open around the clock on the other days"], answers["Closed on the other days"]
    assert len(answers) == 2
    assert [day for day in Weekday if whole.hours.open_on(day) == WHOLE_DAY] == [
        day for day in Weekday if day is not Weekday.SAT
    ]
    assert [day for day in Weekday if closed.hours.open_on(day)] == []


def test_older_hours_are_offered_where_the_vendor_keeps_some() -> None:
    answers = chosen(asked(Verb.HOURS, weekly={"sun": (("10:00", "12:00"),)}), line(WITH_OLDER_HOURS))

    older = answers["The hours that Fake still keeps"].hours
    assert older.with_rows({Weekday.SUN: ()}) == WEEK
    assert older.open_on(Weekday.SUN) != ()


def test_whoever_names_every_day_is_not_asked() -> None:
    rows = {day.value: (("09:00", "17:00"),) for day in Weekday}

    [change] = changes(asked(Verb.HOURS, weekly=rows), setup=line(DAY_AND_NIGHT))

    assert isinstance(change, SetHours)
    assert set(change.rows) == set(Weekday)
