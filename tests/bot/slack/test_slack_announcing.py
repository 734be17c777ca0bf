"""The announcement that callers hear of the keys, changed in the same form as the keys."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from adapters import Option, RemoveMenuKey, SetMenuKey, SetOption
from bot.language import Ask, Verb
from bot.requests import State
from bot.slack import choices
from tests.bot.slack.blocks_check import assert_view, buttons, texts
from tests.bot.slack.scene import AMIR, Scene, scene

Json = dict[str, Any]

KEY = "press 3 goes to Billing on support"
BOTH = "press 3 goes to Billing on support and sales"
SUGGESTED = "Press 1 for voicemail, press 3 for Billing."
ANNOUNCEMENT = Option(name="announcement", label="Announcement", type="text", maximum=200, readable=False)


@pytest.fixture
async def office() -> AsyncIterator[Scene]:
    async with scene("Support", "Sales") as opened:
        opened.phones.unlike = {
            "options": (ANNOUNCEMENT,),
            "key_announcement": ANNOUNCEMENT.name,
            "unreadable": frozenset({"set_menu_key", "remove_menu_key"}),
        }
        asked = Ask(verb=Verb.MENU, lines=("Support",), key="3", target="Billing")
        opened.desk.asks = {
            **opened.desk.asks,
            KEY: asked,
            BOTH: asked.model_copy(update={"lines": ("Support", "Sales")}),
            "undo": Ask(verb=Verb.UNDO, lines=("Support",)),
        }
        yield opened


def field(view: Json) -> Json | None:
    return next((each for each in view["blocks"] if str(each.get("block_id")).startswith(choices.ANNOUNCED)), None)


def said(view: Json) -> str:
    return " ".join(texts(view["blocks"]))


def shown(office: Scene) -> Json:
    return list(office.slack.views.values())[-1]


async def typed(office: Scene, view: Json, text: str | None) -> Json:
    """What Slack answers somebody who sends a form with this in the field."""
    block = field(view)
    assert block
    values = {
        "reason": {"reason": {"type": "plain_text_input", "value": None}},
        block["block_id"]: {block["block_id"]: {"type": "plain_text_input", "value": text}},
    }
    response = await office.interact(
        {
            "type": "view_submission",
            "user": {"id": "UDANA", "team_id": "T1"},
            "view": {**view, "state": {"values": values}},
            "trigger_id": "1.2.3",
        }
    )
    return dict(json.loads(response.body)) if response.body else {}


async def requests(office: Scene) -> int:
    return len(await office.store(lambda store: store.requests_in(State)))


async def test_the_form_offers_to_say_the_key_and_changes_nothing_by_itself(office: Scene) -> None:
    form = await office.form(text=KEY)

    block = field(form)
    assert block
    assert "initial_value" not in block["element"]
    assert f"It could say: “{SUGGESTED}”" in said(form)
    assert "make sure that it names key 3" in said(form)
    assert_view({key: value for key, value in form.items() if key != "id"})

    assert await typed(office, form, None) == {}
    (change,) = (await office.request()).parts[0].plan.changes
    assert isinstance(change, SetMenuKey)


async def test_a_line_whose_callers_hear_no_words_is_not_asked_about(office: Scene) -> None:
    office.phones.unlike = {}

    assert field(await office.form(text=KEY)) is None


async def test_what_is_about_no_key_is_not_asked_about(office: Scene) -> None:
    assert field(await office.form()) is None


async def test_several_lines_have_announcements_of_their_own(office: Scene) -> None:
    assert field(await office.form(text=BOTH)) is None


async def test_one_click_puts_the_suggestion_into_the_plan_that_is_shown(office: Scene) -> None:
    form = await office.form(text=KEY)

    await office.click_in_view("UDANA", form, choices.ANNOUNCE)

    view, block = shown(office), field(shown(office))
    assert view["id"] == form["id"]
    assert block
    assert block["element"]["initial_value"] == SUGGESTED
    assert block["block_id"] != choices.ANNOUNCED
    assert f"*Announcement:* not known → *“{SUGGESTED}”*" in said(view)
    assert "make sure" not in said(view)
    assert choices.ANNOUNCE not in buttons(view["blocks"])
    assert_view({key: value for key, value in view.items() if key != "id"})

    assert await typed(office, view, SUGGESTED) == {}
    key, announcement = (await office.request()).parts[0].plan.changes
    assert isinstance(key, SetMenuKey)
    assert announcement == SetOption(name="announcement", value=SUGGESTED)


async def test_words_of_ones_own_are_shown_in_a_plan_before_they_are_sent(office: Scene) -> None:
    form = await office.form(text=KEY)

    answer = await typed(office, form, "  Hello.\nPress 3 for money matters. ")

    assert answer["response_action"] == "update"
    view = answer["view"]
    assert "You wrote what callers are to hear" in said(view)
    assert "press *Ask for approval* again" in said(view)
    assert "→ *“Hello. Press 3 for money matters.”*" in said(view)
    assert await requests(office) == 0

    assert await typed(office, view, "Hello. Press 3 for money matters.") == {}
    assert await requests(office) == 1


async def test_what_was_chosen_survives_until_it_is_emptied(office: Scene) -> None:
    await office.click_in_view("UDANA", await office.form(text=KEY), choices.ANNOUNCE)
    draft = json.loads(shown(office)["private_metadata"])["draft"]
    kept = await office.store(lambda store: store.draft(draft))

    answer = await typed(office, shown(office), None)

    assert kept
    assert kept.announced == SUGGESTED
    assert answer["response_action"] == "update"
    assert "You left what callers hear as it is" in said(answer["view"])
    assert "Announcement:" not in said(answer["view"])
    assert await typed(office, answer["view"], None) == {}
    assert len((await office.request()).parts[0].plan.changes) == 1


async def test_an_announcement_that_is_too_long_is_refused_in_the_form(office: Scene) -> None:
    form = await office.form(text=KEY)

    answer = await typed(office, form, "Press 3. " * 30)

    assert answer["response_action"] == "errors"
    assert "one line from 0 to 200 characters" in str(answer["errors"])
    assert await requests(office) == 0


async def accepted(office: Scene) -> None:
    """A request for both, approved and carried out."""
    await office.click_in_view("UDANA", await office.form(text=KEY), choices.ANNOUNCE)
    assert await typed(office, shown(office), field(shown(office))["element"]["initial_value"]) == {}  # type: ignore[index]  # it is there
    request = await office.request()
    await office.desk.approve(AMIR, request.id, request.plan.digest)
    await office.keeper().work()
    assert (await office.request()).state is State.ACCEPTED


async def test_an_undo_takes_back_the_key_and_what_was_announced_before(office: Scene) -> None:
    before = SetOption(name="announcement", value="Hello. Press 1 for voicemail.")
    office.phones.setups["1"] = before.applied_to(office.phones.setups["1"])
    await accepted(office)

    form = await office.form(text="undo")

    assert "“Hello. Press 1 for voicemail, press 3 for Billing.”, as last set by Switchhook → *“Hello." in said(form)
    assert field(form)["element"]["initial_value"] == before.value  # type: ignore[index]  # it is there
    assert await typed(office, form, str(before.value)) == {}
    assert (await office.request(2)).parts[0].plan.changes == (before, RemoveMenuKey(key="3"))


async def test_an_announcement_that_nobody_knew_stays_and_the_undo_says_so(office: Scene) -> None:
    await accepted(office)

    form = await office.form(text="undo")
    assert await typed(office, form, None) == {}

    assert f"which still names key 3: “{SUGGESTED}”" in said(form)
    assert "“Announcement” stays as request 1 set it: what was there before is not known." in said(form)
    assert "What key 3 did before request 1 is not known: it is removed, not put back." in said(form)
    request = await office.request(2)
    assert request.parts[0].plan.changes == (RemoveMenuKey(key="3"),)
    await office.desk.approve(AMIR, request.id, request.plan.digest)
    await office.keeper().work()
    assert (await office.request(2)).state is State.ACCEPTED
    (undone,) = (await office.request(1)).parts
    assert undone.state is State.REVERTED
    assert undone.note == (
        "Undone in part by request 2: what it set as “Announcement” stays; what key 3 did before is not known."
    )


async def test_an_announcement_that_is_written_anew_in_an_undo_does_not_stay(office: Scene) -> None:
    await accepted(office)

    answer = await typed(office, await office.form(text="undo"), "Hello.")

    assert "Announcement:* “Press 1" in said(answer["view"])
    assert "stays as request 1 set it" not in said(answer["view"])


async def test_the_field_says_that_it_replaces_all_that_callers_hear(office: Scene) -> None:
    block = field(await office.form(text=KEY))

    assert block
    assert "it replaces everything that callers hear now" in block["hint"]["text"]
