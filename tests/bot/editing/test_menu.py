"""The form of menu keys: all in sight, one at a time."""

import pytest

from adapters import Destination, MenuAction, RemoveMenuKey, SetMenuKey
from bot.answers import Input
from bot.editing import FormError, FormName, Values
from bot.errors import NothingToDoError
from bot.plans import Facts
from tests.bot.editing import vendors
from tests.bot.editing.counters import counter, planned
from tests.bot.editing.vendors import ATTENDANT, CENTER, QUEUE, WITH_MENU

MENU = vendors.form(FormName.MENU)


def asked(known: Facts, **values: str) -> dict[str, Input]:
    """What the form asks for, by name."""
    shown = MENU.inputs({**vendors.begun(FormName.MENU, known), **values}, vendors.chosen(known))
    return {each.name: each for each in shown}


def meant(known: Facts, *, problem: str | None = None, **values: str) -> object:
    filled: Values = {**vendors.begun(FormName.MENU, known), **values}
    changes = MENU.changes(filled, known, vendors.scene(problem=problem))
    return changes[0] if len(changes) == 1 else changes


def problems(known: Facts, *, problem: str | None = None, **values: str) -> dict[str, str]:
    with pytest.raises(FormError) as caught:
        meant(known, problem=problem, **values)
    return caught.value.problems


def test_every_key_of_both_menus_is_in_sight() -> None:
    assert MENU.glance(vendors.chosen(vendors.facts(CENTER))) == (
        "The menu while open:",
        "1 · Voicemail",
        "3 · Transfer to a person: Jordan Lee",
        "0, 2, 4, 5, 6, 7, 8 and 9 · nothing yet",
        "The menu while closed:",
        "1 · Voicemail",
        "0, 2, 3, 4, 5, 6, 7, 8 and 9 · nothing yet",
    )


def test_keys_that_a_vendor_does_not_show_are_as_last_set() -> None:
    known = vendors.facts(WITH_MENU)

    assert MENU.glance(vendors.chosen(known)) == (
        "The menu while open, as last set by Switchhook:",
        "2 · Transfer to another line: Sales",
        "0, 1, 3, 4, 5, 6, 7, 8 and 9 · not known",
    )
    assert "nothing yet" in MENU.glance(vendors.chosen(known.model_copy(update={"made": True})))[-1]
    assert problems(known, key="3") == {"does_open_3": "Choose what key 3 does."}
    assert "no action" not in dict(asked(known, key="3")["does_open_3"].choices)


def test_keys_are_chosen_by_what_they_do_now() -> None:
    keys = dict(asked(vendors.facts(CENTER))["key"].choices)

    assert keys["3"] == "3 · Transfer to a person: Jordan Lee"
    assert keys["4"] == "4 · nothing yet"
    both = dict(asked(vendors.facts(CENTER), menu="both")["key"].choices)
    assert both["1"] == "1 · Voicemail"
    assert both["3"] == "3 · while open: Transfer to a person: Jordan Lee; while closed: nothing yet"


def test_a_line_with_one_menu_is_not_asked_which() -> None:
    assert "menu" not in asked(vendors.facts(WITH_MENU))
    assert "menu" in asked(vendors.facts(CENTER))


def test_where_a_key_leads_is_asked_only_where_its_action_leads_somewhere() -> None:
    known = vendors.facts(CENTER)

    assert set(asked(known, key="4")) == {"menu", "key", "does_open_4"}
    assert set(asked(known, key="4", does_open_4="person")) == {"menu", "key", "does_open_4", "to_open_4_person"}
    assert set(asked(known, key="4", does_open_4="menu")) == {"menu", "key", "does_open_4"}


def test_people_of_one_name_are_told_apart_and_the_one_chosen_is_meant() -> None:
    known = vendors.facts(CENTER)

    to = asked(known, key="4", does_open_4="transfer")["to_open_4_transfer"]

    assert dict(to.choices) == {
        "department:7": "Billing (department)",
        "department:9": "Jordan Lee (department)",
        "person:10": "Jordan Lee (person), 1 of 2",
        "person:8": "Jordan Lee (person), 2 of 2",
        "line:2": "Sales (another line)",
    }
    assert meant(known, key="4", does_open_4="transfer", to_open_4_transfer="person:10") == SetMenuKey(
        key="4", action=MenuAction(action="transfer", target_kind="person", target_id="10")
    )


