"""The desk, the app and the reconciler on a Slack that remembers, and what people do there."""

import asyncio
import datetime as dt
import json
import time
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk import Desk
from bot.keeper import Keeper
from bot.language import Ask, Choice, Verb, Window
from bot.lines import Lines, LineSetting
from bot.policy import Member, Policy
from bot.requests import Person, Request, State
from bot.settings import DigestSettings
from bot.slack import app as slack_app
from bot.slack.directory import Directory
from bot.slack.reconciler import Reconciler
from bot.store import StoreThread
from tests.bot.slack.blocks_check import buttons
from tests.bot.slack.fake_slack import APPROVALS, TEAM, FakeSlack, Json
from tests.fakes import Clock, FakePhones

SECRET = "s3cret"
AMIR = Member(person=Person(team=TEAM, user="UAMIR"), name="Amir")

CLOSE = "close support line Saturday"
CLOSE_NOW = "close support line Saturday !"
CLOSE_SALES = "close sales line Saturday"
BROAD = "close Saturday"
SATURDAY = Window(start=dt.datetime(2026, 11, 21), end=dt.datetime(2026, 11, 22))


class PlainDesk(Desk):
    """The real desk, which understands a few sentences only, unless it is fluent."""

    asks: Mapping[str, Ask] = {
        CLOSE: Ask(verb=Verb.CLOSE, lines=("Support",), windows=(SATURDAY,), sentence="Close Support on Saturday."),
        CLOSE_NOW: Ask(
            verb=Verb.CLOSE, lines=("Support",), windows=(SATURDAY,), sentence="Close Support.", urgent=True
        ),
        BROAD: Ask(
            verb=Verb.CLOSE,
            question="Which line?",
            choices=(Choice(label="Support", text=CLOSE), Choice(label="Sales", text=CLOSE_SALES)),
        ),
        CLOSE_SALES: Ask(verb=Verb.CLOSE, lines=("Sales",), windows=(SATURDAY,), sentence="Close Sales on Saturday."),
        "undo": Ask(verb=Verb.UNDO, lines=("Support",), request=1, sentence="Undo request 1."),
        "status": Ask(verb=Verb.STATUS, lines=("*",)),
        "history": Ask(verb=Verb.HISTORY),
    }

    def __init__(self, *, fluent: bool = False, **given: Any) -> None:
        super().__init__(**given)
        if not fluent:  # these sentences are its language
            self._proposer.understand = self._understood  # type: ignore[method-assign]

    async def _understood(self, person: Member, words: str, beside: Iterable[str] = ()) -> Ask:
        del person, beside
        return self.asks.get(words, Ask(verb=Verb.UNKNOWN))


class KilledError(BaseException):
    """The process ends here; nothing may catch it."""


