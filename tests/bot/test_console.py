"""Answers for a terminal."""

import json

from bot import console
from tests.bot.slack.drawn import record

NOTE = "Telegent accepts it but does not show it."
ACCEPTED = record("accepted", line="Front Office").model_copy(update={"data": {"note": NOTE}})


def test_what_the_vendor_does_not_show_is_applied_in_the_history_and_never_verified() -> None:
    text = console.history([ACCEPTED], "text")

    assert "  applied " in text
    assert text.endswith("(Telegent accepts it but does not show it)")
    assert "verified" not in text


def test_machines_read_the_state_by_its_own_name() -> None:
    (told,) = json.loads(console.history([ACCEPTED], "json"))

    assert told["kind"] == "accepted"
