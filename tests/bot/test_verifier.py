"""Reading back: what the vendor shows is verified, what it never shows is accepted, and what is late is waited for."""

import datetime as dt
from collections.abc import AsyncIterator

import pytest

from adapters import (
    Change,
    Close,
    MenuAction,
    Option,
    RemoveMenuKey,
    SetCallback,
    SetMenuKey,
    SetOption,
    UnreachableError,
)
from bot.keeper import Keeper
from bot.lines import Lines, LineSetting
from bot.requests import IN_FORCE, OPEN, Part, State
from bot.store import StoreThread
from tests.bot import asking
from tests.fakes import Clock, FakePhones

ACCEPTED = "Fake accepts it but does not show it."
KEY = SetMenuKey(key="3", action=MenuAction(action="voicemail"))
SATURDAY = Close(start=dt.datetime(2026, 11, 21), end=dt.datetime(2026, 11, 22))
HIDDEN = SetOption(name="announcement", value="Press 3.")


class Site:
    """A phone system that does not show everything, and keepers as after so many restarts."""

    def __init__(self) -> None:
        self.clock, self.phones = Clock(), FakePhones("Support")
        self.phones.unreadable = frozenset({"set_menu_key", "remove_menu_key"})
        self.phones.unlike = {
            "options": (
                Option(name="announcement", label="Announcement", type="text", readable=False),
                Option(name="recording", label="Recording", type="switch"),
            )
        }
        self.store = StoreThread(None, self.clock)
        settings = LineSetting(name="Support", vendor="fake", id="1")
        self.lines = Lines([settings], {"fake": self.phones}, self.store, self.clock)

    async def approved(self, *changes: Change, undoes: int | None = None, leaves: tuple[str, ...] = ()) -> int:
        return await asking.approved(self.store, self.lines, self.clock, *changes, undoes=undoes, leaves=leaves)

    async def work(self, keeper: Keeper | None = None) -> None:
        await (keeper or self.keeper()).work()

    def keeper(self, read_back: float = 0.0) -> Keeper:
        return asking.keeper(self.store, self.lines, self.clock, read_back=read_back)

    async def part(self, number: int) -> Part:
        return (await self.store(lambda store: store.request(number))).parts[0]


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    opened = Site()
    yield opened
    opened.store.close()


def test_what_is_accepted_stands_and_is_not_worked_on_any_more() -> None:
    assert State.ACCEPTED in IN_FORCE
    assert State.ACCEPTED not in OPEN


@pytest.mark.parametrize("change", [KEY, HIDDEN], ids=["a key", "an option"])
async def test_what_the_vendor_never_shows_is_accepted_and_never_verified(site: Site, change: Change) -> None:
    number = await site.approved(change)

    await site.work()

    part = await site.part(number)
    assert (part.state, part.note) == (State.ACCEPTED, ACCEPTED)
    records = await site.store(lambda store: store.records(request=number))
    assert [each.kind for each in records] == ["asked", "approved", "applying", "applied", "accepted"]


async def test_what_was_set_is_seen_in_the_status_afterwards(site: Site) -> None:
    await site.approved(KEY)

    await site.work()

    seen = site.lines.seen("Support")
    assert seen
    assert seen.facts.setup.open_menu
    assert seen.facts.setup.open_menu.keys["3"] == KEY.action


async def test_an_option_that_is_shown_is_verified_although_another_is_not(site: Site) -> None:
    number = await site.approved(SetOption(name="recording", value=True))

    await site.work()

    assert (await site.part(number)).state is State.VERIFIED


async def test_what_is_shown_beside_it_has_to_be_as_approved_first(site: Site) -> None:
    number = await site.approved(KEY, SetCallback(on=True))
    site.phones.deaf = True
    await site.work()
    doubted = await site.part(number)

    site.phones.setups["1"] = SetCallback(on=True).applied_to(site.phones.setups["1"])
    await site.work()

    assert doubted.state is State.APPLIED
    assert "not proven" in doubted.note
    assert ((await site.part(number)).state, (await site.part(number)).note) == (State.ACCEPTED, ACCEPTED)


async def test_a_closure_beside_a_key_is_scheduled_until_its_last_row_is_written(site: Site) -> None:
    number = await site.approved(KEY, SATURDAY)
    site.phones.due = [site.clock() + dt.timedelta(hours=5)]
    await site.work()
    waiting = await site.part(number)

    site.clock.advance(hours=6)
    await site.work()

    assert waiting.state is State.SCHEDULED
    assert (await site.part(number)).state is State.ACCEPTED


async def test_a_line_that_cannot_be_read_afterwards_keeps_nothing_from_being_accepted(site: Site) -> None:
    number = await site.approved(KEY)
    site.phones.failures_after_write = [UnreachableError("The phone system does not answer.")]

    await site.work()

    assert (await site.part(number)).state is State.ACCEPTED


async def test_an_undo_is_accepted_too_and_what_it_undid_is_reverted(site: Site) -> None:
    number = await site.approved(KEY)
    await site.work()
    undo = await site.approved(RemoveMenuKey(key="3"), undoes=number)

    await site.work()

    assert (await site.part(undo)).state is State.ACCEPTED
    undone = await site.part(number)
    assert (undone.state, undone.note) == (State.REVERTED, f"Undone by request {undo}.")


async def test_what_an_undo_leaves_is_said_of_the_request_that_it_undid(site: Site) -> None:
    number = await site.approved(KEY)
    await site.work()
    undo = await site.approved(RemoveMenuKey(key="3"), undoes=number, leaves=("Announcement",))

    await site.work()

    undone = await site.part(number)
    assert undone.state is State.REVERTED
    assert undone.note == f"Undone in part by request {undo}: what it set as “Announcement” stays."


@pytest.mark.parametrize(
    ("read_back", "lag", "doubts"),
    [
        pytest.param(0.0, 0.0, True, id="no patience"),
        pytest.param(60.0, 0.0, False, id="the settings' patience"),
        pytest.param(0.0, 600.0, False, id="a vendor that lags"),
    ],
)
async def test_a_vendor_is_given_the_time_that_it_takes_before_anything_is_doubted(
    site: Site, *, read_back: float, lag: float, doubts: bool
) -> None:
    site.phones.unlike = {"lag": dt.timedelta(seconds=lag)}
    number = await site.approved(SATURDAY)
    site.phones.deaf = True

    await site.work(site.keeper(read_back))

    assert ("not proven" in (await site.part(number)).note) is doubts
