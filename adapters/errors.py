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

    untouched: bool = False
    """Whether what was asked for surely did not take place; else a write may have, and is to be looked for."""

    def __init__(self, message: str, *, code: str = "") -> None:
        super().__init__(message)
        self.code = code
        """The vendor's own code for what went wrong; empty if it gave none."""


class UnreachableError(PhoneSystemError):
    """The vendor gave no answer, or asked to come back later; mostly nobody knows whether a write took place."""

    def __init__(self, message: str, *, retry_after: float | None = None, untouched: bool = False) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        """Seconds that the vendor asked us to wait."""
        self.untouched = untouched


class DeniedError(PhoneSystemError):
    """The vendor refused our credentials."""

    untouched = True


class MissingError(PhoneSystemError):
    """The vendor has no such line."""

    untouched = True


class RefusedError(PhoneSystemError):
    """The vendor understood the request and said no."""

    untouched = True


class UnsupportedError(PhoneSystemError):
    """This vendor has no such feature."""

    untouched = True


class DriftError(PhoneSystemError):
    """The vendor's table holds something that we did not write, where we would have to write."""
