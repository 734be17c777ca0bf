"""A request as the card in the approval channel, and as the note to the person who asked. Pure."""

from collections.abc import Iterator, Sequence

from adapters import Value
from bot.requests import Part, Request, State
from bot.slack import blocks, details, states
from bot.slack.blocks import Json, Message
from bot.slack.text import mention, mentioned, moment

APPROVE = "request_approve"
REJECT = "request_reject"
WITHDRAW = "request_withdraw"
DETAILS = "request_details"
CARD_LINK = "request_card"

MOST_MENTIONED = 5
MOST_IN_FULL = 5
"""Lines of a request that are shown with all their differences; more are shown in a sentence each."""

ROOM = 7000
"""Characters for all lines together; Slack refuses messages somewhere above 13,000."""


class Choice(Value):
    """What a button of a card carries."""

    request: int
    digest: str = ""


def card(request: Request, deciders: Sequence[str]) -> Message:
    """The card as it is true now."""
    waiting = request.state is State.PENDING
    status = states.sentence(request)
    if waiting:
        status = f"{status} {_who_decides(request, deciders)}"
    shown = [
        blocks.header(title(request)),
        blocks.section(f"{states.ICONS[request.state]} {status}"),
        blocks.context(blocks.mrkdwn(_asked(request)), blocks.plain(f"“{request.words}”", 600)),
        *_lines(request),
    ]
    if request.reason:
        shown.append(blocks.context(blocks.plain(f"Reason: {request.reason}", 600)))
    return blocks.message(_spoken(request, status), [*shown, *blocks.actions(*_buttons(request))])


def note(request: Request, card_link: str) -> Message:
    """What the person who asked has before them; its button is there as long as it works."""
    status = states.sentence(request)
    shown = [
        blocks.section(f"You asked for approval of request {request.id}:\n{details.summaries(request.plan)}"),
        blocks.context(blocks.mrkdwn(f"{states.ICONS[request.state]} {status}")),
    ]
    buttons = []
    if card_link:
        buttons.append(blocks.button("Go to the card", CARD_LINK, url=card_link))
    if request.state is State.PENDING:
        buttons.append(blocks.button("Withdraw", WITHDRAW, _value(request), spoken=f"Withdraw request {request.id}"))
    return blocks.message(
        f"You asked for approval of request {request.id}: {details.summaries(request.plan)}",
        [*shown, *blocks.actions(*buttons)],
    )


def title(request: Request) -> str:
    """What is asked for, short enough for a heading."""
    if len(request.parts) == 1:
        return request.plan.summary
    return f"{len(request.parts)} lines: {', '.join(part.plan.line.name for part in request.parts)}"


def _lines(request: Request) -> list[Json]:
    texts = _texts(request)
    room = ROOM // len(texts)
    return [block for lines in texts for block in blocks.paragraphs(blocks.fitting(lines, room))]


def _texts(request: Request) -> list[list[str]]:
    """What the card shows of each line, or of all of them together where they are many."""
    if len(request.parts) > MOST_IN_FULL:
        return [[_in_short(part) for part in request.parts]]
    if len(request.parts) > 1:
        return [[_in_short(part), *details.lines(part.plan)] for part in request.parts]
    (part,) = request.parts
    whole = len(part.plan.summary) <= blocks.LONGEST_HEADER
    return [[*([] if whole else [f"*{details.summary(part.plan)}*"]), *details.lines(part.plan)]]


def _in_short(part: Part) -> str:
    return f"{states.ICONS[part.state]} {states.label(part)} *{details.summary(part.plan)}*"


def _leaves_out(request: Request) -> bool:
    """Whether there is more to see than the card shows."""
    texts = _texts(request)
    room = ROOM // len(texts)
    return len(request.parts) > MOST_IN_FULL or any(sum(len(line) + 1 for line in lines) > room for lines in texts)


def _buttons(request: Request) -> Iterator[Json]:
    what = title(request)
    if request.state is State.PENDING:
        yield blocks.button("Approve", APPROVE, _value(request), style="primary", spoken=f"Approve: {what}")
        yield blocks.button("Reject", REJECT, _value(request), style="danger", spoken=f"Reject: {what}")
    if _leaves_out(request):
        yield blocks.button("See everything", DETAILS, {"request": request.id}, spoken=f"See everything: {what}")


def _value(request: Request) -> Json:
    return Choice(request=request.id, digest=request.plan.digest).model_dump()


def _asked(request: Request) -> str:
    undone = sorted({part.plan.undoes for part in request.parts if part.plan.undoes})
    undone_text = ", ".join(map(str, undone))
    made = any(part.plan.deletes for part in request.parts)
    undoing = f" {'It was made by' if made else 'It undoes'} request {undone_text}." if undone else ""
    return f"Asked by {mention(request.person)}, {moment(request.created)}, as request {request.id}.{undoing} Typed:"


def _who_decides(request: Request, deciders: Sequence[str]) -> str:
    others = [name for name in deciders if name != request.person.user]
    named = others if len(others) <= MOST_MENTIONED else [each for each in others if each.startswith("S")]
    named = (named or others)[:MOST_MENTIONED]
    if not named:
        return "Nobody else may decide it: ask whoever looks after Switchhook."
    more = f" and {len(others) - len(named)} others" if len(named) < len(others) else ""
    return f"{', '.join(map(mentioned, named))}{more} can decide it, until {moment(request.expires)}."


def _spoken(request: Request, status: str) -> str:
    return f"Request {request.id}: {details.summaries(request.plan)} {status}"
