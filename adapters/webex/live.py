"""What a queue is like right now, as far as the token may know."""

import datetime as dt
import logging
from collections.abc import Callable
from typing import Annotated, Final

from pydantic import AfterValidator

from adapters.errors import DeniedError, MissingError, PhoneSystemError, RefusedError
from adapters.model import LiveStatus
from adapters.transport import Transport
from adapters.webex.directory import CONFIG, Entry, items, quoted
from adapters.webex.queue_wire import AgentNow
from adapters.webex.wire import Wire, parsed

log = logging.getLogger(__name__)

_SILENCE: Final = dt.timedelta(minutes=10)
"""How long a refusal to tell of calls is taken for granted."""


def _in_utc(moment: dt.datetime) -> dt.datetime:
    """A moment with a zone; Webex tells it in UTC, whether it says so or not."""
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


class _Call(Wire):
    """A call that waits, or did."""

    add_time: Annotated[dt.datetime, AfterValidator(_in_utc)] | None = None
    remove_time: dt.datetime | None = None
    preserved_wait_time: int = 0
    """Milliseconds that it waited in other queues before."""


class _Calls(Wire):
    items: tuple[_Call, ...] = ()


class LiveFigures:
    """Waiting calls and agents. A service app's token is refused the calls; then only the agents are told."""

    def __init__(self, transport: Transport, clock: Callable[[], dt.datetime]) -> None:
        self._transport = transport
        self._clock = clock
        self._hidden_until: dt.datetime | None = None
        self._silent_until: dict[str, dt.datetime] = {}
        """The queues of which alone Webex does not tell."""

    async def read(self, entry: Entry) -> LiveStatus:
        """The figures of a queue, or those of them that can be read."""
        waiting = await self._waiting(entry)
        try:
            figures = await self._agents(entry)
        except PhoneSystemError as error:
            if waiting is None:
                raise
            log.warning("The agents of %s cannot be read just now: %s", entry.name, error)
            figures = LiveStatus()
        if waiting is None:
            return figures.model_copy(update={"hidden": self._is_hidden})
        longest = max(map(self._seconds, waiting), default=0)
        return figures.model_copy(update={"waiting": len(waiting), "longest_wait": longest})

    async def _agents(self, entry: Entry) -> LiveStatus:
        params = {"queueId": entry.id, "joinEnabled": "true", **(entry.params or {})}
        agents = [
            parsed(AgentNow, each) async for each in items(self._transport, f"{CONFIG}/queues/agents", "agents", params)
        ]
        joined = [each for each in agents if each.join_count != 0]
        told = any(each.state for each in agents)
        return LiveStatus(
            agents_on_duty=len(joined),
            agents_available=sum(each.state == "AVAILABLE" for each in joined) if told else None,
        )

    async def _waiting(self, entry: Entry) -> list[_Call] | None:
        """The calls that wait; None if they cannot be read."""
        now = self._clock()
        if self._is_hidden or now < self._silent_until.get(entry.id, now):
            return None
        try:
            answer = await self._transport.request("GET", f"/telephony/calls/queues/{quoted(entry.id)}/calls")
            return [each for each in parsed(_Calls, answer or {}).items if each.remove_time is None]
        except DeniedError:
            self._hidden_until = self._clock() + _SILENCE
        except (MissingError, RefusedError):
            self._silent_until[entry.id] = self._clock() + _SILENCE
        except PhoneSystemError as error:
            log.warning("The calls of %s cannot be read just now: %s", entry.name, error)
        return None

    @property
    def _is_hidden(self) -> bool:
        """Whether the token was refused the calls of every queue."""
        return self._hidden_until is not None and self._clock() < self._hidden_until

    def _seconds(self, call: _Call) -> int:
        """How long a call has waited."""
        here = (self._clock() - call.add_time).total_seconds() if call.add_time else 0.0
        return int(max(0.0, here)) + max(0, call.preserved_wait_time) // 1000
