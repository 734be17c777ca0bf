"""Emergencies: applied at once by those who may, ratified by somebody else afterwards, or undone."""

import datetime as dt
from collections.abc import AsyncIterator

import pytest

from bot import console
from bot.answers import Proposal
from bot.errors import NotAllowedError, NothingToDoError, SayError, TooLateError
from bot.policy import Freeze, Member, Policy
from bot.reports import LineStatus, Statuses
from bot.requests import Request, State
from bot.slack import agendas, cards, home, statuses
from tests.bot.offices import AMIR, DANA, LEE, NOOR, Office, opened
from tests.bot.slack.blocks_check import texts

RULES = Policy(approve=("UAMIR", "UNOOR"), emergency=("UDANA", "UAMIR"))


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with opened(RULES) as office:
        yield office


async def rushed(
    office: Office, words: str = "close support until 3pm", who: Member = DANA, reason: str = "flood"
) -> Request:
    shown = await office.proposed(words, who)
    request = await office.desk.rush(who, shown.draft, shown.plan.digest, reason, origin="/line in #phones")
    assert isinstance(request, Request)
    return request


async def test_an_emergency_is_applied_without_an_approver(office: Office) -> None:
    request = await rushed(office)
    await office.keeper.work()

    done = await office.desk.request(request.id)
    assert (done.state, done.approvals, done.is_unratified) == (State.VERIFIED, (), True)
    assert done.ratify_by is not None
    assert (done.ratify_by - office.clock()).total_seconds() == 3600
    [record] = await office.records("rushed")
    assert record.actor == "T1:UDANA"
    assert record.data["note"] == "It is applied at once, as an emergency: flood"
    assert record.data["ratify_by"] == done.ratify_by.isoformat(timespec="milliseconds")


async def test_an_emergency_waits_on_the_home_of_whoever_may_ratify_it(office: Office) -> None:
    request = await rushed(office)
    await office.keeper.work()

    asker, approver = [await office.desk.overview(who) for who in (DANA, NOOR)]
    assert [[each.id for each in seen.waiting] for seen in (asker, approver)] == [[], [request.id]]
    assert [each.id for each in asker.mine] == [request.id]
    shown = [each for each in home.view(approver)["blocks"] if "accessory" in each]
    [told] = [each["text"]["text"] for each in shown if each["accessory"]["action_id"] == cards.DETAILS]
    assert "or it is undone" in told

    await office.desk.ratify(NOOR, request.id)
    assert (await office.desk.overview(NOOR)).waiting == ()


async def test_a_form_says_what_happens_if_it_is_applied_at_once(office: Office) -> None:
    urgent = await office.proposed("close support until 3pm now!")
    assert urgent.urgent
    assert urgent.rush.endswith("Somebody else has to ratify it within an hour, or it is undone.")
    assert not (await office.proposed("close support until 3pm")).urgent

    other = await office.proposed("URGENT: close support until 3pm", LEE)
    assert (other.urgent, other.rush) == (True, "")


async def test_who_may_not_has_to_wait_for_approval(office: Office) -> None:
    with pytest.raises(NotAllowedError, match="Send it for approval instead"):
        await rushed(office, who=LEE)

    assert await office.records("asked") == []


@pytest.mark.parametrize("reason", ["", "  ", "!!"])
async def test_an_emergency_has_a_reason(office: Office, reason: str) -> None:
    with pytest.raises(SayError, match="Say why this cannot wait"):
        await rushed(office, reason=reason)


async def test_what_is_risky_is_never_applied_at_once(office: Office) -> None:
    with pytest.raises(NotAllowedError, match="risk is too high"):
        await rushed(office, "turn on recording on support")


async def test_somebody_else_ratifies_it_before_or_after_it_is_applied(office: Office) -> None:
    first = await rushed(office)
    assert (await office.desk.ratify(AMIR, first.id)).ratified is not None
    await office.keeper.work()
    second = await rushed(office, "close sales until 3pm")
    await office.keeper.work()
    ratified = await office.desk.ratify(NOOR, second.id)

    assert ratified.ratified is not None
    assert (ratified.ratified.person, ratified.state) == (NOOR.person, State.VERIFIED)
    assert [each.actor for each in await office.records("ratified")] == ["T1:UAMIR", "T1:UNOOR"]


