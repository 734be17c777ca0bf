"""The forms of the greeting, of who is rung first, and of all further settings."""

import pytest

from adapters import SetOption, SetRouting
from bot.answers import Input
from bot.editing import FormError, FormName, Values
from bot.errors import NothingToDoError
from bot.plans import Facts
from tests.bot.editing import vendors
from tests.bot.editing.counters import counter, planned
from tests.bot.editing.vendors import ATTENDANT, CENTER, QUEUE, WITH_MENU, WITHOUT_MENU

GREETING, ROUTING, OPTIONS = (vendors.form(each) for each in (FormName.GREETING, FormName.ROUTING, FormName.OPTIONS))


def filled(name: FormName, known: Facts, **values: str) -> Values:
    return {**vendors.begun(name, known), **values}


def setting(known: Facts, option: str, value: str | None = None, *, problem: str | None = None) -> object:
    """What comes of a setting."""
    values = {} if value is None else {f"value_{option}": value}
    filling = filled(FormName.OPTIONS, known, option=option, **values)
    return OPTIONS.changes(filling, known, vendors.scene(problem=problem))


def asked(known: Facts, option: str = "") -> dict[str, Input]:
    shown = OPTIONS.inputs(filled(FormName.OPTIONS, known, option=option), vendors.chosen(known))
    return {each.name: each for each in shown}


def test_what_callers_hear_stands_in_the_form_and_can_be_written_anew() -> None:
    known = vendors.facts(WITH_MENU)

    assert vendors.begun(FormName.GREETING, known) == {"text": "Welcome. Press 2 for Sales."}
    [field] = GREETING.inputs({}, vendors.chosen(known))
    assert (field.maximum, field.hint) == (1000, "Telegent accepts it but does not show it.")
    found = GREETING.changes({"text": "  Good day.\nPress 2. "}, known, vendors.scene())
    assert found == (SetOption(name="announcement", value="Good day. Press 2."),)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "Write what callers should hear."),
        ("x" * 1001, "Announcement is one line from 0 to 1000 characters long."),
    ],
)
def test_what_nobody_can_hear_is_said_at_the_text(text: str, problem: str) -> None:
    with pytest.raises(FormError) as caught:
        GREETING.changes({"text": text}, vendors.facts(WITH_MENU), vendors.scene())

    assert caught.value.problems == {"text": problem}


def test_a_greeting_with_odd_spaces_that_nobody_touched_stays() -> None:
    setup = vendors.SETUPS[WITH_MENU]
    known = vendors.facts(WITH_MENU, setup.model_copy(update={"options": {"announcement": "Good  day. "}}))

    with pytest.raises(NothingToDoError):
        GREETING.changes(vendors.begun(FormName.GREETING, known), known, vendors.scene())


@pytest.mark.parametrize(
    ("length", "stands", "maximum"), [(1000, 1000, 1000), (1200, 1200, 1200), (3001, 0, 1000)], ids=str
)
def test_a_greeting_that_is_too_long_is_never_cut_without_a_word(length: int, stands: int, maximum: int) -> None:
    setup = vendors.SETUPS[WITH_MENU].model_copy(update={"options": {"announcement": "x" * length}})
    known = vendors.facts(WITH_MENU, setup)
    for form, name in ((GREETING, "text"), (OPTIONS, "value_announcement")):
        values = {**vendors.begun(form.name, known), "option": "announcement"}

        field = form.inputs(values, vendors.chosen(known))[-1]

        assert (len(values[name]), field.maximum) == (stands, maximum)
        assert ("too long to stand here" in field.hint) is not bool(stands)
        with pytest.raises(FormError) as caught:
            form.changes({**values, name: "y" * 1001}, known, vendors.scene())
        assert list(caught.value.problems) == [name]


def test_lines_whose_greeting_is_no_text_say_what_can_be_changed_instead() -> None:
    problem = GREETING.unfit(vendors.facts(CENTER))

    assert "cannot be given in words here. What can be changed on Support" in problem


def test_who_is_rung_first_is_one_of_the_ways_there_are() -> None:
    known = vendors.facts(CENTER)

    found = ROUTING.changes({"routing": "random"}, known, vendors.scene())

    assert found == (SetRouting(routing="random"),)
    assert ROUTING.glance(vendors.chosen(known)) == ("Who is rung first: Longest idle",)
    with pytest.raises(FormError) as caught:
        ROUTING.changes({"routing": "by_name"}, known, vendors.scene())
    assert list(caught.value.problems) == ["routing"]
    assert "cannot be changed there" in ROUTING.unfit(vendors.facts(WITH_MENU))


