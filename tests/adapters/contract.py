"""The law of the port, for whichever phone system a module puts behind it.

A module names its system, its cases and how writes are counted as fixtures, and takes the tests by inheriting
`Contract`.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import pytest

from adapters import (
    ActionOption,
    Capabilities,
    Change,
    Destination,
    Line,
    MenuAction,
    MissingError,
    Option,
    OptionValue,
    PhoneSystem,
    SetMenuKey,
    SetOption,
    SetRouting,
    SetTreatment,
    all_applied,
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
            for option in sorted(options, key=lambda each: each.type != "text"):
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
