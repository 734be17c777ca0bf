"""What every listener works with, and the places where an answer can be given."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from pydantic import ValidationError
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters import Value
from bot.answers import Answer, Blank, Editing, Preparing, Proposal, Question
from bot.desk import Desk
from bot.errors import NotFoundError
from bot.policy import Member
from bot.slack import blanks, changing, forms, origins, replies
from bot.slack.blocks import Json, Message
from bot.slack.directory import Directory
from bot.slack.posts import Posts

TOO_LATE = frozenset({"expired_trigger_id", "trigger_expired", "invalid_trigger_id", "not_found"})
"""Slack's words for a click too long ago, and for a form that was closed meanwhile."""
TWICE = frozenset({"exchanged_trigger_id", "trigger_exchanged"})
"""Slack's words for a click that was delivered twice: its form is open already."""

NOT_IN_USE = "This button is no longer in use. Ask again with `/line`, or look at the Home tab."

Carried = TypeVar("Carried", bound=Value)

OPEN_FORM = "switchhook_open_form"
"""Where the context keeps the id of a form that is open and waits for an answer."""

CONVERSATION = "switchhook_conversation"
"""Where the context keeps the conversation in which something was said."""

HOME_TEAM = "switchhook_home_team"
"""Where the context keeps the workspace that whoever clicked is of, as the click says."""


@dataclass(frozen=True)
class Surface:
    """The desk, and the way to Slack."""

    desk: Desk
    client: AsyncWebClient
    directory: Directory
    posts: Posts

    async def member(self, context: AsyncBoltContext, *, fresh: bool = False) -> Member:
        """Whoever did what a listener hears of."""
        return await self.directory.member(str(context.user_id), fresh=fresh, team=context.get(HOME_TEAM, ""))


class Place(Protocol):
    """Where somebody gets an answer."""

    async def propose(self, proposal: Proposal) -> None: ...
    async def prepare(self, preparing: Preparing) -> None:
        """Show that a line is being read; what comes next takes its place."""

    async def edit(self, editing: Editing) -> None: ...
    async def fill_in(self, blank: Blank) -> None: ...
    async def say(self, message: Message) -> None: ...


async def give(
    answer: Answer, place: Place, surface: Surface, member: Member, *, words: str = "", page: int = 0
) -> None:
    """Give an answer; one that has to be prepared is shown at once, then replaced by what comes of it."""
    if isinstance(answer, Preparing):
        await place.prepare(answer)
        answer = await surface.desk.prepare(member, answer.draft)
    match answer:
        case Proposal():
            await place.propose(answer)
        case Editing():
            await place.edit(answer)
        case Blank():
            await place.fill_in(answer)
        case Question():
            await place.say(replies.question(answer))
        case Preparing():
            await place.say(replies.sentence(answer.summary))
        case _:
            await place.say(replies.said(answer, words, page))


