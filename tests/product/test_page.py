"""The main job by clicking, in a real browser."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright, expect

from tests.product.driver import QUIET, Process


@pytest.fixture
async def page(chromium: str, tmp_path: Path) -> AsyncIterator[Page]:
    """A new visitor of the demo; a script that fails makes the test fail."""
    failures: list[str] = []
    async with Process(tmp_path / "demo.db") as process, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=QUIET)
        page = await browser.new_page(base_url=process.hands.url)
        page.on("pageerror", lambda error: failures.append(str(error)))
        yield page
        await browser.close()
    assert not failures


async def test_dana_asks_amir_approves_and_saturday_is_empty_at_the_vendor(page: Page) -> None:
    vendor = page.get_by_role("region", name="Lines at Dialpad")
    await page.goto("/?as=dana&in=phone-lines")
    await expect(vendor).to_contain_text(re.compile("Saturday9:00 AM – 1:00 PM"))

    box = page.get_by_role("textbox", name="Message #phone-lines")
    await box.fill("/line close support line Saturday")
    await box.press("Enter")
    form = page.get_by_role("dialog", name="Change a phone line")
    await expect(form).to_contain_text("Sat 21 Nov 2026, all day")
    await form.get_by_label("Reason").fill("inventory")
    await form.get_by_role("button", name="Ask for approval").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)

    await page.get_by_role("link", name="Act as Amir").click()
    await page.get_by_role("link", name=re.compile("phone-approvals")).click()
    log = page.get_by_role("log", name="Messages in #phone-approvals")
    await expect(log).to_contain_text("inventory")
    await log.get_by_role("button", name=re.compile("^Approve")).click()

    await expect(log).to_contain_text("Verified", timeout=10_000)
    await expect(log.get_by_role("button", name=re.compile("^Approve"))).to_have_count(0)
    await expect(vendor).to_contain_text(re.compile("SupportOpen.*Saturdayclosed.*Sales", re.DOTALL))
    await page.get_by_role("link", name="Act as Dana").click()
    await page.get_by_role("region", name="Direct messages").get_by_role("link").click()
    await expect(page.get_by_role("log")).to_contain_text("Verified")
