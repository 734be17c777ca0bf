"""Changes that are filled in: a form is opened for a line, its plan is made anew with each input, and it is sent."""

from collections.abc import Iterator, Sequence
from functools import partial

from adapters import RemoveMenuKey, SetMenuKey
from bot import describe, editing
from bot.answers import Answer, Editing, Input, Preparing, Proposal, Question, Said
from bot.editing import FORMS, Chosen, Form, FormError, FormName, Values, carrying
from bot.errors import NotAllowedError, NotFoundError, NothingToDoError, SayError
from bot.kept import Draft, Filled
from bot.language import Ask, Verb
from bot.lines import Clock, Lines
from bot.planner import Planner
from bot.plans import Typed
from bot.policy import Member, Policy
from bot.proposing import Proposer
from bot.refusals import check_insider
from bot.requests import AWAITED
from bot.store import Store, StoreThread

NOT_OFFERED = "That is not offered any more. Please choose again."


class Editor:
    """Opens the forms of changes, and goes on with them."""

    def __init__(
        self,
        *,
        store: StoreThread,
        lines: Lines,
        policy: Policy,
        clock: Clock,
        planner: Planner,
        proposer: Proposer,
    ) -> None:
        self._store = store
        self._lines = lines
        self._policy = policy
        self._clock = clock
        self._planner = planner
        self._proposer = proposer

    async def begin(
        self, person: Member, form: str = "", names: Sequence[str] = (), *, words: str = "", ask: Ask | None = None
    ) -> Editing | Preparing:
        """Open a form, as far as it is known by now which, and for which lines; `ask` is what was said already."""
        self._policy.check_asker(person)
        lines = tuple(self._lines.setting(name).name for name in names)
        kept = await self._store(partial(Store.add_draft, person=person.person, words=words))
        said = ask.model_dump(mode="json") if ask else None
        kept = kept.model_copy(update={"form": Filled(form=form, lines=lines, said=said)})
        await self._store(lambda store: store.update_draft(kept))
        if any(self._lines.seen(name) is None for name in lines):
            return Preparing(draft=kept.id, summary=_summary(form, lines))
        return await self._begun(person, kept)

    async def of_draft(self, person: Member, draft: str, *, announced: str | None = None) -> Editing:
        """The form in which what was proposed can be changed; what was said stands in it."""
        kept = await self._proposer.draft(person, draft)
        kept = kept if announced is None else kept.model_copy(update={"announced": announced})
        if kept.form is not None:
            renewed = await self._carried(kept.form, kept.form, kept.form.values)
            return await self._shown(person, _anew(kept.model_copy(update={"form": renewed}), renewed.values))
        form = editing.of_ask(Ask.model_validate(kept.ask)) if kept.ask and kept.alert is None else None
        if form is None:
            msg = "That cannot be changed in a form. Say it anew with `/line`."
            raise NotFoundError(msg)
        lines = tuple(self._lines.named(Ask.model_validate(kept.ask).lines))
        filled = Filled(form=form.name, lines=lines, said=kept.ask)
        return await self._begun(person, kept.model_copy(update={"form": filled}))

    async def prepare(self, person: Member, draft: Draft) -> Editing:
        """Read the lines of a form, then open it."""
        for name in draft.form.lines if draft.form else ():
            await self._planner.read(name)
        return await self._begun(person, draft)

    async def inputs(self, person: Member, draft: str) -> tuple[Input, ...]:
        """What a form asks for as it stands; nothing where it is kept no more, or is somebody else's."""
        check_insider(person)
        kept = await self._store(lambda store: store.old_draft(draft))
        return await self._inputs(kept.form or Filled()) if kept and kept.person == person.person else ()

    async def changed(
        self,
        person: Member,
        draft: str,
        form: str,
        lines: Sequence[str] | None,
        values: Values,
        *,
        generation: int | None = None,
        **choices: bool | str | None,
    ) -> Editing:
        """The form with what stands in it now, and the plan of that; another form or another line begins anew.

        `generation` is the one in which the values were typed; what was typed into an older one is taken over. A form
        that has expired goes on. `lines` are None where they stay those that they were.
        """
        kept = await self._going_on(person, draft, generation or 0)
        kept = kept.model_copy(update={name: each for name, each in choices.items() if each is not None})
        known = kept.form or Filled()
        is_newest = generation in {None, known.generation}
        wanted = known.lines if lines is None else lines
        names = tuple(name for name in wanted if name in self._lines.names)
        to_come = self._form(form)
        if to_come is not None and not to_come.several:
            names = names[:1]  # its menu holds one, and so does its plan
        problem = await self._read(names)
        if problem:
            shown = await self._shown(person, _anew(kept, {**known.values, **values}, values))
            return shown.model_copy(update={"proposal": None, "problems": {"lines": problem}})
        stands = {**await self._hidden(known), **values} if is_newest else await self._late(known, values)
        chosen = known.model_copy(update={"form": form, "lines": names})
        if (form, names) != (known.form, known.lines):
            kept = kept.model_copy(update={"shared": None, "announced": None})
            chosen = chosen.model_copy(update={"moved": False, "keys": (), "suggested": ""})
        carried = await self._carried(known, chosen, stands)
        kept = kept.model_copy(update={"form": carried})
        if not is_newest or not carrying.is_same(stands, carried.values):
            kept = _anew(kept, carried.values, stands if is_newest else values)
        shown = await self._shown(person, kept)
        gone = [name for name in dict.fromkeys([*known.lines, *wanted]) if name not in self._lines.names]
        return _without(shown, gone) if gone else shown

    async def _going_on(self, person: Member, draft: str, generation: int) -> Draft:
        """Somebody's own form, which has an hour again; a new one after a generation, where it is kept no more."""
        check_insider(person)
        kept = await self._store(lambda store: store.old_draft(draft))
        if kept is None:
            self._policy.check_asker(person)
            anew = await self._store(partial(Store.add_draft, person=person.person, words=""))
            return anew.model_copy(update={"form": Filled(generation=generation)})
        if kept.person != person.person:
            msg = "That form is somebody else's. Say what you want with `/line` yourself."
            raise NotAllowedError(msg)
        return kept.model_copy(update={"created": self._clock()})

    async def _read(self, names: Sequence[str]) -> str:
        """Read the lines that nobody has read yet; why one cannot be read, as sentences, or nothing."""
        try:
            for name in names:
                if self._lines.seen(name) is None:
                    await self._planner.read(name)
        except SayError as error:
            return _said(error)
        return ""

    async def _begun(self, person: Member, draft: Draft) -> Editing:
        """A form with what it begins with."""
        filled = draft.form or Filled()
        found = await self._found(filled) or {}
        begun = draft.model_copy(update={"form": filled.model_copy(update={"found": found})})
        return await self._shown(person, _anew(begun, found))

    async def _found(self, filled: Filled) -> dict[str, Typed] | None:
        """What a form begins with by itself, as its lines are now; None where it does not fit them."""
        form, facts = self._form(filled.form), await self._chosen(filled.lines)
        if form is None or facts is None or form.unfit(facts):
            return None
        ask = Ask.model_validate(filled.said) if filled.said else None
        said = ask if ask is not None and editing.says(ask) is form else None
        return dict(form.begin(facts, said, self._clock()))

    async def _carried(self, known: Filled, chosen: Filled, stands: Values) -> Filled:
        """A form, be it another or for other lines, as it begins now, with what was typed in it as it is known.

        What nobody typed is as the lines are now; of another line, or several, only what they offer goes along.
        """
        found = await self._found(chosen)
        if (chosen.form, chosen.lines) == (known.form, known.lines):
            if found is None or carrying.is_same(found, known.found):
                return chosen.model_copy(update={"values": dict(stands)})
            values = carrying.carried(stands, known.found, found)
            return chosen.model_copy(update={"values": values, "found": found, "moved": True})
        begun = chosen.model_copy(update={"values": found or {}, "found": found or {}})
        if found is None or known.form not in {"", chosen.form}:
            return begun
        typed = begun.model_copy(update={"values": carrying.carried(stands, known.found, found)})
        return begun.model_copy(update={"values": carrying.fitting(typed.values, found, await self._inputs(typed))})

    async def _late(self, known: Filled, values: Values) -> dict[str, Typed]:
        """What stands in a form, with what was typed into it before it began anew, as far as it still asks for that."""
        late = known.model_copy(update={"values": carrying.carried(values, known.before, known.values)})
        return carrying.fitting(late.values, known.values, await self._inputs(late))

    async def _shown(self, person: Member, draft: Draft) -> Editing:
        """A form as it stands, which is kept, with its plan or why there is none."""
        filled = draft.form or Filled()
        form, facts = self._form(filled.form), await self._chosen(filled.lines)
        unfit = form.unfit(facts) if form is not None and facts is not None else ""
        form = None if unfit else form
        ask = _ask(form, filled)
        draft = draft.model_copy(update={"ask": ask.model_dump(mode="json")})
        await self._store(lambda store: store.update_draft(draft))
        shown = Editing(
            draft=draft.id,
            forms=tuple((each.name, each.label) for each in editing.offered(facts)),
            form=form.name if form else "",
            lines=filled.lines,
            several=bool(form and form.several),
            choosable=self._lines.names,
            inputs=tuple(_with_value(each, filled) for each in await self._inputs(filled)),
            generation=filled.generation,
            glance=(*_moved(filled), *form.glance(facts)) if form and facts else (),
            words=draft.words,
            reason=ask.reason,
        )
        missing = {} if facts else {"lines": "Choose the line."}
        missing |= {} if form else {"form": unfit or "Choose what to change."}
        return shown.model_copy(update={"problems": missing} if missing else await self._planned(person, draft, shown))

    async def _planned(self, person: Member, draft: Draft, shown: Editing) -> dict[str, object]:
        """The plan of what stands in a form, or why there is none; who may ask no more gets none."""
        gone = {each.name: NOT_OFFERED for each in shown.inputs if not carrying.is_offered(each, each.value)}
        if gone:
            return {"problems": gone}
        try:
            self._policy.check_asker(person)
            answer = await self._announced(person, draft, await self._proposer.propose(person, draft))
        except FormError as error:
            return {"problems": error.problems}
        except NothingToDoError as error:
            day = next((each.name for each in shown.inputs if each.type == "date"), "")
            return {"problems": {day: _said(error)}}
        except SayError as error:
            return {"problems": {"": _said(error)}}
        if isinstance(answer, Proposal):
            return {"proposal": answer}
        return {"problems": {"": answer.text if isinstance(answer, Question | Said) else ""}}

    async def _announced(self, person: Member, draft: Draft, answer: Answer) -> Answer:
        """The plan of a form; what was chosen that callers hear goes with the keys that it is about."""
        if not isinstance(answer, Proposal):
            return answer
        filled, keys = draft.form or Filled(), _keys(answer)
        suggested = answer.announcing.suggestion if answer.announcing else ""
        are_others = keys != (filled.keys or keys) or not keys  # as it opens, what was written before goes along
        is_stale = draft.announced == filled.suggested != suggested or are_others
        kept = draft.model_copy(update={"form": filled.model_copy(update={"keys": keys, "suggested": suggested})})
        if draft.announced and is_stale:
            kept = kept.model_copy(update={"announced": None})
        await self._store(lambda store: store.update_draft(kept))
        return answer if kept.announced == draft.announced else await self._proposer.propose(person, kept)

    async def _hidden(self, filled: Filled) -> dict[str, Typed]:
        """What stands in a form for inputs that it did not ask for, and may ask for now."""
        asked = {each.name for each in await self._inputs(filled)}
        return {name: each for name, each in filled.values.items() if name not in asked}

    async def _inputs(self, filled: Filled) -> tuple[Input, ...]:
        """What a form asks for that stands like this."""
        form, facts = self._form(filled.form), await self._chosen(filled.lines)
        if form is None or facts is None or form.unfit(facts):
            return ()
        return tuple(form.inputs(filled.values, facts))

    def _form(self, name: str) -> Form | None:
        return FORMS.get(FormName(name)) if name in set(FormName) else None

    async def _chosen(self, names: Sequence[str]) -> Chosen | None:
        """What is known of the lines of a form; None as long as there is none, or the first of them was never read."""
        seen = [self._lines.seen(name) for name in names]
        if not seen or seen[0] is None:
            return None
        requests = await self._store(partial(Store.requests_in, states=AWAITED))
        return Chosen.of([each.facts for each in seen if each], self._clock(), requests)


