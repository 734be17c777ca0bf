"""The HTTP side of the Web API: tokens, scopes, errors, and which method is which."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Literal, TypeAlias

from aiohttp import web

from sandbox.faults import Faults
from sandbox.slack.api.access import Access
from sandbox.slack.api.arguments import Arguments
from sandbox.slack.errors import SlackError
from sandbox.slack.memory import Memory
from sandbox.storage import Json

Handler: TypeAlias = Callable[[Arguments], Json]
Holder: TypeAlias = Literal["bot", "app"]


@dataclass(frozen=True)
class Method:
    """One method for one kind of token: what it does, and the scope it needs whatever its arguments."""

    handler: Handler
    scope: str | None = None


Methods: TypeAlias = Mapping[tuple[str, Holder], Method]


class WebApi:
    """Answers ``/api/<method>`` as Slack does: always JSON with ``ok``."""

    def __init__(self, methods: Methods, holders: Mapping[str, Holder], access: Access, memory: Memory) -> None:
        self._methods = methods
        self._holders = holders
        self._access = access
        self._memory = memory
        self.faults = Faults()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer one call, unless a fault was planned for it."""
        fault = self.faults.take(request.method, request.path)
        planned = fault.instead(_refusal) if fault else None
        response = await self._answer(request) if planned is None else planned
        if planned is not None:
            self._memory.note("call", method=request.match_info["method"], ok=False, status=planned.status)
        self._memory.save()
        return await fault.delivered(request, response) if fault else response

    async def _answer(self, request: web.Request) -> web.Response:
        name, arguments = request.match_info["method"], Arguments({})
        try:
            arguments = await Arguments.read(request)
            result = self._call(name, _token(request, arguments), arguments)
        except SlackError as error:
            result = {"ok": False, "error": error.code, **error.details}
        outcome = {"ok": result["ok"], **({} if result["ok"] else {"error": result["error"]})}
        self._memory.note("call", method=name, **outcome, arguments=arguments.logged())
        return web.json_response(result, headers={"X-OAuth-Scopes": ",".join(sorted(self._access.scopes))})

    def _call(self, name: str, token: str, arguments: Arguments) -> Json:
        if not any(name == known for known, _ in self._methods):
            raise SlackError(code="unknown_method", req_method=name)
        method = self._methods.get((name, self._holder(token)))
        if method is None:
            raise SlackError(code="not_allowed_token_type")
        if method.scope:
            self._access.need(method.scope)
        return {"ok": True, **method.handler(arguments)}

    def _holder(self, token: str) -> Holder:
        if not token:
            raise SlackError(code="not_authed")
        holder = self._holders.get(token)
        if holder is None:
            raise SlackError(code="invalid_auth")
        return holder


def _token(request: web.Request, arguments: Arguments) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else arguments.text("token")


def _refusal(status: int) -> web.Response:
    code = "ratelimited" if status == HTTPStatus.TOO_MANY_REQUESTS else "internal_error"
    return web.json_response({"ok": False, "error": code}, status=status)
