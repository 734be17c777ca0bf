"""What is known of a line when a plan is made."""

from adapters import (
    Capabilities,
    Destination,
    Line,
    LiveStatus,
    MenuAction,
    Neighbour,
    Neighbours,
    Option,
    Reading,
    Setup,
    Value,
)
from bot import describe

_LINE = "line"
"""The kind of destination that is a line by its id."""


class Facts(Value):
    """What is known of a line when a plan is made."""

    line: Line
    reading: Reading
    capabilities: Capabilities
    destinations: tuple[Destination, ...] = ()
    live: LiveStatus = LiveStatus()
    subdivision: str = ""
    """The region of the line's country whose own holidays are meant as well."""
    managed: bool = True
    callback: str = ""
    """Where a key for callbacks leads on a line whose vendor has none of its own: `+…`, or an extension."""

    made: bool = False
    """Switchhook has made the line, so a key that it never set there does nothing."""
    names: dict[str, str] = {}
    """What the configured lines of the same system are called here, by their ids there."""

    def neighbours(self, neighbours: Neighbours) -> Neighbours:
        """Those who use the same schedules, by the names that people here know."""
        return Neighbours(
            hours=tuple(self._named(each) for each in neighbours.hours),
            closures=tuple(self._named(each) for each in neighbours.closures),
        )

    def _named(self, neighbour: Neighbour) -> Neighbour:
        there = f"{neighbour.name} (at {describe.vendor(self.line.system)})"
        return neighbour.model_copy(update={"name": self.names.get(neighbour.id, there)})

    def line_reached(self, action: MenuAction) -> str:
        """The id of the line of the same system to which an action leads; empty if it leads to none that is known."""
        if action.target_kind == _LINE:
            return action.target_id or ""
        wanted = (action.target_kind, action.target_id)
        return next((each.line for each in self.destinations if (each.kind, each.id) == wanted), "")

    @property
    def setup(self) -> Setup:
        """The line's setup as it was read."""
        return self.reading.setup

    @property
    def announcement(self) -> Option | None:
        """The option that tells callers of the keys in words; None where no option does."""
        return self.capabilities.option(self.capabilities.key_announcement)

    @property
    def words(self) -> describe.Words:
        """How this line's times and targets are put into words."""
        return describe.Words(
            zone=self.line.zone,
            country=self.line.country,
            capabilities=self.capabilities,
            destinations=self.destinations,
            made=self.made,
        )
