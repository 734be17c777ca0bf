"""What the rules of a policy say of one plan: every change is judged for itself, and the strictest counts. Pure."""

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from adapters import DATED, Change, PutOverrides, SetHours, SetOption, Value
from bot.requests import LinePlan, Plan
from bot.settings import CHANGE_WORDS, CHANGES, CREATE, DELETE, GREETING, GREETING_OPTIONS

NEEDLESS = "Nobody has to approve it: it only leads back to the usual."
"""Why nobody has to approve what the policy lets through."""

_WORDS = {"closed": "close", "open": "open"}
_DATED = frozenset({CHANGE_WORDS[each.model_fields["kind"].default] for each in DATED})
"""The words for changes that may end."""


class Ruling(Value):
    """What the policy says of one plan: of several lines and changes, the strictest of each.

    A list of names holds people (`U…`), user groups (`S…`), channels (`C…`, `G…`), or `*`. Where there are several
    lists, somebody has to be named in each of them.
    """

    ask: tuple[tuple[str, ...], ...]
    """Who may ask."""
    approve: tuple[tuple[str, ...], ...]
    """Who may decide."""
    quorum: int = 1
    """How many have to approve."""
    waived: str = ""
    """Why nobody has to approve it, as a sentence; empty if somebody has to."""
    emergency: tuple[tuple[str, ...], ...] = ((),)
    """Who may have it applied at once in an emergency; nobody by default."""
    ratify_within: dt.timedelta = dt.timedelta(hours=1)
    """How long somebody else has to ratify what was applied at once."""
    reason: bool = False
    """Whether a reason has to be given."""
    longest: dt.timedelta | None = None
    """How long a closure may last; None if as long as wanted."""
    escalate: tuple[str, ...] = ()
    """Whom to call besides when nobody decides; empty if nobody else."""


class Terms(Value):
    """What a rule says; None where it leaves that to the others."""

    ask: tuple[str, ...] | None = None
    approve: tuple[str, ...] | None = None
    quorum: int | None = None
    approval: bool | None = None
    """Whether somebody has to approve it at all."""
    reason: bool | None = None
    longest: dt.timedelta | None = None
    emergency: tuple[str, ...] | None = None
    ratify_within: dt.timedelta | None = None
    escalate: tuple[str, ...] | None = None

    def then(self, later: "Terms") -> "Terms":
        """These, but for what later ones say."""
        return self.model_copy(update={name: value for name, value in later if value is not None})

    @property
    def named(self) -> tuple[str, ...]:
        """Everybody whom they give a right, or call."""
        return (*(self.ask or ()), *(self.approve or ()), *(self.emergency or ()), *(self.escalate or ()))


class Deed(Value):
    """One change on one line, as far as rules look at it."""

    line: str
    """`Line.key`."""
    system: str
    word: str
    """What kind of change it is, in the words of the settings."""
    restoring: bool
    risk: str
    reach: int
    """How many lines the whole plan changes."""
    lasting: bool


class Rule(Value):
    """Terms for some changes; of the rules that match one, the last that names a term decides it."""

    lines: frozenset[str] | None = None
    """The keys of lines; None for all, as in every condition."""
    vendors: frozenset[str] | None = None
    changes: frozenset[str] | None = None
    direction: Literal["leaving", "restoring"] | None = None
    risk: Literal["high", "low"] | None = None
    lines_at_least: int | None = None
    lasting: bool | None = None
    terms: Terms

    def matches(self, deed: Deed) -> bool:
        """Whether it is about a change."""
        return (
            (self.lines is None or deed.line in self.lines)
            and (self.vendors is None or deed.system in self.vendors)
            and (self.changes is None or deed.word in self.changes)
            and (self.direction is None or (self.direction == "restoring") == deed.restoring)
            and (self.risk is None or self.risk == deed.risk)
            and (self.lines_at_least is None or self.lines_at_least <= deed.reach)
            and (self.lasting is None or self.lasting == deed.lasting)
        )

    def is_about(self, line: str) -> bool:
        """Whether it is about every change of a line (`Line.key`)."""
        conditions = (self.changes, self.direction, self.risk, self.lines_at_least, self.lasting)
        return (
            all(each is None for each in conditions)
            and (self.lines is None or line in self.lines)
            and (self.vendors is None or line.partition(":")[0] in self.vendors)
        )


def judged(deed: Deed, base: Terms, rules: Iterable[Rule]) -> Terms:
    """What holds for one change."""
    terms = base
    for rule in rules:
        if rule.matches(deed):
            terms = terms.then(rule.terms)
    return terms


