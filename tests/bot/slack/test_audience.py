"""Who hears of what: one table, and nobody is called who need not be."""

import pytest

from bot.alerts import AlertKind
from bot.requests import State
from bot.slack import audience, history
from tests.bot.slack.drawn import record, request

DECIDERS = ("UAMIR", "UNOOR")


@pytest.mark.parametrize(
    ("kind", "requester", "called"),
    [
        ("approval", False, False),
        ("approved", False, False),
        ("rushed", True, True),
        ("ratified", True, False),
        ("not ratified", True, True),
        ("waived", False, False),
        ("reminded", False, True),
        ("nudged", False, True),
        ("escalated", True, True),
        ("to go", True, True),
        ("lost right", True, True),
        ("waiting", False, False),
        ("by hand", True, True),
        ("started", False, False),
        ("ended", False, False),
        ("not_closed", True, True),
        ("not_closed over", False, False),
        ("not_open", True, True),
        ("still_closed", True, False),
        ("drift", False, False),
        ("adopted", False, False),
        ("again", False, False),
    ],
)  # fmt: skip
def test_everybody_hears_of_what_is_theirs(*, kind: str, requester: bool, called: bool) -> None:
    (entry,) = history.entries(request(), [record(kind)], DECIDERS)

    assert entry.decisive is requester
    assert entry.called == ("<@UAMIR> <@UNOOR>" if called else "")


def test_what_was_refused_is_in_the_history_and_in_no_thread() -> None:
    refused = record("refused", attempt="approve", why="Nobody approves their own request.")

    assert history.entries(request(), [refused], DECIDERS) == []
    told = "Refused by <@UDANA>: approve (Nobody approves their own request)."
    assert told in history.sentence(refused)


def test_whoever_is_named_in_an_escalation_is_called_besides() -> None:
    escalated = record("escalated").model_copy(update={"data": {"note": "Nobody decided.", "names": ["ULEE"]}})

    assert audience.called(escalated, request(), DECIDERS) == "<@ULEE> <@UAMIR> <@UNOOR>"


@pytest.mark.parametrize(
    ("names", "mentions"),
    [
        (("UDANA", "UAMIR"), ["<@UAMIR>"]),
        (tuple(f"U{number}" for number in range(9)), [f"<@U{number}>" for number in range(5)]),
        ((*(f"U{number}" for number in range(9)), "SGROUP"), ["<!subteam^SGROUP>"]),
        (("CFEW",), ["<@UAMIR>", "<@UNOOR>"]),
        (("CMANY",), ["<#CMANY>"]),
        (("CUNKNOWN",), ["<#CUNKNOWN>"]),
    ],
)
def test_few_are_called_by_name_and_a_channel_never_as_a_whole(names: tuple[str, ...], mentions: list[str]) -> None:
    roster = {"CFEW": ("UAMIR", "UNOOR", "UDANA"), "CMANY": tuple(f"U{number}" for number in range(9))}

    assert audience.mentions(names, request().model_copy(update={"roster": roster})) == mentions


def test_the_table_knows_only_kinds_that_have_a_sentence() -> None:
    assert set(audience.AUDIENCES) - {each.value for each in State} <= set(history.SENTENCES)
    assert {each.value for each in AlertKind} <= set(history.SENTENCES)
    assert {f"{each.value} over" for each in AlertKind} <= set(history.SENTENCES)


def test_a_new_plan_forgets_who_was_called_besides() -> None:
    escalated = record("escalated").model_copy(update={"data": {"names": ["ULEE", "ULEE", "UKIM"]}})

    assert audience.escalated([escalated, record("reminded")]) == ("ULEE", "UKIM")
    assert audience.escalated([escalated, record("replanned")]) == ()
