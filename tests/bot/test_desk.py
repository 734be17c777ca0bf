"""What the desk answers people, and what becomes of it."""

import datetime as dt

import pytest

from adapters import SetHours, UnreachableError
from bot.answers import Answer, Preparing, Proposal, Question
from bot.errors import NotAllowedError, SayError
from bot.reports import Help, History, Statuses, Wanted
from bot.requests import Request, State
from bot.status import When
from tests.bot.offices import AMIR, DANA, LEE, Office, office

__all__ = ["office"]


async def test_a_sentence_becomes_a_plan_that_can_be_sent_as_it_stands(office: Office) -> None:
    proposal = await office.proposed("close support line Saturday for training")

    assert proposal.plan.summary == "Close Support on Sat 21 Nov 2026, all day (New York time)."
    assert proposal.reason == "training"
    request = await office.desk.send(DANA, proposal.draft, proposal.plan.digest, "team training")
    assert isinstance(request, Request)
    assert request.reason == "team training"
    assert request.state is State.PENDING
    assert request.words == "close support line Saturday for training"


async def test_a_mended_word_is_said_back(office: Office) -> None:
    plain = await office.proposed("close support saturday")
    mended = await office.proposed("close suport saturday")

    assert plain.understood == ""
    assert 'I read "suport" as Support' in mended.understood


async def test_whoever_lives_by_another_clock_is_told_both_times(office: Office) -> None:
    dana = DANA.model_copy(update={"zone": "America/Los_Angeles"})

    proposal = await office.proposed("close support tomorrow 9am-11am", dana)

    assert "from 6:00 AM to 8:00 AM in Los Angeles time" in proposal.understood


async def test_a_verified_closure_keeps_its_reason(office: Office) -> None:
    request = await office.done("close support Saturday for training")

    assert request.state is State.VERIFIED
    assert office.phones.setups["1"].overrides[0].reason == "training"


async def test_a_form_that_shows_another_plan_by_now_is_not_sent(office: Office) -> None:
    proposal = await office.proposed("close support Saturday")
    moved = SetHours.model_validate({"rows": {"sat": [["10:00", "12:00"]]}})
    office.phones.setups["1"] = moved.applied_to(office.phones.setups["1"])
    await office.desk.lines.refresh("Support")

    answer = await office.desk.send(DANA, proposal.draft, proposal.plan.digest, "because")

    assert isinstance(answer, Proposal)
    assert answer.moved
    assert answer.reason == "because"
    assert answer.plan.parts[0].differences[0].was == "10:00 AM – noon"
    sent = await office.desk.send(DANA, answer.draft, answer.plan.digest, answer.reason)
    assert isinstance(sent, Request)


async def test_a_line_that_was_never_read_opens_a_form_first_and_is_read_then(office: Office) -> None:
    office.desk.lines._seen.clear()  # noqa: SLF001  (as on the very first start)

    answer = await office.desk.hear(DANA, "close support Saturday")

    assert isinstance(answer, Preparing)
    prepared = await office.desk.prepare(DANA, answer.draft)
    assert isinstance(prepared, Proposal)


async def test_a_vendor_that_is_away_while_preparing_is_named(office: Office) -> None:
    office.desk.lines._seen.clear()  # noqa: SLF001  (as on the very first start)
    answer = await office.desk.hear(DANA, "close support Saturday")
    assert isinstance(answer, Preparing)
    office.phones.failures = [UnreachableError("The phone system does not answer.")]

    with pytest.raises(SayError, match="cannot be read just now: The phone system does not answer"):
        await office.desk.prepare(DANA, answer.draft)


async def test_a_question_is_continued_by_its_choices_and_nothing_is_typed_twice(office: Office) -> None:
    question = await office.desk.hear(DANA, "close support")
    assert isinstance(question, Question)

    answer = await office.desk.choose(DANA, question.draft, 1)

    assert isinstance(answer, Proposal)
    assert answer.words == "close support"
    assert answer.plan.parts[0].changes


async def test_a_choice_that_only_the_line_knows_of_is_offered(office: Office) -> None:
    question = await office.desk.hear(DANA, "open support 9-1 on Monday")
    assert isinstance(question, Question)
    assert "Should it be open only" in question.text

    answer = await office.desk.choose(DANA, question.draft, 0)

    assert isinstance(answer, Proposal)
    assert answer.plan.parts[0].differences[0].will == "9:00 AM – 1:00 PM"


async def test_a_form_for_reopening_can_be_sent_half_an_hour_later(office: Office) -> None:
    await office.done("close support today 9am-3pm")
    proposal = await office.proposed("reopen support")
    office.clock.advance(minutes=31)

    request = await office.desk.send(DANA, proposal.draft, proposal.plan.digest, "")

    assert isinstance(request, Request)


async def test_only_until_midnight_leaves_the_next_day_alone(office: Office) -> None:
    proposal = await office.proposed("open support only on 2026-11-23 from 09:00 to 24:00")

    assert [each.what for each in proposal.plan.parts[0].differences] == ["Mon 23 Nov 2026"]


async def test_a_line_is_read_although_the_clock_was_set_back(office: Office) -> None:
    await office.desk.lines.refresh("Support")
    office.clock.advance(days=-3)
    before = len(office.phones.calls)

    await office.desk.lines.refresh("Support")

    assert len(office.phones.calls) == before + 1


