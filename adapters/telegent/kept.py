"""What is kept in the ledger for a workgroup, since Telegent does not show it: what was last set through us."""

from typing import Self

from adapters.model import MenuAction, Value, WeeklyHours
from adapters.system import Ledger
from adapters.telegent.wire import Fields, WireValue, same_id


class KeptKey(Value):
    """A key of the menu as it was last set through us."""

    action: MenuAction
    activity: str = ""
    """Telegent's id of what stands on the key; empty from before it is made until Telegent has said so."""
    becoming: MenuAction | None = None
    """What the key was about to do instead; set while that is being written, and still so if the answer was lost."""
    leaving: bool = False
    """Whether it is being removed, or was when an answer was lost."""

    @property
    def is_doubtful(self) -> bool:
        """Whether it may or may not have been made, and cannot be found out."""
        return not self.activity


class Original(Value):
    """A schedule that others have chosen for a workgroup."""

    id: str
    hours: WeeklyHours
    """What it said when we last pointed the workgroup from there to another."""


class Kept(Value):
    """The notes on one workgroup, in Telegent's words."""

    originals: tuple[Original, ...] = ()
    """Those that it had before we pointed it to another, the one that was chosen last first."""
    pointed: tuple[str, ...] = ()
    """The schedules to which we have pointed it."""
    fields: dict[str, WireValue] = {}
    """The fields that were last set through us."""
    pending: dict[str, WireValue] = {}
    """Those that are being set, and still so if the answer was lost."""
    keys: dict[str, KeptKey] = {}
    is_made: bool = False
    """Whether we have made the workgroup, so that it had no keys at first."""

    def beginning(self, fields: Fields) -> Self:
        """These notes while fields are being set."""
        return self.model_copy(update={"pending": {**self.pending, **fields}})

    def done(self, fields: Fields) -> Self:
        """These notes once fields are set."""
        pending = {name: value for name, value in self.pending.items() if name not in fields}
        return self.model_copy(update={"fields": {**self.fields, **fields}, "pending": pending})

    def pointing(self, schedule_id: str, found: Original, *, ours: bool) -> Self:
        """These notes before it is pointed from one schedule to another; what somebody else chose is an original."""
        originals = tuple(found if same_id(each.id, found.id) else each for each in self.originals)
        ours = ours or any(same_id(each, found.id) for each in self.pointed)
        if not originals or not (ours or found in originals):
            originals = (found, *originals)
        known = (*self.pointed, *(each.id for each in originals))
        pointed = self.pointed if any(same_id(each, schedule_id) for each in known) else (*self.pointed, schedule_id)
        return self.model_copy(update={"originals": originals, "pointed": pointed})

    def with_key(self, digit: str, key: KeptKey | None) -> Self:
        """These notes with another key, or without it."""
        keys = {each: kept for each, kept in self.keys.items() if each != digit}
        return self.model_copy(update={"keys": keys if key is None else {**keys, digit: key}})


class Book:
    """The notes on all workgroups; they stand beside what the rolling week notes on the same lines."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def of(self, line_id: str) -> Kept:
        """What is kept for a workgroup."""
        noted = await self._ledger.notes(_page(line_id))
        return Kept() if noted is None else Kept.model_validate(noted)

    async def keep(self, line_id: str, kept: Kept) -> None:
        """Keep this for a workgroup from now on."""
        await self._ledger.note(_page(line_id), kept.model_dump(mode="json"))

    async def forget(self, line_id: str) -> None:
        """Keep nothing for a workgroup."""
        await self._ledger.note(_page(line_id), None)


def _page(line_id: str) -> str:
    return f"{line_id}/workgroup"
