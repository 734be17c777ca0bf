"""What stands in one field of a form: the hours of a day, and days and times in words."""

import contextlib
import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters import WHOLE_DAY, Interval, clock_text, merged
from bot import describe
from bot.language import KnownLine, UnclearError, Verb, read, read_day, read_when, when_written
from tests.fakes import FRIDAY, NEW_YORK, FakePhones
from tests.language.test_sentences import LINES, TABLE

LINE = KnownLine(name="Support", zone=NEW_YORK)


def told(text: str) -> list[str]:
    return [f"{clock_text(each.start)}-{clock_text(each.end)}" for each in read_day(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9-5", ["09:00-17:00"]),
        ("9–5", ["09:00-17:00"]),
        ("9am-5pm", ["09:00-17:00"]),
        ("9:00 AM – 5:00 PM", ["09:00-17:00"]),
        ("9 a.m. to 5 p.m.", ["09:00-17:00"]),
        ("9a-5p", ["09:00-17:00"]),
        ("from 9 to 5.", ["09:00-17:00"]),
        ("between 9 and 5", ["09:00-17:00"]),
        ("open 9-5", ["09:00-17:00"]),
        ("nine to five", ["09:00-17:00"]),
        ("0900-1700", ["09:00-17:00"]),
        ("8:30-18:00", ["08:30-18:00"]),
        ("9 to noon", ["09:00-12:00"]),
        ("12-5", ["12:00-17:00"]),
        ("9-12, 1-5", ["09:00-12:00", "13:00-17:00"]),
        ("9-12 and 1-5", ["09:00-12:00", "13:00-17:00"]),
        ("9-12; 1-5", ["09:00-12:00", "13:00-17:00"]),
        ("9-12\n1-5", ["09:00-12:00", "13:00-17:00"]),
        ("1pm-5pm, 9am-12", ["09:00-12:00", "13:00-17:00"]),
        ("9-1, noon-5", ["09:00-17:00"]),
        ("10pm-midnight", ["22:00-24:00"]),
        ("midnight to 6am", ["00:00-06:00"]),
        ("0:00-24:00", ["00:00-24:00"]),
        ("24 hours", ["00:00-24:00"]),
        ("24h", ["00:00-24:00"]),
        ("24/7", ["00:00-24:00"]),
        ("all day", ["00:00-24:00"]),
        ("Open all day", ["00:00-24:00"]),
        ("around the clock", ["00:00-24:00"]),
        ("closed", []),
        ("Closed.", []),
        ("none", []),
    ],
)
def test_hours_of_a_day_are_read(text: str, expected: list[str]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "Write for example 9am-5pm, or 9-12 and 1-5, or closed, or all day."),
        ("9", "“9” is not understood here. Write for example"),
        ("9-", "“9-” is not understood here."),
        ("9 and 5", "“9 and 5” is not understood here."),
        ("until 5", "“until 5” is not understood here."),
        ("Mon 9-5", "“Mon 9-5” is not understood here."),
        ("9-5 EST", "“EST” is not understood here."),
        ("9-5 closed", "“closed” is not understood here."),
        ("closed 12-1", "“closed 12-1” is not understood here."),
        ("9-5,", "“,” is not understood here."),
        ("9-25", "“9-25” is not understood here."),
        ("9:75-5", "“9:75-5” is not understood here."),
        ("10pm-2am", "Those hours go past midnight."),
        ("7-8pm", "In the morning, or in the evening? Please say am or pm with both times."),
        ("9-12, 9-12", "In the morning, or in the evening?"),
        ("9-5 " * 100, "That is too long: write the hours of the day in at most 300 characters."),
    ],
)
def test_what_is_no_hours_of_a_day_is_said_with_what_to_write(text: str, problem: str) -> None:
    with pytest.raises(UnclearError) as caught:
        read_day(text)

    assert problem in str(caught.value)


def test_where_24_hours_are_the_custom_a_colon_says_which_half_of_the_day() -> None:
    assert read_day("5:00-9:00", "24") == (Interval(start=300, end=540),)
    assert read_day("9-5", "24") == read_day("9-5")


