"""From an ask and what was read of a line to a plan that a person can judge. Pure."""

from bot.plans.facts import Facts
from bot.plans.making import is_as_planned, make
from bot.plans.sharing import meant_for
from bot.plans.standing import is_so_already, standing_part, touch_the_same, touched, weekdays_touched

__all__ = [
    "Facts",
    "is_as_planned",
    "is_so_already",
    "make",
    "meant_for",
    "standing_part",
    "touch_the_same",
    "touched",
    "weekdays_touched",
]
