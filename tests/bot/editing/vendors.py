"""Lines as the vendors offer them: what each can do, as its own adapter says, and a setup of each."""

import datetime as dt
from collections.abc import Mapping
from functools import cache
from typing import Any

from adapters import (
    BearerAuth,
    Destination,
    Dialpad,
    Line,
    Member,
    Menu,
    MenuAction,
    PhoneSystem,
    QueueSettings,
    Reading,
    RollingWeek,
    Setup,
    Telegent,
    Webex,
)
from bot.editing import FORMS, Chosen, Form, FormName, Scene, Values
from bot.plans import Facts
from tests.fakes import FRIDAY, NEW_YORK, WEEK

CENTER, ATTENDANT, QUEUE = "call center", "auto attendant", "call queue"
WITH_MENU, WITHOUT_MENU = "workgroup with a menu", "workgroup without a menu"
KINDS = (CENTER, ATTENDANT, QUEUE, WITH_MENU, WITHOUT_MENU)

SALES = MenuAction(action="transfer", target_kind="number", target_id="4500")
VOICEMAIL = MenuAction(action="voicemail")

_NUMBERS = (
    Destination(kind="number", id="4500", name="Sales", line="2"),
    Destination(kind="number", id="4501", name="Jordan Lee"),
    Destination(kind="number", id="+19195550111", name="Jordan Lee"),
)
DESTINATIONS: Mapping[str, tuple[Destination, ...]] = {
    CENTER: (
        Destination(kind="line", id="1", name="Support"),
        Destination(kind="line", id="2", name="Sales"),
        Destination(kind="department", id="7", name="Billing"),
        Destination(kind="department", id="9", name="Jordan Lee"),
        Destination(kind="person", id="8", name="Jordan Lee"),
        Destination(kind="person", id="10", name="Jordan Lee"),
    ),
    ATTENDANT: (*_NUMBERS, Destination(kind="announcement", id="m1", name="Fair")),
    QUEUE: (
        *_NUMBERS,
        Destination(kind="agent", id="a1", name="Ann Baker"),
        Destination(kind="agent", id="a2", name="Cleo Diaz"),
        Destination(kind="agent", id="a3", name="Ann Baker"),
        Destination(kind="agent", id="a4", name="Eli Fox"),
    ),
    WITH_MENU: (Destination(kind="line", id="WG-2", name="Sales"),),
    WITHOUT_MENU: (Destination(kind="line", id="WG-2", name="Sales"),),
}
_ORDINARY = {"line_id": "1", "zone": NEW_YORK, "hours": WEEK}
_NOT_SHOWN = Menu(action=MenuAction(action="what_is_set_in_its_portal_and_not_shown_here"))
SETUPS: Mapping[str, Setup] = {
    CENTER: Setup(
        **_ORDINARY,
        open_menu=Menu(
            action=MenuAction(action="menu"),
            keys={"1": VOICEMAIL, "3": MenuAction(action="person", target_kind="person", target_id="8")},
        ),
        closed_menu=Menu(action=VOICEMAIL, keys={"1": VOICEMAIL}),
        queue=QueueSettings(callback=False, callback_key="9", threshold=5, escape_key="*"),
        routing="longest_idle",
        options={
            "ring_seconds": 30,
            "record_inbound": False,
            "description": "",
            "escape_key": "*",
            "longest_wait": 900,
        },
    ),
    ATTENDANT: Setup(
        **_ORDINARY,
        open_menu=Menu(
            action=MenuAction(action="menu"),
            keys={
                "1": SALES.model_copy(update={"description": "Sales desk"}),
                "2": MenuAction(action="previous_menu"),
                "4": SALES.model_copy(update={"target_id": "+12025550143"}),
                "5": VOICEMAIL,
            },
        ),
        closed_menu=Menu(action=MenuAction(action="menu"), keys={"1": SALES}),
        options={"dial_extension_open": True},
    ),
    QUEUE: Setup(
        **_ORDINARY,
        closed_menu=Menu(action=MenuAction(action="busy")),
        queue=QueueSettings(callback=False),
        routing="round_robin",
        members=(Member(id="a1"), Member(id="a2", joined=False), Member(id="hidden")),
        options={
            "holidays_apart": True,
            "holiday_action": "transfer",
            "holiday_number": "4500",
            "overflow": "busy",
            "overflow_number": "",
            "queue_size": 25,
            "language": "en_us",
        },
    ),
    WITH_MENU: Setup(
        **_ORDINARY,
        open_menu=Menu(
            action=MenuAction(action="menu"),
            keys={"2": MenuAction(action="line", target_kind="line", target_id="WG-2")},
        ),
        closed_menu=_NOT_SHOWN,
        options={"name": "Support", "announcement": "Welcome. Press 2 for Sales."},
    ),
    WITHOUT_MENU: Setup(
        **_ORDINARY,
        open_menu=Menu(action=MenuAction(action="ring")),
        closed_menu=Menu(action=MenuAction(action="person", target_kind="person", target_id="P-7")),
        routing="round_robin",
        options={"name": "Support"},
    ),
}
"""A line of each kind."""


class NoNotes:
    """A ledger without notes."""

    async def notes(self, line_id: str) -> None:
        del line_id

    async def note(self, line_id: str, notes: Mapping[str, Any] | None) -> None:
        del line_id, notes


@cache
def vendor(kind: str) -> PhoneSystem:
    """The vendor of a kind of line, as far as it can be asked without a network."""
    clock = lambda: FRIDAY  # noqa: E731  (a clock that stands still)
    if kind == CENTER:
        return RollingWeek(Dialpad("token"), NoNotes(), clock)
    if kind in {WITH_MENU, WITHOUT_MENU}:
        return RollingWeek(Telegent("key", "secret", ledger=NoNotes(), clock=clock), NoNotes(), clock)
    return Webex(BearerAuth("token"), ledger=NoNotes(), clock=clock)


def facts(kind: str, setup: Setup | None = None, *more: Destination, **unlike: object) -> Facts:
    """What is known of a line of a kind."""
    system = vendor(kind)
    line = Line(system=system.name, id="1", name="Support", kind=kind, zone=NEW_YORK, country="US")
    return Facts(
        line=line,
        reading=Reading(setup=setup or SETUPS[kind]),
        capabilities=system.capabilities(line).model_copy(update=unlike),
        destinations=(*DESTINATIONS[kind], *more),
    )


def chosen(known: Facts) -> Chosen:
    """The line of a form, alone."""
    return Chosen.of([known], FRIDAY)


def scene(*, problem: str | None = None) -> Scene:
    """What forms know besides, where every number, or none, may be called."""
    return Scene(now=FRIDAY, number_problem=lambda _: problem)


def form(name: FormName) -> Form:
    return FORMS[name]


def begun(name: FormName, known: Facts) -> Values:
    """What stands in a form at first."""
    return form(name).begin(chosen(known), None, FRIDAY)


def now() -> dt.datetime:
    """The moment of all this."""
    return FRIDAY
