"""What every make-believe phone vendor offers to the world."""

from collections.abc import Callable
from typing import Any, Protocol, TypedDict

from aiohttp import web

from sandbox.faults import Faults
from sandbox.storage import Json


class Panel(TypedDict):
    """What the page shows of one line, now."""

    line: str
    status: str
    rows: list[tuple[str, str]]


class Calls(Protocol):
    """What was asked of a vendor."""

    def document(self) -> list[Json]:
        """Return the calls in their order, as JSON."""
        ...


class VendorServer(Protocol):
    """A phone vendor with a state of its own, mounted at ``/vendors/<name>``."""

    name: str
    token: Any
    faults: Faults
    on_change: Callable[[], None]
    """Called after each change; the world puts its bell here."""

    @property
    def calls(self) -> Calls:
        """What was asked of it."""
        ...

    def application(self) -> web.Application:
        """Return the vendor's HTTP interface, whose routes start as the real vendor's do."""
        ...

    def panels(self) -> list[Panel]:
        """Return what to show of each line, now."""
        ...
