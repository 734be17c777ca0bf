"""Who has decided a request and who still has to, in words that stay on its card. Pure."""

from collections.abc import Iterable, Mapping, Sequence

from bot.describe import listed, without_lead
from bot.kinds import ASKED_ANEW, RecordKind
from bot.requests import BEGUN, IN_FORCE, Person, Record, Request, State
from bot.slack.text import escaped, mention, moment

_APPLIED = IN_FORCE | {State.REVERTED}
_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five")


def sentence(request: Request) -> str:
    """Who has approved it, or why nobody had to; empty as long as nobody has."""
    if request.ratify_by is not None:
        return emergency(request)
    if is_waived(request):
        return f"No approval needed: {escaped(without_lead(request.waived), 400)}"
    people = approvers(request)
    return f"Approved by {people}." if people else ""


def is_waived(request: Request) -> bool:
    """Whether nobody had to approve it, and nobody did."""
    return bool(request.waived) and not request.approvals


def approvers(request: Request) -> str:
    """Everybody who said yes: `@amir and @noor`."""
    return named([each.person for each in request.approvals])


def named(people: Sequence[Person]) -> str:
    """Some people, with `and` before the last."""
    return listed([mention(each) for each in people]) if people else ""


def before(request: Request, records: Iterable[Record]) -> Mapping[str, tuple[Person, ...]]:
    """Who had approved what stands, by lines, where others have since approved the rest, which was asked anew."""
    said: dict[str, list[Person]] = {part.plan.line.name: [] for part in request.parts if part.state in BEGUN}
    found: dict[str, tuple[Person, ...]] = {}
    for record in records:
        if record.line not in said:
            continue
        if record.kind in ASKED_ANEW:
            said[record.line].clear()
        elif record.kind in {RecordKind.APPROVAL, State.APPROVED}:
            said[record.line].append(Person.parse(record.actor))
        if record.kind == State.APPROVED:
            found[record.line] = tuple(dict.fromkeys(said[record.line]))
    now = {each.person for each in request.approvals}
    return {line: people for line, people in found.items() if set(people) != now}


def missing(request: Request, quorum: int) -> str:
    """How many approvals there are and how many are missing; empty where one is enough and nobody has said yes."""
    count = len(request.approvals)
    left = max(quorum - count, 0)
    if not count:
        return f"{quorum} approvals are needed." if quorum > 1 else ""
    words = _NUMBERS[left] if left < len(_NUMBERS) else str(left)
    return f"{count} of {quorum} approvals: {approvers(request)}. {words} more {'is' if left == 1 else 'are'} needed."


def emergency(request: Request) -> str:
    """What is to be said of a request that is applied without waiting for anybody."""
    is_applied = any(part.state in _APPLIED for part in request.parts)
    told = f"{'Applied at once' if is_applied else 'To be applied at once, asked'} by {mention(request.person)}"
    if request.reason:
        told += f": “{escaped(request.reason, 500)}”"
    told += "" if request.reason.endswith((".", "!", "?")) else "."
    if request.ratified is not None:
        return f"{told} Ratified by {mention(request.ratified.person)}, {moment(request.ratified.at)}."
    if request.can_be_ratified and request.ratify_by is not None:
        ends = "is undone" if any(part.state in BEGUN for part in request.parts) else "ends unapplied"
        return f"{told} Somebody else has to ratify it by {moment(request.ratify_by)}, or it {ends}."
    return f"{told} Nobody has ratified it."
