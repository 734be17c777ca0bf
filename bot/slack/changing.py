"""The form of a change: for which lines, what to change, its fields, and the plan of what stands in them. Pure."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from adapters import Value
from bot import describe
from bot.answers import CHANGE_TITLE, Editing
from bot.slack import blocks, fields, forms, replies
from bot.slack.blocks import Json, Message
from bot.slack.text import escaped

SEND = "change_send"
RUSH = "change_rush"
"""The form that has a plan applied at once, in an emergency."""
LINES = "change_lines"
"""The menu of the lines, and the beginning of its block."""
ANEW = "change_lines_anew"
"""The button beside more lines than their menu can hold; it puts the menu in their place."""
FORM = "change_form"
"""The menu of what to change, and the beginning of its block."""
NEW_LINE = "new_line"
"""What stands in that menu for a line that is to be made."""
SENT = frozenset({SEND, RUSH})

TOLD = "change_told"
"""The beginning of the blocks that are not filled in."""

MOST_BLOCKS = 100
MOST_NAMED = 3
"""Lines that are named where there are more of them than a menu can hold."""
MOST_GLANCE = 4000
"""Characters of how the line is now."""
LONGEST_PROBLEM = 500


class Standing(Value):
    """What the form remembers of what it shows."""

    draft: str
    digest: str = ""
    """Of the plan that it shows; empty if it shows none."""
    generation: int = 0
    at_once: bool | None = None
    """Whether it is an emergency; None as they asked."""
    origin: str = ""
    """From where it is asked."""
    anew: bool = False
    """Whether its menu is to take the place of more lines than it can hold, which are kept until one is chosen."""


def form(
    shown: Editing,
    origin: str = "",
    *,
    at_once: bool | None = None,
    anew: bool = False,
    view: Mapping[str, Any] | None = None,
) -> Json:
    """The form as it stands, with its plan, or why there is none; `view` is the one whose place it takes.

    `anew`: its lines are to be chosen anew.
    """
    if anew:
        shown = shown.model_copy(update={"lines": (), "proposal": None, "problems": {"lines": "Choose the lines."}})
    rushing = shown.proposal is not None and forms.is_rushing(shown.proposal, at_once)
    label = dict(shown.forms).get(shown.form, CHANGE_TITLE)
    menus = [_in_place(each, view) if view else each for each in _menus(shown)]
    asked = [*menus, *forms.typed(shown.words, origin), *_glance(shown)]
    asked += fields.drawn(shown.inputs, shown.generation)
    submit = forms.submit(shown.proposal, rushing=rushing) if shown.proposal else "Ask for approval"
    memory = Standing(
        draft=shown.draft,
        digest=shown.proposal.plan.digest if shown.proposal else "",
        generation=shown.generation,
        at_once=at_once,
        origin=origin,
        anew=anew,
    )
    return forms.modal(
        label,
        _fitting(asked, _told(shown, rushing=rushing)),
        callback_id=RUSH if rushing else SEND,
        submit=submit,
        memory=memory,
    )


def reading(view: Mapping[str, Any], names: Sequence[str]) -> Json:
    """An open form while lines are read that were just chosen; what stands in its fields stays."""
    text = f":hourglass_flowing_sand: Reading {escaped(describe.listed(names), 1000)}…"
    waits = blocks.section(text) | {"block_id": f"{TOLD}_reading"}
    kept = [block for block in view["blocks"] if not str(block.get("block_id")).startswith(TOLD)]
    last = max(number for number, block in enumerate(kept) if _is_menu(block))
    parts = {name: view[name] for name in ("type", "title", "close", "submit", "callback_id", "private_metadata")}
    return {**parts, "blocks": [*kept[: last + 1], waits, *kept[last + 1 :]]}


def beginning(shown: Editing) -> Message:
    """The way into the form, where it cannot open by itself."""
    label = dict(shown.forms).get(shown.form, "")
    what = f"{label}, {describe.listed(shown.lines)}" if label and shown.lines else label
    text = f"{f'*{escaped(what, 500)}.* ' if what else ''}Press the button to fill in the form."
    button = blocks.button("Fill in the form", replies.REVIEW, {"draft": shown.draft}, style="primary")
    return blocks.message(text, [*forms.typed(shown.words), blocks.section(text), *blocks.actions(button)])


def remembered(view: Mapping[str, Any]) -> Standing:
    """What an open form remembers."""
    return Standing.model_validate_json(view["private_metadata"])


def is_change(body: Mapping[str, Any]) -> bool:
    """Whether something was done in the form of a change."""
    view: Mapping[str, Any] = body.get("view") or {}
    return view.get("callback_id") in SENT


def chosen_lines(view: Mapping[str, Any], names: Iterable[str]) -> tuple[str, ...] | None:
    """The lines that stand in their menu, of those that there are; None where they stay those that they were."""
    known = {fields.token(name): name for name in names}
    chosen = tuple(known[each] for each in _chosen(view, LINES) if each in known)
    is_asked = any(_action(block) == LINES for block in view["blocks"])
    return chosen if chosen or (is_asked and not remembered(view).anew) else None


def is_anew(view: Mapping[str, Any], action: str) -> bool:
    """Whether the lines are to be chosen anew, and were not yet, after something was done in the form."""
    return action == ANEW or (remembered(view).anew and not _chosen(view, LINES))


def chosen_form(view: Mapping[str, Any]) -> str:
    """What to change, as it stands in its menu; empty if nothing was chosen."""
    return next(iter(_chosen(view, FORM)), "")


def complaints(view: Mapping[str, Any], problems: Mapping[str, str]) -> dict[str, str] | None:
    """What is wrong, each at its block; None where the form does not show the field that it is about."""
    blocks_of = {_action(each): each["block_id"] for each in view["blocks"] if each["type"] == "input"}
    what = blocks_of[FORM]
    places = fields.places(view) | {"lines": blocks_of.get(LINES, what), "form": what, "": what}
    told: dict[str, str] = {}
    for name, text in problems.items():
        if name not in places:
            return None
        told[places[name]] = " ".join(filter(None, [told.get(places[name]), text]))[:LONGEST_PROBLEM]
    return told


def _menus(shown: Editing) -> Iterator[Json]:
    """For which lines, and what to change; what we choose there for people takes another block."""
    several = shown.several
    if several and len(shown.lines) > fields.MOST_OPTIONS:
        yield _too_many(shown)
    else:
        names = [(name, name) for name in dict.fromkeys([*shown.choosable, *shown.lines])]
        is_long = len(names) > fields.MOST_OPTIONS
        lines = fields.menu_element(LINES, names, shown.lines, several=several, is_long=is_long)
        yield _menu(f"{LINES}:{shown.generation}:{_mark(several, names)}", "Lines" if several else "Line", lines)
    offered = [*shown.forms, (NEW_LINE, "A new line…")]
    what = fields.menu_element(FORM, offered, [shown.form] if shown.form else [], several=False, is_long=False)
    yield _menu(f"{FORM}:{shown.generation}:{_mark(offered)}", "What to change", what)


def _too_many(shown: Editing) -> Json:
    """More lines than a menu can hold: it would leave some of them out."""
    count = len(shown.lines)
    named = f"All {count} lines" if set(shown.lines) >= set(shown.choosable) else f"{count} lines"
    told = f"*Lines*\n{named}: {escaped(describe.listed(shown.lines, MOST_NAMED), 1000)}"
    button = blocks.button("Choose other lines", ANEW, spoken=f"Choose other lines than these {count}")
    return blocks.section(told) | {"block_id": f"{LINES}:{shown.generation}", "accessory": button}


def _menu(block: str, label: str, element: Json) -> Json:
    return {**fields.labelled(block, label, element), "dispatch_action": True}


def _in_place(menu: Json, view: Mapping[str, Any]) -> Json:
    """A menu in its old block, if the same is offered and chosen there: whoever has just chosen goes on from there."""
    if menu["type"] != "input":
        return menu
    element, mark = menu["element"], _mark_of(menu)
    old = next((each for each in view["blocks"] if _action(each) == element["action_id"]), menu)
    initial = element.get("initial_options") or [element.get("initial_option")]
    chosen = {each["value"] for each in initial if each}
    is_same = _mark_of(old) == mark and set(_chosen(view, element["action_id"])) == chosen
    return menu | {"block_id": old["block_id"]} if is_same else menu


def _glance(shown: Editing) -> list[Json]:
    """How the line is now."""
    lines = [escaped(each, 600) for each in shown.glance]
    told = blocks.paragraphs(blocks.fitting(["*As it is*", *lines], MOST_GLANCE)) if lines else []
    return [block | {"block_id": f"{TOLD}_now_{number}"} for number, block in enumerate(told)]


def _told(shown: Editing, *, rushing: bool) -> list[Json]:
    """The plan of what stands in the form, or why there is none."""
    if shown.proposal is None:
        told = [*_problems(shown), forms.reason_input(shown.reason)]
    else:
        plan = shown.proposal.model_copy(update={"words": ""})
        heading = blocks.section("*What will change*")
        told = [heading, *forms.sendable(plan, rushing=rushing, mark=f"_{shown.generation}")]
    return [
        block if "block_id" in block else block | {"block_id": f"{TOLD}_{number}"} for number, block in enumerate(told)
    ]


def _problems(shown: Editing) -> Iterator[Json]:
    """Why there is no plan yet."""
    labels = {each.name: each.label for each in shown.inputs}
    lines = [
        f"• {f'*{escaped(labels[name], 200)}:* ' if name in labels else ''}{escaped(text, 600)}"
        for name, text in shown.problems.items()
    ]
    if lines:
        yield from blocks.paragraphs(blocks.fitting(["*Still missing*", *lines], forms.ROOM))


def _fitting(asked: list[Json], told: list[Json]) -> list[Json]:
    """As many blocks as Slack takes; of a plan that is too long for that, the end of what is only read is left out."""
    over = len(asked) + len(told) - MOST_BLOCKS
    if over <= 0:
        return [*asked, *told]
    only_read = [number for number, block in enumerate(told) if block["type"] == "section" and "accessory" not in block]
    left_out = set(only_read[-over - 1 :])
    first = min(left_out)
    more = blocks.section("… and more, which the card will show.") | {"block_id": f"{TOLD}_more"}
    shown = [
        more if number == first else block for number, block in enumerate(told) if number not in left_out - {first}
    ]
    return [*asked, *shown]


def _chosen(view: Mapping[str, Any], action: str) -> tuple[str, ...]:
    """The values that stand in a menu."""
    for states in view["state"]["values"].values():
        if action in states:
            state = states[action]
            found = state.get("selected_options") or [state.get("selected_option")]
            return tuple(str(each["value"]) for each in found if each)
    return ()


def _is_menu(block: Mapping[str, Any]) -> bool:
    return _action(block) in {LINES, FORM}


def _action(block: Mapping[str, Any]) -> str:
    return str(block["element"]["action_id"]) if block["type"] == "input" else ""


def _mark_of(menu: Mapping[str, Any]) -> str:
    return str(menu["block_id"]).rpartition(":")[2]


def _mark(*told: object) -> str:
    return blocks.mark(json.dumps(told))
