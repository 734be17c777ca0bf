"""From an ask and what was read of a line to a plan that a person can judge. Pure."""

from bot.plans.announcing import announcing, as_announced, with_announcement
from bot.plans.consequences import consequences, leading
from bot.plans.creating import creation, deletion
from bot.plans.facts import Facts
from bot.plans.filling import Typed, filled
from bot.plans.lateness import late_by
from bot.plans.making import done_elsewhere, is_as_begun, is_as_planned, make
from bot.plans.moving import moved
from bot.plans.possible import key_problem
from bot.plans.previewing import preview
from bot.plans.sharing import meant_for
from bot.plans.standing import (
    is_so_already,
    is_written_in_part,
    standing_part,
    touch_the_same,
    touched,
    weekdays_touched,
)
from bot.plans.things import Thing, things_set

__all__ = [
    "Facts",
    "Thing",
    "Typed",
    "announcing",
    "as_announced",
    "consequences",
    "creation",
    "deletion",
    "done_elsewhere",
    "filled",
    "is_as_begun",
    "is_as_planned",
    "is_so_already",
    "is_written_in_part",
    "key_problem",
    "late_by",
    "leading",
    "make",
    "meant_for",
    "moved",
    "preview",
    "standing_part",
    "things_set",
    "touch_the_same",
    "touched",
    "weekdays_touched",
    "with_announcement",
]
