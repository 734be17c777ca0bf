"""Who hears of what: one table, and nobody is called who need not be."""

import pytest

from bot.alerts import AlertKind
from bot.progress import IN_VAIN
from bot.requests import Approval, State
from bot.slack import audience, history
from tests.bot.slack.drawn import AMIR, NOW, record, request

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
        ("waiting", True, False),
        ("by hand", True, True),
        ("started", False, False),
        ("ended", False, False),
        ("not_closed", True, False),
        ("not_closed over", True, False),
        ("not_open over", True, False),
        ("replaced", True, False),
        ("replanned", True, False),
        ("superseded", True, False),
        ("not_open", True, False),
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
        (("CMANY",), [f"<@U{number}>" for number in range(5)]),
        (("CMANY", "SGROUP"), ["<!subteam^SGROUP>"]),
        (("CUNKNOWN",), ["<#CUNKNOWN>"]),
    ],
)
def test_few_are_called_by_name_and_a_channel_never_as_a_whole(names: tuple[str, ...], mentions: list[str]) -> None:
    roster = {"CFEW": ("UAMIR", "UNOOR", "UDANA"), "CMANY": tuple(f"U{number}" for number in range(9))}

    assert audience.mentions(names, request().model_copy(update={"roster": roster})) == mentions


def test_an_escalation_calls_those_it_names_even_where_many_could_decide() -> None:
    escalated = record("escalated").model_copy(update={"data": {"note": "Nobody decided.", "names": ["UBOSS"]}})
    many = ("SGROUP1", *(f"U{number}" for number in range(6)))

    assert audience.called(escalated, request(), many) == "<@UBOSS> <!subteam^SGROUP1>"


@pytest.mark.parametrize("kind", ["escalated", "reminded"])
def test_a_large_channel_calls_five_and_says_how_many_more_there_are(kind: str) -> None:
    roster = {"CMANY": tuple(f"U{number}" for number in range(9))}
    names = {"names": ["CMANY"]} if kind == "escalated" else {}
    told = record(kind).model_copy(update={"data": {"note": "Nobody decided.", **names}})

    called = audience.called(told, request().model_copy(update={"roster": roster}), ["CMANY"])

    assert called == "<@U0> <@U1> <@U2> <@U3> <@U4> and 4 others"


def test_the_table_knows_only_kinds_that_have_a_sentence() -> None:
    assert set(audience.AUDIENCES) - {each.value for each in State} <= set(history.SENTENCES)
    assert {each.value for each in AlertKind} <= set(history.SENTENCES)
    assert {f"{each.value} over" for each in AlertKind} <= set(history.SENTENCES)


@pytest.mark.parametrize("anew", ["replanned", "lost right"])
def test_what_is_asked_anew_forgets_who_was_called_besides(anew: str) -> None:
    escalated = record("escalated").model_copy(update={"data": {"names": ["ULEE", "ULEE", "UKIM"]}})

    assert audience.escalated([escalated, record("reminded")]) == ("ULEE", "UKIM")
    assert audience.escalated([escalated, record(anew)]) == ()


def test_who_has_approved_what_still_waits_is_not_called() -> None:
    waiting = request().model_copy(
        update={"approvals": (Approval(person=AMIR, at=NOW),), "roster": {"CFEW": ("UAMIR", "UNOOR")}}
    )

    assert audience.called(record("nudged"), waiting, ("CFEW", *DECIDERS)) == "<@UNOOR>"


@pytest.mark.parametrize(
    ("kind", "data", "requester"),
    [
        ("waiting", {"note": "All applying is stopped, so this waits."}, True),
        ("waiting", {"note": "It waits for request 6: one change at a time is made on Support."}, False),
        ("reminded", {"note": "This should be live by now.", "step": "late"}, True),
        ("reminded", {"note": "This has to be live in 2 hours.", "step": "first"}, False),
        ("retried", {"note": "No answer. Trying again."}, False),
        ("retried", {"note": f"No answer. {IN_VAIN} Trying again."}, True),
    ],
)
def test_whoever_asked_is_told_what_keeps_them_waiting(kind: str, data: dict[str, str], *, requester: bool) -> None:
    assert audience.of(record(kind).model_copy(update={"data": data})).requester is requester


def test_an_approver_is_called_to_do_it_by_hand() -> None:
    approved = request(State.APPLYING).model_copy(update={"approvals": (Approval(person=AMIR, at=NOW),)})

    assert audience.called(record("by hand"), approved, DECIDERS) == "<@UAMIR> <@UNOOR>"
    waiting = approved.model_copy(update={"parts": request().parts})
    assert audience.called(record("reminded"), waiting, DECIDERS) == "<@UNOOR>"
