"""Who may ask, who may decide, and who is called: deny when unsure."""

import datetime as dt
from typing import Any

import pytest

from bot.errors import NotAllowedError, SayError
from bot.policy import Member, Terms
from bot.requests import Plan
from tests.bot.policies import (
    CLOSE,
    DAY,
    HOURS,
    NOW,
    REOPEN,
    SATURDAY,
    SHUT,
    asked,
    part,
    person,
    plan,
    policy,
    putting_back,
    rule,
    together,
)

BY_GROUP = policy(approve=("SAPPROVERS",))
NOOR_FOR_2 = rule(lines=frozenset({"fake:2"}), terms=Terms(approve=("UNOOR",)))


@pytest.mark.parametrize(
    ("names", "member", "named"),
    [
        pytest.param(("UDANA",), person("UDANA"), True, id="by themselves"),
        pytest.param(("SLEADS",), person("UDANA", "SLEADS"), True, id="in a group"),
        pytest.param(("CPHONES",), person("UDANA", "CPHONES"), True, id="in a channel"),
        pytest.param(("*",), person("UDANA"), True, id="everybody"),
        pytest.param(("UAMIR", "SLEADS"), person("UDANA", "SOTHERS"), False, id="somebody else"),
        pytest.param((), person("UDANA"), False, id="nobody"),
        pytest.param(("*",), person("UDANA", guest=True), False, id="a guest"),
        pytest.param(("UDANA",), person("UDANA", bot=True), False, id="a bot"),
        pytest.param(("UDANA",), person("UDANA", foreign=True), False, id="another workspace"),
    ],
)
def test_who_may_ask(names: tuple[str, ...], member: Member, *, named: bool) -> None:
    assert policy(ask=names).may_ask(member) is named


def test_who_is_named_in_a_rule_alone_may_ask_for_that_and_nothing_else() -> None:
    rules = policy(rule(lines=frozenset({"fake:2"}), terms=Terms(ask=("ULEE",))), ask=("UDANA",))

    rules.check_plan(person("ULEE"), plan(CLOSE, line="2"), "", NOW)

    with pytest.raises(NotAllowedError, match="This change of Line 1 is not yours to ask for"):
        rules.check_plan(person("ULEE"), together(part(CLOSE), part(CLOSE, line="2")), "", NOW)
    with pytest.raises(NotAllowedError, match="You can see the lines here"):
        rules.check_plan(person("UKIM"), plan(CLOSE), "", NOW)


@pytest.mark.parametrize("reason", ["", " \n", "…", "\u200b"])
def test_a_reason_is_asked_for_where_one_is_needed(reason: str) -> None:
    rules = policy(reason=True)

    with pytest.raises(SayError, match="Say why"):
        rules.check_plan(person("UDANA"), plan(CLOSE), reason, NOW)

    rules.check_plan(person("UDANA"), plan(CLOSE), "training", NOW)


@pytest.mark.parametrize(
    ("wanted", "fits"),
    [
        pytest.param(plan(CLOSE), True, id="a day"),
        pytest.param(plan(CLOSE.model_copy(update={"end": SATURDAY + 2 * DAY})), True, id="as long as may be"),
        pytest.param(plan(CLOSE.model_copy(update={"end": SATURDAY + 3 * DAY})), False, id="longer"),
        pytest.param(plan(CLOSE.model_copy(update={"end": None})), False, id="without an end"),
        pytest.param(plan(HOURS), True, id="no closure"),
        pytest.param(plan(SHUT), False, id="hours without any opening"),
        pytest.param(plan(SHUT, undoes=1), True, id="back to such hours"),
    ],
)
def test_a_closure_may_not_be_too_long(wanted: Plan, *, fits: bool) -> None:
    rules = policy(longest=2 * DAY)

    if fits:
        rules.check_plan(person("UDANA"), wanted, "", NOW)
    else:
        with pytest.raises(SayError, match=r"may last 2 days at most, so nothing was sent\. Say until when"):
            rules.check_plan(person("UDANA"), wanted, "", NOW)


