"""The form of a change in Slack: the plan follows what stands in it, and what was shown is sent."""

from collections.abc import AsyncIterator

import pytest

from adapters import Neighbour, Neighbours, WeeklyHours
from bot.policy import Policy
from bot.requests import State
from bot.slack import cards, changing, choices, forms, openers
from tests.bot.slack.blocks_check import assert_message, markup, texts
from tests.bot.slack.drawn import HOSTILE, LONG
from tests.bot.slack.fake_slack import APPROVALS
from tests.bot.slack.scene import Scene, scene
from tests.bot.slack.sheet import asked, opened

SATURDAY = {"from": "2026-11-21"}


@pytest.fixture
async def office() -> AsyncIterator[Scene]:
    async with scene("Support", "Sales") as opened_office:
        yield opened_office


async def test_the_form_shows_the_line_as_it_is_and_what_will_change(office: Scene) -> None:
    sheet = await opened(office, "close")

    assert sheet.drawn["title"]["text"] == "Close for a while"
    assert (sheet.chosen("lines"), sheet.chosen("form")) == (["Support"], ["Close for a while"])
    assert "Usual hours Mon–Fri 8:00 AM – 6:00 PM" in sheet.said
    assert sheet.standing("from") is None
    assert "Choose the first day." in sheet.said
    await sheet.fill(**SATURDAY)
    assert "*What will change*" in sheet.said
    assert sheet.drawn["submit"]["text"] == "Ask for approval"


async def test_every_field_tells_the_app_what_stands_in_it(office: Scene) -> None:
    for form in ("close", "hours", "menu", "members", "options"):
        sheet = await opened(office, form)

        asked_for = {name: each for name, each in sheet.inputs.items() if name != "reason"}
        assert asked_for
        assert all(each["dispatch_action"] for each in asked_for.values())


async def test_the_plan_follows_what_is_filled_in_and_the_update_goes_by_the_hash(office: Scene) -> None:
    sheet = await opened(office, "close")
    before = sheet.hash

    await sheet.fill(**SATURDAY)

    assert "Sat 21 Nov 2026" in sheet.said
    assert "□ closed, instead of 9:00 AM – 1:00 PM" in " ".join(sheet.said.split())
    assert office.slack.named("views.update")[-1]["hash"] == before


async def test_a_field_that_comes_with_another_begins_as_the_line_is(office: Scene) -> None:
    sheet = await opened(office, "callback")
    assert "key" not in sheet.inputs

    await sheet.fill(on="on")

    assert sheet.standing("key")["value"] == "9"
    assert sheet.standing("threshold") == "5"


async def test_what_was_shown_is_sent_and_the_card_tells_where_it_comes_from(office: Scene) -> None:
    sheet = await opened(office, "close")
    await sheet.fill(**SATURDAY)

    answer = await sheet.send(reason="Stocktaking")
    await office.reconciler().reconcile()

    assert answer == {}
    assert await asked(office) == [State.PENDING]
    (card,) = office.slack.top_level(APPROVALS)
    assert_message(card["blocks"])
    said = " ".join(texts(card["blocks"]))
    assert "from a form in <#CLINES>" in said
    assert "Stocktaking" in said
    assert "Typed" not in said


async def test_what_is_filled_in_is_applied_once_it_is_approved(office: Scene) -> None:
    sheet = await opened(office, "callback")
    await sheet.fill(on="on")
    await sheet.send()
    await office.reconciler().reconcile()

    await office.click("UAMIR", office.slack.top_level(APPROVALS)[0], cards.APPROVE)
    await office.keeper().work()

    assert (await office.request()).state is State.VERIFIED
    queue = office.phones.setups["1"].queue
    assert queue is not None
    assert queue.callback is True


