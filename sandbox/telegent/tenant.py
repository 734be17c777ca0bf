"""The account as it is now, and what the HTTP interface needs to play it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Literal

from sandbox.present import Present
from sandbox.telegent.account import Account, Earlier, Workgroup
from sandbox.telegent.errors import Form
from sandbox.telegent.hours import Midnight

Shows = Literal["example", "zone", "prose"]
"""How much of a workgroup can be read: the six fields of the documented example, its time zone besides, or all that
the prose beside the example promises (hold music and off-hours rules as well)."""


class Tenant(Present[Account]):
    """A customer's account, and the ways to play it.

    `shows`, `error_form`, `midnight` and `lag` may be set to play another Telegent; `lag` is how long an update takes
    to come through, by the sandbox's clock.
    """

    def __init__(self, account: Account, clock: Callable[[], datetime]) -> None:
        super().__init__(account, clock)
        self.shows: Shows = "zone"
        self.error_form: Form = "current"
        self.midnight: Midnight = "11:59 PM"
        self.lag = timedelta(0)

    def update(self, before: Workgroup, after: Workgroup) -> None:
        """Change a workgroup, once the lag is over."""
        now = self.clock()
        settled = before.as_of(now).model_copy(update={"earlier": None})
        earlier = Earlier(workgroup=settled, until=now + self.lag) if self.lag else None
        self.replace(self.account.with_workgroup(after.model_copy(update={"earlier": earlier})))
