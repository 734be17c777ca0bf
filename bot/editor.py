"""Changes that are filled in: a form is opened for a line, its plan is made anew with each input, and it is sent."""

from collections.abc import Sequence
from functools import partial

from bot import editing
from bot.answers import Editing, Input, Preparing, Proposal, Question, Said
from bot.coverage import AWAITED
from bot.editing import FORMS, Chosen, Form, FormError, FormName, Values
from bot.errors import NotAllowedError, NotFoundError, SayError
from bot.kept import Draft, Filled
from bot.language import Ask, Verb
from bot.lines import Clock, Lines
from bot.planner import Planner
from bot.plans import Typed
from bot.policy import Member, Policy
from bot.proposing import Proposer
from bot.refusals import check_insider
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

    async def of_draft(self, person: Member, draft: str) -> Editing:
        """The form in which what was proposed can be changed; what was said stands in it."""
        kept = await self._proposer.draft(person, draft)
        if kept.form is not None:
            return await self._shown(person, _anew(kept, kept.form.values))
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
        lines: Sequence[str],
        values: Values,
        *,
        generation: int | None = None,
        **choices: bool | str | None,
    ) -> Editing:
        """The form with what stands in it now, and the plan of that; another form or another line begins anew.

        `generation` is the one in which the values were typed; what was typed into an older one is taken over. A form
        that has expired goes on.
        """
        kept = await self._going_on(person, draft, generation or 0)
        kept = kept.model_copy(update={name: each for name, each in choices.items() if each is not None})
        known = kept.form or Filled()
        is_newest = generation in {None, known.generation}
        since = known.begun if is_newest else known.before
        typed = {name: each for name, each in values.items() if each != since.get(name, "")}
        names = tuple(self._lines.setting(name).name for name in lines)
        is_same = form == known.form and names[:1] == known.lines[:1] and bool(typed or names == known.lines)
        if is_same and not is_newest:
            return await self._shown(person, _anew(kept, {**known.values, **await self._fitting(known, typed)}, values))
        problem = await self._read(names)
        if problem:
            shown = await self._shown(person, _anew(kept, {**known.values, **values}, values))
            return shown.model_copy(update={"proposal": None, "problems": {"lines": problem}})
        chosen = known.model_copy(
            update={"form": form, "lines": names, "values": {**await self._hidden(known), **values}}
        )
        kept = kept.model_copy(update={"form": chosen})
        if is_same:
            return await self._shown(person, kept)
        kept = kept.model_copy(update={"shared": None, "announced": None})
        return await self._begun(person, kept, typed if known.form in {"", form} else {})

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

    async def _begun(self, person: Member, draft: Draft, typed: Values | None = None) -> Editing:
        """A form with what it begins with, and with as much of what was typed before as fits."""
        filled = draft.form or Filled()
        form, facts = self._form(filled.form), await self._chosen(filled.lines)
        values: dict[str, Typed] = {}
        if form is not None and facts is not None and not form.unfit(facts):
            ask = Ask.model_validate(filled.said) if filled.said else None
            said = ask if ask is not None and editing.says(ask) is form else None
            values = dict(form.begin(facts, said, self._clock()))
            begun = filled.model_copy(update={"values": values})
            values |= await self._fitting(begun, typed or {})
        return await self._shown(person, _anew(draft, values))

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
            glance=tuple(form.glance(facts)) if form and facts else (),
            words=draft.words,
            reason=ask.reason,
        )
        missing = {} if facts else {"lines": "Choose the line."}
        missing |= {} if form else {"form": unfit or "Choose what to change."}
        return shown.model_copy(update={"problems": missing} if missing else await self._planned(person, draft, shown))

    async def _planned(self, person: Member, draft: Draft, shown: Editing) -> dict[str, object]:
        """The plan of what stands in a form, or why there is none."""
        gone = {each.name: NOT_OFFERED for each in shown.inputs if not _is_offered(each, each.value)}
        if gone:
            return {"problems": gone}
        try:
            answer = await self._proposer.propose(person, draft)
        except FormError as error:
            return {"problems": error.problems}
        except SayError as error:
            return {"problems": {"": _said(error)}}
        if isinstance(answer, Proposal):
            return {"proposal": answer}
        return {"problems": {"": answer.text if isinstance(answer, Question | Said) else ""}}

    async def _fitting(self, filled: Filled, typed: Values) -> dict[str, Typed]:
        """As much of what was typed as a form asks for that stands like this."""
        merged = filled.model_copy(update={"values": {**filled.values, **typed}})
        asked = {each.name: each for each in await self._inputs(merged)}
        return {name: each for name, each in typed.items() if name in asked and _is_offered(asked[name], each)}

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


def _is_offered(asked: Input, value: Typed) -> bool:
    """Whether what stands in an input can be chosen there; anything can be typed."""
    if asked.type not in {"choice", "choices"}:
        return True
    chosen = ((value,) if value else ()) if isinstance(value, str) else value
    return set(chosen) <= {each for each, _ in asked.choices}


def _said(error: SayError) -> str:
    return " ".join(filter(None, [str(error), error.hint]))


def _ask(form: Form | None, filled: Filled) -> Ask:
    """What tells the rest of the desk which lines a form is for, and what was said beside it."""
    said = Ask.model_validate(filled.said) if filled.said else Ask(verb=Verb.UNKNOWN)
    return Ask(verb=form.verb if form else said.verb, lines=filled.lines, reason=said.reason, urgent=said.urgent)


def _summary(form: str, lines: Sequence[str]) -> str:
    label = FORMS[FormName(form)].label if form in set(FormName) and FormName(form) in FORMS else "Change"
    return f"{label}: {', '.join(lines)}"