def test_an_undo_brings_a_long_closure_back_only_where_that_is_the_usual() -> None:
    rules, back = policy(longest=dt.timedelta(minutes=30)), putting_back("closed")

    rules.check_plan(person("UDANA"), plan(back, undoes=1), "", NOW)

    with pytest.raises(SayError, match="may last"):
        rules.check_plan(person("UDANA"), plan(back, undoes=1, departs=True), "", NOW)


@pytest.mark.parametrize(
    ("known", "wanted"),
    [
        pytest.param({"approve": ("UDANA",)}, plan(CLOSE), id="the only approver asks"),
        pytest.param({"approve": ("UDANA", "UAMIR"), "quorum": 2}, plan(CLOSE), id="one of two asks"),
        pytest.param(
            {"approve": ("UAMIR",), "rules": (NOOR_FOR_2,)}, together(part(CLOSE), part(CLOSE, line="2")), id="disjoint"
        ),
    ],
)
def test_what_nobody_could_ever_approve_is_not_sent(known: dict[str, Any], wanted: Plan) -> None:
    with pytest.raises(SayError, match="Too few people besides you may approve"):
        policy(**known).check_plan(person("UDANA"), wanted, "", NOW)


def test_what_needs_no_approval_is_sent_even_if_nobody_could_approve_it() -> None:
    policy(approve=("UDANA",), approval_to_restore=False).check_plan(person("UDANA"), plan(REOPEN), "", NOW)


@pytest.mark.parametrize(
    ("group", "fits"),
    [
        pytest.param(("UAMIR",), True, id="somebody"),
        pytest.param(("UDANA", "UAMIR"), True, id="somebody besides"),
        pytest.param((), False, id="nobody"),
        pytest.param(("UDANA",), False, id="only who asks"),
    ],
)
def test_what_nobody_in_a_group_could_approve_is_not_sent(group: tuple[str, ...], *, fits: bool) -> None:
    if fits:
        BY_GROUP.check_plan(person("UDANA"), plan(CLOSE), "", NOW, {"SAPPROVERS": group})
    else:
        with pytest.raises(SayError, match="Too few people besides you may approve"):
            BY_GROUP.check_plan(person("UDANA"), plan(CLOSE), "", NOW, {"SAPPROVERS": group})


def test_two_groups_that_share_nobody_decide_nothing_together() -> None:
    rules = policy(rule(lines=frozenset({"fake:2"}), terms=Terms(approve=("SOTHER",))), approve=("SONE",))
    roster = {"SONE": ("UAMIR",), "SOTHER": ("UNOOR",)}

    with pytest.raises(SayError, match="all of this together"):
        rules.check_plan(person("UDANA"), BOTH, "", NOW, roster)
    rules.check_plan(person("UDANA"), BOTH, "", NOW, {**roster, "SOTHER": ("UAMIR",)})


def test_an_approver_decides() -> None:
    policy().check_decider(person("UAMIR"), asked("UDANA"))
    BY_GROUP.check_decider(person("UAMIR", "SAPPROVERS"), asked("UDANA", roster={"SAPPROVERS": ("UAMIR",)}))


@pytest.mark.parametrize(
    ("member", "roster", "why"),
    [
        pytest.param(person("ULEE"), {}, "Only approvers", id="nobody named"),
        pytest.param(person("UAMIR", guest=True), {}, "Only approvers", id="a guest"),
        pytest.param(person("UAMIR", bot=True), {}, "Only approvers", id="a bot"),
        pytest.param(person("UAMIR", foreign=True, team="T2"), {}, "Only approvers", id="another workspace"),
        pytest.param(person("UAMIR", team="T2"), {}, "Only approvers", id="the same id of another workspace"),
        pytest.param(person("ULEE", "SLEADS"), {"SLEADS": ("ULEE",)}, "Only approvers", id="another group"),
        pytest.param(person("ULEE"), {"SAPPROVERS": ("ULEE",)}, "Only approvers", id="left the group"),
        pytest.param(person("ULEE", "SAPPROVERS"), {"SAPPROVERS": ("UAMIR",)}, "only after this", id="joined since"),
        pytest.param(person("ULEE", "SAPPROVERS"), {}, "only after this", id="nobody knows who was in it"),
        pytest.param(person("ULEE", "CAPPROVERS"), {"SAPPROVERS": ("ULEE",)}, "only after", id="changed over"),
        pytest.param(person("UDANA", "SAPPROVERS"), {"SAPPROVERS": ("UDANA",)}, "their own", id="oneself, by a group"),
    ],
)
def test_nobody_else_decides(member: Member, roster: dict[str, tuple[str, ...]], why: str) -> None:
    rules = policy(approve=("UAMIR", "SAPPROVERS", "CAPPROVERS"))

    with pytest.raises(NotAllowedError, match=why):
        rules.check_decider(member, asked("UDANA", roster=roster))


