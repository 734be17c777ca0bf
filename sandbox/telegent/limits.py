"""Telegent's rate limit, in real time: so many requests a minute, those for tokens among them."""

import time
from collections.abc import Callable

from sandbox.refusals import RefusedError
from sandbox.window import Window


class Limits:
    """Counts requests in a sliding window; the limit may be set to anything."""

    def __init__(self, *, per_minute: int = 50, time: Callable[[], float] = time.monotonic) -> None:
        self.per_minute = per_minute
        self._time = time
        self._window = Window(60.0)

    def count(self) -> None:
        """Let one more request through, or refuse it."""
        now = self._time()
        if self._window.wait(now, self.per_minute) is not None:
            raise RefusedError(429)
        self._window.add(now)
