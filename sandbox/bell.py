"""A bell that rings whenever something in the world changed."""

import asyncio
from collections.abc import AsyncIterator


class Bell:
    """Counts the changes, and wakes those who wait for the next one."""

    def __init__(self) -> None:
        self.version = 0
        self._rung = asyncio.Event()
        self._closed = False

    def ring(self) -> None:
        """Say that something changed."""
        self.version += 1
        self._wake()

    def close(self) -> None:
        """End every iteration, so that nobody waits for a world that has stopped."""
        self._closed = True
        self._wake()

    async def changes(self) -> AsyncIterator[int]:
        """Yield the present version, then each newer one; a slow reader skips some."""
        seen = -1
        while not self._closed:
            if seen == self.version:
                await self._rung.wait()
            else:
                seen = self.version
                yield seen

    def _wake(self) -> None:
        self._rung.set()
        self._rung = asyncio.Event()
