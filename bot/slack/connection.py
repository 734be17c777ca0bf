"""The surface at work: the app connected to Slack, the keeper and the reconciler running beside it."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager

import aiohttp
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import compose
from bot import web as health
from bot.compose import House
from bot.errors import SayError
from bot.settings import Settings
from bot.slack import app as slack_app
from bot.slack.directory import Directory
from bot.slack.reconciler import Reconciler

EVERY_ADDRESS = "0.0.0.0"  # noqa: S104  (a container's port is published by whoever runs it)


def client_of(settings: Settings) -> AsyncWebClient:
    """The client of the workspace that the settings name."""
    token = settings.slack.bot_token
    return AsyncWebClient(token=token.get_secret_value() if token else None, base_url=settings.slack.api_url)


def people_of(settings: Settings) -> Directory:
    """The people of that workspace."""
    return Directory(client_of(settings), compose.policy(settings).names)


@asynccontextmanager
async def connected(house: House, settings: Settings, *, http_port: int | None = None) -> AsyncIterator[None]:
    """Everything running: Socket Mode, or HTTP on a port; leaving ends it in order."""
    client = client_of(settings)
    await _check_reachable(client, settings, socket_mode=http_port is None)
    secret = settings.slack.signing_secret
    app = slack_app.build(house.desk, client=client, signing_secret=secret.get_secret_value() if secret else None)
    channel = settings.slack.approval_channel
    reconciler = Reconciler(house.desk, client, channel, clock=house.clock, step=house.step, digest=settings.digest)
    async with AsyncExitStack() as stack:
        if http_port is not None:
            pages = app.web_app(path="/slack/events")
            await stack.enter_async_context(_served(_with_health(pages, house), http_port))
        else:
            if settings.web.port:
                await stack.enter_async_context(_served(_with_health(web.Application(), house), settings.web.port))
            token = settings.slack.app_token
            handler = AsyncSocketModeHandler(app, token.get_secret_value() if token else None)
            await handler.connect_async()
            stack.push_async_callback(handler.close_async)
        await stack.enter_async_context(_beside(house.keeper.run(), reconciler.run()))
        yield


async def _check_reachable(client: AsyncWebClient, settings: Settings, *, socket_mode: bool) -> None:
    """Say in one sentence what Slack would refuse for ever."""
    token = settings.slack.app_token
    try:
        await client.auth_test()
        if socket_mode and token is not None:
            await client.apps_connections_open(app_token=token.get_secret_value())
    except SlackApiError as error:
        msg = f"Slack refuses the tokens ({error.response['error']}). `switchhook check` says which, and what to do."
        raise SayError(msg) from error
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        msg = f"Slack cannot be reached at {settings.slack.api_url} ({str(error) or type(error).__name__})."
        raise SayError(msg) from error


def _with_health(pages: web.Application, house: House) -> web.Application:
    return health.add_routes(pages, house.keeper, house.store, house.clock)


@asynccontextmanager
async def _served(pages: web.Application, port: int) -> AsyncIterator[None]:
    runner = web.AppRunner(pages, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, EVERY_ADDRESS, port).start()
    except OSError as error:
        await runner.cleanup()
        msg = f"Port {port} is taken. Choose another one with --http PORT, or in the settings under [web]."
        raise SayError(msg) from error
    try:
        yield
    finally:
        await runner.cleanup()


@asynccontextmanager
async def _beside(*work: Coroutine[None, None, None]) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(each) for each in work]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
