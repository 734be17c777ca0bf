"""What kinds of record there are, beside the states that a line comes to and the alerts that are raised and over."""

from enum import StrEnum


class RecordKind(StrEnum):
    """What a record tells of, as it is kept in the database: none is ever called otherwise."""

    # Asking and deciding
    ASKED = "asked"
    APPROVAL = "approval"
    """One yes among several; the last one is the state `approved`."""
    WAIVED = "waived"
    RUSHED = "rushed"
    RATIFIED = "ratified"
    NOT_RATIFIED = "not ratified"
    STOPPED = "stopped"
    """Somebody had an emergency undone before its time to be ratified was over."""
    REPLANNED = "replanned"
    PLANNED_ANEW = "planned anew"
    """Another plan of what nobody has to approve."""
    LOST_RIGHT = "lost right"
    ROSTER = "roster"
    REFUSED = "refused"

    # Waiting
    REMINDED = "reminded"
    NUDGED = "nudged"
    ESCALATED = "escalated"
    TO_GO = "to go"
    WAITING = "waiting"

    # Carrying out
    RETRIED = "retried"
    """A step is tried again by itself."""
    AGAIN = "again"
    """Somebody had what failed tried again."""
    BY_HAND = "by hand"
    CONTINUED = "continued"
    REPLACED = "replaced"
    SHARED = "shared"
    """On a line that changes along with the one that was named."""
    STARTED = "started"
    ENDED = "ended"

    # Lines
    ADOPTED = "adopted"
    ROLLED = "rolled"
    SETTLED = "settled"
    RELEASED = "released"
    RELEASED_IN_PART = "released in part"


ASKED_ANEW = frozenset({RecordKind.ASKED, RecordKind.REPLANNED, RecordKind.LOST_RIGHT})
"""With these people are waited for, be it once more; whatever was said before does not count any more."""

TRIED_ANEW = frozenset({RecordKind.AGAIN})
"""With these people have something tried once more."""