@dataclass
class Click:
    """A command or a click: its trigger opens a form, and what has no form is said to the person alone."""

    client: AsyncWebClient
    context: AsyncBoltContext
    trigger: str
    origin: str = ""
    """From where something was asked."""
    in_form: bool = False
    """Whether what has no form of its own is said in one as well."""
    at_once: bool | None = None
    """Whether a plan is shown as an emergency; None as they asked."""

    @classmethod
    def of(cls, surface: Surface, context: AsyncBoltContext, body: Mapping[str, Any]) -> "Click":
        """The place that belongs to a payload; a click in an open form is answered in that form."""
        view: Mapping[str, Any] = body.get("view") or {}
        if view.get("type") == "modal":
            context[OPEN_FORM] = view["id"]
        trigger = str(body.get("trigger_id", ""))
        pace = forms.pace(view)
        return cls(client=surface.client, context=context, trigger=trigger, origin=origins.of(body), at_once=pace)

    async def propose(self, proposal: Proposal) -> None:
        form = forms.proposal(proposal, self.origin, at_once=self.at_once)
        await self.show(form, otherwise=replies.reading(proposal))

    async def prepare(self, preparing: Preparing) -> None:
        await self.show(forms.preparing(preparing), otherwise=replies.sentence(preparing.summary))

    async def edit(self, editing: Editing) -> None:
        form = changing.form(editing, self.origin, at_once=self.at_once)
        await self.show(form, otherwise=changing.beginning(editing))

    async def fill_in(self, blank: Blank) -> None:
        await self.show(blanks.blank(blank, self.origin), otherwise=replies.beginning(blank))

    async def say(self, message: Message) -> None:
        if self.in_form or self.context.get(OPEN_FORM):
            await self.show(forms.told(message, self.origin), otherwise=message)
        else:
            await whisper(self.client, self.context, message)

    async def replace(self, message: Message) -> None:
        """Put something in the place of the message, or of the form, in which something was pressed."""
        if self.context.get(OPEN_FORM):
            await self.show(forms.told(message, self.origin), otherwise=message)
        elif self.context.response_url and self.context.respond:
            await self.context.respond(text=message.text, blocks=message.blocks, replace_original=True)
        else:
            await whisper(self.client, self.context, message)

    async def show(self, view: Json, *, otherwise: Message) -> None:
        """Open a form, or replace the open one; where it is too late for that, say something instead."""
        try:
            await self._show(view)
        except SlackApiError as error:
            if error.response["error"] in TWICE:
                return
            if error.response["error"] not in TOO_LATE:
                raise
            self.context.pop(OPEN_FORM, None)
            await whisper(self.client, self.context, otherwise)

    async def _show(self, view: Json) -> None:
        form = self.context.get(OPEN_FORM)
        if form:
            await self.client.views_update(view_id=form, view=view)
        else:
            opened = await self.client.views_open(trigger_id=self.trigger, view=view)
            self.context[OPEN_FORM] = opened["view"]["id"]


@dataclass(frozen=True)
class Conversation:
    """A mention or a direct message: there is no trigger, so the answer is a message with a button."""

    client: AsyncWebClient
    channel: str
    thread: str | None

    async def propose(self, proposal: Proposal) -> None:
        await self.say(replies.reading(proposal))

    async def prepare(self, preparing: Preparing) -> None:
        """The reading of the line is waited for."""

    async def edit(self, editing: Editing) -> None:
        await self.say(changing.beginning(editing))

    async def fill_in(self, blank: Blank) -> None:
        await self.say(replies.beginning(blank))

    async def say(self, message: Message) -> None:
        await self.client.chat_postMessage(
            channel=self.channel, thread_ts=self.thread, text=message.text, blocks=message.blocks
        )


def carried(kind: type[Carried], action: Mapping[str, Any]) -> Carried:
    """What a button carries; one of an older version, or a forged one, is told from it and does nothing."""
    try:
        return kind.model_validate_json(action["value"])
    except (KeyError, ValidationError) as error:
        raise NotFoundError(NOT_IN_USE) from error


async def note_home_team(
    body: Mapping[str, Any],
    context: AsyncBoltContext,
    next: Callable[[], Awaitable[Any]],  # noqa: A002  (Bolt's word)
) -> None:
    """Keep of which workspace whoever clicked is; an id alone tells nobody apart where a channel is shared."""
    user: Any = body.get("user")
    context[HOME_TEAM] = str(user.get("team_id") or "") if isinstance(user, Mapping) else ""
    await next()


async def whisper(client: AsyncWebClient, context: AsyncBoltContext, message: Message) -> None:
    """Say something to whoever did something: to them alone, or where they spoke.

    Without a `response_url` (after a form, or on Home) `respond` would raise where only asyncio sees it.
    """
    conversation: Conversation | None = context.get(CONVERSATION)
    if context.response_url and context.respond:
        await context.respond(
            text=message.text, blocks=message.blocks, response_type="ephemeral", replace_original=False
        )
    elif conversation:
        await conversation.say(message)
    else:
        await client.chat_postMessage(channel=str(context.user_id), text=message.text, blocks=message.blocks)
