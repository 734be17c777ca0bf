"""``users.*``, ``usergroups.*``, ``bots.*``, ``team.*``, ``auth.*``: who there is."""

from collections.abc import Callable
from datetime import datetime

from sandbox.slack import profiles
from sandbox.slack.address import Address
from sandbox.slack.api.access import Access
from sandbox.slack.api.arguments import Arguments, page
from sandbox.slack.directory import Directory
from sandbox.slack.errors import SlackError
from sandbox.storage import Json


class People:
    """Shows the people, the groups, the app and the team."""

    def __init__(self, address: Address, directory: Directory, now: Callable[[], datetime]) -> None:
        self._address = address
        self._directory = directory
        self._access = Access(directory)
        self._now = now

    def bot_test(self, _arguments: Arguments) -> Json:
        """Say whom the bot token belongs to."""
        team = self._directory.team
        return {
            "url": f"{self._address.url}/",
            "team": team.name,
            "team_id": team.id,
            "user": self._directory.bot.name,
            "user_id": self._directory.bot.id,
            "bot_id": team.app.bot_id,
            "is_enterprise_install": False,
        }

    def app_test(self, _arguments: Arguments) -> Json:
        """Say whom the app-level token belongs to."""
        app = self._directory.team.app
        return {"app_name": app.name, "app_id": app.id}

    def user(self, arguments: Arguments) -> Json:
        """Show one person."""
        person = self._access.person(arguments.needed("user"))
        return {"user": profiles.user(person, self._directory, self._now())}

    def users(self, arguments: Arguments) -> Json:
        """Show everyone of this team."""
        own = [person for person in self._directory.everyone if person.team_id in (None, self._directory.team.id)]
        found, cursor = page(own, arguments)
        return {"members": [profiles.user(one, self._directory, self._now()) for one in found], **cursor}

    def groups(self, arguments: Arguments) -> Json:
        """Show the user groups, with their members if wanted."""
        shown = []
        for group in self._directory.team.groups:
            members = {"users": self._members(group.members)} if arguments.flag("include_users") else {}
            shown.append({**profiles.group(group, self._directory), **members})
        return {"usergroups": shown}

    def group_members(self, arguments: Arguments) -> Json:
        """Show who is in a user group."""
        group = self._directory.group(arguments.needed("usergroup"))
        if group is None:
            raise SlackError(code="no_such_subteam")
        return {"users": self._members(group.members)}

    def bot(self, arguments: Arguments) -> Json:
        """Show the app as a bot."""
        app = self._directory.team.app
        if (arguments.text("bot") or app.bot_id) != app.bot_id:
            raise SlackError(code="bot_not_found")
        bot = {"id": app.bot_id, "app_id": app.id, "user_id": self._directory.bot.id, "name": app.name}
        return {"bot": {**bot, "deleted": False, "updated": profiles.FOUNDED}}

    def team(self, _arguments: Arguments) -> Json:
        """Show the team."""
        team = self._directory.team
        return {"team": {"id": team.id, "name": team.name, "domain": team.domain, "url": f"{self._address.url}/"}}

    def _members(self, names: tuple[str, ...]) -> list[str]:
        return [person.id for person in self._directory.named(names)]
