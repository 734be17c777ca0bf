"""Something that is found out once for all who ask for it within a while."""

import asyncio
import datetime as dt
from collections.abc import Callable, Coroutine
from typing import Any, Generic, TypeVar

Found = TypeVar("Found")


class Recent(Generic[Found]):
    """What was found out last. Who asks meanwhile waits for the same answer, or shares its error."""

    def __init__(
        self,
        find: Callable[[], Coroutine[Any, Any, Found]],
        clock: Callable[[], dt.datetime],
        life: dt.timedelta | None = None,
    ) -> None:
        """`life`: how long it is believed once it is found; None: until it is forgotten."""
        self._find = find
        self._clock = clock
        self._life = life
        self._search: _Search[Found] | None = None

    def forget(self) -> None:
        """Find it out anew the next time, also if it is being found out just now."""
        self._search = None

    async def get(self) -> Found:
        """What is known, or else is found out now."""
        search = self._search
        if search is None or search.is_lost or self._is_over(search):
            search = self._search = _Search(self._find(), self._clock)
        return await search.result()

    def _is_over(self, search: "_Search[Found]") -> bool:
        if search.ended_at is None or self._life is None:
            return False
        return self._clock() - search.ended_at > self._life


class _Search(Generic[Found]):
    """One search; it goes on for as long as somebody waits for it."""

    def __init__(self, search: Coroutine[Any, Any, Found], clock: Callable[[], dt.datetime]) -> None:
        self._clock = clock
        self._waiting = 0
        self.ended_at: dt.datetime | None = None
        self._task = asyncio.create_task(self._run(search))

    @property
    def is_lost(self) -> bool:
        """Whether there will be no result."""
        return self.ended_at is None and (self._task.done() or self._task.cancelling() > 0)

    async def result(self) -> Found:
        """What was found, as soon as it is."""
        self._waiting += 1
        try:
            return await asyncio.shield(self._task)
        finally:
            self._waiting -= 1
            if not self._waiting:
                self._task.cancel()

    async def _run(self, search: Coroutine[Any, Any, Found]) -> Found:
        found = await search
        self.ended_at = self._clock()
        return found