def test_numbers_of_one_name_are_told_apart_by_what_is_dialled() -> None:
    to = asked(vendors.facts(ATTENDANT), key="1")["to_open_1_transfer"]

    assert [label for _, label in to.choices] == [
        "Jordan Lee (+19195550111)",
        "Jordan Lee (extension 4501)",
        "Sales (extension 4500)",
    ]


@pytest.mark.parametrize(
    ("typed", "dialled"),
    [("+1 919 555 0123", "+19195550123"), ("(919) 555-0123", "+19195550123"), ("extension 4502", "4502")],
)
def test_a_number_that_is_typed_goes_before_the_place_that_was_chosen(typed: str, dialled: str) -> None:
    known = vendors.facts(ATTENDANT)

    assert "to_open_1_transfer" not in asked(known, number_open_1_transfer=typed)
    assert meant(known, note_open_1="", number_open_1_transfer=typed) == SetMenuKey(
        key="1", action=MenuAction(action="transfer", target_kind="number", target_id=dialled)
    )


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"menu": ""}, {"menu": "Choose which menu."}),
        ({"key": ""}, {"key": "Choose a key."}),
        ({"key": "A"}, {"key": "The menu of Support has only the keys 0–9, * and #. Choose one of them."}),
        ({"key": "3", "does_open_3": ""}, {"does_open_3": "Choose what key 3 does."}),
        ({"key": "3", "does_open_3": "made up"}, {"does_open_3": "Choose what key 3 does."}),
        (
            {"key": "3", "does_open_3": "transfer"},
            {"to_open_3_transfer": "Choose where it leads, or type a phone number below."},
        ),
        ({"key": "3", "does_open_3": "message"}, {"to_open_3_message": "Choose where it leads."}),
        ({"number_open_1_transfer": "+44 20 7946 0000"}, {"number_open_1_transfer": "No calls there."}),
        (
            {"number_open_1_transfer": "the desk"},
            {
                "number_open_1_transfer": "“the desk” is neither a phone number nor an extension. Write a number with"
                " its country code, such as +1 919 555 0100."
            },
        ),
    ],
)
def test_what_is_missing_or_wrong_is_said_at_its_field(values: dict[str, str], found: dict[str, str]) -> None:
    assert problems(vendors.facts(ATTENDANT), problem="No calls there.", **values) == found


def test_where_no_extension_can_be_called_none_is_asked_for_and_that_is_said_at_the_number() -> None:
    known = vendors.facts(WITH_MENU)
    fields = asked(known, key="3", does_open_3="transfer")

    assert "extension" not in fields["number_open_3_transfer"].hint
    assert problems(known, key="3", does_open_3="transfer", number_open_3_transfer="4502") == {
        "number_open_3_transfer": "“4502” is no phone number. Write a number with its country code, such as"
        " +1 919 555 0100."
    }


def test_without_places_only_a_number_is_asked_for() -> None:
    known = vendors.facts(WITH_MENU).model_copy(update={"destinations": ()})

    shown = asked(known, key="4", does_open_4="transfer")

    assert set(shown) == {"key", "does_open_4", "number_open_4_transfer"}
    assert "line" not in dict(shown["does_open_4"].choices), "nowhere to lead"
    found = problems(known, key="4", does_open_4="transfer")
    assert found == {"number_open_4_transfer": "Type the phone number to which it leads."}


def test_a_key_that_does_what_nobody_can_choose_may_stay_or_go() -> None:
    known = vendors.facts(ATTENDANT)

    does = dict(asked(known, key="2")["does_open_2"].choices)

    assert does["as it is now"] == "As it is now: Previous menu"
    assert meant(known, key="2", does_open_2="no action") == RemoveMenuKey(key="2")


def test_where_a_key_leads_now_can_stay_though_nobody_lists_it() -> None:
    known = vendors.facts(CENTER)
    menu = known.setup.open_menu
    assert menu is not None
    gone = menu.with_key("3", MenuAction(action="person", target_kind="person", target_id="99"))
    known = vendors.facts(CENTER, known.setup.model_copy(update={"open_menu": gone}))

    to = dict(asked(known, key="3")["to_open_3_person"].choices)

    assert to["person:99"] == "person 99 (person)"


def test_voicemail_may_be_the_lines_own_or_somebodys() -> None:
    known = vendors.facts(CENTER)
    shown = asked(known, key="4", does_open_4="voicemail")["to_open_4_voicemail"]

    assert shown.choices[0] == ("itself", "Nowhere else: as the line itself has it")
    own = meant(known, key="4", does_open_4="voicemail")
    assert own == SetMenuKey(key="4", action=MenuAction(action="voicemail"))
    somebodys = meant(known, key="4", does_open_4="voicemail", to_open_4_voicemail="department:7")
    action = MenuAction(action="voicemail", target_kind="department", target_id="7")
    assert somebodys == SetMenuKey(key="4", action=action)


