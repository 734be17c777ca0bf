"""A call center as a setup, and the body of the PATCH that leads from one setup to another. Pure."""

import copy
from collections.abc import Iterator
from typing import Any, Final

from adapters.dialpad.hours import hours_body, hours_of
from adapters.dialpad.options import CLOSED_ROUTING, PLACES
from adapters.dialpad.wire import Action, CallCenter, Side
from adapters.dialpad.words import ACTION_WORDS, KIND, ROUTING_WORDS, SYSTEM, TARGET_WORDS
from adapters.errors import PhoneSystemError
from adapters.model import Line, Menu, MenuAction, MenuName, OptionValue, QueueSettings, Setup

_SIDES: Final[tuple[MenuName, MenuName]] = ("open", "closed")


def line_of(center: CallCenter) -> Line:
    """A call center as a line."""
    return Line(
        system=SYSTEM,
        id=str(center.id),
        name=center.name,
        kind=KIND,
        zone=center.timezone,
        country=center.country.upper(),
    )


def setup_of(center: CallCenter) -> Setup:
    """What a call center is set to, in our words."""
    opened = center.routing_options.open
    return Setup(
        line_id=str(center.id),
        zone=center.timezone,
        hours=hours_of(center),
        open_menu=_menu_of(opened),
        closed_menu=_menu_of(center.routing_options.closed),
        queue=_queue_of(center),
        routing=ROUTING_WORDS.ours(opened.operator_routing) if opened and opened.operator_routing else None,
        options=dict(_options_of(center)),
    )


def patch_of(center: CallCenter, before: Setup, after: Setup) -> dict[str, Any]:
    """The body that leads a call center from `before`, as which it was read, to `after`: whole blocks that change."""
    was = center.plain()
    body = copy.deepcopy(was)
    if after.hours != before.hours:
        body |= hours_body(center, after.hours)
    for side in _SIDES:
        _put_menu(body, side, before.menu(side), after.menu(side))
    if after.routing is not None and after.routing != before.routing:
        put(body, ("routing_options", "open", "operator_routing"), ROUTING_WORDS.theirs(after.routing))
    if after.queue is not None and after.queue != before.queue:
        body["hold_queue"] = body.get("hold_queue", {}) | _queue_body(after.queue)
    for place, option in PLACES.items():
        value = after.options.get(option.name)
        if value is not None and value != before.options.get(option.name):
            put(body, place, ROUTING_WORDS.theirs(str(value)) if option.name == CLOSED_ROUTING else value)
    patch = {key: value for key, value in body.items() if value != was.get(key)}
    if "routing_options" in patch:
        _check_sides(center.name, patch["routing_options"])
    return patch


def _menu_of(side: Side | None) -> Menu | None:
    if side is None:
        return None
    keys: dict[str, MenuAction] = {}
    for each in side.dtmf:
        if each.input:
            keys.setdefault(each.input, _action_of(each.options))
    return Menu(action=_action_of(side), keys=dict(sorted(keys.items())))


def _action_of(action: Action) -> MenuAction:
    kind, key = action.action_target_type, action.action_target_id
    return MenuAction(
        action=ACTION_WORDS.ours(action.action),
        target_kind=TARGET_WORDS.ours(kind) if kind else None,
        target_id=str(key) if key is not None else None,
    )


def _queue_of(center: CallCenter) -> QueueSettings:
    queue = center.hold_queue
    return QueueSettings(
        callback=queue.allow_queue_callback,
        callback_key=queue.queue_callback_dtmf,
        threshold=queue.queue_callback_threshold,
        escape_key=queue.queue_escape_dtmf,
    )


def _options_of(center: CallCenter) -> Iterator[tuple[str, OptionValue]]:
    for place, option in PLACES.items():
        value = at(center, place)
        if value is not None:
            yield option.name, ROUTING_WORDS.ours(value) if option.name == CLOSED_ROUTING else value


def at(center: CallCenter, place: tuple[str, ...]) -> Any:
    """What stands at the end of a path; None if some block on the way did not come."""
    value: Any = center
    for key in place:
        value = getattr(value, key, None)
    return value


def put(body: dict[str, Any], place: tuple[str, ...], value: Any) -> None:
    """Lay a value at the end of a path."""
    *way, last = place
    for key in way:
        body = body.setdefault(key, {})
    body[last] = value


def _put_menu(body: dict[str, Any], side: MenuName, before: Menu | None, after: Menu | None) -> None:
    """Lay the difference of two menus into a side; what did not change stays as read, unknown keys included."""
    if before is None or after is None:
        return
    block = body["routing_options"][side]
    if after.action != before.action:
        kept = {key: value for key, value in block.items() if key not in Action.model_fields}
        body["routing_options"][side] = block = kept | _action_body(after.action)
    changed = {key for key in before.keys | after.keys if before.keys.get(key) != after.keys.get(key)}
    if changed:
        block["dtmf"] = list(_keys_body(block.get("dtmf", []), changed, after))


def _keys_body(entries: list[dict[str, Any]], changed: set[str], menu: Menu) -> Iterator[dict[str, Any]]:
    """The keys of a menu in their order: a changed one in its place, once; new ones at the end."""
    left = set(changed)
    for entry in entries:
        key = entry.get("input", "")
        if key not in changed:
            yield entry
        elif key in left and key in menu.keys:
            yield entry | {"options": _action_body(menu.keys[key])}
        left.discard(key)
    for key in sorted(left & menu.keys.keys()):
        yield {"input": key, "options": _action_body(menu.keys[key])}


def _action_body(action: MenuAction) -> dict[str, Any]:
    body: dict[str, Any] = {"action": ACTION_WORDS.theirs(action.action)}
    if action.target_kind is not None and action.target_id is not None:
        body |= {
            "action_target_id": int(action.target_id),
            "action_target_type": TARGET_WORDS.theirs(action.target_kind),
        }
    return body


def _queue_body(queue: QueueSettings) -> dict[str, Any]:
    return {
        "allow_queue_callback": queue.callback,
        "queue_callback_dtmf": queue.callback_key,
        "queue_callback_threshold": queue.threshold,
        "queue_escape_dtmf": queue.escape_key,
    }


def _check_sides(name: str, routing: dict[str, Any]) -> None:
    """Dialpad takes routing only with both sides, each with its action."""
    for side in _SIDES:
        if "action" not in routing.get(side, {}):
            msg = f"Dialpad does not show what {name} does while {side}, so its routing cannot be written safely."
            raise PhoneSystemError(msg)
        routing[side].setdefault("try_dial_operators", False)
