"""The forms that people ask for by name, and the one in which an incomplete sentence can be filled in. Pure."""

from collections.abc import Mapping, Sequence

from bot.language.tokens import Token
from bot.language.vocabulary import DEEDS, asks

FORMS: Mapping[str, str] = {
    name: form
    for form, names in {
        "close": "closures|closure|closing|closings",
        "open": "special hours|special opening hours|extra hours|holiday hours",
        "hours": "weekly hours|hours|usual hours|regular hours|business hours|opening hours|office hours|normal hours|"
        "working hours|standing hours|weekly schedule|schedule",
        "menu": "menu|menu keys|keys|menu options|phone menu|key menu|menus",
        "treatment": "treatment|closed treatment|closed calls|unanswered calls|forwarding",
        "greeting": "greeting|announcement|welcome message|greetings",
        "callback": "callback|callback settings|callback key|queue settings",
        "routing": "routing|call routing|distribution|call distribution",
        "members": "agents|members|operators|agent|member",
        "holidays": "holidays|public holidays|bank holidays",
        "options": "options|settings|other settings|further settings|option|setting",
    }.items()
    for name in names.split("|")
}
"""What each form is called; the first name is how it is said back."""

_SAID: Mapping[str, str] = {form: name for name, form in reversed(list(FORMS.items()))}
_ABOUT: Mapping[str, frozenset[str]] = {
    "callback": frozenset(("callback",)),
    "greeting": frozenset(("greeting", "announcement", "hear")),
    "routing": frozenset(("routing", "distribution")),
    "members": frozenset(("agent", "agents", "member", "members", "pause", "resume", "unpause")),
    "menu": frozenset(("menu", "key", "keys", "press", "pressing")),
}
"""Words that are said of one form alone."""
_OF_DEEDS = (("hours", "hours"), ("always", "hours"), ("open", "open"), ("extend", "open"), ("close", "close"))
_NO_CHANGES = frozenset(
    ("status", "history", "undo", "revert", "rollback", "help", "withdraw", "delegate", "freeze", "unfreeze", "thaw",
     "reopen", "delete", "create", "new", "simulate", "log", "holidays", "cancel")
)  # fmt: skip


def said(form: str) -> str:
    """How a form is called; empty if none is meant."""
    return _SAID.get(form, "")


def meant(tokens: Sequence[Token]) -> str:
    """The form in which what a sentence lacks can be filled in; empty if there is none, or nothing tells."""
    words = {each.text for each in tokens}
    if words & _NO_CHANGES or asks(tokens):
        return ""
    by_word = next((form for form, about in _ABOUT.items() if words & about), "")
    deeds = {found[0] for at in range(len(tokens)) if (found := DEEDS.at(tokens, at))}
    return by_word or next((form for deed, form in _OF_DEEDS if deed in deeds), "")