def strictest(plan: Plan, found: Iterable[Terms]) -> Ruling:
    """What holds for a whole plan; whatever rules say, only what leads back at low risk goes without approval."""
    terms = list(found)
    waived = plan.restores and plan.risk != "high" and all(each.approval is False for each in terms)
    limits = [each.longest for each in terms if each.longest is not None]
    called = [name for each in terms for name in each.escalate or ()]
    return Ruling(
        ask=_lists(each.ask for each in terms),
        approve=_lists(each.approve for each in terms),
        quorum=max((each.quorum or 1 for each in terms), default=1),
        waived=NEEDLESS if waived else "",
        emergency=_lists(each.emergency for each in terms),
        ratify_within=min(each.ratify_within for each in terms if each.ratify_within is not None),
        reason=any(each.reason for each in terms),
        longest=min(limits, default=None),
        escalate=tuple(dict.fromkeys(called)),
    )


def demands(base: Terms, rules: Sequence[Rule], lines: Iterable[str]) -> dict[tuple[tuple[str, ...], int], Deed]:
    """Who approves changes of some lines (`Line.key`), and how many have to, each with a change of that kind."""
    alike = {(_system(line), *(each.lines is None or line in each.lines for each in rules)): line for line in lines}
    reaches = sorted({1, *(each.lines_at_least for each in rules if each.lines_at_least)})
    found: dict[tuple[tuple[str, ...], int], Deed] = {}
    for line, word, restoring, risk, reach, lasting in itertools.product(
        alike.values(), CHANGES, (False, True), ("low", "high"), reaches, (True, False)
    ):
        deed = Deed(
            line=line, system=_system(line), word=word, restoring=restoring, risk=risk, reach=reach, lasting=lasting
        )
        terms = judged(deed, base, rules)
        if _may_be(deed) and not (terms.approval is False and risk == "low"):
            found.setdefault((terms.approve or (), terms.quorum or 1), deed)
    return found


def _may_be(deed: Deed) -> bool:
    """Whether there are such changes at all."""
    ends = deed.lasting or deed.word in _DATED
    made = deed.word not in {CREATE, DELETE} or not deed.restoring
    return ends and made and not (deed.word == DELETE and deed.risk == "low")


def _system(line: str) -> str:
    return line.partition(":")[0]


def deeds(plan: Plan) -> Iterator[Deed]:
    """Every change of a plan on every line that it reaches, those that change along included."""
    reach = plan.reach
    for part in plan.parts:
        yield from deeds_of(part, reach)


def deeds_of(part: LinePlan, reach: int) -> Iterator[Deed]:
    """The same for one part of a plan that changes `reach` lines."""
    words = list(_words(part)) or [("", True)]
    for key in reached(part):
        for word, lasting in words:
            yield Deed(
                line=key,
                system=part.line.system,
                word=word,
                restoring=part.restores,
                risk=part.risk,
                reach=reach,
                lasting=lasting,
            )


def reached(part: LinePlan) -> tuple[str, ...]:
    """The keys of the lines that a part of a plan changes: its own, and those that change along."""
    along = part.neighbours if part.shared else ()
    return (part.line.key, *(f"{part.line.system}:{each.id}" for each in along))


def shuts(change: Change, part: LinePlan) -> bool:
    """Whether a change of hours leaves the line closed all week: it is a closure without an end."""
    return isinstance(change, SetHours) and change.applied_to(part.before).hours.never_open


def _words(part: LinePlan) -> Iterator[tuple[str, bool]]:
    """The words for what is done to a line, each with whether it lasts."""
    if not part.is_lasting:
        yield (DELETE if part.deletes else CREATE), True
    for change in part.changes:
        lasting = not isinstance(change, DATED) or change.end is None
        yield from ((word, lasting) for word in dict.fromkeys(_words_for(change, part)))


def _words_for(change: Change, part: LinePlan) -> Iterator[str]:
    """Putting overrides back is whatever those do; without any, the usual hours rule again."""
    if isinstance(change, PutOverrides) and change.overrides:
        yield from (_WORDS[each.state] for each in change.overrides)
    elif isinstance(change, SetOption) and change.name in GREETING_OPTIONS:
        yield GREETING
    else:
        yield CHANGE_WORDS[change.kind]
    if shuts(change, part):
        yield _WORDS["closed"]


def _lists(found: Iterable[tuple[str, ...] | None]) -> tuple[tuple[str, ...], ...]:
    return tuple(dict.fromkeys(each or () for each in found))
