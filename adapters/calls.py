"""The ear: which calls of a vendor's API a piece of work has made, and nothing of what was said in them."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from adapters.model import Value

_EARS: Final[ContextVar[tuple[list["Call"], ...]]] = ContextVar("ears", default=())
"""Those who listen to the work at hand, the outermost first; tasks that it starts are heard as well."""


class Call(Value):
    """One call of a vendor's API: where it went and what came of it, without query, headers or body."""

    system: str
    """The vendor, as people call it."""
    method: str
    path: str
    status: int | None = None
    """None where no whole answer came."""
    seconds: float


@contextmanager
def listening() -> Iterator[list[Call]]:
    """Hear the calls that are made meanwhile, in the order of their ends; who listened before still does as well."""
    calls: list[Call] = []
    token = _EARS.set((*_EARS.get(), calls))
    try:
        yield calls
    finally:
        _EARS.reset(token)


def hear(call: Call) -> None:
    """Tell everybody who listens of a call that has ended."""
    for ear in _EARS.get():
        ear.append(call)
