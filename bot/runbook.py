"""What people are told when a phone system does not answer and time runs out: how to do it by hand, and who may."""

import datetime as dt

from bot import describe
from bot.kinds import RecordKind
from bot.lines import Clock, Lines
from bot.policy import Policy
from bot.progress import BY_HAND, TRYING_AGAIN, Progress
from bot.requests import Part, Request, State
from bot.store import StoreThread

MOST_TRIES = 3
"""How often something is tried before people are asked to do it."""

BEFORE_THE_START = dt.timedelta(minutes=15)
AT_ONCE, IN_AN_EMERGENCY = dt.timedelta(minutes=10), dt.timedelta(minutes=2)
"""How long before it must be live, or after it was approved, people are told the steps."""

_WAITING = (State.APPLYING, State.SCHEDULED)


class Runbook:
    """Hands a change over to people; Switchhook goes on trying."""

    def __init__(self, *, store: StoreThread, lines: Lines, policy: Policy, clock: Clock, progress: Progress) -> None:
        self._store = store
        self._lines = lines
        self._policy = policy
        self._clock = clock
        self._progress = progress

    async def offer(self, name: str, request: Request, part: Part) -> None:
        """Tell the steps, once, if a part was tried often enough and cannot wait."""
        if not self._is_in_vain(request, part) or self._clock() < _moment(request, part):
            return
        current = (await self._store(lambda store: store.request(request.id))).parts[part.number]
        if current.state not in _WAITING or BY_HAND in current.note:
            return
        line, seen = part.plan.line, self._lines.seen(name)
        destinations = seen.facts.destinations if seen else ()
        steps = self._lines.system(name).by_hand(line, part.plan.changes, part.plan.before, destinations)
        people = self._policy.portal.get(line.system, ())
        note = f"{current.note.removesuffix(TRYING_AGAIN).strip()} {BY_HAND}".strip()
        country = seen.facts.line.country if seen else line.country
        told = {"steps": [describe.as_read_in(country, each) for each in steps], "people": list(people)}
        source = [current.state]
        await self._progress.move(
            request, part, source, current.state, note=note, due=current.due, kind=RecordKind.BY_HAND, data=told
        )

    def _is_in_vain(self, request: Request, part: Part) -> bool:
        """Whether the phone system was tried often enough: with this line, and with any of the request that it has."""
        system = part.plan.line.system
        tried = [self._progress.failures(request, each) for each in request.parts if each.plan.line.system == system]
        return self._progress.failures(request, part) > 0 and max(tried) >= MOST_TRIES


def _moment(request: Request, part: Part) -> dt.datetime:
    """From when on people are asked to do it by hand."""
    approved = request.decided_at or request.created
    starts = part.plan.starts
    if starts is not None and starts > approved:
        return starts - min(BEFORE_THE_START, (starts - approved) / 2)
    return approved + (IN_AN_EMERGENCY if request.ratify_by is not None else AT_ONCE)
