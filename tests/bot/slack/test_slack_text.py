"""Words on their way into Slack and out of it."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.requests import Person
from bot.slack import text


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("close <Support> & Sales", "close &lt;Support&gt; &amp; Sales"),
        ("one\ntwo\r\nthree\u2028four", "one two three four"),
        ("\u202eevil\u202c \u2066x\u2069 \u200fy", "evil x y"),
        ("voice_mail 9:00 AM", "voice_mail 9:00 AM"),
        ("*bold* _it_ ~no~", "*\u200bbold* _\u200bit_ ~\u200bno~"),
        ("`code`", "`\u200bcode`\u200b"),
        (":tada: at 10:30", ":\u200btada: at 10:30"),
        ("caf\u00e9 \U0001f468\u200d\U0001f469", "caf\u00e9 \U0001f468\u200d\U0001f469"),
    ],
)
def test_words_are_shown_as_they_were_written_and_do_nothing(words: str, shown: str) -> None:
    assert text.escaped(words) == shown


@settings(max_examples=200)
@given(st.text(max_size=500), st.integers(min_value=10, max_value=300))
def test_escaped_words_are_one_line_of_limited_length(words: str, most: int) -> None:
    escaped = text.escaped(words, most)

    assert len(escaped) <= most
    assert len(escaped.splitlines()) <= 1
    assert not {"<", ">"} & set(escaped)


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("close &lt;Support&gt; &amp; Sales", "close <Support> & Sales"),
        ("ask <@U123|dana> in <#C1|phone-lines> or <#C2|>", "ask <@U123|dana> in #phone-lines or #C2"),
        ("see <https://example.com/a|example.com>", "see example.com"),
        ("see <https://example.com/a>", "see https://example.com/a"),
        ("call <tel:+19195550100|919-555-0100>", "call 919-555-0100"),
        ("write to <mailto:a@example.com|a@example.com>", "write to a@example.com"),
        ("  &amp;lt; ", "&lt;"),
        ("clo\u200bse", "close"),
    ],
)
def test_what_slack_sends_is_heard_as_it_was_typed(sent: str, typed: str) -> None:
    assert text.heard(sent) == typed


@settings(max_examples=100)
@given(st.text(alphabet="abc <>&;:*_~`\u200d19", max_size=60))
def test_words_survive_the_way_into_slack_and_back(words: str) -> None:
    assert text.heard(text.escaped(words, 1000)) == " ".join(words.split())


def test_people_groups_and_moments_are_named_as_slack_wants() -> None:
    assert text.mention(Person(team="T1", user="U1")) == "<@U1>"
    assert [text.mentioned(name) for name in ("U1", "S1")] == ["<@U1>", "<!subteam^S1>"]
    assert text.moment(dt.datetime(2026, 11, 20, 15, tzinfo=dt.UTC)) == (
        "<!date^1795186800^{date_short_pretty}, {time}|2026-11-20 15:00 UTC>"
    )
