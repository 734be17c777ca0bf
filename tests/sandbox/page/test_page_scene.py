"""The page as one person sees it: messages, threads, what only they see, what is new, forms and the world."""

import json
from collections.abc import Callable

from sandbox.slack.page.scene import Scene
from tests.sandbox.page import page_samples as samples
from tests.sandbox.page.fake_workspace import FIRST, FakeWorkspace
from tests.sandbox.page.outline import Element, found, only, outline

Look = Callable[..., Scene]
Show = Callable[..., str]


async def test_messages_stand_under_their_day_and_their_author(workspace: FakeWorkspace, show: Show) -> None:
    workspace.say("phone-lines", "dana", "first")
    workspace.say("phone-lines", "dana", "second")
    workspace.say("phone-lines", "switchhook", "third")

    html = show()

    assert only(html, "div", class_="day").text == "Today"
    assert [each.attributes["aria-label"] for each in found(html, "article")] == [
        "Dana, 12:45 PM",
        "Dana, 12:46 PM",
        "Switchhook, 12:47 PM",
    ]
    assert [each.text for each in found(html, "strong")] == ["Dana", "Switchhook"]


async def test_messages_of_other_days_say_which(workspace: FakeWorkspace, show: Show) -> None:
    for days in (2, 1, 0):
        workspace.say("phone-lines", "dana", ts=f"{FIRST - days * 86_400}.000100")

    assert [each.text for each in found(show(), "div", class_="day")] == [
        "Wednesday, November 18th",
        "Yesterday",
        "Today",
    ]


async def test_slack_itself_speaks_as_slackbot(workspace: FakeWorkspace, show: Show) -> None:
    workspace.whisper("phone-lines", "dana", "the app did not respond", user="slackbot")

    assert only(show(), "strong").text == "Slackbot"


async def test_only_its_reader_sees_an_ephemeral_message(workspace: FakeWorkspace, show: Show) -> None:
    workspace.whisper("phone-lines", "dana", "for you")

    assert only(show(), "p", class_="only").text == "Only visible to you"
    assert "for you" not in show(**{"as": "amir"})
    assert "for you" not in show(**{"in": "phone-approvals"})


async def test_a_thread_opens_beside_its_message(workspace: FakeWorkspace, show: Show) -> None:
    parent = workspace.say("phone-lines", "dana", "first")
    workspace.reply(parent, "amir", "a reply")
    workspace.whisper("phone-lines", "dana", "a secret reply", thread_ts=parent["ts"])

    closed, opened = show(), show(thread=parent["ts"])

    assert only(closed, "a", class_="replies").text == "A2 repliesLast reply today at 12:47 PM"
    assert "a secret reply" not in outline(closed).text
    thread = only(opened, "aside", class_="thread").text
    assert [word in thread for word in ("first", "2 replies", "a reply", "a secret reply")] == [True] * 4


async def test_a_direct_message_and_home_belong_to_one_person(workspace: FakeWorkspace, show: Show) -> None:
    workspace.say("@dana", "switchhook", "hello Dana")
    workspace.shown["homes"]["dana"] = samples.home(samples.CARD)

    assert "hello Dana" in show(**{"in": "@messages"})
    assert only(show(**{"in": "@messages"}), "article").attributes["data-channel"] == "@dana"
    assert "Close Support" in show(**{"in": "@home"})
    assert "has not shown anything" in show(**{"as": "amir", "in": "@home"})


async def test_unread_messages_are_those_of_others(workspace: FakeWorkspace, show: Show) -> None:
    own = workspace.say("phone-lines", "dana", "mine")
    reply = workspace.reply(own, "amir", "theirs")
    direct = workspace.say("@dana", "switchhook", "hello")

    stamps = _stamps(show(), "dana")

    assert stamps == {"phone-lines": [reply["ts"]], "phone-approvals": [], "@messages": [direct["ts"]]}
    assert _stamps(show(), "amir")["phone-lines"] == [own["ts"]]


