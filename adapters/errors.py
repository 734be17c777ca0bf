"""What can go wrong with a phone system.

* PhoneSystemError
  * UnreachableError   no answer, or "try later": the only one worth retrying
  * DeniedError        our credentials were refused
  * MissingError       no such line
  * RefusedError       the vendor understood the change and said no
  * UnsupportedError   this vendor has no such feature
  * DriftError         somebody else changed what we would have written over
"""


class PhoneSystemError(Exception):
    """Anything that a phone system could not do; `str(error)` is one sentence without secrets."""

    def __init__(self, message: str, *, code: str = "") -> None:
        super().__init__(message)
        self.code = code
        """The vendor's own code for what went wrong; empty if it gave none."""


class UnreachableError(PhoneSystemError):
    """The vendor gave no answer, or asked to come back later; a write may or may not have taken place."""

    def __init__(self, message: str, *, retry_after: float | None = None, untouched: bool = False) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        """Seconds that the vendor asked us to wait."""
        self.untouched = untouched
        """Whether a write surely did not take place."""


class DeniedError(PhoneSystemError):
    """The vendor refused our credentials."""


class MissingError(PhoneSystemError):
    """The vendor has no such line."""


class RefusedError(PhoneSystemError):
    """The vendor understood the request and said no."""


class UnsupportedError(PhoneSystemError):
    """This vendor has no such feature."""


class DriftError(PhoneSystemError):
    """The vendor's table holds something that we did not write, where we would have to write."""
