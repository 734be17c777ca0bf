"""The kinds of record; that none is written under another name is held by the types of what writes records."""

import pytest

from bot.alerts import AlertKind, over
from bot.kinds import RecordKind
from bot.requests import State
from bot.slack import audience, history

KNOWN = frozenset({*RecordKind, *State, *AlertKind, *map(over, AlertKind)})

UNRECORDED = frozenset({State.PENDING})
"""What is moved to it is asked for, or asked anew, and its record says so."""


def test_the_history_has_a_sentence_for_every_kind_and_for_nothing_else() -> None:
    assert frozenset(history.SENTENCES) == KNOWN - UNRECORDED


def test_nobody_is_told_of_a_kind_that_does_not_exist() -> None:
    assert frozenset(audience.AUDIENCES) <= KNOWN


@pytest.mark.parametrize("kind", sorted(RecordKind))
def test_a_kind_is_called_neither_as_a_state_nor_as_an_alert(kind: RecordKind) -> None:
    assert kind not in {*State, *AlertKind, *map(over, AlertKind)}
