"""Work that goes on in tasks of its own: one at a time of each name, and whatever is slow keeps no other waiting."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Hashable
from functools import partial
from typing import Any

log = logging.getLogger(__name__)


class Shifts:
    """Begins work and waits for it, but not for long; what takes longer goes on, and says when it has ended."""

    def __init__(self, patience: float, ended: Callable[[], None]) -> None:
        """`patience`: seconds to wait at most; `ended` is called when something ends that was not waited for."""
        self._patience = patience
        self._ended = ended
        self._going: dict[Hashable, asyncio.Task[None]] = {}
        self._begun: set[asyncio.Task[None]] = set()
        """What has not been waited for yet."""
        self._slow: set[Hashable] = set()
        """The names of what took longer the last time; it is not waited for until it was quick again."""

    @property
    def are_on(self) -> bool:
        """Whether something goes on."""
        return bool(self._going)

    def begin(self, name: Hashable, work: Callable[[], Coroutine[Any, Any, None]]) -> bool:
        """Begin some work, unless work of this name goes on; whether it was begun."""
        if name in self._going:
            return False
        task = self._going[name] = asyncio.create_task(work())
        end = asyncio.get_running_loop().time() + self._patience
        task.add_done_callback(partial(self._end, name, end))
        if name not in self._slow:
            self._begun.add(task)
        return True

    async def wait(self) -> None:
        """Wait for what was begun, as long as there is patience; raises what it raised."""
        begun, self._begun = self._begun, set()
        if not begun:
            return
        done, late = await asyncio.wait(begun, timeout=self._patience, return_when=asyncio.FIRST_EXCEPTION)
        self._slow |= {name for name, task in self._going.items() if task in late}
        for task in done:
            task.result()

    async def stop(self) -> None:
        """End everything."""
        tasks = list(self._going.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _end(self, name: Hashable, end: float, task: asyncio.Task[None]) -> None:
        del self._going[name]
        if name not in self._slow:
            return
        if asyncio.get_running_loop().time() < end:
            self._slow.discard(name)
        if not task.cancelled():
            if task.exception():
                log.error("%s has failed.", name, exc_info=task.exception())
            self._ended()
