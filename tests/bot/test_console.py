"""Answers for a terminal."""

import json

import pytest

from bot import console
from bot.__main__ import main
from tests.bot.slack.drawn import record

NOTE = "Telegent accepts it but does not show it."
ACCEPTED = record("accepted", line="Front Office").model_copy(update={"data": {"note": NOTE}})


def test_what_the_vendor_does_not_show_is_applied_in_the_history_and_never_verified() -> None:
    text = console.history([ACCEPTED], "text", {})

    assert "  applied " in text
    assert text.endswith("(Telegent accepts it but does not show it)")
    assert "verified" not in text


def test_machines_read_the_state_by_its_own_name() -> None:
    (told,) = json.loads(console.history([ACCEPTED], "json", {}))

    assert told["kind"] == "accepted"


def test_what_was_refused_is_told_with_why() -> None:
    refused = ACCEPTED.model_copy(
        update={"kind": "refused", "data": {"attempt": "approve", "why": "It is your own request."}}
    )

    assert "approve: It is your own request." in console.history([refused], "text", {})


def test_the_history_tells_from_where_something_was_asked() -> None:
    asked = record("asked").model_copy(update={"data": {"summary": "Close Support.", "from": "/line in C1"}})

    assert console.history([asked], "text", {}).endswith("Close Support. (from /line in C1)")


def test_what_people_wrote_cannot_write_on_the_terminal() -> None:
    asked = record("asked", text="x\x1b[2J\rverified\n2026-11-20")

    text = console.history([asked], "text", {})

    assert len(text.splitlines()) == 1
    assert "\x1b" not in text


@pytest.mark.parametrize("head", ["32", "32:9f3c", f"x:{'a' * 64}", f"-1:{'a' * 64}", f"32:{'g' * 64}"])
def test_a_head_that_was_not_copied_whole_is_refused_with_what_to_do(
    head: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["verify", f"--head={head}"])

    assert "copy it whole from the approval channel" in capsys.readouterr().err
