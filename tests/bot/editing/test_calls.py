"""The forms of what calls get: while nobody answers, while closed, on closed dates; and who is called back."""

from typing import NamedTuple

import pytest

from adapters import MenuAction, QueueSettings, SetCallback, SetOption, SetTreatment
from bot.answers import Input
from bot.editing import FormError, FormName, Values
from bot.errors import NothingToDoError
from bot.plans import Facts
from tests.bot.editing import vendors
from tests.bot.editing.counters import counter, planned
from tests.bot.editing.vendors import ATTENDANT, CENTER, QUEUE, WITH_MENU, WITHOUT_MENU


class Filled(NamedTuple):
    """A form of a line with something else in some fields."""

    name: FormName
    known: Facts
    values: dict[str, str]

    @property
    def all(self) -> Values:
        return {**vendors.begun(self.name, self.known), **self.values}

    @property
    def inputs(self) -> dict[str, Input]:
        shown = vendors.form(self.name).inputs(self.all, vendors.chosen(self.known))
        return {each.name: each for each in shown}

    @property
    def changes(self) -> object:
        return vendors.form(self.name).changes(self.all, self.known, vendors.scene())

    @property
    def problems(self) -> dict[str, str]:
        with pytest.raises(FormError) as caught:
            _ = self.changes
        return caught.value.problems


def treatment(kind: str, **values: str) -> Filled:
    return Filled(FormName.TREATMENT, vendors.facts(kind), values)


def callback(known: Facts, **values: str) -> Filled:
    return Filled(FormName.CALLBACK, known, values)


@pytest.mark.parametrize(
    ("kind", "calls"),
    [
        (CENTER, ["open", "closed", "both"]),
        (QUEUE, ["closed", "dates"]),
        (WITH_MENU, ["open", "closed", "both"]),
        (WITHOUT_MENU, ["open", "closed", "both"]),
    ],
)
def test_only_calls_of_which_something_can_be_chosen_are_offered(kind: str, calls: list[str]) -> None:
    assert [value for value, _ in treatment(kind).inputs["when"].choices] == calls


def test_closed_dates_that_are_no_matter_apart_are_not_offered() -> None:
    setup = vendors.SETUPS[QUEUE]
    options = {**setup.options, "holidays_apart": False}
    known = vendors.facts(QUEUE, setup.model_copy(update={"options": options}))

    assert list(Filled(FormName.TREATMENT, known, {}).inputs) == ["when", "does_closed"]
    assert [value for value, _ in Filled(FormName.TREATMENT, known, {}).inputs["when"].choices] == ["closed"]


def test_what_calls_get_may_differ_by_what_the_line_is() -> None:
    assert "menu" in dict(treatment(WITH_MENU).inputs["does_open"].choices)
    closed = treatment(WITH_MENU, when="closed").inputs["does_closed"]
    assert dict(closed.choices) == {
        "line": "Transfer to another line",
        "default": "What Telegent does by itself",
        "as it is now": "As it is now: What is set in its portal and not shown here",
    }


def test_a_treatment_that_is_chosen_is_the_change() -> None:
    billing = MenuAction(action="department", target_kind="department", target_id="7")

    filled = treatment(CENTER, when="closed", does_closed="department", to_closed_department="department:7")

    assert filled.changes == (SetTreatment(menu="closed", action=billing),)
    both = treatment(CENTER, when="both", does_both="department", to_both_department="department:7")
    assert both.changes == (SetTreatment(menu="open", action=billing), SetTreatment(menu="closed", action=billing))
    assert treatment(CENTER, when="both").problems == {"does_both": "Choose what callers get."}


def test_what_calls_get_on_closed_dates_is_two_settings() -> None:
    number = treatment(QUEUE, when="dates", number_dates_transfer="+19195550123")
    assert number.changes == (
        SetOption(name="holiday_number", value="+19195550123"),
        SetOption(name="holiday_action", value="transfer"),
    )
    busy = treatment(QUEUE, when="dates", does_dates="busy")
    assert busy.changes == (SetOption(name="holiday_action", value="busy"),)


def test_what_calls_get_now_is_in_sight() -> None:
    assert vendors.form(FormName.TREATMENT).glance(vendors.chosen(vendors.facts(QUEUE))) == (
        "Calls while closed: Busy tone",
        "Calls on closed dates: Transfer the call: Sales (extension 4500)",
    )


