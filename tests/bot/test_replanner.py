"""A line that has moved since its change was approved: nothing is applied, and people see what moved, and when."""

from collections.abc import AsyncIterator

import pytest

from adapters import MenuAction, SetHours, SetMenuKey
from bot.requests import State
from tests.bot.keeping import CHRISTMAS, KEY, SATURDAY, Scene, opened

LATER = SetHours.model_validate({"rows": {"sat": [["10:00", "12:00"]]}})


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with opened() as each:
        yield each


async def test_what_moved_is_told_with_how_it_was_how_it_is_and_since_when(scene: Scene) -> None:
    number = await scene.approved(SATURDAY)
    scene.clock.advance(minutes=12)
    scene.phones.setups["1"] = LATER.applied_to(scene.phones.setups["1"])

    await scene.work()

    request = await scene.request(number)
    assert request.state is State.PENDING
    assert request.parts[0].note == (
        "Support was changed since this was asked, so nothing was applied."
        " Sat 21 Nov 2026 was: 9:00 AM – 1:00 PM; it is: 10:00 AM – noon."
        " That came after Fri 20 Nov, 10:00 AM, when Switchhook had read it last."
        " Please look at the new plan."
    )
    assert request.expires == scene.policy.expiry(scene.clock(), request.plan)
    (record,) = await scene.records(number, "replanned")
    assert record.data["note"] == request.parts[0].note


async def test_what_had_moved_before_the_last_reading_is_told_from_when_it_was_seen(scene: Scene) -> None:
    number = await scene.approved(SATURDAY)
    scene.phones.setups["1"] = LATER.applied_to(scene.phones.setups["1"])
    scene.clock.advance(minutes=5)
    await scene.lines.refresh("Support")
    scene.clock.advance(minutes=5)

    await scene.work()

    assert "Switchhook saw it at Fri 20 Nov, 10:10 AM." in (await scene.part(number)).note


async def test_a_key_that_leads_elsewhere_by_now_is_told(scene: Scene) -> None:
    number = await scene.approved(KEY)
    taken = SetMenuKey(key="3", action=MenuAction(action="department", target_kind="department", target_id="7"))
    scene.phones.setups["1"] = taken.applied_to(scene.phones.setups["1"])

    await scene.work()

    note = (await scene.part(number)).note
    assert "was: nothing; it is: Department: Billing." in note


async def test_the_other_lines_of_the_request_are_asked_anew_as_well(scene: Scene) -> None:
    number = await scene.approved(SATURDAY, on=["Support", "Sales"])
    scene.phones.silent = {"2"}
    scene.phones.setups["1"] = LATER.applied_to(scene.phones.setups["1"])

    await scene.work()

    support, sales = (await scene.request(number)).parts
    assert scene.phones.applied() == 0
    assert {support.state, sales.state} <= {State.PENDING, State.APPLYING, State.FAILED}


async def test_a_change_elsewhere_on_the_line_voids_no_approval(scene: Scene) -> None:
    number = await scene.approved(CHRISTMAS)
    scene.phones.setups["1"] = LATER.applied_to(scene.phones.setups["1"])

    await scene.work()

    assert (await scene.part(number)).state is State.VERIFIED
