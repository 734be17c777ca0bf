"""The ways into the form of a change: buttons, plans of what was said, shortcuts; and what its menus find."""

import json
from collections.abc import AsyncIterator

import pytest

from adapters import Option
from bot.language import Ask, Verb
from bot.policy import Policy
from bot.requests import State
from bot.slack import blocks, changing, choices, fields, forms, openers, opening, replies
from tests.bot.slack.blocks_check import assert_message, buttons, texts
from tests.bot.slack.drawn import HOSTILE
from tests.bot.slack.drawn import SATURDAY as CLOSURE
from tests.bot.slack.fake_slack import APPROVALS, TEAM, Json
from tests.bot.slack.scene import BROAD, CLOSE, CLOSE_NOW, SATURDAY, Scene, scene
from tests.bot.slack.sheet import Sheet, asked, opened


@pytest.fixture
async def office() -> AsyncIterator[Scene]:
    async with scene("Support", "Sales") as opened_office:
        yield opened_office


async def taken_up(office: Scene, text: str, user: str = "UDANA", **message: str) -> None:
    """Somebody chooses the shortcut of a message."""
    await office.interact(
        {
            "type": "message_action",
            "callback_id": opening.TAKE_UP,
            "user": {"id": user, "team_id": TEAM},
            "channel": {"id": "CLINES", "name": "lines"},
            "message": {"type": "message", "user": "UBOB", "ts": "1.1", "text": text, **message},
            "message_ts": "1.1",
            "trigger_id": "1.2.3",
            "response_url": office.slack.response_url(),
        }
    )


async def said_on_the_card(office: Scene) -> str:
    await office.reconciler().reconcile()
    (card,) = office.slack.top_level(APPROVALS)
    assert_message(card["blocks"])
    return " ".join(texts(card["blocks"]))


async def test_a_button_on_home_opens_the_form(office: Scene) -> None:
    home: Json = {"type": "home", "blocks": blocks.actions(openers.opener("Close it", "close", "Support"))}
    (action,) = buttons(home["blocks"])

    await office.click_in_view("UDANA", home, action)
    sheet = Sheet(office)
    await sheet.fill(**{"from": "2026-11-21"})
    await sheet.sent()

    assert "from a form on Home" in await said_on_the_card(office)


async def test_a_button_that_stands_for_a_sentence_does_what_the_sentence_does(office: Scene) -> None:
    button = openers.saying("Close it", CLOSE)

    await office.click("UDANA", {"blocks": blocks.actions(button)}, button["action_id"])

    (view,) = office.slack.views.values()
    await office.submit("UDANA", view)
    said = await said_on_the_card(office)
    assert "from the button “Close it” in <#CLINES>" in said
    assert "Typed" not in said


async def test_a_plan_of_words_leads_to_its_details_in_the_same_window(office: Scene) -> None:
    await office.form()
    plan = Sheet(office)

    await plan.press(forms.CHANGE_DETAILS)

    assert len(office.slack.views) == 1
    assert (plan.chosen("lines"), plan.standing("from")) == (["Support"], "2026-11-21")
    assert CLOSE in plan.said
    await plan.fill(to="2026-11-22")
    assert await plan.sent() == {}
    said = await said_on_the_card(office)
    assert "/line in <#CLINES>, then changed in a form" in said
    assert CLOSE in said


async def test_what_has_no_form_has_no_way_into_one(office: Scene) -> None:
    office.phones.setups["1"] = CLOSURE.applied_to(office.phones.setups["1"])
    reopen = Ask(verb=Verb.REOPEN, lines=("Support",), windows=(SATURDAY,), sentence="Reopen Support.")
    office.desk.asks = {"reopen": reopen}

    form = await office.form(text="reopen")

    assert form["submit"]["text"] == "Ask for approval"
    assert forms.CHANGE_DETAILS not in buttons(form["blocks"])


async def test_somebody_s_message_is_made_a_change_in_the_name_of_who_chose_it(office: Scene) -> None:
    await taken_up(office, f"<@UBOT> {CLOSE}")
    view = list(office.slack.views.values())[-1]

    assert view["submit"]["text"] == "Ask for approval"
    assert "<@UBOB> wrote:" in " ".join(texts(view["blocks"]))
    await office.submit("UDANA", view)
    request = await office.request()
    assert request.person.user == "UDANA"
    said = await said_on_the_card(office)
    assert "from a message of <@UBOB> in <#CLINES>" in said
    assert "It says: “close support line Saturday”" in said