async def test_the_first_new_message_is_marked(workspace: FakeWorkspace, show: Show) -> None:
    seen = workspace.say("phone-lines", "amir", "old")
    workspace.say("phone-lines", "dana", "my own")
    workspace.say("phone-lines", "amir", "fresh")

    order = [_kind(each) for each in outline(show(since=seen["ts"])).elements]

    assert [kind for kind in order if kind] == ["message", "message", "new", "message"]


async def test_a_long_conversation_shows_its_latest_messages_first(workspace: FakeWorkspace, show: Show) -> None:
    messages = [workspace.say("phone-lines", "amir", f"number {each}") for each in range(120)]

    short = show()

    assert only(short, "p", class_="earlier").text == "Show 20 earlier messages"
    assert len(found(short, "article")) == 100
    assert len(found(show(all="yes"), "article")) == 120
    assert only(show(at=messages[3]["ts"]), "article", aria_current="true").attributes["data-ts"] == messages[3]["ts"]


async def test_an_open_form_makes_what_is_behind_it_inert(workspace: FakeWorkspace, show: Show) -> None:
    workspace.shown["views"]["dana"] = samples.form(samples.EVERY_FIELD, previous_view_id="V0")

    html, other = show(), show(**{"as": "amir"})

    assert "inert" in only(html, "div", class_="inside").attributes
    assert only(html, "h2", id="view-V1/title").text == "Change a line"
    assert only(html, "button", type="submit", class_="button primary").text == "Ask for approval"
    assert [each.attributes["data-close"] for each in found(html, "button") if "data-close" in each.attributes] == [
        "one",
        "all",
        "one",
    ]
    assert not found(other, "dialog")


async def test_a_form_that_is_still_loading_cannot_be_sent(workspace: FakeWorkspace, show: Show) -> None:
    workspace.shown["views"]["dana"] = samples.form([], submit=None, close=None)

    form = only(show(), "dialog", class_="modal")

    assert form.text == "Change a line✕Close"
    assert not found(show(), "button", type="submit", class_="button primary")


async def test_the_world_shows_its_clock_and_its_lines(show: Show) -> None:
    html = show()

    assert only(html, "time", data_clock="America/New_York").text == "12:44 PMFriday, 20 November 2026"
    assert [each.attributes["data-advance"] for each in found(html, "button") if "data-advance" in each.attributes] == [
        "3600",
        "86400",
    ]
    assert only(html, "section", aria_label="Lines at Dialpad").text == (
        "Lines at DialpadSupportOpenMonday8:00-18:00Saturday9:00-13:00Callbackoff"
    )


async def test_a_place_or_person_that_does_not_exist_falls_back(look: Look) -> None:
    scene = look(**{"as": "nobody", "in": "nowhere", "thread": "1.2"})

    assert (scene.reader.person.name, scene.place) == ("dana", "phone-lines")


async def test_what_the_app_changed_or_deleted_says_so(workspace: FakeWorkspace, show: Show) -> None:
    workspace.say("phone-lines", "switchhook", "changed", edited="1795196900.000100")
    workspace.say("phone-lines", "switchhook", "This message was deleted.", deleted=True)

    assert only(show(), "span", class_="edited").text == "(edited)"
    assert only(show(), "p", class_="unknown").text == "This message was deleted."


async def test_a_message_shows_what_its_reader_chose_in_it(workspace: FakeWorkspace, show: Show) -> None:
    chosen = {"choices": {"line": {"type": "static_select", "selected_option": samples.option("Sales", "sales")}}}
    workspace.say("phone-lines", "switchhook", blocks=samples.GALLERY[-1:], inputs={"dana": chosen})

    assert _chosen(show()) == "sales"
    assert _chosen(show(**{"as": "amir"})) == ""


def _chosen(html: str) -> str | None:
    [option] = [each for each in found(html, "option") if "selected" in each.attributes]
    return option.attributes["value"]


def _stamps(html: str, person: str) -> dict[str, list[str]]:
    stamps: dict[str, list[str]] = json.loads(only(html, "a", data_person=person).attributes["data-stamps"] or "")
    return stamps


def _kind(element: Element) -> str | None:
    if element.name == "article":
        return "message"
    return "new" if element.attributes.get("class") == "new" else None
