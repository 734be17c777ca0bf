"""How a request is turned down, whoever the vendor is."""


class RefusedError(Exception):
    """A request that a vendor does not carry out; without a message it says so in its usual words."""

    def __init__(self, status: int, message: str = "", *, retry_after: int | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.retry_after = retry_after
