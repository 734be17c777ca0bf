"""What `switchhook check` says of one thing."""

from typing import NamedTuple

from slack_sdk.errors import SlackApiError


class Finding(NamedTuple):
    """One thing that was looked at: what is so, or what to do."""

    ok: bool
    text: str
    remark: bool = False
    """It is no failure, but somebody should know of it."""

    @property
    def line(self) -> str:
        """The finding as it is said: `ok`, `see` or `fix`, and the rest."""
        mark = "see" if self.remark else "ok "
        return f"{mark if self.ok else 'fix'} {self.text}"


def remark(text: str) -> Finding:
    """What somebody should know."""
    return Finding(ok=True, text=text, remark=True)


def counted(number: int, one: str, more: str) -> str:
    """How many there are, in words that fit: `1 line`, `2 lines`."""
    return f"{number} {one if number == 1 else more}"


def why(error: Exception) -> str:
    """What was the matter, in a few words."""
    return str(error.response["error"]) if isinstance(error, SlackApiError) else str(error) or type(error).__name__
