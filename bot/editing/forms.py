"""All the forms of changes, in the order in which people are offered them. Pure."""

from collections.abc import Mapping
from typing import Final

from bot.editing.callback import Callback
from bot.editing.closing import Closing
from bot.editing.greeting import Greeting
from bot.editing.holidays import Holidays
from bot.editing.inputs import Form, FormName
from bot.editing.members import Members
from bot.editing.menu import MenuKeys
from bot.editing.opening import Opening
from bot.editing.options import Options
from bot.editing.routing import Routing
from bot.editing.treatment import Treatment
from bot.editing.week import Week
from bot.language import Ask, Verb
from bot.plans import Facts

_FORMS: Final[tuple[Form, ...]] = (
    Closing(),
    Opening(),
    Week(),
    Holidays(),
    MenuKeys(),
    Treatment(),
    Greeting(),
    Callback(),
    Members(),
    Routing(),
    Options(),
)

FORMS: Final[Mapping[FormName, Form]] = {each.name: each for each in _FORMS}


def offered(facts: Facts | None) -> tuple[Form, ...]:
    """The forms that a line can be changed with; all of them while no line is chosen."""
    return tuple(each for each in _FORMS if facts is None or not each.unfit(facts))


def of_verb(verb: Verb) -> Form | None:
    """The form in which an ask can be filled in; None if there is none."""
    verb = Verb.MENU if verb is Verb.REMOVE_KEY else verb
    return next((each for each in _FORMS if each.verb is verb), None)


def says(ask: Ask) -> Form | None:
    """The form whose change an ask means, for however many lines: of menus, without a key, what calls get.

    What is said for every week is of the weekly hours, also where it opens or closes.
    """
    if ask.weekly is not None:
        return FORMS[FormName.HOURS]
    return FORMS[FormName.TREATMENT] if ask.verb is Verb.MENU and ask.key is None else of_verb(ask.verb)


def of_ask(ask: Ask) -> Form | None:
    """The form in which an ask can be changed; one that is for a single line is none for several."""
    form, is_for_several = says(ask), len(ask.lines) > 1 or "*" in ask.lines
    return None if form is not None and is_for_several and not form.several else form
