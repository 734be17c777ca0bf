"""The law of the port, for whichever phone system a module puts behind it.

A module names its system, its cases and how writes are counted as fixtures, and takes the tests by inheriting
`Contract`.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import pytest

from adapters import (
    WHOLE_DAY,
    ActionOption,
    Capabilities,
    Change,
    Close,
    Destination,
    Line,
    MenuAction,
    MissingError,
    OpenSpecial,
    Option,
    OptionValue,
    PhoneSystem,
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
    all_applied,
    clock_text,
)

Writes = Callable[[], int]
"""How many writes the vendor has taken."""

Known = Mapping[str, Mapping[str, Change]]
"""By the name of a line, all changes that are tried on it, by what they do."""

OtherValues = Callable[[Option], Sequence[OptionValue]]
"""Values to try of an option."""


class Case(NamedTuple):
    """A change, and the name of the line that it is tried on."""

    line: str
    change: Change


def cases(line: str, changes: Mapping[str, Change]) -> list[object]:
    """The changes as parameters of a fixture, each on that line."""
    return [pytest.param(Case(line, change), id=f"{line}: {name}") for name, change in changes.items()]


async def line_named(system: PhoneSystem, name: str) -> Line:
    """The line of that name."""
    return next(line for line in await system.lines() if line.name == name)


async def keeps_the_law(system: PhoneSystem, line: Line, *changes: Change) -> None:
    """Fail unless what is read after the changes is what they make of what was read before."""
    before = (await system.read(line)).setup

    await system.apply(line, changes)

    assert (await system.read(line)).setup == all_applied(changes, before)


class Contract:
    """What every phone system holds to; needs the fixtures `system`, `case`, `writes` and `known`."""

    async def test_what_is_read_is_what_was_applied(self, system: PhoneSystem, case: Case) -> None:
        await keeps_the_law(system, await line_named(system, case.line), case.change)

    async def test_applying_twice_is_applying_once(self, system: PhoneSystem, case: Case, writes: Writes) -> None:
        line = await line_named(system, case.line)
        await system.apply(line, [case.change])
        once, written = await system.read(line), writes()

        await system.apply(line, [case.change])

        assert await system.read(line) == once
        assert writes() == written

    async def test_what_is_undone_is_as_before(self, system: PhoneSystem, case: Case) -> None:
        line = await line_named(system, case.line)
        before = (await system.read(line)).setup
        await system.apply(line, [case.change])

        await system.apply(line, [case.change.undone(before)])

        assert (await system.read(line)).setup == before

    async def test_adopting_what_nobody_else_has_changed_changes_nothing(
        self, system: PhoneSystem, known: Known, writes: Writes
    ) -> None:
        for name, changes in known.items():
            line = await line_named(system, name)
            await system.apply(line, list(changes.values())[:1])
            before, written = await system.read(line), writes()

            await system.adopt(line, before.drift)

            assert await system.read(line) == before
            assert writes() == written

    async def test_every_kind_of_change_that_is_offered_is_tried(self, system: PhoneSystem, known: Known) -> None:
        for name, changes in known.items():
            line = await line_named(system, name)
            assert {change.kind for change in changes.values()} == system.capabilities(line).changes

    async def test_every_option_can_be_set_and_read_back(
        self, system: PhoneSystem, known: Known, other_values: OtherValues
    ) -> None:
        for name in known:
            line = await line_named(system, name)
            options = [each for each in system.capabilities(line).options if not each.fixed]
            for option in sorted(options, key=lambda each: each.type not in {"text", "phone"}):
                setup = (await system.read(line)).setup
                fitting = [
                    value
                    for value in other_values(option)
                    if option.problem(value) is None and value != setup.options.get(option.name)
                ]
                assert fitting, f"{option.name} is not tried"
                await keeps_the_law(system, line, SetOption(name=option.name, value=fitting[0]))

    async def test_every_action_can_be_set_and_read_back(self, system: PhoneSystem, known: Known) -> None:
        for name in known:
            line = await line_named(system, name)
            capabilities, destinations = system.capabilities(line), await system.destinations(line)
            for changes in [*_keys(capabilities, destinations), *_treatments(capabilities, destinations)]:
                await keeps_the_law(system, line, *changes)

    async def test_every_routing_can_be_set_and_read_back(self, system: PhoneSystem, known: Known) -> None:
        for name in known:
            line = await line_named(system, name)
            for routing, _ in system.capabilities(line).routings:
                await keeps_the_law(system, line, SetRouting(routing=routing))

    async def test_every_change_can_be_made_by_hand_from_steps_that_name_it(
        self, system: PhoneSystem, known: Known
    ) -> None:
        for name, changes in known.items():
            line = await line_named(system, name)
            setup, destinations = (await system.read(line)).setup, await system.destinations(line)
            for change in changes.values():
                steps = system.by_hand(line, [change], setup, destinations)
                told = " ".join(steps)
                assert line.name in steps[0]
                assert all(step.endswith(".") and len(step) > 20 for step in steps)
                assert len(steps) > 1
                unsaid = [each for each in telling(change, system.capabilities(line), destinations) if each not in told]
                assert not unsaid, f"{unsaid} of {change!r} is not in: {told}"

    async def test_an_unknown_line_is_missing(self, system: PhoneSystem, known: Known) -> None:
        for name, changes in known.items():
            line = await line_named(system, name)
            for stranger in (line.model_copy(update={"id": "1"}), line.model_copy(update={"id": "../departments"})):
                with pytest.raises(MissingError, match=name):
                    await system.read(stranger)
                with pytest.raises(MissingError):
                    await system.live(stranger)
                for change in changes.values():
                    with pytest.raises(MissingError):
                        await system.apply(stranger, [change])


def _actions(options: Sequence[ActionOption], destinations: Sequence[Destination]) -> list[MenuAction]:
    """Each action with each kind of target that it may have and that there is one of."""
    targets = {each.kind: each.id for each in destinations}
    actions = [
        MenuAction(action=option.name, target_kind=kind, target_id=targets[kind])
        for option in options
        for kind in option.targets
        if kind in targets
    ]
    return actions + [MenuAction(action=option.name) for option in options if not option.needs_target]


def _keys(capabilities: Capabilities, destinations: Sequence[Destination]) -> list[list[Change]]:
    return [
        [SetMenuKey(menu=menu, key=key, action=action) for key, action in zip(keys, actions, strict=False)]
        for menu in capabilities.key_menus
        for keys, actions in _chunks(capabilities.menu_keys, _actions(capabilities.menu_actions, destinations))
    ]


def _chunks(keys: str, actions: Sequence[MenuAction]) -> list[tuple[str, Sequence[MenuAction]]]:
    if not keys:
        return []
    return [(keys, actions[first : first + len(keys)]) for first in range(0, len(actions), len(keys))]


def _treatments(capabilities: Capabilities, destinations: Sequence[Destination]) -> list[list[Change]]:
    offered = [each for each in capabilities.treatments if "closed" in each.menus]
    return [[SetTreatment(menu="closed", action=each)] for each in _actions(offered, destinations)]


def telling(  # noqa: C901, PLR0911  # a match over all changes is one table
    change: Change, capabilities: Capabilities, destinations: Sequence[Destination]
) -> list[str]:
    """The words without which nobody could make a change by hand."""
    options = [*capabilities.menu_actions, *capabilities.treatments]
    match change:
        case Close() | OpenSpecial() | Reopen() | PutOverrides():
            return [f"{change.start.day}" if capabilities.dated else ""]
        case SetHours(always=True):
            return [""]
        case SetHours():
            rows = [row for row in change.rows.values() if row != WHOLE_DAY]
            return [clock_text(edge) for row in rows for each in row for edge in (each.start, each.end)]
        case SetMenuKey() | SetTreatment():
            named = [each.name for each in destinations if each.id == change.action.target_id and each.name]
            labels = [each.label for each in options if each.name == change.action.action]
            key = [f"key {change.key}"] if isinstance(change, SetMenuKey) else []
            return [*labels[:1], *named[:1], *key]
        case RemoveMenuKey():
            return [f"key {change.key}"]
        case SetCallback():
            return ["callback", *([f"key {change.key}"] if change.on and change.key else [])]
        case SetRouting():
            return [dict(capabilities.routings)[change.routing]]
        case SetMembers():
            return _named([*change.add, *change.remove, *change.join, *change.leave], destinations)
        case PutMembers():
            return _named([each.id for each in change.members], destinations)
        case SetOption():
            option = capabilities.option(change.name)
            assert option
            said = "on" if change.value is True else "off" if change.value is False else str(change.value)
            return [option.label, dict(option.choices).get(said, said)]


def _named(ids: Sequence[str], destinations: Sequence[Destination]) -> list[str]:
    return [each.name for each in destinations if each.id in ids]
