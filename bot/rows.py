"""Requests as the database keeps them, and what records tell of their plans. Pure."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.requests import LinePlan, Part, Person, Request


def asked(part: LinePlan, words: str, reason: str) -> dict[str, Any]:
    """What the record of a question tells of one line."""
    return {"words": words, "reason": reason, **planned(part)}


def planned(part: LinePlan) -> dict[str, Any]:
    """What a record tells of a plan."""
    return {
        "summary": part.summary,
        "changes": [change.model_dump(mode="json") for change in part.changes],
        "digest": part.digest,
        **({"creates": part.creates.model_dump(mode="json")} if part.creates else {}),
    }


def request_of(row: Mapping[str, Any], parts: Sequence[Part]) -> Request:
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
    )


def part_of(row: Mapping[str, Any]) -> Part:
    """The part that a row of `request_lines` keeps."""
    return Part.model_validate(
        {
            "number": row["number"],
            "plan": json.loads(row["plan"]),
            "state": row["state"],
            "note": row["note"],
            "due": row["due"],
        }
    )
