"""From a sentence to an Ask: what a person wants of which line, or the question to ask back."""

from bot.language.answering import (
    WHAT_TO_SAY,
    anew,
    chosen,
    declines,
    may_turn,
    takes_back,
    told,
    wants_yes_or_no,
    ways,
)
from bot.language.ask import Ask, Choice, Edge, KnownLine, Verb, Window
from bot.language.calendars import is_calendar_known, public_holidays, regions
from bot.language.completing import bare, keeps, trials
from bot.language.crossroads import UnclearError
from bot.language.fields import read_day, read_when, when_written
from bot.language.front import read, warm_up
from bot.language.moments import clock_problem, distance_problem
from bot.language.naming import name_problem
from bot.language.normal import plain_name
from bot.language.readback import canonical
from bot.language.wire import ask_lines, to_json

__all__ = [
    "WHAT_TO_SAY",
    "Ask",
    "Choice",
    "Edge",
    "KnownLine",
    "UnclearError",
    "Verb",
    "Window",
    "anew",
    "ask_lines",
    "bare",
    "canonical",
    "chosen",
    "clock_problem",
    "declines",
    "distance_problem",
    "is_calendar_known",
    "keeps",
    "may_turn",
    "name_problem",
    "plain_name",
    "public_holidays",
    "read",
    "read_day",
    "read_when",
    "regions",
    "takes_back",
    "to_json",
    "told",
    "trials",
    "wants_yes_or_no",
    "warm_up",
    "ways",
    "when_written",
]
