"""What people see: sentences with weekday, date, times and zone, names that were mistyped, questions with choices."""

import datetime as dt
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from bot.language import Ask, KnownLine, Verb, read

NEW_YORK = "America/New_York"
NOW = dt.datetime(2026, 11, 20, 10, tzinfo=ZoneInfo(NEW_YORK))
SUPPORT = KnownLine(name="Support", aliases=("help desk", "CS"), zone=NEW_YORK)
SALES = KnownLine(name="Sales", zone=NEW_YORK)
LONDON = KnownLine(name="London", zone="Europe/London", country="GB")


def said(text: str, *lines: KnownLine, zone: str = NEW_YORK, clock: str = "12", now: dt.datetime = NOW) -> Ask:
    return read(text, now=now, lines=lines or (SUPPORT, SALES), zone=zone, clock="24" if clock == "24" else "12")


def test_a_closure_is_said_with_weekday_date_and_zone() -> None:
    assert said("close support line Saturday").sentence == (
        "Close Support on Sat 21 Nov 2026, all day (New York time)."
    )


@pytest.mark.parametrize(("clock", "times"), [("12", "from 9:00 AM to 1:00 PM"), ("24", "from 09:00 to 13:00")])
def test_times_are_said_as_is_customary(clock: str, times: str) -> None:
    assert times in said("open support 9-1 this Sunday", clock=clock).sentence


def test_times_are_said_in_the_speakers_zone_as_well_where_it_differs() -> None:
    ask = said("close support tomorrow 9am-11am", zone="America/Los_Angeles")

    assert ask.windows[0].start == dt.datetime(2026, 11, 21, 9)
    assert ask.sentence == (
        "Close Support on Sat 21 Nov 2026, from 9:00 AM to 11:00 AM "
        "(New York time; on Sat 21 Nov 2026, from 6:00 AM to 8:00 AM in Los Angeles time)."
    )


def test_today_is_the_day_where_the_line_is() -> None:
    late = dt.datetime(2026, 11, 20, 20, tzinfo=ZoneInfo(NEW_YORK))

    ask = said("close london today", LONDON, now=late)

    assert ask.windows[0].start == dt.datetime(2026, 11, 21)


def test_my_time_is_the_speakers() -> None:
    ask = said("close support tomorrow 9am-11am my time", zone="America/Los_Angeles")

    assert (ask.windows[0].start, ask.windows[0].end) == (dt.datetime(2026, 11, 21, 12), dt.datetime(2026, 11, 21, 14))


def test_lines_on_different_clocks_are_asked_for_one_by_one() -> None:
    ask = said("close support and london tomorrow", SUPPORT, LONDON)

    assert ask.question == "Those lines are in different time zones. Please ask for them one by one."


def test_a_line_in_the_reason_does_not_set_the_clock() -> None:
    late = dt.datetime(2026, 11, 20, 20, tzinfo=ZoneInfo(NEW_YORK))

    ask = said("close support today because london is out", LONDON, SUPPORT, now=late)

    assert ask.lines == ("Support",)
    assert ask.windows[0].start == dt.datetime(2026, 11, 20)


def test_a_holiday_is_that_of_the_lines_country() -> None:
    assert said("close london on boxing day", LONDON).readback == "close London on 2026-12-26"


@pytest.mark.parametrize("name", ["help desk", "the Help Desk line", "cs", "our support line", "CS queue"])
def test_a_line_is_known_by_its_names(name: str) -> None:
    assert said(f"close {name} tomorrow").lines == ("Support",)


def test_a_mistyped_name_is_read_and_said_back() -> None:
    ask = said("close suport tomorrow")

    assert ask.lines == ("Support",)
    assert ask.sentence.endswith('I read "suport" as Support.')


def test_a_name_of_two_lines_is_asked_back() -> None:
    lines = [KnownLine(name=f"Support {country}", aliases=("support",), zone=NEW_YORK) for country in ("US", "UK")]

    ask = said("close support tomorrow", *lines)

    assert ask.question == "Which line is meant?"
    assert [each.text for each in ask.choices] == ["close Support US on 2026-11-21", "close Support UK on 2026-11-21"]


