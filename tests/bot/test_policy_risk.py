"""What sends calls outside or listens to them is of the highest risk, at every vendor."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from adapters import BearerAuth, Capabilities, Dialpad, Line, RollingWeek, Telegent, Webex

LISTENING = re.compile(r"(?i)(?<!announcement )record(?!ing that is played)|transcri|voice intelligence|listen")
OUTSIDE = re.compile(r"(?i)^number |^phone number|abroad|transfer to a number")


class NoNotes:
    """A ledger without notes."""

    async def notes(self, line_id: str) -> None:
        del line_id

    async def note(self, line_id: str, notes: Mapping[str, Any] | None) -> None:
        del line_id, notes


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def capabilities(kind: str) -> Capabilities:
    """What a kind of line offers."""
    line = Line(system="", id="1", name="", kind=kind, zone="UTC")
    if kind == "call center":
        return RollingWeek(Dialpad("token"), NoNotes(), now).capabilities(line)
    if kind.startswith("workgroup"):
        return RollingWeek(Telegent("key", "secret", ledger=NoNotes(), clock=now), NoNotes(), now).capabilities(line)
    return Webex(BearerAuth("token"), ledger=NoNotes(), clock=now).capabilities(line)


def told(kind: str) -> Iterator[tuple[str, str, str]]:
    """Every further setting: its name, all that is said of it, its risk."""
    for each in capabilities(kind).options:
        choices = " ".join(label for _, label in each.choices)
        yield each.name, f"{each.label} {each.help} {choices}", each.risk


KINDS = ("auto attendant", "call queue", "call center", "workgroup with a menu", "workgroup without a menu")


@pytest.mark.parametrize("kind", KINDS)
def test_every_setting_that_listens_to_calls_or_sends_them_outside_is_of_high_risk(kind: str) -> None:
    low = {
        name for name, text, risk in told(kind) if risk == "low" and (LISTENING.search(text) or OUTSIDE.search(text))
    }

    assert low == set()


def test_the_settings_that_listen_to_calls_are_known() -> None:
    found = {name for kind in KINDS for name, text, _ in told(kind) if LISTENING.search(text)}

    assert found == {
        "record_inbound",
        "record_outbound",
        "pause_recording",
        "voice_intelligence",
        "pause_voice_intelligence",
        "record_calls",
        "transcribe_recordings",
        "ai_recording",
    }
