"""What takes a request back on one line: what was before it, what it wrote and what is now, compared. Pure."""

from bot.threeway.unwinding import Unwinding, three_way

__all__ = ["Unwinding", "three_way"]
