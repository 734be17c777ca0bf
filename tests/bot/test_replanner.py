"""A line that has moved since its change was approved: nothing is applied, and people see what moved, and when."""

import datetime as dt
from collections.abc import AsyncIterator

import pytest

from adapters import MenuAction, OpenSpecial, Reopen, SetHours, SetMenuKey
from bot.policy import Member
from bot.requests import State
from tests.bot.keeping import CHRISTMAS, DANA, KEY, RULES, SATURDAY, Scene, opened

BACK = Reopen(start=SATURDAY.start, end=SATURDAY.end)
SHORT = OpenSpecial(start=dt.datetime(2026, 11, 21, 15), end=dt.datetime(2026, 11, 21, 16))
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


async def test_what_nobody_has_to_approve_is_planned_anew_and_applied(scene: Scene) -> None:
    scene.policy = RULES.model_copy(update={"approval_to_restore": False})
    await scene.approved(SATURDAY)
    await scene.work()
    number = await scene.asked(BACK, state=State.APPROVED, waived="It leads back to the usual.")
    scene.phones.setups["1"] = SHORT.applied_to(scene.phones.setups["1"])

    await scene.work()
    planned = await scene.request(number)
    await scene.work()

    assert (planned.state, planned.waived) == (State.APPROVED, "It leads back to the usual.")
    [note] = await scene.notes(number, "planned anew")
    assert note.startswith("Support was changed since this was asked, so it was planned anew. Sat 21 Nov 2026 was:")
    assert (await scene.part(number)).state is State.VERIFIED
    assert [each.state for each in scene.phones.setups["1"].overrides] == ["open"]


async def test_whoever_may_no_longer_ask_has_nothing_planned_anew_applied(scene: Scene) -> None:
    scene.policy = RULES.model_copy(update={"approval_to_restore": False})
    await scene.approved(SATURDAY)
    await scene.work()
    number = await scene.asked(BACK, state=State.APPROVED, waived="It leads back to the usual.")
    scene.phones.setups["1"] = SHORT.applied_to(scene.phones.setups["1"])
    await scene.work()
    scene.people.members["UDANA"] = Member(person=DANA, name="Dana", guest=True)

    await scene.work()

    assert (await scene.part(number)).state is State.PENDING


async def test_what_somebody_has_to_approve_by_now_is_asked_when_its_line_moves(scene: Scene) -> None:
    await scene.approved(SATURDAY)
    await scene.work()
    number = await scene.asked(BACK, state=State.APPROVED, waived="It leads back to the usual.")
    await scene.store(lambda store: store.move(number, 0, [State.APPROVED], State.APPLYING))
    scene.phones.setups["1"] = SHORT.applied_to(scene.phones.setups["1"])

    await scene.work()

    assert (await scene.part(number)).state is State.PENDING
