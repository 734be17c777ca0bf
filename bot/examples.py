"""What one can type, told with a line that exists."""

_LOOKING = (
    ("status {line}", "what callers get now, and what is planned"),
    ("history {line}", "who changed what, and when"),
)

_EXAMPLES = (
    ("close {line} Saturday", "closes it for that day; the usual hours come back by themselves"),
    ("close {line} today 2pm-4pm for training", "closes it for a while, and says why"),
    ("close {line} until 3pm !", "says that it cannot wait: who may can have it applied at once, and ratified later"),
    ("open {line} 9-1 this Sunday", "opens it outside its hours"),
    ("reopen {line}", "ends a closure early, or cancels a planned one"),
    ("set {line} hours mon-fri 8:30am-6pm", "changes the usual week"),
    ("add 9 for callback on {line}", "lets waiting callers press 9 to be called back"),
    ("press 3 goes to voicemail on {line}", "sets a key of the menu"),
    ("drop key 3 on {line}", "removes a key of the menu"),
    ("pause Ann Baker on {line}", "sends an agent no calls for now; `resume Ann Baker` sends them again"),
    ("undo the last change on {line}", "puts back what was before"),
    ("freeze for the audit", "lets an approver stop all applying; `unfreeze` lets it go on"),
    ("create a new line", "asks what a new line needs, and has it made"),
    *_LOOKING,
)


def examples(line: str, *, may_ask: bool) -> tuple[tuple[str, str], ...]:
    """Pairs of what to type and what it does; who may only look is shown how to look."""
    shown = _EXAMPLES if may_ask else _LOOKING
    return tuple((text.format(line=line), meaning) for text, meaning in shown)
