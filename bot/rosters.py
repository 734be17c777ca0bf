"""Keeps requests decidable when the settings come to name other groups: whoever belongs to them now counts."""

import logging
from functools import partial

from bot.bell import Bell
from bot.people import People, PeopleUnknownError
from bot.policy import Policy
from bot.requests import OPEN, Request
from bot.store import Store, StoreThread

log = logging.getLogger(__name__)

_NOTE = "By now the settings name other groups than when this was asked: whoever belongs to them today counts."


class Rosters:
    """Looks once after a start, since the settings change only then.

    Whoever joins a group later became an approver after the asking, and still cannot decide.
    """

    def __init__(self, *, store: StoreThread, policy: Policy, people: People, bell: Bell) -> None:
        self._store = store
        self._groups = policy.groups
        self._people = people
        self._bell = bell
        self._done = False

    async def complete(self) -> None:
        """Keep who belongs to the groups of which the requests that may still be decided say nothing."""
        if self._done:
            return
        lacking = [each for each in await self._store(_undecided) if not self._groups <= each.roster.keys()]
        try:
            roster = await self._people.roster() if lacking else {}
        except PeopleUnknownError:
            log.warning("Slack does not say who belongs to the groups of the policy; it is asked again.")
            return
        for request in lacking:
            keep = partial(Store.complete_roster, number=request.id, roster=roster, note=_NOTE)
            if await self._store(keep):
                self._bell.ring()
        self._done = True


def _undecided(store: Store) -> list[Request]:
    """What may still be decided or ratified."""
    found = {each.id: each for each in [*store.requests_in(OPEN), *store.unratified()]}
    return list(found.values())
