"""Where callers get. Pure."""

import datetime as dt

from adapters import MenuAction, Setup, override_at
from bot.describe.words import Words

_ALONE = {
    "voicemail": "Callers reach voicemail",
    "message": "Callers hear a message",
    "menu": "Callers hear the menu",
    "disabled": "Callers reach nobody",
    "busy": "Callers hear the busy tone",
}
_WITH_TARGET = {
    "voicemail": "Callers reach the voicemail of {}",
    "message": "Callers hear the message {}",
}


def closed_action(setup: Setup, at: dt.datetime, words: Words) -> MenuAction | None:
    """What happens to calls of a line that is closed at a moment; a closed date may have an action of its own."""
    override = override_at(setup, at)
    apart = action_on_closed_dates(setup, words) if override and override.state == "closed" else None
    return apart or (setup.closed_menu.action if setup.closed_menu else None)


def action_on_closed_dates(setup: Setup, words: Words) -> MenuAction | None:
    """What happens to calls on closed dates; None where they are no matter apart from the closed menu."""
    names = words.capabilities.closure_options
    if not names or not setup.options.get(names[0]):
        return None
    action, number = (str(setup.options.get(each, "")) for each in names[1:])
    option = next((each for each in words.capabilities.treatments if each.name == action), None)
    if option is None or not option.targets:
        return MenuAction(action=action)
    return MenuAction(action=action, target_kind=option.targets[0], target_id=number)


def reached(action: MenuAction, words: Words) -> str:
    """Where callers get by an action, as a sentence without its end: `Callers reach voicemail`."""
    if action.target_id is not None:
        return _WITH_TARGET.get(action.action, "Calls go to {}").format(words.target(action))
    if action.action in _ALONE:
        return _ALONE[action.action]
    told = words.action(action)
    return f"Calls get: {told[:1].lower()}{told[1:]}"
