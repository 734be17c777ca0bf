"""What an ask means for one line: the changes, or a question back. Pure."""

from bot.intent.asking import AskBackError, NoNumbersError
from bot.intent.meaning import changes_of
from bot.intent.targets import takes_numbers

__all__ = ["AskBackError", "NoNumbersError", "changes_of", "takes_numbers"]
