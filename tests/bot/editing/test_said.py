"""What words have said already stands in the form that they lead to."""

import pytest

from adapters import all_applied
from bot import editing, language
from bot.editing import FormError, FormName
from bot.intent import changes_of
from bot.language import Ask, KnownLine
from tests.bot.editing import vendors
from tests.bot.editing.vendors import ATTENDANT, CENTER, QUEUE, WITH_MENU, WITHOUT_MENU
from tests.fakes import FRIDAY, NEW_YORK


def heard(text: str) -> Ask:
    ask = language.read(text, now=FRIDAY, lines=[KnownLine(name="Support", zone=NEW_YORK)], zone=NEW_YORK)
    assert ask.question is None, ask.question
    return ask


@pytest.mark.parametrize(
    ("kind", "name", "text"),
    [
        (CENTER, FormName.MENU, "press 4 goes to Billing on support"),
        (CENTER, FormName.MENU, "press 1 goes to voicemail of Billing on support while closed"),
        (CENTER, FormName.MENU, "remove key 3 on support"),
        (ATTENDANT, FormName.MENU, "press 6 goes to +1 919 555 0123 on support"),
        (ATTENDANT, FormName.MENU, "press 6 goes to extension 4502 on support in both menus"),
        (ATTENDANT, FormName.MENU, "press 1 goes to Sales on support"),
        (WITH_MENU, FormName.MENU, "press 2 goes to +1 919 555 0123 on support"),
        (CENTER, FormName.TREATMENT, "send calls to Billing on support while closed"),
        (QUEUE, FormName.TREATMENT, "send calls to +19195550123 on support while closed"),
        (WITHOUT_MENU, FormName.TREATMENT, "send calls to Sales on support in both menus"),
        (WITH_MENU, FormName.GREETING, "set greeting on support to Hello there"),
        (CENTER, FormName.CALLBACK, "turn on callback key 8 on support"),
        (CENTER, FormName.CALLBACK, "turn on callback threshold 7 on support"),
        (QUEUE, FormName.CALLBACK, "turn on callback on support"),
        (CENTER, FormName.ROUTING, "set routing on support to random"),
        (QUEUE, FormName.MEMBERS, "add eli fox to support agents"),
        (QUEUE, FormName.MEMBERS, "resume cleo diaz on support"),
        (CENTER, FormName.OPTIONS, "set ring time to 20 on support"),
        (CENTER, FormName.OPTIONS, "turn on record incoming calls on support"),
        (QUEUE, FormName.OPTIONS, "set number when full to +19195550123 on support"),
    ],
)
def test_a_form_of_words_that_say_everything_means_what_they_mean(kind: str, name: FormName, text: str) -> None:
    known, form, ask = vendors.facts(kind), vendors.form(name), heard(text)
    assert editing.says(ask) is form

    values = form.begin(vendors.chosen(known), ask, FRIDAY)

    meant = all_applied(changes_of(ask, known, FRIDAY, lambda _: None), known.setup)
    assert meant != known.setup
    assert all_applied(form.changes(values, known, vendors.scene()), known.setup) == meant


@pytest.mark.parametrize(
    ("kind", "name", "text", "problems"),
    [
        pytest.param(
            ATTENDANT,
            FormName.MENU,
            "press 6 goes to +44 20 7946 0000 on support",
            {"number_open_6_transfer": "Not there."},
            id="a number that may not be called",
        ),
        pytest.param(
            QUEUE,
            FormName.OPTIONS,
            "set queue size to 500 on support",
            {"value_queue_size": "Queue size is a whole number from 1 to 50 callers."},
            id="a number that is too large",
        ),
    ],
)
def test_what_is_wrong_in_words_stands_in_the_form_with_its_error(
    kind: str, name: FormName, text: str, problems: dict[str, str]
) -> None:
    known, form, ask = vendors.facts(kind), vendors.form(name), heard(text)
    values = form.begin(vendors.chosen(known), ask, FRIDAY)

    with pytest.raises(FormError) as caught:
        form.changes(values, known, vendors.scene(problem="Not there."))
    assert caught.value.problems == problems


def test_a_name_that_several_share_is_left_to_be_chosen_for_the_key_that_was_named() -> None:
    known = vendors.facts(CENTER)

    values = vendors.form(FormName.MENU).begin(
        vendors.chosen(known), heard("press 6 goes to Jordan Lee on support"), FRIDAY
    )

    assert (values["key"], values["does_open_6"]) == ("6", "no action")


def test_a_number_leaves_a_key_as_it_is_where_no_key_leads_to_one() -> None:
    known, ask = vendors.facts(CENTER), heard("press 6 goes to +19195550123 on support")

    values = vendors.form(FormName.MENU).begin(vendors.chosen(known), ask, FRIDAY)

    assert (values["key"], values["does_open_6"]) == ("6", "no action")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("remove key 3 on support", FormName.MENU),
        ("press 3 goes to voicemail on support", FormName.MENU),
        ("send calls to voicemail on support while closed", FormName.TREATMENT),
    ],
)
def test_words_of_menus_lead_to_the_form_of_what_they_name(text: str, name: FormName) -> None:
    form = editing.of_ask(heard(text))

    assert form is not None
    assert form.name is name


def test_a_form_for_a_single_line_is_not_offered_for_several() -> None:
    ask = heard("press 3 goes to voicemail on support").model_copy(update={"lines": ("Support", "Sales")})

    assert editing.of_ask(ask) is None
    assert editing.says(ask) is vendors.form(FormName.MENU)
