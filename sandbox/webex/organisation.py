"""The organisation as it is now, and what the HTTP interface needs to play it."""

from collections.abc import Callable
from datetime import datetime

from sandbox.present import Present
from sandbox.webex.account import Account, AutoAttendant, Queue
from sandbox.webex.links import check_line
from sandbox.webex.menus import EmptyValues


class Organisation(Present[Account]):
    """An organisation's account, and the ways to play it.

    `empty_values`, `shows_calls` and `page_size` may be set to play another Webex: how menu keys without a target are
    written, whether the user's token may see waiting calls, and how many items a page has at most.
    Pages are short, so that every client has to turn them.
    """

    def __init__(self, account: Account, clock: Callable[[], datetime]) -> None:
        super().__init__(account, clock)
        self.empty_values: EmptyValues = "wanted"
        self.shows_calls = True
        self.page_size = 2

    def put(self, line: AutoAttendant | Queue) -> None:
        """Write one line, if what it says fits the rest."""
        check_line(self.account, line)
        self.replace(self.account.with_line(line))
