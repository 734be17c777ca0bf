"""The whole make-believe world on one port: Slack, the phone vendors, a clock and the hands to move them."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from aiohttp import web

from sandbox.clock import WorldClock
from sandbox.control import Control
from sandbox.dialpad import DialpadServer
from sandbox.slack import Team, Timing, Workspace
from sandbox.slack.page import routes as page_routes
from sandbox.storage import Json, JsonFile
from sandbox.telegent import TelegentServer
from sandbox.vendor import VendorServer
from sandbox.webex import WebexServer

HOST = "127.0.0.1"
SHUTDOWN_SECONDS = 1


class PortTakenError(Exception):
    """Something else already listens where the world should be served."""


class World:
    """Slack, vendors and a clock, served at one address; with a folder it continues where it ended."""

    def __init__(
        self,
        *,
        folder: Path | None = None,
        port: int = 0,
        clock: datetime | None = None,
        vendors: Sequence[VendorServer] | None = None,
        team: Team | None = None,
        timing: Timing | None = None,
    ) -> None:
        self._folder = folder
        self._port = port
        self._storage = self._file("world")
        self.clock = self._clock(clock)
        self.slack = Workspace(clock=self.clock.now, storage=self._file("slack"), team=team, timing=timing)
        chosen = self._demo_vendors() if vendors is None else vendors
        self.vendors: Mapping[str, VendorServer] = {vendor.name: vendor for vendor in chosen}
        self.on_clock: Callable[[], None] = lambda: None
        self.url = ""
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Serve the world; it has an address from now on."""
        self._runner = web.AppRunner(self._application(), shutdown_timeout=SHUTDOWN_SECONDS, access_log=None)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, HOST, self._port).start()
        except OSError as error:
            await self._runner.cleanup()
            message = f"Port {self._port} of {HOST} is taken; choose another one."
            raise PortTakenError(message) from error
        self.url = f"http://{HOST}:{self._runner.addresses[0][1]}"
        self.slack.serve_at(self.url)

    async def stop(self) -> None:
        """Close every connection and serve no longer."""
        await self.slack.stop()
        if self._runner is not None:
            await self._runner.cleanup()

    def set_clock(self, now: datetime) -> None:
        """Make it this moment, for calendars."""
        self.clock.set(now)
        self._clock_moved()

    def advance_clock(self, seconds: float) -> None:
        """Let this much time pass at once, for calendars."""
        self.clock.advance(seconds)
        self._clock_moved()

    def control_state(self) -> Json:
        """Return what ``GET /control/state`` shows."""
        vendors = {
            name: {"url": f"{self.url}/vendors/{name}", "token": vendor.token} for name, vendor in self.vendors.items()
        }
        return {"now": self.clock.now().isoformat(), **self.slack.showing.state(), "vendors": vendors}

    def state(self) -> dict[str, Any]:
        """Return what the page shows: the state, and who and what there is."""
        return {
            **self.control_state(),
            "people": self.slack.showing.people(),
            "bot": self.slack.showing.bot(),
            "commands": self.slack.showing.commands(),
            "shortcuts": self.slack.showing.shortcuts(),
            "panels": {name: vendor.panels() for name, vendor in self.vendors.items()},
        }

    def changes(self) -> AsyncIterator[int]:
        """Yield a rising number, now and whenever anything changed."""
        return self.slack.bell.changes()

    def name_of(self, identifier: str, /) -> str:
        """Return the name of a person, a channel or a user group."""
        return self.slack.directory.name_of(identifier)

    def _application(self) -> web.Application:
        application = web.Application()
        application.add_routes(self.slack.routes())
        application.add_routes(Control(self).routes())
        application.add_routes(page_routes(self))
        for name, vendor in self.vendors.items():
            vendor.on_change = self.slack.bell.ring
            application.add_subapp(f"/vendors/{name}", vendor.application())
        return application

    def _clock_moved(self) -> None:
        self._storage.write({"offset": self.clock.offset.total_seconds()})
        self.slack.bell.ring()
        self.on_clock()

    def _clock(self, start: datetime | None) -> WorldClock:
        kept = self._storage.read()
        if kept is not None:
            return WorldClock(timedelta(seconds=kept["offset"]))
        clock = WorldClock()
        if start is not None:
            clock.set(start)
            self._storage.write({"offset": clock.offset.total_seconds()})
        return clock

    def _demo_vendors(self) -> Sequence[VendorServer]:
        dialpad = DialpadServer(self.clock.now, self._file("dialpad"))
        dialpad.company.page_size = 50
        webex = WebexServer(self.clock.now, self._file("webex"))
        webex.organisation.page_size = 50
        return [dialpad, webex, TelegentServer(self.clock.now, self._file("telegent"))]

    def _file(self, name: str) -> JsonFile:
        return JsonFile(self._folder / f"{name}.json" if self._folder else None)
