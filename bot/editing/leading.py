"""What calls get somewhere, and where they go then: the inputs that keys and treatments share. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from adapters import ActionOption, Destination, MenuAction
from bot import describe
from bot.answers import Input
from bot.editing.choosing import Choices, chosen, place, places
from bot.editing.inputs import FormError, Scene, Values, text_of
from bot.errors import SayError
from bot.intent import dialled, reachable
from bot.plans import Facts

NOTHING: Final = "no action"
"""The choice that nothing happens any more; no action has a space in its name."""
_AS_NOW: Final = "as it is now"
"""The choice that what cannot be chosen anew stays."""
_ITSELF: Final = "itself"
"""The choice that an action leads nowhere else, though it may."""

_A_NUMBER: Final = "With its country code, such as +1 919 555 0100"


@dataclass(frozen=True)
class Spot:
    """Somewhere calls get something: on a key, or while the line is open or closed."""

    facts: Facts
    name: str
    """The end of the names of its inputs, which tells them from those of other spots."""
    asked: str
    """What is to be chosen: `What key 3 does`."""
    options: Sequence[ActionOption]
    now: MenuAction | None
    """What happens there now; None if nothing does, or nobody knows."""
    known: bool = True
    removable: bool = False
    """Whether nothing may happen there."""
    described: bool = False
    """Whether the vendor keeps a description of it."""

    def begin(self, wanted: MenuAction | None = None) -> dict[str, str]:
        """What stands in its inputs at first: how it is now, or what is wanted instead."""
        action = wanted or self.now
        found = {self._does: self._first(action)}
        for option in self.options:
            target = self._target(option, action)
            number = target is not None and target.kind == describe.NUMBER and target not in self._listed(option)
            if target is not None:
                found[self._number(option) if number else self._to(option)] = target.id if number else place(target)
            if option.targets and not option.needs_target and (target is None or number):
                found[self._to(option)] = _ITSELF
        return {**found, self._note: action.description} if action and self.described else found

    def begin_named(self, name: str) -> dict[str, str]:
        """What stands in its inputs at first if an action is known, and not where it leads."""
        known = name in [each.name for each in self.options if self._leads(each)]
        return self.begin() | ({self._does: name} if known else {})

    def begin_nothing(self) -> dict[str, str]:
        """What stands in its inputs at first if nothing is to happen any more."""
        return {**self.begin(), self._does: NOTHING}

    def begin_number(self, typed: str) -> dict[str, str]:
        """What stands in its inputs at first if calls are to go to a number, right or wrong."""
        found = [each for each in self.options if describe.NUMBER in each.targets]
        if not found:
            return self.begin()
        option = next((each for each in found if each.needs_target), found[0])
        return {**self.begin(), self._does: option.name, self._number(option): typed}

    def inputs(self, values: Values) -> Iterator[Input]:
        """What happens, and what has to be known for it."""
        yield Input(name=self._does, label=self.asked, type="choice", choices=self._actions, required=True)
        option = self._option(values)
        if option is not None and option.targets:
            yield from self._leading(option, values)
        if self.described and option is not None:
            yield Input(
                name=self._note,
                label="Description",
                type="text",
                hint="Only for those who look after the phones; callers never hear it.",
            )

    def action(self, values: Values, scene: Scene) -> MenuAction | None:
        """What is to happen, None for nothing; raises a `FormError`."""
        does = chosen(values, self._does, self._actions, f"Choose {self.asked[:1].lower()}{self.asked[1:]}.")
        option = self._option(values)
        if option is None:
            return self.now if does == _AS_NOW else None
        action = MenuAction(action=option.name)
        target = self._aimed(option, values, scene)
        if target is not None:
            action = MenuAction(action=option.name, target_kind=target.kind, target_id=target.id)
        kept = self.now.description if self.now else ""
        note = text_of(values, self._note) if self.described else ""
        same = action.model_copy(update={"description": kept})
        if same == self.now and (not self.described or note == " ".join(kept.split())):
            return same
        return action.model_copy(update={"description": note})

    @property
    def _does(self) -> str:
        return f"does_{self.name}"

    @property
    def _note(self) -> str:
        return f"note_{self.name}"

    def _to(self, option: ActionOption) -> str:
        return f"to_{self.name}_{option.name}"

    def _number(self, option: ActionOption) -> str:
        return f"number_{self.name}_{option.name}"

    def _first(self, action: MenuAction | None) -> str:
        if action is None:
            return NOTHING if self.known and self.removable else ""
        return action.action if self._can_be_chosen(action) else _AS_NOW

    def _can_be_chosen(self, action: MenuAction) -> bool:
        """Whether the line's own actions can say it."""
        option = next((each for each in self.options if each.name == action.action), None)
        if option is None:
            return False
        return not option.needs_target if action.target_kind is None else action.target_kind in option.targets

    @property
    def _actions(self) -> Choices:
        """What can be chosen to happen: whatever leads somewhere, if there is such a place."""
        words = self.facts.words
        found = [(each.name, each.label) for each in self.options if self._leads(each)]
        if self.now is not None and not self._can_be_chosen(self.now):
            found.append((_AS_NOW, f"As it is now: {words.action(self.now)}"))
        if self.removable:
            found.append((NOTHING, "Nothing" if self.now is None and self.known else "Nothing: remove the key"))
        return tuple(found)

    def _leads(self, option: ActionOption) -> bool:
        return not option.needs_target or describe.NUMBER in option.targets or bool(self._listed(option))

    def _option(self, values: Values) -> ActionOption | None:
        does = text_of(values, self._does)
        return next((each for each in self.options if each.name == does and self._leads(each)), None)

    def _listed(self, option: ActionOption) -> list[Destination]:
        """Where an action can lead, and where it leads now, even if the vendor does not list that."""
        found = list(reachable(self.facts, [option]))
        now = self._target(option, self.now)
        return found if now is None or now in found or now.kind == describe.NUMBER else [*found, now]

    def _target(self, option: ActionOption, action: MenuAction | None) -> Destination | None:
        """Where an action goes to, if another one that has to lead somewhere, or the same, can lead there too."""
        if action is None or action.target_id is None or action.target_kind not in option.targets:
            return None
        if option.name != action.action and not option.needs_target:
            return None
        wanted = (action.target_kind, action.target_id)
        known = next((each for each in self.facts.destinations if (each.kind, each.id) == wanted), None)
        return known or Destination(kind=wanted[0], id=wanted[1], name=self.facts.words.target(action))

    def _leading(self, option: ActionOption, values: Values) -> Iterator[Input]:
        """Where it leads: one of the places that are known, unless a number is typed."""
        known, numbers = self._places(option), describe.NUMBER in option.targets
        if known and not (numbers and text_of(values, self._number(option))):
            yield Input(
                name=self._to(option),
                label="Where it leads",
                type="choice",
                choices=known,
                required=option.needs_target and not numbers,
            )
        if numbers:
            extension = ", or an extension." if self.facts.capabilities.extensions else "."
            before = " A number that is typed here goes before the choice above." if known else ""
            yield Input(
                name=self._number(option),
                label="Phone number",
                type="text",
                hint=f"{_A_NUMBER}{extension}{before}",
                required=option.needs_target and not known,
            )

    def _places(self, option: ActionOption) -> Choices:
        known = places(self._listed(option), self.facts.capabilities)
        return known if option.needs_target else ((_ITSELF, "Nowhere else: as the line itself has it"), *known)

    def _aimed(self, option: ActionOption, values: Values, scene: Scene) -> Destination | None:
        """Where it is to lead; None for nowhere else."""
        typed = text_of(values, self._number(option)) if describe.NUMBER in option.targets else ""
        if typed:
            return Destination(kind=describe.NUMBER, id=self._dialled(option, typed, scene))
        to = text_of(values, self._to(option))
        found = next((each for each in self._listed(option) if place(each) == to), None)
        if found is None and option.needs_target:
            raise FormError(self._missing(option))
        return found if option.targets else None

    def _missing(self, option: ActionOption) -> dict[str, str]:
        """Where it is said that nothing tells where it leads, and what."""
        if describe.NUMBER not in option.targets:
            return {self._to(option): "Choose where it leads."}
        if not self._places(option):
            return {self._number(option): "Type the phone number to which it leads."}
        return {self._to(option): "Choose where it leads, or type a phone number below."}

    def _dialled(self, option: ActionOption, typed: str, scene: Scene) -> str:
        if self.now is not None and typed == self.now.target_id:
            return typed
        try:
            return dialled(typed, self.facts, scene.number_problem)
        except SayError as error:
            raise FormError({self._number(option): str(error)}) from error
