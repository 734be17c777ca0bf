"""What people do at the composer and in the menus: commands, messages, opening Home, shortcuts."""

import time

from sandbox.slack.courier import Parcel
from sandbox.slack.errors import RefusedError
from sandbox.slack.news import News
from sandbox.slack.payloads import action_ts
from sandbox.slack.records import Content, Message, ResponseUrl
from sandbox.slack.sending import Outcome, Sending
from sandbox.slack.team import Channel, Command, Person, Shortcut
from sandbox.slack.text import sent
from sandbox.slack.views import Views
from sandbox.storage import Json


class Gestures:
    """Plays what a person types and opens."""

    def __init__(self, sending: Sending, news: News, views: Views) -> None:
        self._sending = sending
        self._directory = sending.directory
        self._app = sending.directory.team.app
        self._news = news
        self._views = views

    async def command(self, user: str, channel_name: str, typed: str) -> Outcome:
        """Type a slash command; ``typed`` holds the command itself too."""
        person = self._directory.named_person(user)
        channel = self._sending.place(person, channel_name)
        command, text = self._split(typed)
        payload = self._sending.payloads.command(person, channel, command, text)
        payload["response_url"] = self._sending.answer_at(person, channel)
        payload["trigger_id"] = self._sending.triggers.issue(person.id)
        receipt = await self._sending.courier.deliver(Parcel("slash_commands", payload, wants_answer=True))
        if not receipt.acked:
            self._sending.tell(person, channel, f"{command.command} failed with the error “{receipt.error}”")
        url = ResponseUrl(user=person.id, channel=channel.id, expires=time.time())
        problem = self._sending.answered(url, receipt.answer)
        return Outcome(acked=receipt.acked, problem=problem)

    async def message(self, user: str, channel_name: str, typed: str, *, thread_ts: str | None = None) -> Outcome:
        """Write a message."""
        person = self._directory.named_person(user)
        channel = self._sending.place(person, channel_name)
        if not typed.strip():
            raise RefusedError(sentence="A message needs some text.")
        if channel.is_archived:
            raise RefusedError(sentence=f"{channel.title} is archived.", status=409)
        thread = self._message(channel, thread_ts) if thread_ts else None
        content = Content(text=sent(typed, self._directory))
        message = self._sending.messages.post(channel, person, content, thread_ts=thread.head if thread else None)
        self._sending.memory.save()
        return Outcome(acked=await self._news.said(channel, message), more={"ts": message.ts})

    async def home(self, user: str) -> Outcome:
        """Open the app's Home."""
        person = self._directory.named_person(user)
        home = self._views.home(person.id)
        event = {
            "type": "app_home_opened",
            "user": person.id,
            "channel": self._directory.direct_with(person).id,
            "tab": "home",
            "event_ts": action_ts(),
            **({"view": self._views.as_slack(home)} if home else {}),
        }
        return Outcome(acked=await self._news.home_opened(event))

    async def shortcut(self, user: str, callback_id: str, *, channel_name: str = "", ts: str = "") -> Outcome:
        """Choose a shortcut: a global one, or one for a message."""
        person = self._directory.named_person(user)
        shortcut = next((one for one in self._app.shortcuts if one.callback_id == callback_id), None)
        if shortcut is None:
            known = ", ".join(one.callback_id for one in self._app.shortcuts) or "none"
            raise RefusedError(sentence=f"The app has no shortcut “{callback_id}”. It has {known}.")
        if shortcut.kind == "message":
            channel = self._sending.place(person, channel_name)
            return await self._choose(person, shortcut, self._about(person, channel, self._message(channel, ts)))
        return await self._choose(person, shortcut, {})

    def _message(self, channel: Channel, ts: str) -> Message:
        message = self._sending.messages.find(channel.id, ts)
        if message is None:
            raise RefusedError(sentence=f"There is no message {ts} in {channel.title}.", status=404)
        return message

    def _about(self, person: Person, channel: Channel, message: Message) -> Json:
        return {
            "message": self._sending.messages.as_slack(message),
            "message_ts": message.ts,
            "channel": self._sending.payloads.channel(channel),
            "response_url": self._sending.answer_at(person, channel, message),
        }

    async def _choose(self, person: Person, shortcut: Shortcut, more: Json) -> Outcome:
        kind = "shortcut" if shortcut.kind == "global" else "message_action"
        facts = {"callback_id": shortcut.callback_id, "action_ts": action_ts(), **more}
        receipt = await self._sending.interact(kind, person, **facts)
        return Outcome(acked=receipt.acked)

    def _split(self, typed: str) -> tuple[Command, str]:
        name, *rest = typed.strip().split(maxsplit=1) or [""]
        for command in self._app.commands:
            if command.command == name:
                text = "".join(rest)
                return command, sent(text, self._directory) if command.should_escape else text
        known = ", ".join(command.command for command in self._app.commands)
        raise RefusedError(sentence=f"“{name}” is not a command here. There is {known}.")
