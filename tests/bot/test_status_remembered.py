"""A status says what the vendor shows, and what it only remembers."""

import datetime as dt
from collections.abc import AsyncIterator

import pytest

from adapters import MenuAction, Option, SetMenuKey, SetOption, SetTreatment
from bot.lines import Lines, LineSetting
from bot.reports import LineStatus, Statuses
from bot.slack import replies
from bot.status import Reporter, When
from bot.store import StoreThread
from tests.bot.slack.blocks_check import texts
from tests.fakes import Clock, FakePhones

SUNDAY = dt.datetime(2026, 11, 22, 17, tzinfo=dt.UTC)


class Site:
    """One line of a phone system that does not show everything."""

    def __init__(self) -> None:
        self.clock, self.phones = Clock(), FakePhones("Support")
        self.store = StoreThread(None, self.clock)
        settings = LineSetting(name="Support", vendor="fake", id="1")
        self.lines = Lines([settings], {"fake": self.phones}, self.store, self.clock)
        changes = (
            SetMenuKey(key="3", action=MenuAction(action="menu")),
            SetTreatment(menu="closed", action=MenuAction(action="voicemail")),
            SetOption(name="announcement", value="Press 3."),
        )
        for change in changes:
            self.phones.setups["1"] = change.applied_to(self.phones.setups["1"])

    def hide(self, *, readable: bool) -> None:
        option = Option(name="announcement", label="Announcement", type="text", readable=readable)
        hidden = () if readable else ("set_menu_key", "remove_menu_key", "set_treatment")
        self.phones.unlike = {
            "options": (option,),
            "key_announcement": option.name,
            "unreadable": frozenset(hidden),
        }

    async def status(self, at: dt.datetime | None = None) -> tuple[LineStatus, str]:
        """The status, and how it is told."""
        await self.lines.refresh("Support")
        (found,) = await Reporter(self.store, self.lines, self.clock).statuses(["Support"], When(at=at))
        told = replies.said(Statuses(lines=(found,)))
        return found, " ".join(texts(told.blocks))


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    opened = Site()
    yield opened
    opened.store.close()


async def test_what_is_not_shown_is_told_as_it_was_last_set_here(site: Site) -> None:
    site.hide(readable=False)

    _, told = await site.status()
    closed, _ = await site.status(SUNDAY)

    assert "Keys while open, as last set by Switchhook: 1 Voicemail" in told
    assert "Callers hear: “Press 3.”, as last set by Switchhook" in told
    assert closed.callers == "voicemail, as last set by Switchhook"


async def test_what_is_shown_is_told_without_ado(site: Site) -> None:
    site.hide(readable=True)

    _, told = await site.status()
    closed, _ = await site.status(SUNDAY)

    assert "Keys while open: 1 Voicemail; 3 Menu" in told
    assert "Callers hear: “Press 3.”" in told
    assert "as last set" not in told
    assert closed.callers == "voicemail"


async def test_a_line_whose_callers_hear_no_words_tells_none(site: Site) -> None:
    found, told = await site.status()

    assert found.announcement == ""
    assert "Callers hear" not in told


async def test_a_closed_line_without_keys_of_its_own_then_shows_those_while_open(site: Site) -> None:
    found, told = await site.status(SUNDAY)

    assert found.open is False
    assert found.keys_while == "open"
    assert "Keys while open: 1 Voicemail; 3 Menu" in told


async def test_a_closed_line_shows_the_keys_that_it_has_then(site: Site) -> None:
    key = SetMenuKey(menu="closed", key="4", action=MenuAction(action="voicemail"))
    site.phones.setups["1"] = key.applied_to(site.phones.setups["1"])

    found, told = await site.status(SUNDAY)

    assert found.keys == (("4", "Voicemail"),)
    assert "Keys while closed: 4 Voicemail" in told


async def test_where_nobody_knows_where_calls_go_it_is_said_who_does(site: Site) -> None:
    site.hide(readable=False)
    unseen = SetTreatment(menu="closed", action=MenuAction(action="set_elsewhere"))
    site.phones.setups["1"] = unseen.applied_to(site.phones.setups["1"])

    _, told = await site.status(SUNDAY)

    assert "where calls go then is set at Fake, which does not show it." in told
