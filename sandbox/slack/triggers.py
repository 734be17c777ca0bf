"""The short-lived ids that let an app open a form for the person who just did something."""

import secrets
import time
from dataclasses import dataclass

from sandbox.slack.errors import SlackError
from sandbox.slack.timing import Timing

LONGEST_MEMORY = 60


@dataclass
class _Trigger:
    user_id: str
    issued: float
    exchanged: bool = False


class Triggers:
    """Issues trigger ids and takes each of them once, within three seconds."""

    def __init__(self, timing: Timing) -> None:
        self._timing = timing
        self._issued: dict[str, _Trigger] = {}

    def issue(self, user_id: str) -> str:
        """Return a new trigger for this person."""
        now = time.monotonic()
        self._issued = {key: old for key, old in self._issued.items() if now - old.issued < LONGEST_MEMORY}
        trigger_id = f"{time.time_ns()}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        self._issued[trigger_id] = _Trigger(user_id, now)
        return trigger_id

    def owner(self, trigger_id: str) -> str:
        """Return whom a trigger that is still good belongs to, without using it up."""
        trigger = self._issued.get(trigger_id)
        if trigger is None:
            raise SlackError(code="invalid_trigger_id")
        if trigger.exchanged:
            raise SlackError(code="exchanged_trigger_id")
        if time.monotonic() - trigger.issued > self._timing.trigger:
            raise SlackError(code="expired_trigger_id")
        return trigger.user_id

    def use_up(self, trigger_id: str) -> None:
        """Let the trigger be good no longer."""
        self._issued[trigger_id].exchanged = True
