"""A copy of a shared schedule at Webex: how long it lives, what it follows, what is said of it."""

import datetime as dt

import pytest

from adapters import OpenSpecial, RefusedError
from tests.adapters.webex.fake_schedules import House
from tests.adapters.webex.schedule_events import once
from tests.adapters.webex.test_webex_calendars import CLOSE, LONG, SUNDAY, house, location, shared

__all__ = ["house", "location"]


async def test_a_copy_lives_as_long_as_its_closure(house: House) -> None:
    await house.apply("reception", CLOSE)
    house.location.clock.advance(hours=37)
    assert (await house.settle("reception")).done == ()
    house.location.clock.advance(hours=1)

    settled = await house.settle("reception")

    assert settled.done == ("Reception uses the schedule “Holidays” again; its copy was deleted.",)
    assert house.location.lines["reception"]["closures"] == "Holidays"
    assert house.location.names() == {"Office", "Holidays"}
    assert house.location.ledger.texts["reception"] is None
    assert (await house.settle("reception")).done == ()


async def test_an_undone_closure_ends_its_copy_at_once(house: House) -> None:
    before = await house.setup("reception")
    await house.apply("reception", CLOSE)

    await house.apply("reception", CLOSE.undone(before))

    assert await house.setup("reception") == before
    assert house.location.names() == {"Office", "Holidays"}


async def test_a_second_closure_makes_a_second_copy_and_deletes_the_first(house: House) -> None:
    await house.apply("reception", CLOSE)
    await house.apply("reception", LONG)

    assert house.location.lines["reception"]["closures"] == "Holidays (Reception) 2"
    assert house.location.names() == {"Office", "Holidays", "Holidays (Reception) 2"}
    house.location.clock.advance(days=2)
    await house.settle("reception")
    assert [each.start for each in (await house.setup("reception")).overrides][:1] == [LONG.start]


async def test_what_others_change_is_carried_over_to_a_copy(house: House) -> None:
    await house.apply("reception", CLOSE)
    house.location.events("holidays", "Holidays").append(once("Fair", "2026-12-01"))

    settled = await house.settle("reception")

    assert settled.done == ("Changes of “Holidays” were carried over to the copy that Reception uses.",)
    assert [each.name for each in (await house.setup("reception")).overrides] == ["Inventory", "Fair", "Christmas"]
    assert (await house.settle("reception")).done == ()


async def test_the_copy_rules_while_it_differs(house: House) -> None:
    await house.apply("reception", CLOSE)
    fair = once("Fair", "2026-11-21", "2026-11-23", start="09:00", end="17:00")
    house.location.events("holidays", "Holidays").append(fair)

    await house.settle("reception")

    assert [(each.name, each.start) for each in (await house.setup("reception")).overrides][:2] == [
        ("Inventory", CLOSE.start),
        ("Fair", CLOSE.end),
    ]


async def test_an_original_that_closes_as_well_makes_the_copy_needless(house: House) -> None:
    await house.apply("reception", CLOSE)

    await house.apply("sales", shared(CLOSE))
    await house.settle("reception")

    assert house.location.names() == {"Office", "Holidays"}


async def test_a_copy_that_was_edited_by_hand_is_left_alone_and_named(house: House) -> None:
    await house.apply("reception", CLOSE)
    house.location.events("holidays", "Holidays (Reception)").append(once("By hand", "2026-11-28"))
    house.location.clock.advance(days=30)

    assert (await house.settle("reception")).done == ()

    remarks = (await house.read("reception")).remarks
    assert remarks[0] == (
        "Somebody changed “Holidays (Reception)”, the copy that Reception uses, by hand; it is left as it is."
    )
    before = await house.setup("reception")
    again = CLOSE.model_copy(update={"start": dt.datetime(2026, 12, 24), "end": dt.datetime(2026, 12, 25)})
    await house.apply("reception", again)
    assert await house.setup("reception") == again.applied_to(before)
    assert house.location.lines["reception"]["closures"] == "Holidays (Reception)"


async def test_a_copy_whose_original_is_gone_is_kept_and_named(house: House) -> None:
    await house.apply("reception", CLOSE)
    house.location.lines["sales"]["closures"] = None
    schedule = house.location.named("holidays", "Holidays")
    assert schedule
    house.location.schedules.remove(schedule)
    house.location.clock.advance(days=30)

    assert (await house.settle("reception")).done == ()

    assert (await house.read("reception")).remarks == (
        (
            "“Holidays”, which Reception used before its copy “Holidays (Reception)”, is no longer there; "
            "it keeps the copy."
        ),
    )
    with pytest.raises(RefusedError, match="is gone"):
        await house.apply("reception", shared(LONG))


async def test_lasting_hours_end_a_temporary_copy(house: House) -> None:
    special = OpenSpecial(start=dt.datetime(2026, 11, 21, 9), end=dt.datetime(2026, 11, 21, 12))
    await house.apply("reception", special)
    before = await house.setup("reception")

    await house.apply("reception", SUNDAY)

    assert await house.setup("reception") == SUNDAY.applied_to(before)
    assert house.location.names() == {"Office", "Holidays", "Office (Reception) 2"}
    house.location.clock.advance(days=30)
    await house.settle("reception")
    assert house.location.lines["reception"]["hours"] == "Office (Reception) 2"


async def test_what_a_copy_stood_in_for_is_rewritten_if_nobody_else_goes_by_it(house: House) -> None:
    del house.location.lines["sales"]
    await house.apply("reception", LONG)
    assert house.location.lines["reception"]["closures"] == "Holidays (Reception)"
    before = await house.setup("reception")

    settled = await house.settle("reception")

    assert settled.done == ("Reception uses the schedule “Holidays” again; its copy was deleted.",)
    assert await house.setup("reception") == before
    assert house.location.names() == {"Office", "Holidays"}


async def test_a_name_that_somebody_takes_meanwhile_gets_the_next_number(house: House) -> None:
    house.location.add_schedule("businessHours", "holidays (RECEPTION)")
    await house.apply("reception", CLOSE)

    assert house.location.lines["reception"]["closures"] == "Holidays (Reception) 2"


async def test_a_name_that_is_taken_while_we_choose_it_gets_the_next_number(house: House) -> None:
    house.location.meanwhile["POST"] = lambda: house.location.add_schedule("holidays", "Holidays (Reception)")

    await house.apply("reception", CLOSE)
    await house.settle("reception")

    assert house.location.lines["reception"]["closures"] == "Holidays (Reception) 2"
    assert house.location.named("holidays", "Holidays (Reception)")
