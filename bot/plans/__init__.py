"""From an ask and what was read of a line to a plan that a person can judge. Pure."""

from bot.plans.announcing import ANNOUNCEMENT, announcing, with_announcement
from bot.plans.creating import Typed, creation, deletion, filled
from bot.plans.facts import Facts
from bot.plans.making import is_as_planned, make
from bot.plans.possible import key_problem
from bot.plans.sharing import meant_for
from bot.plans.standing import is_so_already, standing_part, touch_the_same, touched, weekdays_touched

__all__ = [
    "ANNOUNCEMENT",
    "Facts",
    "Typed",
    "announcing",
    "creation",
    "deletion",
    "filled",
    "is_as_planned",
    "is_so_already",
    "key_problem",
    "make",
    "meant_for",
    "standing_part",
    "touch_the_same",
    "touched",
    "weekdays_touched",
    "with_announcement",
]
