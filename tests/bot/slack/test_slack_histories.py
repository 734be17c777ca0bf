"""The history in Slack: a page of entries, menus that choose another part, and undo."""

import json
from collections.abc import AsyncIterator
from functools import partial

import pytest

from bot.historian import RECORDS_A_PAGE
from bot.kinds import RecordKind
from bot.reports import Changed, History, Wanted
from bot.requests import Person, State
from bot.slack import histories, openers
from bot.slack.blocks import Json
from bot.store import Store
from tests.bot.slack.blocks_check import assert_message, buttons, texts
from tests.bot.slack.drawn import AMIR, DANA, HOSTILE, LONG, NOW, record
from tests.bot.slack.fake_slack import TEAM
from tests.bot.slack.scene import Scene, scene

WORDS = {"short": "close support", "hostile": HOSTILE, "long": LONG, "ampersands": "&" * 4000, "empty": ""}


def menus(blocks: list[Json]) -> Json:
    """The block of the menus."""
    return next(each for each in blocks if each["type"] == "actions" and "block_id" in each)


def changed(line: str = "Support", *, text: str = "Close it.", number: int = 1) -> Changed:
    return Changed(
        number=number, at=NOW, line=line, request=number, person=DANA, approved=(AMIR,) * 5, summary=text,
        state=State.ACCEPTED,
    )  # fmt: skip


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("count", [0, 1, 15])
@pytest.mark.parametrize("lines", [1, 3, 19, 500])
def test_every_page_is_as_slack_wants_it(words: str, count: int, lines: int) -> None:
    text = WORDS[words]
    names = tuple(f"{text[:76]} {number:03}" for number in range(lines))
    wanted = Wanted(lines=names[:3] if lines == 3 else names[:1] if lines == 19 else (), person=AMIR, since=NOW)
    records = tuple(
        record("asked", line=names[0], text=text, number=number, reason=text, **{"from": text})
        for number in range(count)
    )
    told = {"wanted": wanted, "page": 2, "count": 999, "newest": 999, "undoable": (7,), "lines": names}

    for answer in (
        History.model_validate({**told, "records": records}),
        History.model_validate({**told, "changes": [changed(names[0], text=text, number=7)] * count}),
    ):
        message = histories.told(answer)
        assert_message(message.blocks)
        assert message.text


def test_a_page_says_where_it_is_and_each_entry_is_told_once() -> None:
    records = tuple(record(number=number, note=f"entry {number};") for number in range(40, 25, -1))

    blocks = histories.told(History(records=records, page=1, count=40, newest=55)).blocks

    said = "\n".join(texts(blocks))
    assert "*History of all lines: 16 to 30 of 40, the newest first.*" in said
    assert [said.count(f"entry {number};") for number in range(26, 41)] == [1] * 15
    assert json.loads(buttons(blocks)[histories.MORE]["value"]) == {"page": 2, "newest": 55}
    assert json.loads(buttons(blocks)[histories.BACK]["value"]) == {"newest": 55}


def test_each_request_that_can_be_undone_has_one_button_for_it() -> None:
    records = tuple(record("verified", number=number) for number in (3, 2, 1))

    blocks = histories.told(History(records=records, count=3, undoable=(7,))).blocks

    undo = [each["accessory"] for each in blocks if "accessory" in each]
    assert [json.loads(each["value"]) for each in undo] == [{"words": "undo request 7"}]
    assert undo[0]["accessibility_label"] == "Undo request 7"


