"""A vendor's account as it is now, and as reads show it."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Generic, TypeVar

from pydantic import BaseModel

AnyAccount = TypeVar("AnyAccount", bound=BaseModel)


class Present(Generic[AnyAccount]):
    """The one place that changes: each write puts a new account in it."""

    def __init__(self, account: AnyAccount, clock: Callable[[], datetime]) -> None:
        self.account = account
        self.clock = clock
        self._previous = account
        self._stale_until = 0.0

    @property
    def shown(self) -> AnyAccount:
        """The account as reads show it: for a planned while, the one before the last write."""
        return self._previous if time.monotonic() < self._stale_until else self.account

    def replace(self, account: AnyAccount) -> None:
        """Make this the account from now on."""
        self._previous = self.account
        self.account = account

    def show_previous_for(self, seconds: float) -> None:
        """Let reads lag behind the write that has just taken place."""
        self._stale_until = time.monotonic() + seconds
