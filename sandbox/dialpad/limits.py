"""Dialpad's rate limits, in real time: so many requests a second in all, so many a minute at each endpoint."""

import time
from collections import defaultdict
from collections.abc import Callable

from sandbox.refusals import RefusedError
from sandbox.window import Window

SECOND = 1.0
MINUTE = 60.0


class Limits:
    """Counts requests in sliding windows; both limits may be set to anything."""

    def __init__(
        self, *, per_second: int = 20, per_minute: int = 1200, time: Callable[[], float] = time.monotonic
    ) -> None:
        self.per_second = per_second
        self.per_minute = per_minute
        self._time = time
        self._company = Window(SECOND)
        self._endpoints: defaultdict[str, Window] = defaultdict(lambda: Window(MINUTE))

    def count(self, endpoint: str) -> None:
        """Let one more request through, or refuse it and say when to come again."""
        now = self._time()
        limits = [(self._company, self.per_second), (self._endpoints[endpoint], self.per_minute)]
        for window, most in limits:
            wait = window.wait(now, most)
            if wait is not None:
                raise RefusedError(429, "Rate limit exceeded", retry_after=wait)
        for window, _ in limits:
            window.add(now)