days = st.lists(st.integers(0, 1440), max_size=10, unique=True).map(
    lambda edges: tuple(Interval(start=a, end=b) for a, b in zip(*[iter(sorted(edges))] * 2, strict=False))
)


@settings(max_examples=200)
@given(day=st.one_of(days, st.just(WHOLE_DAY)), country=st.sampled_from(["", "US", "DE"]))
def test_what_we_print_is_read_as_the_same_hours(day: tuple[Interval, ...], country: str) -> None:
    phones = FakePhones("Support")
    capabilities = phones.capabilities(phones._line("1"))  # noqa: SLF001  (any line has some)
    words = describe.Words(zone=NEW_YORK, country=country, capabilities=capabilities)

    assert read_day(words.day(day), "24" if country == "DE" else "12") == merged(day)


@settings(max_examples=200)
@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(st.sampled_from(["9", "5", "12", "am", "pm", "-", ":", ",", "and", "to", "noon", "all", "day"])).map(
            " ".join
        ),
    )
)
def test_any_text_is_hours_of_a_day_or_has_a_sentence(text: str) -> None:
    day: tuple[Interval, ...] = ()
    with contextlib.suppress(UnclearError):
        day = read_day(text)

    assert day == merged(day)


def test_windows_in_words_are_read_again_as_they_were() -> None:
    asks = [read(sentence, now=FRIDAY, lines=LINES, zone=NEW_YORK) for sentence, _ in TABLE]
    asks = [each for each in asks if each.verb in {Verb.CLOSE, Verb.OPEN} and each.windows and not each.question]

    for ask in asks:
        written = when_written(ask.windows, ask.verb)
        assert read_when(written, ask.verb, LINE, FRIDAY, "12") == ask.windows, written
    assert len(asks) > 200


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dec 24", "on 2026-12-24"),
        ("Dec 24 2pm-4pm; Dec 31", "on 2026-12-24 from 14:00 to 16:00; on 2026-12-31"),
        ("Dec 24;\nDec 31;", "on 2026-12-24; on 2026-12-31"),
        ("Dec 24 &amp; 25", "from 2026-12-24 to 2026-12-25"),
        ("tomorrow from 2pm until closing", "on 2026-11-21 from 14:00 to closing"),
        ("", ""),
    ],
)
def test_days_and_times_in_words_are_read(text: str, expected: str) -> None:
    assert when_written(read_when(text, Verb.CLOSE, LINE, FRIDAY, "12"), Verb.CLOSE) == expected


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("blah", "“blah” is not understood here. Write for example Dec 24, or Dec 31 2pm-4pm."),
        ("dec 24; and then some", "“and then some” is not understood here."),
        ("support saturday", "“support saturday” is not understood here."),
        ("every monday", "“every monday” says more than days and times."),
        ("tomorrow urgent", "“tomorrow urgent” says more than days and times."),
        ("tomorrow for training", "“tomorrow for training” says more than days and times."),
        ("2026-11-19", "Thu 19 Nov 2026 is over."),
        ("tomorrow 7", "At what time? Please say it with am or pm."),
        ("10pm-6am tomorrow", "Which night is meant? Write “from 2026-11-20 22:00 to 2026-11-21 06:00” or “from 20"),
    ],
)
def test_what_is_no_days_and_times_is_said_with_what_to_write(text: str, problem: str) -> None:
    with pytest.raises(UnclearError) as caught:
        read_when(text, Verb.CLOSE, LINE, FRIDAY, "12")

    assert problem in str(caught.value)


def test_a_zone_is_that_of_the_line() -> None:
    berlin = KnownLine(name="Support", zone="Europe/Berlin", country="DE")

    [window] = read_when("today until 18:00", Verb.CLOSE, berlin, FRIDAY, "24")

    assert (window.start, window.end) == (dt.datetime(2026, 11, 20, 16), dt.datetime(2026, 11, 20, 18))