@dataclass
class Scene:
    """Everything, and what people do."""

    names: Sequence[str]
    slack: FakeSlack
    clock: Clock
    phones: FakePhones
    store: StoreThread
    client: AsyncWebClient
    steps: list[str] = field(default_factory=list)
    fluent: bool = False
    """Whether it understands all that is said to it."""
    kill_at: str = ""
    """The step at which the process ends."""
    responses: list[BoltResponse] = field(default_factory=list)
    """What Slack was answered at once, one for each delivery."""
    lines: Lines = field(init=False)
    desk: PlainDesk = field(init=False)
    app: AsyncApp = field(init=False)

    async def start(self, policy: Policy) -> None:
        """Begin a process; whatever another one remembered is gone."""
        settings = [LineSetting(name=name, vendor="fake", id=str(number)) for number, name in enumerate(self.names, 1)]
        self.lines = Lines(settings, {"fake": self.phones}, self.store, self.clock)
        await self.lines.recall()
        people = Directory(self.client, policy.names, TEAM)
        self.desk = PlainDesk(
            fluent=self.fluent, store=self.store, lines=self.lines, policy=policy, people=people, clock=self.clock
        )
        self.app = slack_app.build(self.desk, client=self.client, signing_secret=SECRET)
        self.kill_at = ""

    def reconciler(self, digest: DigestSettings | None = None) -> Reconciler:
        """A reconciler as after a restart: it remembers nothing."""
        return Reconciler(self.desk, self.client, APPROVALS, clock=self.clock, step=self._step, digest=digest)

    def keeper(self) -> Keeper:
        """The worker."""
        return Keeper(
            store=self.store,
            lines=self.lines,
            policy=self.desk.policy,
            people=self.desk.people,
            clock=self.clock,
            bell=self.desk.bell,
            step=self._step,
        )

    def _step(self, name: str) -> None:
        self.steps.append(name)
        if name == self.kill_at:
            raise KilledError

    async def command(self, user: str, text: str) -> BoltResponse:
        """Somebody types a slash command."""
        form = {
            "command": "/line",
            "text": text,
            "user_id": user,
            "team_id": TEAM,
            "channel_id": "CLINES",
            "trigger_id": "1.2.3",
            "response_url": self.slack.response_url(),
        }
        return await self._deliver(urlencode(form))

    async def click(
        self,
        user: str,
        message: Json,
        action: str,
        *,
        ephemeral: bool = False,
        team: str = TEAM,
        headers: Mapping[str, str | None] | None = None,
    ) -> BoltResponse:
        """Somebody presses a button of a message; `team` is their own, whatever workspace it happens in."""
        button = _button(message["blocks"], action)
        channel = message.get("channel", "CLINES")
        return await self.interact(
            {
                "type": "block_actions",
                "user": {"id": user, "team_id": team},
                "channel": {"id": channel},
                "container": {
                    "type": "message",
                    "message_ts": message.get("ts", "1.1"),
                    "channel_id": channel,
                    "is_ephemeral": ephemeral,
                },
                "trigger_id": "1.2.3",
                "response_url": self.slack.response_url(),
                "actions": [{**button, "block_id": "b", "type": "button"}],
            },
            headers,
        )

    async def click_in_view(self, user: str, view: Json, action: str) -> BoltResponse:
        """Somebody presses a button of a form or of Home."""
        button = _button(view["blocks"], action)
        return await self.interact(
            {
                "type": "block_actions",
                "user": {"id": user, "team_id": TEAM},
                "container": {"type": "view", "view_id": view.get("id", "V")},
                "view": {"id": "V", "hash": "h", **view},
                "trigger_id": "1.2.3",
                "actions": [{**button, "block_id": "b", "type": "button"}],
            }
        )

    async def choose_in_view(self, user: str, view: Json, block: str, value: str) -> BoltResponse:
        """Somebody chooses one of the radio buttons of a form."""
        state = {"values": {block: {block: chosen(view, block, value)}}}
        return await self.interact(
            {
                "type": "block_actions",
                "user": {"id": user, "team_id": TEAM},
                "container": {"type": "view", "view_id": view.get("id", "V")},
                "view": {"id": "V", "hash": "h", **view, "state": state},
                "trigger_id": "1.2.3",
                "actions": [{"action_id": block, "block_id": block, **chosen(view, block, value)}],
            }
        )

    async def submit(self, user: str, view: Json, reason: str = "", **choices: str) -> BoltResponse:
        """Somebody sends a form; `choices` are the values of its radio buttons."""
        values: Json = {"reason": {"reason": {"type": "plain_text_input", "value": reason or None}}}
        values |= {block: {block: chosen(view, block, value)} for block, value in choices.items()}
        shown = {**view, "state": {"values": values}}
        return await self.interact(
            {"type": "view_submission", "user": {"id": user, "team_id": TEAM}, "view": shown, "trigger_id": "1.2.3"}
        )

    async def event(self, event: Json, event_id: str = "Ev1") -> BoltResponse:
        """Something that Slack tells of."""
        body = {"type": "event_callback", "team_id": TEAM, "event_id": event_id, "event": event}
        return await self._deliver(json.dumps(body), "application/json")

    async def interact(self, payload: Json, headers: Mapping[str, str | None] | None = None) -> BoltResponse:
        """Slack posts what somebody did; `headers` are others than Slack's own, None to leave one out."""
        body = urlencode({"payload": json.dumps({"team": {"id": TEAM}, **payload})})
        return await self._deliver(body, headers=headers)

    async def form(self, user: str = "UDANA", text: str = CLOSE) -> Json:
        """The form that a command opens."""
        await self.command(user, text)
        return list(self.slack.views.values())[-1]

    async def asked(self, *, reason: str = "") -> Request:
        """A request of Dana's."""
        await self.submit("UDANA", await self.form(), reason)
        return (await self.store(lambda store: store.requests_in(State)))[-1]

    async def request(self, number: int = 1) -> Request:
        """A request as it is now."""
        return await self.desk.request(number)

    async def _deliver(
        self,
        body: str,
        kind: str = "application/x-www-form-urlencoded",
        headers: Mapping[str, str | None] | None = None,
    ) -> BoltResponse:
        given = {"x-slack-request-timestamp": str(int(time.time())), **(headers or {})}
        signature = SignatureVerifier(SECRET).generate_signature(
            timestamp=given["x-slack-request-timestamp"] or "", body=body
        )
        sent = {"content-type": kind, "x-slack-signature": signature, **given}
        found: dict[str, str | Sequence[str]] = {name: [each] for name, each in sent.items() if each is not None}
        response = await self.app.async_dispatch(AsyncBoltRequest(body=body, headers=found))
        self.responses.append(response)
        await self._settled()
        return response

    async def _settled(self) -> None:
        """Wait until the listener has done its work: until nothing else runs."""
        own = asyncio.current_task()
        for _ in range(200):
            others = [task for task in asyncio.all_tasks() if task is not own and _is_listener(task)]
            if not others:
                return
            await asyncio.wait(others, timeout=5)


def chosen(view: Json, block: str, value: str) -> Json:
    """What Slack says of radio buttons."""
    (field,) = (each for each in view["blocks"] if each.get("block_id") == block)
    option = next(each for each in field["element"]["options"] if each["value"] == value)
    return {"type": "radio_buttons", "selected_option": option}


def _is_listener(task: "asyncio.Task[Any]") -> bool:
    return "run_ack_function_asynchronously" in repr(task.get_coro())


def _button(blocks: Any, action: str) -> Json:

    return buttons(blocks)[action]


@asynccontextmanager
async def scene(
    *names: str,
    approve: tuple[str, ...] = ("UAMIR", "UNOOR"),
    policy: Policy | None = None,
    fluent: bool = False,
) -> AsyncIterator[Scene]:
    """A workspace with these lines."""
    clock, phones = Clock(), FakePhones(*names)
    store = StoreThread(None, clock)
    async with FakeSlack() as slack:
        client = AsyncWebClient(token="xoxb-test", base_url=slack.api_url)
        office = Scene(names, slack, clock, phones, store, client, fluent=fluent)
        await office.start(policy or Policy(approve=approve))
        yield office
    store.close()