async def test_nobody_ratifies_their_own_emergency(office: Office) -> None:
    request = await rushed(office, who=AMIR)

    with pytest.raises(NotAllowedError, match="their own request"):
        await office.desk.ratify(AMIR, request.id)
    with pytest.raises(NotAllowedError, match="Only approvers"):
        await office.desk.ratify(LEE, request.id)

    assert (await office.desk.request(request.id)).is_unratified


async def test_a_second_yes_is_told_who_was_first(office: Office) -> None:
    request = await rushed(office)
    await office.desk.ratify(AMIR, request.id)

    with pytest.raises(NothingToDoError, match="Uamir has ratified request 1 already"):
        await office.desk.ratify(NOOR, request.id)


async def test_what_was_approved_as_usual_is_not_ratified(office: Office) -> None:
    request = await office.done("close support until 3pm")

    with pytest.raises(NothingToDoError, match="nothing to ratify"):
        await office.desk.ratify(NOOR, request.id)


async def test_after_its_time_it_is_too_late_to_ratify(office: Office) -> None:
    request = await rushed(office)
    await office.keeper.work()
    office.clock.advance(hours=1)

    with pytest.raises(TooLateError, match="too late to ratify"):
        await office.desk.ratify(AMIR, request.id)


async def test_a_form_that_is_sent_twice_is_one_emergency(office: Office) -> None:
    shown = await office.proposed("close support until 3pm")

    sent = [await office.desk.rush(DANA, shown.draft, shown.plan.digest, "flood") for _ in range(2)]

    assert sent[0] == sent[1]


async def test_what_already_waits_for_approval_is_not_applied_beside_that(office: Office) -> None:
    shown = await office.proposed("close support until 3pm")
    await office.desk.send(DANA, shown.draft, shown.plan.digest, "flood")

    with pytest.raises(TooLateError, match="Request 1 asks for this already"):
        await office.desk.rush(DANA, shown.draft, shown.plan.digest, "flood")


async def test_a_plan_that_was_not_shown_is_not_applied_at_once(office: Office) -> None:
    shown = await office.proposed("close support until 3pm")

    answer = await office.desk.rush(DANA, shown.draft, "of another plan", "flood")

    assert isinstance(answer, Proposal)
    assert (answer.moved, answer.reason) == ("otherwise", "flood")
    assert answer.rush
    assert await office.records("asked") == []


TODAY = Freeze(name="Move", start=dt.datetime(2026, 11, 20), end=dt.datetime(2026, 11, 21))
ALTHOUGH = "It is applied although “Move” stops all changes of Support until Fri 20 Nov 2026 is over."


async def test_an_emergency_is_applied_though_the_policy_changes_nothing_now_and_says_so() -> None:
    async with opened(RULES.model_copy(update={"freezes": (TODAY,)})) as office:
        shown = await office.proposed("close support until 3pm")
        with pytest.raises(SayError, match="By then this would be over"):
            await office.desk.send(DANA, shown.draft, shown.plan.digest, "flood")
        request = await rushed(office)
        await office.keeper.work()

        assert shown.rush.endswith(ALTHOUGH)
        assert ALTHOUGH in request.parts[0].plan.warnings
        assert (await office.desk.request(request.id)).state is State.VERIFIED


async def test_an_emergency_waits_for_a_freeze_by_people_and_its_form_says_so(office: Office) -> None:
    await office.desk.freeze(NOOR, "incident", "freeze")
    shown = await office.proposed("close support until 3pm now!")
    request = await rushed(office)
    await office.keeper.work()

    assert shown.rush.endswith("emergencies included: it waits until an approver lifts the freeze.")
    assert shown.needs.endswith("it waits until an approver lifts the freeze as well.")
    assert (await office.desk.request(request.id)).state is State.APPROVED


