"""How a plan is sent: with what it needs, who could decide it then, and from where it was asked."""

import datetime as dt

import pytest

from bot.answers import Proposal, Question
from bot.errors import NotAllowedError, SayError
from bot.policy import Freeze, Policy
from bot.requests import Request, State
from tests.bot.offices import AMIR, DANA, LEE, POLICY, Office, office, opened
from tests.fakes import FakePeople

__all__ = ["office"]


async def test_a_plan_tells_who_has_to_approve_it(office: Office) -> None:
    assert (await office.proposed("close support Saturday")).needs == "One approver has to approve it."

    async with opened(Policy(approve=("UAMIR", "UNOOR"), quorum=2, reason=True)) as strict:
        shown = await strict.proposed("close support Saturday")
    assert (shown.needs, shown.reason_needed) == ("2 approvers have to approve it.", True)


async def test_what_leads_back_to_the_usual_needs_nobody_where_the_policy_says_so() -> None:
    policy = POLICY.model_copy(update={"approval_to_restore": False})
    async with opened(policy) as office:
        closing = await office.done("close support until 3pm")
        shown = await office.proposed("reopen support")
        sent = await office.desk.send(DANA, shown.draft, shown.plan.digest, "")
        await office.keeper.work()
        done = await office.desk.request(2)

        assert closing.waived == ""
        assert shown.needs.startswith("Nobody has to approve it")
        assert shown.rush == ""
        assert isinstance(sent, Request)
        assert (sent.state, sent.waived, sent.approvals) == (State.APPROVED, shown.needs, ())
        assert done.state is State.VERIFIED
        assert [each.data["note"] for each in await office.records("waived")] == [shown.needs]


async def test_who_belonged_to_what_the_policy_names_is_kept(office: Office) -> None:
    office.people.groups = {"S1": ("UAMIR", "UNOOR")}

    assert (await office.asked("close support Saturday")).roster == {"S1": ("UAMIR", "UNOOR")}


async def test_nothing_is_lost_while_slack_does_not_say_who_may_decide(office: Office) -> None:
    shown = await office.proposed("close support Saturday")
    office.people.away = True
    with pytest.raises(SayError, match="Please send it once more"):
        await office.desk.send(DANA, shown.draft, shown.plan.digest, "")
    office.people.away = False

    assert isinstance(await office.desk.send(DANA, shown.draft, shown.plan.digest, ""), Request)


async def test_it_is_kept_from_where_it_was_asked(office: Office) -> None:
    shown = await office.proposed("close support Saturday")
    request = await office.desk.send(DANA, shown.draft, shown.plan.digest, "", origin="/line in #phones")

    assert isinstance(request, Request)
    assert request.origin == "/line in #phones"
    [asked] = await office.records("asked")
    assert asked.data["from"] == "/line in #phones"


async def test_a_reason_is_asked_for_where_the_policy_wants_one() -> None:
    async with opened(POLICY.model_copy(update={"reason": True})) as office:
        shown = await office.proposed("close support Saturday")
        with pytest.raises(SayError, match="needs a reason"):
            await office.desk.send(DANA, shown.draft, shown.plan.digest, " ")

        assert isinstance(await office.desk.send(DANA, shown.draft, shown.plan.digest, "training"), Request)


async def test_who_joins_the_approvers_after_the_asking_decides_nothing() -> None:
    people = FakePeople(roster={"S1": ("UAMIR",)})
    async with opened(Policy(approve=("S1",)), people) as office:
        request = await office.asked("close support Saturday")
        friend = LEE.model_copy(update={"groups": frozenset({"S1"})})
        amir = AMIR.model_copy(update={"groups": frozenset({"S1"})})

        with pytest.raises(NotAllowedError, match="only after this was asked for"):
            await office.desk.approve(friend, request.id, request.plan.digest)
        assert (await office.desk.approve(amir, request.id, request.plan.digest)).state is State.APPROVED


async def test_a_sentence_keeps_its_urgency_through_a_question(office: Office) -> None:
    question = await office.desk.hear(DANA, "close support !")
    assert isinstance(question, Question)

    shown = await office.desk.choose(DANA, question.draft, 0)

    assert isinstance(shown, Proposal)
    assert shown.urgent


async def test_why_it_cannot_be_sent_is_told_with_the_plan() -> None:
    async with opened(POLICY.model_copy(update={"longest": dt.timedelta(days=1), "emergency": ("UDANA",)})) as office:
        short = await office.proposed("close support Saturday")
        long = await office.proposed("close support from Saturday to Monday")

    assert short.refused == ""
    assert long.refused.startswith("A closure of Support may last one day at most, so nothing was sent.")
    assert long.rush == ""


async def test_what_waits_for_a_time_without_changes_too_long_may_still_be_an_emergency() -> None:
    freeze = Freeze(name="Move", start=dt.datetime(2026, 11, 20), end=dt.datetime(2026, 11, 30))
    async with opened(POLICY.model_copy(update={"freezes": (freeze,), "emergency": ("UDANA",)})) as office:
        shown = await office.proposed("close support Saturday")

    assert shown.refused.endswith("By then this would be over, so it was not sent.")
    assert shown.rush.startswith("It is applied at once")
