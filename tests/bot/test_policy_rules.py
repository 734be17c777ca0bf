"""Rules of a policy: which changes they are about, which of them decides, and that the strictest counts."""

import datetime as dt
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters import Change, Close, NewLine
from bot.policy import Policy, Rule, Ruling, Terms
from bot.requests import Plan
from bot.settings import CHANGE_WORDS
from tests.bot.policies import (
    ANN,
    CLOSE,
    GREETING,
    HOURS,
    KEY,
    OPEN,
    RECORDING,
    REOPEN,
    SATURDAY,
    SHUT,
    part,
    person,
    plan,
    policy,
    putting_back,
    rule,
    shared,
    together,
)

ENDLESS = Close(start=SATURDAY, end=None)
NEW = part(creates=NewLine(system="fake", kind="raleigh", name="Returns", values={}))
GONE = part(deletes=True, undoes=1, risk="high")


def quorum(wanted: Plan, **conditions: Any) -> int:
    """Two if a rule is about a plan, one if not."""
    return policy(rule(**conditions)).ruling(wanted).quorum


def test_every_change_has_a_word() -> None:
    kinds = {each.model_fields["kind"].default for each in get_args(get_args(Change)[0])}

    assert set(CHANGE_WORDS) == kinds


def test_without_rules_one_approver_is_enough() -> None:
    assert policy().ruling(plan(CLOSE)) == Ruling(ask=(("*",),), approve=(("UAMIR", "UNOOR"),), emergency=((),))


@pytest.mark.parametrize(
    ("wanted", "word"),
    [
        pytest.param(plan(CLOSE), "close", id="close"),
        pytest.param(plan(OPEN), "open", id="open"),
        pytest.param(plan(REOPEN), "reopen", id="reopen"),
        pytest.param(plan(putting_back("closed")), "close", id="a closure put back"),
        pytest.param(plan(putting_back("open")), "open", id="special hours put back"),
        pytest.param(plan(putting_back("closed", "open")), "close", id="both put back"),
        pytest.param(plan(putting_back()), "reopen", id="nothing put back"),
        pytest.param(plan(HOURS), "hours", id="hours"),
        pytest.param(plan(SHUT), "hours", id="hours without any opening"),
        pytest.param(plan(SHUT), "close", id="closed all week"),
        pytest.param(plan(KEY), "menu", id="a key"),
        pytest.param(plan(ANN), "members", id="members"),
        pytest.param(plan(RECORDING), "option", id="option"),
        pytest.param(plan(GREETING), "greeting", id="greeting"),
        pytest.param(together(NEW), "create", id="a new line"),
        pytest.param(together(GONE), "delete", id="a line deleted"),
        pytest.param(plan(KEY, CLOSE), "close", id="one of two changes"),
        pytest.param(together(part(KEY), part(CLOSE, line="2")), "close", id="one of two lines"),
    ],
)
def test_a_rule_is_about_kinds_of_change(wanted: Plan, word: str) -> None:
    assert quorum(wanted, changes=frozenset({word})) == 2
    assert quorum(wanted, changes=frozenset({"routing"})) == 1


