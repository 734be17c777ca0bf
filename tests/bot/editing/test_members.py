"""The form of who answers: everybody of a few, and only who comes and goes of many."""

import pytest

from adapters import Destination, Member, SetMembers
from bot.editing import FormError, FormName, Values
from bot.editing.members import MOST_AT_ONCE
from bot.errors import NothingToDoError
from bot.plans import Facts
from tests.bot.editing import vendors
from tests.bot.editing.counters import counter, planned
from tests.bot.editing.vendors import CENTER, QUEUE

MEMBERS = vendors.form(FormName.MEMBERS)


def meant(known: Facts, **values: tuple[str, ...]) -> SetMembers:
    filled: Values = {**vendors.begun(FormName.MEMBERS, known), **values}
    (change,) = MEMBERS.changes(filled, known, vendors.scene())
    assert isinstance(change, SetMembers)
    return change


def crowd(size: int) -> Facts:
    """A queue that many answer, the first of them paused."""
    people = [Destination(kind="agent", id=f"p{number}", name=f"Person {number}") for number in range(size + 5)]
    members = tuple(Member(id=f"p{number}", joined=number > 0) for number in range(size))
    setup = vendors.SETUPS[QUEUE].model_copy(update={"members": members})
    return vendors.facts(QUEUE, setup).model_copy(update={"destinations": tuple(people)})


def test_everybody_who_answers_is_chosen_and_whoever_is_paused() -> None:
    known = vendors.facts(QUEUE)

    people, paused = MEMBERS.inputs(vendors.begun(FormName.MEMBERS, known), vendors.chosen(known))

    assert vendors.begun(FormName.MEMBERS, known) == {"members": ("a1", "a2"), "paused": ("a2",)}
    assert people.choices == (
        ("a1", "Ann Baker, 1 of 2"),
        ("a3", "Ann Baker, 2 of 2"),
        ("a2", "Cleo Diaz"),
        ("a4", "Eli Fox"),
    )
    assert paused.choices == (("a1", "Ann Baker, 1 of 2"), ("a2", "Cleo Diaz"))


@pytest.mark.parametrize(
    ("values", "change"),
    [
        pytest.param({"members": ("a1", "a2", "a3")}, SetMembers(add=("a3",)), id="one of two of a name comes"),
        pytest.param({"members": ("a1",)}, SetMembers(remove=("a2",)), id="who is paused goes"),
        pytest.param({"paused": ()}, SetMembers(join=("a2",)), id="goes on"),
        pytest.param({"paused": ("a1", "a2")}, SetMembers(leave=("a1",)), id="pauses"),
        pytest.param(
            {"members": ("a1", "a2", "a4"), "paused": ("a2", "a4")},
            SetMembers(add=("a4",), leave=("a4",)),
            id="comes, and is paused",
        ),
        pytest.param({"members": ()}, SetMembers(remove=("a1", "a2")), id="somebody without a name stays"),
        pytest.param({"members": ("a1", "a2", "a4", "gone")}, SetMembers(add=("a4",)), id="nobody else's id"),
    ],
)
def test_only_who_comes_goes_pauses_or_goes_on_is_in_the_change(
    values: dict[str, tuple[str, ...]], change: SetMembers
) -> None:
    assert meant(vendors.facts(QUEUE), **values) == change


def test_somebody_whom_the_form_cannot_show_stays_and_that_is_said() -> None:
    known = vendors.facts(QUEUE)

    after = meant(known, members=("a1",)).applied_to(known.setup)

    assert [each.id for each in after.members or ()] == ["a1", "hidden"]
    assert MEMBERS.glance(vendors.chosen(known)) == (
        "Who answers: 3. Paused: Cleo Diaz.",
        "Webex does not tell the names of 1 of them; they stay.",
    )


def test_not_everybody_can_go() -> None:
    setup = vendors.SETUPS[QUEUE].model_copy(update={"members": (Member(id="a1"),)})

    with pytest.raises(FormError) as caught:
        meant(vendors.facts(QUEUE, setup), members=())

    assert caught.value.problems == {"members": "Choose at least one person who answers; else nobody would."}


def test_of_many_only_who_comes_goes_pauses_or_goes_on_is_asked_for() -> None:
    known = crowd(MOST_AT_ONCE + 1)
    begun = vendors.begun(FormName.MEMBERS, known)

    asked = {each.name: each for each in MEMBERS.inputs(begun, vendors.chosen(known))}

    assert begun == {"add": (), "remove": (), "leave": (), "join": ()}
    assert [(name, len(each.choices)) for name, each in asked.items()] == [
        ("add", 5),
        ("remove", MOST_AT_ONCE + 1),
        ("leave", MOST_AT_ONCE),
        ("join", 1),
    ]
    found = meant(known, add=("p52",), remove=("p3", "p52"), leave=("p4",), join=("p0",))
    assert found == SetMembers(add=("p52",), remove=("p3",), leave=("p4",), join=("p0",))
    with pytest.raises(NothingToDoError):
        meant(known)


def test_people_of_whom_a_vendor_tells_nothing_cannot_be_chosen() -> None:
    known = vendors.facts(QUEUE).model_copy(update={"destinations": ()})

    assert MEMBERS.unfit(known) == (
        "Webex does not tell just now who could answer the calls of Support. Try again in a few minutes."
    )
    assert MEMBERS.unfit(vendors.facts(CENTER)).startswith(
        "Who answers the calls of Support cannot be changed here. What can be changed on Support"
    )


async def test_who_is_paused_and_who_comes_becomes_one_plan() -> None:
    async with counter(QUEUE) as at:
        shown = await at.typed(await at.opened(FormName.MEMBERS), members=("a1", "a2", "a4"))
        shown = await at.typed(shown, paused=("a1", "a2"))

        plan = planned(shown).plan.parts[0]

    assert plan.changes == (SetMembers(add=("a4",), leave=("a1",)),)
    assert [each.will for each in plan.differences] == ["Ann Baker (paused), Cleo Diaz (paused), agent hidden, Eli Fox"]
