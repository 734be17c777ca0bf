"""A desk, and what the watch and the drift say of the lines behind it."""

import datetime as dt
from typing import Any

from adapters import Setup
from bot.alerts import Alert, AlertKind
from bot.bell import Bell
from bot.keeper import Keeper
from bot.lines import Lines
from bot.policy import Policy
from bot.requests import Record
from tests.bot.offices import Office
from tests.fakes import FRIDAY, FakePeople


def on(text: str) -> dt.datetime:
    """A moment on the wall clock of the lines: `21 09:30`, in November."""
    day, _, time = text.partition(" ")
    return dt.datetime.fromisoformat(f"2026-11-{int(day):02}T{time or '00:00'}").replace(tzinfo=FRIDAY.tzinfo)


async def at(office: Office, text: str) -> None:
    """A round of the keeper at a moment."""
    office.clock.now = on(text)
    await office.keeper.work()


def again(office: Office, lines: Lines | None = None, *, observe: bool = False) -> Keeper:
    """Another process over the same store."""
    return Keeper(
        store=office.desk.store,
        lines=lines or office.desk.lines,
        policy=Policy(approve=("UAMIR",)),
        people=FakePeople(),
        clock=office.clock,
        bell=Bell(),
        step=lambda _: None,
        observe=observe,
    )


async def open_alerts(office: Office, kind: AlertKind | None = None) -> list[Alert]:
    return await office.desk.store(lambda store: store.open_alerts(kind=kind))


async def told(office: Office, *kinds: str) -> list[Record]:
    """The records of some kinds."""
    records = await office.desk.store(lambda store: store.records())
    return [each for each in records if each.kind in kinds]


def edit(office: Office, line: str = "1", **update: Any) -> None:
    """Somebody changes a line in the vendor's portal."""
    office.phones.setups[line] = office.phones.setups[line].model_copy(update=update)


def setup(office: Office, line: str = "1") -> Setup:
    return office.phones.setups[line]


async def outcomes(office: Office) -> dict[str, str]:
    """What the looks at promises have found, by their keys."""
    return await office.desk.store(lambda store: store.watched(on("1")))
