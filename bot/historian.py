"""The history as somebody wants to see it: which part an ask is about, and one page of that at a time."""

import re
from collections.abc import Iterator
from typing import Final

from bot.errors import NotFoundError
from bot.language import Ask
from bot.lines import Clock, Lines
from bot.policy import Member
from bot.reports import Changed, History, Wanted
from bot.requests import IN_FORCE, Part, Person, Record
from bot.status import end_of, moment_of
from bot.store import Store, StoreThread

RECORDS_A_PAGE: Final = 15

EVERYTHING: Final = Wanted()

_ID = re.compile("@([UW][A-Z0-9]+)")
"""Somebody in Slack, as a sentence names them once they were chosen there."""


class Historian:
    """Tells the history."""

    def __init__(self, store: StoreThread, lines: Lines, clock: Clock) -> None:
        self._store = store
        self._lines = lines
        self._clock = clock

    async def history(self, wanted: Wanted, *, may_ask: bool, page: int = 0, newest: int = 0) -> History:
        """A page of what is wanted; `newest` is the last record that the first page went by, 0 for that page itself."""

        def read(store: Store) -> History:
            last = newest or store.chain_head()[0]
            found = _page(store, wanted, last, page)
            return found if not may_ask else found.model_copy(update={"undoable": tuple(self._undoable(store, found))})

        return (await self._store(read)).model_copy(update={"lines": self._lines.all_names})

    def _undoable(self, store: Store, history: History) -> Iterator[int]:
        """The requests of a page of which something stands that can be undone, as far as that is known at a glance."""
        told: tuple[Record | Changed, ...] = (*history.records, *history.changes)
        numbers = [each.request for each in told if each.request is not None]
        there = {each.key for each in self._lines.settings}
        for request in map(store.request, dict.fromkeys(numbers)):
            if any(self._can_be_undone(part) and part.plan.line.key in there for part in request.parts):
                yield request.id

    def _can_be_undone(self, part: Part) -> bool:
        is_over = part.plan.ends is not None and part.plan.ends <= self._clock()
        return part.state in IN_FORCE and not part.plan.deletes and not is_over


def _page(store: Store, wanted: Wanted, newest: int, page: int) -> History:
    """A page of what is wanted; a page that is not there is the last one."""
    read = store.changes if wanted.kind == "changes" else store.page
    _, count = read(wanted, newest=newest, skip=0, most=0)
    page = min(page, max(0, count - 1) // RECORDS_A_PAGE)
    found, _ = read(wanted, newest=newest, skip=page * RECORDS_A_PAGE, most=RECORDS_A_PAGE)
    what = {"changes" if wanted.kind == "changes" else "records": tuple(found)}
    return History.model_validate({"wanted": wanted, "page": page, "count": count, "newest": newest, **what})


def wanted_of(ask: Ask, lines: Lines, member: Member) -> Wanted:
    """Which part of the history somebody asks for; raises a `NotFoundError` where nobody knows whose."""
    by = [_person(each, member.person) for each in ask.people]
    return Wanted(
        lines=() if "*" in ask.lines else ask.lines,
        person=by[0] if by else None,
        kind="changes" if ask.changes else "all",
        since=moment_of(ask, lines, member.zone),
        until=end_of(ask, lines, member.zone),
        request=ask.request,
    )


def _person(name: str, speaker: Person) -> Person:
    if name.casefold() == "me":
        return speaker
    found = _ID.fullmatch(name)
    if found is None:
        msg = (
            f"I do not know who {name} is. Type @ and choose the person from the list that Slack shows, or choose them"
            " above the history."
        )
        raise NotFoundError(msg)
    return speaker.model_copy(update={"user": found[1]})