def test_a_line_whose_keys_say_everything_points_to_them() -> None:
    assert vendors.form(FormName.TREATMENT).unfit(vendors.facts(ATTENDANT)) == (
        "Support is an auto attendant: what calls get there is what its keys say. Choose “Menu keys”."
    )


def test_a_line_that_offers_no_such_change_says_what_can_be_changed_instead() -> None:
    known = vendors.facts(QUEUE, None, changes=frozenset({"set_option"}))

    problem = vendors.form(FormName.TREATMENT).unfit(known)

    assert problem.startswith("Support is a call queue, and what calls get there cannot be changed here. What can be")


async def test_what_was_never_shown_can_be_replaced_and_is_no_change_while_it_stays() -> None:
    async with counter(WITH_MENU) as at:
        shown = await at.typed(await at.opened(FormName.TREATMENT), when="closed")
        assert shown.problems == {"": "Support is set like that already: choose what should be different."}
        shown = await at.typed(shown, does_closed="line")
        shown = await at.typed(shown, to_closed_line="line:WG-2")

        plan = planned(shown).plan.parts[0]

    assert plan.after.closed_menu is not None
    assert plan.after.closed_menu.action == MenuAction(action="line", target_kind="line", target_id="WG-2")


def test_key_and_number_of_callers_are_asked_for_only_where_callbacks_are_offered() -> None:
    known = vendors.facts(CENTER)

    assert list(callback(known).inputs) == ["on"]
    assert list(callback(known, on="on").inputs) == ["on", "key", "threshold"]
    assert callback(known, on="on", key="8", threshold="0").changes == (SetCallback(on=True, key="8", threshold=0),)
    assert "*" not in dict(callback(known, on="on").inputs["key"].choices), "it leaves the queue"


def test_what_the_vendor_sets_itself_is_said_and_not_asked_for() -> None:
    known = vendors.facts(QUEUE)

    asked = callback(known, on="on").inputs

    assert list(asked) == ["on"]
    assert asked["on"].hint == "Webex itself sets the key. Webex itself decides when a callback is offered."
    assert callback(known, on="on", key="8", threshold="3").changes == (SetCallback(on=True),)


@pytest.mark.parametrize(
    ("values", "problems"),
    [
        ({"on": ""}, {"on": "Choose whether callbacks are offered."}),
        ({"on": "on", "key": "*"}, {"key": "Choose the key."}),
        (
            {"on": "on", "threshold": "-1"},
            {"threshold": "Write how many callers have to wait: a whole number, such as 5."},
        ),
        (
            {"on": "on", "threshold": ""},
            {"threshold": "Write how many callers have to wait: a whole number, such as 5."},
        ),
    ],
)
def test_what_is_wrong_of_a_callback_is_said_at_its_field(values: dict[str, str], problems: dict[str, str]) -> None:
    assert callback(vendors.facts(CENTER), **values).problems == problems


def test_a_callback_that_is_off_has_neither_key_nor_number_whatever_was_typed() -> None:
    setup = vendors.SETUPS[CENTER]
    queue = QueueSettings(callback=True, callback_key="9", threshold=5, escape_key="*")
    known = vendors.facts(CENTER, setup.model_copy(update={"queue": queue}))

    assert callback(known, on="off", key="8", threshold="many").changes == (SetCallback(on=False),)
    with pytest.raises(NothingToDoError):
        _ = callback(known).changes


def test_what_waiting_callers_are_offered_now_is_in_sight() -> None:
    assert vendors.form(FormName.CALLBACK).glance(vendors.chosen(vendors.facts(CENTER))) == (
        "Callbacks: off",
        "Key * leaves the queue.",
    )


def test_where_a_callback_is_a_key_the_form_of_keys_is_named() -> None:
    assert vendors.form(FormName.CALLBACK).unfit(vendors.facts(ATTENDANT)) == (
        "Support is an auto attendant, where nobody waits: a callback is a key there. Choose “Menu keys”, and let one"
        " lead to where calls are returned."
    )
    assert "offers no callback for it. What can be changed" in vendors.form(FormName.CALLBACK).unfit(
        vendors.facts(WITHOUT_MENU)
    )


async def test_a_callback_that_is_filled_in_becomes_a_plan() -> None:
    async with counter(CENTER) as at:
        shown = await at.typed(await at.opened(FormName.CALLBACK), on="on")
        assert {each.name: each.value for each in shown.inputs} == {"on": "on", "key": "9", "threshold": "5"}
        shown = await at.typed(shown, threshold="3")

        plan = planned(shown).plan.parts[0]

    assert plan.changes == (SetCallback(on=True, key="9", threshold=3),)
