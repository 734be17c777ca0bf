"""A freeze stops all applying, at once and for everybody, until an approver lifts it."""

import pytest

from bot.alerts import AlertKind
from bot.answers import Said
from bot.errors import NotAllowedError, NothingToDoError
from bot.requests import State
from tests.bot.offices import AMIR, DANA, NOOR, Office, office

__all__ = ["office"]


async def test_a_freeze_is_an_alert_with_who_and_why(office: Office) -> None:
    alert = await office.desk.freeze(AMIR, "vendor incident", "/line freeze vendor incident")

    assert (alert.kind, alert.by, alert.line, alert.is_open) == (AlertKind.FROZEN, "T1:UAMIR", "", True)
    assert alert.text == "Nothing more is applied until an approver lifts the freeze: “vendor incident”."
    assert alert.data == {"reason": "vendor incident", "words": "/line freeze vendor incident"}
    [record] = await office.records("frozen")
    assert record.actor == "T1:UAMIR"


async def test_what_is_approved_waits_for_the_end_of_a_freeze(office: Office) -> None:
    await office.desk.freeze(AMIR, "", "freeze")
    request = await office.done("close support Saturday")
    assert request.state is State.APPROVED
    assert office.phones.applied() == 0

    await office.desk.thaw(NOOR)
    await office.keeper.work()

    assert (await office.desk.request(request.id)).state is State.VERIFIED


async def test_the_answer_tells_what_waits_and_what_goes_on(office: Office) -> None:
    office.phones.due = [office.clock().replace(hour=20)]
    await office.done("close sales Saturday")
    request = await office.asked("close support Saturday")
    await office.desk.approve(AMIR, request.id, request.plan.digest)

    said = await office.desk.hear(NOOR, "freeze because of an incident")

    assert isinstance(said, Said)
    assert "Waiting for that: request 2 (Close Support" in said.text
    assert "What was begun or promised before goes on: request 1 (Close Sales" in said.text
    said = await office.desk.hear(NOOR, "unfreeze")
    assert isinstance(said, Said)
    assert said.text.startswith("The freeze was lifted. What goes on now: request 2 (Close Support")


async def test_of_many_requests_only_a_few_are_named(office: Office) -> None:
    for day in (1, 2, 3, 4, 7, 8, 9, 10):
        request = await office.asked(f"close support 2026-12-{day:02}")
        await office.desk.approve(AMIR, request.id, request.plan.digest)

    alert = await office.desk.freeze(NOOR, "", "freeze")

    assert "request 5 " in alert.text
    assert "request 6 " not in alert.text
    assert alert.text.endswith("and 3 more.")


async def test_who_freezes_again_is_told_who_did_already(office: Office) -> None:
    await office.desk.freeze(AMIR, "vendor incident", "freeze")

    with pytest.raises(NothingToDoError, match="Uamir has stopped all applying"):
        await office.desk.freeze(NOOR, "another reason", "freeze")
    office.people.away = True
    with pytest.raises(NothingToDoError, match="Another approver has stopped all applying"):
        await office.desk.freeze(NOOR, "another reason", "freeze")

    assert [each.data["reason"] for each in (await office.desk.overview(DANA)).alerts] == ["vendor incident"]


async def test_only_approvers_freeze_and_thaw(office: Office) -> None:
    with pytest.raises(NotAllowedError, match="Only approvers"):
        await office.desk.hear(DANA, "freeze")
    await office.desk.freeze(AMIR, "", "freeze")

    with pytest.raises(NotAllowedError, match="Only approvers"):
        await office.desk.hear(DANA, "unfreeze")


async def test_without_a_freeze_there_is_nothing_to_lift(office: Office) -> None:
    with pytest.raises(NothingToDoError, match="Nothing is frozen"):
        await office.desk.thaw(AMIR)
