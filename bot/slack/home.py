"""App Home: what callers get now, what waits, what is about to happen, and how to ask."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.errors import SlackApiError

from bot.alerts import Alert
from bot.answers import Overview
from bot.errors import NotAllowedError
from bot.requests import Request, State
from bot.slack import alert_cards, blocks, cards, replies, states
from bot.slack.blocks import Json
from bot.slack.surface import Surface
from bot.slack.text import escaped, moment

REFRESH = "home_refresh"

ROOM = 12_000
MOST_ALERTS = 5
MOST_REQUESTS = 8
"""What a part of Home shows; of more it says how many there are."""


def register(app: AsyncApp, surface: Surface) -> None:
    """Show Home whenever somebody opens it."""

    @app.event("app_home_opened")
    async def opened(event: Mapping[str, Any], context: AsyncBoltContext) -> None:
        if event.get("tab") == "home":
            await _publish(surface, context, event.get("view") or {})

    @app.action(REFRESH)
    async def refresh(ack: AsyncAck, body: Mapping[str, Any], context: AsyncBoltContext) -> None:
        await ack()
        await _publish(surface, context, body["view"])


async def _publish(surface: Surface, context: AsyncBoltContext, shown: Mapping[str, Any]) -> None:
    """Replace a Home, unless it was replaced by a newer one meanwhile."""
    member = await surface.member(context)
    try:
        home = view(await surface.desk.overview(member))
    except NotAllowedError as error:
        home = {"type": "home", "blocks": replies.sentence(str(error)).blocks}
    try:
        await surface.client.views_publish(
            user_id=member.person.user, view=home, **({"hash": shown["hash"]} if shown.get("hash") else {})
        )
    except SlackApiError as error:
        if error.response["error"] != "hash_conflict":
            raise


def view(overview: Overview) -> Json:
    """Somebody's Home."""
    return {
        "type": "home",
        "blocks": [
            *_alerts(overview.alerts, may_decide=overview.may_decide),
            *_requests("Waiting for your decision", sorted(overview.waiting, key=_deadline)),
            *_lines(overview),
            *_requests("Your requests", sorted(overview.mine, key=_deadline)),
            *_requests("About to happen", sorted(_only(overview.coming, overview.mine), key=_deadline)),
            *_help(overview),
            *blocks.actions(blocks.button("Refresh", REFRESH)),
        ],
    }


def _only(requests: Sequence[Request], but: Sequence[Request]) -> Sequence[Request]:
    """The requests that do not stand somewhere else already."""
    return [each for each in requests if each.id not in {other.id for other in but}]


def _alerts(alerts: Sequence[Alert], *, may_decide: bool) -> Iterator[Json]:
    """What somebody has to look at, with what can be done about it."""
    if not alerts:
        return
    yield blocks.header("Look at this")
    for alert in alerts[:MOST_ALERTS]:
        yield from alert_cards.brief(alert, may_decide=may_decide)
    if len(alerts) > MOST_ALERTS:
        yield blocks.context(blocks.mrkdwn(f"… and {len(alerts) - MOST_ALERTS} more."))


def _deadline(request: Request) -> tuple[dt.datetime, int]:
    """When it has to be decided or ratified, or live once it is."""
    if request.ratify_by is not None and request.is_unratified:
        return request.ratify_by, request.id
    by = request.live_by or request.expires
    return (min(by, request.expires) if request.state is State.PENDING else by, request.id)


def _due(request: Request) -> str:
    """Until when a request has to be decided, or ratified."""
    if request.is_unratified:
        return f"\nTo be ratified by {moment(_deadline(request)[0])}, or it is undone."
    if request.state is not State.PENDING:
        return ""
    return f"\nTo be decided by {moment(_deadline(request)[0])}."


def _lines(overview: Overview) -> Iterator[Json]:
    yield blocks.header("What callers get now")
    lines = [text for line in overview.lines for text in replies.in_short(line)]
    yield from blocks.paragraphs(blocks.fitting(lines, ROOM) or ["No line is configured yet."])


def _requests(title: str, requests: Sequence[Request]) -> Iterator[Json]:
    if not requests:
        return
    yield blocks.header(title)
    for request in requests[:MOST_REQUESTS]:
        summary = f"{states.icon(request)} *{escaped(cards.title(request), 600)}*"
        yield blocks.section(f"{summary}\n{states.sentence(request)}{_due(request)}") | {
            "accessory": blocks.button("See it", cards.DETAILS, {"request": request.id}, spoken=cards.title(request))
        }
    if len(requests) > MOST_REQUESTS:
        yield blocks.context(blocks.mrkdwn(f"… and {len(requests) - MOST_REQUESTS} more."))


def _help(overview: Overview) -> Iterator[Json]:
    yield blocks.header("How to ask")
    yield from replies.said(overview.help).blocks
