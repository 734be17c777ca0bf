"""App Home: what callers get now, what waits, what is about to happen, and how to ask."""

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import Field
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.errors import SlackApiError

from adapters import Value
from bot.alerts import Alert
from bot.briefing import UNREAD, Gathered
from bot.desk import Desk
from bot.editing import FormName
from bot.errors import NotAllowedError
from bot.kept import OpenHome
from bot.policy import Member
from bot.reports import LineStatus, Overview
from bot.requests import Request, State
from bot.slack import agendas, alert_cards, audience, blocks, cards, openers, replies, states, statuses
from bot.slack.blocks import Json
from bot.slack.surface import Surface, carried
from bot.slack.text import escaped, mentioned, moment

REFRESH = "home_refresh"
BACK = "home_back"
MORE = "home_more"

ROOM = 8000
"""Characters for what is about to happen."""
MOST_ALERTS = 5
MOST_REQUESTS = 8
"""What a part of Home shows; of more it says how many there are."""
MOST_WARNINGS = 2

_CHANNEL = re.compile("[CG][A-Z0-9]{6,}")


class Turned(Value):
    """What a button of Home carries: the page of the lines that it leads to."""

    page: int = Field(default=0, ge=0)


def register(app: AsyncApp, surface: Surface) -> None:
    """Show Home whenever somebody opens it."""

    @app.event("app_home_opened")
    async def opened(event: Mapping[str, Any], context: AsyncBoltContext) -> None:
        if event.get("tab") == "home":
            await _publish(surface, context, event.get("view") or {})

    async def turn(
        ack: AsyncAck, action: Mapping[str, Any], body: Mapping[str, Any], context: AsyncBoltContext
    ) -> None:
        await ack()
        page = carried(Turned, action).page if action.get("value") else 0
        await _publish(surface, context, body["view"], page)

    for each in (REFRESH, BACK, MORE):
        app.action(each)(turn)


async def _publish(surface: Surface, context: AsyncBoltContext, shown: Mapping[str, Any], page: int = 0) -> None:
    """Replace a Home, unless it was replaced by a newer one meanwhile."""
    home, opened = await drawn(surface.desk, await surface.member(context), page)
    try:
        await surface.client.views_publish(
            user_id=str(context.user_id), view=home, **({"hash": shown["hash"]} if shown.get("hash") else {})
        )
    except SlackApiError as error:
        if error.response["error"] != "hash_conflict":
            raise
        return
    if opened is not None:
        await surface.desk.store(lambda store: store.keep_home(opened))


async def drawn(
    desk: Desk, member: Member, page: int, gathered: Gathered | None = None
) -> tuple[Json, OpenHome | None]:
    """Somebody's Home, and what is to be kept of it so that it stays true; outsiders get one that says nothing."""
    head, _ = await desk.store(lambda store: store.chain_head())
    try:
        overview = await desk.overview(member, page, gathered)
    except NotAllowedError as error:
        return {"type": "home", "blocks": replies.sentence(str(error)).blocks}, None
    home = view(overview)
    digest = hashlib.sha256(json.dumps(home, sort_keys=True).encode()).hexdigest()
    now = overview.at
    kept = OpenHome(person=member.person, page=overview.page, opened=now, shown=now, head=head, digest=digest)
    return home, kept


def view(overview: Overview) -> Json:
    """Somebody's Home."""
    return {
        "type": "home",
        "blocks": [
            *_alerts(overview.alerts, may_decide=overview.may_decide),
            *_waiting(overview),
            *_doing(overview),
            *_lines(overview),
            *_agenda(overview),
            *_requests("Your requests", sorted(overview.mine, key=_deadline)),
            *_help(overview),
        ],
    }


def _alerts(alerts: Sequence[Alert], *, may_decide: bool) -> Iterator[Json]:
    """What somebody has to look at, with what can be done about it."""
    if not alerts:
        return
    yield blocks.header("Look at this")
    for alert in alerts[:MOST_ALERTS]:
        yield from alert_cards.brief(alert, may_decide=may_decide)
    if len(alerts) > MOST_ALERTS:
        yield blocks.context(blocks.mrkdwn(f"… and {len(alerts) - MOST_ALERTS} more."))


def _waiting(overview: Overview) -> Iterator[Json]:
    """What an approver has to decide, what has to be decided first before the rest."""
    if overview.waiting or not overview.may_decide:
        yield from _requests("Waiting for your decision", sorted(overview.waiting, key=_deadline))
    else:
        yield blocks.context(blocks.mrkdwn(":white_check_mark: Nothing waits for your decision."))


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


