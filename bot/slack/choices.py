"""What is chosen in the form of a plan besides its reason: who changes, and what callers hear of it. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from adapters import Value
from bot import describe
from bot.answers import Announcing
from bot.requests import Plan
from bot.slack import blocks, fields
from bot.slack.blocks import Json
from bot.slack.text import escaped

SHARING = "sharing"
"""The block, and the action in it, of the choice whether lines on the same schedule change as well."""
ONLY, ALL = "only", "all"
ANNOUNCE = "announcement_suggested"
"""The button that puts the suggested announcement into the plan."""
ANNOUNCED = "announced"
"""The beginning of the block, and of the action in it, of what callers are to hear of the keys."""


class Suggested(Value):
    """What the button carries that puts the suggested announcement into the plan."""

    text: str


def chosen_sharing(view: Mapping[str, Any]) -> bool | None:
    """Whether lines on the same schedule are to change as well, as it stands in a form; None if it does not ask."""
    asked = (each[SHARING] for each in view["state"]["values"].values() if SHARING in each)
    chosen = [each.get("selected_option") for each in asked]
    return chosen[0]["value"] == ALL if chosen and chosen[0] else None


def chosen_announcement(view: Mapping[str, Any]) -> str | None:
    """What callers are to hear, as it stands in a form; empty to leave it as it is, None if the form does not ask."""
    values: Mapping[str, Any] = view["state"]["values"]
    typed = [field.get("value") or "" for block, states in values.items() for field in _of(block, states)]
    return " ".join(typed[0].split()) if typed else None


def _of(block: str, states: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if block.startswith(ANNOUNCED):
        yield from states.values()


def announcing(asked: Announcing | None, mark: str = "") -> Iterator[Json]:
    """What callers hear of the keys, where an announcement tells them; another `mark` begins it anew."""
    if asked is None:
        return
    if asked.suggestion and asked.suggestion != asked.text:
        suggested = f"Callers hear of the keys only from the announcement. It could say: “{asked.suggestion}”"
        use = blocks.button("Let callers hear this", ANNOUNCE, {"text": asked.suggestion}, spoken=asked.suggestion)
        yield blocks.section(escaped(suggested, 2000)) | {"accessory": use}
    # Slack keeps what stands in a field as long as its block has the same id, whatever the new form begins with.
    block = f"{ANNOUNCED}{mark}_{blocks.mark(asked.text)}" if asked.text else f"{ANNOUNCED}{mark}"
    kept = f"{'Emptied' if asked.text else 'Left empty'}, it leaves the announcement as it is."
    hint = f"Write all of it, every key included: it replaces everything that callers hear now. {kept}"
    yield blocks.text_input(
        block,
        "Also change what callers hear",
        first=asked.text,
        hint=hint,
        most=min(asked.most, fields.LONGEST_INPUT),
        optional=True,
    )


def sharing(plan: Plan, mark: str = "") -> Iterator[Json]:
    """The choice who changes, where other lines use the same schedule; another `mark` begins it anew."""
    sharing = [part for part in plan.parts if part.neighbours or part.beside]
    if sharing:
        if plan.neighbours:
            named = [part.line.name for part in sharing]
            options = {ONLY: f"Only {describe.listed(named)}", ALL: f"Also {describe.listed(plan.neighbours)}"}
        else:
            options = {ONLY: "Each by itself, with a copy of the schedule", ALL: "Together, in the schedule they share"}
        field = blocks.radio_buttons(SHARING, "Who changes?", options, ALL if plan.shared else ONLY)
        yield {**field, "block_id": f"{SHARING}{mark}"}
