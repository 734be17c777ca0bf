"""Who answers a line: found by name, asked back otherwise."""

import pytest

from adapters import Change, Destination, Member, PutMembers, Reading, SetMembers
from bot import language, plans
from bot.errors import NothingToDoError, SayError
from bot.intent import AskBackError, changes_of
from bot.language import KnownLine
from bot.plans import Facts
from tests.bot.test_intent import LINE
from tests.fakes import AGENTS, ALL_CHANGES, FRIDAY, NEW_YORK, FakePhones, support


def facts(*more: Destination, changes: frozenset[str] = ALL_CHANGES) -> Facts:
    phones = FakePhones()
    phones.unlike = {"changes": changes}
    agents = [Destination(kind="agent", id=each, name=name) for each, name in AGENTS.items()]
    return Facts(
        line=LINE.model_copy(update={"system": "webex"}),
        reading=Reading(setup=support()),
        capabilities=phones.capabilities(LINE),
        destinations=(*agents, *more),
    )


def asked(text: str, known: Facts | None = None) -> tuple[Change, ...]:
    ask = language.read(text, now=FRIDAY, lines=[KnownLine(name="Support", zone=NEW_YORK)], zone=NEW_YORK)
    assert ask.question is None, ask.question
    return changes_of(ask, known or facts(), FRIDAY, lambda _: None)


@pytest.mark.parametrize(
    ("text", "change"),
    [
        pytest.param("add ann chen to support agents", SetMembers(add=("a3",)), id="added"),
        pytest.param("add Ann Chen as an agent to support", SetMembers(add=("a3",)), id="in other words"),
        pytest.param(
            "add ann chen and cleo diaz to the agents of support", SetMembers(add=("a3", "a2")), id="two of them"
        ),
        pytest.param("remove cleo diaz from support agents", SetMembers(remove=("a2",)), id="removed"),
        pytest.param("take cleo diaz off agents on support", SetMembers(remove=("a2",)), id="taken off"),
        pytest.param("pause ann baker on support", SetMembers(leave=("a1",)), id="paused"),
        pytest.param("resume ann baker and cleo diaz on support", SetMembers(join=("a1", "a2")), id="resumed"),
        pytest.param("let cleo diaz join support", SetMembers(join=("a2",)), id="let join"),
        pytest.param("let cleo diaz leave support", SetMembers(leave=("a2",)), id="let leave"),
    ],
)
def test_people_are_found_by_their_names(text: str, change: Change) -> None:
    assert asked(text) == (change,)


def test_a_name_that_is_not_exact_is_asked_back_with_those_near_it() -> None:
    with pytest.raises(AskBackError, match="no agent called “ann”") as caught:
        asked("add ann to support agents - the fair")

    assert [each.label for each in caught.value.choices] == ["Ann Baker", "Ann Chen"]
    assert asked(caught.value.choices[1].text) == (SetMembers(add=("a3",)),)
    assert '- "the fair"' in caught.value.choices[1].text


@pytest.mark.parametrize("verb", ["pause", "resume"])
def test_only_who_answers_the_line_is_offered_to_be_paused_or_resumed(verb: str) -> None:
    with pytest.raises(AskBackError, match="No agent of Support is called “ann”") as caught:
        asked(f"{verb} ann on support")

    assert [each.text for each in caught.value.choices] == [f"{verb} Ann Baker on Support"]


def test_who_does_not_answer_the_line_cannot_be_paused() -> None:
    with pytest.raises(NothingToDoError, match="not answered by Ann Chen"):
        asked("pause ann chen on support")


def test_the_others_who_were_named_stay_in_the_choice() -> None:
    with pytest.raises(AskBackError) as caught:
        asked("add cleo diaz and anne chen to support agents")

    assert caught.value.choices[0].text == "add cleo diaz and Ann Chen to agents on Support"


def test_a_stranger_is_told_how_to_be_named() -> None:
    with pytest.raises(AskBackError, match="Write the name as it is there") as caught:
        asked("add zoltan to support agents")

    assert caught.value.choices == ()


def test_an_account_in_slack_is_not_taken_for_an_agent() -> None:
    with pytest.raises(AskBackError, match="not by their accounts in Slack"):
        asked("add <@U0123ABCD> to support")


def test_two_of_one_name_are_left_to_the_portal() -> None:
    with pytest.raises(SayError, match="2 agents called “Ann Chen”"):
        asked("add ann chen to support agents", facts(Destination(kind="agent", id="a9", name="Ann Chen")))


def test_who_does_not_answer_the_line_cannot_be_removed() -> None:
    with pytest.raises(NothingToDoError, match="not answered by Ann Chen"):
        asked("remove ann chen from support agents")


def test_where_members_cannot_be_changed_it_is_said() -> None:
    with pytest.raises(SayError, match="cannot be changed here; see the portal"):
        asked("add ann chen to support agents", facts(changes=ALL_CHANGES - {"set_members"}))


@pytest.mark.parametrize(
    ("change", "summary", "will"),
    [
        pytest.param(
            SetMembers(add=("a3",)),
            "Let Ann Chen answer the calls of Support.",
            "Ann Baker, Cleo Diaz (paused), Ann Chen",
            id="added",
        ),
        pytest.param(
            SetMembers(remove=("a1", "a2")),
            "Let Ann Baker and Cleo Diaz no longer answer the calls of Support.",
            "nobody",
            id="removed",
        ),
        pytest.param(
            SetMembers(join=("a2",), leave=("a1",)),
            "Send Cleo Diaz calls of Support again. Send Ann Baker no calls of Support for now.",
            "Ann Baker (paused), Cleo Diaz",
            id="paused",
        ),
        pytest.param(
            PutMembers(members=(Member(id="a2"),)),
            "Put back who answers the calls of Support: Cleo Diaz.",
            "Cleo Diaz",
            id="put back",
        ),
    ],
)
def test_who_answers_is_told_by_name_before_and_after(change: Change, summary: str, will: str) -> None:
    plan = plans.make([change], facts(), FRIDAY)

    assert plan.summary == summary
    assert [(each.what, each.was, each.will) for each in plan.differences] == [
        ("Who answers", "Ann Baker, Cleo Diaz (paused)", will)
    ]


def test_adding_whoever_answers_already_changes_nothing() -> None:
    with pytest.raises(NothingToDoError, match="already: Ann Baker, Cleo Diaz"):
        plans.make([SetMembers(add=("a1",))], facts(), FRIDAY)
