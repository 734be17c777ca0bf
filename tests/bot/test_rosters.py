"""When the settings come to name other groups, what waits can still be decided: by those who belong to them by then."""

import pytest

from bot.desk import Desk
from bot.errors import NotAllowedError
from bot.keeper import Keeper
from bot.policy import Policy
from bot.requests import State
from tests.bot.offices import Office, member, opened
from tests.fakes import FakePeople

FIRST, SECOND = "SFIRST", "SSECOND"
AMIR, LEE = member("UAMIR", groups=frozenset({FIRST, SECOND})), member("ULEE", groups=frozenset({SECOND}))


def people() -> FakePeople:
    return FakePeople(AMIR, LEE, roster={FIRST: ("UAMIR",)})


async def restarted(office: Office, policy: Policy) -> None:
    """Start again, with another policy."""
    desk = office.desk
    office.desk = Desk(
        store=desk.store, lines=desk.lines, policy=policy, people=office.people, clock=office.clock, bell=desk.bell
    )
    office.keeper = Keeper(
        store=desk.store,
        lines=desk.lines,
        policy=policy,
        people=office.people,
        clock=office.clock,
        bell=desk.bell,
        step=lambda _: None,
    )
    await office.keeper.work()


async def test_what_waits_is_decided_by_the_approvers_of_the_new_settings() -> None:
    async with opened(Policy(approve=(FIRST,)), people()) as office:
        request = await office.asked("close Support Saturday")
        office.people.groups = {SECOND: ("UAMIR",)}
        await restarted(office, Policy(approve=(SECOND,)))

        approved = await office.desk.approve(AMIR, request.id, request.plan.digest)

        assert approved.state is State.APPROVED
        (record,) = await office.records("roster")
        assert (record.request, record.data["groups"]) == (request.id, {SECOND: ["UAMIR"]})


async def test_whoever_joins_a_group_after_that_decides_nothing_older() -> None:
    async with opened(Policy(approve=(FIRST,)), people()) as office:
        request = await office.asked("close Support Saturday")
        office.people.groups = {SECOND: ("UAMIR",)}
        await restarted(office, Policy(approve=(SECOND,)))
        office.people.groups = {SECOND: ("UAMIR", "ULEE")}
        await restarted(office, Policy(approve=(SECOND,)))

        with pytest.raises(NotAllowedError, match="only after this was asked for"):
            await office.desk.approve(LEE, request.id, request.plan.digest)

        assert len(await office.records("roster")) == 1


async def test_a_group_that_was_known_is_as_it_was_when_something_was_asked() -> None:
    async with opened(Policy(approve=(FIRST,)), people()) as office:
        request = await office.asked("close Support Saturday")
        office.people.groups = {FIRST: ("UAMIR", "ULEE"), SECOND: ()}
        await restarted(office, Policy(approve=(FIRST, SECOND)))

        assert (await office.desk.request(request.id)).roster == {FIRST: ("UAMIR",), SECOND: ()}


async def test_as_long_as_slack_is_away_it_is_asked_again() -> None:
    async with opened(Policy(approve=(FIRST,)), people()) as office:
        request = await office.asked("close Support Saturday")
        office.people.groups = {SECOND: ("UAMIR",)}
        office.people.away = True
        await restarted(office, Policy(approve=(SECOND,)))
        assert not await office.records("roster")

        office.people.away = False
        await office.keeper.work()

        assert (await office.desk.request(request.id)).roster == {FIRST: ("UAMIR",), SECOND: ("UAMIR",)}
