"""Walking over the elements of blocks."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from sandbox.slack.records import Blocks
from sandbox.storage import Json

NEEDS_NO_ACTION_ID = frozenset({"image", "plain_text", "mrkdwn"})


@dataclass(frozen=True)
class Placed:
    """An element and the block it stands in."""

    block: Json
    element: Json

    @property
    def block_id(self) -> str:
        """The id of its block."""
        return str(self.block["block_id"])

    @property
    def action_id(self) -> str:
        """Its own id."""
        return str(self.element["action_id"])

    @property
    def is_input(self) -> bool:
        """Whether it is the field of an input block."""
        return bool(self.block["type"] == "input")

    @property
    def is_required(self) -> bool:
        """Whether a form cannot be sent while it is empty."""
        return self.is_input and not self.block.get("optional", False)


def interactive(blocks: Blocks) -> Iterator[Placed]:
    """Yield every element that can be pressed, chosen from or typed into."""
    for block in blocks:
        for element in _inside(block):
            if element["type"] not in NEEDS_NO_ACTION_ID:
                yield Placed(block, element)


def identified(blocks: Blocks, next_id: Callable[[str], str]) -> Blocks:
    """Return the blocks as Slack keeps them: every block and every element has an id."""
    copy = deepcopy(blocks)
    for block in copy:
        block.setdefault("block_id", next_id("b"))
    for placed in interactive(copy):
        placed.element.setdefault("action_id", next_id("a"))
    return copy


def _inside(block: Json) -> list[dict[str, Any]]:
    match block["type"]:
        case "section":
            return [block["accessory"]] if block.get("accessory") else []
        case "actions":
            return list(block["elements"])
        case "input":
            return [block["element"]]
        case _:
            return []
