"""How a person changes a call center in Dialpad's own portal. Pure."""

from collections.abc import Iterator, Sequence

from adapters.by_hand import Wording, week_text
from adapters.changes import (
    Change,
    RemoveMenuKey,
    SetCallback,
    SetHours,
    SetMenuKey,
    SetOption,
    SetRouting,
    SetTreatment,
)
from adapters.errors import UnsupportedError
from adapters.model import MenuName

_HOURS = "Under Business Hours & Call Handling"
_SIDES: dict[MenuName, str] = {"open": "Open Hours Routing", "closed": "Closed Hours Routing"}


def steps(changes: Sequence[Change], wording: Wording) -> Iterator[str]:
    """Where the call center is found, then one step for each change."""
    yield f"Open Dialpad's Admin Settings, go to Contact Centers, and choose {wording.place(changes)}."
    for change in changes:
        yield _step(change, wording)


def _step(change: Change, wording: Wording) -> str:  # noqa: PLR0911  # a match over all changes is one table
    match change:
        case SetHours(always=True):
            return f"{_HOURS}, choose that it is open 24/7 in place of specific business hours, and save."
        case SetHours():
            return f"{_HOURS}, set the business hours to: {week_text(change.rows)}; then save."
        case SetMenuKey():
            return f"{_routing(change.menu)} let key {change.key} of the menu do: {wording.action(change.action)}."
        case RemoveMenuKey():
            return f"{_routing(change.menu)} let key {change.key} of the menu do nothing."
        case SetTreatment():
            which = "calls that no agent takes" if change.menu == "open" else "calls"
            return f"{_routing(change.menu)} let {which} go to: {wording.action(change.action)}."
        case SetCallback():
            return f"{_routing('open')} under the settings of the hold queue, {_callback(change)}."
        case SetRouting():
            return f"{_routing('open')} let agents be rung in the way {wording.routing(change.routing)}."
        case SetOption():
            return (
                f"Among the settings of the call center find {wording.option(change.name)}, set it to"
                f" {wording.value(change.name, change.value)}, and save."
            )
        case _:
            msg = f"Dialpad has no such change ({change.kind.replace('_', ' ')})."
            raise UnsupportedError(msg)


def _routing(menu: MenuName) -> str:
    return f"{_HOURS}, select Call Routing and Edit Call Routing; in {_SIDES[menu]},"


def _callback(change: SetCallback) -> str:
    if not change.on:
        return "turn the offer of a callback off"
    key = f" with key {change.key}" if change.key else ""
    threshold = f" once more than {change.threshold} calls wait" if change.threshold is not None else ""
    return f"offer waiting callers a callback{key}{threshold}"
