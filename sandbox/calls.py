"""What was asked of a vendor, in the order it was asked."""

from collections import deque
from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from typing import Any

from pydantic import BaseModel, Field

READS_KEPT = 500


class Call(BaseModel, frozen=True):
    """One request and what was decided about it; a fault says what happened to the answer on its way."""

    number: int
    method: str
    path: str
    query: dict[str, str] = Field(default_factory=dict)
    body: Any = None
    status: int
    fault: str | None = None
    at: datetime


class CallLog:
    """Every write, and the latest reads."""

    def __init__(self, calls: list[Any] | None = None) -> None:
        self._writes: list[Call] = []
        self._reads: deque[Call] = deque(maxlen=READS_KEPT)
        for call in calls or []:
            self._keep(Call.model_validate(call))
        self._last = max((call.number for call in self), default=0)

    def add(self, **facts: Any) -> Call:
        """Remember one more call."""
        self._last += 1
        call = Call(number=self._last, **facts)
        self._keep(call)
        return call

    def _keep(self, call: Call) -> None:
        (self._reads if call.method == "GET" else self._writes).append(call)

    def __iter__(self) -> Iterator[Call]:
        return iter(sorted(chain(self._writes, self._reads), key=lambda call: call.number))

    def __len__(self) -> int:
        return len(self._writes) + len(self._reads)

    def document(self) -> list[dict[str, Any]]:
        """The log as JSON."""
        return [call.model_dump(mode="json") for call in self]