def test_nobody_approves_their_own_request_by_name() -> None:
    with pytest.raises(NotAllowedError, match="their own"):
        policy().check_decider(person("UAMIR"), asked("UAMIR"))


def test_everybody_is_no_approver() -> None:
    rules = policy(approve=("*",))

    assert not rules.may_decide(person("UAMIR"))
    with pytest.raises(NotAllowedError):
        rules.check_decider(person("UAMIR"), asked("UDANA", roster={"*": ("UAMIR",)}))


def test_who_decides_several_lines_has_to_be_named_for_each() -> None:
    rules = policy(NOOR_FOR_2)
    both = asked("UDANA", together(part(CLOSE), part(CLOSE, line="2")))

    rules.check_decider(person("UNOOR"), both)
    rules.check_decider(person("UAMIR"), asked("UDANA"))

    with pytest.raises(NotAllowedError, match="Only approvers"):
        rules.check_decider(person("UAMIR"), both)


def test_whoever_may_decide_something_may_stop_everything() -> None:
    rules = policy(rule(terms=Terms(approve=("UKIM",))), ask=("*",))

    rules.check_stopper(person("UKIM"))
    rules.check_stopper(person("UAMIR"))

    with pytest.raises(NotAllowedError, match="Only approvers can stop"):
        rules.check_stopper(person("ULEE"))
    with pytest.raises(NotAllowedError):
        rules.check_stopper(person("UKIM", guest=True))


BOTH = together(part(CLOSE), part(CLOSE, line="2"))


@pytest.mark.parametrize(
    ("first", "second", "called"),
    [
        pytest.param(("UAMIR", "UDANA", "UNOOR"), ("UAMIR", "UDANA", "UNOOR"), ("UAMIR", "UNOOR"), id="not who asked"),
        pytest.param(("SONE", "UAMIR"), ("UNOOR", "SONE"), ("SONE",), id="in all lists"),
        pytest.param(("SONE",), ("UNOOR", "UKIM"), ("UNOOR",), id="by a group here, by name there"),
        pytest.param(("SONE",), ("SOTHER",), ("UNOOR",), id="in two groups"),
        pytest.param(("SONE", "UKIM"), ("UKIM", "UNOOR"), ("UKIM", "UNOOR"), id="some by name, some by a group"),
        pytest.param(("SONE", "UNOOR"), ("SONE", "UNOOR"), ("SONE", "UNOOR"), id="as they are named"),
        pytest.param(("UAMIR",), ("UKIM",), (), id="nobody in both"),
    ],
)
def test_who_may_decide_is_called(first: tuple[str, ...], second: tuple[str, ...], called: tuple[str, ...]) -> None:
    rules = policy(rule(lines=frozenset({"fake:2"}), terms=Terms(approve=second)), approve=first)

    found = rules.deciders(asked("UDANA", BOTH, {"SONE": ("UNOOR", "UDANA"), "SOTHER": ("UDANA", "UNOOR", "ULEE")}))

    assert found == called


def test_all_that_are_given_a_right_or_called_are_known() -> None:
    terms = Terms(ask=("*", "SASK"), approve=("CROOM",), emergency=("SBREAK",), escalate=("UBOSS",))

    assert policy(rule(terms=terms), emergency=("UDANA",)).names == {
        "UAMIR",
        "UNOOR",
        "UDANA",
        "SASK",
        "CROOM",
        "SBREAK",
        "UBOSS",
    }
