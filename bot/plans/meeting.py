"""What callers meet on a line while it is open, and while it is closed, as far as that is known. Pure."""

import datetime as dt
from collections.abc import Iterator

from adapters import MenuAction, MenuName, OptionValue, QueueSettings, RemoveMenuKey, SetTreatment, Setup, Value
from bot import describe
from bot.plans.facts import Facts

PLAYS_MENU = "menu"
_RINGS_AGENTS = frozenset({"operator", "ring"})
_MOST_NAMED = 3
"""Members who are named."""


class Meeting(Value):
    """What callers meet."""

    heard: tuple[str, ...] = ()
    """What they hear and get, a sentence each."""
    keys: tuple[tuple[str, str], ...] = ()
    """The keys that they have, and where they lead."""


def meeting(setup: Setup, facts: Facts, state: MenuName, at: dt.datetime | None = None) -> Meeting:
    """What callers meet while a line with some setup is open, or closed; a closed date may have a way of its own."""
    menu, action = setup.menu(state), _action(setup, facts, state, at)
    playing = action is not None and action.action == PLAYS_MENU and menu is not None
    keys = tuple((key, facts.words.action(each)) for key, each in menu.keys.items()) if playing and menu else ()
    heard = [_reached(action, setup, facts, state), *_greeting(setup, facts, state)]
    if playing:
        heard += _unseen_keys(facts, state)
    if state == "open" and setup.queue is not None:
        heard.append(callback(setup.queue))
    return Meeting(heard=tuple(each for each in heard if each), keys=keys)


def callback(queue: QueueSettings) -> str:
    """Whether waiting callers are offered a callback, and how they ask for it."""
    if not queue.callback:
        return "No callback is offered."
    how = f"can press {queue.callback_key}" if queue.callback_key else "can ask"
    return f"{_from_when(queue)}, callers {how} to be called back."


def _from_when(queue: QueueSettings) -> str:
    """When a callback is offered; a vendor that counts no calls for it goes by the wait that it expects."""
    if queue.threshold is None:
        return "When a long wait is expected"
    return f"When more than {queue.threshold} calls wait" if queue.threshold else "When anyone waits"


def _action(setup: Setup, facts: Facts, state: MenuName, at: dt.datetime | None) -> MenuAction | None:
    if state == "closed" and at is not None:
        return describe.closed_action(setup, at, facts.words)
    menu = setup.menu(state)
    return menu.action if menu else None


def _reached(action: MenuAction | None, setup: Setup, facts: Facts, state: MenuName) -> str:
    """Where a call goes; where the vendor does not show it, as it was last set through us."""
    if action is None:
        return _answering(setup, facts) if state == "open" else ""
    vendor = describe.vendor(facts.line.system)
    known = {each.name for each in (*facts.capabilities.treatments, *facts.capabilities.menu_actions)}
    shown = facts.capabilities.shows(SetTreatment(menu=state, action=action))
    if not shown and action.action not in known | {PLAYS_MENU}:
        return f"Where calls go is set at {vendor}, which does not show it."
    remembered = "" if shown or action.action == PLAYS_MENU else f" ({describe.AS_LAST_SET})"
    if action.action in _RINGS_AGENTS and action.target_id is None:
        return _answering(setup, facts)
    return f"{describe.reached(action, facts.words)}{remembered}."


def _answering(setup: Setup, facts: Facts) -> str:
    """Who answers, as far as it is known."""
    if setup.members is None:
        return "Those who answer this line are called."
    joined = [each for each in setup.members if each.joined]
    if not joined:
        return "Nobody is there to answer: " + ("everybody is paused." if setup.members else "the line has no members.")
    known = {(each.kind, each.id): each.name for each in facts.destinations}
    names = [known.get((describe.AGENT, each.id), "") for each in joined]
    if not all(names):
        names = [f"{len(joined)} {'person' if len(joined) == 1 else 'people'}"]
    more = [f"{len(names) - _MOST_NAMED} more"] if len(names) > _MOST_NAMED + 1 else []
    return f"Answered by {describe.listed([*names[: _MOST_NAMED if more else None], *more])}."


def _greeting(setup: Setup, facts: Facts, state: MenuName) -> Iterator[str]:
    """What callers are told, where a line has an announcement in words or a choice of greetings."""
    option, chosen = facts.announcement, facts.capabilities.option(f"greeting_{state}")
    if option is not None and state == "open":
        yield _announced(setup.options.get(option.name), facts, readable=option.readable)
    elif chosen is not None and chosen.name in setup.options:
        label = facts.words.option(chosen.name, setup.options[chosen.name])
        yield f"They hear {label[:1].lower()}{label[1:]}."


def _announced(text: OptionValue | None, facts: Facts, *, readable: bool) -> str:
    if text:
        return f"They hear: “{text}”" + ("" if readable else f" ({describe.AS_LAST_SET})")
    if readable:
        return ""
    return f"What the announcement says is not known: {describe.vendor(facts.line.system)} does not show it."


def _unseen_keys(facts: Facts, state: MenuName) -> Iterator[str]:
    """What keeps the keys from being all that there are."""
    if not facts.made and not facts.capabilities.shows(RemoveMenuKey(menu=state, key="")):
        yield (
            f"Keys are {describe.AS_LAST_SET}: {describe.vendor(facts.line.system)} does not show them, so there may"
            " be others."
        )
