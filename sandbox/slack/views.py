"""The views of a workspace: each person's stack of open modals, and their Home."""

import secrets
from collections.abc import Iterator
from itertools import chain
from typing import Literal

from sandbox.slack.elements import identified, interactive
from sandbox.slack.errors import SlackError
from sandbox.slack.forms import Forms
from sandbox.slack.memory import Memory
from sandbox.slack.records import View
from sandbox.slack.team import App, Team
from sandbox.storage import Json

MOST_VIEWS = 3
MOST_EARLIER = 5


class Views:
    """Opens, stacks, updates, closes and finds views."""

    def __init__(self, memory: Memory, forms: Forms, team: Team) -> None:
        self._memory = memory
        self._forms = forms
        self._team = team
        self._app: App = team.app

    def open(self, user_id: str, content: Json) -> View:
        """Open a modal; whatever the person had open gives way to it."""
        self._check_external_id(content)
        view = self._new("modal", user_id, content)
        self._memory.now.stacks[user_id] = [view]
        return view

    def push(self, user_id: str, content: Json) -> View:
        """Put a modal on top of the open ones."""
        stack = self.stack(user_id)
        if not stack:
            raise SlackError(code="not_found")
        if len(stack) >= MOST_VIEWS:
            raise SlackError(code="push_limit_reached")
        self._check_external_id(content)
        view = self._new("modal", user_id, content)
        view.root_id, view.previous_id = stack[0].id, stack[-1].id
        stack.append(view)
        return view

    def publish(self, user_id: str, content: Json) -> View:
        """Give a person their first Home."""
        home = self._memory.now.homes[user_id] = self._new("home", user_id, content)
        return home

    def replace(self, view: View, content: Json) -> None:
        """Show something else in a view; fields whose ids are unchanged keep what stands in them."""
        blocks = identified(content["blocks"], self._memory.next_id)
        view.inputs = self._forms.kept(view.blocks, view.inputs, blocks)
        if any(interactive(view.blocks)):
            view.earlier = [view.blocks, *view.earlier][:MOST_EARLIER]
        view.content = {**content, "blocks": blocks}
        view.hash = _new_hash()
        view.errors, view.notice = {}, None

    def close(self, view: View) -> None:
        """Take one view off its stack."""
        stack = self.stack(view.owner)
        if view in stack:
            stack.remove(view)

    def clear(self, user_id: str) -> None:
        """Close everything a person has open."""
        self._memory.now.stacks.pop(user_id, None)

    def stack(self, user_id: str) -> list[View]:
        """Return a person's open modals, the one in front last."""
        return self._memory.now.stacks.get(user_id, [])

    def top(self, user_id: str) -> View | None:
        """Return the modal in front of a person."""
        stack = self.stack(user_id)
        return stack[-1] if stack else None

    def home(self, user_id: str) -> View | None:
        """Return a person's Home, if one was published."""
        return self._memory.now.homes.get(user_id)

    def find(self, *, view_id: str | None = None, external_id: str | None = None) -> View:
        """Return the open view with this id."""
        for view in self._every():
            if view.id == view_id or (external_id and view.content.get("external_id") == external_id):
                return view
        raise SlackError(code="not_found")

    def as_slack(self, view: View) -> Json:
        """Return the view as the Web API and the payloads show it."""
        content = view.content
        shown: Json = {
            "id": view.id,
            "team_id": self._team.id,
            "type": view.kind,
            "title": content.get("title"),
            "submit": content.get("submit"),
            "close": content.get("close"),
            "blocks": content["blocks"],
            "private_metadata": content.get("private_metadata", ""),
            "callback_id": content.get("callback_id", ""),
            "external_id": content.get("external_id", ""),
            "state": {"values": view.inputs},
            "hash": view.hash,
            "clear_on_close": content.get("clear_on_close", False),
            "notify_on_close": content.get("notify_on_close", False),
            "root_view_id": view.root_id,
            "previous_view_id": view.previous_id,
            "app_id": self._app.id,
            "app_installed_team_id": self._team.id,
            "bot_id": self._app.bot_id,
        }
        return shown

    def _every(self) -> Iterator[View]:
        return chain(chain.from_iterable(self._memory.now.stacks.values()), self._memory.now.homes.values())

    def _check_external_id(self, content: Json) -> None:
        wanted = content.get("external_id")
        if wanted and any(view.content.get("external_id") == wanted for view in self._every()):
            raise SlackError(code="duplicate_external_id")

    def _new(self, kind: Literal["modal", "home"], user_id: str, content: Json) -> View:
        blocks = identified(content["blocks"], self._memory.next_id)
        view_id = self._memory.next_id("V")
        return View(
            id=view_id,
            kind=kind,
            owner=user_id,
            content={**content, "blocks": blocks},
            hash=_new_hash(),
            root_id=view_id,
            inputs=self._forms.initial(blocks),
        )


def _new_hash() -> str:
    return f"{secrets.randbelow(10**10)}.{secrets.token_hex(4)}"
