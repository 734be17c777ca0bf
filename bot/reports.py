"""What people are told of the lines: how they are, what was and what is to come, and what can be said."""

import datetime as dt
from typing import Literal, TypeAlias

from adapters import Day, Interval, LiveStatus, Override, Value, WeeklyHours
from bot.alerts import Alert
from bot.requests import Person, Record, Request, State

CoverState: TypeAlias = Literal[
    "closed", "closed anyway", "special", "partly", "pending", "special pending", "reopening", "missing"
]
"""What callers get on a public holiday: closed by a closure, or by the usual hours; special hours, a part of the usual
hours; once a request is done closed, or special hours, or as usual again; or simply as usual."""


class Met(Value):
    """What callers of a line meet at a moment, or on some days."""

    open: bool
    until: dt.datetime | None = None
    """The next moment at which it opens or closes."""
    override: Override | None = None
    """The override in force."""
    callers: str = ""
    """What happens to a call while closed."""
    keys: tuple[tuple[str, str], ...] = ()
    """The keys that callers have at that moment, and what they do; while closed without any, those while open."""
    keys_while: Literal["open", "closed"] = "open"
    days: tuple[tuple[dt.date, Day], ...] = ()
    """When it is open on each day that was asked about; none for a single moment."""


class Asked(Value):
    """What somebody has asked for on a line."""

    request: int
    person: Person
    summary: str
    problem: str = ""
    """What is in its way, as a sentence: it cannot be done as the line is now, and changes nothing here; or it will be
    asked again before it is applied. Empty if nothing is."""


class Layer(Value):
    """What callers will meet, as far as people have agreed to it: as it is applied, or with what was asked besides."""

    kind: Literal["applied", "approved", "pending"]
    """Each builds on the one before: what is pending comes on top of what is approved."""
    asked: tuple[Asked, ...] = ()
    """What this layer adds, in the order in which it would be applied: the newer rules."""
    met: Met | None
    """None if the line is deleted then."""


class Unratified(Value):
    """An emergency that stands on a line, and is undone unless somebody ratifies it."""

    request: int
    person: Person
    by: dt.datetime
    """Until when it has to be ratified (UTC)."""


class Changed(Value):
    """A change of a line that people have agreed to, and that came to stand."""

    number: int
    """Of the record with which it did."""
    at: dt.datetime
    line: str
    request: int
    person: Person
    """Who asked for it."""
    approved: tuple[Person, ...] = ()
    summary: str
    state: State
    """How far it is by now."""


class LineStatus(Value):
    """What callers of a line get at a moment."""

    name: str
    vendor: str
    zone: str
    country: str
    at: dt.datetime
    future: bool = False
    """Asked for another moment than now."""
    days: tuple[tuple[dt.date, Day], ...] = ()
    """When it is open on each day that was asked about; none if it was asked about now or one moment."""
    today: Day | None = None
    """When it is open today, whatever was asked about."""
    layers: tuple[Layer, ...] = ()
    """The answer for another time than now: as applied, and with what is approved and pending, where that is any."""
    read_at: dt.datetime | None = None
    unratified: tuple[Unratified, ...] = ()
    """Emergencies that the line is as it is by, and that nobody has ratified yet."""
    otherwise: Met | None = None
    """What callers meet once those are undone, or at the time asked about if that is later; None if they make no
    difference at that time."""
    problem: str = ""
    """Why nothing is known of the line; then the rest is empty."""
    open: bool | None = None
    until: dt.datetime | None = None
    """The next moment at which it opens or closes."""
    against: str = ""
    """What the vendor says is so now instead, as a part of a sentence: `Dialpad says that it is open`; else empty."""
    override: Override | None = None
    """The override in force."""
    coming: tuple[Override, ...] = ()
    holidays: tuple[Override, ...] = ()
    """Those of these overrides that stand in the vendor's own calendar."""
    hours: WeeklyHours | None = None
    callers: str = ""
    """What happens to a call while closed."""
    keys: tuple[tuple[str, str], ...] = ()
    """The keys that callers have at that moment, and what they do; while closed without any, those while open."""
    keys_while: Literal["open", "closed"] = "open"
    open_keys: tuple[tuple[str, str], ...] = ()
    """The keys while open, where `keys` are those while closed."""
    keys_shown: bool = True
    """Whether the vendor shows them; else they are as last set by Switchhook."""
    announcement: str = ""
    """What callers hear of the keys, with where that is known from; empty if it is not known."""
    callback: str = ""
    live: LiveStatus | None = None
    traffic: str = ""
    """How many wait and who answers, and whether that is so right now or as configured."""
    warnings: tuple[str, ...] = ()
    requests: tuple[Request, ...] = ()
    """Pending, approved or scheduled requests."""
    last: Record | None = None
    """The last thing that was done to it."""
    changed: Changed | None = None
    """What somebody last changed on it through Switchhook."""
    alerts: tuple[Alert, ...] = ()
    """What somebody has to look at of it, a freeze of everything included."""


class Statuses(Value):
    """The status of some lines; of several first what somebody has to look at, then by name."""

    lines: tuple[LineStatus, ...]
    which: Literal["", "open", "closed"] = ""
    """Only those that are so were asked for …"""
    unknown: tuple[str, ...] = ()
    """… and the names of those of which nobody knows whether they are."""
    page: int = 0
    may_ask: bool = False
    """Whoever asked may ask for changes, too."""
    forms: tuple[str, ...] = ()
    """The names of the forms that fit the line, if it is one."""


