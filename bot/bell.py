"""Wakes whoever waits for something to have happened."""

import asyncio
from collections.abc import Callable


class Bell:
    """Rung when a request moved; whoever subscribed is called, at once and without waiting."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[], None]] = []

    def subscribe(self, listener: Callable[[], None]) -> None:
        """Call `listener` at every ring."""
        self._listeners.append(listener)

    def ring(self) -> None:
        """Call everyone."""
        for listener in self._listeners:
            listener()


async def wait(event: asyncio.Event, seconds: float) -> None:
    """Wait until an event is set, but no longer than some seconds; then clear it."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return
    finally:
        event.clear()
