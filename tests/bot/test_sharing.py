"""Lines that share a schedule: what a plan says of the others, and what the person chose for them."""

import datetime as dt

import pytest

from adapters import (
    Change,
    Close,
    Neighbour,
    Neighbours,
    OpenSpecial,
    Override,
    PutOverrides,
    Reading,
    Reopen,
    SetCallback,
    SetHours,
    Setup,
)
from bot import plans
from bot.answers import Proposal
from bot.plans.sharing import touched_neighbours
from bot.requests import LinePlan, Request, State
from tests.bot.offices import AMIR, DANA, Office, office
from tests.bot.test_plans import SATURDAY, facts
from tests.fakes import FRIDAY, support

__all__ = ["office"]


def named(*names: str) -> tuple[Neighbour, ...]:
    return tuple(Neighbour(id=f"the id of {name}", name=name) for name in names)


DESK = Neighbours(hours=named("Sales"), closures=named("Service Desk"))
HERE = {f"the id of {name}": name for name in ("A", "B", "C", "Sales", "Service Desk", "Support")}
SUNDAY = OpenSpecial(start=dt.datetime(2026, 11, 22, 9), end=dt.datetime(2026, 11, 22, 13))
MONDAY_OFF = SetHours.model_validate({"rows": {"mon": []}})
SPECIAL = Override(state="open", start=dt.datetime(2026, 11, 21, 15), end=dt.datetime(2026, 11, 21, 17))


def planned(*changes: Change, neighbours: Neighbours = DESK, setup: Setup | None = None) -> LinePlan:
    reading = Reading(setup=setup or support(), neighbours=neighbours)
    return plans.make(changes, facts(reading=reading, names=HERE), FRIDAY)


def shared(change: Change) -> Change:
    return change.model_copy(update={"shared": True})


@pytest.mark.parametrize(
    ("changes", "setup", "touched"),
    [
        pytest.param([SATURDAY], support(), ("Service Desk",), id="a closure"),
        pytest.param([SUNDAY], support(), ("Sales",), id="special hours"),
        pytest.param([MONDAY_OFF], support(), ("Sales",), id="weekly hours"),
        pytest.param([SATURDAY, SUNDAY], support(), ("Sales", "Service Desk"), id="a closure and special hours"),
        pytest.param(
            [SATURDAY],
            support().model_copy(update={"overrides": (SPECIAL,)}),
            ("Sales", "Service Desk"),
            id="a closure over special hours",
        ),
        pytest.param(
            [Reopen(start=SATURDAY.start, end=SATURDAY.end)],
            SATURDAY.applied_to(support()),
            ("Service Desk",),
            id="reopening",
        ),
        pytest.param(
            [PutOverrides(start=SATURDAY.start, end=SATURDAY.end, overrides=(SPECIAL,))],
            SATURDAY.applied_to(support()),
            ("Sales", "Service Desk"),
            id="an undo that brings special hours back",
        ),
        pytest.param([SetCallback(on=True)], support(), (), id="no hours at all"),
    ],
)
def test_only_those_on_a_schedule_that_is_touched_are_named(
    changes: list[Change], setup: Setup, touched: tuple[str, ...]
) -> None:
    assert tuple(each.name for each in planned(*changes, setup=setup).neighbours) == touched


def test_unless_asked_otherwise_only_this_line_closes_on_a_copy() -> None:
    plan = planned(SATURDAY)

    assert plan.warnings[0] == (
        "Support shares its closures with Service Desk. Only Support closes: until it is over it uses a copy of that"
        " schedule; changes of the shared schedule are carried over meanwhile."
    )
    assert (plan.risk, "Service Desk" in plan.summary) == ("low", False)


def test_lasting_hours_of_one_line_mean_a_schedule_of_its_own() -> None:
    assert "Only Support changes: it keeps a schedule of its own from then on" in planned(MONDAY_OFF).warnings[0]


def test_reopening_one_line_leaves_the_shared_schedule_alone() -> None:
    plan = planned(Reopen(start=SATURDAY.start, end=SATURDAY.end), setup=SATURDAY.applied_to(support()))

    assert "Only Support reopens: the shared schedule stays as it is" in plan.warnings[0]