async def test_nobody_else_can_use_a_draft(office: Office) -> None:
    proposal = await office.proposed("close support Saturday")

    with pytest.raises(NotAllowedError, match="somebody else"):
        await office.desk.send(AMIR, proposal.draft, proposal.plan.digest, "")


async def test_who_may_not_ask_is_told_before_a_form_opens(office: Office) -> None:
    with pytest.raises(NotAllowedError, match="not change them"):
        await office.desk.hear(LEE, "close support Saturday")


async def test_what_is_not_there_yet_is_said(office: Office) -> None:
    with pytest.raises(SayError, match="cannot do that yet"):
        await office.desk.hear(DANA, "delegate my approvals to <@U1>")


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        pytest.param("", Help, id="nothing"),
        pytest.param("help", Help, id="help"),
        pytest.param("status", Statuses, id="status of all"),
        pytest.param("status support", Statuses, id="status of one"),
        pytest.param("is support open saturday 10am?", Statuses, id="status of another moment"),
        pytest.param("history support", History, id="history"),
        pytest.param("close suport line on saturdy and wash my car", Question, id="more than one can do"),
    ],
)
async def test_every_sentence_has_its_kind_of_answer(office: Office, words: str, kind: type[Answer]) -> None:
    assert isinstance(await office.desk.hear(LEE, words), kind)


async def test_a_status_tells_what_callers_get_and_what_is_planned(office: Office) -> None:
    await office.done("close support Saturday")
    await office.asked("add 9 for callback on support")

    answer = await office.desk.hear(LEE, "status support")

    assert isinstance(answer, Statuses)
    (line,) = answer.lines
    assert line.open
    assert line.until == dt.datetime(2026, 11, 20, 23, tzinfo=dt.UTC)
    assert [override.start.day for override in line.coming] == [21]
    assert [request.state for request in line.requests] == [State.PENDING]
    assert line.live
    assert line.live.waiting == 2


async def test_a_status_of_another_moment_reckons_with_what_is_planned(office: Office) -> None:
    await office.done("close support Saturday")

    answer = await office.desk.status(["Support"], When(at=dt.datetime(2026, 11, 21, 15, tzinfo=dt.UTC)))

    assert answer.lines[0].open is False
    assert answer.lines[0].override is not None


async def test_a_status_names_the_keys_that_callers_have_at_that_moment(office: Office) -> None:
    monday, sunday = (dt.datetime(2026, 11, day, 17, tzinfo=dt.UTC) for day in (23, 22))

    while_open = await office.desk.status(["Support"], When(at=monday))
    while_closed = await office.desk.status(["Support"], When(at=sunday))

    told = [(each.lines[0].keys_while, each.lines[0].keys) for each in (while_open, while_closed)]
    assert told == [("open", (("1", "Voicemail"),))] * 2  # while closed it has none of its own


async def test_a_status_is_given_although_the_vendor_is_away(office: Office) -> None:
    office.phones.failures = [UnreachableError("The phone system does not answer.")]

    answer = await office.desk.hear(LEE, "status support")

    assert isinstance(answer, Statuses)
    assert answer.lines[0].open
    assert any("does not answer" in warning for warning in answer.lines[0].warnings)


async def test_the_history_is_of_the_lines_and_the_time_that_were_named(office: Office) -> None:
    await office.done("close support Saturday")
    office.clock.advance(days=4)
    await office.done("add 9 for callback on sales")

    both = await office.desk.hear(LEE, "history support and sales")
    lately = await office.desk.history(Wanted(since=office.clock() - dt.timedelta(days=1)))

    assert isinstance(both, History)
    assert {record.line for record in both.records} == {"Support", "Sales"}
    assert {record.line for record in lately.records if record.kind == "asked"} == {"Sales"}


async def test_home_shows_what_waits_for_whom(office: Office) -> None:
    request = await office.asked("close support Saturday")

    approver, asker, other = [await office.desk.overview(who) for who in (AMIR, DANA, LEE)]

    assert [each.id for each in approver.waiting] == [request.id]
    assert [each.id for each in asker.mine] == [request.id]
    assert (asker.waiting, other.waiting, other.mine) == ((), (), ())
    assert not other.may_ask
    assert [line.name for line in other.lines] == ["Support", "Sales"]


async def test_several_lines_are_one_request_with_one_approval(office: Office) -> None:
    request = await office.done("close support and sales Saturday")

    assert [part.state for part in request.parts] == [State.VERIFIED, State.VERIFIED]
    assert all(setup.overrides for setup in office.phones.setups.values())


async def test_a_line_that_is_so_already_is_left_out_of_a_request_for_several(office: Office) -> None:
    await office.done("close sales Saturday")

    proposal = await office.proposed("close all lines Saturday")

    assert [part.line.name for part in proposal.plan.parts] == ["Support"]
    assert any("Sales is already closed on Sat 21 Nov 2026" in each for each in proposal.plan.parts[0].besides)


async def test_a_choice_on_a_line_that_was_never_read_is_not_asked_again(office: Office) -> None:
    question = await office.desk.hear(DANA, "close support")
    assert isinstance(question, Question)
    office.desk.lines._seen.clear()  # noqa: SLF001  (as on the very first start)

    answer = await office.desk.choose(DANA, question.draft, 1)

    assert isinstance(answer, Preparing)
    prepared = await office.desk.prepare(DANA, answer.draft)
    assert isinstance(prepared, Proposal)
    assert prepared.words == "close support"
