"""Answers what is said, typed or chosen: with what is known, with a plan, with a form, or with a question back."""

from bot import editing, language
from bot.almanac import Almanac
from bot.answers import Answer, Question, Said
from bot.conversing import Heard, Listener
from bot.creating import Creator, is_new_line
from bot.deciding import Decider
from bot.editor import Editor
from bot.errors import SayError, TooLateError
from bot.helping import Helper
from bot.informing import Informer
from bot.kept import Talk
from bot.language import Ask, Verb
from bot.lines import Lines
from bot.people import People
from bot.planner import Planner
from bot.policy import Member, Policy
from bot.proposing import NO_LONGER_OPEN, Proposer
from bot.stopping import Stopper
from bot.store import StoreThread
from bot.undo import last_changed, named_request
from bot.withdrawing import Withdrawer

NO_CHANGES = frozenset(
    {
        Verb.STATUS,
        Verb.SIMULATE,
        Verb.HISTORY,
        Verb.WITHDRAW,
        Verb.DELEGATE,
        Verb.HOLIDAYS,
        Verb.FREEZE,
        Verb.THAW,
        Verb.HELP,
        Verb.UNKNOWN,
    }
)
"""What is no wish for a change of a line, so that somebody's message is none that can be taken up."""


class Answerer:
    """Finds for every sentence whoever can answer it; who is admitted at all is decided before."""

    def __init__(
        self,
        *,
        store: StoreThread,
        lines: Lines,
        policy: Policy,
        people: People,
        planner: Planner,
        creator: Creator,
        proposer: Proposer,
        editor: Editor,
        decider: Decider,
        stopper: Stopper,
        listener: Listener,
        withdrawer: Withdrawer,
        informer: Informer,
        almanac: Almanac,
        helper: Helper,
    ) -> None:
        self._store = store
        self._lines = lines
        self._policy = policy
        self._people = people
        self._planner = planner
        self._creator = creator
        self._proposer = proposer
        self._editor = editor
        self._decider = decider
        self._stopper = stopper
        self._listener = listener
        self._withdrawer = withdrawer
        self._informer = informer
        self._almanac = almanac
        self._helper = helper

    async def hear(self, person: Member, words: str, page: int = 0) -> Answer:
        """Answer a sentence by itself; of a long answer a page."""
        return await self._answer(person, words, words, page)

    async def converse(self, person: Member, words: str, talk: Talk) -> Answer:
        """Answer what is said in a conversation, where a question may be open that it answers."""
        dropped = await self._withdrawer.drop(person, words, talk)
        if dropped is not None:
            return dropped
        heard = await self._listener.hear(person, words, talk)
        return await self._answer(person, heard.words, heard.sentence, talk=talk) if isinstance(heard, Heard) else heard

    async def choose(self, person: Member, draft: str, index: int) -> Answer:
        """Continue with one of the choices of a question."""
        kept = await self._proposer.draft(person, draft)
        if not 0 <= index < len(kept.choices):
            raise TooLateError(NO_LONGER_OPEN)
        await self._listener.press(kept)
        return await self._answer(person, kept.words, kept.choices[index], talk=kept.talk)

    async def review(self, person: Member, draft: str) -> Answer:
        """The form of a draft once more."""
        kept = await self._proposer.draft(person, draft)
        if kept.form is not None:
            return await self._editor.of_draft(person, draft)
        return self._creator.preparing(kept) if is_new_line(kept) else await self._proposer.propose(person, kept)

    async def prepare(self, person: Member, draft: str) -> Answer:
        """Read the lines that a draft needs, then propose; for a new line ask what can be made."""
        kept = await self._proposer.draft(person, draft)
        if is_new_line(kept):
            return await self._creator.blank(person, kept)
        if kept.form is not None:
            return await self._editor.prepare(person, kept)
        ask = await self._proposer.understand(person, kept.sentence)
        ask = ask if ask.question else await self._aimed(ask)
        for name in self._lines.named(ask.lines):
            await self._planner.read(name)
        return await self._answer(person, kept.words, kept.sentence, talk=kept.talk)

    async def take_up(self, person: Member, words: str) -> Answer:
        """The change that a message asks for, be it somebody else's; where that is not clear, a form to fill in."""
        self._policy.check_asker(person)
        ask = await self._proposer.understand(person, words)
        meant = [await self._proposer.understand(person, each.text) for each in ask.choices] if ask.question else [ask]
        if meant and all(each.verb not in NO_CHANGES | {Verb.EDIT} for each in meant):
            return await self._answer(person, words, words)
        found = editing.of_ask(ask)
        form = found.name if found else ask.form
        names = self._lines.named(ask.lines) if form or ask.verb is Verb.EDIT else ()
        return await self._editor.begin(person, form, names, words=words)

    async def _answer(
        self, person: Member, words: str, sentence: str, page: int = 0, *, talk: Talk | None = None
    ) -> Answer:
        """Answer what was typed; `sentence` is what stands for it by now."""
        ask = await self._proposer.understand(person, sentence)
        if ask.question is not None:
            return await self._unclear(person, words, sentence, ask, talk)
        match ask.verb:
            case Verb.HELP | Verb.UNKNOWN:
                return self._helper.help(person, ask, welcome=not words.strip(), whom=talk is None or not talk.public)
            case Verb.EDIT:
                why = words if ask.reason else ""  # else they say only which form to open
                return await self._editor.begin(person, ask.form, self._lines.named(ask.lines), words=why, ask=ask)
            case Verb.STATUS | Verb.SIMULATE:
                return await self._informer.status_of(person, ask, page)
            case Verb.HISTORY:
                return await self._informer.history_of(person, ask)
            case Verb.WITHDRAW | Verb.FREEZE | Verb.THAW:
                return await self._done(person, words, ask, talk)
            case Verb.CREATE:
                self._policy.check_asker(person)
                return await self._creator.begin(person, words, ask)
            case Verb.HOLIDAYS:
                return await self._holidays(person, words, ask)
            case Verb.DELEGATE:
                msg = "Switchhook cannot do that yet. `/line help` shows what it can."
                raise SayError(msg)
            case _:
                return await self._proposer.change(person, words, sentence, await self._aimed(ask), talk)

    async def _holidays(self, person: Member, words: str, ask: Ask) -> Answer:
        """What callers get on public holidays, or the form that closes the lines on those that are missing."""
        if not ask.on:
            return await self._almanac.holidays(ask, may_ask=self._policy.may_ask(person))
        self._policy.check_asker(person)
        names = await self._almanac.missing(ask)
        if not names:
            return Said(text="No public holiday is missing there. `holidays` shows them all.")
        first = names[: editing.MOST_LINES]
        return await self._editor.begin(person, editing.FormName.HOLIDAYS, first, words=words, ask=ask)

    async def _unclear(self, person: Member, words: str, sentence: str, ask: Ask, talk: Talk | None) -> Answer:
        """What is no whole sentence takes something back, is about a line that is gone, or is asked about."""
        if language.takes_back(sentence):
            return await self._withdrawer.withdraw(person, words, Ask(verb=Verb.WITHDRAW), talk)
        gone = await self._of_gone(person, sentence)
        return gone or await self._asked_back(person, words, sentence, ask, talk)

    async def _asked_back(self, person: Member, words: str, sentence: str, ask: Ask, talk: Talk | None) -> Question:
        """A question back; of a change only to those who may ask for one."""
        if ask.form and not ask.lost:
            self._policy.check_asker(person)
        asked = await self._proposer.asked(person, words, sentence, ask, talk)
        tries = self._helper.tries(person) if ask.lost and not ask.choices else ()
        return asked.model_copy(update={"tries": tries})

    async def _done(self, person: Member, words: str, ask: Ask, talk: Talk | None) -> Said | Question:
        """Do at once what needs no plan."""
        if ask.verb is Verb.WITHDRAW:
            return await self._withdrawer.withdraw(person, words, ask, talk)
        if ask.verb is Verb.FREEZE:
            return Said(text=(await self._stopper.freeze(person, ask.reason, words)).text)
        now = await self._people.member(person.person.user, fresh=True)  # as before any other decision
        return Said(text=(await self._stopper.thaw(now if now.person == person.person else person)).outcome)

    async def _aimed(self, ask: Ask) -> Ask:
        """An ask with the lines that it is about, where only what it undoes tells them."""
        if ask.verb is Verb.UNDO and ask.request is not None:
            return named_request(ask, await self._decider.request(ask.request), self._lines)
        if ask.verb is Verb.UNDO and not ask.lines:
            return ask.model_copy(update={"lines": await last_changed(self._store, self._lines)})
        return ask

    async def _of_gone(self, person: Member, sentence: str) -> Answer | None:
        """The answer to a sentence about a line that was deleted: its history, or that it is gone."""
        gone = [each for name, each in self._lines.gone.items() if name.casefold() in sentence.casefold()]
        if not gone:
            return None
        ask = await self._proposer.understand(person, sentence, beside=[each.name for each in gone])
        if ask.verb is Verb.HISTORY and not ask.question:
            return await self._informer.history_of(person, ask)
        named = [each for each in gone if each.name in ask.lines]
        told = [f"{each.name} is gone: request {each.gone} has deleted it." for each in named]
        return Said(text=f"{' '.join(told)} `history {named[0].name}` tells how it came.") if told else None