def test_a_key_can_do_the_same_in_both_menus() -> None:
    known = vendors.facts(CENTER)
    billing = MenuAction(action="department", target_kind="department", target_id="7")

    filled = {"menu": "both", "key": "3", "does_both_3": "department", "to_both_3_department": "department:7"}

    assert meant(known, **filled) == tuple(
        SetMenuKey(menu=name, key="3", action=billing) for name in ("open", "closed")
    )
    assert problems(known, menu="both", key="3") == {"does_both_3": "Choose what key 3 does."}


def test_what_is_written_beside_a_key_can_be_changed_where_the_vendor_keeps_it() -> None:
    known = vendors.facts(ATTENDANT)

    assert "note_open_1" in asked(known)
    assert "note_open_4" not in asked(vendors.facts(CENTER), key="4", does_open_4="voicemail")
    found = meant(known, note_open_1="Sales, first floor")
    assert isinstance(found, SetMenuKey)
    assert found.action.description == "Sales, first floor"


def test_odd_spaces_beside_a_key_are_no_change() -> None:
    setup = vendors.SETUPS[ATTENDANT]
    assert setup.open_menu is not None
    menu = setup.open_menu.with_key("1", vendors.SALES.model_copy(update={"description": " Sales  desk"}))
    known = vendors.facts(ATTENDANT, setup.model_copy(update={"open_menu": menu}))

    with pytest.raises(NothingToDoError):
        meant(known)


def test_a_line_without_a_menu_says_what_can_be_changed_instead() -> None:
    assert MENU.unfit(vendors.facts(QUEUE)).startswith(
        "Support is a call queue: it has no menu. What can be changed on"
    )


def test_hundreds_of_people_can_be_chosen_from() -> None:
    people = [Destination(kind="person", id=str(number), name=f"Person {number}") for number in range(100, 800)]
    known = vendors.facts(CENTER, None, *people)

    assert len(asked(known, key="4", does_open_4="person")["to_open_4_person"].choices) == 702


async def test_a_key_that_is_filled_in_becomes_a_plan_with_its_difference() -> None:
    async with counter(CENTER) as at:
        shown = await at.opened(FormName.MENU)
        assert not shown.proposal
        shown = await at.typed(shown, key="4")
        shown = await at.typed(shown, does_open_4="person")
        assert shown.problems == {"to_open_4_person": "Choose where it leads."}
        shown = await at.typed(shown, to_open_4_person="person:10")

        plan = planned(shown).plan.parts[0]

    action = MenuAction(action="person", target_kind="person", target_id="10")
    assert plan.changes == (SetMenuKey(key="4", action=action),)
    assert [(each.what, each.was, each.will) for each in plan.differences] == [
        ("Key 4 while open", "nothing", "Transfer to a person: Jordan Lee")
    ]


async def test_another_key_shows_what_it_does_now_and_what_was_typed_before_has_no_effect() -> None:
    async with counter(ATTENDANT) as at:
        shown = await at.opened(FormName.MENU)
        shown = await at.typed(shown, number_open_1_transfer="+19195550123")
        shown = await at.typed(shown, key="5")
        assert {each.name: each.value for each in shown.inputs}["does_open_5"] == "voicemail"
        shown = await at.typed(shown, does_open_5="extension")

        plan = planned(shown).plan.parts[0]

    assert plan.changes == (SetMenuKey(key="5", action=MenuAction(action="extension")),)


async def test_what_is_only_written_beside_a_key_is_told_as_the_difference() -> None:
    async with counter(ATTENDANT) as at:
        shown = await at.typed(await at.opened(FormName.MENU), note_open_1="Sales, first floor")

        plan = planned(shown).plan.parts[0]

    assert [(each.what, each.was, each.will) for each in plan.differences] == [
        ("Description of key 1 while open", "Sales desk", "Sales, first floor")
    ]


async def test_a_key_of_a_vendor_that_shows_none_is_set_by_number() -> None:
    async with counter(WITH_MENU) as at:
        shown = await at.typed(await at.opened(FormName.MENU), key="7")
        shown = await at.typed(shown, does_open_7="transfer")
        shown = await at.typed(shown, number_open_7_transfer="919 555 0123")

        plan = planned(shown).plan.parts[0]

    action = MenuAction(action="transfer", target_kind="number", target_id="+19195550123")
    assert plan.changes == (SetMenuKey(key="7", action=action),)