@pytest.mark.parametrize(
    "words", ["Could somebody look at the phones?", HOSTILE, "", "status", "help", "undo everything " * 900]
)
async def test_a_message_that_is_no_change_opens_the_empty_form_with_its_words(office: Scene, words: str) -> None:
    await taken_up(office, words)

    sheet = Sheet(office)
    assert sheet.chosen("lines") == []
    assert ("<@UBOB> wrote:" in sheet.said) is bool(words)
    assert "<!channel>" not in " ".join(str(each) for each in sheet.drawn["blocks"] if each["type"] == "section")


async def test_words_and_a_form_are_told_both(office: Scene) -> None:
    await office.lines.refresh("Support")
    await taken_up(office, "Nobody is in on Saturday")
    sheet = Sheet(office)

    await sheet.fill(lines="Support")
    await sheet.fill(form="close")
    await sheet.fill(**{"from": "2026-11-21"})
    await sheet.sent()

    said = await said_on_the_card(office)
    assert "from a message of <@UBOB> in <#CLINES>, then changed in a form" in said
    assert "Nobody is in on Saturday" in said


async def test_a_message_that_leaves_something_open_is_asked_about_in_a_form(office: Scene) -> None:
    await office.lines.refresh("Support")
    await taken_up(office, BROAD)
    (view,) = office.slack.views.values()
    assert "Which line?" in " ".join(texts(view["blocks"]))

    await office.click_in_view("UDANA", view, f"{replies.CHOICE}0")

    (view,) = office.slack.views.values()
    assert view["submit"]["text"] == "Ask for approval"


async def test_who_wrote_a_message_is_not_forgotten_when_it_is_asked_about() -> None:
    async with scene("Support", "Sales", fluent=True) as office:
        for name in office.names:
            await office.lines.refresh(name)
        await taken_up(office, "close saturday")
        (view,) = office.slack.views.values()

        await office.click_in_view("UDANA", {**view, "id": list(office.slack.views)[-1]}, f"{replies.CHOICE}0")
        sheet = Sheet(office)

        assert "<@UBOB> wrote:" in sheet.said
        assert await sheet.sent() == {}
        assert "from a message of <@UBOB> in <#CLINES>" in await said_on_the_card(office)


async def test_who_would_rather_ask_for_approval_is_not_put_into_an_emergency_again() -> None:
    async with scene("Support", policy=Policy(approve=("UAMIR",), emergency=("UDANA",))) as office:
        await office.form(text=CLOSE_NOW)
        sheet = Sheet(office)
        assert sheet.drawn["submit"]["text"] == "Apply now"

        await sheet.press(forms.PATIENTLY)
        sheet.type(reason="Flooded")
        await sheet.press(forms.CHANGE_DETAILS)
        await sheet.fill(to="2026-11-22")

        assert sheet.drawn["submit"]["text"] == "Ask for approval"
        assert sheet.standing("reason") == "Flooded"
        assert await sheet.sent() == {}
        assert await asked(office) == [State.PENDING]


async def test_an_emergency_that_was_chosen_stays_one_in_its_details() -> None:
    async with scene("Support", policy=Policy(approve=("UAMIR",), emergency=("UDANA",))) as office:
        await office.form()
        sheet = Sheet(office)

        await sheet.press(forms.AT_ONCE)
        await sheet.press(forms.CHANGE_DETAILS)

        assert sheet.drawn["submit"]["text"] == "Apply now"


async def test_an_announcement_that_was_typed_goes_along_to_the_details() -> None:
    told = Option(name="announcement", label="Announcement", type="text", maximum=200, readable=False)
    async with scene("Support", fluent=True) as office:
        unreadable = frozenset({"set_menu_key", "remove_menu_key"})
        office.phones.unlike = {"options": (told,), "key_announcement": "announcement", "unreadable": unreadable}
        await office.lines.refresh("Support")
        await office.command("UDANA", "press 3 goes to voicemail on support")
        sheet = Sheet(office)
        (name,) = (each for each in sheet.inputs if each.startswith(choices.ANNOUNCED))

        sheet.type(**{name: "Press 3 for our voicemail, please."}, reason="Asked for")
        await sheet.press(forms.CHANGE_DETAILS)

        (name,) = (each for each in sheet.inputs if each.startswith(choices.ANNOUNCED))
        assert (sheet.standing(name), sheet.standing("reason")) == ("Press 3 for our voicemail, please.", "Asked for")
        assert await sheet.sent() == {}
        assert "Press 3 for our voicemail" in str((await office.request()).plan.parts[0].changes)


