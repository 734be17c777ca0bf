"""Making and deleting workgroups: an answer that is lost leaves one at most, and it has its name."""

import contextlib
from collections.abc import Iterable

from adapters.creation import Created, NewLine
from adapters.errors import MissingError, PhoneSystemError, RefusedError, UnreachableError
from adapters.model import Line
from adapters.telegent import creation
from adapters.telegent.gate import WORKGROUPS, WORKGROUPS_DELETE, Gate, is_surely_not_done
from adapters.telegent.kept import Book, Kept
from adapters.telegent.schedules import same_id
from adapters.telegent.translate import SIDES
from adapters.telegent.wire import Fields, FieldValue, mapping, text
from adapters.telegent.words import WORKGROUP, kind_of
from adapters.telegent.workgroups import Listed, Workgroups


class Maker:
    """Makes workgroups, and deletes those again."""

    def __init__(self, gate: Gate, book: Book, workgroups: Workgroups) -> None:
        self._gate = gate
        self._book = book
        self._workgroups = workgroups

    async def create(self, new: NewLine, *, again: bool) -> Created:
        """Make a workgroup and read it back; `again` takes one of that name for the result of an earlier try."""
        for problem in creation.problems(new).values():
            raise RefusedError(problem)
        body = creation.workgroup(new).body()
        found = await self._named(new.name)
        if found and not again:
            msg = f"Telegent has a workgroup named {new.name} already: choose another name."
            raise RefusedError(msg)
        listed = _only(found, new.name) if found else await self._make(new.name, body)
        return await self._read_back(listed, body)

    async def delete(self, line: Line) -> None:
        """Delete a workgroup and what is kept of it; one that is gone is no error."""
        with contextlib.suppress(MissingError):  # it is gone already, perhaps by our first try
            await self._gate.post(WORKGROUPS_DELETE, WorkgroupId=line.id)
        self._workgroups.forget(line.id)
        await self._book.forget(line.id)

    async def _named(self, name: str) -> list[Listed]:
        return [each for each in await self._workgroups.all(anew=True) if each.name == name]

    async def _make(self, name: str, body: Fields) -> Listed:
        made = ""
        lost: PhoneSystemError = UnreachableError(
            f"Telegent has not said which workgroup it made for {name}; look again in a minute."
        )
        try:
            made = text(mapping(await self._gate.post(WORKGROUPS, body)).get("WorkgroupId"))
        except PhoneSystemError as error:
            if is_surely_not_done(error):
                raise
            lost = error
        if made:
            return Listed(made, name, str(body["Type"]))
        found = await self._named(name)
        if not found:
            raise lost
        return _only(found, name)

    async def _read_back(self, listed: Listed, body: dict[str, FieldValue]) -> Created:
        try:
            shown = await self._workgroups.look(listed.id, listed.name)
        except PhoneSystemError as error:
            msg = f"Telegent has {listed.name}, but it could not be read back yet; look again in a minute. {error}"
            raise UnreachableError(msg) from error
        word = str(shown.get("Type", ""))
        if kind_of(word) != WORKGROUP and word != body["Type"]:
            msg = f"Telegent has a workgroup named {listed.name} of another kind already: choose another name."
            raise RefusedError(msg)
        unset = {field: "" for _, *fields in SIDES for field in fields}
        await self._book.keep(listed.id, Kept(fields={**unset, **body}))
        return Created(
            line=await self._workgroups.line(listed, shown),
            unshown=_labels(field for field in body if not _tells(field, shown)),
            differing=tuple(
                f"{creation.label(field)}: {_plain(value)} was asked for, and what is shown is {_plain(shown[field])}."
                for field, value in body.items()
                if _tells(field, shown) and not _is_as_asked(field, shown[field], value)
            ),
        )


def _only(found: list[Listed], name: str) -> Listed:
    if len(found) != 1:
        msg = (
            f"Telegent has {len(found)} workgroups named {name}, so it cannot be told which one was made: see in"
            " Telegent's portal."
        )
        raise RefusedError(msg)
    return found[0]


def _tells(field: str, shown: Fields) -> bool:
    """Whether what is shown says something of a field; of the type, only a documented one does."""
    return field in shown and not (field == "Type" and kind_of(str(shown[field])) == WORKGROUP)


def _is_as_asked(field: str, found: FieldValue, asked: FieldValue) -> bool:
    return found == asked or (field == "ScheduleId" and same_id(str(found), str(asked)))


def _labels(fields: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(creation.label(each) for each in fields))


def _plain(value: FieldValue) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return value or "nothing"
