"""Whatever people, clocks, vendors and crashes do to requests, in any order: what must hold holds."""

from collections import Counter
from functools import partial

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from adapters import MenuAction, SetMenuKey, SetOption, UnreachableError, all_applied
from bot import plans
from bot.answers import Proposal, Question
from bot.errors import NotAllowedError
from bot.moves import is_legal
from bot.policy import Member
from bot.requests import OPEN, Record, Request, State
from bot.store import Store
from tests.bot.workshop import AMIR, BEA, DANA, NOOR, POLICY, Workshop

PEOPLE = st.sampled_from([DANA, AMIR, NOOR, BEA])
WORDS = st.sampled_from(
    [
        "close support tomorrow",
        "close sales tomorrow",
        "close support and sales on Monday",
        "close support for 2 hours",
        "reopen support",
        "close support for 3 hours",
        "set key 3 to voicemail on support",
        "set key 3 to voicemail on support and sales",
        "set key 4 to voicemail on support and sales",
        "set option ring seconds to 20 on sales",
        "undo the last change on support",
        "undo the last change on sales",
    ]
)
STEPS = st.sampled_from(["claimed", "before the write", "after the write"])
APPROVER = st.sampled_from([AMIR, NOOR, BEA])
NUMBERS = st.integers(0, 5)
LINES = st.sampled_from(["1", "2"])
OUTSIDE = st.sampled_from(
    [
        SetMenuKey(key="3", action=MenuAction(action="menu")),
        SetMenuKey(key="5", action=MenuAction(action="voicemail")),
        SetOption(name="ring_seconds", value=40),
    ]
)

_NO_MOVE = frozenset(
    {"approval", "ratified", "nudged", "reminded", "escalated", "to go", "refused", "not ratified", "by hand"}
)
_BECOMES = {
    "asked": State.PENDING,
    "replanned": State.PENDING,
    "lost right": State.PENDING,
    "rushed": State.APPROVED,
    "waived": State.APPROVED,
    "again": State.APPROVED,
    "continued": State.SCHEDULED,
}


