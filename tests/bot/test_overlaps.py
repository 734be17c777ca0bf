"""Requests that are about the same time of a line, or the same setting, are shown on each other's cards."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters import (
    Change,
    Close,
    MenuAction,
    Neighbour,
    RemoveMenuKey,
    SetCallback,
    SetHours,
    SetMenuKey,
    SetOption,
    SetTreatment,
    Setup,
)
from bot.overlaps import overlapping
from bot.requests import LinePlan, Part, Request, State
from tests.adapters.strategies import changes
from tests.bot.asking import DANA
from tests.bot.test_plans import LINE, SATURDAY
from tests.bot.test_threeway_laws import planned
from tests.fakes import FRIDAY, support

SALES = LINE.model_copy(update={"id": "2", "name": "Sales"})
VOICEMAIL = MenuAction(action="voicemail")
KEY_3 = SetMenuKey(key="3", action=VOICEMAIL)
AFTERNOON = Close(start=dt.datetime(2026, 11, 21, 12), end=dt.datetime(2026, 11, 23))
MONDAY = Close(start=dt.datetime(2026, 11, 23), end=dt.datetime(2026, 11, 24))


def plan(*wanted: Change, line: object = LINE, setup: Setup | None = None, **more: object) -> LinePlan:
    ends = {each.end for each in wanted if isinstance(each, Close)}
    end = next((each.replace(tzinfo=dt.UTC) for each in ends if each), None)
    return planned(wanted, setup or support(), ends=end, **{"line": line, **more})


def request(number: int, *plans: LinePlan, state: State = State.PENDING) -> Request:
    parts = tuple(Part(number=place, plan=each, state=state) for place, each in enumerate(plans))
    moment = FRIDAY.astimezone(dt.UTC)
    return Request(id=number, revision=1, person=DANA, words="w", created=moment, expires=moment, parts=parts)


def met(one: Request, *others: Request, now: dt.datetime = FRIDAY) -> list[int]:
    return [each.request for each in overlapping(one, others, now)]


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        pytest.param(SATURDAY, AFTERNOON, True, id="a part of the same day"),
        pytest.param(AFTERNOON, MONDAY, False, id="one ends when the other begins"),
        pytest.param(SATURDAY, Close(start=SATURDAY.start, end=None), True, id="until further notice"),
        pytest.param(KEY_3, RemoveMenuKey(key="3"), True, id="the same key"),
        pytest.param(KEY_3, RemoveMenuKey(key="4"), False, id="another key of the same menu"),
        pytest.param(KEY_3, RemoveMenuKey(key="3", menu="closed"), False, id="the same key of the other menu"),
        pytest.param(KEY_3, SetTreatment(menu="open", action=VOICEMAIL), True, id="a key, and what its menu does"),
        pytest.param(KEY_3, SATURDAY, False, id="a key and a closure"),
        pytest.param(
            SetHours.model_validate({"rows": {"sat": []}}),
            SetHours.model_validate({"rows": {"sun": []}}),
            False,
            id="two weekdays",
        ),
        pytest.param(
            SetHours(always=True), SetHours.model_validate({"rows": {"sun": []}}), True, id="a weekday and the week"
        ),
        pytest.param(
            SetCallback(on=True), SetOption(name="escape_key", value="1"), True, id="a callback and the escape key"
        ),
        pytest.param(SetCallback(on=True), SetOption(name="ring_seconds", value=20), False, id="two options"),
    ],
)
def test_the_same_time_or_the_same_setting_meets(one: Change, other: Change, *, meet: bool) -> None:
    assert met(request(1, plan(one)), request(2, plan(other))) == ([2] if meet else [])


def test_what_is_told_of_the_other_request() -> None:
    (overlap,) = overlapping(request(1, plan(SATURDAY)), [request(2, plan(AFTERNOON), state=State.SCHEDULED)], FRIDAY)

    assert (overlap.line, overlap.state, overlap.person, overlap.summary) == ("Support", State.SCHEDULED, DANA, "S.")


def test_each_line_on_which_they_meet_is_told_and_the_oldest_request_first() -> None:
    both = plan(SATURDAY), plan(SATURDAY, line=SALES)

    found = overlapping(request(2, *both), [request(3, both[1]), request(1, *both)], FRIDAY)

    assert [(each.request, each.line) for each in found] == [(1, "Support"), (1, "Sales"), (3, "Sales")]


def test_lines_on_one_schedule_meet_where_they_change_together() -> None:
    shared = SATURDAY.model_copy(update={"shared": True})
    together = plan(shared, neighbours=(Neighbour(id="2", name="Sales"),))
    alone = plan(SATURDAY, neighbours=(Neighbour(id="2", name="Sales"),))

    assert met(request(1, together), request(2, plan(SATURDAY, line=SALES))) == [2]
    assert met(request(2, plan(SATURDAY, line=SALES)), request(1, together)) == [1]
    assert met(request(1, alone), request(2, plan(SATURDAY, line=SALES))) == []
    assert met(request(1, together), request(2, plan(KEY_3, line=SALES))) == []


@pytest.mark.parametrize("state", [State.REJECTED, State.WITHDRAWN, State.EXPIRED, State.FAILED, State.REVERTED])
def test_what_came_to_nothing_meets_nothing(state: State) -> None:
    assert met(request(1, plan(SATURDAY)), request(2, plan(SATURDAY), state=state)) == []


def test_what_is_over_meets_nothing() -> None:
    later = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)

    assert met(request(1, plan(SATURDAY)), request(2, plan(SATURDAY), state=State.VERIFIED)) == [2]
    assert met(request(1, plan(SATURDAY)), request(2, plan(SATURDAY), state=State.VERIFIED), now=later) == []


def test_what_lasts_and_was_proven_is_how_the_line_is() -> None:
    assert met(request(2, plan(KEY_3)), request(1, plan(RemoveMenuKey(key="3")), state=State.VERIFIED)) == []


def test_an_undo_does_not_meet_what_it_undoes() -> None:
    undo, undone = request(2, plan(SATURDAY, undoes=1)), request(1, plan(SATURDAY), state=State.VERIFIED)

    assert (met(undo, undone), met(undone, undo)) == ([], [])


def test_the_deletion_of_a_line_meets_all_that_is_asked_of_it() -> None:
    assert met(request(1, plan(deletes=True)), request(2, plan(KEY_3))) == [2]


AROUND = dt.datetime(2026, 11, 20, 10)
states = st.sampled_from(State)


@st.composite
def requests(draw: st.DrawFn, number: int) -> Request:
    lines = draw(st.lists(st.sampled_from((LINE, SALES)), min_size=1, max_size=2, unique_by=lambda each: each.id))
    neighbours = (Neighbour(id="1", name="Support"), Neighbour(id="2", name="Sales"))
    plans = []
    for line in lines:
        wanted = draw(st.lists(changes(AROUND), max_size=2))
        shared = [
            each.model_copy(update={"shared": draw(st.booleans())}) if hasattr(each, "shared") else each
            for each in wanted
        ]
        beside = tuple(each for each in neighbours if each.id != line.id)
        undoes = draw(st.sampled_from((None, 1, 2)))
        plans.append(planned(shared, support(), line=line, neighbours=beside, undoes=undoes))
    return request(number, *plans, state=draw(states))


@given(requests(1), requests(2))
def test_if_one_meets_the_other_the_other_meets_it_as_well(one: Request, other: Request) -> None:
    assert bool(met(one, other)) == bool(met(other, one))


@pytest.mark.parametrize(("state", "meets"), [(State.SCHEDULED, [1]), (State.PENDING, [1]), (State.VERIFIED, [])])
def test_an_undo_that_is_done_leaves_nothing_that_could_be_met(state: State, meets: list[int]) -> None:
    undo = request(1, plan(SATURDAY, undoes=9), state=state)

    assert met(request(2, plan(AFTERNOON)), undo) == meets
