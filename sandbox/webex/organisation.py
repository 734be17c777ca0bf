"""The organisation as it is now, and what the HTTP interface needs to play it."""

import time
from collections.abc import Callable
from datetime import datetime

from sandbox.webex.account import Account, AutoAttendant, Queue
from sandbox.webex.links import check_line
from sandbox.webex.menus import EmptyValues


class Organisation:
    """The one place that changes: each write puts a new account in it.

    `empty_values`, `shows_calls` and `page_size` may be set to play another Webex: how menu keys without a target are
    written, whether the user's token may see waiting calls, and how many items a page has at most.
    Pages are short, so that every client has to turn them.
    """

    def __init__(self, account: Account, clock: Callable[[], datetime]) -> None:
        self.account = account
        self.clock = clock
        self.empty_values: EmptyValues = "wanted"
        self.shows_calls = True
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

    def put(self, line: AutoAttendant | Queue) -> None:
        """Write one line, if what it says fits the rest."""
        check_line(self.account, line)
        self.replace(self.account.with_line(line))
