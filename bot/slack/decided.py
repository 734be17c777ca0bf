"""Who has decided a request and who still has to, in words that stay on its card. Pure."""

from bot.requests import IN_FORCE, Request, State
from bot.slack.text import escaped, mention, moment

_STANDS = IN_FORCE | {State.APPROVED, State.APPLYING}
_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five")


def sentence(request: Request) -> str:
    """Who has approved it, or why nobody had to; empty as long as nobody has."""
    if request.ratify_by is not None:
        return emergency(request)
    if is_waived(request):
        return f"No approval needed: {escaped(request.waived, 400)}"
    named = approvers(request)
    return f"Approved by {named}." if named else ""


def is_waived(request: Request) -> bool:
    """Whether nobody had to approve it, and nobody did."""
    return bool(request.waived) and not request.approvals


def approvers(request: Request) -> str:
    """Everybody who said yes: `@amir and @noor`."""
    people = [each.person for each in request.approvals]
    if not people and request.decided_by:
        people = [request.decided_by]
    named = [mention(each) for each in people]
    return f"{', '.join(named[:-1])} and {named[-1]}" if len(named) > 1 else "".join(named)


def missing(request: Request, quorum: int) -> str:
    """How many approvals there are and how many are missing; empty where one is enough and nobody has said yes."""
    count = len(request.approvals)
    left = max(quorum - count, 0)
    if not count:
        return f"{quorum} approvals are needed." if quorum > 1 else ""
    words = _NUMBERS[left] if left < len(_NUMBERS) else str(left)
    return f"{count} of {quorum} approvals: {approvers(request)}. {words} more {'is' if left == 1 else 'are'} needed."


def can_be_ratified(request: Request) -> bool:
    """Whether it was applied in an emergency, and still waits for somebody else's yes."""
    return request.is_unratified and any(part.state in _STANDS for part in request.parts)


def emergency(request: Request) -> str:
    """What is to be said of a request that was applied without waiting for anybody."""
    told = f"Applied at once by {mention(request.person)}"
    if request.reason:
        told += f": “{escaped(request.reason, 500)}”"
    told += "" if request.reason.endswith((".", "!", "?")) else "."
    if request.ratified is not None:
        return f"{told} Ratified by {mention(request.ratified.person)}, {moment(request.ratified.at)}."
    if can_be_ratified(request) and request.ratify_by is not None:
        return f"{told} Somebody else has to ratify it by {moment(request.ratify_by)}, or it is undone."
    return f"{told} Nobody has ratified it."
