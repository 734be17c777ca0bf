"""What an ask means for one line: the changes, or a question back. Pure."""

from bot.intent.asking import AskBackError, NoNumbersError
from bot.intent.keys import without_menu
from bot.intent.meaning import changes_of
from bot.intent.options import asked_option, dialled, without_announcement, without_routing
from bot.intent.targets import is_dialled, reachable, takes_numbers

__all__ = [
    "AskBackError",
    "NoNumbersError",
    "asked_option",
    "changes_of",
    "dialled",
    "is_dialled",
    "reachable",
    "takes_numbers",
    "without_announcement",
    "without_menu",
    "without_routing",
]
