"""What people look at: the status of lines and the history, with what whoever looks may do about it."""

from collections.abc import Iterable

from bot import editing
from bot.historian import EVERYTHING, Historian, wanted_of
from bot.language import Ask
from bot.lines import Clock, Lines
from bot.policy import Member, Policy
from bot.refusals import Refusals
from bot.reports import History, LineStatus, Statuses, Wanted
from bot.status import NOW, Reporter, When, when_of


class Informer:
    """Shows what is, what will be and what was, to nobody from outside."""

    def __init__(
        self,
        *,
        lines: Lines,
        policy: Policy,
        report: Reporter,
        historian: Historian,
        refusals: Refusals,
        clock: Clock,
    ) -> None:
        self._lines = lines
        self._policy = policy
        self._report = report
        self._historian = historian
        self._refusals = refusals
        self._clock = clock

    async def status(
        self, names: Iterable[str], when: When = NOW, *, person: Member | None = None, page: int | None = None
    ) -> Statuses:
        """What callers of some lines get, now or at another time; read anew where the vendor answers in time.

        `person` is who looks, and may get buttons to act; of many lines only those on a `page` are read, if it is one.
        """
        may_ask = await self._may_ask(person)
        return self._shown(await self._report.report(tuple(names), when, page), page, may_ask=may_ask)

    def _shown(self, lines: tuple[LineStatus, ...], page: int | None, *, may_ask: bool) -> Statuses:
        """The status of some lines; of one alone with the forms that fit it."""
        seen = self._lines.seen(lines[0].name) if len(lines) == 1 and may_ask else None
        forms = tuple(each.name for each in editing.offered(seen.facts)) if seen and seen.facts.managed else ()
        return Statuses(lines=lines, page=page or 0, may_ask=may_ask, forms=forms)

    async def status_of(self, person: Member, ask: Ask, page: int) -> Statuses:
        """The status that is asked for: of the lines that are named, or of those that are open or closed then."""
        when = when_of(ask, self._lines, self._clock(), person.zone)
        names = self._lines.named(ask.lines) or self._lines.names
        if ask.on is None:
            return await self.status(names, when, person=person, page=page)
        may_ask = await self._may_ask(person)
        those, unknown = await self._report.those(names, when, is_open=ask.on)
        shown = self._shown(those, page, may_ask=may_ask)
        return shown.model_copy(update={"which": "open" if ask.on else "closed", "unknown": unknown})

    async def history(
        self, wanted: Wanted = EVERYTHING, person: Member | None = None, *, page: int = 0, newest: int = 0
    ) -> History:
        """A page of the records, the newest first; `person` is who looks, and `newest` what the first page went by."""
        may_ask = await self._may_ask(person)
        return await self._historian.history(wanted, may_ask=may_ask, page=page, newest=newest)

    async def history_of(self, person: Member, ask: Ask) -> History:
        """The history that is asked for."""
        return await self.history(wanted_of(ask, self._lines, person), person)

    async def _may_ask(self, person: Member | None) -> bool:
        """Whether who looks may ask for changes, too; an outsider does not even look."""
        if person is None:
            return False
        await self._refusals.admit(person, "look")
        return self._policy.may_ask(person)
