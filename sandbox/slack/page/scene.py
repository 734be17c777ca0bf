"""What one browser looks at: the workspace's state, who looks, and where."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Self

from sandbox.slack.page.reader import HOME, MESSAGES, Person, Reader, address, channel_of
from sandbox.slack.page.source import Json, PageSource

_COUNTED = 100  # unread messages at one place; beyond it the exact number tells nobody anything


@dataclass(frozen=True)
class Author:
    """Whoever wrote a message."""

    name: str
    tone: str
    is_app: bool = False

    @property
    def initial(self) -> str:
        """The letter on the author's picture."""
        return self.name[:1].upper()


@dataclass(frozen=True)
class Scene:
    """One person at one place of the workspace."""

    state: Json
    reader: Reader
    place: str
    asked: Mapping[str, str]
    today: dt.date

    @classmethod
    def of(cls, source: PageSource, asked: Mapping[str, str], wall: dt.datetime) -> Self:
        """Read what the address of the page asks for; what is not there falls back to what is."""
        state = source.state()
        people = tuple(Person.of(each) for each in state["people"])
        channels = tuple(state["channels"])
        person = next((each for each in people if each.name == asked.get("as")), people[0])
        now = dt.datetime.fromisoformat(state["now"])
        reader = Reader(person, people, channels, source.name_of, now)
        place = asked.get("in", "")
        place = place if place in {*channels, HOME, MESSAGES} else next(iter(channels), HOME)
        today = wall.astimezone(reader.zone).date()
        return cls(state, reader, place, asked, today)

    @property
    def thread(self) -> str | None:
        """The message whose thread is open."""
        return self.asked.get("thread")

    @property
    def since(self) -> str | None:
        """How far the person has read: what is newer is marked."""
        return self.asked.get("since")

    @property
    def at(self) -> str | None:
        """The message that is looked for."""
        return self.asked.get("at")

    @property
    def app(self) -> str:
        """The name of the app, as people say it."""
        return str(self.state["bot"]["real_name"]).capitalize()

    def shortcuts(self, kind: str) -> list[Json]:
        """Return what the app adds to the menus of every message (`message`), or of the workspace (`global`)."""
        return [each for each in self.state["shortcuts"] if each["kind"] == kind]

    @property
    def channel(self) -> str:
        """The place's name in the control API."""
        return channel_of(self.reader.person.name, self.place)

    @property
    def title(self) -> str:
        """The place's name as people say it."""
        return f"#{self.place}" if self.place in self.reader.channels else self.app

    @property
    def view(self) -> Json | None:
        """The form that is open in front of the person."""
        view: Json | None = self.state["views"].get(self.reader.person.name)
        return view

    @property
    def home(self) -> Json | None:
        """What the app shows on the person's Home."""
        home: Json | None = self.state["homes"].get(self.reader.person.name)
        return home

    def address(self, *, person: str | None = None, place: str | None = None, **more: str | None) -> str:
        """Return the page's address of somewhere else, for the same person at the same place unless told otherwise."""
        return address(person or self.reader.person.name, place or self.place, **more)

    def author(self, user: str) -> Author:
        """Tell who wrote a message, known by name or by id."""
        for number, person in enumerate(self.reader.people):
            if user in {person.name, person.id}:
                return Author(person.real_name, f"tone-{number % 8}")
        if user in {self.state["bot"]["name"], self.state["bot"]["id"]}:
            return Author(self.app, "app", is_app=True)
        return Author(self.reader.name_of(user).capitalize(), "slack", is_app=True)

    def messages(self, person: str, place: str) -> list[Json]:
        """Return what a person sees at a place, oldest first; what only they see among it."""
        channel = channel_of(person, place)
        said = self.state["dms"].get(person, []) if place == MESSAGES else self.state["channels"].get(place, [])
        whispered = [each for each in self._whispers(person, channel) if not each.get("thread_ts")]
        return sorted([*said, *whispered], key=_moment)

    def replies(self, message: Json) -> list[Json]:
        """Return the thread below a message, oldest first, with what only the reader sees."""
        whispered = self._whispers(self.reader.person.name, self.channel)
        own = [each for each in whispered if each.get("thread_ts") == message["ts"]]
        return sorted([*message.get("thread", ()), *own], key=_moment)

    def stamps(self, person: str) -> dict[str, list[str]]:
        """Return, by place, the times of the latest that others wrote to a person: what can be unread."""
        places = (*self.reader.channels, MESSAGES)
        return {place: sorted(self._written_to(person, place))[-_COUNTED:] for place in places}

    def _written_to(self, person: str, place: str) -> Iterator[str]:
        whispers = [each for each in self._whispers(person, channel_of(person, place)) if each.get("thread_ts")]
        for message in [*self.messages(person, place), *whispers]:
            for each in (message, *message.get("thread", ())):
                if self.author(each["user"]) != self.author(person):
                    yield each["ts"]

    def _whispers(self, person: str, channel: str) -> list[Json]:
        whispers = self.state["ephemerals"].get(person, ())
        return [each for each in whispers if each["channel"] == channel]


def _moment(message: Json) -> float:
    return float(message["ts"])
