"""What people are told without asking: on their Home, and in the digest of a week."""

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import Sequence

from adapters import Value
from bot.agenda import COMING, agenda
from bot.alerts import Alert
from bot.deciding import Decider
from bot.lines import Clock, Lines
from bot.plans import Facts
from bot.policy import Member, Policy
from bot.reports import Digest, Happening, Help, LineStatus, Overview
from bot.requests import OPEN, Request, State
from bot.status import Reporter, urgency
from bot.store import Store, StoreThread

LINES_A_PAGE = 20

UNREAD = dt.timedelta(hours=1)
"""A line that was not read for so long cannot be read: it is looked at four times as often."""


class Gathered(Value):
    """What everybody's Home is made of, as it was at one moment."""

    at: dt.datetime
    requests: tuple[Request, ...]
    """Those under way, and emergencies that nobody has ratified yet."""
    lines: tuple[LineStatus, ...]
    """All of them, those first that somebody has to look at."""
    alerts: tuple[Alert, ...]
    agenda: tuple[Happening, ...]


class Briefer:
    """Gathers what somebody's Home shows, and what the digest tells."""

    def __init__(
        self,
        *,
        store: StoreThread,
        lines: Lines,
        policy: Policy,
        report: Reporter,
        decider: Decider,
        clock: Clock,
        support: str = "",
    ) -> None:
        self._store = store
        self._lines = lines
        self._policy = policy
        self._report = report
        self._decider = decider
        self._clock = clock
        self._support = support

    async def gather(self) -> Gathered:
        """What everybody's Home is made of: to be gathered once where several Homes are drawn."""
        requests = await self._store(lambda store: store.requests_in(OPEN))
        emergencies = await self._store(Store.unratified)
        alerts = await self._store(lambda store: store.open_alerts())
        return Gathered(
            at=self._clock(),
            requests=tuple({each.id: each for each in [*emergencies, *requests]}.values()),
            lines=tuple(sorted(await self._report.statuses(self._lines.names), key=lambda each: urgency(each)[0])),
            alerts=tuple(alerts),
            agenda=await self._agenda(self._clock() + COMING),
        )

    async def overview(
        self,
        person: Member,
        page: int,
        help: Help,  # noqa: A002  (as in `Overview`)
        gathered: Gathered | None = None,
    ) -> Overview:
        """What somebody's Home shows, with a page of the lines: the last one where there are fewer."""
        known = gathered or await self.gather()
        undecided = [each for each in known.requests if each.state is State.PENDING or each.is_unratified]
        lines = known.lines
        page = max(0, min(page, (len(lines) - 1) // LINES_A_PAGE))
        start, end = page * LINES_A_PAGE, (page + 1) * LINES_A_PAGE
        return Overview(
            lines=lines[start:end],
            waiting=tuple(each for each in undecided if self._decider.may_decide(person, each)),
            mine=tuple(each for each in known.requests if each.person == person.person),
            may_ask=self._policy.may_ask(person),
            may_decide=self._policy.may_decide(person),
            help=help,
            alerts=known.alerts,
            agenda=known.agenda,
            page=page,
            before=start,
            after=max(0, len(lines) - end),
            at=known.at,
            askers=self._policy.askers,
            support=self._support,
        )

    async def digest(self, until: dt.datetime, zone: str) -> Digest:
        """What there is to tell from now until a moment, in the dates of a zone."""
        now, alerts = self._clock(), await self._store(lambda store: store.open_alerts())
        return Digest(
            since=now,
            until=until,
            zone=zone,
            agenda=await self._agenda(until),
            alerts=tuple(alerts),
            unread=self.unread,
            count=len(self._lines.names),
        )

    @property
    def unread(self) -> tuple[str, ...]:
        """The lines that could not be read lately."""
        oldest = self._clock() - UNREAD
        found = [(name, self._lines.seen(name)) for name in self._lines.names]
        return tuple(name for name, seen in found if seen is None or seen.read_at < oldest)

    @property
    def zone(self) -> str:
        """The time zone of most lines; empty as long as none was ever read."""
        zones = Counter(facts.setup.zone for facts in self._known)
        return max(zones, key=zones.__getitem__, default="")

    @property
    def _known(self) -> Sequence[Facts]:
        """What is known of each line that was ever read."""
        return [seen.facts for seen in map(self._lines.seen, self._lines.names) if seen is not None]

    async def _agenda(self, until: dt.datetime) -> tuple[Happening, ...]:
        now = self._clock()
        requests = await self._store(lambda store: store.live_requests(now))
        return await asyncio.to_thread(agenda, self._known, requests, now, until)
