"""What an ask means for one line: the changes, or a question back. Pure."""

from bot.intent.asking import AskBackError
from bot.intent.meaning import changes_of

__all__ = ["AskBackError", "changes_of"]
