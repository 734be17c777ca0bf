"""Plans what undoes an emergency; a vendor that is silent keeps no other line as it is."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from adapters import PhoneSystemError
from bot import plans
from bot.kept import Draft, reverting
from bot.language import Ask, Verb
from bot.lines import Clock, Lines
from bot.planner import Planner
from bot.requests import Part, Plan, Request
from bot.undo import named_request


class WayBack(NamedTuple):
    """What undoes an emergency, as far as its lines can be looked at."""

    plan: Plan | None
    """None if none of them can be."""
    silent: Mapping[str, PhoneSystemError]
    """The others by their keys, with what came instead of an answer."""


class Unwinder:
    """Looks at the lines of an emergency once more, and plans how it is undone there."""

    def __init__(self, *, lines: Lines, planner: Planner, clock: Clock) -> None:
        self._lines = lines
        self._planner = planner
        self._clock = clock

    async def way_back(self, request: Request, parts: Sequence[Part]) -> WayBack:
        """What undoes a request on the lines of some of its parts that are there still, as they are now."""
        silent: dict[str, PhoneSystemError] = {}
        for part in parts:
            try:
                await self._look_at(part)
            except PhoneSystemError as error:
                silent[part.plan.line.key] = error
        answering = [part for part in parts if part.plan.line.key not in silent]
        if silent and not answering:
            return WayBack(None, silent)
        names = [self._name(part) for part in answering]
        named = Ask(verb=Verb.UNDO, request=request.id, lines=tuple(name for name in names if name))
        ask = named_request(named, request, self._lines)
        draft = Draft(id=reverting(request.id), person=request.person, words="", sentence="", created=self._clock())
        return WayBack(await self._planner.plan(ask, draft), silent)

    def _name(self, part: Part) -> str | None:
        return self._lines.with_id(part.plan.line.system, part.plan.line.id)

    async def _look_at(self, part: Part) -> None:
        """Read a line anew; while its vendor is silent, it is enough if the change was seen there before.

        So the undoing is asked for, and people get the steps to do it by hand.
        """
        name = self._name(part)
        if name is None:
            return
        try:
            await self._lines.refresh(name)
        except PhoneSystemError:
            seen = self._lines.seen(name)
            if seen is None or not plans.is_so_already(part.plan, seen.facts.setup):
                raise
