"""What people have to do in a vendor's portal themselves, as the records of a request tell it. Pure."""

from collections.abc import Sequence

from adapters import Value
from bot.kinds import ASKED_ANEW, TRIED_ANEW, RecordKind
from bot.progress import BY_HAND
from bot.requests import Part, Record, Request, State

_WANTED = frozenset({State.APPROVED, State.APPLYING})
_ANEW = ASKED_ANEW | TRIED_ANEW | {State.APPROVED}
"""The kinds of the records after which steps that were told before are not wanted any more."""


class ByHand(Value):
    """The steps for one line, and who may take them."""

    line: str
    steps: tuple[str, ...]
    people: tuple[str, ...]
    """The ids of those who hold the right in the portal."""


def wanted(request: Request, records: Sequence[Record]) -> tuple[ByHand, ...]:
    """What still has to be done by hand: of each line that waits for it, as it was told last."""
    waiting = {part.plan.line.name for part in request.parts if _waits(part)}
    found: dict[str, ByHand] = {}
    for record in records:
        line = record.line or ""
        if record.kind == RecordKind.BY_HAND and line in waiting:
            found[line] = ByHand(line=line, steps=_texts(record, "steps"), people=_texts(record, "people"))
        elif record.kind in _ANEW:
            found.pop(line, None)
    return tuple(each for each in found.values() if each.steps)


def _waits(part: Part) -> bool:
    return part.state in _WANTED or (part.state is State.SCHEDULED and BY_HAND in part.note)


def _texts(record: Record, key: str) -> tuple[str, ...]:
    texts = record.data.get(key)
    return tuple(str(each) for each in texts) if isinstance(texts, list) else ()
