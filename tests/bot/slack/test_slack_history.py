"""Records as sentences: in threads, to the person who asked, and in the history."""

import pytest

from bot.answers import History
from bot.requests import State
from bot.slack import history, replies
from tests.bot.slack.blocks_check import texts
from tests.bot.slack.drawn import record, request


def test_what_happened_to_several_lines_at_once_is_told_once() -> None:
    records = [
        record("asked", number=1, line="Support", words="close all"),
        record("asked", number=2, line="Sales", words="close all"),
        record("verified", number=3, line="Support", note=""),
        record("failed", number=4, line="Sales", note="It said no."),
    ]

    asked, verified, failed = history.entries(request(State.FAILED, "Support", "Sales"), records)

    assert (asked.last, verified.last, failed.last) == (2, 3, 4)
    assert asked.text == ":raising_hand: Asked by <@UDANA>: “close all” Lines: Support, Sales."
    assert verified.text.endswith("Lines: Support.")
    assert "It said no." in failed.text


def test_a_scheduled_line_says_when_it_will_be_set() -> None:
    (entry,) = history.entries(request(State.SCHEDULED), [record("scheduled", note="")])

    assert entry.decisive
    assert "Switchhook will set this on Fri 18 Dec." in entry.text


@pytest.mark.parametrize(
    ("kind", "note", "decisive"),
    [
        ("asked", "", False),
        ("approved", "", False),
        ("applying", "", False),
        ("applied", "", False),
        ("applied", "It was written, but that is not proven.", True),
        ("accepted", "Telegent accepts it but does not show it.", True),
        ("verified", "", True),
        ("rejected", "", True),
        ("expired", "", True),
        ("superseded", "", True),
        ("failed", "", True),
        ("replanned", "", True),
        ("reverted", "", True),
        ("withdrawn", "", False),
    ],
)  # fmt: skip
def test_whoever_asked_is_told_what_is_decisive(*, kind: str, note: str, decisive: bool) -> None:
    (entry,) = history.entries(request(), [record(kind, note=note)])

    assert entry.decisive is decisive


def test_what_the_vendor_does_not_show_is_told_as_applied() -> None:
    accepted = record("accepted", note="Telegent accepts it but does not show it.")

    (entry,) = history.entries(request(State.ACCEPTED), [accepted])

    assert entry.text.endswith("Applied by <@UDANA> (Telegent accepts it but does not show it).")
    assert "Applied by <@UDANA> (Telegent accepts it but does not show it)." in history.sentence(accepted)


def test_a_kind_that_is_not_known_says_its_own_name() -> None:
    assert history.sentence(record("looked at", note="")) == "*Support:* Looked at by <@UDANA>. (request 7)"


@pytest.mark.parametrize(("line", "named"), [("Support", False), (None, True)])
def test_the_history_of_one_line_does_not_repeat_its_name(*, line: str | None, named: bool) -> None:
    shown = replies.said(History(line=line, records=(record("verified", line="Support", note=""),)))

    assert ("*Support:*" in " ".join(texts(shown.blocks))) is named
