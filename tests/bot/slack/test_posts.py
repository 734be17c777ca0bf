"""What was told before is found again, however long a thread has become."""

from bot.slack.posts import LOOKED_THROUGH, Posts, told_metadata
from tests.bot.slack.drawn import request
from tests.bot.slack.fake_slack import APPROVALS, Json
from tests.bot.slack.scene import scene


async def test_the_last_message_of_a_long_thread_is_found_though_slack_begins_with_the_oldest() -> None:
    async with scene("Support") as office:
        replies = [{"ts": str(number), "metadata": told_metadata(request(), number)} for number in range(450)]
        asked: list[Json] = []

        async def page(**arguments: object) -> Json:
            asked.append(arguments)
            start = int(str(arguments["cursor"] or 0))
            end = start + LOOKED_THROUGH
            more = {"next_cursor": str(end)} if end < len(replies) else {}
            return {"messages": replies[start:end], "response_metadata": more}

        office.client.conversations_replies = page  # type: ignore[assignment, method-assign]

        assert await Posts(office.client).last_told(request(), APPROVALS, "1.1") == 449
        assert len(asked) == 3
