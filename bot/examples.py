"""What one can type, told with lines that exist and with what each of them can do. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

from bot import describe
from bot.plans import Facts

Filling: TypeAlias = Mapping[str, str]


class Known(NamedTuple):
    """A line by the name that people here know, with what was last read of it."""

    name: str
    facts: Facts | None


@dataclass(frozen=True)
class _Example:
    """A sentence that fits some lines."""

    topic: str
    text: str
    meaning: str
    fits: Callable[[Facts], Filling | None] = lambda _facts: {}
    """What fills its places besides the line; None if the line cannot do it."""
    unread: Filling | None = None
    """The same for a line that was not read yet."""
    changes: bool = True
    """Whether it asks for a change."""
    first: bool = False
    """Whether it is shown where no topic was named."""


def _callback(facts: Facts) -> Filling | None:
    able = facts.capabilities
    keys = able.callback_keys or (able.menu_keys if facts.callback and "set_menu_key" in able.changes else "")
    return {"key": _free(facts, keys)} if keys else None


def _offered(facts: Facts) -> Filling | None:
    """A callback whose key the vendor sets itself."""
    able = facts.capabilities
    return {} if "set_callback" in able.changes and not able.callback_keys else None


def _new_key(facts: Facts) -> Filling | None:
    able = facts.capabilities
    named = [each.name for each in able.menu_actions]
    if "set_menu_key" not in able.changes or not able.menu_keys or "voicemail" not in named:
        return None
    return {"key": _free(facts, able.menu_keys)}


def _number_key(facts: Facts) -> Filling | None:
    able = facts.capabilities
    takes = facts.line.country in {"US", "CA"} and any("number" in each.targets for each in able.menu_actions)
    if "set_menu_key" not in able.changes or not able.menu_keys or not takes:
        return None
    return {"key": _free(facts, able.menu_keys)}


def _old_key(facts: Facts) -> Filling | None:
    menu = facts.setup.open_menu
    if menu is None or not menu.keys or "remove_menu_key" not in facts.capabilities.changes:
        return None
    return {"key": max(menu.keys)}


def _free(facts: Facts, keys: str) -> str:
    """A key that does nothing yet, high ones first; else the last there is."""
    taken = facts.setup.open_menu.keys if facts.setup.open_menu else {}
    digits = [each for each in keys if each.isdecimal() and each != "0"] or list(keys)
    return max((each for each in digits if each not in taken), default=digits[-1])


def _greeting(facts: Facts) -> Filling | None:
    return {} if facts.announcement is not None else None


def _routing(facts: Facts) -> Filling | None:
    offered = [label for value, label in facts.capabilities.routings if value != facts.setup.routing]
    return {"routing": offered[0].lower()} if offered and "set_routing" in facts.capabilities.changes else None


def _agent(facts: Facts) -> Filling | None:
    """Somebody who answers the calls of the line."""
    if "set_members" not in facts.capabilities.changes or not facts.setup.members:
        return None
    names = {each.id: each.name for each in facts.destinations if each.kind == describe.AGENT and each.name}
    found = [names[each.id] for each in facts.setup.members if each.joined and each.id in names]
    return {"agent": found[0]} if found else None


def _newcomer(facts: Facts) -> Filling | None:
    """Somebody who could, and does not."""
    if "set_members" not in facts.capabilities.changes or facts.setup.members is None:
        return None
    members = {each.id for each in facts.setup.members}
    agents = [each for each in facts.destinations if each.kind == describe.AGENT and each.name]
    found = [each.name for each in agents if each.id not in members]
    return {"agent": found[0]} if found else None


_EXAMPLES: Final = (
    _Example(
        "closing",
        "close {line} Saturday",
        "closes it for that day; the usual hours come back by themselves",
        unread={},
        first=True,
    ),
    _Example(
        "closing",
        "close {line} today 2pm-4pm for training",
        "closes it for a while, and says why",
        unread={},
        first=True,
    ),
    _Example(
        "closing", "close {line} until further notice", "closes it at once; a reminder comes every day", unread={}
    ),
    _Example(
        "closing",
        "close {line} until 3pm !",
        "says that it cannot wait: who may can have it applied at once, and somebody else ratifies it later",
        unread={},
        first=True,
    ),
    _Example("hours", "open {line} 9-1 this Sunday", "opens it outside its hours", unread={}, first=True),
    _Example("closing", "reopen {line}", "ends a closure early, or cancels a planned one", unread={}, first=True),
    _Example("hours", "set {line} hours mon-fri 8:30am-6pm", "changes the usual week", unread={}, first=True),
    _Example("hours", "edit weekly hours of {line}", "opens a form with the whole week", unread={}),
    _Example(
        "callback",
        "add {key} for callback on {line}",
        "lets waiting callers press {key} to be called back",
        _callback,
        first=True,
    ),
    _Example(
        "callback", "turn on callback for {line}", "lets waiting callers ask to be called back", _offered, first=True
    ),
    _Example("callback", "edit callback of {line}", "opens a form for the callback", _callback),
    _Example("menu", "press {key} goes to voicemail on {line}", "sets a key of the menu", _new_key, first=True),
    _Example("menu", "drop key {key} on {line}", "removes a key of the menu", _old_key, first=True),
    _Example("menu", "press {key} goes to +1 919 555 0100 on {line}", "sends callers to a phone number", _number_key),
    _Example("menu", "edit menu of {line}", "opens a form with all keys", _new_key, first=True),
    _Example(
        "greeting",
        'callers of {line} should hear "Thank you for calling."',
        "changes what callers hear",
        _greeting,
        first=True,
    ),
    _Example(
        "people",
        "pause {agent} on {line}",
        "sends an agent no calls for now; `resume {agent}` sends them again",
        _agent,
        first=True,
    ),
    _Example("people", "add {agent} to agents on {line}", "lets somebody answer the calls", _newcomer),
    _Example("people", "set routing to {routing} on {line}", "changes how calls find somebody to answer", _routing),
    _Example("approvals", "undo the last change on {line}", "puts back what was before", unread={}, first=True),
    _Example("approvals", "withdraw my request", "takes back what you have asked for, as long as nobody has decided"),
    _Example(
        "approvals",
        "freeze for the audit",
        "lets an approver stop all applying; `unfreeze` lets it go on",
        unread={},
        first=True,
    ),
    _Example("lines", "create a new line", "asks what a new line needs, and has it made", unread={}, first=True),
    _Example("forms", "edit {line}", "opens a form to choose what to change", unread={}, first=True),
    _Example(
        "looking", "status {line}", "what callers get now, and what is planned", unread={}, changes=False, first=True
    ),
    _Example("looking", "status {line} on dec 24 4:30pm", "what callers will get then", unread={}, changes=False),
    _Example("looking", "history {line}", "who changed what, and when", unread={}, changes=False, first=True),
)

TOPICS: Final = {
    "closing": "Closing and reopening",
    "hours": "Hours",
    "menu": "Menu keys",
    "callback": "Callbacks",
    "greeting": "What callers hear",
    "people": "Who answers",
    "approvals": "Approvals and undo",
    "lines": "New lines",
    "looking": "Looking",
    "forms": "Forms",
}
"""What help can be had with, and how it is called."""


def examples(lines: Sequence[Known], *, may_ask: bool, topic: str = "", line: str = "") -> tuple[tuple[str, str], ...]:
    """Pairs of what to type and what it does, on lines that can do it; who may only look is shown how to look."""
    wanted = [each for each in lines if each.name == line] or list(lines)
    found = [
        told
        for each in _EXAMPLES
        if (may_ask or not each.changes) and (each.topic == topic if topic else each.first or bool(line))
        if (told := _told(each, wanted))
    ]
    return tuple(found)


def topics(lines: Sequence[Known], *, may_ask: bool) -> tuple[tuple[str, str], ...]:
    """What there is help with here: pairs of a topic and how it is called."""
    return tuple((topic, label) for topic, label in TOPICS.items() if examples(lines, may_ask=may_ask, topic=topic))


def _told(example: _Example, lines: Sequence[Known]) -> tuple[str, str] | None:
    """An example with the first line that it fits."""
    for name, facts in lines:
        filling = example.fits(facts) if facts else example.unread
        if filling is not None:
            filled = {"line": name, **filling}
            return example.text.format(**filled), example.meaning.format(**filled)
    return None
