"""The form of a change in front of somebody, as Slack keeps it: what stands in it stays until its block goes."""

import json
from collections.abc import Mapping
from typing import Any

from bot.requests import State
from bot.slack import blocks, changing, choices, fields, forms, openers
from sandbox.slack.directory import Directory
from sandbox.slack.forms import Forms
from sandbox.slack.team import demo_team
from tests.bot.slack.blocks_check import assert_view, buttons, texts
from tests.bot.slack.fake_slack import TEAM, Json
from tests.bot.slack.scene import Scene

NAMES = {changing.LINES: "lines", changing.FORM: "form", forms.REASON: "reason"}


class Sheet:
    """A form, what stands in it, and what its person does; `view_id` is the newest form, if it is not said which."""

    def __init__(self, office: Scene, user: str = "UDANA", view_id: str = "") -> None:
        self.office = office
        self.user = user
        self.id = view_id or list(office.slack.views)[-1]
        self._client = Forms(Directory(demo_team()))
        self._time = 1_700_000_000.0
        self.drawn = office.slack.views[self.id]
        self.hash = office.slack.hashes[self.id]
        self.state = self._client.initial(self.drawn["blocks"])

    @property
    def view(self) -> Json:
        """What Slack tells of it."""
        return {**self.drawn, "id": self.id, "hash": self.hash, "state": {"values": self.state}}

    @property
    def said(self) -> str:
        """Everything that can be read in it."""
        return " ".join(texts(self.drawn["blocks"]))

    @property
    def inputs(self) -> dict[str, Json]:
        """Its input blocks, by the names of what they ask for."""
        inputs = (each for each in self.drawn["blocks"] if each["type"] == "input")
        return {_name(each["element"]["action_id"]): each for each in inputs}

    @property
    def sharing(self) -> Json:
        """The field in which is chosen who changes."""
        return self.inputs[choices.SHARING]

    def standing(self, name: str) -> Any:
        """What stands in a field."""
        block = self.inputs[name]
        state = self.state[block["block_id"]][block["element"]["action_id"]]
        return next(value for key, value in state.items() if key != "type")

    def chosen(self, name: str) -> list[str]:
        """What is chosen in a menu, as people read it."""
        standing = self.standing(name) or []
        options = standing if isinstance(standing, list) else [standing]
        return [each["text"]["text"] for each in options]

    def type(self, **typed: Any) -> None:
        """Type or choose something, of which the app hears nothing yet."""
        given: dict[str, dict[str, Any]] = {}
        for name, value in typed.items():
            block = self.inputs[name]
            given[block["block_id"]] = {block["element"]["action_id"]: value}
        self.state = self._client.changed(self.drawn["blocks"], self.state, given)

    async def fill(self, **typed: Any) -> None:
        """Type or choose something of which the app is told at once, the last of it."""
        self.type(**typed)
        await self.tell(list(typed)[-1])

    async def tell(self, name: str) -> None:
        """Tell the app what stands in a field."""
        await self.delivered(self.told(name))

    def told(self, name: str) -> Json:
        """What Slack tells of a field that was changed."""
        block = self.inputs[name]
        action = block["element"]["action_id"]
        state = self.state[block["block_id"]][action]
        return self.acted({"action_id": action, "block_id": block["block_id"], **state})

    async def press(self, action: str) -> None:
        """Press a button."""
        button = buttons(self.drawn["blocks"])[action]
        await self.delivered(self.acted({**button, "block_id": "b"}))

    async def choose_all(self) -> None:
        """Choose that all lines on the same schedule change."""
        block = self.sharing["block_id"]
        self.state[block][choices.SHARING]["selected_option"] = self.sharing["element"]["options"][1]
        await self.delivered(self.acted({"action_id": choices.SHARING, "block_id": block}))

    async def delivered(self, payload: Json) -> None:
        """Slack delivers something, and shows what comes of it."""
        response = await self.office.interact(payload)
        assert response.status == 200
        self.refresh()

    def refresh(self) -> None:
        """Show the form as it was last drawn."""
        self._show(self.office.slack.views[self.id])
        self.hash = self.office.slack.hashes[self.id]

    async def look_for(self, name: str, typed: str, user: str = "") -> list[str]:
        """What a menu offers for what was typed into it."""
        block = self.inputs[name]
        response = await self.office.interact(
            {
                "type": "block_suggestion",
                "user": {"id": user or self.user, "team_id": TEAM},
                "container": {"type": "view", "view_id": self.id},
                "view": {**self.drawn, "id": self.id},
                "action_id": block["element"]["action_id"],
                "block_id": block["block_id"],
                "value": typed,
            }
        )
        assert response.status == 200
        options = json.loads(response.body)["options"]
        self._client.suggest(block["element"]["action_id"], options)
        return [each["text"]["text"] for each in options]

    async def send(self, **typed: Any) -> Json:
        """Send it; what Slack is answered."""
        self.type(**typed)
        return await self.sent()

    async def sent(self) -> Json:
        """Send it as it stands; Slack's own complaints come first, as errors without a form in them."""
        complaints = self._client.complaints(self.drawn["blocks"], self.state)
        if complaints:
            return {"response_action": "client", "errors": complaints}
        response = await self.office.interact(
            {"type": "view_submission", "user": {"id": self.user, "team_id": TEAM}, "view": self.view}
        )
        assert response.status == 200
        answer: Json = json.loads(response.body) if response.body else {}
        if answer.get("response_action") == "update":
            self.office.slack.views[self.id] = {**answer["view"], "id": self.id}
            self._show(answer["view"])
        return answer

    def errors(self, answer: Mapping[str, Any]) -> dict[str, str]:
        """What is wrong, by the names of the fields at which it stands."""
        names = {block["block_id"]: name for name, block in self.inputs.items()}
        return {names[block]: text for block, text in answer["errors"].items()}

    def _show(self, view: Json) -> None:
        """Draw a form; a field whose block is still there keeps what stands in it."""
        drawn = {name: each for name, each in view.items() if name != "id"}
        assert_view(drawn)
        self.state = self._client.kept(self.drawn["blocks"], self.state, drawn["blocks"])
        self.drawn = drawn

    def acted(self, action: Json) -> Json:
        """What Slack tells of something that was pressed or chosen."""
        self._time += 1
        return {
            "type": "block_actions",
            "user": {"id": self.user, "team_id": TEAM},
            "container": {"type": "view", "view_id": self.id},
            "view": self.view,
            "trigger_id": "1.2.3",
            "actions": [{**action, "action_ts": f"{self._time:.6f}"}],
        }


def _name(action: str) -> str:
    return NAMES.get(action) or fields.name_of(action)


async def opened(office: Scene, form: str = "close", line: str = "Support", user: str = "UDANA") -> Sheet:
    """The form that a button opens."""
    button = openers.opener("Change it", form, line)
    await office.click(user, {"blocks": blocks.actions(button)}, button["action_id"])
    return Sheet(office, user)


async def asked(office: Scene) -> list[State]:
    """The states of all requests."""
    return [each.state for each in await office.store(lambda store: store.requests_in(State))]