def test_a_line_of_a_similar_name_is_offered() -> None:
    lines = [KnownLine(name=name, zone=NEW_YORK) for name in ("Customer Support", "Sales", "Billing", "Returns", "HR")]

    ask = said("close support tomorrow", *lines)

    assert ask.question == 'I know no line called "support". Which line is meant?'
    assert [each.text for each in ask.choices] == ["close Customer Support on 2026-11-21"]


def test_the_only_line_needs_no_name() -> None:
    assert said("add 9 for callback", SUPPORT).readback == "turn on callback key 9 on Support"


def test_without_any_line_one_is_asked_for() -> None:
    ask = read("close saturday", now=NOW, lines=(), zone=NEW_YORK)

    assert ask.question == "I know no lines yet. Please name one that is set up."


def test_a_date_with_two_readings_is_asked_with_full_dates() -> None:
    ask = said("close support next saturday")

    assert ask.verb is Verb.CLOSE
    assert ask.question == "Which Saturday is meant?"
    assert [each.label for each in ask.choices] == ["Sat 21 Nov 2026 (tomorrow), all day", "Sat 28 Nov 2026, all day"]


def test_two_questions_become_the_choices_of_both() -> None:
    ask = said("close next saturday")

    assert ask.question == "Which Saturday is meant? Which line?"
    assert len(ask.choices) == 4


def test_a_closure_without_an_end_is_asked_for_one() -> None:
    ask = said("close support")

    assert [each.text for each in ask.choices] == [
        "close Support on 2026-11-20 from 10:00 to 24:00",
        "close Support on 2026-11-21",
        "close Support from 2026-11-20 10:00 until further notice",
    ]


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("close support feb 30", "There is no 30 February."),
        ("close support yesterday", "Thu 19 Nov 2026 is over."),
        ("close support dec 24 2029", "Mon 24 Dec 2029 is more than 18 months ahead."),
        ("close support nov 23 2026 to jan 1 2030", "Tue 1 Jan 2030 is more than 18 months ahead."),
        ("open support from nov 23 9am to jan 1 2030 5pm", "Tue 1 Jan 2030 is more than 18 months ahead."),
        ("close support march 14 2027 2:30am", "02:30 does not exist on Sun 14 Mar 2027: the clocks go forward."),
        ("close support nov 7 2027 1:30am", "01:30 happens twice on Sun 7 Nov 2027: the clocks go back."),
        ("close support thursday nov 27", "Fri 27 Nov 2026 is not a Thursday. Which day is meant?"),
        ("close support tomorrow. Open sales sunday.", "That is more than one thing. Please say them one at a time."),
    ],
)
def test_what_cannot_be_is_asked_back_with_the_reason(sentence: str, question: str) -> None:
    assert said(sentence).question == question


@pytest.mark.parametrize(
    ("sentence", "hours", "once"),
    [
        ("close support 12-1pm on weekdays", "mon-fri 08:00-12:00 and 13:00-18:00", "12:00-13:00"),
        ("close support every monday 9-11", "mon 08:00-09:00 and 11:00-18:00", "09:00-11:00"),
        ("close support every day 6am-8pm", "fri 09:00-15:00", "06:00-20:00"),
    ],
)
def test_what_is_closed_every_week_is_asked_for_the_hours_around_it(sentence: str, hours: str, once: str) -> None:
    question = said(sentence).question or ""

    assert f"Which hours are left? For example: set Support hours {hours}." in question
    assert question.endswith(f"On some days only: close Support today {once}.")


