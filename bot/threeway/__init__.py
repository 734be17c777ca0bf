"""What takes a request back on one line: what was before it, what it wrote and what is now, compared. Pure."""

from bot.threeway.unwinding import Unwinding, three_way
from bot.threeway.verdicts import Conflict

__all__ = ["Conflict", "Unwinding", "three_way"]
