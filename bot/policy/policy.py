"""Who may ask and who may decide: pure, and deny when unsure."""

import datetime as dt
from collections.abc import Iterable, Mapping

from adapters import Close, PutOverrides, Value
from bot.errors import NotAllowedError, SayError
from bot.policy.freezes import Freeze, free_at, in_force, sentence
from bot.policy.member import EVERYONE, Member
from bot.policy.numbers import number_problem
from bot.policy.rules import Deed, Rule, Ruling, Terms, deeds, deeds_of, judged, strictest
from bot.requests import LinePlan, Plan, Request

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
    """Times in which nothing is changed."""
    expires: dt.timedelta = dt.timedelta(hours=72)
    countries: frozenset[str] = frozenset()
    """Further countries whose numbers may be the target of a call."""
    portal: Mapping[str, tuple[str, ...]] = {}
    """Who may change lines by hand in a vendor's portal, by the vendor's name."""

    @property
    def names(self) -> frozenset[str]:
        """Everybody and everything that a right may hang on."""
        return frozenset(name for terms in self._all_terms for name in terms.entitled) - {EVERYONE}

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

    def check_plan(self, member: Member, plan: Plan, reason: str, now: dt.datetime) -> None:
        """Refuse a plan that this person may not ask for, or not now, or not so; before it is sent."""
        self.check_asker(member)
        for part in plan.parts:
            self._check_part(member, part, plan, now)
        ruling = self.ruling(plan)
        if not ruling.waived and not _can_be_decided(ruling, member):
            raise SayError(_UNDECIDABLE if len(plan.parts) == 1 else _UNDECIDABLE_TOGETHER)
        if ruling.reason and not reason.strip():
            msg = "Say why: a change like this needs a reason."
            raise SayError(msg)

    def may_rush(self, member: Member, plan: Plan) -> bool:
        """Whether somebody may have a plan applied at once in an emergency; never one of high risk."""
        harmless = plan.risk != "high" and all(part.is_lasting for part in plan.parts)
        return harmless and all(member.is_named(names) for names in self.ruling(plan).rush)

    def check_decider(self, member: Member, request: Request) -> None:
        """Refuse who may not decide this request, or ratify it: who may now, and might when it was asked."""
        lists = self.ruling(request.plan).approve
        same_team = member.person.team == request.person.team
        if not same_team or not all(member.is_named(_people(names)) for names in lists):
            msg = "Only approvers can decide this, so nothing has changed. They are named on the card."
            raise NotAllowedError(msg)
        if member.person.user == request.person.user:
            msg = "Nobody approves their own request, so nothing has changed. Another approver has to look at it."
            raise NotAllowedError(msg)
        if not all(_was_named(member, names, request) for names in lists):
            msg = (
                "You became an approver only after this was asked for, so nothing has changed. Whoever was one by then"
                " can decide it; they are named on the card."
            )
            raise NotAllowedError(msg)

    def check_stopper(self, member: Member) -> None:
        """Refuse who may not freeze, or lift a freeze."""
        if not self.may_decide(member):
            msg = "Only approvers can stop Switchhook from applying, so nothing has changed."
            raise NotAllowedError(msg)

    def deciders(self, request: Request) -> tuple[str, ...]:
        """The people, groups and channels to call for a decision, but for whoever asked."""
        lists = [_people(names) for names in self.ruling(request.plan).approve]
        named = _shared(lists)
        reached = _spelled_out(named, request)
        others = [each for each in _shared([_spelled_out(names, request) for names in lists]) if each not in reached]
        found = (*named, *others) or tuple(dict.fromkeys(name for names in lists for name in names))
        return tuple(name for name in found if name != request.person.user)

    def frozen(self, plan: Plan, now: dt.datetime) -> str:
        """Why a plan must not be applied now, as a sentence: a time in which nothing is changed. Empty if it may be."""
        found = ((in_force(self.freezes, part, now), part) for part in plan.parts)
        return next((sentence(freeze, part) for freeze, part in found if freeze), "")

    def expiry(self, now: dt.datetime, plan: Plan) -> dt.datetime:
        """When a request that nobody decides expires.

        Not before its first line must be live, however long it waits; but once it is too late for it to take any
        effect.
        """
        starts = [part.starts for part in plan.parts]
        first = min((each for each in starts if each), default=now) if all(starts) else now
        undecided = max(now + self.expires, first)
        return min(undecided, plan.ends) if plan.ends else undecided

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

    def _judged(self, deed: Deed) -> Terms:
        """What holds for one change."""
        rules = self.rules if self.approval_to_restore else (_FREELY, *self.rules)
        return judged(deed, self._terms, rules)

    def _check_part(self, member: Member, part: LinePlan, plan: Plan, now: dt.datetime) -> None:
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
        freeze = in_force(self.freezes, part, now)
        if freeze and part.ends and free_at(self.freezes, part, now) >= part.ends:
            msg = f"{sentence(freeze, part)} By then this would be over, so it was not sent."
            raise SayError(msg)


def _check_length(part: LinePlan, longest: dt.timedelta) -> None:
    """Refuse a closure that is too long."""
    closures = [(each.start, each.end) for each in part.changes if isinstance(each, Close)]
    for change in part.changes:
        if isinstance(change, PutOverrides):
            closures += [(each.start, each.end) for each in change.overrides if each.state == "closed"]
    if any(end is None or end - start > longest for start, end in closures):
        days = longest / _DAY
        most = "one day" if days == 1 else f"{days:g} days"
        msg = (
            f"A closure of {part.line.name} may last {most} at most, so nothing was sent. Say until when it is closed."
        )
        raise SayError(msg)


def _can_be_decided(ruling: Ruling, asker: Member) -> bool:
    """Whether enough people may decide it; who belongs to a group or a channel is not known here."""
    lists = [_people(names) for names in ruling.approve]
    if any(not _is_person(name) for names in lists for name in names):
        return True
    return len(set(_shared(lists)) - {asker.person.user}) >= ruling.quorum


def _was_named(member: Member, names: tuple[str, ...], request: Request) -> bool:
    """Whether a list names somebody now, and did so already when a request was asked: by themselves, or in a group."""
    user = member.person.user
    return user in names or any(
        name in member.groups and user in request.roster.get(name, ()) for name in names if name != EVERYONE
    )


def _spelled_out(names: Iterable[str], request: Request) -> tuple[str, ...]:
    """The people of a list, those of its groups as they were when a request was asked."""
    return tuple(user for name in names for user in ((name,) if _is_person(name) else request.roster.get(name, ())))


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