async def test_what_was_not_shown_is_shown_first_and_nothing_is_lost(office: Scene) -> None:
    sheet = await opened(office, "close")
    await sheet.fill(**SATURDAY)

    answer = await sheet.send(**{"from": "2026-11-23"}, reason="Stocktaking")

    assert answer["response_action"] == "update"
    assert "Please look again" in sheet.said
    assert "Mon 23 Nov 2026" in sheet.said
    assert (sheet.standing("from"), sheet.standing("reason")) == ("2026-11-23", "Stocktaking")
    assert await asked(office) == []
    assert await sheet.sent() == {}
    assert (await office.request()).reason == "Stocktaking"


async def test_what_is_wrong_stands_in_the_plan_and_when_it_is_sent_at_its_field(office: Scene) -> None:
    sheet = await opened(office, "hours")

    await sheet.fill(mon="whenever")
    answer = await sheet.sent()

    assert "*Still missing*" in sheet.said
    assert "*Monday:*" in sheet.said
    assert answer["response_action"] == "errors"
    assert list(sheet.errors(answer)) == ["mon"]
    assert await asked(office) == []


async def test_what_is_so_already_cannot_be_sent(office: Scene) -> None:
    sheet = await opened(office, "routing")

    answer = await sheet.sent()

    assert list(sheet.errors(answer)) == ["form"]
    assert "set like that already" in sheet.errors(answer)["form"]


async def test_a_day_on_which_it_is_so_already_is_complained_about_at_the_day(office: Scene) -> None:
    sheet = await opened(office, "close")

    await sheet.fill(**{"from": "2026-11-22"})
    answer = await sheet.send()

    assert list(sheet.errors(answer)) == ["from"]
    assert sheet.errors(answer)["from"].startswith("Support is already closed on Sun 22 Nov 2026")


async def test_a_plan_after_a_mistake_is_looked_at_first(office: Scene) -> None:
    sheet = await opened(office, "hours")
    await sheet.fill(mon="whenever")

    answer = await sheet.send(mon="9-5")

    assert answer["response_action"] == "update"
    assert "Please look at it first" in sheet.said
    assert await sheet.sent() == {}
    assert await asked(office) == [State.PENDING]


async def test_another_line_begins_as_that_line_is_in_fields_of_its_own(office: Scene) -> None:
    hours = WeeklyHours.model_validate({"mon": [["10:00", "12:00"]]})
    office.phones.setups["2"] = office.phones.setups["2"].model_copy(update={"hours": hours})
    await office.lines.refresh("Sales")
    sheet = await opened(office, "hours")
    before = {name: each["block_id"] for name, each in sheet.inputs.items()}

    await sheet.fill(lines="Sales")

    assert sheet.standing("mon") == "10:00 AM – noon"
    after = {name: each["block_id"] for name, each in sheet.inputs.items()}
    assert [name for name in before if before[name] == after.get(name)] == ["lines", "form", "reason"]


async def test_what_was_typed_goes_along_to_another_line(office: Scene) -> None:
    await office.lines.refresh("Sales")
    sheet = await opened(office, "close")
    await sheet.fill(**SATURDAY)

    await sheet.fill(lines=["Sales"])

    assert sheet.standing("from") == "2026-11-21"
    assert "Sales" in sheet.said
    assert "Sat 21 Nov 2026" in sheet.said


async def test_several_lines_are_closed_in_one_form(office: Scene) -> None:
    await office.lines.refresh("Sales")
    sheet = await opened(office, "close")

    await sheet.fill(**SATURDAY, lines=["Support", "Sales"])
    assert await sheet.sent() == {}

    assert [part.plan.line.name for part in (await office.request()).parts] == ["Support", "Sales"]


async def test_a_form_that_does_not_fit_the_line_leads_back_to_what_can_be_changed(office: Scene) -> None:
    sheet = await opened(office, "greeting")

    assert sheet.chosen("form") == []
    assert "cannot be given in words here" in sheet.said
    assert list(sheet.inputs) == ["lines", "form", "reason"]
    await sheet.fill(form="close")
    assert "from" in sheet.inputs


