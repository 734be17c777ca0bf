"""What holds for every form of what is no matter of times: untouched, or however it is filled in."""

from collections.abc import Mapping
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters import Change, Menu, MenuAction, Reading, Setup, all_applied
from bot import plans
from bot.answers import Input
from bot.editing import FormError, FormName, Values
from bot.errors import NothingToDoError
from bot.plans import Facts, Typed
from tests.bot.editing import vendors
from tests.bot.editing.vendors import KINDS

NAMES = (
    FormName.MENU,
    FormName.TREATMENT,
    FormName.GREETING,
    FormName.CALLBACK,
    FormName.ROUTING,
    FormName.MEMBERS,
    FormName.OPTIONS,
)
FITTING = [(kind, name) for kind in KINDS for name in NAMES if not vendors.form(name).unfit(vendors.facts(kind))]
ASKED_FIRST = {("workgroup without a menu", FormName.GREETING): "text"}
"""Where nothing is known of what is so now, so that it has to be filled in."""
WORDS = ("Open till six", "Fair", "4500", "45", "+19195550100", "+44 20 7946 0000", "12", "-1", "nobody", "")


@pytest.mark.parametrize(("kind", "name"), [pytest.param(*each, id=f"{each[1]} of a {each[0]}") for each in FITTING])
def test_a_form_that_nobody_touched_changes_nothing(kind: str, name: FormName) -> None:
    known, form = vendors.facts(kind), vendors.form(name)
    values = vendors.begun(name, known)

    with pytest.raises((NothingToDoError, FormError)) as caught:
        plans.make(form.changes(values, known, vendors.scene()), known, vendors.now())

    missing = "option" if name is FormName.OPTIONS else ASKED_FIRST.get((kind, name), "")
    assert list(getattr(caught.value, "problems", {})) == ([missing] if missing else [])


class Filling(NamedTuple):
    """A form that somebody has filled in."""

    name: FormName
    known: Facts
    values: Values

    def after(self, setup: Setup) -> Facts:
        """The line, once it is set up like that; a key that was removed is known to do nothing."""
        return self.known.model_copy(update={"reading": Reading(setup=setup), "made": True})

    def inputs(self, values: Values) -> Mapping[str, Input]:
        asked = vendors.form(self.name).inputs(values, vendors.chosen(self.known))
        return {each.name: each for each in asked}


def actions(known: Facts, *, is_key: bool) -> list[MenuAction]:
    """All that calls of a line may get, and some that cannot be chosen."""
    found = [MenuAction(action="scripted_elsewhere"), MenuAction(action="transfer", target_kind="odd", target_id="x")]
    for option in known.capabilities.menu_actions if is_key else known.capabilities.treatments:
        if not option.needs_target:
            found.append(MenuAction(action=option.name))
        found += [
            MenuAction(action=option.name, target_kind=each.kind, target_id=each.id)
            for each in known.destinations
            if each.kind in option.targets
        ]
        if option.targets:
            found.append(MenuAction(action=option.name, target_kind=option.targets[0], target_id="919"))
    return found


@st.composite
def lines(draw: st.DrawFn, kind: str) -> Facts:
    """A line of a kind with whatever menus."""
    known = vendors.facts(kind)
    setup = known.setup
    key, treatment = (
        st.sampled_from(actions(known, is_key=each) or [MenuAction(action="x")]) for each in (True, False)
    )
    for name in ("open", "closed"):
        before = setup.menu("open" if name == "open" else "closed")
        if before is not None and known.capabilities.menu_keys:
            keys = draw(st.dictionaries(st.sampled_from(known.capabilities.menu_keys), key, max_size=4))
            menu = Menu(action=draw(st.one_of(st.just(before.action), treatment)), keys=keys)
            setup = setup.model_copy(update={f"{name}_menu": menu})
    return known.model_copy(update={"reading": Reading(setup=setup)})


def typed(asked: Input) -> st.SearchStrategy[Typed]:
    """Whatever can stand in an input."""
    values = [value for value, _ in asked.choices]
    if asked.type == "choices":
        return st.lists(st.sampled_from(values), unique=True).map(tuple) if values else st.just(())
    return st.sampled_from(values or [""]) if asked.type == "choice" else st.sampled_from(WORDS)


@st.composite
def fillings(draw: st.DrawFn) -> Filling:
    """A form of a line in which something was changed again and again, as it is drawn."""
    kind, name = draw(st.sampled_from(FITTING))
    known = draw(lines(kind))
    filling = Filling(name, known, vendors.begun(name, known))
    for _ in range(draw(st.integers(0, 6))):
        asked = draw(st.sampled_from(list(filling.inputs(filling.values).values())))
        filling = filling._replace(values={**filling.values, asked.name: draw(typed(asked))})
    return filling


def is_offered(asked: Input, values: Values) -> bool:
    given = values.get(asked.name, "")
    chosen = {given} if isinstance(given, str) else set(given)
    return asked.type not in {"choice", "choices"} or chosen <= {"", *(value for value, _ in asked.choices)}


@settings(max_examples=60)
@given(fillings())
def test_however_a_form_is_filled_in_it_asks_for_what_can_be_and_means_what_it_says(filling: Filling) -> None:
    form, inputs = vendors.form(filling.name), filling.inputs(filling.values)
    assert len(inputs) == len(form.inputs(filling.values, vendors.chosen(filling.known)))
    assert all(is_offered(each, filling.values) for each in inputs.values())
    assert all(each.label and len(dict(each.choices)) == len(each.choices) for each in inputs.values())

    try:
        changes = form.changes(filling.values, filling.known, vendors.scene())
    except NothingToDoError:
        return
    except FormError as error:
        problems = error.problems
    else:
        check_meant(filling, changes)
        return
    assert set(problems) <= set(inputs), "an error stands at its field"


def check_meant(filling: Filling, changes: tuple[Change, ...]) -> None:
    """The line is afterwards as the form says, and what the form does not show has no part in that."""
    form, inputs = vendors.form(filling.name), filling.inputs(filling.values)
    after = filling.after(all_applied(changes, filling.known.setup))
    now = {**vendors.begun(filling.name, after), **navigated(filling.values)}
    for name, asked in inputs.items():
        if asked.type in {"choice", "choices"} and name in filling.values:
            assert standing(now, name) == standing(filling.values, name)
    with pytest.raises(NothingToDoError):
        form.changes(now, after, vendors.scene())
    shown = {name: filling.values.get(name, "") for name in inputs}
    assert form.changes(shown, filling.known, vendors.scene()) == changes


def standing(values: Values, name: str) -> set[str]:
    """What stands in an input of choices; whoever does not answer is not paused either."""
    given = values[name]
    chosen = {given} if isinstance(given, str) else set(given)
    return chosen & set(values["members"]) if name == "paused" else chosen


def navigated(values: Values) -> Values:
    """What of a form is about, and not what it is to be."""
    return {name: values[name] for name in ("menu", "key", "when", "option") if name in values}
