"""What single settings may look like, and what every table of the file is."""

import datetime as dt
import re
from typing import Annotated
from zoneinfo import available_timezones

import phonenumbers
from pydantic import AfterValidator, BeforeValidator, SecretStr, StrictBool

from adapters import Value

LONGEST_NAME = 75
"""Characters of a line's name here, whatever its vendor takes."""


def shaped(pattern: str, complaint: str) -> AfterValidator:
    """A text of a certain form."""

    def check(text: str) -> str:
        if not re.fullmatch(pattern, text):
            msg = f'"{text}" {complaint}'
            raise ValueError(msg)
        return text

    return AfterValidator(check)


def beginning(prefix: str) -> AfterValidator:
    """A secret as it is copied from somewhere."""

    def check(secret: SecretStr) -> SecretStr:
        text = secret.get_secret_value()
        if not text.startswith(prefix):
            msg = f"should begin with {prefix}"
            raise ValueError(msg)
        if not text.isascii() or len(text.split()) != 1:
            msg = "should be one word of plain characters; copy it once more"
            raise ValueError(msg)
        return secret

    return AfterValidator(check)


def _encrypted(url: str) -> str:
    address = re.fullmatch(r"(?P<scheme>https?)://(?P<host>[\w.-]+|\[[0-9a-f:]+\])(:\d{1,5})?(/[\w./-]*)?", url)
    if address is None:
        msg = "should be a plain web address such as https://example.com"
        raise ValueError(msg)
    if address["scheme"] == "http" and address["host"] not in {"127.0.0.1", "[::1]", "localhost"}:
        msg = "should begin with https://, since a token travels there; http:// is for this machine alone"
        raise ValueError(msg)
    return url.rstrip("/")


def _zone(name: str) -> str:
    if name and name not in available_timezones():
        msg = f'"{name}" is no time zone; write it like America/New_York'
        raise ValueError(msg)
    return name


def _country(code: str) -> str:
    if code not in phonenumbers.SUPPORTED_REGIONS:
        msg = f'"{code}" is not the two-letter code of a country, such as US or GB'
        raise ValueError(msg)
    return code


def _time_of_day(given: object) -> object:
    """A time as the file has it: `"09:00"`, or one of TOML's own."""
    if isinstance(given, dt.time):
        return given
    if not (isinstance(given, str) and re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", given)):
        msg = f'"{given}" is no time of day; write it like "09:00"'
        raise ValueError(msg)
    return dt.time.fromisoformat(given)


def repeated(table: str) -> BeforeValidator:
    """What comes several times, each in double brackets."""

    def check(found: object) -> object:
        if isinstance(found, dict):
            msg = f"begin each with [[{table}]], in double brackets"
            raise ValueError(msg)  # noqa: TRY004  (pydantic collects ValueErrors)
        return found

    return BeforeValidator(check)


Flag = StrictBool  # neither 1 nor "yes"
Url = Annotated[str, AfterValidator(_encrypted)]
Country = Annotated[str, AfterValidator(_country)]
Subdivision = Annotated[
    str,
    shaped(r"[^\W_][\w -]{0,40}", "is not the short name of a region, such as CA or BY; `switchhook check` names them"),
]
Zone = Annotated[str, AfterValidator(_zone)]
TimeOfDay = Annotated[dt.time, BeforeValidator(_time_of_day)]
ChannelId = Annotated[
    str,
    shaped("[CG][A-Z0-9]{6,}", "is not a channel's id, such as C0123456789; it stands below the channel's details"),
]
Name = Annotated[
    str,
    shaped(
        rf"(?=.{{1,{LONGEST_NAME}}}$)\S+( \S+)*",
        f"should be 1 to {LONGEST_NAME} characters, with single spaces inside",
    ),
]


class Table(Value, allow_inf_nan=False, hide_input_in_errors=True, use_attribute_docstrings=True):
    """A table of the file; a key's docstring says what is wanted where it is missing."""
