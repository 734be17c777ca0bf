"""What a sentence meant, before it meets a line."""

import datetime as dt
from enum import StrEnum
from typing import Literal

from adapters import Day, MenuName, OptionValue, Value, Weekday


class Verb(StrEnum):
    """What the person wants."""

    CLOSE = "close"
    OPEN = "open"
    REOPEN = "reopen"
    HOURS = "hours"
    MENU = "menu"
    REMOVE_KEY = "remove_key"
    CALLBACK = "callback"
    GREETING = "greeting"
    ROUTING = "routing"
    OPTION = "option"
    MEMBERS = "members"
    CREATE = "create"
    STATUS = "status"
    SIMULATE = "simulate"
    HISTORY = "history"
    UNDO = "undo"
    WITHDRAW = "withdraw"
    DELEGATE = "delegate"
    HOLIDAYS = "holidays"
    FREEZE = "freeze"
    THAW = "unfreeze"
    EDIT = "edit"
    HELP = "help"
    UNKNOWN = "unknown"


class KnownLine(Value):
    """A line that a sentence may name."""

    name: str
    aliases: tuple[str, ...] = ()
    zone: str
    country: str = "US"
    one_stretch: bool = False
    """Its phone system keeps one stretch of hours a day, so its usual hours have no break."""


class Edge(Value):
    """An end of a window that only the line's own hours can tell: its opening or its closing on a date."""

    date: dt.date
    at: Literal["opening", "closing"]


class Window(Value):
    """A stretch [start, end) of the line's wall-clock time; `end` None means until further notice."""

    start: dt.datetime | Edge
    end: dt.datetime | Edge | None


class Choice(Value):
    """One answer to a question: what the button says, and the sentence that it stands for."""

    label: str
    text: str


class Ask(Value):
    """What a sentence meant. It is a question back exactly when `question` is set."""

    verb: Verb
    lines: tuple[str, ...] = ()
    """Names as configured; `("*",)` for all."""
    windows: tuple[Window, ...] = ()
    weekly: dict[Weekday, Day] | Literal["always"] | None = None
    recurring: bool = False
    only: bool = False
    """Special hours that replace the hours of their day ("open only 9-1"), instead of adding to them."""
    key: str | None = None
    action: str | None = None
    """What a key does; `join` or `leave` where people are sent calls again, or none for now."""
    target: str | None = None
    """As typed: plans find the destination of that name, or the number."""
    menu: MenuName | Literal["both"] | None = None
    on: bool | None = None
    """On or off; of a status, whether only lines that are open are asked for, or only those that are closed."""
    threshold: int | None = None
    option: str | None = None
    value: OptionValue | None = None
    what: str = ""
    """What a new line is to be, in the words typed: `call queue in Raleigh`; `target` is its name. For help, its topic.
    """
    form: str = ""
    """The form that is to be opened, or the one in which what a question is about can be filled in."""
    creation: bool = False
    """To undo is not the last change of a line, but that it was made."""
    request: int | None = None
    """The number of the request to undo, or of which the history is wanted; None for the last one, or for all."""
    people: tuple[str, ...] = ()
    """Accounts and names as typed; of a history, whose records are wanted: `@U0123`, or `me`."""
    changes: bool = False
    """Of the history only what was changed, and by whom."""
    urgent: bool = False
    reason: str = ""
    question: str | None = None
    choices: tuple[Choice, ...] = ()
    lost: bool = False
    """The question is not about something that is missing: what was said means nothing."""
    readback: str = ""
    """The same ask as a canonical command."""
    sentence: str = ""
    """The same ask as one plain sentence for people, with weekday, date, times and zone."""
    words: tuple[tuple[str, str], ...] = ()
    """Which words of the sentence became what."""
