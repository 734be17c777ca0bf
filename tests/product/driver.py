"""Hands on the demo: it is driven by the control API alone, as a script would."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Self, TypeVar

import httpx

from bot.__main__ import main
from tests.product.commands import nest

Found = TypeVar("Found")

PATIENCE = 10.0
"""Seconds within which everything in the demo has to have happened."""
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
"""How a browser is started that asks nobody for anything."""


class Hands:
    """People of the workspace, who type, send and click; and the vendor's own side."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.patience = PATIENCE
        self._client = httpx.AsyncClient(base_url=url, timeout=PATIENCE)

    async def aclose(self) -> None:
        await self._client.aclose()

    async def post(self, what: str, **content: Any) -> dict[str, Any]:
        answer = await self._client.post(f"/control/{what}", json=content)
        assert answer.status_code == 200, answer.text
        outcome: dict[str, Any] = answer.json()
        return outcome

    async def state(self) -> dict[str, Any]:
        state: dict[str, Any] = (await self._client.get("/control/state")).json()
        return state

    async def type(self, user: str, text: str, channel: str = "phone-lines") -> dict[str, Any]:
        """Type into the composer; Slack has to have its answer at once."""
        began = time.monotonic()
        outcome = await self.post("command", user=user, channel=channel, text=text)
        assert outcome["acked"], outcome
        assert time.monotonic() - began < 2.0, "acknowledged too late"
        return outcome

    async def form(self, user: str, *, besides: str = "") -> dict[str, Any]:
        """The form before somebody, once it can be sent and is another than that of an id."""

        async def ready() -> dict[str, Any] | None:
            view: dict[str, Any] | None = (await self.state())["views"].get(user)
            return view if view and view.get("submit") and view["id"] != besides else None

        return await self.until(ready)

    async def send(self, user: str, **values: dict[str, Any]) -> dict[str, Any]:
        """Send the form before somebody."""
        return await self.post("submit", user=user, values=values)

    async def ask(self, user: str, text: str) -> dict[str, Any]:
        """Type a change, send its form as it stands, and wait for the card."""
        before = {card["ts"] for card in await self.cards()}
        left_open = (await self.state())["views"].get(user) or {"id": ""}
        await self.type(user, text)
        await self.form(user, besides=left_open["id"])
        await self.send(user)

        async def posted() -> dict[str, Any] | None:
            return next((card for card in await self.cards() if card["ts"] not in before), None)

        return await self.until(posted)

    async def cards(self) -> list[dict[str, Any]]:
        messages: list[dict[str, Any]] = (await self.state())["channels"]["phone-approvals"]
        return messages

    async def card(self, ts: str) -> dict[str, Any]:
        return next(card for card in await self.cards() if card["ts"] == ts)

    async def click(self, user: str, card: dict[str, Any], label: str) -> dict[str, Any]:
        """Click the button of a card whose label begins like this."""
        return await self.post("action", user=user, channel="phone-approvals", ts=card["ts"], **button(card, label))

    async def approve(self, user: str, card: dict[str, Any]) -> dict[str, Any]:
        return await self.click(user, card, "Approve")

    async def until_card(self, ts: str, *words: str) -> dict[str, Any]:
        """The card, once it says all of this."""

        async def said() -> dict[str, Any] | None:
            card = await self.card(ts)
            return card if all(word in text_of(card) for word in words) else None

        return await self.until(said)

    async def until_told(self, user: str, *words: str) -> str:
        """What somebody was told by direct message, once it says all of this."""

        async def said() -> str | None:
            texts = [text_of(message) for message in (await self.state())["dms"].get(user, [])]
            return next((text for text in texts if all(word in text for word in words)), None)

        return await self.until(said)

    async def whispers(self, user: str) -> list[str]:
        """What only somebody saw."""
        return [text_of(message) for message in (await self.state())["ephemerals"].get(user, [])]

    async def until_whispered(self, user: str, *words: str, after: int = 0) -> str:
        """What only somebody saw, once it says all of this; what they saw earlier does not count."""

        async def said() -> str | None:
            texts = (await self.whispers(user))[after:]
            return next((text for text in texts if all(word in text for word in words)), None)

        return await self.until(said)

    async def choose(self, user: str, block: str, value: str) -> dict[str, Any]:
        """Choose one of the radio buttons of the form before somebody."""
        return await self.post("action", user=user, view=True, action_id=block, block_id=block, value=value)

    async def writes(self, vendor: str = "dialpad") -> list[dict[str, Any]]:
        """The writes that reached a vendor."""
        calls = (await self._client.get("/control/calls", params={"vendor": vendor})).json()
        calls = calls["calls"] if isinstance(calls, dict) else calls
        return [call for call in calls if call["method"] != "GET"]

    async def done(self, user: str, approver: str, text: str) -> dict[str, Any]:
        """Ask, approve, and wait until it is verified."""
        card = await self.ask(user, text)
        await self.approve(approver, card)
        return await self.until_card(card["ts"], "Verified")

    async def until(self, look: Callable[[], Awaitable[Found | None]]) -> Found:
        """What `look` finds, within the time that everybody has."""
        until = time.monotonic() + self.patience
        while True:
            found = await look()
            if found is not None:
                return found
            assert time.monotonic() < until, "it did not happen in time"
            await asyncio.sleep(0.05)