def _anew(draft: Draft, values: Values, before: Values | None = None) -> Draft:
    """A draft whose form begins anew with some values; `before` are those that stood in it until now."""
    filled = draft.form or Filled()
    stood = filled.values if before is None else before
    anew = {"values": dict(values), "begun": dict(values), "before": dict(stood), "generation": filled.generation + 1}
    return draft.model_copy(update={"form": filled.model_copy(update=anew)})


def _with_value(asked: Input, filled: Filled) -> Input:
    """An input with what stands in it; one that was not asked for until now begins with what it would have begun."""
    return asked.model_copy(update={"value": filled.values.get(asked.name, filled.begun.get(asked.name, ""))})


def _moved(filled: Filled) -> Iterator[str]:
    """What is said of a form whose lines were changed since it was opened."""
    if filled.moved:
        have = "has" if len(filled.lines) == 1 else "have"
        yield (
            f"{describe.listed(filled.lines)} {have} been changed since you opened this form: whatever you did not fill"
            " in stands here as it is now."
        )


def _without(shown: Editing, gone: Sequence[str]) -> Editing:
    """A form some of whose lines are there no more: nothing is sent for the others before that was seen."""
    left = f"This is for {describe.listed(shown.lines)} alone now" if shown.lines else "Choose another line"
    there = "There is no line" if len(gone) == 1 else "There are no lines"
    problem = f"{there} {describe.listed(gone)} any more. {left}."
    return shown.model_copy(update={"proposal": None, "problems": {"lines": problem}})


def _keys(proposal: Proposal) -> tuple[str, ...]:
    """The keys that a plan changes, of each menu."""
    changes = (each for part in proposal.plan.parts for each in part.changes)
    return tuple(sorted(f"{each.menu} {each.key}" for each in changes if isinstance(each, (SetMenuKey, RemoveMenuKey))))


def _said(error: SayError) -> str:
    return " ".join(filter(None, [str(error), error.hint]))


def _ask(form: Form | None, filled: Filled) -> Ask:
    """What tells the rest of the desk which lines a form is for, and what was said beside it."""
    said = Ask.model_validate(filled.said) if filled.said else Ask(verb=Verb.UNKNOWN)
    return Ask(verb=form.verb if form else said.verb, lines=filled.lines, reason=said.reason, urgent=said.urgent)


def _summary(form: str, lines: Sequence[str]) -> str:
    label = FORMS[FormName(form)].label if form in set(FormName) and FormName(form) in FORMS else "Change"
    return f"{label}: {', '.join(lines)}"
