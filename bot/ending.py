"""Ends an emergency that nobody has ratified when somebody presses for it, before its time is over."""

from functools import partial

from bot.bell import Bell
from bot.describe import listed
from bot.errors import SayError, TooLateError
from bot.policy import Member
from bot.progress import sentence
from bot.requests import IN_FORCE, Request, State
from bot.sending import Sender
from bot.store import Store, StoreThread
from bot.wayback import Unwinder

_STOPPED = "It was stopped before anything was written."


class Ender:
    """Stops what is not written of an emergency, and undoes what is, each line by itself."""

    def __init__(self, *, store: StoreThread, sender: Sender, unwinder: Unwinder, bell: Bell) -> None:
        self._store = store
        self._sender = sender
        self._unwinder = unwinder
        self._bell = bell

    async def end(self, person: Member, number: int) -> Request:
        """The request that undoes an emergency, or the emergency where none has to, or where that has to wait."""
        is_stopped = await self._store(partial(Store.stop, number=number, person=person.person, note=_STOPPED))
        self._bell.ring()
        emergency = await self._store(partial(Store.request, number=number))
        states = {part.state for part in emergency.parts}
        if states.isdisjoint(IN_FORCE):
            if not is_stopped and State.APPLYING not in states:
                msg = f"Request {number} is {emergency.state.word}, so there is nothing left to undo."
                raise TooLateError(msg)
            return emergency
        try:
            return await self._undo(person, emergency)
        except SayError as error:
            if not is_stopped:
                raise
            ended = [part.plan.line.name for part in emergency.parts if part.state is State.WITHDRAWN]
            msg = f"On {listed(ended)} it was stopped before anything was written. {error}"
            raise type(error)(msg, error.hint) from error

    async def _undo(self, person: Member, emergency: Request) -> Request:
        """Undo it wherever it is in force; what cannot be looked at just now is undone as soon as it can be."""
        applied = [part for part in emergency.parts if part.state in IN_FORCE]
        back = await self._unwinder.way_back(emergency, applied)
        if back.silent:
            names = [part.plan.line.name for part in applied if part.plan.line.key in back.silent]
            why = " ".join(dict.fromkeys(map(sentence, back.silent.values())))
            note = f"On {listed(names)} it is undone as soon as that can be done: {why}"
            await self._store(partial(Store.end_ratifying, number=emergency.id, person=person.person, note=note))
        if back.plan is None:
            undoing = await self._store(partial(Store.request, number=emergency.id))
        else:
            undoing = await self._sender.revert(person, emergency, back.plan)
        self._bell.ring()
        return undoing
