"""A rate limit's memory: the requests of the last seconds, in real time."""

from collections import deque
from math import ceil


class Window:
    """The moments of the requests within a sliding span of so many seconds."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._moments: deque[float] = deque()

    def wait(self, now: float, most: int) -> int | None:
        """How many seconds to wait until one more is within the limit; None if it is at once."""
        while self._moments and self._moments[0] <= now - self._seconds:
            self._moments.popleft()
        if len(self._moments) < most:
            return None
        return ceil(self._moments[0] + self._seconds - now) if self._moments else ceil(self._seconds)

    def add(self, now: float) -> None:
        """Count one more request."""
        self._moments.append(now)
