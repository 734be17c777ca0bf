"""From an ask and what was read of a line to a plan that a person can judge. Pure."""

from bot.plans.announcing import announcing, with_announcement
from bot.plans.creating import creation, deletion
from bot.plans.facts import Facts
from bot.plans.filling import Typed, filled
from bot.plans.lateness import is_late
from bot.plans.making import is_as_planned, make
from bot.plans.possible import key_problem
from bot.plans.sharing import meant_for
from bot.plans.standing import is_so_already, standing_part, touch_the_same, touched, weekdays_touched

__all__ = [
    "Facts",
    "Typed",
    "announcing",
    "creation",
    "deletion",
    "filled",
    "is_as_planned",
    "is_late",
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
