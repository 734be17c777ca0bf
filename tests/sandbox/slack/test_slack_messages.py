"""Messages: posted, changed, deleted, whispered, found again."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.world import World

BUTTON = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
BLOCKS = [{"type": "actions", "elements": [BUTTON]}]


@pytest.fixture
def lines(world: World) -> str:
    return world.slack.directory.named_channel("phone-lines").id


@pytest.fixture
def dana(world: World) -> str:
    return world.slack.directory.named_person("dana").id


async def test_a_message_is_found_again_with_its_metadata(client: AsyncWebClient, lines: str) -> None:
    metadata = {"event_type": "request", "event_payload": {"id": "r1"}}
    posted = await client.chat_postMessage(channel=lines, text="Hi", blocks=BLOCKS, metadata=metadata)

    plain = (await client.conversations_history(channel=lines))["messages"]
    told = (await client.conversations_history(channel=lines, include_all_metadata=True))["messages"]

    assert "metadata" not in plain[0]
    assert told[0]["metadata"] == metadata
    assert told[0]["ts"] == posted["ts"]
    assert told[0]["bot_id"]
    assert told[0]["blocks"][0]["block_id"]


async def test_history_is_newest_first_in_pages_and_between_times(client: AsyncWebClient, lines: str) -> None:
    stamps = [(await client.chat_postMessage(channel=lines, text=str(number)))["ts"] for number in range(4)]

    first = await client.conversations_history(channel=lines, limit=3)
    cursor = first["response_metadata"]["next_cursor"]
    second = await client.conversations_history(channel=lines, limit=3, cursor=cursor)
    between = await client.conversations_history(channel=lines, oldest=stamps[0], latest=stamps[3])
    exactly = await client.conversations_history(channel=lines, oldest=stamps[1], latest=stamps[1], inclusive=True)

    assert [one["text"] for one in first["messages"]] == ["3", "2", "1"]
    assert (first["has_more"], second["has_more"]) == (True, False)
    assert [one["text"] for one in second["messages"]] == ["0"]
    assert [one["text"] for one in between["messages"]] == ["2", "1"]
    assert [one["text"] for one in exactly["messages"]] == ["1"]


async def test_timestamps_always_rise(client: AsyncWebClient, lines: str) -> None:
    stamps = [(await client.chat_postMessage(channel=lines, text="x"))["ts"] for _ in range(20)]

    assert stamps == sorted(set(stamps))


async def test_a_thread_holds_replies_and_is_counted_at_its_head(
    client: AsyncWebClient, lines: str, hands: Any
) -> None:
    head = (await client.chat_postMessage(channel=lines, text="head"))["ts"]
    reply = (await client.chat_postMessage(channel=lines, text="reply", thread_ts=head))["ts"]
    await hands.do("message", user="dana", channel="phone-lines", text="me too", thread_ts=reply)

    thread = (await client.conversations_replies(channel=lines, ts=head))["messages"]
    same = (await client.conversations_replies(channel=lines, ts=reply))["messages"]
    [shown] = (await hands.look())["channels"]["phone-lines"]

    assert [one["text"] for one in thread] == ["head", "reply", "me too"]
    assert same == thread
    assert thread[0]["reply_count"] == 2
    assert [one["text"] for one in shown["thread"]] == ["reply", "me too"]


async def test_a_reply_may_be_shown_in_the_channel_too(client: AsyncWebClient, lines: str) -> None:
    head = (await client.chat_postMessage(channel=lines, text="head"))["ts"]
    await client.chat_postMessage(channel=lines, text="hidden", thread_ts=head)
    await client.chat_postMessage(channel=lines, text="loud", thread_ts=head, reply_broadcast=True)

    history = (await client.conversations_history(channel=lines))["messages"]

    assert [one["text"] for one in history] == ["loud", "head"]


async def test_an_update_keeps_blocks_and_metadata_it_does_not_name(client: AsyncWebClient, lines: str) -> None:
    metadata = {"event_type": "request", "event_payload": {}}
    ts = (await client.chat_postMessage(channel=lines, text="a", blocks=BLOCKS, metadata=metadata))["ts"]

    kept = await client.chat_update(channel=lines, ts=ts, text="b")
    gone = await client.chat_update(channel=lines, ts=ts, text="c", blocks=[], metadata={})

    assert kept["text"] == "b"
    assert kept["message"]["blocks"][0]["elements"][0]["action_id"] == "go"
    assert kept["message"]["metadata"] == metadata
    assert kept["message"]["edited"]
    assert gone["message"]["blocks"] == []
    assert "metadata" not in gone["message"]


async def test_a_deleted_message_is_gone_but_heads_its_thread(client: AsyncWebClient, lines: str, refusal: Any) -> None:
    alone = (await client.chat_postMessage(channel=lines, text="alone"))["ts"]
    head = (await client.chat_postMessage(channel=lines, text="head"))["ts"]
    await client.chat_postMessage(channel=lines, text="reply", thread_ts=head)

    await client.chat_delete(channel=lines, ts=alone)
    await client.chat_delete(channel=lines, ts=head)

    history = (await client.conversations_history(channel=lines))["messages"]
    assert [(one["text"], one["subtype"]) for one in history] == [("This message was deleted.", "tombstone")]
    assert await refusal(client.chat_update(channel=lines, ts=alone, text="x")) == "message_not_found"
    assert await refusal(client.chat_delete(channel=lines, ts=alone)) == "message_not_found"
    assert await refusal(client.chat_postMessage(channel=lines, text="x", thread_ts=alone)) == "thread_not_found"
    assert await refusal(client.conversations_replies(channel=lines, ts=alone)) == "thread_not_found"


async def test_only_the_apps_own_messages_can_be_changed(
    client: AsyncWebClient, lines: str, hands: Any, refusal: Any
) -> None:
    ts = (await hands.do("message", user="dana", channel="phone-lines", text="mine"))["ts"]

    assert await refusal(client.chat_update(channel=lines, ts=ts, text="x")) == "cant_update_message"
    assert await refusal(client.chat_delete(channel=lines, ts=ts)) == "cant_delete_message"


async def test_a_person_can_be_written_to_directly(client: AsyncWebClient, dana: str, hands: Any) -> None:
    opened = (await client.conversations_open(users=dana))["channel"]["id"]
    posted = await client.chat_postMessage(channel=dana, text="Hello")

    state = await hands.look()

    assert posted["channel"] == opened
    assert [message["text"] for message in state["dms"]["dana"]] == ["Hello"]
    assert state["dms"]["amir"] == []


async def test_an_ephemeral_message_is_for_one_person_and_cannot_be_changed(
    client: AsyncWebClient, lines: str, dana: str, hands: Any, refusal: Any
) -> None:
    ts = (await client.chat_postEphemeral(channel=lines, user=dana, text="psst"))["message_ts"]

    state = await hands.look()

    assert [(one["text"], one["channel"]) for one in state["ephemerals"]["dana"]] == [("psst", "phone-lines")]
    assert state["channels"]["phone-lines"] == state["ephemerals"]["amir"] == []
    assert (await client.conversations_history(channel=lines))["messages"] == []
    assert await refusal(client.chat_update(channel=lines, ts=ts, text="x")) == "message_not_found"
    assert await refusal(client.chat_postEphemeral(channel=lines, user="U0", text="x")) == "user_not_in_channel"


async def test_a_message_has_an_address(client: AsyncWebClient, lines: str, world: World, refusal: Any) -> None:
    ts = (await client.chat_postMessage(channel=lines, text="x"))["ts"]

    link = (await client.chat_getPermalink(channel=lines, message_ts=ts))["permalink"]

    assert link == f"{world.url}/archives/{lines}/p{ts.replace('.', '')}"
    assert await refusal(client.chat_getPermalink(channel=lines, message_ts="1.2")) == "message_not_found"


async def test_the_text_is_kept_as_it_was_sent(client: AsyncWebClient, lines: str, hands: Any) -> None:
    await client.chat_postMessage(channel=lines, text="a &amp; b <https://example.com|there>")

    [message] = (await hands.look())["channels"]["phone-lines"]

    assert message["text"] == "a &amp; b <https://example.com|there>"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"text": ""}, "no_text"),
        ({"text": "x" * 40_001}, "msg_too_long"),
        ({"text": ["x"]}, "invalid_arguments"),
        ({"text": "x", "blocks": [{"type": "buton"}]}, "invalid_blocks"),
        ({"text": "x", "blocks": "[{"}, "invalid_blocks_format"),
        ({"text": "x", "metadata": {"event_type": "x"}}, "invalid_metadata_format"),
        ({"text": "x", "metadata": "{"}, "invalid_metadata_format"),
        ({"channel": "C0", "text": "x"}, "channel_not_found"),
        ({"channel": "USLACKBOT", "text": "x"}, "cannot_dm_bot"),
    ],
    ids=[
        "no text",
        "long text",
        "text of a wrong kind",
        "wrong block",
        "broken blocks",
        "metadata without payload",
        "broken metadata",
        "unknown channel",
        "a bot",
    ],
)
async def test_a_wrong_message_is_refused(
    client: AsyncWebClient, lines: str, refusal: Any, arguments: dict[str, Any], code: str
) -> None:
    assert await refusal(client.api_call("chat.postMessage", json={"channel": lines, **arguments})) == code


async def test_an_update_must_say_something(client: AsyncWebClient, lines: str, refusal: Any) -> None:
    ts = (await client.chat_postMessage(channel=lines, text="x"))["ts"]

    assert await refusal(client.api_call("chat.update", json={"channel": lines, "ts": ts})) == "no_text"


async def test_too_many_characters_in_blocks_are_refused(client: AsyncWebClient, lines: str, refusal: Any) -> None:
    section = {"type": "section", "text": {"type": "plain_text", "text": "x" * 2700}}

    assert (
        await refusal(client.chat_postMessage(channel=lines, text="x", blocks=[section] * 5)) == "msg_blocks_too_long"
    )


async def test_invalid_blocks_say_where_they_are_wrong(client: AsyncWebClient, lines: str) -> None:
    wrong = {"type": "header", "text": {"type": "mrkdwn", "text": "*x*"}}

    with pytest.raises(SlackApiError) as raised:
        await client.chat_postMessage(channel=lines, text="x", blocks=[wrong])

    messages = raised.value.response["response_metadata"]["messages"]
    assert messages == ["[ERROR] unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]"]
