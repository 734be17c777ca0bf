"""The Slack app: every listener registered on Bolt's AsyncApp."""

import logging

from slack_bolt.async_app import AsyncApp
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk import Desk
from bot.slack import (
    actions,
    alert_actions,
    browsing,
    card_actions,
    commands,
    editing,
    failures,
    home,
    messages,
    new_lines,
    opening,
)
from bot.slack.directory import Directory
from bot.slack.posts import Posts
from bot.slack.surface import Surface, note_home_team


def build(desk: Desk, *, client: AsyncWebClient, signing_secret: str | None = None, team: str = "") -> AsyncApp:
    """The app that gives clicks and sentences to the desk; `team` is asked of Slack where it is not known."""
    wait_if_told_to(client)
    logging.getLogger("slack_bolt.AsyncApp").addFilter(_is_of_use)
    app = AsyncApp(name="Switchhook", client=client, signing_secret=signing_secret)  # unnamed, it searches the stack
    directory = Directory(client, desk.policy.names, team)
    surface = Surface(desk=desk, client=client, directory=directory, posts=Posts(client))
    app.middleware(note_home_team)
    failures.register(app, client)
    for module in (
        commands,
        card_actions,
        alert_actions,
        opening,
        editing,
        browsing,
        actions,
        new_lines,
        messages,
        home,
    ):
        module.register(app, surface)
    actions.register_unknown(app)
    return app


def _is_of_use(record: logging.LogRecord) -> bool:
    """Bolt looks for a token in the environment by itself, and warns that it does not need it."""
    return "`token` will be unused" not in record.getMessage()


def wait_if_told_to(client: AsyncWebClient) -> None:
    """Let a client wait as long as Slack asks when it was too fast, twice at most."""
    if not any(isinstance(each, AsyncRateLimitErrorRetryHandler) for each in client.retry_handlers):
        client.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=2))
