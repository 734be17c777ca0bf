"""Lines that share schedules at Webex: who follows whom, and what is left when a line is released."""

import pytest

from adapters import Interval, SetHours, Settled, Weekday
from tests.adapters.webex.fake_schedules import Fault, House
from tests.adapters.webex.schedule_events import once
from tests.adapters.webex.test_webex_calendars import CLOSE, LONG, RECEPTION, SALES, house, location, shared

__all__ = ["house", "location"]


async def test_a_line_on_a_copy_is_still_a_neighbour(house: House) -> None:
    await house.apply("reception", CLOSE)

    assert (await house.read("sales")).neighbours.closures == (RECEPTION,)
    assert (await house.read("sales")).remarks == (
        "Reception uses its own copy of “Holidays” for now; what changes for all follows there soon after.",
    )
    assert (await house.read("reception")).neighbours.closures == (SALES,)
    assert (await house.read("reception")).remarks == (
        "For now Reception uses “Holidays (Reception)”, its own copy of “Holidays”.",
    )


async def test_a_closure_for_all_reaches_a_line_on_a_copy_too(house: House) -> None:
    await house.apply("reception", CLOSE)

    await house.apply("reception", shared(LONG))

    assert LONG.start in [each.start for each in (await house.setup("sales")).overrides]
    assert [each.name for each in (await house.setup("reception")).overrides] == ["Inventory", "", "Christmas"]


async def test_releasing_ends_what_we_wrote_and_forgets_the_line(house: House) -> None:
    before = await house.setup("reception")
    await house.apply("reception", LONG)
    await house.apply("alone", CLOSE)

    assert (await house.release("reception")).done == (
        "Reception uses the schedule “Holidays” again; its copy was deleted.",
    )
    assert (await house.release("alone")).done == (
        "“Inventory Closed 21 Nov 2026” was deleted from the schedule “Closures (Alone)”.",
    )

    assert await house.setup("reception") == before
    assert house.location.ledger.texts == {"reception": None, "alone": None}
    assert (await house.release("reception")).done == ()


async def test_releasing_a_line_ends_what_it_closed_for_all(house: House) -> None:
    before = await house.setup("sales")
    await house.apply("reception", shared(LONG))

    settled = await house.release("reception")

    assert [each.partition(" was deleted from ")[2] for each in settled.done] == [
        "the schedule “Holidays”, so it ends for Sales as well."
    ] * 2
    assert settled.left == ()
    assert await house.setup("sales") == before
    for neighbour in ("sales", "alone"):
        assert await house.release(neighbour) == Settled()
    assert set(house.location.ledger.texts.values()) == {None}


async def test_releasing_a_neighbour_tells_what_was_closed_for_all(house: House) -> None:
    await house.apply("reception", shared(CLOSE))

    settled = await house.release("sales")

    assert settled.done == ()
    (left,) = settled.left
    assert left.startswith("“Inventory Closed 21 Nov 2026” was written for Reception and all who share its schedule;")
    await house.release("reception")
    assert await house.release("sales") == Settled()


async def test_releasing_a_line_on_a_copy_ends_what_it_closed_for_all(house: House) -> None:
    before = await house.setup("sales")
    await house.apply("reception", CLOSE)
    await house.apply("reception", shared(LONG))

    await house.release("reception")

    assert await house.setup("sales") == before
    assert house.location.names() == {"Office", "Holidays"}


async def test_a_copy_that_was_edited_by_hand_is_left_by_a_release_without_our_closures(house: House) -> None:
    await house.apply("reception", CLOSE)
    house.location.events("holidays", "Holidays (Reception)").append(once("Fair", "2026-11-30"))

    settled = await house.release("reception")

    assert settled.done == ("“Inventory Closed 21 Nov 2026” was deleted from the schedule “Holidays (Reception)”.",)
    (left,) = settled.left
    assert left.startswith("Somebody changed “Holidays (Reception)”, the copy that Reception uses, by hand")
    assert left.endswith("choose “Holidays” in Control Hub, then release the line again.")
    house.location.lines["reception"]["closures"] = "Holidays"
    assert (await house.release("reception")).left == (
        "The schedule “Holidays (Reception)” is still there; delete it in Control Hub, then release the line again.",
    )


async def test_a_copy_whose_original_is_gone_is_kept_by_a_release_without_our_closures(house: House) -> None:
    await house.apply("reception", CLOSE)
    house.location.schedules[:] = [each for each in house.location.schedules if each["name"] != "Holidays"]

    settled = await house.release("reception")

    assert settled.done == (
        "Reception keeps “Holidays (Reception)”, since “Holidays” is no longer there.",
        "“Inventory Closed 21 Nov 2026” was deleted from the schedule “Holidays (Reception)”.",
    )
    assert settled.left == ()
    assert [each.name for each in (await house.setup("reception")).overrides] == ["Christmas"]


async def test_a_line_with_a_change_cut_off_is_not_released(house: House) -> None:
    del house.location.lines["sales"], house.location.lines["alone"]
    week = SetHours(rows={Weekday.MON: (), Weekday.SUN: (Interval(start=0, end=60),)})
    house.location.faults = [Fault("killed", 0)]
    await house.failing("reception", week)
    events = [dict(each) for each in house.location.events("businessHours", "Office")]

    settled = await house.release("reception")

    assert "was cut off in the middle, so its schedules are left as they are" in settled.left[0]
    assert house.location.events("businessHours", "Office") == events
    assert house.location.ledger.texts["reception"]


@pytest.mark.parametrize("how", ["edited", "homeless"])
async def test_a_line_that_does_not_follow_its_schedule_is_no_neighbour(house: House, how: str) -> None:
    await house.apply("sales", CLOSE)
    if how == "edited":
        house.location.events("holidays", "Holidays (Sales)").append(once("Fair", "2026-11-30"))
    else:
        house.location.add_schedule("holidays", "Days off", *house.location.events("holidays", "Holidays"))
        house.location.schedules[:] = [each for each in house.location.schedules if each["name"] != "Holidays"]
        house.location.lines["reception"]["closures"] = "Days off"

    assert (await house.read("reception")).neighbours.closures == ()
    await house.apply("reception", shared(LONG))
    await house.settle("sales")
    assert LONG.start not in [each.start for each in (await house.setup("sales")).overrides]


async def test_a_schedule_that_cannot_be_deleted_keeps_a_line_from_being_forgotten(house: House) -> None:
    await house.apply("reception", CLOSE)
    house.location.lines["sales"]["closures"] = "Holidays (Reception)"

    settled = await house.release("reception")

    assert settled.left == (
        "The schedule “Holidays (Reception)” is still there; delete it in Control Hub, then release the line again.",
    )
    assert "is no longer used by it" in (await house.read("reception")).remarks[0]