def test_a_line_that_cannot_have_a_break_is_not_given_an_example_with_one() -> None:
    office = [KnownLine(name="Front Office", zone="America/New_York", one_stretch=True)]
    hear = partial(read, now=NOW, lines=office, zone="America/New_York")

    assert hear("close front office 12-1pm on weekdays").question == (
        "Front Office cannot have a break every week: the phone system keeps one stretch of hours a day. Close single"
        " dates, for example: close Front Office today 12:00-13:00."
    )
    assert "set Front Office hours fri 08:00-15:00" in (hear("close front office every friday 3-6pm").question or "")


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("close nosuchline tomorrow", "nosuchline"),
        ("close the spare parts tomorrow", "spare parts"),
        ("press 2 goes to +19195550100 on parts", "parts"),
        ("undo the last change on parts", "parts"),
        ("status parts", "parts"),
    ],
)
def test_a_line_that_is_not_there_is_named_with_those_that_are(sentence: str, wanted: str) -> None:
    names = ("Support", "Sales", "Billing", "Reception", "Night desk")
    lines = [KnownLine(name=name, zone="America/New_York") for name in names]

    question = read(sentence, now=NOW, lines=lines, zone="America/New_York").question

    assert question == f"There is no line “{wanted}”. The lines are: {', '.join(names)}."


def test_words_beside_it_are_not_taken_for_a_part_of_a_line_that_is_not_there() -> None:
    assert said("undo the last change on parts").question == "There is no line “parts”. The lines are: Support, Sales."


@pytest.mark.parametrize(
    "sentence", ["close saturday training", "close tomorrow hooray", "close early tomorrow", "help new line"]
)
def test_words_that_are_no_name_are_not_taken_for_that_of_a_line(sentence: str) -> None:
    names = ("Support", "Sales", "Billing", "Reception", "Night desk")
    lines = [KnownLine(name=name, zone="America/New_York") for name in names]

    question = read(sentence, now=NOW, lines=lines, zone="America/New_York").question

    assert question
    assert "There is no line" not in question


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("asdf", 'I do not understand "asdf". Type /line help for examples.'),
        ("frobnicate support", 'I do not understand "frobnicate". Type /line help for examples.'),
        ("close support saturday training", 'I do not understand "training". If it is why, say it with for, because'),
    ],
)
def test_a_reason_is_spoken_of_only_where_there_may_be_one(sentence: str, question: str) -> None:
    assert (said(sentence).question or "").startswith(question)


@pytest.mark.parametrize("length", [301, 2_001, 40_000])
def test_a_text_that_is_too_long_is_asked_back(length: int) -> None:
    assert said("x" * length).question == "That is too long for me. Please say it in at most 300 characters."


@pytest.mark.parametrize(
    "typed",
    [
        "close <#C123|support> saturday",
        "close \u201csupport\u201d saturday",
        "CLOSE *SUPPORT* SATURDAY :tada:",
        "close support saturday \U0001f389",
        "close support\nsaturday",
        "  close   support  saturday  ",
    ],
)
def test_slacks_signs_and_decoration_are_looked_through(typed: str) -> None:
    assert said(typed).readback == "close Support on 2026-11-21"


def test_a_number_that_slack_made_a_link_is_the_number() -> None:
    ask = said("press 3 goes to <tel:+19195550100|(919) 555-0100> on support")

    assert ask.target == "+19195550100"


@pytest.mark.parametrize("text", ["pause support", "resume support"])
def test_a_line_is_not_taken_for_an_agent(text: str) -> None:
    ask = said(text)

    assert ask.question == (
        "Support is a line. Say `pause Ann Baker on Support` of an agent, or `close Support` and `reopen Support`."
    )
    assert said("pause Ann Baker on Support").sentence == "Send Ann Baker no calls of Support for now."


@pytest.mark.parametrize(
    ("sentence", "form", "lines"),
    [
        ("close", "close", ()),
        ("close support", "close", ("Support",)),
        ("open sales", "open", ("Sales",)),
        ("set support hours", "hours", ("Support",)),
        ("press 3 on support", "menu", ("Support",)),
        ("change the greeting of support and sales", "greeting", ("Support", "Sales")),
        ("reopen", "", ()),
        ("is support closed or what", "", ()),
        ("asdf", "", ()),
    ],
)
def test_a_question_tells_the_form_in_which_it_can_be_answered(
    sentence: str, form: str, lines: tuple[str, ...]
) -> None:
    ask = said(sentence)

    assert ask.question
    assert (ask.form, ask.lines if form else ()) == (form, lines)


