"""The use cases, knowing no Slack: hear a sentence, propose a plan, send it, decide it."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from adapters import LineKind
from bot import plans
from bot.alerts import Alert
from bot.almanac import Almanac
from bot.answering import Answerer
from bot.answers import Answer, Blank, Editing, Input, Mistakes, Preparing, Proposal
from bot.bell import Bell
from bot.briefing import Briefer, Gathered
from bot.conversing import Listener
from bot.creating import Creator
from bot.deciding import Decider
from bot.editor import Editor
from bot.ending import Ender
from bot.helping import Helper
from bot.historian import EVERYTHING, Historian
from bot.informing import Informer
from bot.kept import Talk
from bot.language import Ask, Verb
from bot.lines import Clock, Lines
from bot.mending import Mender
from bot.people import People
from bot.planner import Planner
from bot.policy import Member, Policy
from bot.proposing import Proposer
from bot.refusals import Refusals, check_insider
from bot.reports import History, Overview, Statuses, Wanted
from bot.requests import Request
from bot.sending import Sender
from bot.status import NOW, Reporter, When
from bot.stopping import Stopper
from bot.store import StoreThread
from bot.wayback import Unwinder
from bot.withdrawing import Withdrawer


def no_step(_name: str) -> None:
    """Pass a step of the work; tests stop the process at one."""


class Desk:
    """Everything that a person can do; a surface gives it people and words, and shapes the answers."""

    def __init__(
        self,
        *,
        store: StoreThread,
        lines: Lines,
        policy: Policy,
        people: People,
        clock: Clock,
        bell: Bell | None = None,
        step: Callable[[str], None] = no_step,
        support: str = "",
    ) -> None:
        self.store = store
        self.lines = lines
        self.policy = policy
        self.people = people
        self.bell = bell or Bell()
        self._step = step
        self._refusals = Refusals(store)
        report = Reporter(store, lines, clock)
        planner = Planner(store, lines, policy, clock)
        self._helper = Helper(lines, policy)
        self._creator = Creator(store, lines, policy)
        self._sender = Sender(store=store, policy=policy, people=people, clock=clock)
        self._decider = Decider(
            store=store, lines=lines, policy=policy, people=people, clock=clock, bell=self.bell, step=step
        )
        self._stopper = Stopper(
            store=store, policy=policy, decider=self._decider, refusals=self._refusals, bell=self.bell
        )
        self._ender = Ender(
            store=store,
            sender=self._sender,
            unwinder=Unwinder(lines=lines, planner=planner, clock=clock),
            bell=self.bell,
        )
        self._mender = Mender(store=store, lines=lines, policy=policy, people=people, clock=clock, bell=self.bell)
        self._proposer = Proposer(
            store=store,
            lines=lines,
            policy=policy,
            clock=clock,
            planner=planner,
            creator=self._creator,
            sender=self._sender,
        )
        self._editor = Editor(
            store=store, lines=lines, policy=policy, clock=clock, planner=planner, proposer=self._proposer
        )
        self._informer = Informer(
            lines=lines,
            policy=policy,
            report=report,
            historian=Historian(store, lines, clock),
            refusals=self._refusals,
            clock=clock,
        )
        self.briefer = Briefer(
            store=store, lines=lines, policy=policy, report=report, decider=self._decider, clock=clock, support=support
        )
        self._answerer = Answerer(
            store=store,
            lines=lines,
            policy=policy,
            people=people,
            planner=planner,
            creator=self._creator,
            proposer=self._proposer,
            editor=self._editor,
            decider=self._decider,
            stopper=self._stopper,
            listener=Listener(store=store, proposer=self._proposer, clock=clock),
            withdrawer=Withdrawer(
                store=store, lines=lines, clock=clock, proposer=self._proposer, decider=self._decider
            ),
            informer=self._informer,
            almanac=Almanac(store, lines, clock),
            helper=self._helper,
        )

    def subscribe(self, listener: Callable[[], None]) -> None:
        """Call `listener` whenever a request moved."""
        self.bell.subscribe(listener)

    async def admit(self, person: Member, attempt: str = "ask") -> None:
        """Turn away who is no full member of the workspace: the phones are none of their business."""
        await self._refusals.admit(person, attempt)

    async def hear(self, person: Member, words: str, *, page: int = 0) -> Answer:
        """Answer a sentence, without waiting for a vendor where a form has to open; of a long answer a page."""
        await self.admit(person)
        return await self._answerer.hear(person, words, page)

    async def converse(self, person: Member, words: str, talk: Talk) -> Answer:
        """Answer what is said in a conversation, where a question may be open that it answers."""
        await self.admit(person)
        return await self._answerer.converse(person, words, talk)

    async def choose(self, person: Member, draft: str, index: int) -> Answer:
        """Continue with one of the choices of a question."""
        return await self._answerer.choose(person, draft, index)

    async def review(self, person: Member, draft: str) -> Answer:
        """The form of a draft once more."""
        return await self._answerer.review(person, draft)

    async def prepare(self, person: Member, draft: str) -> Answer:
        """Read the lines that a draft needs, then propose; for a new line ask what can be made."""
        return await self._answerer.prepare(person, draft)

    async def edit(
        self, person: Member, form: str = "", names: Sequence[str] = (), *, words: str = ""
    ) -> Editing | Preparing:
        """The form of a change, as far as it is known which and for which lines."""
        await self.admit(person)
        return await self._editor.begin(person, form, names, words=words)

    async def edit_draft(self, person: Member, draft: str, *, announced: str | None = None) -> Editing:
        """The form in which what was proposed can be changed; `announced` is None where that was not asked for."""
        return await self._editor.of_draft(person, draft, announced=announced)

    async def edited(
        self,
        person: Member,
        draft: str,
        form: str,
        lines: Sequence[str] | None,
        values: Mapping[str, plans.Typed],
        *,
        generation: int | None = None,
        shared: bool | None = None,
        announced: str | None = None,
    ) -> Editing:
        """The form of a change with what stands in it now, and the plan of that.

        `generation` is the one that the form showed; `lines`, `shared` and `announced` are None where it did not ask.
        """
        return await self._editor.changed(
            person, draft, form, lines, values, generation=generation, shared=shared, announced=announced
        )

    async def inputs(self, person: Member, draft: str) -> tuple[Input, ...]:
        """What the form of a change asks for as it stands, with all that can be chosen in it."""
        return await self._editor.inputs(person, draft)

    def called(self, person: Member) -> dict[str, str]:
        """What the lines are called by, by their names; none of the business of outsiders."""
        check_insider(person)
        return {each.name: " ".join([each.name, *each.aliases]) for each in self.lines.settings}

    def unread(self, names: Iterable[str]) -> tuple[str, ...]:
        """Those lines that a vendor has to be asked about first."""
        return tuple(name for name in names if self.lines.seen(name) is None)

    async def take_up(self, person: Member, words: str) -> Answer:
        """The change that a message asks for, be it somebody else's; where that is not clear, a form to fill in."""
        await self.admit(person)
        return await self._answerer.take_up(person, words)

    async def make_line(self, person: Member) -> Answer:
        """The form of a new line."""
        await self.admit(person)
        self.policy.check_asker(person)
        return await self._creator.begin(person, "", Ask(verb=Verb.CREATE, sentence="Create a new line."))

    async def choose_kind(self, person: Member, draft: str, kind: str) -> Blank:
        """The form of a new line, of another kind."""
        return await self._creator.choose(person, await self._proposer.draft(person, draft), kind)

    async def kind(self, person: Member, draft: str, kind: str) -> LineKind:
        """All that can be said of a new line of the kind that a form is for."""
        return self._creator.kind(await self._proposer.draft(person, draft), kind)

    async def fill(
        self, person: Member, draft: str, kind: str, name: str, typed: Mapping[str, plans.Typed]
    ) -> Proposal | Mistakes:
        """The plan of a new line as a form was filled in, or what is wrong with it."""
        self.policy.check_asker(person)
        kept = await self._proposer.draft(person, draft)
        filled = await self._creator.fill(person, kept, kind, name, typed)
        return await self._proposer.judged(person, kept, filled) if isinstance(filled, Proposal) else filled

    async def share(self, person: Member, draft: str, *, shared: bool) -> Answer:
        """The plan of a draft for all lines that use the same schedule, or for those named alone."""
        kept = await self._proposer.draft(person, draft)
        return await self._proposer.propose(person, await self._proposer.chosen(kept, shared=shared))

    async def announce(self, person: Member, draft: str, text: str) -> Answer:
        """The plan of a draft with an announcement beside its keys; an empty text leaves that as it is."""
        kept = await self._proposer.draft(person, draft)
        return await self._proposer.propose(person, await self._proposer.chosen(kept, announced=text))

    async def send(
        self,
        person: Member,
        draft: str,
        digest: str,
        reason: str,
        *,
        shared: bool | None = None,
        announced: str | None = None,
        origin: str = "",
    ) -> Request | Proposal:
        """Ask for approval of what a form showed; a Proposal back shows what is another by now.

        `shared` and `announced` are what stands in the form, None if it did not ask. `origin` tells from where it is
        asked. Where the policy wants nobody's approval, the request comes back approved.
        """
        async with self._refusals.of(person, "send"):
            kept, proposal = await self._proposer.confirmed(
                person, draft, digest, reason, shared=shared, announced=announced
            )
            if proposal.moved:
                return proposal
            return await self._sent(await self._sender.send(person, kept, proposal.plan, reason, origin))

    async def rush(
        self,
        person: Member,
        draft: str,
        digest: str,
        reason: str,
        *,
        shared: bool | None = None,
        announced: str | None = None,
        origin: str = "",
    ) -> Request | Proposal:
        """Have what a form showed applied at once, as an emergency; a Proposal back shows what is another by now."""
        async with self._refusals.of(person, "apply at once"):
            kept, proposal = await self._proposer.confirmed(
                person, draft, digest, reason, shared=shared, announced=announced
            )
            if proposal.moved:
                return proposal
            return await self._sent(await self._sender.rush(person, kept, proposal.plan, reason, origin))

    async def request(self, number: int) -> Request:
        """One request."""
        return await self._decider.request(number)

    async def look(self, person: Member, number: int) -> Request:
        """One request, for somebody who wants to see all of it."""
        check_insider(person)
        return await self.request(number)

    async def check_decider(self, person: Member, request: int) -> Request:
        """The request, if this person may decide it now."""
        return await self._decider.check_decider(person, request)

    async def approve(self, person: Member, request: int, digest: str) -> Request:
        """Approve one plan, as one of as many as the policy asks for; whoever decides first decides."""
        return await self._decider.approve(person, request, digest)

    async def reject(self, person: Member, request: int, reason: str) -> Request:
        """Reject a request, with a reason for the person who asked."""
        return await self._decider.reject(person, request, reason)

    async def withdraw(self, person: Member, request: int) -> Request:
        """Take one's own request back before it was decided."""
        return await self._decider.withdraw(person, request)

    async def ratify(self, person: Member, request: int) -> Request:
        """Say that it was right to apply an emergency at once; before or after it is applied."""
        return await self._decider.ratify(person, request)

    async def revert(self, person: Member, request: int) -> Request:
        """Undo an emergency that nobody has ratified, at once; the request that does it, or the stopped one itself.

        What is being written just now is undone next, or ends where nothing was written; what cannot be looked at just
        now is undone as soon as it can be.
        """
        await self._decider.check_reverter(person, request)
        return await self._ender.end(person, request)

    async def retry(self, person: Member, request: int) -> Request:
        """Try again what failed of a request that was approved."""
        return await self._decider.retry(person, request)

    async def compensate(self, person: Member, request: int) -> Answer:
        """The plan that undoes what was applied of a request that failed in part."""
        await self._decider.check_compensator(person, request)
        return await self.hear(person, f"undo request {request}")

    async def nudge(self, person: Member, request: int) -> Request:
        """Call whoever may decide one's own request once more."""
        return await self._decider.nudge(person, request)

    async def freeze(self, person: Member, reason: str, words: str) -> Alert:
        """Stop all applying at once, for everybody."""
        return await self._stopper.freeze(person, reason, words)

    async def thaw(self, person: Member) -> Alert:
        """Lift the freeze."""
        return await self._stopper.thaw(person)

    async def adopt(self, person: Member, alert: Alert) -> Alert:
        """Take what somebody has changed outside Switchhook as what should be."""
        async with self._refusals.of(person, "adopt", line=alert.name):
            return await self._mender.adopt(person, alert)

    async def restore(self, person: Member, alert: Alert) -> Answer:
        """The plan that leads a line back to what it was before somebody changed it outside Switchhook."""
        async with self._refusals.of(person, "restore", line=alert.name):
            return await self._proposer.propose(person, await self._mender.restore(person, alert))

    async def overview(self, person: Member, page: int = 0, gathered: Gathered | None = None) -> Overview:
        """What somebody's Home shows, with a page of the lines, from what was gathered for several Homes if it was."""
        check_insider(person)
        return await self.briefer.overview(person, page, self._helper.help(person, welcome=True), gathered)

    async def status(
        self, names: Iterable[str], when: When = NOW, *, person: Member | None = None, page: int | None = None
    ) -> Statuses:
        """What callers of some lines get, now or at another time; read anew where the vendor answers in time.

        `person` is who looks, and may get buttons to act; of many lines only those on a `page` are read, if it is one.
        """
        return await self._informer.status(names, when, person=person, page=page)

    async def history(
        self, wanted: Wanted = EVERYTHING, person: Member | None = None, *, page: int = 0, newest: int = 0
    ) -> History:
        """A page of the records, the newest first; `person` is who looks, and `newest` what the first page went by."""
        return await self._informer.history(wanted, person, page=page, newest=newest)

    async def _sent(self, request: Request) -> Request:
        self._step("stored")
        self.bell.ring()
        return request
