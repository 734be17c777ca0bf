"""Who reads the page, and where each place of the workspace is."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from sandbox.slack.page.source import Json

HOME = "@home"
MESSAGES = "@messages"


@dataclass(frozen=True)
class Person:
    """Somebody in the workspace."""

    name: str
    real_name: str
    id: str
    zone: str
    title: str = ""

    @classmethod
    def of(cls, person: Json) -> Self:
        """Read a person from the workspace's state."""
        return cls(person["name"], person["real_name"], person["id"], person["zone"], person.get("title") or "")


@dataclass(frozen=True)
class Reader:
    """The person who reads, with everything that colours what they see: names, channels, their zone, the moment."""

    person: Person
    people: tuple[Person, ...]
    channels: tuple[str, ...]
    name_of: Callable[[str], str]
    now: dt.datetime

    @property
    def zone(self) -> ZoneInfo:
        """The time zone the reader lives in."""
        return ZoneInfo(self.person.zone)

    def local(self, epoch: float) -> dt.datetime:
        """Return a moment on the reader's own clock."""
        return dt.datetime.fromtimestamp(epoch, self.zone)


def address(person: str | None, place: str, **more: str | None) -> str:
    """Return the page's own address of a place, as one person sees it; `thread` and `at` name messages."""
    asked = {"as": person, "in": place, **more}
    return f"/?{urlencode({name: value for name, value in asked.items() if value})}"


def channel_of(person: str, place: str) -> str:
    """Return the name by which the control API knows a place."""
    return f"@{person}" if place in {HOME, MESSAGES} else place
