"""The account as it is now, and what the HTTP interface needs to play it."""

import time
from collections.abc import Callable
from datetime import datetime

from sandbox.dialpad.account import Account, CallCenter
from sandbox.dialpad.hours import Midnight


class Company:
    """The one place that changes: each write puts a new account in it.

    `midnight` and `page_size` may be set to play another Dialpad.
    Pages are short, so that every client has to turn them.
    """

    def __init__(self, account: Account, clock: Callable[[], datetime]) -> None:
        self.account = account
        self.clock = clock
        self.midnight: Midnight = "24:00"
        self.page_size = 2
        self._previous = account
        self._stale_until = 0.0

    @property
    def shown(self) -> Account:
        """The account as reads show it: for a planned while, the one before the last write."""
        return self._previous if time.monotonic() < self._stale_until else self.account

    def replace(self, account: Account) -> None:
        """Make this the account from now on."""
        self._previous = self.account
        self.account = account

    def show_previous_for(self, seconds: float) -> None:
        """Let reads lag behind the write that has just taken place."""
        self._stale_until = time.monotonic() + seconds

    def put(self, call_center: CallCenter) -> CallCenter:
        """Write one call center."""
        self.replace(self.account.with_call_center(call_center))
        return call_center
