"""Bringing payloads to the app, and what came of each."""

import asyncio
import time
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeAlias

from sandbox.slack.memory import Memory
from sandbox.slack.timing import Timing
from sandbox.storage import Json

Kind: TypeAlias = Literal["events_api", "slash_commands", "interactive"]


@dataclass(frozen=True)
class Parcel:
    """One payload for the app."""

    kind: Kind
    payload: Json
    wants_answer: bool = False
    attempt: int = 0
    """How many times it was sent before."""
    retry_reason: str = ""

    @property
    def logged(self) -> Json:
        """What it is called in the log, and whom and what it is about."""
        if self.kind == "slash_commands":
            return {"payload": "command", "about": self.payload["command"], "user": self.payload["user_id"]}
        if self.kind == "events_api":
            event = self.payload["event"]
            return {"payload": event["type"], "about": event.get("subtype", ""), "user": event.get("user", "")}
        return {"payload": self.payload["type"], "about": self._subject, "user": self.payload["user"]["id"]}

    @property
    def _subject(self) -> str:
        payload = self.payload
        ids = [action["action_id"] for action in payload.get("actions", ())]
        named = payload.get("action_id") or payload.get("callback_id") or payload.get("view", {}).get("callback_id", "")
        return ", ".join(ids) or str(named)


@dataclass(frozen=True)
class Receipt:
    """What the app answered, if it did."""

    acked: bool
    answer: Json = field(default_factory=dict)
    failure: str = ""
    wants_retry: bool = True

    @property
    def error(self) -> str:
        """What Slack tells a person whose command or click came to nothing."""
        return "dispatch_failed" if self.failure == "connection_failed" else "operation_timeout"


class Carrier(Protocol):
    """A way to the app: Socket Mode or signed HTTP."""

    async def carry(self, parcel: Parcel) -> Receipt:
        """Deliver once, and wait for the answer as long as Slack does."""
        ...


class Courier:
    """Delivers by the carrier in use, writes a log, and repeats events that nobody acknowledged."""

    def __init__(self, carrier: Carrier, memory: Memory, timing: Timing) -> None:
        self.carrier = carrier
        self._memory = memory
        self._timing = timing
        self._retries: set[asyncio.Task[None]] = set()

    async def deliver(self, parcel: Parcel) -> Receipt:
        """Deliver once and write down how it went."""
        self._memory.save()
        started = time.monotonic()
        receipt = await self.carrier.carry(parcel)
        self._memory.note(
            "delivery",
            **parcel.logged,
            acked=receipt.acked,
            seconds=round(time.monotonic() - started, 3),
            failure=receipt.failure,
            attempt=parcel.attempt,
            answer=sorted(receipt.answer),
        )
        self._memory.save()
        return receipt

    async def announce(self, payload: Json) -> Receipt:
        """Deliver an event; what is not acknowledged comes again, later."""
        parcel = Parcel("events_api", payload)
        receipt = await self.deliver(parcel)
        if not receipt.acked and receipt.wants_retry:
            self._later(self._repeat(payload, receipt))
        return receipt

    def announce_soon(self, payload: Json) -> None:
        """Deliver an event without waiting for it."""
        self._later(self._announce(payload))

    async def stop(self) -> None:
        """Give up what was still to be repeated."""
        for task in self._retries:
            task.cancel()
        await asyncio.gather(*self._retries, return_exceptions=True)

    async def _announce(self, payload: Json) -> None:
        await self.announce(payload)

    async def _repeat(self, payload: Json, receipt: Receipt) -> None:
        for attempt, seconds in enumerate(self._timing.event_retries, start=1):
            await asyncio.sleep(seconds)
            receipt = await self.deliver(
                Parcel("events_api", payload, attempt=attempt, retry_reason=receipt.failure),
            )
            if receipt.acked or not receipt.wants_retry:
                return

    def _later(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._retries.add(task)
        task.add_done_callback(self._retries.discard)
