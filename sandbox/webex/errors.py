"""How Webex says no: three shapes of a body, each with a tracking id to quote to its support."""

from typing import Any, Literal
from uuid import uuid4

from aiohttp import web

from sandbox import refusals

TRACKING = "trackingId"

Form = Literal["common", "backend", "list"]
"""Which part of Webex answers: its front, the calling backend behind it, or an older service that sends a list."""

MISSING = 25008
"""The backend's code for a mandatory field that is not there."""


class RefusedError(refusals.RefusedError):
    """A request that Webex does not carry out."""

    def __init__(self, status: int, message: str, *, code: int | None = None, form: Form = "common") -> None:
        super().__init__(status, message)
        self.code = code
        self.form = form

    def response(self) -> web.Response:
        """What the client gets."""
        tracking = tracking_id()
        bodies = {"common": self._common, "backend": self._backend, "list": self._list}
        body = bodies[self.form](tracking)
        return web.json_response(body, status=self.status, headers={TRACKING: tracking})

    def _common(self, tracking: str) -> Any:
        code = {} if self.code is None else {"errorCode": self.code}
        errors = {} if self.status == 403 else {"errors": [{"description": self.message, **code}]}
        return {"message": self.message, **errors, "trackingId": tracking}

    def _backend(self, tracking: str) -> Any:
        code = self.code or self.status
        description = f"The request could not be carried out, error = '[Error {code}] {self.message}'"
        detail = {"description": description, "code": str(code)}
        return {"error": [{"key": str(self.status), "message": [detail]}], "trackingId": tracking}

    def _list(self, _: str) -> Any:
        return [{"errors": [{"errorMessage": self.message}]}]


class BackendError(RefusedError):
    """A refusal by the calling backend."""

    def __init__(self, status: int, message: str, *, code: int | None = None) -> None:
        super().__init__(status, message, code=code, form="backend")


def missing(field: str) -> BackendError:
    """The backend's refusal of a body without a mandatory field."""
    return BackendError(400, f"Missing Mandatory field name: {field}", code=MISSING)


def refusal(error: refusals.RefusedError) -> web.Response:
    """An error answer, in the common shape unless it has one of its own."""
    if not isinstance(error, RefusedError):
        error = RefusedError(error.status, error.message or "The request could not be carried out.")
    return error.response()


def tracking_id() -> str:
    """What Webex's support asks for."""
    return f"ROUTERGW_{uuid4()}"
