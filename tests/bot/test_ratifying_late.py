"""Emergencies whose time is over while they, or what undoes them, have to wait."""

from collections.abc import AsyncIterator

import pytest

from adapters import UnreachableError
from bot.errors import TooLateError
from bot.keeper import Keeper
from bot.policy import Policy
from bot.requests import Request, State
from tests.bot.offices import DANA, Office, member, opened
from tests.fakes import FakePeople

GROUP = "SGROUP1"
PEOPLE = [member(user, groups=frozenset({GROUP})) for user in ("UAMIR", "UNOOR")]


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    people = FakePeople(*PEOPLE, roster={GROUP: ("UAMIR", "UNOOR")})
    async with opened(Policy(approve=(GROUP,), emergency=("UDANA",)), people) as office:
        yield office


async def rushed(office: Office, words: str = "close support until 3pm") -> Request:
    shown = await office.proposed(words)
    request = await office.desk.rush(DANA, shown.draft, shown.plan.digest, "flood")
    assert isinstance(request, Request)
    return request


async def work(office: Office) -> None:
    """A round of a keeper that was just started, which waits for nothing."""
    desk = office.desk
    keeper = Keeper(
        store=desk.store,
        lines=desk.lines,
        policy=desk.policy,
        people=office.people,
        clock=office.clock,
        bell=desk.bell,
        step=lambda _: None,
    )
    await keeper.work()


async def begun(office: Office) -> Request:
    """An emergency of which nothing was written, since its phone system does not answer."""
    request = await rushed(office)
    office.phones.failures = [UnreachableError("No answer.")] * 50
    await work(office)
    assert (await office.desk.request(request.id)).state is State.APPLYING
    return request


async def test_an_emergency_is_not_applied_after_its_time(office: Office) -> None:
    request = await begun(office)
    office.clock.advance(hours=2)
    await work(office)
    with pytest.raises(TooLateError, match="or ends where nothing was written yet"):
        await office.desk.ratify(PEOPLE[0], request.id)

    office.phones.failures = []
    await work(office)

    ended = await office.desk.request(request.id)
    assert (ended.state, ended.parts[0].note) == (State.EXPIRED, "Nobody has ratified this, so it was not applied.")
    assert office.phones.applied() == 0


async def test_an_emergency_that_is_tried_again_and_again_can_be_stopped(office: Office) -> None:
    request = await begun(office)

    await office.desk.revert(DANA, request.id)
    with pytest.raises(TooLateError):
        await office.desk.ratify(PEOPLE[0], request.id)
    office.phones.failures = []
    await work(office)

    assert (await office.desk.request(request.id)).state is State.EXPIRED
    assert office.phones.applied() == 0
    [record] = await office.records("stopped")
    assert record.actor == "T1:UDANA"


async def test_what_got_through_before_it_was_stopped_is_undone(office: Office) -> None:
    request = await begun(office)
    await office.desk.revert(PEOPLE[0], request.id)
    before = office.phones.setups["1"]
    for change in request.parts[0].plan.changes:
        office.phones.setups["1"] = change.applied_to(office.phones.setups["1"])
    office.phones.failures = []

    for _ in range(3):
        await work(office)

    assert (await office.desk.request(request.id)).state is State.REVERTED
    assert office.phones.setups["1"] == before


async def undoing_that_waits(office: Office) -> tuple[Request, Request]:
    """An emergency that nobody ratified, and what is to undo it once a freeze is over."""
    request = await rushed(office)
    await work(office)
    await office.desk.freeze(PEOPLE[0], "storm", "freeze")
    office.clock.advance(minutes=61)
    await work(office)
    revert = await office.desk.request(request.id + 1)
    assert (revert.state, revert.origin) == (State.APPROVED, "Switchhook")
    return request, revert


async def test_while_its_undoing_waits_an_emergency_can_be_ratified(office: Office) -> None:
    request, revert = await undoing_that_waits(office)

    await office.desk.ratify(PEOPLE[0], request.id)
    await office.desk.thaw(PEOPLE[0])
    await work(office)

    assert (await office.desk.request(revert.id)).state is State.WITHDRAWN
    assert (await office.desk.request(request.id)).state is State.VERIFIED
    assert office.phones.setups["1"].overrides


async def test_an_undoing_whose_line_has_moved_is_planned_anew_and_takes_nobodys_right(office: Office) -> None:
    request, revert = await undoing_that_waits(office)
    closed = office.phones.setups["1"].overrides[0]
    shorter = closed.model_copy(update={"end": closed.end and closed.end.replace(hour=14)})
    office.phones.setups["1"] = office.phones.setups["1"].model_copy(update={"overrides": (shorter,)})
    await office.desk.thaw(PEOPLE[0])

    for _ in range(3):
        await work(office)

    assert (await office.desk.request(revert.id)).state is State.VERIFIED
    assert (await office.desk.request(request.id)).state is State.REVERTED
    assert office.phones.setups["1"].overrides == ()


async def test_those_who_could_decide_the_emergency_can_decide_what_undoes_it(office: Office) -> None:
    _, revert = await undoing_that_waits(office)

    assert revert.roster == {GROUP: ("UAMIR", "UNOOR")}


async def test_an_undoing_that_waits_for_approval_after_all_is_not_pressed_for_silently(office: Office) -> None:
    request = await rushed(office)
    await work(office)
    revert = await office.desk.revert(DANA, request.id)
    await office.desk.store(lambda store: store.lose_approvals(revert.id, "It waits for approval.", revert.expires))

    with pytest.raises(TooLateError, match=f"Request {revert.id} is to undo it already, and waits for approval"):
        await office.desk.revert(DANA, request.id)
    await office.desk.ratify(PEOPLE[1], request.id)

    assert (await office.desk.request(revert.id)).state is State.WITHDRAWN