async def test_a_message_stops_nothing_and_takes_nothing_back(office: Scene) -> None:
    freeze = Ask(verb=Verb.FREEZE, sentence="Freeze everything.", reason="x")
    office.desk.asks = {**office.desk.asks, "freeze": freeze, "withdraw": Ask(verb=Verb.WITHDRAW, lines=("Support",))}
    await office.asked()

    await taken_up(office, "freeze", user="UAMIR")
    await taken_up(office, "withdraw")

    assert await asked(office) == [State.PENDING]
    assert await office.store(lambda store: store.open_alerts()) == []


async def test_the_message_of_an_app_is_taken_up_as_well(office: Scene) -> None:
    await taken_up(office, CLOSE, user="UDANA", bot_id="B9")

    assert "wrote:" in " ".join(texts(list(office.slack.views.values())[-1]["blocks"]))


async def test_the_rights_of_who_chose_the_message_count() -> None:
    async with scene("Support", policy=Policy(ask=("UERIN",), approve=("UAMIR",))) as office:
        await taken_up(office, CLOSE)
        office.slack.people["UGUEST"] = {"is_restricted": True}
        await taken_up(office, CLOSE, user="UGUEST")

        assert office.slack.views == {}
        assert "not change them" in office.slack.answers[0]["text"]
        assert "Only full members" in office.slack.answers[1]["text"]


async def test_the_shortcut_that_is_everywhere_opens_the_empty_form(office: Scene) -> None:
    await office.interact(
        {
            "type": "shortcut",
            "callback_id": opening.CHANGE,
            "user": {"id": "UDANA", "team_id": TEAM},
            "trigger_id": "1.2.3",
        }
    )
    sheet = Sheet(office)
    await office.lines.refresh("Support")

    await sheet.fill(lines="Support")
    await sheet.fill(form="close")
    await sheet.fill(**{"from": "2026-11-21"})
    assert await sheet.sent() == {}

    assert "from a form that a shortcut opened" in await said_on_the_card(office)


async def test_an_urgent_message_of_somebody_who_may_opens_the_loud_form() -> None:
    async with scene("Support", policy=Policy(approve=("UAMIR",), emergency=("UDANA",))) as office:
        await taken_up(office, CLOSE_NOW)

        assert list(office.slack.views.values())[-1]["submit"]["text"] == "Apply now"


async def test_a_mention_gets_a_button_that_opens_the_form(office: Scene) -> None:
    member = await office.desk.people.member("UDANA")
    await office.lines.refresh("Support")
    begun = await office.desk.edit(member, "close", ["Support"])
    message = changing.beginning(begun)  # type: ignore[arg-type]  # the line was read
    assert_message(message.blocks)

    await office.click("UDANA", {"blocks": message.blocks}, replies.REVIEW)

    assert "from" in Sheet(office).inputs


NAMES = [f"{number:03} {'Customer Service and Order Status of the Northern Region ' * 2}"[:80] for number in range(500)]


@pytest.fixture
async def large() -> AsyncIterator[Scene]:
    async with scene(*NAMES) as opened_office:
        yield opened_office


async def test_five_hundred_lines_are_found_by_any_part_of_their_names(large: Scene) -> None:
    await large.lines.refresh(NAMES[7])
    sheet = await opened(large, "", "")

    assert sheet.inputs["lines"]["element"]["type"] == "external_select"
    assert len(await sheet.look_for("lines", "")) == fields.MOST_OPTIONS
    assert len(await sheet.look_for("lines", "northern 49")) == 15
    assert await sheet.look_for("lines", "nowhere") == []
    (found,) = await sheet.look_for("lines", "007 customer")
    await sheet.fill(lines=fields.token(NAMES[7]))
    await sheet.fill(form="close")
    await sheet.fill(**{"from": "2026-11-21"})
    assert await sheet.sent() == {}
    assert found.startswith("007 Customer")
    assert (await large.request()).parts[0].plan.line.name == NAMES[7]


async def test_strangers_find_nothing(large: Scene) -> None:
    large.slack.people["UGUEST"] = {"is_restricted": True}
    sheet = await opened(large, "", "")

    assert await sheet.look_for("lines", "", user="UGUEST") == []


async def test_a_menu_of_a_form_that_is_gone_offers_nothing(office: Scene) -> None:
    view = {"id": "V1", "private_metadata": json.dumps({"draft": "gone"}), "callback_id": changing.SEND}
    response = await office.interact(
        {
            "type": "block_suggestion",
            "user": {"id": "UDANA", "team_id": TEAM},
            "view": view,
            "action_id": f"{fields.FIELD}members",
            "block_id": "b",
            "value": "a",
        }
    )

    assert json.loads(response.body) == {"options": []}
