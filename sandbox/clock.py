"""The world's clock: real time, moved by an offset."""

from datetime import UTC, datetime, timedelta


class WorldClock:
    """What time it is in the sandbox, for calendars; Slack's time-outs stay in real time."""

    def __init__(self, offset: timedelta = timedelta(0)) -> None:
        self._offset = offset

    @property
    def offset(self) -> timedelta:
        """How far the world is ahead of real time."""
        return self._offset

    def now(self) -> datetime:
        """Return the present moment, in UTC."""
        return datetime.now(UTC) + self._offset

    def set(self, now: datetime) -> None:
        """Make it this moment; a naive one is taken as UTC."""
        moment = now if now.tzinfo else now.replace(tzinfo=UTC)
        self._offset = moment - datetime.now(UTC)

    def advance(self, seconds: float) -> None:
        """Let this much time pass at once."""
        self._offset += timedelta(seconds=seconds)
