"""What the app receives of the text that people type."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.slack.directory import Directory
from sandbox.slack.team import Team, demo_team
from sandbox.slack.text import sent

DIRECTORY = Directory(demo_team())
DANA = DIRECTORY.named_person("dana").id
BOT = DIRECTORY.bot.id
LINES = DIRECTORY.named_channel("phone-lines").id
APPROVALS = DIRECTORY.named_channel("phone-approvals").id
[GROUP] = DIRECTORY.team.groups


@pytest.mark.parametrize(
    ("typed", "received"),
    [
        ("close support & sales", "close support &amp; sales"),
        ("<!channel>", "&lt;!channel&gt;"),
        (f"<@{DANA}>", f"&lt;@{DANA}&gt;"),
        ("&amp;", "&amp;amp;"),
        ("@dana", f"<@{DANA}>"),
        ("@Dana's line", f"<@{DANA}>'s line"),
        ("ask @dana.", f"ask <@{DANA}>."),
        ("@switchhook close support", f"<@{BOT}> close support"),
        ("@nobody", "@nobody"),
        ("@phone-approvers", f"<!subteam^{GROUP.id}>"),
        ("@here", "<!here>"),
        ("in #phone-lines", f"in <#{LINES}|phone-lines>"),
        ("in #phone-approvals", f"in <#{APPROVALS}|>"),
        ("#9", "#9"),
        ("see https://example.com/a?b=1&c=2.", "see <https://example.com/a?b=1&amp;c=2>."),
        ("mail a.b@example.com now", "mail <mailto:a.b@example.com|a.b@example.com> now"),
        ("9:00-13:00", "9:00-13:00"),
        ("“tomorrow” – é", "“tomorrow” – é"),
    ],
)
def test_typed_text_becomes_what_slack_sends(typed: str, received: str) -> None:
    assert sent(typed, DIRECTORY) == received


@given(st.text(alphabet=string.ascii_letters + string.digits + " &<>;|!?.,-'\"*_~`\n", max_size=80))
def test_text_without_names_and_links_comes_back_when_decoded(typed: str) -> None:
    received = sent(typed, DIRECTORY)

    assert received.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == typed


@given(st.text(max_size=80))
def test_nobody_can_type_a_mention_that_is_not_known(typed: str) -> None:
    empty = Directory(Team(name="Empty", people=(), channels=()))

    received = sent(typed.replace("http", "").replace("@", ""), empty)

    assert "<" not in received
    assert ">" not in received