class Wanted(Value):
    """Which part of the history is wanted; whatever is empty takes all."""

    lines: tuple[str, ...] = ()
    person: Person | None = None
    kind: Literal["all", "changes", "decisions", "alerts"] = "all"
    """Changes are what people have agreed to and what came to stand, each told once."""
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    request: int | None = None


class History(Value):
    """A page of the records, the newest first."""

    wanted: Wanted = Wanted()
    records: tuple[Record, ...] = ()
    changes: tuple[Changed, ...] = ()
    """Instead of records, where only changes are wanted."""
    page: int = 0
    count: int = 0
    """How many there are on all pages."""
    newest: int = 0
    """The last record that there was on the first page: what is newer belongs to none of its pages."""
    undoable: tuple[int, ...] = ()
    """The requests on this page that whoever looks may ask to undo."""
    lines: tuple[str, ...] = ()
    """The names of all lines that there are, or were."""

    @property
    def many(self) -> bool:
        """Whether it may be about several lines, so that each record says of which it is."""
        return len(self.wanted.lines) != 1


class Covered(Value):
    """Lines for which a public holiday is the same."""

    state: CoverState
    lines: tuple[str, ...]
    closure: str = ""
    """What the closure is called, where there is one; empty if it has no name."""
    request: int | None = None
    """The request that will close them, or give them other hours, where that is not decided or done yet."""


class Holiday(Value):
    """A public holiday, and what callers get on it."""

    date: dt.date
    name: str
    where: str = ""
    """In which countries, where the lines are in several."""
    covered: tuple[Covered, ...]


class Holidays(Value):
    """The public holidays of some lines in the order of their dates, and which lines are closed then."""

    lines: tuple[str, ...]
    first: dt.date
    last: dt.date
    days: tuple[Holiday, ...]
    remarks: tuple[str, ...] = ()
    """What is not known, a sentence each."""
    closing: str = ""
    """What to say to have the lines closed on the holidays that are missing; empty if none is."""
    may_ask: bool = False


class Help(Value):
    """Examples made of the workspace's own lines."""

    lines: tuple[str, ...]
    examples: tuple[tuple[str, str], ...]
    """Pairs of what to type and what it does."""
    may_ask: bool
    welcome: bool = False
    """Nothing was asked: show the overview rather than all the examples."""
    may_decide: bool = False
    topic: str = ""
    """What it is about, for people; empty if about everything."""
    line: str = ""
    """The line that it is about, if one was named."""
    topics: tuple[tuple[str, str], ...] = ()
    """What else there is help with: pairs of what to say and how it is called."""
    askers: tuple[str, ...] = ()
    """Who may ask for changes, for somebody who may not: people (`U…`), user groups (`S…`), channels, or `*`."""


class Happening(Value):
    """Something that is about to happen on one or more lines, on all of them at the same moment."""

    what: Literal["closes", "opens", "returns", "stays", "changes"]
    """An override begins (`closes`, `opens`) or ends, so that the usual hours rule (`returns`); a line is closed until
    further notice (`stays`); a request that has no time of its own is under way (`changes`)."""
    at: dt.datetime
    """When (UTC): at once, where it only waits for an approval or to be applied; since when, where it `stays`."""
    lines: tuple[str, ...]
    zone: str
    country: str
    start: dt.datetime
    """The same by the lines' wall clock."""
    end: dt.datetime | None = None
    """Until when it `closes` or `opens`, by the wall clock; None for until further notice."""
    only: tuple[Interval, ...] = ()
    """All hours of the day on which it `opens`, where they replace the usual ones; else empty."""
    again: dt.datetime | None = None
    """When a line that `returns` to its hours opens next (UTC); None if it is open at once, or nobody knows."""
    called: tuple[str, ...] = ()
    """Its reason or name; of `changes` what is asked for, as a sentence."""
    calendar: str = ""
    """The vendor in whose own calendar it stands; empty if it stands in none."""
    requests: tuple[int, ...] = ()
    people: tuple[Person, ...] = ()
    """Who asked for it."""
    state: Literal["settled", "approved", "pending"] = "settled"
    """Whether it stands, is approved and not applied yet, or still waits for an approval."""
    by: dt.datetime | None = None
    """Until when it has to be approved; of what is `settled`, until when an emergency that nobody has ratified yet has
    to be ratified, or it is undone. None for what is certain."""


class Overview(Value):
    """What somebody's Home shows."""

    lines: tuple[LineStatus, ...]
    """A page of the lines, those first that somebody has to look at."""
    waiting: tuple[Request, ...]
    """Requests that this person may decide."""
    mine: tuple[Request, ...]
    may_ask: bool
    help: Help
    alerts: tuple[Alert, ...] = ()
    """What somebody has to look at, the oldest first."""
    agenda: tuple[Happening, ...] = ()
    """What is about to happen on all lines, the next first."""
    may_decide: bool = False
    """Whether they are an approver of anything."""
    page: int = 0
    before: int = 0
    """How many lines stand on the pages before …"""
    after: int = 0
    """… and on those after."""
    at: dt.datetime
    askers: tuple[str, ...] = ()
    """Who may ask for changes: people, user groups, channels; `*` for everybody."""
    support: str = ""
    """Where people get help with Switchhook: a channel, or a sentence; empty if the settings name nothing."""


class Digest(Value):
    """What a week brings, for everybody who looks after the lines."""

    since: dt.datetime
    until: dt.datetime
    zone: str
    """Whose dates it is told in."""
    agenda: tuple[Happening, ...]
    alerts: tuple[Alert, ...]
    """What somebody has to look at, the oldest first."""
    unread: tuple[str, ...]
    """The lines that could not be read lately."""
    count: int
    """How many lines there are."""