@pytest.mark.parametrize(
    ("changes", "neighbours", "words"),
    [
        pytest.param([SATURDAY], DESK, "This also closes Service Desk.", id="closes"),
        pytest.param([SUNDAY], DESK, "This also opens Sales.", id="opens"),
        pytest.param([MONDAY_OFF], DESK, "This also changes Sales.", id="hours"),
        pytest.param([SATURDAY, SUNDAY], DESK, "This also changes Sales and Service Desk.", id="both"),
        pytest.param(
            [SATURDAY], Neighbours(closures=named("C", "A", "B")), "This also closes A, B and C.", id="several"
        ),
    ],
)
def test_what_all_lines_share_is_named_in_the_summary_and_is_high_risk(
    changes: list[Change], neighbours: Neighbours, words: str
) -> None:
    plan = planned(*map(shared, changes), neighbours=neighbours)

    assert plan.summary.endswith(words)
    assert plan.warnings[0].endswith(words)
    assert plan.risk == "high"


def test_who_shares_nothing_is_told_nothing() -> None:
    plan = planned(shared(SATURDAY), neighbours=Neighbours())

    assert plan.neighbours == ()
    assert plan.risk == "low"
    assert not any("share" in each for each in plan.warnings)


@pytest.mark.parametrize(
    ("neighbours", "fits"),
    [
        pytest.param(DESK, True, id="the same"),
        pytest.param(DESK.model_copy(update={"hours": ("Somebody",)}), True, id="another one of the hours"),
        pytest.param(Neighbours(), False, id="nobody any more"),
        pytest.param(Neighbours(closures=named("Sales", "Service Desk")), False, id="one more"),
    ],
)
def test_an_approval_is_bound_to_the_neighbours(neighbours: Neighbours, fits: bool) -> None:  # noqa: FBT001  (a case)
    plan = planned(SATURDAY)

    assert plans.is_as_planned(plan, Reading(setup=support(), neighbours=neighbours)) is fits


def test_the_order_of_the_neighbours_does_not_matter() -> None:
    plan = planned(SATURDAY, neighbours=Neighbours(closures=named("A", "B")))

    assert plans.is_as_planned(plan, Reading(setup=support(), neighbours=Neighbours(closures=named("B", "A"))))


def test_an_approval_is_bound_to_the_answer() -> None:
    assert planned(SATURDAY).digest != planned(shared(SATURDAY)).digest


def test_the_choice_reaches_only_changes_of_shared_schedules() -> None:
    reading = Reading(setup=support(), neighbours=Neighbours(hours=named("Sales")))

    assert plans.meant_for([SATURDAY], reading, shared=True) == (SATURDAY,)
    assert plans.meant_for([MONDAY_OFF, SetCallback(on=True)], reading, shared=True) == (
        shared(MONDAY_OFF),
        SetCallback(on=True),
    )


def test_closing_a_closed_day_once_more_touches_nobody() -> None:
    closed = SATURDAY.applied_to(support())
    again = SATURDAY.model_copy(update={"reason": "training"})

    assert touched_neighbours([again], Reading(setup=closed, neighbours=DESK)) == Neighbours()


@pytest.fixture
async def shared_office(office: Office) -> Office:
    """An office whose Support shares its closures with another line."""
    office.phones.neighbours = Neighbours(closures=named("Service Desk"))
    await office.desk.lines.refresh("Support")
    return office


async def test_the_choice_is_kept_in_the_draft_and_in_the_change(shared_office: Office) -> None:
    proposal = await shared_office.proposed("close support Saturday")

    chosen = await shared_office.desk.share(DANA, proposal.draft, shared=True)
    assert isinstance(chosen, Proposal)
    request = await shared_office.desk.send(DANA, proposal.draft, chosen.plan.digest, "", shared=True)

    assert isinstance(request, Request)
    assert request.plan.shared
    assert isinstance(request.plan.parts[0].changes[0], Close)
    assert request.plan.summary.endswith("This also closes Service Desk (at Fake).")


async def test_a_choice_that_the_form_has_not_shown_is_shown_first(shared_office: Office) -> None:
    proposal = await shared_office.proposed("close support Saturday")

    answer = await shared_office.desk.send(DANA, proposal.draft, proposal.plan.digest, "because", shared=True)

    assert isinstance(answer, Proposal)
    assert answer.moved
    assert answer.plan.shared
    sent = await shared_office.desk.send(DANA, answer.draft, answer.plan.digest, "because", shared=True)
    assert isinstance(sent, Request)


