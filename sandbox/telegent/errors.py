"""How Telegent says no: a status and a sentence, or what its older documents show in place of them."""

from collections.abc import Mapping
from http.client import responses
from typing import Any, Literal
from uuid import uuid4

from aiohttp import web

from sandbox.refusals import RefusedError

Form = Literal["current", "old"]
"""Which of Telegent's documents the error bodies follow."""

MESSAGES = {
    400: "Bad request: one or more required fields are missing or contain an invalid value.",
    401: "Unauthorized: Bearer token is missing, expired, or invalid. Re-authenticate via POST /v1.0/oauth2/tokens.",
    403: "Forbidden: your token does not have permission to access this resource. Check the ApiEndpoint scope.",
    404: "Not found: the requested resource does not exist or belongs to a different account.",
    405: "Method not allowed: verify the HTTP method required for this endpoint.",
    408: (
        "Request timeout: the server did not receive a complete request within the allowed time. "
        "Retry with exponential backoff."
    ),
    429: "Too many requests: rate limit exceeded. Slow your request cadence and retry after a short delay.",
    500: "Internal server error: an unexpected error occurred. If the problem persists contact support@telegent.com.",
    503: "Service unavailable: the API is temporarily unavailable. Retry after a short delay.",
    504: "Gateway timeout: an upstream service did not respond in time. Retry with exponential backoff.",
}


class InvalidError(RefusedError):
    """A request with wrong fields, and what is wrong with each."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(400, " ".join(errors.values()))
        self.errors = errors


def refusal(error: RefusedError, form: Form) -> web.Response:
    """An error answer in one of the two shapes; neither has a Retry-After header."""
    body = _current(error) if form == "current" else _old(error)
    return web.json_response(body, status=error.status)


def _current(error: RefusedError) -> dict[str, Any]:
    return {"StatusCode": error.status, "Message": _message(error)}


def _old(error: RefusedError) -> dict[str, Any]:
    kind = f"https://tools.ietf.org/html/rfc9110#section-15.{error.status // 100 + 1}.{error.status % 100 + 1}"
    if isinstance(error, InvalidError):
        return {
            "Type": kind,
            "Title": "One or more validation errors occurred.",
            "Status": error.status,
            "Errors": {f"$.{field}": [message] for field, message in error.errors.items()},
            "TraceId": f"00-{uuid4().hex}-{uuid4().hex[:16]}-00",
        }
    later = {"RetryAfter": "60"} if error.status == 429 else {}
    return {"Type": kind, "Title": _phrase(error), "Status": error.status, "Detail": _message(error), **later}


def _message(error: RefusedError) -> str:
    if error.status == 400 and error.message:
        return f"Bad request: {error.message}"
    return MESSAGES.get(error.status, _phrase(error))


def _phrase(error: RefusedError) -> str:
    return responses.get(error.status, "Error")
