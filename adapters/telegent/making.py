"""Making and deleting workgroups: an answer that is lost leaves one at most, and it has its name."""

import contextlib
from collections.abc import Sequence

from adapters.creation import Created, Field, LineKind, NewLine
from adapters.errors import MissingError, PhoneSystemError, RefusedError, UnreachableError
from adapters.making import Once
from adapters.model import Line
from adapters.telegent import creation
from adapters.telegent.gate import WORKGROUPS, WORKGROUPS_DELETE, Gate
from adapters.telegent.hours import is_ours
from adapters.telegent.kept import Book, Kept
from adapters.telegent.schedules import Schedules
from adapters.telegent.translate import SIDES
from adapters.telegent.wire import WireValue, mapping, text
from adapters.telegent.words import WORKGROUP, kind_of
from adapters.telegent.workgroups import Listed, Workgroups


class Maker:
    """Makes workgroups, and deletes those again. `zone` is suggested for each."""

    def __init__(self, gate: Gate, book: Book, schedules: Schedules, workgroups: Workgroups, zone: str) -> None:
        self._gate = gate
        self._book = book
        self._schedules = schedules
        self._workgroups = workgroups
        self._zone = zone
        self._once = Once(self._named, self._make, _taken)

    async def kinds(self) -> Sequence[LineKind]:
        """What can be made; the schedules that we have made ourselves are nothing to choose."""
        schedules = [(each.id, each.name) for each in await self._schedules.all() if not is_ours(each.name)]
        return creation.kinds(schedules, await self._lines(), self._zone)

    async def create(self, new: NewLine, *, again: bool) -> Created:
        """Make a workgroup and read it back; `again` takes one of that name for the result of an earlier try."""
        for problem in creation.problems(new).values():
            raise RefusedError(problem)
        schedules = [(each.id, each.name) for each in await self._schedules.all()]
        form = creation.form(schedules, await self._lines(), self._zone)
        return await self._read_back(await self._once.line(new, again=again), new, form)

    async def delete(self, line: Line) -> None:
        """Delete a workgroup and what is kept of it; one that is gone is no error."""
        with contextlib.suppress(MissingError):  # it is gone already, perhaps by our first try
            await self._gate.post(WORKGROUPS_DELETE, WorkgroupId=line.id)
        self._workgroups.forget(line.id)
        self._once.forget(line.id)
        await self._book.forget(line.id)

    async def _lines(self) -> list[tuple[str, str]]:
        return [(each.id, each.name) for each in await self._workgroups.all()]

    async def _named(self, new: NewLine) -> list[Listed]:
        return [each for each in await self._workgroups.all(anew=True) if each.name == new.name]

    async def _make(self, new: NewLine) -> Listed:
        body = creation.workgroup(new).body()
        made = text(mapping(await self._gate.post(WORKGROUPS, body)).get("WorkgroupId"))
        if not made:
            msg = f"Telegent has not said which workgroup it made for {new.name}; look again in a minute."
            raise UnreachableError(msg)
        return Listed(made, new.name, str(body["Type"]))

    async def _read_back(self, listed: Listed, new: NewLine, form: Sequence[Field]) -> Created:
        try:
            shown = await self._workgroups.look(listed.id, listed.name)
        except PhoneSystemError as error:
            msg = f"Telegent has {listed.name}, but it could not be read back yet; look again in a minute. {error}"
            raise UnreachableError(msg) from error
        body, word = creation.workgroup(new).body(), str(shown.get("Type", ""))
        if kind_of(word) != WORKGROUP and word != body["Type"]:
            msg = f"Telegent has a workgroup named {listed.name} of another kind already: choose another name."
            raise RefusedError(msg)
        unset: dict[str, WireValue] = {field: "" for _, *fields in SIDES for field in fields}
        await self._book.keep(listed.id, Kept(fields={**unset, **body}, is_made=True))
        return creation.created(await self._workgroups.line(listed, shown), new, form, shown)


def _taken(new: NewLine, there: Sequence[Listed]) -> str:
    if len(there) == 1:
        return f"Telegent has a workgroup named {new.name} already: choose another name."
    return (
        f"Telegent has {len(there)} workgroups named {new.name} already: choose another name, or see in Telegent's"
        " portal which one was made."
    )