def test_who_changed_it_is_told_with_who_agreed() -> None:
    wanted = Wanted(lines=("Support",), kind="changes")

    said = histories.told(History(wanted=wanted, changes=(changed(),), count=1)).text

    assert said.startswith("Changes of Support: 1 to 1 of 1, the newest first. <@UDANA>, <!date^")
    assert said.endswith(": Close it. (request 1, approved by <@UAMIR>, <@UAMIR> and <@UAMIR>; now applied)")


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        (Wanted(), "Nothing has happened yet in the history of all lines."),
        (Wanted(lines=("A", "B")), "Nothing has happened yet in the history of A and B."),
        (Wanted(request=12), "There is nothing in the history of request 12. Choose otherwise above"),
        (Wanted(kind="alerts", person=DANA), "There is nothing in the history of all lines by <@UDANA>, alerts only."),
        (Wanted(kind="changes", lines=("A",)), "Nobody has changed A through Switchhook so far. What was changed"),
        (Wanted(kind="changes", person=DANA), "<@UDANA> has not changed any line through Switchhook so far."),
        (Wanted(kind="changes", since=NOW), "Nobody has changed any line through Switchhook since <!date^"),
    ],
)
def test_where_there_is_nothing_it_is_said_of_what(wanted: Wanted, told: str) -> None:
    assert histories.told(History(wanted=wanted)).text.startswith(told)


@pytest.mark.parametrize(
    "body",
    [
        {"actions": []},
        {"actions": [{"block_id": "x"}], "state": {"values": {"x": {}}}},
        {"actions": [{"block_id": "{}"}], "state": {"values": {"{}": {}}}},
        {"actions": [{"block_id": '{"w":{"since":"soon"}}'}], "state": {"values": {'{"w":{"since":"soon"}}': {}}}},
        {"actions": [{"block_id": '{"w":{}}'}]},
    ],
)
def test_menus_of_another_version_choose_nothing(body: Json) -> None:
    assert histories.chosen(body, ["Support"], DANA) is None


# In a workspace


@pytest.fixture
async def office() -> AsyncIterator[Scene]:
    async with scene("Support", "Sales", fluent=True) as opened:
        for name in opened.names:
            await opened.lines.refresh(name)
        yield opened


async def said(office: Scene, words: str, user: str = "UDANA") -> Json:
    await office.command(user, words)
    answer = office.slack.answers[-1]
    assert_message(answer["blocks"])
    return answer


async def pressed(office: Scene, values: Json, action: str, block: str, choice: Json) -> None:
    """Somebody chooses in a menu of a message, as Slack tells of it."""
    await office.interact(
        {
            "type": "block_actions",
            "user": {"id": "UDANA", "team_id": TEAM},
            "channel": {"id": "CLINES"},
            "container": {"type": "message", "message_ts": "1.1", "channel_id": "CLINES", "is_ephemeral": True},
            "trigger_id": "1.2.3",
            "response_url": office.slack.response_url(),
            "state": {"values": values},
            "actions": [{"action_id": action, "block_id": block, **choice}],
        }
    )


async def chosen(office: Scene, message: Json, action: str, choice: Json) -> Json:
    """Somebody chooses in a menu of a message; what stands in the others is told along."""
    block = menus(message["blocks"])
    state = {each["action_id"]: _state(each) for each in block["elements"]}
    state[action] = {**state[action], **choice}
    await pressed(office, {block["block_id"]: state}, action, block["block_id"], state[action])
    answer = office.slack.answers[-1]
    assert_message(answer["blocks"])
    return answer


def _state(element: Json) -> Json:
    first = {"selected_option": element.get("initial_option"), "selected_user": element.get("initial_user")}
    return {"type": element["type"], **first}


def option(value: str) -> Json:
    return {"selected_option": {"text": {"type": "plain_text", "text": value}, "value": value}}


async def test_menus_choose_another_part_and_keep_what_was_chosen_before(office: Scene) -> None:
    await office.asked()
    first = await said(office, "history since monday")

    of_support = await chosen(office, first, histories.LINE, option("Support"))
    by_dana = await chosen(office, of_support, histories.PERSON, {"selected_user": "UDANA"})
    decisions = await chosen(office, by_dana, histories.KIND, option("decisions"))
    all_lines = await chosen(office, decisions, histories.LINE, option("*"))

    heads = [each["text"].partition(":")[0] for each in (of_support, by_dana)]
    assert heads[0].startswith("History of Support since <!date^")
    assert heads[1].startswith("History of Support by <@UDANA> since <!date^")
    assert decisions["text"].startswith("There is nothing in the history of Support by <@UDANA> since")
    assert all_lines["text"].startswith("There is nothing in the history of all lines by <@UDANA> since")
    assert all(each["replace_original"] for each in (of_support, by_dana, decisions, all_lines))
    ids = [menus(each["blocks"])["block_id"] for each in (first, of_support, by_dana, decisions, all_lines)]
    assert len(set(ids)) == 5, "Slack would keep what stands in a block of the same name"


