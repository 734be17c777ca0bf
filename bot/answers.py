"""What the desk says back, before any surface gives it a shape."""

import datetime as dt
from collections.abc import Mapping
from typing import Literal, TypeAlias

from adapters import Day, FieldValue, LineKind, LiveStatus, Override, Value, WeeklyHours
from bot.alerts import Alert
from bot.requests import Person, Plan, Record, Request, State

CHANGE_TITLE, NEW_TITLE = "Change a phone line", "New phone line"
"""What is written above the form of a change, and of a line that is to be made."""


CoverState: TypeAlias = Literal["closed", "closed anyway", "special", "partly", "pending", "missing"]
"""What callers get on a public holiday: closed by a closure, or by the usual hours; special hours, a part of the usual
hours, as usual until a request is done, or simply as usual."""


class Question(Value):
    """Something is missing or has two readings; each choice continues the same ask."""

    draft: str
    text: str
    choices: tuple[str, ...] = ()
    how: str = ""
    """How it can be answered by typing, as a sentence; empty where it cannot."""
    form: str = ""
    """The form in which it can be answered as well; empty if there is none."""
    line: str = ""
    """The line that it is about, if it is known which."""
    tries: tuple[str, ...] = ()
    """Sentences to begin with, where nothing was understood."""


class Announcing(Value):
    """What callers could hear of the keys that a plan changes."""

    label: str
    """What the vendor's setting is called."""
    text: str
    """What the plan sets; empty if it leaves the announcement as it is."""
    suggestion: str
    """Empty where none can be made."""
    most: int
    """How many characters there may be."""


class Proposal(Value):
    """A plan that can be sent for approval as it stands."""

    draft: str
    words: str
    plan: Plan
    understood: str = ""
    """What was made of the words, where more is to be said than the plan says: a mistyped name, another time zone."""
    reason: str = ""
    announcing: Announcing | None = None
    """What may be changed along with the keys."""
    moved: Literal["", "announced", "first", "otherwise"] = ""
    """Why it is another plan than the one shown before, if it is: what callers hear was written, none was shown, or
    another reason."""
    needs: str = ""
    """Who has to approve it, how many, or why nobody: one or more sentences."""
    waived: bool = False
    """Nobody has to approve it: it is applied once it is sent."""
    rush: str = ""
    """What happens if this person has it applied at once in an emergency, as sentences; empty if they may not."""
    urgent: bool = False
    """They asked for it at once."""
    reason_needed: bool = False
    """It cannot be sent without a reason."""
    refused: str = ""
    """Why this person cannot send it as it stands, as sentences; empty if they can."""
    form: str = ""
    """The form in which what was understood can be changed; empty if there is none."""


class Input(Value):
    """One thing that a form asks for, described as data."""

    name: str
    label: str
    type: Literal["text", "number", "date", "time", "switch", "choice", "choices"]
    """A date is ISO, a time `HH:MM`, a number digits; a switch is `on` or empty."""
    value: str | tuple[str, ...] = ""
    """What stands in it."""
    choices: tuple[tuple[str, str], ...] = ()
    """Pairs of value and label, of any number."""
    required: bool = False
    hint: str = ""
    placeholder: str = ""
    minimum: int | None = None
    maximum: int | None = None
    """The least and greatest number, or length of a text."""


class Editing(Value):
    """The form of a change while it is filled in, with the plan of what stands in it."""

    draft: str
    forms: tuple[tuple[str, str], ...]
    """The forms that fit the line, as pairs of name and label."""
    form: str = ""
    """Which of them it is; empty as long as none was chosen, and then there are no inputs."""
    lines: tuple[str, ...] = ()
    """Which lines it is for; none as long as none was chosen."""
    several: bool = False
    """Whether it may be for several lines."""
    choosable: tuple[str, ...] = ()
    """The lines to choose from."""
    inputs: tuple[Input, ...] = ()
    generation: int = 0
    """Another generation begins with other values than what was typed in the one before."""
    glance: tuple[str, ...] = ()
    """How the line is now, a line of plain text each."""
    proposal: Proposal | None = None
    """The plan of what stands in the form; None as long as there is none."""
    problems: Mapping[str, str] = {}
    """Why there is none: a sentence by the input's name, by `lines` or `form`, or by `""` if it is about all of it."""
    words: str = ""
    """What was typed before the form was opened; empty if nothing was."""
    reason: str = ""


class Preparing(Value):
    """A vendor has to be asked first: `desk.prepare(draft)` waits for it."""

    draft: str
    summary: str
    what: str = "the line"
    """What is read meanwhile."""
    title: str = CHANGE_TITLE
    """What is written above."""


class KindChoice(Value):
    """A kind of line that can be made, to choose from."""

    key: str
    label: str


class Blank(Value):
    """A form for a line that is to be made: first for its kind, then for what that kind needs."""

    draft: str
    choices: tuple[KindChoice, ...]
    chosen: str = ""
    """The key of the kind that was chosen; empty as long as none was."""
    kind: LineKind | None = None
    name: str = ""
    values: Mapping[str, FieldValue] = {}
    """What was filled in before."""
    zone: str = ""
    """What stands in for a time zone that nobody suggests."""
    remarks: tuple[str, ...] = ()
    """What is missing among the kinds, a sentence each."""


class Mistakes(Value):
    """Why a line cannot be made as it was filled in: a sentence by the field's name, or by `name`."""

    problems: Mapping[str, str]


class Said(Value):
    """One or more plain sentences."""

    text: str


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
    """Why it cannot be done as the line is now, as a sentence; then it changes nothing here. Empty if it can."""


class Layer(Value):
    """What callers will meet, as far as people have agreed to it: as it is applied, or with what was asked besides."""

    kind: Literal["applied", "approved", "pending"]
    """Each builds on the one before: what is pending comes on top of what is approved."""
    asked: tuple[Asked, ...] = ()
    """What this layer adds, in the order in which it would be applied: the newer rules."""
    met: Met | None
    """None if the line is deleted then."""


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
    hours: WeeklyHours | None = None
    callers: str = ""
    """What happens to a call while closed."""
    keys: tuple[tuple[str, str], ...] = ()
    """The keys that callers have at that moment, and what they do; while closed without any, those while open."""
    keys_while: Literal["open", "closed"] = "open"
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
    """Only those that are so were asked for, as far as was known."""
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
    """The request that will close them, where that is not decided or done yet."""


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
    """Until when it has to be approved."""


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


Answer: TypeAlias = Question | Proposal | Editing | Preparing | Blank | Said | Statuses | History | Holidays | Help
