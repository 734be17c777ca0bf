"""What people try in vain, which is recorded; outsiders try everything in vain."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from bot.errors import NotAllowedError, TooLateError
from bot.policy import Member
from bot.store import Store, StoreThread

OUTSIDER = "Only full members of this workspace can use Switchhook, so nothing was done: please ask one of them."


def check_insider(person: Member) -> None:
    """Refuse guests, bots and people of other workspaces: when the phones are answered is not for them to know."""
    if person.outsider:
        raise NotAllowedError(OUTSIDER)


class Refusals:
    """Records who was turned away."""

    def __init__(self, store: StoreThread) -> None:
        self._store = store

    async def admit(self, person: Member, attempt: str) -> None:
        """Turn away outsiders, whatever they want."""
        if person.outsider:
            async with self.of(person, attempt):
                check_insider(person)

    @asynccontextmanager
    async def of(
        self, person: Member, attempt: str, *, request: int | None = None, line: str | None = None
    ) -> AsyncIterator[None]:
        """Record that somebody was turned away from what is done within, which no outsider is let into."""
        try:
            check_insider(person)
            yield
        except (NotAllowedError, TooLateError) as error:
            refuse = partial(Store.refuse, number=request, person=person.person, attempt=attempt, why=str(error))
            await self._store(partial(refuse, line=line))
            raise
