"""Who may ask and who may decide: pure, and deny when unsure."""

import datetime as dt
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from adapters import Close, PutOverrides, Value
from bot.errors import NotAllowedError, SayError, TooLateError
from bot.policy.freezes import Freeze, deadline, in_force, last_chance, lasts_until_over, sentence
from bot.policy.member import EVERYONE, Member
from bot.policy.numbers import number_problem
from bot.policy.rules import Deed, Rule, Ruling, Terms, deeds, deeds_of, demands, judged, shuts, strictest
from bot.requests import LinePlan, Plan, Request, State

_DAY = dt.timedelta(days=1)

_UNDECIDABLE = (
    "Too few people besides you may approve this, so nothing was sent. Let somebody else ask for it, or have whoever"
    " looks after Switchhook name more approvers."
)
_UNDECIDABLE_TOGETHER = (
    "Too few people besides you may approve all of this together, so nothing was sent. Ask for each line in a request"
    " of its own."
)

_FREELY = Rule(direction="restoring", terms=Terms(approval=False))


class Policy(Value):
    """The rules of one Switchhook."""

    ask: tuple[str, ...] = (EVERYONE,)
    """People (`U…`), user groups (`S…`), channels (`C…`), or `*` for every full member of the workspace."""
    approve: tuple[str, ...]
    quorum: int = 1
    """How many have to approve."""
    approval_to_restore: bool = True
    """Whether somebody has to approve what only leads back to the usual."""
    reason: bool = False
    """Whether a reason has to be given."""
    longest: dt.timedelta | None = None
    """How long a closure may last; None if as long as wanted."""
    emergency: tuple[str, ...] = ()
    """Who may have a change applied at once."""
    ratify_within: dt.timedelta = dt.timedelta(hours=1)
    """How long somebody else has to ratify that."""
    escalate: tuple[str, ...] = ()
    """Whom to call besides when nobody decides."""
    rules: tuple[Rule, ...] = ()
    """What is otherwise for some changes."""
    freezes: tuple[Freeze, ...] = ()
    """Times in which nothing is changed, but in an emergency."""
    expires: dt.timedelta = dt.timedelta(hours=72)
    countries: frozenset[str] = frozenset()
    """Further countries whose numbers may be the target of a call."""
    portal: Mapping[str, tuple[str, ...]] = {}
    """Who may change lines by hand in a vendor's portal, by the vendor's name."""

    @property
    def names(self) -> frozenset[str]:
        """Everybody and everything that a right may hang on, or that is called."""
        return frozenset(name for terms in self._all_terms for name in terms.named) - {EVERYONE}

    @property
    def askers(self) -> tuple[str, ...]:
        """Everybody who may ask for some changes at least: people, user groups, channels, or `*`."""
        return tuple(dict.fromkeys(name for terms in self._all_terms for name in terms.ask or ()))

    @property
    def groups(self) -> frozenset[str]:
        """The user groups and channels among them."""
        return frozenset(name for name in self.names if not _is_person(name))

    def ruling(self, plan: Plan) -> Ruling:
        """What the policy says of a plan."""
        return strictest(plan, map(self._judged, deeds(plan)))

    def may_ask(self, member: Member) -> bool:
        """Whether somebody may ask for some changes at least."""
        return any(member.is_named(terms.ask or ()) for terms in self._all_terms)

    def may_decide(self, member: Member) -> bool:
        """Whether somebody may decide some requests, leaving aside whose they are; they may also freeze."""
        return any(member.is_named(_approvers(terms)) for terms in self._all_terms)

    def check_asker(self, member: Member) -> None:
        """Refuse who may ask for nothing."""
        if not self.may_ask(member):
            msg = "You can see the lines here, but not change them. Ask a team lead, or whoever looks after Switchhook."
            raise NotAllowedError(msg)

    def check_plan(
        self,
        member: Member,
        plan: Plan,
        reason: str,
        now: dt.datetime,
        roster: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
        *,
        emergency: bool = False,
    ) -> None:
        """Refuse a plan that this person may not ask for, or not now, or not so; before it is sent.

        `roster` is who belongs to the groups and channels that the policy names.
        An `emergency` waits for no time in which nothing is changed.
        """
        self.check_asking(member, plan, now, emergency=emergency)
        ruling = self.ruling(plan)
        if not ruling.waived and not _can_be_decided(ruling, member, roster):
            raise SayError(_UNDECIDABLE if len(plan.parts) == 1 else _UNDECIDABLE_TOGETHER)
        if ruling.reason and not says_something(reason):
            msg = "Say why: a change like this needs a reason."
            raise SayError(msg)

    def check_asking(self, member: Member, plan: Plan, now: dt.datetime, *, emergency: bool = False) -> None:
        """Refuse what this person cannot ask for, or not now, whatever the reason and whoever decides it."""
        self.check_asker(member)
        for part in plan.parts:
            self._check_part(member, part, plan)
            if not emergency:
                self._check_time(part, now)

    def may_rush(self, member: Member, plan: Plan) -> bool:
        """Whether somebody may have a plan applied at once in an emergency; never one of high risk."""
        harmless = plan.risk != "high" and all(part.is_lasting for part in plan.parts)
        return harmless and all(member.is_named(names) for names in self.ruling(plan).emergency)

    def check_decider(self, member: Member, request: Request) -> None:
        """Refuse who may not decide this request, or ratify it: who may now, and might when it was asked."""
        lists = self.ruling(request.plan).approve
        same_team = member.person.team == request.person.team
        if same_team and member.person.user == request.person.user:
            raise NotAllowedError(_own(request))
        if not same_team or not all(member.is_named(_people(names)) for names in lists):
            msg = "Only approvers can decide this, so nothing has changed. They are named on the card."
            raise NotAllowedError(msg)
        if not all(_was_named(member, names, request) for names in lists):
            msg = (
                "You became an approver only after this was asked for, so nothing has changed. Whoever was one by then"
                " can decide it; they are named on the card."
            )
            raise NotAllowedError(msg)

    def adopters(self, found: Plan) -> int:
        """How many have to take as it is what somebody has changed elsewhere.

        Nobody knows who that was, so nobody alone takes what is of high risk.
        """
        return max(self.ruling(found).quorum, 2 if found.risk == "high" else 1)

    def check_adopter(self, member: Member, found: Plan) -> None:
        """Refuse who could not approve what somebody has changed elsewhere."""
        if not all(member.is_named(_people(names)) for names in self.ruling(found).approve):
            name = found.parts[0].line.name
            msg = (
                f"Only those who approve such changes of {name} can adopt this, so nothing has changed. Ask one of"
                " them, or have it restored."
            )
            raise NotAllowedError(msg)

    def check_stopper(self, member: Member) -> None:
        """Refuse who may not freeze, or lift a freeze."""
        if not self.may_decide(member):
            msg = "Only approvers can stop Switchhook from applying, so nothing has changed."
            raise NotAllowedError(msg, "Ask one of them.")

    def deciders(self, request: Request) -> tuple[str, ...]:
        """The people, groups and channels to call for a decision, but for whoever asked."""
        lists = [_people(names) for names in self.ruling(request.plan).approve]
        named = _shared(lists)
        reached = _spelled_out(named, request.roster)
        shared = _shared([_spelled_out(names, request.roster) for names in lists])
        others = [each for each in shared if each not in reached]
        return tuple(name for name in (*named, *others) if name != request.person.user)

    def approvers(self, line: str) -> tuple[str, ...]:
        """The people, groups and channels that approve changes of a line (`Line.key`), whatever else the rules say."""
        terms = self._terms
        for rule in self.rules:
            if rule.is_about(line):
                terms = terms.then(rule.terms)
        return _approvers(terms)

    def demands(self, lines: Iterable[str]) -> dict[tuple[tuple[str, ...], int], Deed]:
        """Who approves changes of some lines (`Line.key`), and how many have to, each with a change of that kind."""
        found = demands(self._terms, self._all_rules, lines)
        return {(_people(approve), quorum): deed for (approve, quorum), deed in found.items()}

    def frozen(self, plan: Plan, now: dt.datetime) -> str:
        """Why a plan must not be applied now, but in an emergency: a time in which nothing is changed, as a sentence.

        Empty if it may be.
        """
        found = ((in_force(self.freezes, part, now), part) for part in plan.parts)
        return next((sentence(freeze, part) for freeze, part in found if freeze), "")

    def stopped_for_good(self, plan: Plan, now: dt.datetime) -> str:
        """Why no line of a plan can be changed before it is over: a time without changes, as sentences; else empty."""
        found = [(lasts_until_over(self.freezes, part, now), part) for part in plan.parts]
        told = [sentence(freeze, part) for freeze, part in found if freeze]
        return f"{told[0]} By then this would be over" if len(told) == len(plan.parts) else ""

    def check_in_time(self, plan: Plan, now: dt.datetime) -> None:
        """Refuse to have a plan approved that would be over before it may be applied."""
        stopped = self.stopped_for_good(plan, now)
        if stopped:
            msg = f"{stopped}, so it was not approved."
            raise TooLateError(msg)

    def deadlines(self, plan: Plan, now: dt.datetime) -> tuple[str, ...]:
        """Before which times without changes the lines of a plan have to be decided, a sentence each."""
        found = ((last_chance(self.freezes, part, now), part) for part in plan.parts)
        return tuple(deadline(*last, part) for last, part in found if last)

    def expiry(self, now: dt.datetime, plan: Plan) -> dt.datetime:
        """When a request that nobody decides expires.

        Not before its first line must be live, however long it waits; but once it is too late for it to take any
        effect, be it for a time without changes that begins.
        """
        starts = [part.starts for part in plan.parts]
        first = min((each for each in starts if each), default=now) if all(starts) else now
        undecided = max(now + self.expires, first)
        ends = [self._too_late(part, now) for part in plan.parts]
        known = [each for each in ends if each is not None]
        return min(undecided, max(known)) if len(known) == len(ends) and known else undecided

    def number_problem(self, number: str, country: str) -> str | None:
        """Why calls must not be sent to a number; None if they may. `country` is the line's own."""
        return number_problem(number, country, self.countries)

    @property
    def _terms(self) -> Terms:
        """What holds where no rule says otherwise."""
        return Terms(
            ask=self.ask,
            approve=self.approve,
            quorum=self.quorum,
            approval=True,
            reason=self.reason,
            longest=self.longest,
            emergency=self.emergency,
            ratify_within=self.ratify_within,
            escalate=self.escalate,
        )

    @property
    def _all_terms(self) -> tuple[Terms, ...]:
        return (self._terms, *(rule.terms for rule in self.rules))

    @property
    def _all_rules(self) -> tuple[Rule, ...]:
        return self.rules if self.approval_to_restore else (_FREELY, *self.rules)

    def _judged(self, deed: Deed) -> Terms:
        """What holds for one change."""
        return judged(deed, self._terms, self._all_rules)

    def _check_part(self, member: Member, part: LinePlan, plan: Plan) -> None:
        """Refuse one line of a plan, as part of the whole."""
        ruling = strictest(plan, [self._judged(deed) for deed in deeds_of(part, plan.reach)])
        line = part.line.name
        if not all(member.is_named(names) for names in ruling.ask):
            msg = (
                f"This change of {line} is not yours to ask for, so nothing was sent. Ask a team lead, or whoever looks"
                " after Switchhook."
            )
            raise NotAllowedError(msg)
        if ruling.longest is not None and not part.restores:
            _check_length(part, ruling.longest)

    def _too_late(self, part: LinePlan, now: dt.datetime) -> dt.datetime | None:
        """From when on a line cannot be changed any more before it is over; None if it lasts."""
        last = last_chance(self.freezes, part, now)
        return last[0] if last else part.ends

    def _check_time(self, part: LinePlan, now: dt.datetime) -> None:
        """Refuse what would be over before it may be applied."""
        freeze = lasts_until_over(self.freezes, part, now)
        if freeze:
            msg = f"{sentence(freeze, part)} By then this would be over, so it was not sent."
            raise SayError(msg, "Name a time outside of it, or ask whoever looks after Switchhook.")


