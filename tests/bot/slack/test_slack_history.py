"""Records as sentences: in threads, to the person who asked, and in the history."""

import pytest

from bot.reports import History, Wanted
from bot.requests import Record, Request, State
from bot.slack import history, replies
from tests.bot.slack.blocks_check import texts
from tests.bot.slack.drawn import NOW, record, request


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


@pytest.mark.parametrize("kind", ["not_closed", "not_open over", "still_closed", "drift", "drift over"])
def test_an_alert_speaks_for_itself(kind: str) -> None:
    note = "Support should be closed, but whether it is nobody knows."

    assert history.sentence(record(kind, note=note)) == f"*Support:* {note} (request 7)"


def test_a_kind_that_is_not_known_says_its_own_name() -> None:
    assert history.sentence(record("looked at", note="")) == "*Support:* Looked at by <@UDANA>. (request 7)"


@pytest.mark.parametrize(("lines", "named"), [(("Support",), False), ((), True)])
def test_the_history_of_one_line_does_not_repeat_its_name(*, lines: tuple[str, ...], named: bool) -> None:
    records = (record("verified", line="Support", note=""),)
    shown = replies.said(History(wanted=Wanted(lines=lines), records=records, count=1))

    assert ("*Support:*" in " ".join(texts(shown.blocks))) is named


def told(asked: Request, *records: Record) -> list[str]:
    return [each.text.partition(" ")[2] for each in history.entries(asked, records)]


@pytest.mark.parametrize(
    ("found", "text"),
    [
        (record("nudged", note="Whoever asked for this waits for a decision."), "<@UDANA> waits for a decision."),
        (record("reminded", note="It still waits."), "It still waits."),
        (record("waiting", note="It waits for request 6."), "It waits for request 6."),
        (record("to go", note="Approved 2 hours ago, not yet applied."), "Approved 2 hours ago, not yet applied."),
        (record("continued", note="What is due by now is written."), "What is due by now is written."),
        (record("again", note="It is tried again. Before: It said no."), "Tried again by <@UDANA>."),
        (
            record("reverted", note="Undone in part by request 8: it stays."),
            "Reverted by <@UDANA> in part: Undone in part by request 8: it stays.",
        ),
    ],
)
def test_nothing_is_said_twice(found: Record, text: str) -> None:
    assert told(request(), found) == [text]


def test_the_thread_of_an_emergency_tells_its_reason_once() -> None:
    emergency = request(State.APPROVED, reason="Fire alarm").model_copy(update={"ratify_by": NOW})
    asked = record("asked", reason="Fire alarm", words="close support now !")
    rushed = record("rushed", number=2, note="It is applied at once, as an emergency: Fire alarm")

    assert told(emergency, asked, rushed) == [
        "Asked by <@UDANA>: “close support now !”",
        "Emergency by <@UDANA>: “Fire alarm”. Applied at once.",
    ]


def test_a_reason_that_stands_in_the_words_is_not_told_beside_them() -> None:
    inside = record("asked", reason="training", words="close support today for training")
    beside = record("asked", reason="training", words="close support today")

    assert told(request(), inside) == ["Asked by <@UDANA>: “close support today for training”"]
    assert told(request(), beside) == ["Asked by <@UDANA>: “close support today” (training)"]


def test_after_slack_was_away_only_the_last_reminder_is_told() -> None:
    records = [record("reminded", number=1, note="2 hours."), record("escalated", number=2, note="1 hour.")]

    assert told(request(), *records) == ["Called more people by <@UDANA>: 1 hour."]


@pytest.mark.parametrize("kind", ["reminded", "escalated", "nudged", "to go"])
def test_nobody_is_called_to_what_is_over(kind: str) -> None:
    assert told(request(State.VERIFIED), record(kind)) == []
