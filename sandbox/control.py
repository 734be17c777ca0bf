"""The control API: what scripts and the page do in the world, by names instead of ids."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Protocol, TypeAlias, TypeVar

from aiohttp import web
from pydantic import BaseModel, ValidationError

from sandbox.faults import Faults
from sandbox.orders import Broken, ByUser, Chosen, Clicked, Closed, Moved, Said, Sent, Typed
from sandbox.slack import Outcome, RefusedError, Workspace
from sandbox.storage import Json
from sandbox.vendor import VendorServer

Handler: TypeAlias = Callable[[web.Request], Awaitable[web.Response]]
AnyOrder = TypeVar("AnyOrder", bound=BaseModel)
SLACK = "slack"


class ControlledWorld(Protocol):
    """The world, as far as it can be controlled."""

    @property
    def slack(self) -> Workspace:
        """The workspace."""
        ...

    @property
    def vendors(self) -> Mapping[str, VendorServer]:
        """The phone vendors, by name."""
        ...

    def control_state(self) -> Json:
        """Return everything there is to see."""
        ...

    def set_clock(self, now: datetime) -> None:
        """Make it this moment."""
        ...

    def advance_clock(self, seconds: float) -> None:
        """Let this much time pass at once."""
        ...


class Control:
    """Serves the control API of a world."""

    def __init__(self, world: ControlledWorld) -> None:
        self._world = world
        self._slack = world.slack

    def routes(self) -> list[web.RouteDef]:
        """Return what an application needs to serve it."""
        return [
            web.get("/control/state", self._state),
            web.get("/control/calls", self._calls),
            web.post("/control/command", _obeying(Typed, self._command)),
            web.post("/control/message", _obeying(Said, self._message)),
            web.post("/control/action", _obeying(Clicked, self._action)),
            web.post("/control/suggest", _obeying(Clicked, self._suggest)),
            web.post("/control/submit", _obeying(Sent, self._submit)),
            web.post("/control/close", _obeying(Closed, self._close)),
            web.post("/control/home", _obeying(ByUser, self._home)),
            web.post("/control/shortcut", _obeying(Chosen, self._shortcut)),
            web.post("/control/clock", _obeying(Moved, self._clock)),
            web.post("/control/fault", _obeying(Broken, self._fault)),
            web.route("*", "/control/{name}", _unknown),
        ]

    async def _state(self, _request: web.Request) -> web.Response:
        return web.json_response(self._world.control_state())

    async def _calls(self, request: web.Request) -> web.Response:
        name = request.query.get("vendor", "")
        vendor = self._world.vendors.get(name)
        if vendor is None:
            return _refused(self._no_vendor(name, self._world.vendors))
        return web.json_response(vendor.calls.document())

    async def _command(self, order: Typed) -> Json:
        return _told(await self._slack.gestures.command(order.user, order.channel, order.text))

    async def _message(self, order: Said) -> Json:
        said = self._slack.gestures.message(order.user, order.channel, order.text, thread_ts=order.thread_ts)
        return _told(await said)

    async def _action(self, order: Clicked) -> Json:
        return _told(await self._slack.clicks.click(order.user, order.where, order.press))

    async def _suggest(self, order: Clicked) -> Json:
        return await self._slack.clicks.suggest(order.user, order.where, order.press)

    async def _submit(self, order: Sent) -> Json:
        return _told(await self._slack.submissions.submit(order.user, order.values))

    async def _close(self, order: Closed) -> Json:
        return _told(await self._slack.submissions.close(order.user, everything=order.everything))

    async def _home(self, order: ByUser) -> Json:
        return _told(await self._slack.gestures.home(order.user))

    async def _shortcut(self, order: Chosen) -> Json:
        chosen = self._slack.gestures.shortcut(
            order.user,
            order.callback_id,
            channel_name=order.channel,
            ts=order.ts,
        )
        return _told(await chosen)

    async def _clock(self, order: Moved) -> Json:
        if order.now is not None:
            self._world.set_clock(order.now)
        else:
            self._world.advance_clock(order.advance or 0)
        return {"acked": True, "now": self._world.control_state()["now"]}

    async def _fault(self, order: Broken) -> Json:
        faults: Mapping[str, Faults] = {
            SLACK: self._slack.faults,
            **{name: vendor.faults for name, vendor in self._world.vendors.items()},
        }
        if order.vendor not in faults:
            raise self._no_vendor(order.vendor, faults)
        faults[order.vendor].read(order.fault)
        return {"acked": True}

    def _no_vendor(self, name: str, known: Mapping[str, object]) -> RefusedError:
        return RefusedError(f"There is no vendor “{name}”. There is {', '.join(known) or 'none'}.", status=404)


def _obeying(model: type[AnyOrder], obey: Callable[[AnyOrder], Awaitable[Json]]) -> Handler:
    """Return the handler that reads an order, has it obeyed, and refuses in one sentence."""

    async def handle(request: web.Request) -> web.Response:
        try:
            return web.json_response(await obey(model.model_validate_json(await request.text())))
        except ValidationError as error:
            return _refused(RefusedError(_sentence(error)))
        except UnicodeDecodeError:
            return _refused(RefusedError("The body is not text in UTF-8."))
        except RefusedError as error:
            return _refused(error)

    return handle


async def _unknown(request: web.Request) -> web.Response:
    sentence = f"{request.method} {request.path} is not part of the control API."
    return _refused(RefusedError(sentence, status=404))


def _told(outcome: Outcome) -> Json:
    return outcome.as_json()


def _refused(error: RefusedError) -> web.Response:
    errors = {"errors": error.errors} if error.errors else {}
    return web.json_response({"error": str(error), **errors}, status=error.status)


def _sentence(error: ValidationError) -> str:
    faults = (" ".join([*map(str, fault["loc"]), _uncapitalised(fault["msg"])]) for fault in error.errors())
    return f"This cannot be done: {'; '.join(faults)}."


def _uncapitalised(message: str) -> str:
    bare = message.removeprefix("Value error, ")
    return bare[:1].lower() + bare[1:]