class Process:
    """The real command, in a process of its own that can be killed.

    It is forked from one that has imported the command already, which is most of what a start takes. Whatever it did,
    its database has no word in the end that opens a vendor's door, or Slack's.
    """

    def __init__(self, database: Path, *, kill_at: str = "", clock: str = "2026-11-20T10:00:00-05:00") -> None:
        told = ["--no-browser", "--database", str(database), "--clock", clock, "--kill-at", kill_at]
        fork = nest()
        self._printed, self._out = fork.Pipe(duplex=False)
        self._process = fork.Process(target=_demo, args=(told, self._out))
        self._database = database
        self._secrets: list[str] = []
        self.hands = Hands("http://127.0.0.1")

    async def __aenter__(self) -> Self:
        await asyncio.to_thread(self._process.start)
        self._out.close()
        assert await asyncio.to_thread(self._printed.poll, 20), "it does not start"
        line = os.read(self._printed.fileno(), 1000).decode()
        assert "http://127.0.0.1:" in line, line
        self.hands = Hands(line.split()[-1])
        tokens = [each["token"] for each in (await self.hands.state())["vendors"].values()]
        self._secrets = [word for token in tokens for word in (token.values() if isinstance(token, dict) else [token])]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.hands.aclose()
        self._process.terminate()
        await asyncio.to_thread(self._process.join, 10)
        self._process.close()
        self._printed.close()
        kept = b"".join(each.read_bytes() for each in self._database.parent.glob(f"{self._database.name}*"))
        assert not [word for word in (*self._secrets, "xoxb-", "xapp-") if word.encode() in kept]

    async def killed(self) -> None:
        """Wait until the process has been killed."""
        await asyncio.to_thread(self._process.join, PATIENCE)
        assert self._process.exitcode == -signal.SIGKILL


def _demo(arguments: Sequence[str], out: Connection) -> None:
    os.dup2(out.fileno(), sys.stdout.fileno())
    main(["demo", *arguments])


def button(card: dict[str, Any], label: str) -> dict[str, str]:
    """The action and value of a message's button whose label begins like this."""
    for block in card["blocks"]:
        for element in (*block.get("elements", []), block.get("accessory", {})):
            if element.get("type") == "button" and element["text"]["text"].startswith(label):
                return {"action_id": element["action_id"], "value": element.get("value", "")}
    msg = f"no button {label!r} on: {text_of(card)}"
    raise AssertionError(msg)


def has_button(card: dict[str, Any], label: str) -> bool:
    try:
        return bool(button(card, label))
    except AssertionError:
        return False


def text_of(message: Any) -> str:
    """All the text of a message or view, as one string."""
    if isinstance(message, str):
        return message
    if isinstance(message, dict):
        return "\n".join(text_of(value) for key, value in message.items() if key in _READ)
    if isinstance(message, list):
        return "\n".join(map(text_of, message))
    return ""


_READ = ("text", "blocks", "fields", "elements", "accessory", "title", "label", "placeholder", "rows")
