"""From a sentence to an Ask: what a person wants of which line, or the question to ask back."""

from bot.language.ask import Ask, Choice, Edge, KnownLine, Verb, Window
from bot.language.front import read, warm_up
from bot.language.naming import name_problem
from bot.language.normal import plain_name
from bot.language.readback import canonical
from bot.language.wire import ask_lines, to_json

__all__ = [
    "Ask",
    "Choice",
    "Edge",
    "KnownLine",
    "Verb",
    "Window",
    "ask_lines",
    "canonical",
    "name_problem",
    "plain_name",
    "read",
    "to_json",
    "warm_up",
]
