"""A clock that is not led astray: what the machine's clock shows is believed once it has shown it for a while.

Requests expire, and emergencies are undone, for good; a clock that is wrong for a minute must not do that.
"""

import datetime as dt
import logging
import sys
import time
from collections.abc import Callable

log = logging.getLogger(__name__)

INEXACT = dt.timedelta(seconds=5)
"""How far a clock is put right at once."""

DOUBT = 120.0
"""Seconds after which a jump of the clock is believed."""


class SteadyClock:
    """The machine's clock, which goes on as before for two minutes when it jumps.

    `wall` is what may jump; `ticks` counts seconds from anywhere, and never does.
    """

    def __init__(self, wall: Callable[[], dt.datetime], ticks: Callable[[], float]) -> None:
        self._wall = wall
        self._ticks = ticks
        self._known = wall(), ticks()
        self._jumped: float | None = None
        """Since when (seconds) the machine's clock shows something else."""

    def __call__(self) -> dt.datetime:
        """The present moment."""
        shown, ticks = self._wall(), self._ticks()
        known, at = self._known
        expected = known + dt.timedelta(seconds=ticks - at)
        if abs(shown - expected) <= INEXACT:
            self._known, self._jumped = (shown, ticks), None
            return shown
        if self._jumped is None:
            self._jumped = ticks
            log.warning("The clock has jumped from %s to %s. That is believed if it lasts.", expected, shown)
        if ticks - self._jumped < DOUBT:
            return expected
        self._known, self._jumped = (shown, ticks), None
        return shown


def seconds() -> float:
    """What goes on evenly, while the machine sleeps too, where the system can tell that."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if sys.platform == "linux" else time.monotonic()
