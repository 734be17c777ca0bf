"""The keys of a menu: Telegent makes, changes and deletes them one by one, and shows them to nobody.

What is about to be done to a key is noted before it is done. So where an answer is lost, a change or a deletion can
simply be tried again. A key that was perhaps made cannot: nobody can find out, and a second one would stay for ever.
"""

from collections.abc import Mapping
from typing import Final

from adapters.errors import MissingError, PhoneSystemError, RefusedError
from adapters.model import MenuAction
from adapters.telegent.gate import ACTIVITY, ACTIVITY_DELETE, ACTIVITY_UPDATE, Gate
from adapters.telegent.kept import Book, KeptKey
from adapters.telegent.telling import doubt
from adapters.telegent.wire import mapping, text
from adapters.telegent.words import LINE, PERSON, TRANSFER

_REFERENCES: Final[Mapping[str, tuple[str, str]]] = {
    PERSON: ("User", "ReferenceUserId"),
    LINE: ("Workgroup", "ReferenceWorkgroupId"),
    TRANSFER: ("User", "PhoneNumber"),
}
"""Our action → Telegent's type of an activity, and the field for where it leads."""


class MenuKeys:
    """Sets and removes the keys of workgroups."""

    def __init__(self, gate: Gate, book: Book) -> None:
        self._gate = gate
        self._book = book

    async def put(self, line_id: str, digit: str, action: MenuAction) -> None:
        """Make a key do something."""
        key = (await self._book.of(line_id)).keys.get(digit)
        if key is None:
            await self._make(line_id, digit, action)
        elif key.is_doubtful:
            raise RefusedError(doubt(digit))
        elif key.becoming is not None or key.leaving or key.action != action:
            await self._change(line_id, digit, key, action)

    async def remove(self, line_id: str, digit: str) -> None:
        """Make a key do nothing; one that was perhaps made is only forgotten."""
        key = (await self._book.of(line_id)).keys.get(digit)
        if key is None:
            return
        if key.activity:
            await self._delete(line_id, digit, key)
        await self._note(line_id, digit, None)

    async def _make(self, line_id: str, digit: str, action: MenuAction, gone: KeptKey | None = None) -> None:
        """Make a key; if Telegent refuses, the one that it seemed to have lost may be there after all."""
        await self._note(line_id, digit, KeptKey(action=action))
        try:
            answer = await self._gate.post(ACTIVITY, {"WorkgroupId": line_id, **_body(digit, action)})
        except PhoneSystemError as error:
            if error.untouched:
                await self._note(line_id, digit, gone)
            raise
        body = mapping(answer)
        activity = text(body.get("WorkgroupActivityId") or body.get("ActivityId"))
        if not activity:
            raise PhoneSystemError(doubt(digit))
        await self._note(line_id, digit, KeptKey(action=action, activity=activity))

    async def _change(self, line_id: str, digit: str, key: KeptKey, action: MenuAction) -> None:
        await self._note(line_id, digit, key.model_copy(update={"becoming": action}))
        body = {"WorkgroupActivityId": key.activity, **_unset(key, action), **_body(digit, action)}
        try:
            await self._gate.post(ACTIVITY_UPDATE, body)
        except MissingError:  # somebody has deleted it, or where it leads
            await self._make(line_id, digit, action, gone=key)
            return
        except PhoneSystemError as error:
            if error.untouched:
                await self._note(line_id, digit, key)
            raise
        await self._note(line_id, digit, KeptKey(action=action, activity=key.activity))

    async def _delete(self, line_id: str, digit: str, key: KeptKey) -> None:
        await self._note(line_id, digit, key.model_copy(update={"leaving": True}))
        try:
            await self._gate.post(ACTIVITY_DELETE, {"WorkgroupActivityId": key.activity})
        except MissingError:  # somebody has deleted it, or our first try did
            return
        except PhoneSystemError as error:
            if error.untouched:
                await self._note(line_id, digit, key)
            raise

    async def _note(self, line_id: str, digit: str, key: KeptKey | None) -> None:
        await self._book.keep(line_id, (await self._book.of(line_id)).with_key(digit, key))


def _body(digit: str, action: MenuAction) -> dict[str, str | int]:
    kind, reference = _REFERENCES[action.action]
    return {"Type": kind, "DigitOrder": int(digit), reference: action.target_id or ""}


def _unset(key: KeptKey, action: MenuAction) -> dict[str, str]:
    """The references that a key may have had and that must not stay beside the new one."""
    before = {_REFERENCES[each.action][1] for each in (key.action, key.becoming) if each is not None}
    return dict.fromkeys(sorted(before - {_REFERENCES[action.action][1]}), "")
