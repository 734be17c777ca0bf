"""Which moves of a request there are."""

import datetime as dt

import pytest

from bot.moves import LEGAL, is_legal
from bot.requests import OPEN, Request, State
from bot.store import Store
from tests.bot.test_store import AMIR, DANA, add, plan
from tests.fakes import FRIDAY, Clock

MOVED = [State.APPLYING, State.APPLIED, State.VERIFIED, State.REVERTED]


@pytest.fixture
def store() -> Store:
    return Store(None, Clock())


def at(store: Store, state: State) -> Request:
    """A request in a state, as far as the way there is one of the usual ones."""
    number = add(store, draft=f"draft {len(store.records())}").id
    if state in {State.REJECTED, State.WITHDRAWN}:
        store.decide(number, state, AMIR)
    elif state is not State.PENDING:
        store.decide(number, State.APPROVED, AMIR)
    way = {
        State.SCHEDULED: [State.APPLYING, State.SCHEDULED],
        State.ACCEPTED: [State.APPLYING, State.APPLIED, State.ACCEPTED],
        State.EXPIRED: [State.EXPIRED],
        State.SUPERSEDED: [State.SUPERSEDED],
        State.FAILED: [State.FAILED],
    }.get(state, MOVED[: MOVED.index(state) + 1] if state in MOVED else [])
    for step in way:
        assert store.move(number, 0, list(State), step, note=step.value)
    return store.request(number)


def test_every_state_is_in_the_table_and_can_be_reached() -> None:
    assert set(LEGAL) == set(State)
    assert set().union(*LEGAL.values()) == set(State)


def test_whatever_is_open_can_end() -> None:
    for state in OPEN:
        seen, coming = set(), {state}
        while coming:
            seen |= coming
            coming = {target for each in coming for target in LEGAL[each]} - seen
        assert seen & {State.VERIFIED, State.FAILED, State.REJECTED}


@pytest.mark.parametrize("source", list(State))
def test_a_move_is_made_or_refused_and_recorded(store: Store, source: State) -> None:
    for target in State:
        request = at(store, source)

        made = store.move(request.id, 0, [source], target, note="another note")

        last = store.records()[-1]
        assert made is is_legal(source, target)
        assert store.request(request.id).state is (target if made else source)
        if made:
            assert last.kind == target.value
        else:
            assert (last.kind, last.data["attempt"]) == ("refused", f"{source.value} to {target.value}")
            assert store.request(request.id).revision == request.revision
    assert store.broken_links() == []


@pytest.mark.parametrize("source", list(State))
def test_a_move_from_another_state_than_it_is_in_is_left_out(store: Store, source: State) -> None:
    """Of two keepers' steps at once the slower one finds that it has moved."""
    for target in State:
        request = at(store, source)

        made = store.move(request.id, 0, set(State) - {source}, target, note="another note")

        assert not made
        assert store.request(request.id) == request
    assert not [each for each in store.records() if each.data.get("note") == "another note" or each.kind == "refused"]


@pytest.mark.parametrize("state", [each for each in State if each not in {State.APPROVED, State.APPLYING}])
def test_only_what_is_approved_and_not_yet_applied_is_asked_anew(store: Store, state: State) -> None:
    request = at(store, state)
    later = FRIDAY + dt.timedelta(days=3)

    assert not store.replan(request.id, 0, plan(day=23).parts[0], "It has moved.", later)
    assert not store.lose_approvals(request.id, "Amir has left.", later)
    assert store.request(request.id).plan == request.plan


@pytest.mark.parametrize("state", list(State))
def test_only_what_is_approved_or_being_applied_is_planned_anew(store: Store, state: State) -> None:
    request, anew = at(store, state), plan(day=23).parts[0]

    done = store.plan_anew(request.id, 0, anew, "It has moved.")

    assert done is (state in {State.APPROVED, State.APPLYING})
    after = store.request(request.id)
    assert (after.state, after.parts[0].plan) == ((State.APPROVED, anew) if done else (state, request.parts[0].plan))


def test_who_approved_is_forgotten_where_the_right_was_lost(store: Store) -> None:
    number = at(store, State.APPROVED).id
    later = FRIDAY + dt.timedelta(days=3)

    assert store.lose_approvals(number, "Amir may no longer approve.", later)

    lost = store.request(number)
    assert (lost.state, lost.approvals, lost.decided_by, lost.expires) == (State.PENDING, (), None, later)
    assert lost.parts[0].note == "Amir may no longer approve."
    assert store.records()[-1].kind == "lost right"


@pytest.mark.parametrize("state", [each for each in State if each is not State.FAILED])
def test_only_what_failed_is_tried_again(store: Store, state: State) -> None:
    assert not store.retry(at(store, state).id, DANA)


def test_what_failed_is_approved_still_when_it_is_tried_again(store: Store) -> None:
    number = at(store, State.FAILED).id

    assert store.retry(number, DANA)

    again = store.request(number)
    assert (again.state, [each.person for each in again.approvals]) == (State.APPROVED, [AMIR])
    record = store.records()[-1]
    assert (record.kind, record.actor) == ("again", "T1:UDANA")
    assert record.data["note"] == "It is tried again. Before: failed"
