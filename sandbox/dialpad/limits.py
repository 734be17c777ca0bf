"""Dialpad's rate limits, in real time: so many requests a second in all, so many a minute at each endpoint."""

import time
from collections import defaultdict, deque
from collections.abc import Callable
from math import ceil

from sandbox.dialpad.errors import RefusedError

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
        self._company: deque[float] = deque()
        self._endpoints: defaultdict[str, deque[float]] = defaultdict(deque)

    def count(self, endpoint: str) -> None:
        """Let one more request through, or refuse it and say when to come again."""
        now = self._time()
        endpoint_window = self._endpoints[endpoint]
        _admit(self._company, now, SECOND, self.per_second)
        _admit(endpoint_window, now, MINUTE, self.per_minute)
        self._company.append(now)
        endpoint_window.append(now)


def _admit(window: deque[float], now: float, length: float, most: int) -> None:
    while window and window[0] <= now - length:
        window.popleft()
    if len(window) >= most:
        wait = ceil(window[0] + length - now) if window else ceil(length)
        raise RefusedError(429, "Rate limit exceeded", retry_after=wait)