def test_a_way_that_cannot_be_chosen_anew_may_stay() -> None:
    known = vendors.facts(CENTER, vendors.SETUPS[CENTER].model_copy(update={"routing": "by_moon"}))

    [field] = ROUTING.inputs({}, vendors.chosen(known))

    assert field.choices[-1] == ("by_moon", "by_moon")


def test_settings_are_chosen_by_what_they_are_now() -> None:
    labels = dict(asked(vendors.facts(CENTER))["option"].choices)

    assert labels["ring_seconds"] == "Ring time · 30 seconds"
    assert labels["record_inbound"] == "Record incoming calls · off"
    assert labels["description"] == "Description · empty"
    assert labels["wrap_up"] == "Wrap-up time · not set"
    unshown = dict(asked(vendors.facts(WITH_MENU))["option"].choices)
    assert unshown["record_calls"] == "Record calls · not known"
    assert unshown["announcement"] == "Announcement · “Welcome. Press 2 for Sales.”"
    assert unshown["hold_music"] == "Hold music · not known · cannot be changed"


def test_a_setting_is_asked_for_as_its_type_wants_with_its_limits_and_its_risk() -> None:
    known = vendors.facts(CENTER)

    number = asked(known, "ring_seconds")["value_ring_seconds"]
    switch = asked(known, "record_inbound")["value_record_inbound"]
    choice = asked(known, "escape_key")["value_escape_key"]
    phone = asked(vendors.facts(QUEUE), "overflow_number")["value_overflow_number"]

    assert (number.type, number.minimum, number.maximum) == ("number", 10, 45)
    assert (number.label, number.hint) == ("Ring time (seconds)", "How long the line rings before the call goes on.")
    assert (switch.type, switch.choices) == ("choice", (("on", "On"), ("off", "Off")))
    assert switch.hint.endswith("Whoever approves it is told that it is risky.")
    assert (choice.type, len(choice.choices)) == ("choice", 12)
    assert (phone.type, phone.placeholder) == ("text", "+1 919 555 0100")


@pytest.mark.parametrize("beyond", [5, 100])
def test_a_number_beyond_its_limits_stands_in_a_field_that_takes_it_and_says_them(beyond: int) -> None:
    options = {**vendors.SETUPS[CENTER].options, "ring_seconds": beyond}
    known = vendors.facts(CENTER, vendors.SETUPS[CENTER].model_copy(update={"options": options}))

    field = asked(known, "ring_seconds")["value_ring_seconds"]

    assert vendors.begun(FormName.OPTIONS, known)["value_ring_seconds"] == str(beyond)
    assert (field.minimum, field.maximum) == (None, None)
    assert field.hint.startswith("Ring time is a whole number from 10 to 45 seconds.")
    with pytest.raises(NothingToDoError):
        setting(known, "ring_seconds")
    with pytest.raises(FormError):
        setting(known, "ring_seconds", "7")


def test_a_language_is_told_by_its_name_and_one_without_a_name_by_its_code() -> None:
    names = {"en_us": "English (US)", "xx_yy": "xx_yy"}

    for code, name in names.items():
        setup = vendors.SETUPS[QUEUE].model_copy(update={"options": {"language": code}})
        known = vendors.facts(QUEUE, setup)
        assert dict(asked(known)["option"].choices)["language"] == f"Language · {name}"
        assert asked(known, "language")["value_language"].type == "text"


@pytest.mark.parametrize(
    ("kind", "option", "typed", "value"),
    [
        (CENTER, "ring_seconds", "20", 20),
        (CENTER, "record_inbound", "on", True),
        (CENTER, "escape_key", "#", "#"),
        (CENTER, "description", " The  desk ", "The desk"),
        (QUEUE, "overflow_number", "(919) 555-0123", "+19195550123"),
        (QUEUE, "overflow_number", "ext 4502", "4502"),
    ],
)
def test_what_is_filled_in_becomes_a_value_of_its_type(kind: str, option: str, typed: str, value: object) -> None:
    assert setting(vendors.facts(kind), option, typed) == (SetOption.model_validate({"name": option, "value": value}),)


