"""``views.*``: the app's modals and Homes."""

from sandbox.slack.api.access import Access
from sandbox.slack.api.arguments import Arguments
from sandbox.slack.contents import checked_view
from sandbox.slack.directory import Directory
from sandbox.slack.errors import SlackError
from sandbox.slack.records import View
from sandbox.slack.triggers import Triggers
from sandbox.slack.views import Views
from sandbox.storage import Json


class Surfaces:
    """Opens and changes views, where the trigger and the hash are good."""

    def __init__(self, directory: Directory, views: Views, triggers: Triggers) -> None:
        self._access = Access(directory)
        self._views = views
        self._triggers = triggers

    def open(self, arguments: Arguments) -> Json:
        """Open a modal for whoever just did something."""
        content = checked_view(arguments.raw("view"), "modal")
        trigger_id = arguments.needed("trigger_id")
        view = self._views.open(self._triggers.owner(trigger_id), content)
        self._triggers.use_up(trigger_id)
        return {"view": self._views.as_slack(view)}

    def push(self, arguments: Arguments) -> Json:
        """Put a modal on top of the open ones."""
        content = checked_view(arguments.raw("view"), "modal")
        trigger_id = arguments.needed("trigger_id")
        view = self._views.push(self._triggers.owner(trigger_id), content)
        self._triggers.use_up(trigger_id)
        return {"view": self._views.as_slack(view)}

    def update(self, arguments: Arguments) -> Json:
        """Show something else in an open view."""
        view = self._views.find(view_id=arguments.text("view_id"), external_id=arguments.text("external_id"))
        content = checked_view(arguments.raw("view"), view.kind)
        return self._replace(view, content, arguments)

    def publish(self, arguments: Arguments) -> Json:
        """Show something on a person's Home."""
        person = self._access.person(arguments.needed("user_id"))
        content = checked_view(arguments.raw("view"), "home")
        home = self._views.home(person.id)
        if home is not None:
            return self._replace(home, content, arguments)
        return {"view": self._views.as_slack(self._views.publish(person.id, content))}

    def _replace(self, view: View, content: Json, arguments: Arguments) -> Json:
        if arguments.text("hash") not in ("", view.hash):
            raise SlackError(code="hash_conflict")
        self._views.replace(view, content)
        return {"view": self._views.as_slack(view)}
