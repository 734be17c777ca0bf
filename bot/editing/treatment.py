"""The form of what calls get that nobody answers, or that come while the line is closed. Pure."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

from adapters import ActionOption, Change, MenuAction, MenuName, SetOption, SetTreatment
from bot import describe
from bot.answers import Input
from bot.editing.choosing import Choices, chosen, news
from bot.editing.inputs import FormName, Scene, Values, text_of
from bot.editing.leading import Spot
from bot.editing.saying import begun
from bot.language import Ask, Verb
from bot.plans import Facts

_DATES: Final = "dates"
_SIDES: Final[dict[str, tuple[MenuName, ...]]] = {
    "open": ("open",),
    "closed": ("closed",),
    "both": ("open", "closed"),
    _DATES: (),
}
_CALLED: Final = {
    "open": "Calls that nobody answers while open",
    "closed": "Calls while closed",
    "both": "Both of these",
    _DATES: "Calls on closed dates",
}


class Treatment:
    """What callers get while closed, or when nobody answers."""

    name: Final = FormName.TREATMENT
    label: Final = "Where calls go"
    verb: Final = Verb.MENU
    several: Final = False

    def unfit(self, facts: Facts) -> str:
        """On some lines the keys alone say what calls get."""
        if "set_treatment" in facts.capabilities.changes and _whens(facts):
            return ""
        name, kind = facts.line.name, describe.a_kind(facts.line.kind)
        if "set_menu_key" in facts.capabilities.changes:
            return f"{name} is {kind}: what calls get there is what its keys say. Choose “Menu keys”."
        instead = describe.instead(name, facts.capabilities)
        return f"{name} is {kind}, and what calls get there cannot be changed here. {instead}"

    def begin(self, facts: Facts, ask: Ask | None, now: dt.datetime) -> Values:
        """What calls get now, or what was named instead."""
        whens = _whens(facts)
        wanted = (ask.menu or "open") if ask else ""
        when = wanted if wanted in whens else whens[0]
        found = {"when": when}
        for each in whens:
            found |= _spot(facts, each).begin()
        return found | begun(_spot(facts, when), ask, facts, now) if ask else found

    def inputs(self, values: Values, facts: Facts) -> Sequence[Input]:
        """Which calls; what they get; where they go then."""
        return tuple(self._inputs(values, facts))

    def _inputs(self, values: Values, facts: Facts) -> Iterator[Input]:
        yield Input(name="when", label="Which calls", type="choice", choices=_choices(facts), required=True)
        when = text_of(values, "when")
        if when in _whens(facts):
            yield from _spot(facts, when).inputs(values)

    def glance(self, facts: Facts) -> Sequence[str]:
        """What calls get now."""
        known = [(each, _spot(facts, each).now) for each in _whens(facts) if each != "both"]
        return tuple(f"{_CALLED[each]}: {facts.words.action(now)}" for each, now in known)

    def changes(self, values: Values, facts: Facts, scene: Scene) -> tuple[Change, ...]:
        """What some calls get; on closed dates that is a matter of two settings."""
        when = chosen(values, "when", _choices(facts), "Choose which calls.")
        action = _spot(facts, when).action(values, scene)
        return news(_changes(when, action, facts) if action else (), facts)


def _whens(facts: Facts) -> tuple[str, ...]:
    """Which calls something can be chosen for."""
    return tuple(when for when in _SIDES if _are_there(facts, when) and _options(facts, when))


def _are_there(facts: Facts, when: str) -> bool:
    if when == _DATES:
        names = facts.capabilities.closure_options
        return bool(names and facts.setup.options.get(names[0])) and "set_option" in facts.capabilities.changes
    return all(facts.setup.menu(side) is not None for side in _SIDES[when])


def _choices(facts: Facts) -> Choices:
    return tuple((each, _CALLED[each]) for each in _whens(facts))


def _options(facts: Facts, when: str) -> tuple[ActionOption, ...]:
    """What those calls may get."""
    found = [each for each in facts.capabilities.treatments if set(_SIDES[when]) <= set(each.menus)]
    if when == _DATES:
        option = facts.capabilities.option(facts.capabilities.closure_options[1])
        names = [name for name, _ in option.choices] if option else []
        found = [each for each in found if each.name in names]
    return tuple(found)


def _spot(facts: Facts, when: str) -> Spot:
    dated = describe.action_on_closed_dates(facts.setup, facts.words)
    actions = [_now(facts, side) for side in _SIDES[when]] or [dated]
    same = all(each == actions[0] for each in actions)
    return Spot(
        facts=facts,
        name=when,
        asked="What callers get",
        options=_options(facts, when),
        now=actions[0] if same else None,
        known=same,
    )


def _now(facts: Facts, side: MenuName) -> MenuAction | None:
    menu = facts.setup.menu(side)
    return menu.action if menu else None


def _changes(when: str, action: MenuAction, facts: Facts) -> Iterator[Change]:
    """What some calls get; of closed dates two settings say it, the number first, without which none is called."""
    if when != _DATES:
        yield from (SetTreatment(menu=side, action=action) for side in _SIDES[when])
        return
    _, does, number = facts.capabilities.closure_options
    if action.target_id is not None:
        yield SetOption(name=number, value=action.target_id)
    yield SetOption(name=does, value=action.action)
