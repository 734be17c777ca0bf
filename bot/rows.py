"""Requests as the database keeps them, and what records tell of their plans. Pure."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from adapters import Call, Setup, UnsupportedError
from bot.requests import Approval, LinePlan, Part, Person, Request

MOST_CALLS: Final = 40
"""How many vendor calls one record tells of."""


def asked(part: LinePlan, words: str, reason: str, origin: str) -> dict[str, Any]:
    """What the record of a question tells of one line."""
    return {"words": words, "reason": reason, **({"from": origin} if origin else {}), **planned(part)}


def planned(part: LinePlan) -> dict[str, Any]:
    """What a record tells of a plan."""
    return {
        "summary": part.summary,
        "changes": [change.model_dump(mode="json") for change in part.changes],
        "digest": part.digest,
        **({"creates": part.creates.model_dump(mode="json")} if part.creates else {}),
        **_before_and_after(part),
    }


def read_back(part: LinePlan, setup: Setup) -> dict[str, Any]:
    """What a record tells of a setup that was read after a plan was applied: the things that the plan touches."""
    try:
        return {"after": _touched(part, setup)} if part.changes else {}
    except UnsupportedError:  # the line no longer has what was changed
        return {}


def told_calls(calls: Sequence[Call]) -> dict[str, Any]:
    """What a record tells of the vendor calls of an attempt; of very many the first and the last."""
    if not calls:
        return {}
    half = MOST_CALLS // 2
    kept = calls if len(calls) <= MOST_CALLS else [*calls[:half], *calls[-half:]]
    left_out = {"calls_left_out": len(calls) - len(kept)} if len(kept) < len(calls) else {}
    return {"calls": [each.model_dump(mode="json") for each in kept], **left_out}


def _before_and_after(part: LinePlan) -> dict[str, Any]:
    """The things that a plan touches, as they are and as they will be."""
    if not part.changes:
        return {}
    return {"before": _touched(part, part.before), "after": _touched(part, part.after)}


def _touched(part: LinePlan, setup: Setup) -> dict[str, Any]:
    """The things of a setup that a plan makes different; where it makes nothing different, all that it looks at."""
    now, before, after = (_slices(part, each) for each in (setup, part.before, part.after))
    different = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    return {name: value for name, value in now.items() if name in different or not different}


def _slices(part: LinePlan, setup: Setup) -> dict[str, Any]:
    return {name: value for change in part.changes for name, value in change.slice(setup).items()}


def request_of(row: Mapping[str, Any], parts: Sequence[Part], approvals: Sequence[Approval]) -> Request:
    """The request that a row of `requests` keeps."""
    return Request(
        id=row["id"],
        revision=row["revision"],
        person=Person.parse(row["person"]),
        words=row["words"],
        reason=row["reason"],
        created=row["created"],
        expires=row["expires"],
        parts=tuple(parts),
        decided_by=Person.parse(row["decided_by"]) if row["decided_by"] else None,
        decided_at=row["decided_at"],
        decision_reason=row["decision_reason"] or "",
        approvals=tuple(approvals),
        waived=row["waived"] or "",
        ratify_by=row["ratify_by"],
        ratified=Approval(person=Person.parse(row["ratified_by"]), at=row["ratified_at"])
        if row["ratified_by"]
        else None,
        roster=json.loads(row["roster"] or "{}"),
        origin=row["origin"] or "",
    )


def approval_of(row: Mapping[str, Any]) -> Approval:
    """The yes that a row of `approvals` keeps."""
    return _approval(row["person"], row["at"])


def _approval(person: str, at: str) -> Approval:
    return Approval.model_validate({"person": Person.parse(person), "at": at})


def part_of(row: Mapping[str, Any]) -> Part:
    """The part that a row of `request_lines` keeps."""
    return Part.model_validate(
        {
            "number": row["number"],
            "plan": json.loads(row["plan"]),
            "state": row["state"],
            "note": row["note"],
            "due": row["due"],
            "written": bool(row["written"]),
        }
    )