@pytest.mark.parametrize(
    ("sentence", "lost"),
    [
        ("close support", False),
        ("close saturday", False),
        ("asdf", True),
        ("tomorrow", True),
        ("closr support saturday", True),
        ("close support saturday training", True),
    ],
)
def test_what_means_nothing_is_told_from_what_lacks_something(sentence: str, lost: bool) -> None:  # noqa: FBT001
    assert said(sentence).lost is lost


def test_a_mistyped_word_is_offered_as_it_may_have_been_meant() -> None:
    ask = said("clsoe support saturday")

    assert ask.question == 'I do not understand "clsoe". Did you mean “close support saturday”?'
    assert [each.label for each in ask.choices] == ["close support saturday"]


@pytest.mark.parametrize(
    "text",
    ["halp", "breeze", "breeze everything", "unfreze", "stap everything", "frieze until monday", "withdrw",
     "retarct my request", "cancal my request", "lift the freze"],
)  # fmt: skip
def test_nobody_is_offered_by_a_mistyped_word_what_takes_effect_at_once(text: str) -> None:
    ask = said(text)

    assert ask.question
    assert not {said(each.text).verb for each in ask.choices} & {Verb.FREEZE, Verb.THAW, Verb.WITHDRAW}
    assert "Did you mean “freeze" not in ask.question


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "history of support by @amir since monday",
            "Show the history of Support by @amir since Mon 16 Nov 2026 (New York time).",
        ),
        (
            "who changed sales since 9am",
            "Show who changed Sales since Fri 20 Nov 2026 at 9:00 AM (New York time).",
        ),
        ("history of request 12", "Show the history of all lines as far as request 12 goes."),
        (
            "history last month by me",
            ("Show the history of all lines by me from Thu 1 Oct 2026 to Sat 31 Oct 2026, whole days (New York time)."),
        ),
    ],
)
def test_the_history_is_said_back_with_whose_and_since_when(text: str, sentence: str) -> None:
    assert said(text).sentence == sentence


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("history tomorrow", "Sat 21 Nov 2026 is still to come. Since when should the history be shown?"),
        ("history since jan 5 2027", "Tue 5 Jan 2027 is still to come. Since when should the history be shown?"),
        ("history by @amir and @dana", "Whose changes? Please name one person at a time."),
        ("history last week since monday", "Since when? Please name one time."),
        ("history last 300 months", "That is too far back. Since when should the history be shown?"),
    ],
)
def test_what_a_history_cannot_be_of_is_asked_back(text: str, question: str) -> None:
    assert said(text).question == question


ODD = tuple(
    KnownLine(name=name, zone=NEW_YORK)
    for name in ("By The Sea", "Last Call", "Request Line", "Night Change", "Open on Sundays", "Front Desk 2")
)


@pytest.mark.parametrize("line", ODD, ids=lambda line: line.name)
@pytest.mark.parametrize("head", ["history of", "who changed", "what happened on"])
@pytest.mark.parametrize(
    "rest", ["", " last week by @amir", " of request #7 since monday", " by me in the last 2 hours"]
)
def test_a_line_that_is_called_like_a_part_of_the_question_is_still_a_line(
    head: str, line: KnownLine, rest: str
) -> None:
    ask = said(f"{head} {line.name.lower()}{rest}", *ODD)

    assert (ask.verb, ask.lines, ask.question) == (Verb.HISTORY, (line.name,), None)
    assert said(ask.readback, *ODD).model_copy(update={"words": ()}) == ask.model_copy(update={"words": ()})


def test_lines_whose_clocks_differ_on_the_day_that_is_meant_are_asked_for_one_by_one() -> None:
    lines = [KnownLine(name="Phoenix", zone="America/Phoenix"), KnownLine(name="Denver", zone="America/Denver")]

    def asked(words: str) -> str | None:
        return read(words, now=NOW, lines=lines, zone="America/Denver").question

    assert asked("status all lines on dec 24 at 4:30pm") is None, "in winter both have the same time"
    assert asked("status all lines on jul 6 at 4:30pm") == (
        "Those lines are in different time zones. Please ask for them one by one."
    )