@pytest.mark.parametrize(
    ("conditions", "fits", "does_not"),
    [
        pytest.param({"lines": frozenset({"fake:2"})}, plan(KEY, line="2"), plan(KEY), id="lines"),
        pytest.param({"vendors": frozenset({"webex"})}, plan(KEY, system="webex"), plan(KEY), id="vendors"),
        pytest.param({"direction": "restoring"}, plan(REOPEN), plan(CLOSE), id="restoring"),
        pytest.param({"direction": "restoring"}, plan(KEY, undoes=1), plan(KEY, undoes=1, departs=True), id="undo"),
        pytest.param({"direction": "leaving"}, together(GONE), plan(REOPEN), id="leaving"),
        pytest.param({"risk": "high"}, plan(RECORDING, risk="high"), plan(RECORDING), id="high risk"),
        pytest.param({"risk": "low"}, plan(KEY), plan(KEY, risk="high"), id="low risk"),
        pytest.param({"lasting": True}, plan(ENDLESS), plan(CLOSE), id="no end"),
        pytest.param({"lasting": True}, plan(KEY), plan(OPEN), id="keys last"),
        pytest.param({"lasting": False}, plan(CLOSE, KEY), plan(KEY), id="an end"),
        pytest.param({"lasting": True}, together(NEW), plan(REOPEN), id="new lines last"),
        pytest.param({"lines_at_least": 2}, together(part(KEY), part(KEY, line="2")), plan(KEY), id="two lines"),
        pytest.param(
            {"lines_at_least": 3}, together(shared(CLOSE, "2", "3")), together(shared(CLOSE, "2")), id="along"
        ),
    ],
)
def test_a_rule_has_conditions_all_of_which_have_to_hold(
    conditions: dict[str, Any], fits: Plan, does_not: Plan
) -> None:
    assert (quorum(fits, **conditions), quorum(does_not, **conditions)) == (2, 1)
    assert quorum(fits, **conditions | {"lines": frozenset({"fake:9"})}) == 1


def test_a_rule_of_a_line_counts_where_that_line_changes_along() -> None:
    rules = policy(rule(lines=frozenset({"fake:2"}), terms=Terms(approve=("UNOOR",))))

    assert rules.ruling(together(shared(CLOSE, "2"))).approve == (("UAMIR", "UNOOR"), ("UNOOR",))
    assert rules.ruling(plan(CLOSE)).approve == (("UAMIR", "UNOOR"),)


def test_the_last_rule_that_names_a_term_decides_it() -> None:
    rules = policy(
        rule(terms=Terms(quorum=3, reason=True)),
        rule(changes=frozenset({"close"}), terms=Terms(quorum=2, longest=dt.timedelta(days=5))),
        rule(changes=frozenset({"hours"}), terms=Terms(quorum=4)),
    )

    found = rules.ruling(plan(CLOSE))

    assert (found.quorum, found.reason, found.longest) == (2, True, dt.timedelta(days=5))


def test_of_several_lines_the_strictest_of_each_counts() -> None:
    first = Terms(
        ask=("SASK",),
        approve=("UAMIR",),
        quorum=2,
        longest=dt.timedelta(days=9),
        emergency=("UDANA",),
        escalate=("UA",),
    )
    second = Terms(reason=True, longest=dt.timedelta(days=3), ratify_within=dt.timedelta(minutes=5), escalate=("UB",))
    rules = policy(
        rule(lines=frozenset({"fake:1"}), terms=first),
        rule(lines=frozenset({"fake:2"}), terms=second),
        escalate=("UA",),
    )

    found = rules.ruling(together(part(CLOSE), part(CLOSE, line="2")))

    assert found == Ruling(
        ask=(("SASK",), ("*",)),
        approve=(("UAMIR",), ("UAMIR", "UNOOR")),
        quorum=2,
        emergency=(("UDANA",), ()),
        ratify_within=dt.timedelta(minutes=5),
        reason=True,
        longest=dt.timedelta(days=3),
        escalate=("UA", "UB"),
    )


FREELY = rule(direction="restoring", terms=Terms(approval=False))


@pytest.mark.parametrize(
    ("wanted", "free"),
    [
        pytest.param(plan(REOPEN), True, id="reopening"),
        pytest.param(plan(KEY, undoes=1), True, id="undoing"),
        pytest.param(plan(CLOSE), False, id="closing"),
        pytest.param(plan(KEY, undoes=1, departs=True), False, id="undoing an undo"),
        pytest.param(plan(KEY, undoes=1, risk="high"), False, id="to an outside number"),
        pytest.param(together(GONE), False, id="deleting"),
        pytest.param(together(part(REOPEN), part(CLOSE, line="2")), False, id="and closing another line"),
    ],
)
def test_what_leads_back_to_the_usual_may_need_no_approval(wanted: Plan, *, free: bool) -> None:
    by_rule, by_setting = policy(FREELY), policy(approval_to_restore=False)

    assert [bool(each.ruling(wanted).waived) for each in (by_rule, by_setting, policy())] == [free, free, False]


