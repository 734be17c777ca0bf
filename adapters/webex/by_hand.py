"""How a person changes an auto attendant or a call queue in Control Hub. Pure."""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from adapters.by_hand import Wording, override_text, span_text, week_text
from adapters.changes import (
    DATED,
    Change,
    Close,
    Dated,
    OpenSpecial,
    PutMembers,
    PutOverrides,
    RemoveMenuKey,
    Reopen,
    SetCallback,
    SetHours,
    SetMembers,
    SetMenuKey,
    SetOption,
    SetRouting,
    SetTreatment,
)
from adapters.errors import UnsupportedError
from adapters.model import MenuName, Override, listed
from adapters.webex.words import ATTENDANT

Timed: TypeAlias = Dated | SetHours

_MENUS: dict[MenuName, str] = {"open": "business hours", "closed": "after hours"}


def steps(changes: Sequence[Change], wording: Wording) -> Iterator[str]:
    """Where the line and its schedules are found, then what to do there for each change."""
    timed = [each for each in changes if isinstance(each, (*DATED, SetHours))]
    others = [each for each in changes if not isinstance(each, (*DATED, SetHours))]
    if timed:
        yield from _schedules(wording, timed)
        for change in timed:
            yield from _timed(change)
        yield f"Go to {_place(wording)}; see that it uses these schedules{_services(wording)}."
    if others:
        yield f"Go to {_place(wording)}."
        for each in others:
            yield from _others(each, wording)


def _place(wording: Wording) -> str:
    feature = "Auto attendant" if wording.line.kind == ATTENDANT else "Call queue"
    return f"Services, Calling, Features, {feature} in Control Hub, and choose “{wording.line.name}”"


def _services(wording: Wording) -> str:
    services = " for its Holiday Service and its Night Service, and that both are on"
    return "" if wording.line.kind == ATTENDANT else services


def _schedules(wording: Wording, changes: Sequence[Timed]) -> Iterator[str]:
    yield (
        "Open Control Hub, go to Management, Locations, choose the location of"
        f" {wording.place(changes)}; on its tab Calling choose Schedules under Calling features settings."
    )
    name = wording.line.name
    if any(not each.shared for each in changes):
        yield (
            f"Where other lines use the schedules of “{name}” as well, make copies with Add Schedule, let “{name}” use"
            " those, and change only the copies."
        )


def _timed(change: Timed) -> Iterator[str]:
    match change:
        case Close():
            yield _closed(_override(change, "closed"))
        case OpenSpecial():
            yield _open(_override(change, "open"))
        case Reopen():
            kept = f", but keep {listed([override_text(each) for each in change.keeps])}" if change.keeps else ""
            yield (
                "In the Holiday schedule, delete whatever closes the line"
                f" {span_text(change.start, change.end)}; what goes beyond that, shorten{kept}."
            )
        case PutOverrides():
            yield (
                "In the Holiday schedule and in the Business Hours schedule, delete all single dates that lie"
                f" {span_text(change.start, change.end)}; what goes beyond that, shorten."
            )
            for each in change.overrides:
                yield _closed(each) if each.state == "closed" else _open(each)
        case SetHours(always=True):
            yield "In the Business Hours schedule, let every day be open all day, and save."
        case SetHours():
            yield f"In the Business Hours schedule, set the weekly hours to: {week_text(change.rows)}; then save."


def _override(change: Close | OpenSpecial, state: str) -> Override:
    return Override.model_validate({"state": state, "start": change.start, "end": change.end, "name": change.name})


def _closed(override: Override) -> str:
    if override.end is None:
        return (
            f"In the Holiday schedule, add a holiday {override_text(override)}, with an end far ahead: delete it when"
            " the line is to open again."
        )
    return f"In the Holiday schedule, add a holiday without recurrence {override_text(override)}, and save."


def _open(override: Override) -> str:
    return (
        f"In the Business Hours schedule, add an event without recurrence {override_text(override)}, and see that no"
        " holiday of the Holiday schedule lies over it."
    )


def _others(change: Change, wording: Wording) -> Iterator[str]:
    match change:
        case SetMenuKey():
            yield f"In its {_MENUS[change.menu]} menu, let key {change.key} do: {wording.action(change.action)}; save."
        case RemoveMenuKey():
            yield f"In its {_MENUS[change.menu]} menu, take away what key {change.key} does, and save."
        case SetTreatment():
            service = "Night Service" if change.menu == "closed" else "overflow settings"
            yield f"In its {service}, choose: {wording.action(change.action)}; then save."
        case SetCallback():
            yield f"In its wait message, turn the offer of a callback {'on' if change.on else 'off'}, and save."
        case SetRouting():
            yield f"Set its call routing to {wording.routing(change.routing)}, and save."
        case SetMembers():
            yield from _membership(change, wording)
        case PutMembers():
            who = wording.people([each.id for each in change.members]) if change.members else "nobody"
            yield f"Under its assigned agents, let exactly these be there, in this order: {who}."
            away = [each.id for each in change.members if not each.joined]
            if away:
                yield f"Of them, take {wording.people(away)} out of the queue for now: they have not joined it."
        case SetOption():
            value = wording.value(change.name, change.value)
            yield f"Among its settings find {wording.option(change.name)}, set it to {value}, and save."
        case _:
            msg = f"Webex has no such change ({change.kind.replace('_', ' ')})."
            raise UnsupportedError(msg)


def _membership(change: SetMembers, wording: Wording) -> Iterator[str]:
    said = (
        (change.add, "add {}"),
        (change.remove, "remove {}"),
        (change.join, "let {} join the queue"),
        (change.leave, "let {} leave the queue for now"),
    )
    for people, words in said:
        if people:
            yield f"Under its assigned agents, {words.format(wording.people(people))}, and save."
