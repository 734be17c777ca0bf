"""The laws of undoing, for any change over any setup: what was there comes back, and nothing newer is touched."""

import datetime as dt
from collections.abc import Sequence

from hypothesis import assume, given
from hypothesis import strategies as st

from adapters import FOREVER, Change, Close, OpenSpecial, Setup, all_applied, wall_clock, within
from bot.plans import Thing, things_set
from bot.requests import LinePlan, Part, Request, State
from bot.threeway import three_way
from tests.adapters.strategies import changes, moments, setups
from tests.bot.asking import DANA
from tests.bot.test_plans import LINE, facts


def planned(wanted: Sequence[Change], before: Setup, **more: object) -> LinePlan:
    after = all_applied(wanted, before)
    known = {"line": LINE, "changes": wanted, "before": before, "after": after, "summary": "S.", "differences": ()}
    return LinePlan.model_validate({**known, "digest": "d", **more})


def requested(number: int, plan: LinePlan, now: dt.datetime, state: State = State.VERIFIED) -> Request:
    part = Part(number=0, plan=plan, state=state)
    return Request(id=number, revision=1, person=DANA, words="w", created=now, expires=now, parts=(part,))


def undone(plan: LinePlan, setup: Setup, now: dt.datetime, *newer: Request) -> Setup:
    line = LINE.model_copy(update={"zone": setup.zone})
    unwinding = three_way(plan, facts(setup, line=line), now, newer)
    return all_applied(unwinding.changes, setup)


def things(plan: LinePlan) -> list[Thing]:
    return [thing for change in plan.changes for thing in things_set(change, plan.before, plan.after)]


def states(setup: Setup, start: dt.datetime, end: dt.datetime | None = None) -> list[tuple[object, ...]]:
    """What applies in a stretch, without the names, those together that touch and are alike."""
    told: list[tuple[object, ...]] = []
    for each in within(setup.overrides, start, end):
        if told and told[-1][0] == each.state and told[-1][2] == each.start:
            told[-1] = (each.state, told[-1][1], each.end)
        else:
            told.append((each.state, each.start, each.end))
    return told


@st.composite
def scenes(draw: st.DrawFn, most: int = 2) -> tuple[dt.datetime, dt.datetime, LinePlan]:
    """A moment, the same by the line's clock, and a plan that was applied."""
    zone, now = draw(moments())
    wanted = draw(st.lists(changes(now.replace(tzinfo=None)), min_size=1, max_size=most))
    local = wall_clock(now, zone).replace(second=0, microsecond=0)
    return now, local, planned(wanted, draw(setups(zone, now.replace(tzinfo=None))))


@given(scenes())
def test_what_nobody_has_touched_since_comes_back_as_it_was(scene: tuple[dt.datetime, dt.datetime, LinePlan]) -> None:
    now, local, plan = scene

    back = undone(plan, plan.after, now)

    assert [each.of(back) for each in things(plan)] == [each.of(plan.before) for each in things(plan)]
    assert back.model_copy(update={"overrides": ()}) == plan.before.model_copy(update={"overrides": ()})
    assert states(back, local) == states(plan.before, local)


@given(scenes(), st.data())
def test_an_undo_changes_nothing_that_a_newer_request_has_written(
    scene: tuple[dt.datetime, dt.datetime, LinePlan], data: st.DataObject
) -> None:
    now, local, plan = scene
    wanted = data.draw(st.lists(changes(now.replace(tzinfo=None)), min_size=1, max_size=2))
    newer = planned(wanted, plan.after)

    back = undone(plan, newer.after, now, requested(2, newer, now))

    for thing in things(newer):
        assert thing.of(back) == thing.of(newer.after)
    for each in wanted:
        if isinstance(each, (Close, OpenSpecial)) and (each.end or FOREVER) > local:
            start = max(each.start, local)
            assert states(back, start, each.end) == states(newer.after, start, each.end)


@given(scenes(), st.data())
def test_what_is_about_other_things_is_undone_all_the_same(
    scene: tuple[dt.datetime, dt.datetime, LinePlan], data: st.DataObject
) -> None:
    now, _, plan = scene
    newer = planned([data.draw(changes(now.replace(tzinfo=None)))], plan.after)
    assume(things(plan) and things(newer))
    assume(not set(things(plan)) & set(things(newer)))
    assume(plan.before.hours.always == plan.after.hours.always == newer.after.hours.always)

    back = undone(plan, newer.after, now, requested(2, newer, now))

    assert [each.of(back) for each in things(plan)] == [each.of(plan.before) for each in things(plan)]


@given(scenes(), st.data())
def test_to_undo_twice_is_to_undo_once(scene: tuple[dt.datetime, dt.datetime, LinePlan], data: st.DataObject) -> None:
    now, _, plan = scene
    others = data.draw(st.lists(changes(now.replace(tzinfo=None)), max_size=1))
    newer = planned(others, plan.after)
    once = undone(plan, newer.after, now, requested(2, newer, now))

    assert undone(plan, once, now, requested(2, newer, now)) == once
