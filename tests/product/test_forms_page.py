"""Every form of a change by clicking, in a real browser: what callers will get is seen to follow what is filled in."""

import re
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, async_playwright, expect

from tests.product.driver import QUIET, Hands, Process, text_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

CHANNEL = "/?as=dana&in=phone-lines"
"""Where Dana types and presses."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def demo(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[Hands, Page]]:
    """One demo and one visitor for all forms; a script that fails makes the last test fail."""
    failures: list[str] = []
    database: Path = tmp_path_factory.mktemp("forms") / "demo.db"
    async with Process(database) as process, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=QUIET)
        page = await browser.new_page(base_url=process.hands.url)
        page.on("pageerror", lambda error: failures.append(str(error)))
        yield process.hands, page
        await browser.close()
    assert not failures


@pytest_asyncio.fixture(loop_scope="module")
async def hands(demo: tuple[Hands, Page]) -> Hands:
    return demo[0]


@pytest_asyncio.fixture(loop_scope="module")
async def page(demo: tuple[Hands, Page]) -> Page:
    """Dana in the channel, with no form before her."""
    hands, page = demo
    if (await hands.state())["views"].get("dana"):
        await hands.post("close", user="dana", everything=True)
    if not page.url.endswith(CHANNEL):
        await page.goto(CHANNEL)
    return page


async def say(page: Page, words: str) -> None:
    box = page.get_by_role("textbox", name="Message #phone-lines")
    await box.fill(words)
    await box.press("Enter")


async def opened(page: Page, line: str, form: str) -> Locator:
    """The form of a change, chosen for a line."""
    await page.get_by_role("button", name="Change a phone line", exact=True).click()
    shown = page.get_by_role("dialog")
    await shown.get_by_label("Line", exact=True).select_option(line)
    await expect(shown.get_by_text("Choose the line.")).to_have_count(0)
    await shown.get_by_label("What to change").select_option(form)
    await expect(shown.get_by_role("heading")).to_have_text(form)
    return shown


async def fill(form: Locator, label: str, value: str) -> None:
    """Choose, tick or type what an input asks for."""
    name = re.compile(rf"^{re.escape(label)}")
    menu = form.get_by_role("button", name=name)
    field = menu.or_(form.get_by_label(name)).first
    kind = await field.evaluate("element => element.type ?? element.localName")
    if kind == "select-one":
        await field.select_option(value)
    elif kind == "summary":
        await field.click()
        await form.get_by_role("checkbox", name=value).click()
        await field.click()
    elif kind == "text":
        await field.fill("")
        await field.press_sequentially(value)
    else:
        await field.fill(value)


async def send(form: Locator) -> None:
    """Send it as it was last shown; it closes, since nothing is wrong with it."""
    await form.get_by_role("button", name="Ask for approval").click()
    await expect(form).to_have_count(0)


async def card(hands: Hands, words: str) -> dict[str, Any]:
    """The card that says this, once it is there."""

    async def posted() -> dict[str, Any] | None:
        return next((each for each in await hands.cards() if words in text_of(each)), None)

    return await hands.until(posted)


async def verified(hands: Hands, words: str) -> None:
    """Amir approves what the card says, and it is done."""
    found = await card(hands, words)
    await hands.approve("amir", found)
    await hands.until_card(found["ts"], "Verified")


def at_the_vendor(page: Page, line: str) -> Locator:
    """How a line is at its vendor, beside the workspace."""
    return page.locator(f"#line-{line}")


async def test_a_closure_is_filled_in_put_right_and_verified(hands: Hands, page: Page) -> None:
    form = await opened(page, "Support", "Close for a while")
    await fill(form, "First day", "2026-11-21")
    await fill(form, "From", "11:00")
    await expect(form).to_contain_text("Close Support on Sat 21 Nov 2026, 11:00 AM – midnight")
    await fill(form, "Until (", "10:00")
    await expect(form).to_contain_text("Still missing")

    await form.get_by_role("button", name="Ask for approval").click()
    until = form.get_by_label("Until (")
    await expect(until).to_have_attribute("aria-invalid", "true")
    await expect(until).to_have_accessible_description(re.compile("is not after “From”"))
    await expect(until).to_be_focused()
    await fill(form, "Until (", "12:00")
    await expect(form).to_contain_text("From Sat 21 Nov, 11:00 AM: closed.")
    await fill(form, "Reason", "inventory")
    await send(form)

    await verified(hands, "inventory")
    await expect(at_the_vendor(page, "Support")).to_contain_text("Saturday9:00 AM – 11:00 AM, 12:00 PM – 1:00 PM")


async def test_weekly_hours_are_written_as_people_write_them_and_verified(hands: Hands, page: Page) -> None:
    await say(page, "/line change sales hours")
    form = page.get_by_role("dialog", name="Weekly hours")
    await fill(form, "Sunday", "whenever")
    await expect(form).to_contain_text("Sunday: “whenever” is not understood here.")
    await form.get_by_role("button", name="Ask for approval").click()
    sunday = form.get_by_label("Sunday")
    await expect(sunday).to_have_accessible_description(re.compile("“whenever” is not understood"))

    await fill(form, "Sunday", "10-12 and 1-2:30")
    await expect(form).to_contain_text("10:00 AM – noon and 1:00 PM – 2:30 PM")
    await expect(sunday).to_be_focused()
    await send(form)

    await verified(hands, "Set the weekly hours of Sales")
    await expect(at_the_vendor(page, "Sales")).to_contain_text("Sunday10:00 AM – 12:00 PM, 1:00 PM – 2:30 PM")


async def test_a_key_is_chosen_with_where_it_leads_and_verified(hands: Hands, page: Page) -> None:
    form = await opened(page, "Reception", "Menu keys")
    await expect(form).to_contain_text("6, 7, 8 and 9 · nothing yet")
    await fill(form, "Key", "9 · nothing yet")
    await fill(form, "What key 9 does", "Transfer the call")
    leads = form.get_by_label("Where it leads")
    await expect(leads).to_be_visible()
    await form.get_by_role("button", name="Ask for approval").click()
    await expect(leads).to_have_accessible_description(re.compile("Choose where it leads"))

    await fill(form, "Where it leads", "Mei Tanaka (extension 1004)")
    await expect(form).to_contain_text("9: Transfer the call: Mei Tanaka (extension 1004) (new)")
    await send(form)

    await verified(hands, "On Reception, key 9")
    await expect(at_the_vendor(page, "Reception")).to_contain_text(re.compile("Key 9 while open.*1004"))


FORMS: dict[str, tuple[str, Sequence[tuple[str, str]], str]] = {
    "Special hours": (
        "Support",
        [("First day", "2026-11-22"), ("Hours on each day", "9am-1pm")],
        "Open Support on Sun 22 Nov 2026, 9:00 AM – 1:00 PM",
    ),
    "Close on public holidays": (
        "Billing",
        [("Holidays", "Fri 25 Dec 2026: Christmas Day")],
        "Close Billing all day on 12 days: Thu 26 Nov 2026, Thanksgiving Day; Fri 1 Jan 2027",
    ),
    "Where calls go": (
        "Service Desk",
        [("What callers get", "Busy tone")],
        "Once applied, while closed: Callers hear the busy tone.",
    ),
    "Greeting": (
        "Front Office",
        [("What callers hear first", "Hello, this is Acme.")],
        "They hear: “Hello, this is Acme.”",
    ),
    "Queue and callback": (
        "Support",
        [("Offer callbacks", "Yes, callers may ask to be called back"), ("Key", "7")],
        "callers can press 7 to be called back.",
    ),
    "Who answers": ("Service Desk", [("Who answers", "Mei Tanaka")], "Let Mei Tanaka no longer answer"),
    "Who is rung first": (
        "Service Desk",
        [("How a call finds somebody who answers", "Longest idle")],
        "Round robin → Longest idle",
    ),
    "Other settings": (
        "Support",
        [("Setting", "Ring time · 30 seconds"), ("Ring time", "25")],
        "30 seconds → 25 seconds",
    ),
}


@pytest.mark.parametrize("name", FORMS)
async def test_what_callers_will_get_follows_what_is_filled_in(hands: Hands, page: Page, name: str) -> None:
    line, filled, seen = FORMS[name]
    before = len(await hands.cards())
    form = await opened(page, line, name)
    await expect(form).not_to_contain_text(seen)

    for label, value in filled:
        await fill(form, label, value)

    await expect(form).to_contain_text(seen)
    await send(form)
    await hands.until(lambda: _more_than(hands, before))


async def _more_than(hands: Hands, count: int) -> bool | None:
    return len(await hands.cards()) > count or None


async def test_a_new_line_is_filled_in_and_its_mistake_stands_at_its_field(page: Page) -> None:
    form = await opened_new(page)
    await fill(form, "Choose what to make", "Call queue in Raleigh (Webex)")
    await fill(form, "Name", "Returns")
    await form.get_by_role("button", name="Continue").click()
    await expect(form.get_by_label("Phone number")).to_have_accessible_description(
        re.compile("Give the line a phone number or an extension")
    )

    await fill(form, "Extension", "2077")
    await form.get_by_role("button", name="Continue").click()
    await expect(form).to_contain_text(re.compile("Returns.*2077", re.DOTALL))
    await send(form)


async def opened_new(page: Page) -> Locator:
    await page.get_by_role("button", name="Change a phone line", exact=True).click()
    form = page.get_by_role("dialog")
    await form.get_by_label("What to change").select_option("A new line…")
    await expect(form.get_by_role("heading")).to_have_text("New phone line")
    return form


async def test_what_was_said_can_be_changed_in_a_form(page: Page) -> None:
    await say(page, "Please close billing on Dec 24")
    message = page.get_by_role("article", name="Dana").last
    await message.hover()
    await message.get_by_role("button", name="Make this a phone change").click()
    form = page.get_by_role("dialog")
    await expect(form).to_contain_text("Close Billing on Thu 24 Dec 2026, all day")

    await form.get_by_role("button", name="Change the details").click()
    await expect(form.get_by_label("First day")).to_have_value("2026-12-24")
    await fill(form, "Lines", "Sales")
    await expect(form).to_contain_text("Close Sales on Thu 24 Dec 2026, all day")
    await fill(form, "From", "14:00")
    await expect(form).to_contain_text("Thu 24 Dec 2026, 2:00 PM – midnight")
    await send(form)


async def test_buttons_of_status_and_home_open_the_forms_of_their_lines(page: Page) -> None:
    await say(page, "/line status service desk")
    await page.get_by_role("button", name="Close Service Desk for a while").click()
    begun = page.get_by_role("dialog", name="Close for a while")
    await expect(begun).to_contain_text("Choose the first day.")
    await expect(begun.get_by_role("button", name="Lines Service Desk")).to_be_visible()
    await page.keyboard.press("Escape")

    await page.get_by_role("link", name="Switchhook Home").click()
    await page.get_by_role("button", name="Change Front Office", exact=True).click()
    form = page.get_by_role("dialog", name="Change a phone line")
    await expect(form.get_by_label("Line", exact=True)).to_have_value("Front Office")
    await expect(form.get_by_label("Line", exact=True)).to_be_focused()


async def test_another_line_joins_where_its_reader_is(page: Page) -> None:
    form = await opened(page, "Support", "Close for a while")
    await fill(form, "First day", "2026-11-23")
    await form.get_by_role("button", name="Lines").click()
    await form.get_by_role("checkbox", name="Billing").click()

    await expect(form).to_contain_text("Close Billing on Mon 23 Nov 2026")
    await expect(form.get_by_role("checkbox", name="Billing")).to_be_focused()
