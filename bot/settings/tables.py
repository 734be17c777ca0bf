"""The tables of switchhook.toml as frozen values, but for the policy's."""

import datetime as dt
import re
from typing import Annotated, Literal

import phonenumbers
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr

from bot.settings.policy import PersonId
from bot.settings.shapes import (
    ChannelId,
    Country,
    Flag,
    Name,
    Subdivision,
    Table,
    TimeOfDay,
    Url,
    Zone,
    beginning,
    repeated,
    shaped,
)

EXTENSION = re.compile("[0-9]{2,6}")
"""An extension, as it is dialled; more digits than these are a phone number, and held to the rules for those."""


def _unversioned(url: str) -> str:
    version = re.search(r"(/api)?/v\d[\w.]*$", url)
    if version:
        msg = f"ends in {version[0]}, which Switchhook adds itself; leave it off"
        raise ValueError(msg)
    return url


def _dialled(text: str) -> str:
    if EXTENSION.fullmatch(text):
        return text
    try:
        number = phonenumbers.parse(text)
    except phonenumbers.NumberParseException:
        number = phonenumbers.PhoneNumber()
    if not phonenumbers.is_valid_number(number):
        msg = (
            f'"{text}" is neither a number with its country code, such as +19195550100, nor an extension of 2 to 6'
            " digits"
        )
        raise ValueError(msg)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _text(number: object) -> object:
    return str(number) if type(number) is int else number


class SlackSettings(Table):
    """Where Switchhook is heard and read."""

    approval_channel: ChannelId
    """the id of the channel, better a private one, where requests are approved"""
    api_url: Annotated[Url, AfterValidator(lambda url: f"{url}/")] = "https://slack.com/api/"
    """the address of Slack's Web API"""
    bot_token: Annotated[SecretStr, beginning("xoxb-")] | None = None
    """the bot token of the Slack app, shown under “OAuth & Permissions”"""
    app_token: Annotated[SecretStr, beginning("xapp-")] | None = None
    """the app-level token with connections:write, made under “Basic Information”"""
    signing_secret: SecretStr | None = None
    """the signing secret of the Slack app, shown under “Basic Information”"""
    support: Annotated[str, shaped(".{0,300}", "is longer than the 300 characters of a short sentence")] = ""
    """where people get help with Switchhook: the id of a channel, or a sentence"""


def _lower(day: object) -> object:
    return day.strip().casefold() if isinstance(day, str) else day


class DigestSettings(Table):
    """The message that tells once a week what is about to happen."""

    day: Annotated[
        Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "off"],
        BeforeValidator(_lower),
    ] = "friday"
    """the day on which it is posted; off: it is not"""
    time: TimeOfDay = dt.time(9)
    """the time of day at which it is posted, such as 09:00"""
    timezone: Zone = ""
    """the zone of that time, such as America/New_York; left out: that of most lines"""
    channel: ChannelId | None = None
    """the id of the channel in which it is posted; left out: that of approvals"""


class KeeperSettings(Table):
    """How often Switchhook looks after what it has promised."""

    tick_seconds: Annotated[float, Field(strict=True, gt=0, le=3600)] = 15
    """how often it looks whether something is due"""
    sweep_minutes: Annotated[float, Field(strict=True, gt=0, le=1440)] = 10
    """how often it compares every line with what the line should be"""
    read_back_seconds: Annotated[float, Field(strict=True, gt=0, le=3600)] = 60
    """how long a vendor may take to show what was written"""


class WebSettings(Table):
    """Where Switchhook says that it is well."""

    port: Annotated[int, Field(strict=True, ge=0, le=65535)] = 8080
    """the port of /healthz; 0: it is not served"""


class DialpadSettings(Table):
    """The Dialpad account."""

    token: Annotated[SecretStr, beginning("")] | None = None
    """the API key of a company admin"""
    base_url: Annotated[Url, AfterValidator(_unversioned)] = "https://dialpad.com"
    """Dialpad's address, without /api/v2"""
    write_ahead_hours: Annotated[float, Field(strict=True, gt=0, le=168)] = 48
    """how long before a date its row is written into the weekly table"""
    portal: tuple[PersonId, ...] = ()
    """the people (U…) who may change lines by hand in Dialpad's portal"""


class WebexSettings(Table):
    """The Webex Calling organisation: an access token, or the three parts of a service app that gets its own."""

    token: Annotated[SecretStr, beginning("")] | None = None
    """an access token of Webex"""
    client_id: Annotated[SecretStr, beginning("")] | None = None
    """the client ID of the service app"""
    client_secret: Annotated[SecretStr, beginning("")] | None = None
    """the client secret of the service app"""
    refresh_token: Annotated[SecretStr, beginning("")] | None = None
    """the refresh token of the service app; Switchhook keeps those that follow it beside the database"""
    base_url: Url = "https://webexapis.com/v1"
    """the address of Webex's API, with its version"""
    requests_a_minute: Annotated[int, Field(strict=True, ge=6, le=100_000)] = 240
    """how many requests Webex is asked at most; it publishes no limit, and about 300 are said to be usual"""
    portal: tuple[PersonId, ...] = ()
    """the people (U…) who may change lines by hand in Webex's portal"""

    @property
    def secrets(self) -> tuple[SecretStr, ...]:
        """All that must not be shown."""
        given = (self.token, self.client_id, self.client_secret, self.refresh_token)
        return tuple(each for each in given if each)


class TelegentSettings(Table):
    """The Telegent account."""

    account_key: Annotated[SecretStr, beginning("")] | None = None
    """the AccountKey of the Telegent account, DID-…"""
    account_secret: Annotated[SecretStr, beginning("")] | None = None
    """the AccountSecret that belongs to the AccountKey"""
    base_url: Annotated[Url, AfterValidator(_unversioned)] = "https://api.telegent.com"
    """Telegent's address, without /v1.0"""
    timezone: Zone = ""
    """the zone of workgroups for which Telegent shows none, such as America/New_York"""
    write_ahead_hours: Annotated[float, Field(strict=True, gt=0, le=168)] = 48
    """how long before a date its row is written into the weekly schedule"""
    portal: tuple[PersonId, ...] = ()
    """the people (U…) who may change lines by hand in Telegent's portal"""


class VendorSettings(Table):
    """The phone vendors' accounts; one without a table is not used."""

    dialpad: DialpadSettings | None = None
    telegent: TelegentSettings | None = None
    webex: WebexSettings | None = None

    @property
    def configured(self) -> tuple[str, ...]:
        """The names of the vendors that have a table."""
        return tuple(name for name in type(self).model_fields if getattr(self, name) is not None)


class LineSettings(Table):
    """A line that people speak of in Slack."""

    name: Name
    """what people call the line"""
    vendor: str
    """the vendor that has the line, such as dialpad"""
    id: Annotated[str, BeforeValidator(_text)]
    """the vendor's id of the line, as `switchhook lines --discover` shows it"""
    aliases: tuple[Name, ...] = ()
    """what else people call it"""
    country: Country | None = None
    """the country whose holidays and phone numbers are meant"""
    subdivision: Subdivision | None = None
    """the region of that country whose own holidays are meant as well, such as CA or BY"""
    manage: Flag = True
    """false: shown, never written"""
    callback: Annotated[str, BeforeValidator(_text), AfterValidator(_dialled)] | None = None
    """where “add 9 for callback” leads on a line without callbacks of its own: +…, or an extension"""


Lines = Annotated[tuple[LineSettings, ...], repeated("lines")]
