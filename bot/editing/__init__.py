"""Changes that people fill in: which forms there are, what each asks for, and the changes that come of it. Pure."""

from bot.editing.forms import FORMS, of_ask, of_verb, offered, says
from bot.editing.holidays import MOST_LINES
from bot.editing.inputs import Chosen, Form, FormError, FormName, Scene, Values

__all__ = [
    "FORMS",
    "MOST_LINES",
    "Chosen",
    "Form",
    "FormError",
    "FormName",
    "Scene",
    "Values",
    "of_ask",
    "of_verb",
    "offered",
    "says",
]
