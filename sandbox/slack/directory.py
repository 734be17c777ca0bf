"""Looking up the people and places of a team, by id for the app and by name for people."""

from collections.abc import Iterable, Sequence
from itertools import chain

from sandbox.slack.errors import RefusedError
from sandbox.slack.team import Channel, Person, Team, UserGroup, derived_id

SLACKBOT = Person(name="slackbot", id="USLACKBOT", real_name="Slackbot", is_bot=True)


class Directory:
    """Everyone and every conversation in one workspace; each person has a direct one with the bot."""

    def __init__(self, team: Team) -> None:
        self.team = team
        self.bot = team.bot
        self.everyone: Sequence[Person] = (*team.people, self.bot)
        self.humans: Sequence[Person] = [person for person in team.people if not person.is_bot]
        self.channels: Sequence[Channel] = team.channels
        self.direct: Sequence[Channel] = [_direct(person) for person in self.humans]
        self._people = {person.id: person for person in (*self.everyone, SLACKBOT)}
        self._channels = {channel.id: channel for channel in (*self.channels, *self.direct)}
        self._groups = {group.id: group for group in team.groups}

    def person(self, user_id: str) -> Person | None:
        """Return the person with this id."""
        return self._people.get(user_id)

    def channel(self, channel_id: str) -> Channel | None:
        """Return the conversation with this id."""
        return self._channels.get(channel_id)

    def group(self, group_id: str) -> UserGroup | None:
        """Return the user group with this id."""
        return self._groups.get(group_id)

    def named_person(self, name: str) -> Person:
        """Return the person with this name, with or without its @."""
        bare = name.removeprefix("@").lower()
        for person in self.everyone:
            if bare in (person.name.lower(), person.real_name.lower()):
                return person
        known = ", ".join(person.name for person in self.humans)
        raise RefusedError(sentence=f"Nobody here is called “{name}”. There are {known}.")

    def named_channel(self, name: str) -> Channel:
        """Return the channel with this name, with or without its #, or the direct one called ``@person``."""
        bare = name.removeprefix("#").lower()
        for channel in chain(self.channels, self.direct):
            if channel.name.lower() == bare:
                return channel
        known = ", ".join(channel.name for channel in self.channels)
        raise RefusedError(
            sentence=f"There is no channel “{name}”. There are {known}, and @person for direct messages."
        )

    def named_group(self, name: str) -> UserGroup | None:
        """Return the user group with this handle, if there is one."""
        return next((group for group in self._groups.values() if group.name == name), None)

    def direct_with(self, person: Person) -> Channel:
        """Return the conversation between the bot and this person."""
        return self.named_channel(f"@{person.name}")

    def members(self, channel: Channel) -> list[Person]:
        """Return who is in the conversation, the bot included."""
        people = self.named(channel.members)
        return [*people, self.bot] if channel.has_bot else people

    def named(self, names: Iterable[str]) -> list[Person]:
        """Return the people with these names."""
        wanted = set(names)
        return [person for person in self.everyone if person.name in wanted]

    def name_of(self, some_id: str) -> str:
        """Return how a page shows this id of a person, a conversation or a user group."""
        if person := self.person(some_id):
            return person.real_name
        place = self.channel(some_id) or self.group(some_id)
        return place.name if place else some_id


def _direct(person: Person) -> Channel:
    return Channel(name=f"@{person.name}", kind="direct", id=derived_id("D", person.name), members=(person.name,))
