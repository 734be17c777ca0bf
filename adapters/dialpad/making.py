"""Call centers that are not there yet: where they can be made, and the making itself."""

from collections.abc import Sequence

from adapters.creation import LineKind, NewLine
from adapters.dialpad import creation
from adapters.dialpad.lists import CENTERS, OFFICES, items
from adapters.dialpad.translate import line_of
from adapters.dialpad.wire import CallCenter, Named, parsed
from adapters.dialpad.words import GONE
from adapters.errors import RefusedError
from adapters.making import Once
from adapters.model import Line
from adapters.transport import Transport


class Making:
    """The making of call centers."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._once = Once(self._named, self._make, _taken)

    async def kinds(self) -> Sequence[LineKind]:
        """What can be made, at every office."""
        offices = [parsed(Named, item) async for item in items(self._transport, OFFICES)]
        return [creation.kind_at(each) for each in offices if each.state not in GONE]

    async def create(self, new: NewLine, *, again: bool) -> Line:
        """Make a call center, or find the one that an earlier try has made."""
        for problem in creation.problems(new).values():
            raise RefusedError(problem)
        return await self._once.line(new, again=again)

    def forget(self, line_id: str) -> None:
        """A line is no more."""
        self._once.forget(line_id)

    async def _named(self, new: NewLine) -> Sequence[Line]:
        path = f"{OFFICES}/{new.kind}/callcenters"
        centers = [parsed(CallCenter, item) async for item in items(self._transport, path)]
        return [line_of(each) for each in centers if each.name == new.name and each.state not in GONE]

    async def _make(self, new: NewLine) -> Line:
        answer = await self._transport.request("POST", CENTERS, json=creation.body_of(new))
        return line_of(parsed(CallCenter, answer))


def _taken(new: NewLine, there: Sequence[Line]) -> str:
    del there
    return f"Dialpad has a call center {new.name} in that office already; choose another name."