async def test_a_choice_can_be_taken_back(shared_office: Office) -> None:
    proposal = await shared_office.proposed("close support Saturday")
    await shared_office.desk.share(DANA, proposal.draft, shared=True)

    back = await shared_office.desk.share(DANA, proposal.draft, shared=False)

    assert isinstance(back, Proposal)
    assert back.plan.digest == proposal.plan.digest


async def done_for_all(office: Office) -> Request:
    proposal = await office.proposed("close support Saturday")
    chosen = await office.desk.share(DANA, proposal.draft, shared=True)
    assert isinstance(chosen, Proposal)
    request = await office.desk.send(DANA, proposal.draft, chosen.plan.digest, "")
    assert isinstance(request, Request)
    await office.desk.approve(AMIR, request.id, request.plan.digest)
    await office.keeper.work()
    return await office.desk.request(request.id)


async def test_an_undo_of_what_all_lines_shared_is_for_all_lines(shared_office: Office) -> None:
    request = await done_for_all(shared_office)

    undo = await shared_office.proposed("undo the last change on support")

    assert request.state is State.VERIFIED
    assert undo.plan.shared
    assert undo.plan.summary.endswith("This also changes Service Desk (at Fake).")


async def test_an_undo_may_be_chosen_for_one_line_alone(shared_office: Office) -> None:
    await done_for_all(shared_office)
    undo = await shared_office.proposed("undo the last change on support")

    alone = await shared_office.desk.share(DANA, undo.draft, shared=False)

    assert isinstance(alone, Proposal)
    assert not alone.plan.shared
    assert alone.plan.parts[0].undoes == undo.plan.parts[0].undoes


async def test_a_new_neighbour_is_asked_about_anew_and_the_choice_stays(shared_office: Office) -> None:
    proposal = await shared_office.proposed("close support Saturday")
    chosen = await shared_office.desk.share(DANA, proposal.draft, shared=True)
    assert isinstance(chosen, Proposal)
    request = await shared_office.desk.send(DANA, proposal.draft, chosen.plan.digest, "")
    assert isinstance(request, Request)
    await shared_office.desk.approve(AMIR, request.id, request.plan.digest)
    shared_office.phones.neighbours = Neighbours(closures=named("Sales", "Service Desk"))

    await shared_office.keeper.work()

    anew = await shared_office.desk.request(request.id)
    assert anew.state is State.PENDING
    assert anew.plan.shared
    assert anew.plan.summary.endswith("This also closes Sales (at Fake) and Service Desk (at Fake).")
    assert shared_office.phones.applied() == 0


async def test_the_other_lines_are_read_again_after_a_change_for_all(shared_office: Office) -> None:
    await shared_office.desk.lines.refresh("Sales")
    reads = shared_office.phones.calls.count(("read", "2"))

    await done_for_all(shared_office)
    await shared_office.keeper.work()

    assert shared_office.phones.calls.count(("read", "2")) == reads + 1


async def test_the_other_lines_are_not_read_again_after_a_change_of_one(shared_office: Office) -> None:
    await shared_office.desk.lines.refresh("Sales")
    reads = shared_office.phones.calls.count(("read", "2"))

    await shared_office.done("close support Saturday")
    await shared_office.keeper.work()

    assert shared_office.phones.calls.count(("read", "2")) == reads


def test_a_neighbour_that_is_no_line_here_is_named_as_the_vendor_does() -> None:
    stranger = Neighbours(closures=(Neighbour(id="x", name="Night Menu"), *named("Sales")))

    plan = planned(shared(SATURDAY), neighbours=stranger)

    assert plan.warnings[0].startswith("Support shares its closures with Night Menu (at Dialpad) and Sales.")
    assert plan.summary.endswith("This also closes Night Menu (at Dialpad) and Sales.")


def test_the_same_neighbours_of_hours_and_closures_are_named_once() -> None:
    both = Neighbours(hours=named("Sales"), closures=named("Sales"))
    over = SATURDAY.applied_to(support().model_copy(update={"overrides": (SPECIAL,)}))

    plan = planned(Reopen(start=SATURDAY.start, end=SATURDAY.end), SUNDAY, neighbours=both, setup=over)

    assert plan.warnings[0].startswith("Support shares its hours and closures with Sales.")


def test_a_neighbour_that_got_another_name_is_the_same() -> None:
    renamed = Neighbours(closures=tuple(each.model_copy(update={"name": "Help Desk"}) for each in DESK.closures))

    assert plans.is_as_planned(planned(SATURDAY), Reading(setup=support(), neighbours=renamed))