async def test_the_line_and_the_change_are_chosen_in_the_form(office: Scene) -> None:
    await office.lines.refresh("Support")
    sheet = await opened(office, "", "")
    assert "Choose the line." in sheet.said

    await sheet.fill(lines="Support")
    assert "Choose what to change." in sheet.said
    await sheet.fill(form="close")
    await sheet.fill(**SATURDAY)

    assert await sheet.sent() == {}
    assert await asked(office) == [State.PENDING]


async def test_a_new_line_is_made_in_its_own_form(office: Scene) -> None:
    sheet = await opened(office, "", "")

    await sheet.fill(form=changing.NEW_LINE)

    assert sheet.drawn["title"]["text"] == "New phone line"
    assert sheet.drawn["callback_id"] == "new_line_fill"


async def test_who_changes_is_chosen_beside_the_fields(office: Scene) -> None:
    office.phones.neighbours = Neighbours(closures=(Neighbour(id="9", name="Service Desk"),))
    sheet = await opened(office, "close")
    await sheet.fill(**SATURDAY)
    state = sheet.state[sheet.sharing["block_id"]][choices.SHARING]
    assert state["selected_option"]["value"] == choices.ONLY

    await sheet.choose_all()
    assert await sheet.sent() == {}

    assert (await office.request()).plan.shared is True
    assert "Sat 21 Nov 2026" in (await office.request()).plan.summary


async def test_an_emergency_is_filled_in_as_well() -> None:
    async with scene("Support", policy=Policy(approve=("UAMIR",), emergency=("UDANA",))) as office:
        sheet = await opened(office, "close")
        await sheet.fill(**SATURDAY)

        await sheet.press(forms.AT_ONCE)
        assert sheet.drawn["submit"]["text"] == "Apply now"
        await sheet.fill(**{"from": "2026-11-23"})
        assert sheet.drawn["submit"]["text"] == "Apply now"
        await sheet.press(forms.PATIENTLY)
        assert sheet.drawn["submit"]["text"] == "Ask for approval"
        await sheet.press(forms.AT_ONCE)
        assert await sheet.send(reason="Flooded") == {}

        assert (await office.request()).is_unratified


async def test_sending_twice_asks_once(office: Scene) -> None:
    sheet = await opened(office, "close")
    await sheet.fill(**SATURDAY)

    await sheet.sent()
    await sheet.sent()

    assert await asked(office) == [State.PENDING]


async def test_somebody_who_may_not_ask_is_told_so() -> None:
    async with scene("Support", policy=Policy(ask=("UERIN",), approve=("UAMIR",))) as office:
        button = openers.opener("Close it", "close", "Support")
        await office.click("UDANA", {"blocks": [{"type": "actions", "elements": [button]}]}, button["action_id"])

        assert office.slack.views == {}
        assert "not change them" in office.slack.answers[-1]["text"]


async def test_the_form_of_somebody_else_is_of_no_use(office: Scene) -> None:
    sheet = await opened(office, "close")
    sheet.user = "UERIN"

    answer = await sheet.send(**SATURDAY)
    await sheet.fill(**SATURDAY)

    assert "somebody else" in " ".join(answer["errors"].values())
    assert "somebody else" in office.slack.messages["DUERIN"][-1]["text"]
    assert await asked(office) == []


@pytest.mark.parametrize(
    "text", [HOSTILE, LONG, "&" * 500, " ", "\u202eevil"], ids=["hostile", "long", "&", "empty", "rtl"]
)
async def test_whatever_is_typed_is_drawn_as_it_was_typed(office: Scene, text: str) -> None:
    close, hours = await opened(office, "close"), await opened(office, "hours")

    await close.fill(also=text[:300])
    await hours.fill(mon=text[:100], tue=text[:100])

    for sheet in (close, hours):
        assert all(each["verbatim"] for each in markup(sheet.drawn["blocks"]))
        assert "<!channel>" not in sheet.said
        assert "<https://evil" not in " ".join(each["text"] for each in markup(sheet.drawn["blocks"]))
