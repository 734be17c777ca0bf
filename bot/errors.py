"""What people are told when something cannot be done.

* SayError
  * NotAllowedError      this person has no right to it
  * NotFoundError        there is no such line, request or record
  * TooLateError         somebody was faster, or the moment has passed
  * NothingToDoError     it is so already
"""


class SayError(Exception):
    """Something that a person may read: `str(error)` is a whole sentence, ready for Slack and the terminal."""

    def __init__(self, sentence: str, hint: str = "") -> None:
        super().__init__(sentence)
        self.hint = hint
        """What to do next, as a sentence of its own; empty if the first one says it."""


class NotAllowedError(SayError):
    """This person has no right to it."""


class NotFoundError(SayError):
    """There is no such line, request or record."""


class TooLateError(SayError):
    """Somebody was faster, or the moment has passed."""


class NothingToDoError(SayError):
    """It is so already."""