def _own(request: Request) -> str:
    """Why nobody decides what they have asked for themselves, and what they can do."""
    if request.can_be_ratified:
        return "Nobody approves their own request: somebody else has to ratify your emergency. The card names who may."
    more = "You can withdraw it in your messages with Switchhook." if request.state is State.PENDING else ""
    return (
        f"Nobody approves their own request, so nothing has changed. Another approver has to look at it. {more}".strip()
    )


def says_something(reason: str) -> bool:
    """Whether a reason has a word in it."""
    return any(each.isalnum() for each in reason)


def _check_length(part: LinePlan, longest: dt.timedelta) -> None:
    """Refuse a closure that is too long."""
    closures = [(each.start, each.end) for each in part.changes if isinstance(each, Close)]
    for change in part.changes:
        if isinstance(change, PutOverrides):
            closures += [(each.start, each.end) for each in change.overrides if each.state == "closed"]
    endless = any(shuts(each, part) for each in part.changes)
    if endless or any(end is None or end - start > longest for start, end in closures):
        days = longest / _DAY
        most = "one day" if days == 1 else f"{days:g} days"
        msg = (
            f"A closure of {part.line.name} may last {most} at most, so nothing was sent. Say until when it is closed."
        )
        raise SayError(msg)


def _can_be_decided(ruling: Ruling, asker: Member, roster: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether enough people may decide it, besides whoever asks."""
    lists = [_spelled_out(_people(names), roster) for names in ruling.approve]
    return len(set(_shared(lists)) - {asker.person.user}) >= ruling.quorum


def _was_named(member: Member, names: tuple[str, ...], request: Request) -> bool:
    """Whether a list names somebody now, and did so already when a request was asked: by themselves, or in a group."""
    user = member.person.user
    return user in names or any(
        name in member.groups and user in request.roster.get(name, ()) for name in names if name != EVERYONE
    )


def _spelled_out(names: Iterable[str], roster: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The people of a list, those of its groups as a roster has them."""
    return tuple(user for name in names for user in ((name,) if _is_person(name) else roster.get(name, ())))


def _shared(lists: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """What is in all lists, in the order of the first."""
    first, *others = lists
    return tuple(dict.fromkeys(name for name in first if all(name in names for names in others)))


def _approvers(terms: Terms) -> tuple[str, ...]:
    return _people(terms.approve or ())


def _people(names: tuple[str, ...]) -> tuple[str, ...]:
    """A list of those who decide: everybody is nobody in particular."""
    return tuple(name for name in names if name != EVERYONE)


def _is_person(name: str) -> bool:
    return name.startswith(("U", "W"))