def _doing(overview: Overview) -> list[Json]:
    """What somebody can do from here."""
    changing = [
        openers.opener("Change something…", spoken="Change something on a phone line", style="primary"),
        openers.opener("Close a line…", FormName.CLOSE, spoken="Close a phone line for a while"),
    ]
    refresh = Turned(page=overview.page).model_dump()
    return blocks.actions(
        *(changing if overview.may_ask else ()),
        openers.saying("Holidays", "holidays", spoken="Holidays, and which lines are closed on them"),
        openers.saying("History", "history", spoken="History: who changed what, and when"),
        blocks.button("Refresh", REFRESH, refresh, spoken="Refresh this page"),
    )


def _lines(overview: Overview) -> Iterator[Json]:
    yield blocks.header("What callers get now")
    if not overview.lines:
        yield blocks.section("No line is configured yet.")
    for line in overview.lines:
        yield blocks.section(_line(line)) | {"accessory": _leading_on(line, overview)}
    yield from _pages(overview)


def _line(line: LineStatus) -> str:
    """What callers of one line get, and what is odd about it."""
    told = [f":warning: {escaped(each, 400)}" for each in line.warnings[:MOST_WARNINGS]]
    if line.read_at is not None and line.at - line.read_at > UNREAD:
        told.append(f":grey_question: Last read {moment(line.read_at)}: it may be otherwise by now.")
    return "\n".join([statuses.brief(line), *told])


def _leading_on(line: LineStatus, overview: Overview) -> Json:
    """The button beside a line."""
    if overview.may_ask:
        return openers.opener("Change…", line=line.name, spoken=f"Change {line.name}")
    return openers.saying("More", f"status {line.name}", spoken=f"More about {line.name}")


def _pages(overview: Overview) -> Iterator[Json]:
    """Where one is among many lines, and the way to the others."""
    first, last = overview.before + 1, overview.before + len(overview.lines)
    if not (overview.before or overview.after):
        return
    count = last + overview.after
    yield blocks.context(
        blocks.mrkdwn(f"Lines {first} to {last} of {count}. Those that somebody has to look at come first.")
    )
    buttons = []
    if overview.before:
        page = Turned(page=overview.page - 1).model_dump()
        buttons.append(blocks.button("Back", BACK, page, spoken="Back to the lines before these"))
    if overview.after:
        page = Turned(page=overview.page + 1).model_dump()
        buttons.append(blocks.button(f"More ({overview.after})", MORE, page, spoken=f"{overview.after} more lines"))
    yield from blocks.actions(*buttons)


def _agenda(overview: Overview) -> Iterator[Json]:
    """What is about to happen; a request without a time of its own stands elsewhere already if it is one's own."""
    own = {each.id for each in (*overview.waiting, *overview.mine)}
    coming = [each for each in overview.agenda if each.what != "changes" or own.isdisjoint(each.requests)]
    yield blocks.header("About to happen")
    days = agendas.days(coming, overview.at)
    yield from blocks.paragraphs(blocks.fitting(days, ROOM) or ["Nothing begins or ends in the next 14 days."])
    if times := agendas.times_of(coming):
        yield blocks.context(blocks.mrkdwn(f"The next 14 days. {times}"))


def _requests(title: str, requests: Sequence[Request]) -> Iterator[Json]:
    if not requests:
        return
    yield blocks.header(title)
    for request in requests[:MOST_REQUESTS]:
        summary = f"{states.icon(request)} *{escaped(cards.title(request), 600)}*"
        spoken = f"See it: {cards.title(request)}"
        yield blocks.section(f"{summary}\n{states.sentence(request)}{_due(request)}") | {
            "accessory": blocks.button("See it", cards.DETAILS, {"request": request.id}, spoken=spoken)
        }
    if len(requests) > MOST_REQUESTS:
        yield blocks.context(blocks.mrkdwn(f"… and {len(requests) - MOST_REQUESTS} more."))


def _help(overview: Overview) -> Iterator[Json]:
    yield blocks.header("How to ask")
    for block in replies.said(overview.help).blocks:
        yield from _without_openers(block)
    if not overview.may_ask and overview.askers:
        yield blocks.section(_whom_to_ask(overview))
    yield blocks.context(blocks.mrkdwn(_support(overview)))


def _without_openers(block: Json) -> list[Json]:
    """A part of the help without the ways into forms: they stand on Home already."""
    if block["type"] != "actions":
        return [block]
    return blocks.actions(*(each for each in block["elements"] if not each["action_id"].startswith(openers.OPEN)))


def _whom_to_ask(overview: Overview) -> str:
    """Whom somebody can turn to who may ask for nothing."""
    named = audience.mentions(overview.askers)
    others = " and others" if len(named) < len(overview.askers) else ""
    return f"*Who can change lines:* {', '.join(named)}{others}. Tell one of them what should happen."


def _support(overview: Overview) -> str:
    """Where people get help with Switchhook itself."""
    if _CHANNEL.fullmatch(overview.support):
        return f"Something is wrong or missing, or you need other rights? Ask in {mentioned(overview.support)}."
    return (
        escaped(overview.support, 300)
        or "Something is wrong or missing, or you need other rights? Ask whoever looks after Switchhook."
    )
