"""How Dialpad says no: a status and a body in the manner of Google's endpoints."""

from aiohttp import web

from sandbox.refusals import RefusedError

REASONS = {
    400: "badRequest",
    401: "required",
    403: "forbidden",
    404: "notFound",
    405: "methodNotAllowed",
    409: "conflict",
    429: "rateLimitExceeded",
}


def refusal(error: RefusedError) -> web.Response:
    """An error answer; its `code` is the one integer that Dialpad writes as a JSON number."""
    message = error.message or "Backend Error"
    detail = {"domain": "global", "message": message, "reason": REASONS.get(error.status, "backendError")}
    body = {"error": {"code": error.status, "errors": [detail], "message": message}}
    return web.json_response(body, status=error.status)
