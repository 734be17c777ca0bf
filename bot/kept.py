"""What is kept beside requests: drafts, lines that were made, where cards stand, and how lines were last right."""

import datetime as dt
from typing import Any, Literal

from adapters import LineKind, NewLine, PutOverrides, Setup, Value
from bot.requests import Part, Person, Request


class Filled(Value):
    """What stands in the form of a change."""

    form: str = ""
    """Which form; empty as long as none was chosen."""
    lines: tuple[str, ...] = ()
    values: dict[str, str | tuple[str, ...]] = {}
    begun: dict[str, str | tuple[str, ...]] = {}
    """What stood in it at first."""
    found: dict[str, str | tuple[str, ...]] = {}
    """What it begins with by itself, how its lines are and what was said: what differs from that was typed."""
    moved: bool = False
    """Its lines were changed since it was opened for them."""
    keys: tuple[str, ...] = ()
    """The keys that its last plan changes, of which alone callers are to hear what was chosen …"""
    suggested: str = ""
    """… and what they could hear, as it was suggested with that plan."""
    before: dict[str, str | tuple[str, ...]] = {}
    """What stood in it when it last began anew: what is sent of the form before that was typed since, if it differs."""
    generation: int = 0
    """Counts the times that it began anew: with another line, another form, or values that were set for the person."""
    said: dict[str, Any] | None = None
    """What was meant by the words that led to it, if there were any."""


class Talk(Value):
    """A conversation, in which what is asked back may be answered by typing."""

    places: tuple[str, ...]
    """Where it is; what is asked in it belongs to the first, and may be answered from the others."""
    how: str = ""
    """How an answer is typed there, as a sentence."""
    public: bool = False
    """Others read along, so nobody is called by what is said."""


class Draft(Value):
    """A question or a form that somebody has before them; it survives a restart, and expires."""

    id: str
    person: Person
    words: str
    """What was typed."""
    sentence: str
    """What stands for it by now: the words themselves, or the choice that was made."""
    ask: dict[str, Any] | None = None
    """What the words meant, once a plan could be made of them."""
    shared: bool | None = None
    """Whether it is for all lines that use the same schedule at the vendor; None if nobody chose."""
    announced: str | None = None
    """What callers are to hear of the keys that change; empty to leave it as it is, None if nobody chose."""
    alert: int | None = None
    """The alert about a line that it leads back to what it was before somebody changed it elsewhere."""
    created: dt.datetime
    choices: tuple[str, ...] = ()
    """The sentences that the buttons of a question stand for …"""
    labels: tuple[str, ...] = ()
    """… and what they say."""
    asked: str = ""
    """What was asked back; empty if nothing was."""
    talk: Talk | None = None
    """Where it was said, if it was in a conversation."""
    between: str = ""
    """What was looked at since it was asked, as a sentence; empty if nothing was."""
    ended: Literal["", "pressed", "typed", "dropped"] = ""
    """How the question was answered, or that another sentence came instead; empty while it is open."""
    kind: LineKind | None = None
    """The kind of a line to be made, as it was offered."""
    form: Filled | None = None
    """What stands in the form of a change, if it is filled in there; then `ask` only tells its verb and lines."""
    new: NewLine | None = None
    """The line to be made, once a form was filled in."""


class AddedLine(Value):
    """A line that was made through a request, and is not in the settings file."""

    name: str
    vendor: str
    id: str
    kind: str
    """For people: `call queue in Raleigh`."""
    country: str = ""
    request: int
    """Which request has made it."""
    gone: int | None = None
    """Which request has deleted it again."""

    @property
    def key(self) -> str:
        """What tells the line apart, as `Line.key` does."""
        return f"{self.vendor}:{self.id}"


class CardPlace(Value):
    """Where a request's card stands, and which revision and record it tells."""

    request: int
    channel: str
    ts: str | None
    shown: int
    told: int
    digest: str | None = None
    """Tells what the card shows: another digest is another card. None if nobody knows."""


class PostedHead(Value):
    """The head of the records as it was posted for a day, where nobody who has the database can change it."""

    day: dt.date
    """In UTC."""
    number: int
    """The last record of the day …"""
    hash: str
    """… and its hash."""
    channel: str
    ts: str
    """The thread in which it was posted."""


class PostedDigest(Value):
    """The digest of a day, as it was posted."""

    day: dt.date
    """By the calendar of its own zone."""
    channel: str
    ts: str
    """Where it stands; empty of the one before the first, which is never posted."""


class OpenHome(Value):
    """A Home that somebody has opened, and what it shows."""

    person: Person
    page: int = 0
    """Which page of the lines."""
    opened: dt.datetime
    shown: dt.datetime
    """When it was last drawn …"""
    head: int
    """… and the last record by then."""
    digest: str
    """Tells what it shows: another digest is another Home."""


class Begun(Value):
    """A part of a request with the records that tell how far it has come."""

    request: Request
    part: Part
    number: int
    """The first record that it stands; 0 if it never did, or not since it was asked for."""
    since: dt.datetime
    """When that was …"""
    moved: dt.datetime
    """… and when it last moved."""
    begun: int = 0
    """The record with which it was last begun; 0 if it never was."""
    is_unanswered: bool = False
    """Since it was begun the vendor gave no answer, so some of it may be written."""


class Baseline(Value):
    """How a line was last known to be right."""

    setup: Setup
    at: dt.datetime
    record: int
    """The last record that is taken into account."""
    taken: tuple[str, ...] = ()
    """Parts of requests that are taken into account though their records come later, as `request/part`."""


class Adopted(Value):
    """Somebody has taken the overrides of a line as they were found; what was promised for that time is over."""

    changes: tuple[PutOverrides, ...]
    at: dt.datetime
    record: int
    """The last record before."""


def reverting(number: int) -> str:
    """What stands for a draft where an emergency is undone that nobody has ratified: so it is undone only once."""
    return f"revert {number}"
