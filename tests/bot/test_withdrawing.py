"""Taking back by words: what was just shown is dropped, and no request is withdrawn that was not meant."""

import pytest

from bot.answers import Answer, Proposal, Question, Said
from bot.errors import NotAllowedError, NotFoundError
from bot.kept import Talk
from bot.requests import Request, State
from tests.bot.offices import AMIR, DANA, Office, office

__all__ = ["office"]

HERE = Talk(places=("D1",), how="Type it here.")
THREAD = Talk(places=("C1 10.1",), how="Mention me.", public=True)
NEVER_MIND = ["never mind", "Cancel.", "forget it", "no", "cancel it"]


async def said(office: Office, words: str, talk: Talk = HERE) -> Answer:
    return await office.desk.converse(DANA, words, talk)


async def sent(office: Office, words: str, talk: Talk = HERE) -> Request:
    """What somebody asks for in a conversation, once it was sent."""
    shown = await said(office, words, talk)
    assert isinstance(shown, Proposal)
    request = await office.desk.send(DANA, shown.draft, shown.plan.digest, shown.reason)
    assert isinstance(request, Request)
    return request


async def state(office: Office, request: Request) -> State:
    return (await office.desk.request(request.id)).state


@pytest.mark.parametrize("words", NEVER_MIND)
async def test_the_plan_in_front_of_somebody_is_dropped_and_no_request_is(office: Office, words: str) -> None:
    before = await office.asked("close sales monday")
    office.clock.advance(minutes=1)
    await said(office, "close support saturday")

    answer = await said(office, words)

    assert isinstance(answer, Said)
    assert answer.text == "Dropped: Close Support on Sat 21 Nov 2026, all day (New York time). Nothing was asked for."
    assert await state(office, before) is State.PENDING


async def test_a_question_in_front_of_somebody_is_dropped_and_no_request_is(office: Office) -> None:
    before = await office.asked("close sales monday")
    office.clock.advance(minutes=1)
    await said(office, "close support")

    assert isinstance(await said(office, "forget it"), Said)
    assert await state(office, before) is State.PENDING


@pytest.mark.parametrize("words", ["never mind", "cancel", "withdraw my request"])
async def test_what_was_just_asked_for_here_is_withdrawn_at_once(office: Office, words: str) -> None:
    request = await sent(office, "close support saturday")

    answer = await said(office, words)

    assert isinstance(answer, Said)
    assert answer.text == "Withdrawn: Close Support on Sat 21 Nov 2026, all day (New York time)."
    assert await state(office, request) is State.WITHDRAWN


@pytest.mark.parametrize("words", ["never mind", "forget it", "withdraw my request"])
@pytest.mark.parametrize("late", [False, True], ids=["elsewhere", "later"])
async def test_what_was_asked_for_elsewhere_or_a_while_ago_is_only_withdrawn_once_it_is_named(
    office: Office, words: str, *, late: bool
) -> None:
    request = await sent(office, "close support saturday", HERE if late else THREAD)
    office.clock.advance(minutes=11 if late else 0)

    asked = await said(office, words)

    assert isinstance(asked, Question)
    assert (asked.text, await state(office, request)) == ("Should this request be withdrawn?", State.PENDING)
    assert asked.choices == (f"Request {request.id} – {request.plan.summary}",)
    assert isinstance(await office.desk.choose(DANA, asked.draft, 0), Said)
    assert await state(office, request) is State.WITHDRAWN


async def test_of_several_it_is_asked_which_and_the_answer_may_be_typed(office: Office) -> None:
    first, second = await sent(office, "close support saturday"), await sent(office, "close sales saturday")

    asked = await said(office, "withdraw my request")
    answer = await said(office, f"request {first.id}")

    assert isinstance(asked, Question)
    assert [each.partition(" –")[0] for each in asked.choices] == [f"Request {second.id}", f"Request {first.id}"]
    assert isinstance(answer, Said)
    assert [await state(office, each) for each in (first, second)] == [State.WITHDRAWN, State.PENDING]


async def test_a_request_is_withdrawn_by_its_number_or_its_line(office: Office) -> None:
    first, second = await office.asked("close support saturday"), await office.asked("close sales saturday")
    office.clock.advance(hours=1)

    await office.desk.hear(DANA, f"withdraw request {first.id}")
    await office.desk.hear(DANA, "withdraw my sales request")

    assert [await state(office, each) for each in (first, second)] == [State.WITHDRAWN, State.WITHDRAWN]


async def test_nobody_withdraws_what_somebody_else_has_asked_for(office: Office) -> None:
    request = await office.asked("close support saturday", who=AMIR)

    with pytest.raises(NotAllowedError):
        await office.desk.hear(DANA, f"withdraw request {request.id}")
    with pytest.raises(NotFoundError, match="nothing to withdraw"):
        await office.desk.hear(DANA, "cancel")