def test_a_rule_may_ask_for_approval_again() -> None:
    careful = rule(lines=frozenset({"fake:2"}), terms=Terms(approval=True))
    rules = policy(careful, approval_to_restore=False)

    assert rules.ruling(plan(REOPEN)).waived
    assert not rules.ruling(plan(REOPEN, line="2")).waived
    assert not rules.ruling(together(part(REOPEN), part(REOPEN, line="2"))).waived


def test_a_plan_that_changes_nothing_is_judged_all_the_same() -> None:
    assert quorum(plan()) == 2


def test_nothing_of_high_risk_is_applied_at_once() -> None:
    rules, dana = policy(emergency=("UDANA",)), person("UDANA")

    assert rules.may_rush(dana, plan(CLOSE))
    assert not rules.may_rush(person("ULEE"), plan(CLOSE))
    assert not any(rules.may_rush(dana, each) for each in (plan(KEY, risk="high"), together(NEW), together(GONE)))


_terms = st.builds(
    Terms,
    ask=st.none() | st.sampled_from([("*",), ("UDANA",), ()]),
    approve=st.none() | st.sampled_from([("UAMIR",), ("SONE", "UNOOR")]),
    quorum=st.none() | st.integers(1, 3),
    approval=st.none() | st.booleans(),
    reason=st.none() | st.booleans(),
    longest=st.none() | st.builds(dt.timedelta, days=st.integers(1, 30)),
    emergency=st.none() | st.sampled_from([("UDANA",), ()]),
    ratify_within=st.none() | st.builds(dt.timedelta, minutes=st.integers(1, 90)),
)
_rules = st.builds(
    Rule,
    lines=st.none() | st.sets(st.sampled_from(["fake:1", "fake:2"]), min_size=1).map(frozenset),
    changes=st.none() | st.sets(st.sampled_from(["close", "menu", "reopen"]), min_size=1).map(frozenset),
    direction=st.sampled_from([None, "leaving", "restoring"]),
    lasting=st.none() | st.booleans(),
    terms=_terms,
)
_parts = st.builds(
    part,
    st.sampled_from([CLOSE, KEY, REOPEN, ENDLESS]),
    line=st.sampled_from("12"),
    risk=st.sampled_from(["low", "high"]),
)


@given(rules=st.lists(_rules, max_size=4), parts=st.lists(_parts, min_size=2, max_size=3))
@settings(max_examples=60)
def test_a_plan_is_never_judged_more_kindly_than_one_of_its_lines(rules: list[Rule], parts: list[Any]) -> None:
    judge: Policy = policy(*rules, approval_to_restore=False)
    whole = judge.ruling(together(*parts))

    for each in parts:
        alone = judge.ruling(together(each))
        assert set(alone.ask) <= set(whole.ask)
        assert set(alone.approve) <= set(whole.approve)
        assert set(alone.emergency) <= set(whole.emergency)
        assert alone.quorum <= whole.quorum
        assert alone.ratify_within >= whole.ratify_within
        assert alone.reason <= whole.reason
        assert (whole.longest or dt.timedelta.max) <= (alone.longest or dt.timedelta.max)
        assert bool(alone.waived) >= bool(whole.waived)
        assert each.restores or not whole.waived


def test_the_approvers_of_a_line_are_those_whom_a_rule_about_all_of_its_changes_names() -> None:
    own = Rule(lines=frozenset({"fake:2"}), terms=Terms(approve=("UKIM", "S1")))
    risky = Rule(risk="high", terms=Terms(approve=("UBOSS",)))
    rules = policy(rules=(own, risky))

    assert rules.approvers("fake:2") == ("UKIM", "S1")
    assert rules.approvers("fake:1") == rules.approvers("other:1") == ("UAMIR", "UNOOR")
    assert policy(rules=(Rule(vendors=frozenset({"other"}), terms=own.terms),)).approvers("other:1") == ("UKIM", "S1")
