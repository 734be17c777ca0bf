"""Laws of the language, tried with many moments and many sentences."""

import datetime as dt
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters import Weekday
from bot.language import Ask, Edge, KnownLine, Verb, read

ZONE = "America/New_York"
LINES = tuple(KnownLine(name=name, zone=ZONE) for name in ("Support", "Sales"))
CHANGES = {Verb.CLOSE, Verb.OPEN}

moments = st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2028, 12, 31)).map(
    lambda moment: moment.replace(tzinfo=ZoneInfo(ZONE), second=0, microsecond=0)
)
weekdays = st.sampled_from([day.title_name for day in Weekday])
days = st.one_of(
    weekdays,
    weekdays.map("next {}".format),
    weekdays.map("this {}".format),
    st.sampled_from(
        ["today", "tomorrow", "this weekend", "next week", "the 15th", "the 31st", "christmas", "dec 24-26"]
    ),
    st.dates(dt.date(2000, 1, 1), dt.date(2000, 12, 31)).map("{:%b %d}".format),
    st.integers(1, 20).map("in {} days".format),
)
clocks = st.one_of(
    st.integers(1, 12).map(str),
    st.tuples(st.integers(1, 12), st.sampled_from(["am", "pm", ":30am", ":15 pm"])).map(
        lambda each: f"{each[0]}{each[1]}"
    ),
    st.sampled_from(["noon", "midnight", "17:30", "08:00"]),
)
times = st.one_of(
    st.tuples(clocks, st.sampled_from(["-", " to ", " until "]), clocks).map("".join).map("from {}".format),
    clocks.map("at {}".format),
    clocks.map("until {}".format),
    st.sampled_from(["", "", "in the morning", "after 3pm", "all day"]),
)
reasons = st.sampled_from(["", " for training", " because of the storm", " - all hands"])
sentences = st.tuples(st.sampled_from(["close", "open"]), days, times, reasons).map(
    lambda each: " ".join(f"{each[0]} support {each[1]} {each[2]}{each[3]}".split())
)
WORDS = """
close open reopen support sales the line on at from to until for and - , . 9 5pm 24/7 dec 24 monday next every hours set
callback key press 3 remove only except tomorrow week noon morning because status history
"""
soup = st.lists(st.sampled_from(WORDS.split()), max_size=12).map(" ".join)


def said(text: str, now: dt.datetime) -> Ask:
    return read(text, now=now, lines=LINES, zone=ZONE)


def meaning(ask: Ask) -> Ask:
    return ask.model_copy(update={"words": (), "sentence": ""})


def ends(ask: Ask) -> list[dt.datetime]:
    return [
        dt.datetime.combine(each.end.date, dt.time.max) if isinstance(each.end, Edge) else each.end
        for each in ask.windows
        if each.end is not None
    ]


@settings(max_examples=250, deadline=None)
@given(sentences, moments)
def test_no_change_ends_in_the_past(text: str, now: dt.datetime) -> None:
    ask = said(text, now)

    assert all(end > now.replace(tzinfo=None) for end in ends(ask))


@settings(max_examples=250, deadline=None)
@given(st.one_of(sentences, soup), moments)
def test_what_is_read_back_is_the_same_ask(text: str, now: dt.datetime) -> None:
    ask = said(text, now)

    if ask.question is None:
        assert meaning(said(ask.readback, now)) == meaning(ask)


@settings(max_examples=200, deadline=None)
@given(st.one_of(sentences, soup), moments)
def test_a_choice_is_a_whole_sentence(text: str, now: dt.datetime) -> None:
    ask = said(text, now)

    assert len(ask.choices) <= 4
    assert [said(each.text, now).question for each in ask.choices] == [None] * len(ask.choices)
    assert len({each.label for each in ask.choices}) == len(ask.choices)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(list(Weekday)), st.sampled_from(["", "this ", "next ", "coming "]), moments)
def test_the_weekday_that_was_named_is_the_weekday_returned(day: Weekday, which: str, now: dt.datetime) -> None:
    ask = said(f"close support {which}{day.title_name}", now)

    dates = [each.text.removeprefix("close Support on ") for each in ask.choices] or [
        f"{each.start:%Y-%m-%d}" for each in ask.windows if isinstance(each.start, dt.datetime)
    ]
    assert dates
    assert {Weekday.of(dt.date.fromisoformat(each)) for each in dates} == {day}


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=320), moments)
def test_any_text_gets_an_answer_or_a_question(text: str, now: dt.datetime) -> None:
    ask = said(text, now)

    assert (ask.question is None) == bool(ask.readback)


@settings(max_examples=200, deadline=None)
@given(sentences, st.data(), moments)
def test_a_word_that_is_not_understood_is_asked_back_or_part_of_the_reason(
    text: str, data: st.DataObject, now: dt.datetime
) -> None:
    words = text.split()
    words.insert(data.draw(st.integers(0, len(words))), "flurb")

    ask = said(" ".join(words), now)

    assert ask.question is not None or "flurb" in ask.reason
