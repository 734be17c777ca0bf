"""Views: opened with a trigger, stacked, updated, published."""

import asyncio
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.world import World


def _plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def _field(block_id: str, action_id: str = "field", **element: Any) -> dict[str, Any]:
    element = {"type": "plain_text_input", "action_id": action_id, **element}
    return {"type": "input", "block_id": block_id, "label": _plain("Label"), "element": element, "optional": True}


def _modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "modal", "title": _plain("Title"), "submit": _plain("Send"), "blocks": list(blocks), **more}


def _home(*blocks: dict[str, Any]) -> dict[str, Any]:
    return {"type": "home", "blocks": list(blocks)}


@pytest.fixture
def trigger(hands: Any, socket: Any) -> Any:
    async def trigger(user: str = "dana") -> str:
        await hands.do("command", user=user, channel="phone-lines", text="/line")
        return str(socket.last["trigger_id"])

    return trigger


async def test_a_trigger_opens_one_form_for_the_person_who_caused_it(
    client: AsyncWebClient, trigger: Any, hands: Any, refusal: Any
) -> None:
    trigger_id = await trigger("amir")
    view = (await client.views_open(trigger_id=trigger_id, view=_modal(_field("a", initial_value="x"))))["view"]

    state = await hands.look()

    assert state["views"]["dana"] is None
    assert state["views"]["amir"]["id"] == view["id"] == view["root_view_id"]
    assert view["state"]["values"] == {"a": {"field": {"type": "plain_text_input", "value": "x"}}}
    assert await refusal(client.views_open(trigger_id=trigger_id, view=_modal())) == "exchanged_trigger_id"


@pytest.mark.impatient
async def test_a_trigger_dies_soon(client: AsyncWebClient, trigger: Any, refusal: Any) -> None:
    trigger_id = await trigger()
    await asyncio.sleep(0.25)

    assert await refusal(client.views_open(trigger_id=trigger_id, view=_modal())) == "expired_trigger_id"
    assert await refusal(client.views_open(trigger_id="1.2.3", view=_modal())) == "invalid_trigger_id"


async def test_a_refused_view_leaves_the_trigger_good(client: AsyncWebClient, trigger: Any, refusal: Any) -> None:
    trigger_id = await trigger()

    assert await refusal(client.views_open(trigger_id=trigger_id, view={"type": "modal"})) == "invalid_arguments"
    assert (await client.views_open(trigger_id=trigger_id, view=_modal()))["ok"]


async def test_three_views_stand_on_one_another_and_a_fourth_does_not(
    client: AsyncWebClient, trigger: Any, hands: Any, refusal: Any
) -> None:
    first = (await client.views_open(trigger_id=await trigger(), view=_modal()))["view"]
    second = (await client.views_push(trigger_id=await trigger(), view=_modal()))["view"]
    third = (await client.views_push(trigger_id=await trigger(), view=_modal()))["view"]

    assert (third["root_view_id"], third["previous_view_id"]) == (first["id"], second["id"])
    assert await refusal(client.views_push(trigger_id=await trigger(), view=_modal())) == "push_limit_reached"
    assert (await hands.look())["views"]["dana"]["id"] == third["id"]


async def test_nothing_can_be_pushed_where_no_form_is_open(client: AsyncWebClient, trigger: Any, refusal: Any) -> None:
    assert await refusal(client.views_push(trigger_id=await trigger(), view=_modal())) == "not_found"


async def test_an_update_needs_the_present_hash_if_it_gives_one(
    client: AsyncWebClient, trigger: Any, hands: Any, refusal: Any
) -> None:
    view = (await client.views_open(trigger_id=await trigger(), view=_modal()))["view"]

    updated = (await client.views_update(view_id=view["id"], hash=view["hash"], view=_modal(title=_plain("2"))))["view"]
    stale = await refusal(client.views_update(view_id=view["id"], hash=view["hash"], view=_modal(title=_plain("3"))))
    await client.views_update(view_id=view["id"], view=_modal(title=_plain("4")))

    assert updated["hash"] != view["hash"]
    assert stale == "hash_conflict"
    assert (await hands.look())["views"]["dana"]["title"]["text"] == "4"


async def test_an_update_keeps_what_was_typed_where_both_ids_are_unchanged(
    client: AsyncWebClient, trigger: Any, hands: Any, socket: Any
) -> None:
    button = {"type": "button", "action_id": "more", "text": _plain("More")}
    blocks = [_field("same"), _field("other", "old"), {"type": "actions", "elements": [button]}]
    view = (await client.views_open(trigger_id=await trigger(), view=_modal(*blocks)))["view"]
    values = {"same": {"field": "kept"}, "other": {"old": "lost"}}
    await hands.do("action", user="dana", view=True, action_id="more", values=values)

    changed = _modal(_field("same", initial_value="first"), _field("other", "new", initial_value="fresh"))
    updated = (await client.views_update(view_id=view["id"], view=changed))["view"]

    assert socket.last["view"]["state"]["values"]["other"]["old"]["value"] == "lost"
    assert updated["state"]["values"]["same"]["field"]["value"] == "kept"
    assert updated["state"]["values"]["other"] == {"new": {"type": "plain_text_input", "value": "fresh"}}


async def test_a_closed_view_cannot_be_updated(client: AsyncWebClient, trigger: Any, hands: Any, refusal: Any) -> None:
    view = (await client.views_open(trigger_id=await trigger(), view=_modal()))["view"]
    await hands.do("close", user="dana")

    assert await refusal(client.views_update(view_id=view["id"], view=_modal())) == "not_found"


async def test_an_external_id_names_one_view(client: AsyncWebClient, trigger: Any, refusal: Any) -> None:
    named = _modal(external_id="mine")
    await client.views_open(trigger_id=await trigger(), view=named)

    assert (await client.views_update(external_id="mine", view=named))["ok"]
    assert await refusal(client.views_push(trigger_id=await trigger(), view=named)) == "duplicate_external_id"


async def test_home_is_published_per_person(client: AsyncWebClient, world: World, hands: Any, refusal: Any) -> None:
    dana = world.slack.directory.named_person("dana").id
    view = (await client.views_publish(user_id=dana, view=_home()))["view"]

    again = await client.views_publish(user_id=dana, hash=view["hash"], view=_home({"type": "divider"}))

    state = await hands.look()
    assert again["view"]["id"] == view["id"]
    assert [block["type"] for block in state["homes"]["dana"]["blocks"]] == ["divider"]
    assert state["homes"]["amir"] is None
    assert await refusal(client.views_publish(user_id=dana, hash=view["hash"], view=_home())) == "hash_conflict"
    assert await refusal(client.views_publish(user_id=dana, view=_modal())) == "invalid_arguments"


async def test_a_view_may_not_be_too_large(client: AsyncWebClient, trigger: Any, refusal: Any) -> None:
    large = [{"type": "section", "text": _plain("x" * 2900)} for _ in range(90)]

    assert await refusal(client.views_open(trigger_id=await trigger(), view=_modal(*large))) == "view_too_large"


async def test_a_wrong_view_says_where_it_is_wrong(client: AsyncWebClient, trigger: Any) -> None:
    untitled = {"type": "modal", "blocks": [_field("a")]}

    with pytest.raises(SlackApiError) as raised:
        await client.views_open(trigger_id=await trigger(), view=untitled)

    messages = raised.value.response["response_metadata"]["messages"]
    assert messages == ["[ERROR] missing required field: title [json-pointer:/view]"]
