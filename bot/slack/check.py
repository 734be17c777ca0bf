"""`switchhook check`: settings, tokens, scopes, policy, vendors and lines, each ok, a remark, or what to do."""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sized
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters import Line, PhoneSystemError
from bot import compose, describe
from bot.errors import SayError
from bot.lines import left_out
from bot.settings import Settings
from bot.slack import holiday_check, policy_check
from bot.slack.connection import client_of
from bot.slack.finding import Finding, counted, remark, why
from bot.slack.holiday_check import Place

SCOPES = frozenset(
    {
        "app_mentions:read",
        "channels:history",
        "channels:read",
        "chat:write",
        "commands",
        "groups:history",
        "groups:read",
        "im:history",
        "im:write",
        "usergroups:read",
        "users:read",
    }
)
"""What manifest.yml asks for, with the reason for each."""


TOKENS = {
    "dialpad": "DIALPAD_TOKEN, the API key of a company admin",
    "telegent": "TELEGENT_ACCOUNT_KEY and TELEGENT_ACCOUNT_SECRET of the account",
    "webex": "WEBEX_TOKEN, or WEBEX_CLIENT_ID, WEBEX_CLIENT_SECRET and WEBEX_REFRESH_TOKEN of a service app",
}
"""What each vendor needs to let us in."""


async def report(settings: Settings, say: Callable[[str], None]) -> int:
    """Say everything that was found; 0 if all of it is well, whatever is remarked."""
    well = True
    async for finding in findings(settings):
        say(finding.line)
        well = well and finding.ok
    return 0 if well else 1


async def findings(settings: Settings) -> AsyncIterator[Finding]:
    """Look at one thing after the other."""
    yield Finding(ok=True, text=f"settings: {_lines_of(settings.lines)}, database {settings.database}")
    client = client_of(settings)
    async for finding in _slack(client, settings):
        yield finding
    async for finding in _lines(settings):
        yield finding
    for finding in _made_lines(settings):
        yield finding


async def _slack(client: AsyncWebClient, settings: Settings) -> AsyncIterator[Finding]:
    if settings.slack.bot_token is None:
        yield Finding(ok=False, text="Slack: set SLACK_BOT_TOKEN (“OAuth & Permissions” of the app's page)")
        return
    try:
        answer = await client.auth_test()
    except (SlackApiError, aiohttp.ClientError, OSError) as error:
        yield Finding(ok=False, text=f"Slack: the bot token is not accepted or Slack cannot be reached ({why(error)})")
        return
    yield Finding(ok=True, text=f"Slack: workspace {answer['team']}, as {answer['user']}")
    missing = SCOPES - {each.strip() for each in _header(answer.headers, "x-oauth-scopes").split(",")}
    if missing:
        text = f"Slack: missing scopes {', '.join(sorted(missing))}; add them and install the app again"
        yield Finding(ok=False, text=text)
    yield await _app_token(client, settings)
    yield await _channel(client, settings.slack.approval_channel)
    digest = settings.digest
    if digest.channel and digest.day != "off" and digest.channel != settings.slack.approval_channel:
        yield await _channel(client, digest.channel, "digest channel")
    async for finding in policy_check.findings(client, settings):
        yield finding


async def _app_token(client: AsyncWebClient, settings: Settings) -> Finding:
    token = settings.slack.app_token
    if token is None:
        if settings.slack.signing_secret is not None:
            return Finding(ok=True, text="Slack: signing secret set, for HTTP mode")
        text = "Slack: set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP mode"
        return Finding(ok=False, text=text)
    try:
        await client.apps_connections_open(app_token=token.get_secret_value())
    except (SlackApiError, aiohttp.ClientError, OSError) as error:
        text = f"Slack: the app token does not open Socket Mode ({why(error)}); it needs connections:write"
        return Finding(ok=False, text=text)
    return Finding(ok=True, text="Slack: Socket Mode opens")


async def _channel(client: AsyncWebClient, channel: str, what: str = "approval channel") -> Finding:
    try:
        found = (await client.conversations_info(channel=channel))["channel"]
    except (SlackApiError, aiohttp.ClientError, OSError) as error:
        text = f"{what} {channel}: {why(error)}; invite Switchhook there with /invite"
        return Finding(ok=False, text=text)
    if not found.get("is_member"):
        return Finding(ok=False, text=f"{what} #{found['name']}: invite Switchhook there with /invite")
    if found.get("is_ext_shared"):
        text = f"{what} #{found['name']}: it is shared with other companies; choose one that is not"
        return Finding(ok=False, text=text)
    if not found.get("is_private"):
        return remark(f"{what} #{found['name']}: everybody in the workspace can read it and join; better a private one")
    return Finding(ok=True, text=f"{what} #{found['name']}")


async def _lines(settings: Settings) -> AsyncIterator[Finding]:
    if not settings.lines:
        yield Finding(
            ok=False, text="lines: none is configured; `switchhook lines --discover` prints them ready to copy"
        )
    found: dict[tuple[str, str], Line] = {}
    silent: set[str] = set()
    places: list[Place] = []
    async with compose.looking(settings) as systems:
        for vendor in settings.vendors.configured:
            if vendor not in systems:
                silent.add(vendor)
                yield Finding(ok=False, text=f"phone system {vendor}: set {TOKENS[vendor]}")
                continue
            try:
                lines = await systems[vendor].lines()
            except PhoneSystemError as error:
                silent.add(vendor)
                yield Finding(ok=False, text=f"phone system {vendor}: {error}")
            else:
                found |= {(line.system, line.id): line for line in lines}
                yield Finding(ok=True, text=f"phone system {vendor}: {_lines_of(lines)}")
    for each in settings.lines:
        if each.vendor in silent:
            continue
        line = found.get((each.vendor, each.id))
        if line is None:
            text = f"line {each.name}: {each.vendor} has none with the id {each.id}; see `switchhook lines --discover`"
            yield Finding(ok=False, text=text)
        else:
            kind = describe.a_kind(line.kind)
            renamed = "" if line.name == each.name else f", called {line.name} there"
            yield Finding(ok=True, text=f"line {each.name}: {kind} of {each.vendor} in {line.zone}{renamed}")
            places.append(Place(each.name, each.country or line.country.upper(), each.subdivision or ""))
    for finding in holiday_check.findings(places):
        yield finding


def _lines_of(lines: Sized) -> str:
    return counted(len(lines), "line", "lines")


def _made_lines(settings: Settings) -> Iterator[Finding]:
    """The lines that were made from Slack and are left out."""
    try:
        added = compose.added_lines(settings.database, compose.line_settings(settings))
    except SayError as error:
        yield Finding(ok=False, text=f"database: {error}")
        return
    for each in added:
        problem = left_out(each, compose.line_settings(settings), settings.vendors.configured)
        if problem:
            yield Finding(ok=False, text=f"line {each.name}: {problem}")


def _header(headers: Mapping[str, Any], name: str) -> str:
    found = next((value for key, value in headers.items() if key.casefold() == name), "")
    return ",".join(found) if isinstance(found, list) else str(found)
