"""From where something is asked, in words that are kept with the request. Pure."""

import json
import re
from collections.abc import Mapping
from typing import Any

from bot.requests import BY_ITSELF
from bot.slack.text import escaped

DIRECT = "a direct message"
HOME = "Home"
COMMAND = "/line"
SHORTCUT = "a shortcut"
FORM = "a form"
"""How the origin begins of what nobody has typed, since it was filled in."""
CHANGED = ", then changed in a form"
"""How the origin ends of what was typed, and then changed in a form."""
BUTTON = "the button"
EMERGENCY = "the emergency of request"
"""How origins begin of what nobody has typed: a button stood for it, or an emergency is undone at once."""

_CHANNEL = re.compile(r"\b[CG][A-Z0-9]{2,}\b")
_AUTHOR = re.compile(r"(?<=^a message of )[UW][A-Z0-9]{2,}\b")
_APP = "an app"


def of(body: Mapping[str, Any]) -> str:
    """From where a command or a click comes: `/line in C0123`, `a message in C0123`; of a form what it remembers."""
    view: Mapping[str, Any] = body.get("view") or {}
    if view.get("type") == "home":
        return HOME
    if view:
        return remembered(view)
    if body.get("command"):
        return f"{body['command']} in {_place(str(body.get('channel_id', '')))}"
    return SHORTCUT if body.get("type") == "shortcut" else _in_channel(body)


def _in_channel(body: Mapping[str, Any]) -> str:
    """From where something comes that belongs to a conversation."""
    channel: Mapping[str, Any] = body.get("channel") or {}
    place = _place(str(channel.get("id", "")))
    container: Mapping[str, Any] = body.get("container") or {}
    if container.get("is_ephemeral"):  # the answer to a command, which only whoever typed it sees
        return f"{COMMAND} in {place}"
    if body.get("type") == "message_action":
        message: Mapping[str, Any] = body.get("message") or {}
        return f"a message of {message.get('user') or _APP} in {place}"
    return place if place == DIRECT else f"a message in {place}"


def filled_in(origin: str, words: str) -> str:
    """Where a change comes from that was filled in: from a form alone, or from words that were changed in one."""
    if words:
        return f"{origin.removesuffix(CHANGED)}{CHANGED}"
    if origin in {HOME, SHORTCUT}:
        return f"{FORM} on {HOME}" if origin == HOME else f"{FORM} that {SHORTCUT} opened"
    return f"{FORM} in {origin.rpartition(' in ')[2]}" if origin else FORM


def author(origin: str) -> str:
    """Who wrote the message that was taken up, as Slack names them to each reader; empty if none was."""
    found = _AUTHOR.search(origin)
    return f"<@{found.group()}>" if found else "An app" if origin.startswith(f"a message of {_APP} ") else ""


def pressed(action: Mapping[str, Any], origin: str) -> str:
    """Where a button was pressed that says by itself what is asked for."""
    label: Mapping[str, Any] = action.get("text") or {}
    return f"{BUTTON} “{label.get('text', '')}” in {origin.removeprefix('a message in ')}"


def is_typed(origin: str) -> bool:
    """Whether somebody typed the words of what came from there."""
    return origin != BY_ITSELF and not origin.startswith((BUTTON, EMERGENCY, FORM))


def remembered(view: Mapping[str, Any]) -> str:
    """From where a form was opened."""
    memory: Mapping[str, Any] = json.loads(view.get("private_metadata") or "{}")
    return str(memory.get("origin", ""))


def told(origin: str) -> str:
    """An origin in a sentence, with channels as Slack names them to each reader; empty if it is not known."""
    if origin in {"", BY_ITSELF}:
        return ""
    named = _AUTHOR.sub(lambda found: f"<@{found.group()}>", escaped(origin, 100))
    return f" from {_CHANNEL.sub(lambda found: f'<#{found.group()}>', named)}"


def _place(channel: str) -> str:
    return channel if channel.startswith(("C", "G")) else DIRECT