@pytest.mark.parametrize(
    ("kind", "option", "typed", "problem"),
    [
        (CENTER, "ring_seconds", "5", "Ring time is a whole number from 10 to 45 seconds."),
        (CENTER, "ring_seconds", "soon", "Ring time is a whole number from 10 to 45 seconds."),
        (CENTER, "ring_seconds", "", "Write what ring time should be."),
        (CENTER, "record_outbound", "", "Choose what record outgoing calls should be."),
        (CENTER, "name", "", "Write what name should be."),
        (QUEUE, "overflow_number", "the desk", "“the desk” is neither a phone number nor an extension. Write a number"),
        (QUEUE, "overflow_number", "+44 20 7946 0000", "No calls there."),
    ],
)
def test_what_is_wrong_with_a_setting_is_said_at_its_value(kind: str, option: str, typed: str, problem: str) -> None:
    with pytest.raises(FormError) as caught:
        setting(vendors.facts(kind), option, typed, problem="No calls there.")

    [(name, said)] = caught.value.problems.items()
    assert name == f"value_{option}"
    assert said.startswith(problem)


def test_a_text_can_be_taken_away_where_there_is_one() -> None:
    setup = vendors.SETUPS[CENTER]
    known = vendors.facts(CENTER, setup.model_copy(update={"options": {"description": "The desk"}}))

    assert setting(known, "description", "") == (SetOption(name="description", value=""),)
    assert not asked(known, "description")["value_description"].required
    with pytest.raises(FormError):
        setting(vendors.facts(WITHOUT_MENU), "announcement", "")


def test_a_setting_that_cannot_be_changed_says_why_and_asks_for_nothing() -> None:
    known = vendors.facts(WITH_MENU)

    shown = asked(known, "hold_music")

    assert list(shown) == ["option"]
    assert "can be chosen only when a workgroup is made" in shown["option"].hint
    with pytest.raises(FormError, match="can be chosen only when a workgroup is made"):
        setting(known, "hold_music", "M-1")


def test_a_value_that_could_not_be_chosen_anew_may_stay() -> None:
    setup = vendors.SETUPS[QUEUE]
    known = vendors.facts(QUEUE, setup.model_copy(update={"options": {"overflow": "fax"}}))

    assert asked(known, "overflow")["value_overflow"].choices[-1] == ("fax", "fax")
    with pytest.raises(NothingToDoError):
        setting(known, "overflow")


def test_a_setting_that_is_not_there_is_none() -> None:
    with pytest.raises(FormError, match="Choose a setting"):
        setting(vendors.facts(CENTER), "colour", "red")
    nothing = vendors.facts(ATTENDANT, None, options=())
    assert OPTIONS.unfit(nothing).startswith("Support has no further settings. What can be changed on Support")


async def test_what_was_typed_for_one_setting_has_no_effect_on_another() -> None:
    async with counter(CENTER) as at:
        shown = await at.opened(FormName.OPTIONS)
        assert shown.problems == {"option": "Choose a setting."}
        shown = await at.typed(shown, option="ring_seconds")
        shown = await at.typed(shown, value_ring_seconds="20")
        shown = await at.typed(shown, option="record_inbound")
        assert {each.name: each.value for each in shown.inputs} == {
            "option": "record_inbound",
            "value_record_inbound": "off",
        }
        shown = await at.typed(shown, value_record_inbound="on")

        plan = planned(shown).plan.parts[0]

    assert plan.changes == (SetOption(name="record_inbound", value=True),)
    assert plan.risk == "high"


async def test_a_text_that_is_taken_away_is_told_as_empty() -> None:
    setup = vendors.SETUPS[CENTER]
    async with counter(CENTER, setup.model_copy(update={"options": {"description": "The desk"}})) as at:
        shown = await at.typed(await at.opened(FormName.OPTIONS), option="description")
        shown = await at.typed(shown, value_description="")

        plan = planned(shown).plan.parts[0]

    assert [(each.was, each.will) for each in plan.differences] == [("“The desk”", "empty")]


async def test_what_several_settings_make_impossible_together_is_said_before_it_is_sent() -> None:
    async with counter(QUEUE) as at:
        shown = await at.typed(await at.opened(FormName.OPTIONS), option="overflow")
        shown = await at.typed(shown, value_overflow="transfer")

    assert shown.problems == {
        "": "When the queue is full: set “Number when full” first, so that it is known where calls go."
    }
