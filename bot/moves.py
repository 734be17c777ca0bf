"""From which state a request may move to which on one line: all transitions that there are, and no other. Pure.

A state that may move to itself does so when what is to be said of it changes.
"""

from collections.abc import Mapping

from bot.requests import State

LEGAL: Mapping[State, frozenset[State]] = {
    State.PENDING: frozenset(
        {
            State.PENDING,  # planned anew: a newer request has changed its line
            State.APPROVED,
            State.REJECTED,
            State.WITHDRAWN,
            State.EXPIRED,
            State.SUPERSEDED,
            State.FAILED,
        }
    ),
    State.APPROVED: frozenset(
        {
            State.APPROVED,
            State.APPLYING,
            State.PENDING,  # asked anew: its line has moved, or an approver has lost the right
            State.REJECTED,
            State.WITHDRAWN,  # it was taken back before anything was written
            State.EXPIRED,
            State.SUPERSEDED,
            State.FAILED,
        }
    ),
    State.SCHEDULED: frozenset(
        {
            State.SCHEDULED,
            State.APPLIED,
            State.ACCEPTED,
            State.VERIFIED,
            State.SUPERSEDED,
            State.FAILED,
            State.REVERTED,
        }
    ),
    State.APPLYING: frozenset(
        {
            State.APPLYING,
            State.PENDING,  # its line had moved before anything was written, or an approver had lost the right
            State.APPROVED,  # its line had moved before anything was written, and nobody has to approve it
            State.SCHEDULED,
            State.APPLIED,
            State.ACCEPTED,  # a line that was made
            State.VERIFIED,  # a line that was made or deleted
            State.REJECTED,  # before anything was written
            State.WITHDRAWN,  # before anything was written
            State.EXPIRED,
            State.SUPERSEDED,
            State.FAILED,
        }
    ),
    State.APPLIED: frozenset(
        {
            State.APPLIED,
            State.SCHEDULED,
            State.ACCEPTED,
            State.VERIFIED,
            State.SUPERSEDED,
            State.FAILED,
            State.REVERTED,
        }
    ),
    State.ACCEPTED: frozenset({State.SUPERSEDED, State.REVERTED}),
    State.VERIFIED: frozenset({State.SUPERSEDED, State.REVERTED}),
    State.FAILED: frozenset({State.APPROVED}),  # a person has it tried again
    State.REJECTED: frozenset(),
    State.WITHDRAWN: frozenset(),
    State.EXPIRED: frozenset(),
    State.SUPERSEDED: frozenset({State.APPLIED}),  # what had replaced it was undone
    State.REVERTED: frozenset(),
}


def is_legal(source: State, target: State) -> bool:
    """Whether a request may move so."""
    return target in LEGAL[source]