async def test_several_lines_that_were_named_stay_until_another_is_chosen(office: Scene) -> None:
    await office.asked()
    first = await said(office, "history support and sales")

    by_dana = await chosen(office, first, histories.PERSON, {"selected_user": "UDANA"})

    assert by_dana["text"].startswith("History of Support and Sales by <@UDANA>: 1 to 1 of 1")


async def test_pages_are_turned_in_place_and_stay_as_they_were(office: Scene) -> None:
    for number in range(20):
        told = {"note": f"entry {number};"}
        await office.store(partial(Store.note, number=None, kind=RecordKind.ROLLED, line="Support", data=told))
    first = await said(office, "history")
    await office.store(lambda store: store.note(None, RecordKind.ROLLED, "Support", {"note": "entry 20;"}))

    await office.click("UDANA", first, histories.MORE, ephemeral=True)

    second = office.slack.answers[-1]
    assert second["replace_original"]
    assert f"{RECORDS_A_PAGE + 1} to 20 of 20" in second["text"]
    assert [number for number in range(21) if f"entry {number};" in str(second["blocks"])] == [0, 1, 2, 3, 4]


async def test_undo_is_asked_for_from_the_history(office: Scene) -> None:
    await office.asked()
    await office.desk.approve(await office.desk.people.member("UAMIR"), 1, (await office.request()).plan.digest)
    await office.keeper().work()
    history = await said(office, "who changed support")

    undo = next(each for each in buttons(history["blocks"]) if each.startswith(openers.SAY))
    await office.click("UDANA", history, undo, ephemeral=True)

    (view,) = list(office.slack.views.values())[-1:]
    assert "Undo request 1" in "\n".join(texts(view["blocks"]))


async def test_the_menu_of_many_lines_is_filled_while_somebody_types() -> None:
    names = [f"{'Office' * 11} {number:03}" for number in range(500)]
    async with scene(*names, fluent=True) as office:
        first = await said(office, "history")
        response = await office.interact(
            {
                "type": "block_suggestion",
                "user": {"id": "UDANA", "team_id": TEAM},
                "action_id": histories.LINE,
                "block_id": "b",
                "value": "office 03",
            }
        )

    (line, *_) = menus(first["blocks"])["elements"]
    assert (line["type"], line["min_query_length"]) == ("external_select", 0)
    found = json.loads(response.body)["options"]
    assert [each["text"]["text"] for each in found] == [each for each in names if "03" in each]
    assert all(len(each["value"]) <= 75 for each in found)


async def test_a_guest_finds_no_lines_in_the_menu(office: Scene) -> None:
    office.slack.people["UGUEST"] = {"is_restricted": True}

    response = await office.interact(
        {
            "type": "block_suggestion",
            "user": {"id": "UGUEST", "team_id": TEAM},
            "action_id": histories.LINE,
            "block_id": "b",
            "value": "",
        }
    )

    assert "Support" not in (response.body or "")


async def test_menus_that_are_no_longer_in_use_say_so(office: Scene) -> None:
    await pressed(office, {}, histories.KIND, "old", option("all"))

    assert "no longer in use" in office.slack.answers[-1]["text"]


def test_a_person_of_another_workspace_is_no_member_of_this_one() -> None:
    block = '{"w":{},"m":"1"}'
    body = {
        "actions": [{"block_id": block}],
        "state": {"values": {block: {histories.PERSON: {"selected_user": "UAMIR"}, histories.KIND: option("all")}}},
    }

    assert histories.chosen(body, [], DANA) == Wanted(person=Person(team=DANA.team, user="UAMIR"))
