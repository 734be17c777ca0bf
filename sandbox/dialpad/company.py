"""The account as it is now, and what the HTTP interface needs to play it."""

from collections.abc import Callable
from datetime import datetime

from sandbox.dialpad.account import Account, CallCenter
from sandbox.dialpad.hours import Midnight
from sandbox.present import Present


class Company(Present[Account]):
    """A company's account, and the ways to play it.

    `midnight` and `page_size` may be set to play another Dialpad.
    Pages are short, so that every client has to turn them.
    """

    def __init__(self, account: Account, clock: Callable[[], datetime]) -> None:
        super().__init__(account, clock)
        self.midnight: Midnight = "24:00"
        self.page_size = 2

    def put(self, call_center: CallCenter) -> CallCenter:
        """Write one call center."""
        self.replace(self.account.with_call_center(call_center))
        return call_center
