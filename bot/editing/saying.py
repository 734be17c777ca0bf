"""What an ask has said already, as it begins a form. Pure."""

import datetime as dt

from adapters import Change, SetMenuKey, SetTreatment
from bot.editing.leading import Spot
from bot.errors import SayError
from bot.intent import changes_of, is_dialled
from bot.language import Ask, Verb
from bot.plans import Facts


def said(ask: Ask | None, facts: Facts, now: dt.datetime) -> tuple[Change, ...]:
    """The changes that an ask means already; none if it lacks something, or is wrong: the form asks for it anew."""
    try:
        return changes_of(ask, facts, now, lambda number: number) if ask else ()
    except SayError:
        return ()


def begun(spot: Spot, ask: Ask, facts: Facts, now: dt.datetime) -> dict[str, str]:
    """What stands in the inputs of a spot, as far as an ask says what calls get there."""
    if ask.verb is Verb.REMOVE_KEY:
        return spot.begin_nothing()
    change = next(iter(said(ask, facts, now)), None)
    if isinstance(change, (SetMenuKey, SetTreatment)):
        return spot.begin(change.action)
    if is_dialled(ask.target or ""):
        return spot.begin_number(ask.target or "")
    return spot.begin_named(ask.action or "")
