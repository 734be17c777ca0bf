"""How Dialpad says no: a status and a body in the manner of Google's endpoints."""

from aiohttp import web

REASONS = {
    400: "badRequest",
    401: "required",
    403: "forbidden",
    404: "notFound",
    405: "methodNotAllowed",
    409: "conflict",
    429: "rateLimitExceeded",
}


class RefusedError(Exception):
    """A request that Dialpad does not carry out."""

    def __init__(self, status: int, message: str, *, retry_after: int | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.retry_after = retry_after

    def response(self) -> web.Response:
        """What the client gets."""
        response = refusal(self.status, self.message)
        if self.retry_after is not None:
            response.headers["Retry-After"] = str(self.retry_after)
        return response


def refusal(status: int, message: str = "Backend Error") -> web.Response:
    """An error answer; its `code` is the one integer that Dialpad writes as a JSON number."""
    reason = REASONS.get(status, "backendError")
    detail = {"domain": "global", "message": message, "reason": reason}
    return web.json_response({"error": {"code": status, "errors": [detail], "message": message}}, status=status)
