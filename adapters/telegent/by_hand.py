"""How a person changes a workgroup in Telegent's own portal, whose menus no document names. Pure."""

from collections.abc import Iterator, Sequence

from adapters.by_hand import Wording, week_text
from adapters.changes import Change, RemoveMenuKey, SetHours, SetMenuKey, SetOption, SetRouting, SetTreatment
from adapters.errors import UnsupportedError


def steps(changes: Sequence[Change], wording: Wording) -> Iterator[str]:
    """Where the workgroup is found, then one step for each change."""
    yield f"Open Telegent's portal and choose the workgroup {wording.place(changes)}."
    for change in changes:
        yield _step(change, wording)


def _step(change: Change, wording: Wording) -> str:  # noqa: PLR0911  # a match over all changes is one table
    match change:
        case SetHours(always=True):
            return "Take its schedule away, so that it is open around the clock, and save."
        case SetHours():
            return (
                f"In the schedule that it uses, set the hours to: {week_text(change.rows)}; if other workgroups use"
                " the schedule too, give it a copy of its own first."
            )
        case SetMenuKey():
            return f"In its menu, let key {change.key} do: {wording.action(change.action)}; then save."
        case RemoveMenuKey():
            return f"In its menu, delete key {change.key}, and save."
        case SetTreatment():
            return f"Let calls while it is {change.menu} go to: {wording.action(change.action)}; then save."
        case SetRouting():
            return f"Let its members be called in the way {wording.routing(change.routing)}, and save."
        case SetOption():
            value = wording.value(change.name, change.value)
            return f"Among its settings find {wording.option(change.name)}, set it to {value}, and save."
        case _:
            msg = f"Telegent has no such change ({change.kind.replace('_', ' ')})."
            raise UnsupportedError(msg)