class Requests(RuleBasedStateMachine):
    """Several requests on two lines."""

    def __init__(self) -> None:
        super().__init__()
        self.shop = Workshop()
        self.seen = 0
        self.states: dict[tuple[int, str], State] = {}
        self.ways: dict[int, str] = {}
        """How requests came to be approved without anybody's yes: `waived` or `rushed`."""

    # What people do

    def proposed(self, who: str, words: str) -> Proposal | None:
        desk, asker = self.shop.desk, self.shop.who(who)
        answer = self.shop.tried(desk.hear(asker, words))
        if isinstance(answer, Question) and answer.choices:
            answer = self.shop.tried(desk.choose(asker, answer.draft, 0))
        return answer if isinstance(answer, Proposal) else None

    def requests(self, *states: State) -> list[Request]:
        return self.shop.kept(lambda store: store.requests_in(states or list(State)))

    @rule(who=PEOPLE, words=WORDS, again=st.booleans())
    def send(self, who: str, words: str, again: bool) -> None:  # noqa: FBT001
        shown = self.proposed(who, words)
        if shown:
            for _ in range(1 + again):
                self.shop.tried(self.shop.desk.send(self.shop.who(who), shown.draft, shown.plan.digest, "training"))

    @rule(who=PEOPLE, words=WORDS, then=st.sampled_from(["", "work", "kill"]), step=STEPS)
    def rush(self, who: str, words: str, then: str, step: str) -> None:
        shown = self.proposed(who, words)
        if shown:
            self.shop.tried(self.shop.desk.rush(self.shop.who(who), shown.draft, shown.plan.digest, "flood"))
        if then:
            self.shop.work(step if then == "kill" else "")

    @rule(who=PEOPLE, old=st.sampled_from([False, False, False, True]))
    def approve(self, who: str, old: bool) -> None:  # noqa: FBT001
        for request in self.requests(State.PENDING, State.VERIFIED)[-1:]:
            digest = "of before" if old else request.plan.digest
            self.shop.tried(self.shop.desk.approve(self.shop.who(who), request.id, digest))

    @rule(who=APPROVER, other=APPROVER)
    def approve_all(self, who: str, other: str) -> None:
        for request in self.requests(State.PENDING):
            for each in (who, other):
                self.shop.tried(self.shop.desk.approve(self.shop.who(each), request.id, request.plan.digest))

    @rule(who=PEOPLE, deed=st.sampled_from(["reject", "withdraw", "nudge"]), which=NUMBERS)
    def end(self, who: str, deed: str, which: int) -> None:
        self.do(who, deed, self.requests(State.PENDING) or self.requests(), which)

    @rule(who=PEOPLE, deed=st.sampled_from(["ratify", "revert"]), which=NUMBERS)
    def judge(self, who: str, deed: str, which: int) -> None:
        rushed = [each for each in self.requests() if each.is_unratified]
        self.do(who, deed, rushed or self.requests(), which)

    @rule(who=PEOPLE, deed=st.sampled_from(["retry", "retry", "compensate"]), which=NUMBERS)
    def mend(self, who: str, deed: str, which: int) -> None:
        self.do(who, deed, self.requests(State.FAILED) or self.requests(), which)

    def do(self, who: str, deed: str, among: list[Request], which: int) -> None:
        if among:
            more = ("no",) if deed == "reject" else ()
            number = among[which % len(among)].id
            self.shop.tried(getattr(self.shop.desk, deed)(self.shop.who(who), number, *more))

    @rule(who=PEOPLE, on=st.sampled_from([True, False, False]))
    def freeze(self, who: str, on: bool) -> None:  # noqa: FBT001
        self.shop.tried(self.shop.desk.hear(self.shop.who(who), "freeze" if on else "unfreeze"))

    # What happens to them

    @rule(user=APPROVER, approver=st.sampled_from([True, True, True, False]))
    def join_or_leave(self, user: str, approver: bool) -> None:  # noqa: FBT001
        self.shop.belong(user, approver=approver)

    @rule(user=APPROVER, other=APPROVER)
    def lose_the_right_before_it_is_applied(self, user: str, other: str) -> None:
        self.approve_all(user, other)
        self.every_record_is_a_legal_move_by_those_who_may()
        self.shop.belong(user, approver=False)
        self.shop.work()
        self.every_record_is_a_legal_move_by_those_who_may()
        self.shop.belong(user, approver=True)

    @rule(who=PEOPLE, words=WORDS)
    def be_without_slack(self, who: str, words: str) -> None:
        self.shop.people.away = True
        self.send(who, words, again=False)
        self.shop.work()
        self.shop.people.away = False

    @rule(line=LINES, change=OUTSIDE, user=APPROVER, other=APPROVER)
    def move_what_is_approved(self, line: str, change: SetMenuKey | SetOption, user: str, other: str) -> None:
        self.approve_all(user, other)
        self.touch(line, change)
        self.shop.work()

    @rule(line=LINES, change=OUTSIDE)
    def touch(self, line: str, change: SetMenuKey | SetOption) -> None:
        if all_applied([change], self.shop.phones.setups[line]) != self.shop.phones.setups[line]:
            self.shop.phones.touch(line, change)

    @rule(minutes=st.sampled_from([1, 20, 61, 24 * 60]))
    def wait(self, minutes: int) -> None:
        self.shop.pass_time(minutes=minutes)

    @rule(user=APPROVER, other=APPROVER)
    def have_it_done(self, user: str, other: str) -> None:
        self.approve_all(user, other)
        self.shop.work()

    @rule()
    def work(self) -> None:
        self.shop.work()

    @rule(step=STEPS)
    def crash(self, step: str) -> None:
        self.shop.work(step)

    @rule()
    def restart(self) -> None:
        self.shop.start()

    @rule(after=st.booleans())
    def work_while_the_vendor_is_away(self, after: bool) -> None:  # noqa: FBT001
        phones, error = self.shop.phones, UnreachableError("It does not answer.")
        if after:
            phones.failures_after_write = [error]
        else:
            phones.failures = [error]
        self.shop.work()
        phones.failures, phones.failures_after_write = [], []

    @rule(line=LINES, user=APPROVER, other=APPROVER)
    def work_while_the_vendor_refuses(self, line: str, user: str, other: str) -> None:
        self.approve_all(user, other)
        self.shop.phones.refused = {line}
        self.shop.work()
        self.shop.phones.refused = set()

    # What must hold

    @invariant()
    def every_record_is_a_legal_move_by_those_who_may(self) -> None:
        for record in self.shop.records(after=self.seen):
            self.seen = record.number
            if record.request is not None and record.line is not None and record.kind not in _NO_MOVE:
                self._moved(record, record.request, record.line)

    def _moved(self, record: Record, number: int, line: str) -> None:
        before = self.states.get((number, line))
        after = _BECOMES.get(record.kind) or (State(record.kind) if record.kind in set(State) else before)
        assert after is not None, record
        if before is None:
            assert record.kind == "asked", record
        else:
            assert after is before or is_legal(before, after), (before, record)
        self.states[number, line] = after
        self._counted(record, number, after)

    def _counted(self, record: Record, number: int, after: State) -> None:
        if record.kind in {"asked", "replanned", "lost right"}:
            self.ways.pop(number, None)
        elif record.kind in {"waived", "rushed"}:
            self.ways[number] = record.kind
        if after is State.APPLYING and record.kind == "applying":
            self._check_claim(self.shop.kept(lambda store: store.request(number)), number)

    def _check_claim(self, request: Request, number: int) -> None:
        assert self.shop.kept(lambda store: store.frozen()) is None, "claimed while all was frozen"
        if number in self.ways:
            return
        entitled = {
            record.actor
            for record in self._yeses_since_asked(number)
            if _may_decide(self.shop.who(record.actor.partition(":")[2]), request)
        }
        assert len(entitled) >= POLICY.ruling(request.plan).quorum, (request, entitled)
        assert str(request.person) not in entitled

    def _yeses_since_asked(self, number: int) -> list[Record]:
        """The yeses that counted when it was claimed last."""
        found: list[Record] = []
        for record in self.shop.kept(lambda store: store.records(request=number)):
            if record.number > self.seen:
                break
            if record.kind in {"replanned", "lost right"}:
                found = []
            if record.kind in {"approval", "approved"}:
                found.append(record)
        return found

    @invariant()
    def the_store_says_what_the_records_say(self) -> None:
        for request in self.requests():
            for part in request.parts:
                assert self.states[request.id, part.plan.line.name] is part.state
            assert request.person not in {each.person for each in request.approvals}
            assert request.ratified is None or request.ratified.person != request.person

    @invariant()
    def whoever_is_refused_reads_a_sentence(self) -> None:
        assert [each for each in self.shop.refusals if not each.endswith((".", "?"))] == []
        assert not any("None" in each for each in self.shop.refusals)

    @invariant()
    def nothing_is_written_twice_with_effect(self) -> None:
        effects = Counter((number, line) for number, line, effect in self.shop.phones.writes if effect)
        assert all(count == 1 for count in effects.values()), effects

    @invariant()
    def what_stands_is_what_was_applied_last(self) -> None:
        last = {line: number for number, line, effect in self.shop.phones.writes if effect}
        for line, number in last.items():
            request = self.shop.kept(partial(Store.request, number=number))
            for part in request.parts:
                if part.plan.line.id == line and part.state is State.VERIFIED:
                    assert plans.is_so_already(part.plan, self.shop.phones.setups[line]), request

    def teardown(self) -> None:
        try:
            self._end()
        finally:
            self.shop.close()

    def _end(self) -> None:
        """Once everything works again and time has passed, everything has ended, and the history is whole."""
        self.shop.people.away = False
        for user in (AMIR, NOOR, BEA):
            self.shop.belong(user, approver=True)
        self.shop.tried(self.shop.desk.thaw(self.shop.who(AMIR)))
        self.shop.start()
        for _ in range(12):
            self.shop.pass_time(hours=100)
            self.shop.work()
        self.every_record_is_a_legal_move_by_those_who_may()
        self.the_store_says_what_the_records_say()
        assert [each.id for each in self.requests(*OPEN)] == []
        assert self.shop.kept(lambda store: store.broken_links()) == []


def _may_decide(member: Member, request: Request) -> bool:
    try:
        POLICY.check_decider(member, request)
    except NotAllowedError:
        return False
    return True


TestRequests = Requests.TestCase
TestRequests.settings = settings(
    max_examples=8, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
