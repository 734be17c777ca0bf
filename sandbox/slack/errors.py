"""What a workspace refuses: to an app, with Slack's codes; to a person, in a sentence."""

from typing import Any


class SlackError(Exception):
    """A Web API call that Slack would refuse, with the code Slack would give."""

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


class RefusedError(Exception):
    """Something a person tried that Slack's own client would not let happen."""

    def __init__(self, sentence: str, *, status: int = 400, errors: dict[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.status = status
        self.errors = errors or {}
