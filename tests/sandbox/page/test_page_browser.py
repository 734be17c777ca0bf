"""The page in a real browser: what people type, press and choose reaches the control API, and what changes is seen."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

from tests.sandbox.page import page_samples as samples
from tests.sandbox.page.fake_workspace import FakeWorkspace, served

QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, workspace: FakeWorkspace) -> AsyncIterator[Page]:
    """A new visitor at the page of the workspace; a script that fails makes the test fail."""
    failures: list[str] = []
    async with served(workspace) as url:
        page = await browser.new_page(base_url=url)
        page.set_default_timeout(5000)
        page.on("pageerror", lambda error: failures.append(str(error)))
        yield page
        await page.close()
    assert not failures


async def test_a_slash_command_is_completed_and_sent_by_enter(workspace: FakeWorkspace, page: Page) -> None:
    await page.goto("/")
    box = page.get_by_role("textbox", name="Message #phone-lines")

    await box.press_sequentially("/l")
    await expect(page.get_by_role("option", name="/line")).to_be_visible()
    await box.press("Tab")
    await box.press_sequentially("close support line Saturday")
    await box.press("Enter")

    [order] = await workspace.hear("command")
    assert order == {"user": "dana", "channel": "phone-lines", "text": "/line close support line Saturday"}
    await expect(box).to_have_value("")


async def test_what_the_app_adds_to_the_menus_is_chosen_of_a_message_and_anywhere(
    workspace: FakeWorkspace, page: Page
) -> None:
    said = workspace.say("phone-lines", "amir", "close support on Saturday")
    await page.goto("/")

    await page.get_by_role("article", name="Amir").get_by_role("button", name="Make this a change").click()
    await page.get_by_role("button", name="Change a line", exact=True).click()

    of_message, anywhere = await workspace.hear("shortcut", 2)
    assert of_message == {"user": "dana", "callback_id": "use_this", "channel": "phone-lines", "ts": said["ts"]}
    assert anywhere == {"user": "dana", "callback_id": "change_line", "channel": "", "ts": ""}


async def test_a_message_and_a_reply_are_sent_where_they_belong(workspace: FakeWorkspace, page: Page) -> None:
    parent = workspace.say("phone-lines", "amir", "hello")
    await page.goto("/")

    await page.get_by_role("textbox", name="Message #phone-lines").fill("good morning")
    await page.get_by_role("main").get_by_role("button", name="Send").click()
    await page.get_by_role("article", name="Amir").get_by_role("link", name="Reply in thread").click()
    await page.get_by_role("textbox", name="Reply in thread").fill("and to you")
    await page.keyboard.press("Enter")

    first, second = await workspace.hear("message", 2)
    assert first == {"user": "dana", "channel": "phone-lines", "text": "good morning"}
    assert second == {"user": "dana", "channel": "phone-lines", "text": "and to you", "thread_ts": parent["ts"]}


async def test_one_sees_what_awaits_each_person_and_can_be_them(workspace: FakeWorkspace, page: Page) -> None:
    await page.goto("/")
    workspace.say("phone-approvals", "switchhook", blocks=samples.CARD)

    amir = page.get_by_role("link", name="Act as Amir")
    await expect(amir.locator(".badge")).to_have_text("1")
    await amir.click()
    await page.get_by_role("link", name=re.compile("phone-approvals")).click()

    await expect(page.get_by_role("heading", name="Close Support on Saturday")).to_be_visible()
    await expect(amir.locator(".badge")).to_be_hidden()
    await expect(page.get_by_role("link", name="Act as Noor").locator(".badge")).to_have_text("1")


async def test_a_button_is_busy_until_the_app_has_answered(workspace: FakeWorkspace, page: Page) -> None:
    answered = asyncio.Event()
    workspace.answers["action"] = _when(answered, {"acked": False})
    card = workspace.say("phone-approvals", "switchhook", blocks=samples.CARD)
    await page.goto("/?as=amir&in=phone-approvals")
    approve = page.get_by_role("button", name="Approve")

    await approve.click()
    await expect(approve).to_have_attribute("aria-busy", "true")
    await approve.click()
    answered.set()

    await expect(approve).not_to_have_attribute("aria-busy", "true")
    await expect(page.get_by_role("status")).to_have_text("Switchhook did not respond. Please try again.")
    place = {"user": "amir", "channel": "phone-approvals", "ts": card["ts"]}
    assert workspace.told("action") == [
        {**place, "block_id": "decide", "action_id": "approve", "value": "7", "values": {}}
    ]


async def test_a_confirm_dialog_comes_before_the_click(workspace: FakeWorkspace, page: Page) -> None:
    workspace.say("phone-approvals", "switchhook", blocks=samples.CARD)
    await page.goto("/?as=amir&in=phone-approvals")
    dialog = page.get_by_role("dialog", name="Reject this?")

    await page.get_by_role("button", name="Reject…").click()
    await dialog.get_by_role("button", name="Cancel").click()
    await expect(dialog).to_be_hidden()
    assert workspace.told("action") == []
    await page.get_by_role("button", name="Reject…").click()
    await dialog.get_by_role("button", name="Reject").click()

    [order] = await workspace.hear("action")
    assert order["action_id"] == "reject"


async def test_a_form_is_filled_in_and_sent_and_keeps_what_was_typed(workspace: FakeWorkspace, page: Page) -> None:
    workspace.answers["submit"] = lambda _: (
        workspace.shown["views"]["dana"].update(errors={"reason": "Say why."})
        or {
            "acked": True,
            "errors": {"reason": "Say why."},
        }
    )
    workspace.shown["views"]["dana"] = samples.form(samples.EVERY_FIELD)
    await page.goto("/")
    form = page.get_by_role("dialog", name="Change a line")

    await expect(form.get_by_label("Reason")).to_be_focused()
    await form.get_by_label("Reason").fill("Staff day")
    await form.get_by_label("Ring seconds").fill("30")
    await form.get_by_label("Time").fill("09:15")
    await form.get_by_label("Line", exact=True).select_option("Billing — till Monday")
    await form.get_by_text("Billing", exact=True).first.click()
    await form.get_by_role("group", name="Other lines").get_by_label("Support").check()
    await form.get_by_role("radio", name="While closed").check()
    await form.get_by_role("checkbox", name="Saturday").check()
    workspace.say("phone-lines", "amir", "meanwhile")
    await expect(page.locator("article")).to_have_count(1)
    await form.get_by_role("button", name="Ask for approval").click()

    [order] = await workspace.hear("submit")
    assert order == {"user": "dana", "values": SENT}
    await expect(form.get_by_role("alert")).to_have_text("Say why.")
    await expect(form.get_by_label("Reason")).to_be_focused()
    await expect(form.get_by_label("Reason")).to_have_value("Staff day")


SENT = {
    "reason": {"text": "Staff day"},
    "notes": {"text": "<b>&\nmore"},
    "seconds": {"number": "30"},
    "mail": {"email": None},
    "site": {"url": None},
    "day": {"date": "2026-11-21"},
    "time": {"time": "09:15"},
    "moment": {"moment": 1795269600},
    "line": {"line": "billing"},
    "lines": {"lines": ["support", "billing"]},
    "agent": {"agent": None},
    "deputy": {"user": "amir"},
    "tell": {"users": ["noor"]},
    "where": {"channel": None},
    "talk": {"conversation": "@amir"},
    "posts": {"channels": ["phone-approvals"]},
    "talks": {"conversations": ["phone-lines", "@lee"]},
    "menu": {"radio": "closed"},
    "days": {"boxes": ["sat", "sun"]},
}


async def test_a_half_filled_form_survives_a_look_at_somebody_else(workspace: FakeWorkspace, page: Page) -> None:
    workspace.shown["views"]["dana"] = samples.form(samples.EVERY_FIELD)
    await page.goto("/")

    await page.get_by_label("Reason").fill("Staff day")
    await page.get_by_role("link", name="Act as Amir").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await page.get_by_role("link", name="Act as Dana").click()
    await expect(page.get_by_label("Reason")).to_have_value("Staff day")
    await page.keyboard.press("Escape")

    assert await workspace.hear("close") == [{"user": "dana", "everything": False}]


async def test_a_form_stays_within_a_narrow_page_however_much_is_chosen_in_it(
    workspace: FakeWorkspace, page: Page
) -> None:
    options = [samples.option(f"Number {each} of the public holidays", str(each)) for each in range(40)]
    menu = {"type": "multi_static_select", "action_id": "days", "options": options, "initial_options": options}
    told = {"type": "section", "text": {"type": "plain_text", "text": "How it is now. " * 190}}
    field = {"type": "input", "block_id": "days", "label": {"type": "plain_text", "text": "Days"}, "element": menu}
    workspace.shown["views"]["dana"] = samples.form([told, field])
    await page.set_viewport_size({"width": 400, "height": 700})
    await page.goto("/")
    dialog = page.get_by_role("dialog")

    await expect(dialog.locator(".chosen")).to_contain_text("Number 39 of")
    box = await dialog.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 400
    assert await page.evaluate("document.documentElement.scrollWidth") <= 400
    assert await page.evaluate("document.querySelector('.sheet').scrollTop") == 0


async def test_the_app_suggests_options_as_one_types(workspace: FakeWorkspace, page: Page) -> None:
    workspace.answers["suggest"] = lambda _: {
        "options": [samples.option("Olivia &amp; Co", "o"), samples.option("Oz", "z")]
    }
    workspace.shown["views"]["dana"] = samples.form(samples.EVERY_FIELD)
    await page.goto("/")
    field = page.get_by_role("combobox", name="Agent")

    await field.press_sequentially("o")
    await expect(page.get_by_role("option", name="Olivia & Co")).to_be_visible()
    await field.press("ArrowDown")
    await field.press("Enter")
    await expect(field).to_have_value("Oz")
    await page.get_by_role("button", name="Ask for approval").click()

    [asked] = await workspace.hear("suggest")
    assert asked == {"user": "dana", "view": True, "action_id": "agent", "block_id": "agent", "value": "o"}
    [order] = await workspace.hear("submit")
    assert order["values"]["agent"] == {"agent": "z"}


async def test_choices_in_a_message_are_told_at_once(workspace: FakeWorkspace, page: Page) -> None:
    workspace.say("phone-lines", "switchhook", blocks=samples.GALLERY)
    await page.goto("/")

    await page.get_by_role("combobox", name="Choose a line").select_option("Sales")
    await page.get_by_role("button", name="More options").click()
    await page.get_by_role("menuitem", name="Undo").click()

    chosen, pressed = await workspace.hear("action", 2)
    assert (chosen["action_id"], chosen["value"]) == ("line", "sales")
    assert (pressed["action_id"], pressed["value"]) == ("more", "undo")
    assert pressed["values"] == {"choices": {"line": "sales", "day": "2026-11-21"}}


async def test_a_permalink_shows_the_message_to_the_same_person(workspace: FakeWorkspace, page: Page) -> None:
    card = workspace.say("phone-approvals", "switchhook", blocks=samples.CARD)
    await page.goto("/?as=amir&in=@messages")
    permalink = f"{page.url.partition('/?')[0]}/archives/C2/p{card['ts'].replace('.', '')}"
    workspace.say("@amir", "switchhook", f"See <{permalink}|the card>")

    await page.get_by_role("link", name="the card").click()

    await expect(page.locator("article[aria-current]")).to_contain_text("Close Support on Saturday")
    await expect(page.get_by_role("link", name="Act as Amir")).to_have_attribute("aria-current", "true")


async def test_the_clock_moves_and_lines_change_before_ones_eyes(workspace: FakeWorkspace, page: Page) -> None:
    await page.goto("/")

    await page.get_by_role("button", name="+1 day").click()
    await page.get_by_label("Moment to go to").fill("2026-11-21T09:00")
    await page.get_by_role("button", name="Set the clock").click()
    orders = await workspace.hear("clock", 2)
    workspace.shown["panels"]["dialpad"][0]["rows"][1] = ("Saturday", "closed")
    workspace.ring()

    assert orders == [{"advance": 86400}, {"now": "2026-11-21T14:00:00.000Z"}]
    await expect(page.get_by_role("region", name="Lines at Dialpad")).to_contain_text("Saturdayclosed")


async def test_home_is_opened_for_the_person(workspace: FakeWorkspace, page: Page) -> None:
    workspace.shown["homes"]["dana"] = samples.home(samples.CARD)
    await page.goto("/")

    await page.get_by_role("link", name="Switchhook Home").click()
    await page.get_by_role("button", name="Approve").click()

    assert await workspace.hear("home") == [{"user": "dana"}]
    [order] = await workspace.hear("action")
    assert (order["home"], order["action_id"]) == (True, "approve")


def _when(event: asyncio.Event, answer: samples.Json) -> Callable[[samples.Json], Awaitable[samples.Json]]:
    async def wait(_: samples.Json) -> samples.Json:
        await event.wait()
        return answer

    return wait
