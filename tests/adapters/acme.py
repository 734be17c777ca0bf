"""A vendor that answers as it is told, and a transport to it that sleeps in no time."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import httpx

from adapters.transport import BearerAuth, Transport

TOKEN = "very-secret-token"
NOW = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)

Answer = httpx.Response | Exception


class Vendor:
    """A vendor that answers from a list, then always with its last answer; it remembers what it was sent."""

    def __init__(self, *answers: Answer) -> None:
        self._answers = list(answers)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


class Sleeper:
    """Sleeps in no time, and remembers for how long."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.slept.append(seconds)


def transport(
    vendor: Callable[[httpx.Request], httpx.Response], sleep: Sleeper | None = None, chance: float = 0.5
) -> Transport:
    return Transport(
        "Acme",
        "https://phone.example/base",
        auth=BearerAuth(TOKEN),
        inner=httpx.MockTransport(vendor),
        clock=lambda: NOW,
        sleep=sleep or Sleeper(),
        chance=lambda: chance,
    )


def answer(status: int, body: Any = None, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(status, json=body, headers=named)