@pytest.mark.parametrize("who", [DANA, AMIR], ids=["who asked", "an approver"])
async def test_an_emergency_is_undone_at_once_by_those_it_concerns(office: Office, who: Member) -> None:
    before = office.phones.setups["1"]
    request = await rushed(office)
    await office.keeper.work()

    undoing = await office.desk.revert(who, request.id)
    await office.keeper.work()

    assert (undoing.state, undoing.person) == (State.APPROVED, who.person)
    assert undoing.waived == "It undoes the emergency of request 1, which nobody has ratified."
    assert office.phones.setups["1"] == before
    assert (await office.desk.request(request.id)).state is State.REVERTED
    with pytest.raises(TooLateError, match="nothing left to undo"):
        await office.desk.revert(who, request.id)


async def test_an_emergency_of_which_nothing_is_written_is_stopped(office: Office) -> None:
    request = await rushed(office)

    stopped = await office.desk.revert(DANA, request.id)
    await office.keeper.work()

    assert (stopped.id, stopped.state) == (request.id, State.WITHDRAWN)
    assert office.phones.applied() == 0


async def test_a_double_click_undoes_an_emergency_once(office: Office) -> None:
    request = await rushed(office)
    await office.keeper.work()

    undoings = [await office.desk.revert(who, request.id) for who in (DANA, AMIR)]

    assert undoings[0] == undoings[1]
    with pytest.raises(TooLateError, match="it is being undone"):
        await office.desk.ratify(AMIR, request.id)


async def test_what_was_ratified_or_concerns_others_is_not_undone_so(office: Office) -> None:
    request = await rushed(office)
    with pytest.raises(NotAllowedError):
        await office.desk.revert(LEE, request.id)
    await office.desk.ratify(AMIR, request.id)

    with pytest.raises(TooLateError, match="does not wait to be ratified"):
        await office.desk.revert(DANA, request.id)


async def status_of(office: Office, words: str) -> LineStatus:
    answer = await office.desk.hear(LEE, words)
    assert isinstance(answer, Statuses)
    return answer.lines[0]


async def test_a_status_tells_that_an_emergency_may_be_undone_and_what_is_so_then(office: Office) -> None:
    await rushed(office)
    await office.keeper.work()

    line = await status_of(office, "status support")
    said = "\n".join(texts(statuses.told(Statuses(lines=(line,))).blocks))

    assert "*closed* until Fri 20 Nov, 3:00 PM (New York time): voicemail, *unless an emergency is undone* on" in said
    assert "• Request 1 by <@UDANA> was applied as an emergency: it is undone on Fri 20 Nov, 11:00 AM unless" in said
    assert "• Once that is undone: *open* until Fri 20 Nov, 6:00 PM." in said
    assert "request 1 is undone 2026-11-20 16:00 UTC unless it is ratified, then: open until" in console.status(line)


async def test_a_question_about_a_later_time_tells_of_an_emergency_only_if_it_matters_then(office: Office) -> None:
    await rushed(office, "close support saturday")
    await office.keeper.work()

    on_it, after = [await status_of(office, f"status support {when}") for when in ("saturday 10am", "nov 23 at 10am")]

    assert (on_it.open, on_it.otherwise and on_it.otherwise.open) == (False, True)
    assert (after.open, after.otherwise) == (True, None)
    assert "emergency" not in "\n".join(texts(statuses.told(Statuses(lines=(after,))).blocks))
    await office.desk.ratify(NOOR, 1)
    assert (await status_of(office, "status support saturday 10am")).unratified == ()


async def test_what_is_about_to_happen_by_an_emergency_is_not_certain_before_it_is_ratified(office: Office) -> None:
    request = await rushed(office, "close support saturday")
    await office.keeper.work()

    overview = await office.desk.overview(LEE)

    assert [each.by for each in overview.agenda] == [request.ratify_by]
    [_, said] = agendas.days(overview.agenda, office.clock())
    assert "*as an emergency*: it is undone by" in said
    await office.desk.ratify(NOOR, request.id)
    assert [each.by for each in (await office.desk.overview(LEE)).agenda] == [None]
