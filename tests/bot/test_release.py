"""Releasing lines: what is said, what the history keeps, and which requests end with it."""

import datetime as dt
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest

from adapters import Close, Line, Settled
from bot import compose, terminal
from bot.alerts import AlertKind
from bot.kept import Baseline
from bot.lines import Lines, LineSetting
from bot.requests import State
from bot.store import Store, StoreThread
from tests.bot.asking import approved
from tests.bot.test_compose import settings
from tests.fakes import FRIDAY, Clock, FakePhones

TOMORROW = Close(start=dt.datetime(2099, 11, 21), end=dt.datetime(2099, 11, 22))
CLOSED = "“Closed 21 Nov 2099” was written for Sales and all who share its schedule; release Sales to end it."
ENDED = "“Closed 21 Nov 2099” was deleted from the schedule “Holidays”, so it ends for Support as well."


class SharingPhones(FakePhones):
    """Sales has closed itself and Support; only its release ends that."""

    def __init__(self) -> None:
        super().__init__("Support", "Sales")
        self.closed = True

    async def release(self, line: Line) -> Settled:
        if line.name == "Sales" and self.closed:
            self.closed = False
            return Settled(done=(ENDED,))
        return Settled(left=(CLOSED,)) if self.closed else Settled()


class Site:
    """What a command has before it."""

    def __init__(self) -> None:
        self.clock = Clock(FRIDAY)
        self.phones = SharingPhones()
        self.store = StoreThread(None, self.clock)
        settings = [LineSetting(name=name, vendor="fake", id=id_) for name, id_ in (("Support", "1"), ("Sales", "2"))]
        self.lines = Lines(settings, {"fake": self.phones}, self.store, self.clock)

    async def kinds(self) -> list[tuple[str | None, str]]:
        return [(each.line, each.kind) for each in await self.store(lambda kept: kept.records())]


@pytest.fixture
async def site(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Site]:
    site = Site()

    @asynccontextmanager
    async def opened(_settings: object, **_: object) -> AsyncIterator[SimpleNamespace]:
        yield SimpleNamespace(store=site.store, lines=site.lines)

    monkeypatch.setattr(compose, "opened", opened)
    yield site
    site.store.close()


async def verified(site: Site) -> int:
    number = await approved(site.store, site.lines, site.clock, TOMORROW)
    for was, becomes in itertools.pairwise([State.APPROVED, State.APPLYING, State.APPLIED, State.VERIFIED]):
        await site.store(partial(Store.move, number=number, part=0, source=[was], target=becomes))
    return number


async def test_a_line_that_is_left_as_it_is_is_not_said_to_be_as_usual(site: Site, tmp_path: Path) -> None:
    number = await verified(site)

    told = await terminal.release(settings(tmp_path, {}), "support")

    assert told == (f"Support: not everything is as usual again, so its requests stay as they are.\nSupport: {CLOSED}")
    assert (await site.store(lambda kept: kept.request(number))).state is State.VERIFIED
    assert (await site.kinds())[-1] == ("Support", "released in part")


async def test_a_released_line_is_right_as_it_is_seen_next(site: Site, tmp_path: Path) -> None:
    line = (await site.lines.refresh("Sales")).facts.line
    before = Baseline(setup=site.phones.setups["2"], at=site.clock(), record=0)
    await site.store(lambda kept: kept.keep_baseline(line.key, before))
    told = {"differences": [], "noticed": "", "since": ""}
    raised = partial(Store.raise_alert, kind=AlertKind.DRIFT, text="Changed.", line=line.key, name="Sales", data=told)
    alert = await site.store(raised)

    await terminal.release(settings(tmp_path, {}), "sales")

    assert await site.store(lambda kept: kept.baseline(line.key)) is None
    assert (await site.store(lambda kept: kept.alert(alert.number))).outcome == (
        "The usual hours were put back with `switchhook release`."
    )


async def test_what_one_line_leaves_may_end_with_another(site: Site, tmp_path: Path) -> None:
    number = await verified(site)

    told = await terminal.release(settings(tmp_path, {}), None)

    assert told == (
        "Sales: the usual hours are back.\n"
        f"Sales: {ENDED}\n"
        "Support: the usual hours are back (nothing had to be written)."
    )
    assert (await site.store(lambda kept: kept.request(number))).state is State.REVERTED
