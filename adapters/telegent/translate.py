"""A workgroup as a setup, and the fields that lead from one setup to another. Pure."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from adapters.changes import Change, SetOption, SetRouting, SetTreatment
from adapters.model import Menu, MenuAction, MenuName, Setup, WeeklyHours
from adapters.telegent.kept import Kept
from adapters.telegent.options import PLACES, values
from adapters.telegent.wire import Fields, WireValue, same_id
from adapters.telegent.words import (
    DEFAULT,
    MENU,
    NOT_SHOWN,
    ROUTING_TYPES,
    ROUTINGS,
    TARGET_TYPES,
    WITHOUT_MENU,
    WORKGROUP,
    kind_of,
    own_way,
    target_kind,
)

SIDES: Final[tuple[tuple[MenuName, str, str], ...]] = (
    ("open", "OnHoursType", "OnHoursId"),
    ("closed", "OffHoursType", "OffHoursId"),
)
"""Each menu of ours, and the fields with which Telegent says where its calls go."""


class Found(NamedTuple):
    """A workgroup as it was read: what Telegent shows, what is kept of it, and its hours."""

    line_id: str
    shown: Fields
    kept: Kept
    hours: WeeklyHours
    default_zone: str

    @property
    def fields(self) -> Fields:
        """What is told of it: what Telegent shows, else what was last set through us."""
        return {**self.kept.fields, **self.shown, "Type": self.type_word}

    @property
    def type_word(self) -> str:
        """Its type; where Telegent shows one that is documented nowhere, the one that was last set through us."""
        return type_word(self.shown, self.kept)

    @property
    def kind(self) -> str:
        """The kind of line that it is."""
        return kind_of(self.type_word)

    @property
    def zone(self) -> str:
        """Its time zone; empty if nobody knows it."""
        return zone_of(self.shown, self.kept, self.default_zone)

    @property
    def is_late(self) -> bool:
        """Whether another schedule is shown than was last set through us, or may have been: it may yet be shown."""
        shown = str(self.shown.get("ScheduleId", ""))
        last = {**self.kept.fields, **self.kept.pending}.get("ScheduleId", shown)
        return not same_id(str(last), shown)

    def setup(self) -> Setup:
        """What it is set to, in our words."""
        routing = ROUTINGS.get(self.type_word)
        fields = self.fields
        keys = {digit: each.action for digit, each in sorted(self.kept.keys.items())}
        opened, closed = (self._action(*side) for side in SIDES)
        return Setup(
            line_id=self.line_id,
            zone=self.zone,
            hours=self.hours,
            open_menu=Menu(action=opened, keys={} if self.kind == WITHOUT_MENU else keys),
            closed_menu=Menu(action=closed),
            routing=routing[0] if routing else None,
            options=dict(values(fields)),
        )

    def _action(self, side: MenuName, kind_field: str, id_field: str) -> MenuAction:
        fields, without_target = self.fields, own_way(self.kind) if side == "open" else DEFAULT
        if kind_field not in fields:
            return MenuAction(action=MENU if without_target == MENU else NOT_SHOWN)
        if not fields[kind_field]:
            return MenuAction(action=without_target)
        kind = target_kind(str(fields[kind_field]))
        target = str(fields.get(id_field, ""))
        return MenuAction(action=kind, target_kind=kind if target else None, target_id=target or None)


def type_word(shown: Fields, kept: Kept) -> str:
    """The type of a workgroup; one that is documented nowhere gives way to the one that was last set through us."""
    word = str(shown.get("Type", ""))
    return str(kept.fields.get("Type", word)) if kind_of(word) == WORKGROUP else word


def zone_of(shown: Fields, kept: Kept, default: str) -> str:
    """The time zone of a workgroup: as shown, else as last set through us, else the account's."""
    return str(shown.get("TimeZone") or kept.fields.get("TimeZone") or default)


def update_of(found: Found, changes: Iterable[Change], before: Setup, after: Setup) -> dict[str, WireValue]:
    """The fields that changes name and that have to be set to get from one setup to another.

    One whose last setting was not answered is set in any case, since it may be either way.
    """
    update: dict[str, WireValue] = {}
    for change in changes:
        match change:
            case SetOption(name=name):
                fields: dict[str, WireValue] = {PLACES[name]: after.options[name]}  # type: ignore[dict-item]  # no number
                same = after.options[name] == before.options.get(name)
            case SetRouting():
                fields = {"Type": ROUTING_TYPES[str(after.routing)]}
                same = after.routing == before.routing
            case SetTreatment(menu=side):
                action = _action(after, side)
                fields = _target(side, action)
                same = action == _action(before, side)
            case _:
                continue
        if not same or fields.keys() & found.kept.pending.keys():
            update |= fields
    return update


def _action(setup: Setup, side: MenuName) -> MenuAction:
    menu = setup.menu(side)
    return menu.action if menu else MenuAction(action=DEFAULT)


def _target(side: MenuName, action: MenuAction) -> dict[str, WireValue]:
    kind_field, id_field = next((kind, key) for name, kind, key in SIDES if name == side)
    return {kind_field: TARGET_TYPES.get(action.action, ""), id_field: action.target_id or ""}
