"""What the page asks of the workspace."""

from collections.abc import AsyncIterator, Mapping
from typing import Any, Protocol, TypeAlias

Json: TypeAlias = Mapping[str, Any]


class PageSource(Protocol):
    """The workspace, as the page sees it."""

    def state(self) -> dict[str, Any]:
        """Everything there is to show: `GET /control/state`, and people, panels, bot and commands."""
        ...

    def changes(self) -> AsyncIterator[int]:
        """A rising number, each time anything has changed."""
        ...

    def name_of(self, identifier: str, /) -> str:
        """The name of a person, channel or user group; the identifier itself where nobody has it."""
        ...
