"""A request as the card in the approval channel, and as the note to the person who asked. Pure."""

from collections.abc import Iterator, Mapping, Sequence

from pydantic import Field

from adapters import Value
from bot import describe
from bot.alerts import Alert
from bot.overlaps import Overlap
from bot.requests import BEGUN, BY_ITSELF, IN_FORCE, OPEN, LinePlan, Part, Person, Request, State
from bot.slack import alert_cards, alike, audience, blocks, bulk, decided, details, openers, origins, previews, states
from bot.slack.blocks import Json, Message
from bot.slack.by_hand import ByHand
from bot.slack.text import escaped, mention, mentioned, moment

APPROVE = "request_approve"
REJECT = "request_reject"
WITHDRAW = "request_withdraw"
NUDGE = "request_nudge"
RATIFY = "request_ratify"
REVERT = "request_revert"
RETRY = "request_retry"
COMPENSATE = "request_compensate"
DETAILS = "request_details"
CARD_LINK = "request_card"

_EMERGENCY = "Emergency: "
_SIREN = "\N{POLICE CARS REVOLVING LIGHT} "
"""How the heading of an emergency begins, the latter as long as it waits to be ratified."""

MOST_IN_FULL = 5
"""Lines of a request that are shown with all their differences; more are shown in a sentence each."""
MOST_PREVIEWED = 3
"""Lines, of which not the same is told, that are shown with the days around and what callers get."""
MOST_ALERTS = 2
MOST_OVERLAPS = 5

ROOM = 7000
"""Characters for all lines together; Slack refuses messages somewhere above 13,000."""
LEAST_ROOM = 2500
ROOM_BESIDES = 4500
"""The same for what a card tells besides."""


class Choice(Value):
    """What a button of a card carries."""

    request: int = Field(gt=0, lt=2**53)
    digest: str = ""


class Around(Value):
    """What a card tells besides its request."""

    deciders: tuple[str, ...] = ()
    """Who may decide it: people, user groups, channels."""
    quorum: int = 1
    """How many have to approve."""
    alerts: tuple[Alert, ...] = ()
    """The promises of this request that are not kept just now."""
    overlaps: tuple[Overlap, ...] = ()
    """Other requests for the same line at the same time."""
    by_hand: tuple[ByHand, ...] = ()
    """What people have to do in a vendor's portal meanwhile."""
    escalated: tuple[str, ...] = ()
    """Who was called besides, since nobody decided."""
    is_over: bool = False
    """It is too late to try again what failed of it."""
    before: Mapping[str, tuple[Person, ...]] = {}
    """Who had approved some lines, before the others were asked anew."""


def card(request: Request, around: Around) -> Message:
    """The card as it is true now."""
    told = [states.sentence(request), *_before(around)]
    if request.state is State.PENDING:
        told += [decided.missing(request, around.quorum), _who_decides(request, around)]
    elif request.can_be_ratified:
        told += _who_ratifies(around)
    status = " ".join(each for each in told if each)
    besides = blocks.fitting([*_broken(around), *_by_hand(around), *_overlaps(request, around)], ROOM_BESIDES)
    room = max(ROOM - sum(len(each) for each in besides), LEAST_ROOM)
    shown = [
        blocks.header(_heading(request)),
        blocks.section(f"{states.icon(request)} {status}"),
        blocks.context(blocks.mrkdwn(_asked(request)), *_typed(request)),
        *blocks.paragraphs(besides),
        *_lines(request, room),
    ]
    if request.reason and request.ratify_by is None:
        shown.append(blocks.context(blocks.plain(f"Reason: {request.reason}", 600)))
    return blocks.message(_spoken(request, status), [*shown, *blocks.actions(*_buttons(request, around, room))])


def note(request: Request, card_link: str) -> Message:
    """What the person who asked has before them; its buttons are there as long as they work."""
    status = states.sentence(request)
    shown = [
        blocks.section(f"{_yours(request)}:\n{details.summaries(request.plan)}"),
        blocks.context(blocks.mrkdwn(f"{states.icon(request)} {status}")),
    ]
    buttons = []
    if card_link:
        buttons.append(blocks.button("Go to the card", CARD_LINK, url=card_link))
    if request.state is State.PENDING or (request.waits and request.origin != BY_ITSELF):
        buttons.append(blocks.button("Withdraw", WITHDRAW, _value(request), spoken=f"Withdraw request {request.id}"))
    if request.state is State.PENDING:
        spoken = f"Remind those who can decide request {request.id}"
        buttons.append(blocks.button("Remind them", NUDGE, _value(request), spoken=spoken))
    buttons += _cancelling(request)
    return blocks.message(
        f"{_yours(request)}: {details.summaries(request.plan)}",
        [*shown, *blocks.actions(*buttons)],
    )


def _yours(request: Request) -> str:
    """What whoever asked has to do with a request."""
    if request.origin == BY_ITSELF:
        return f"Switchhook made request {request.id} in your name"
    if request.ratify_by is not None:
        return f"You had request {request.id} applied at once"
    if decided.is_waived(request):
        return f"You sent request {request.id}, which nobody has to approve"
    return f"You asked for approval of request {request.id}"


def title(request: Request) -> str:
    """What is asked for, short enough for a heading."""
    if len(request.parts) == 1:
        return request.plan.summary
    count = f"{len(request.parts)} lines"
    together = bulk.sentence(request.plan.parts)
    if together:
        return together
    same = alike.summary(request.plan.parts, count)
    front = f"{same.rstrip('.') if same else count}: "
    names = [part.plan.line.name for part in request.parts]
    return front + _named(names, blocks.LONGEST_HEADER - len(f"{_SIREN}{_EMERGENCY}{front}"))


def _named(names: Sequence[str], room: int) -> str:
    """As many names as there is room for, at least one, and how many more there are."""
    count = len(names)
    while count > 1 and len(_counted(names, count)) > room:
        count -= 1
    return _counted(names, count)


def _counted(names: Sequence[str], count: int) -> str:
    more = len(names) - count
    return ", ".join(names[:count]) + (f" and {more} more" if more else "")


def _heading(request: Request) -> str:
    if request.ratify_by is None:
        return title(request)
    return f"{_SIREN if request.can_be_ratified else ''}{_EMERGENCY}{title(request)}"


def _lines(request: Request, room: int) -> list[Json]:
    texts = _texts(request)
    return [block for lines in texts for block in blocks.paragraphs(blocks.fitting(lines, room // len(texts)))]


def _texts(request: Request) -> list[list[str]]:
    """What the card shows of each line, or of all of them together where they are many."""
    if bulk.sentence(request.plan.parts):
        return [[*_day_by_day(request), *details.besides(request.plan.parts)]]
    if len(request.parts) > MOST_IN_FULL:
        return [[*(_in_short(part, request) for part in request.parts), *details.besides(request.plan.parts)]]
    plans = _previewed(request)
    warnings = [details.on_the_card(part, request) for part in request.parts]
    if len(request.parts) > 1:
        rows = {part.plan.line.key: _in_short(part, request) for part in request.parts}
        told = [
            [*(rows[part.line.key] for part in group.parts), *group.lines]
            for group in alike.grouped(plans, warnings, brief=True)
        ]
        apart = details.besides(request.plan.parts)
        return [*told, apart] if apart else told
    (plan,) = plans
    whole = len(plan.summary) <= blocks.LONGEST_HEADER - len(f"{_SIREN}{_EMERGENCY}")
    return [
        [
            *([] if whole else [f"*{details.summary(plan)}*"]),
            *details.lines(plan, *warnings, brief=True),
            *details.besides(plans),
        ]
    ]


def _day_by_day(request: Request) -> Iterator[str]:
    """How the lines stand, those together that stand alike, each day with its lines, and what there is to know."""
    standing: dict[str, list[LinePlan]] = {}
    for part in request.parts:
        label = f"{states.ICONS[part.state]} {states.label(part, request)}"
        standing.setdefault(label, []).append(part.plan)
    if request.state is State.PENDING:
        standing = {"*Lines:*": list(request.plan.parts)}
    yield from (f"{label} {bulk.named(those)}" for label, those in standing.items())
    yield from ["", *bulk.rows(request.plan.parts)]
    risky = list(_risky(request.plan.parts))
    warned = alike.warned_of([(part.plan, details.on_the_card(part, request)) for part in request.parts])
    if risky or warned:
        yield from ["", *risky, *warned]


def _risky(parts: Sequence[LinePlan]) -> Iterator[str]:
    """Why a plan is to be looked at twice, and for which lines, where it is not for all."""
    found: dict[str, list[LinePlan]] = {}
    for part in parts:
        for line in details.risk(part):
            found.setdefault(line, []).append(part)
    for line, those in found.items():
        yield line if len(those) == len(parts) else f"{line} ({bulk.named(those)})"


def _previewed(request: Request) -> list[LinePlan]:
    """The plans of the lines, with what they look like to callers where that may come about and there is room."""
    shown = [part.plan if part.state in OPEN | IN_FORCE else _bare(part.plan) for part in request.parts]
    few = len(alike.grouped(shown, [()] * len(shown), brief=True)) <= MOST_PREVIEWED
    return shown if few else [_bare(plan) for plan in shown]


def _bare(plan: LinePlan) -> LinePlan:
    return plan.model_copy(update={"preview": None})


def _in_short(part: Part, request: Request) -> str:
    return f"{states.ICONS[part.state]} {states.label(part, request)} *{details.summary(part.plan)}*"


def _leaves_out(request: Request, room: int) -> bool:
    """Whether there is more to see than the card shows."""
    texts = _texts(request)
    most = room // len(texts)
    return (
        len(request.parts) > MOST_IN_FULL
        or bool(bulk.sentence(request.plan.parts))
        or any(sum(len(line) + 1 for line in lines) > most for lines in texts)
        or (_is_judged(request) and any(map(_has_more, request.plan.parts)))
    )


def _is_judged(request: Request) -> bool:
    """Whether somebody has to make up their mind about it."""
    return request.state is State.PENDING or request.can_be_ratified


def _has_more(plan: LinePlan) -> bool:
    return plan.preview is not None and previews.leaves_out(plan.preview)


def _buttons(request: Request, around: Around, room: int) -> Iterator[Json]:
    what, value = title(request), _value(request)
    if request.state is State.PENDING:
        yield blocks.button("Approve", APPROVE, value, style="primary", spoken=f"Approve: {what}")
    if request.state is State.PENDING or (request.waits and not request.waived and request.ratify_by is None):
        yield blocks.button("Reject", REJECT, value, style="danger", spoken=f"Reject: {what}")
    if request.can_be_ratified:
        yield blocks.button("Ratify", RATIFY, value, style="primary", spoken=f"Ratify: {what}")
        yield blocks.button("Undo now", REVERT, value, style="danger", spoken=f"Undo now: {what}")
    if states.can_be_retried(request) and not around.is_over:
        yield blocks.button("Try again", RETRY, value, spoken=f"Try again: {what}")
    if states.has_failed(request) and any(part.state in IN_FORCE for part in request.parts):
        yield blocks.button("Undo what was done", COMPENSATE, value, spoken=f"Undo what was done: {what}")
    yield from _cancelling(request)
    yield from _undoing(request)
    if _leaves_out(request, room):
        yield blocks.button("See everything", DETAILS, {"request": request.id}, spoken=f"See everything: {what}")


def _cancelling(request: Request) -> Iterator[Json]:
    """The way to take back what is scheduled, as if somebody had typed it: whoever may undo it, may."""
    if request.state is State.SCHEDULED and not request.can_be_ratified:
        yield openers.saying("Cancel it", f"undo request {request.id}", spoken=f"Cancel it: {title(request)}")


def _undoing(request: Request) -> Iterator[Json]:
    """The same for what was set ahead of its time, unless it undoes something else itself."""
    is_set = request.state in {State.VERIFIED, State.ACCEPTED} and not request.can_be_ratified
    if is_set and any(part.plan.starts and part.plan.undoes is None for part in request.parts):
        yield openers.saying("Undo…", f"undo request {request.id}", spoken=f"Undo: {title(request)}")


def _value(request: Request) -> Json:
    return Choice(request=request.id, digest=request.plan.digest).model_dump()


def _asked(request: Request) -> str:
    undone = sorted({part.plan.undoes for part in request.parts if part.plan.undoes})
    undone_text = ", ".join(map(str, undone))
    made = any(part.plan.deletes for part in request.parts)
    undoing = f" {'It was made by' if made else 'It undoes'} request {undone_text}." if undone else ""
    asked = f"Asked by {mention(request.person)}{origins.told(request.origin)}, {moment(request.created)}"
    if request.origin == BY_ITSELF:
        asked = f"Made by Switchhook in the name of {mention(request.person)}, {moment(request.created)}"
    heading = " It says:" if origins.author(request.origin) else " Typed:"
    typed = heading if _is_typed(request) else ""
    return f"{asked}, as request {request.id}.{undoing}{typed}"


def _is_typed(request: Request) -> bool:
    """Whether somebody typed what is asked for; a form may have been filled in instead."""
    return bool(request.words) and origins.is_typed(request.origin)


def _typed(request: Request) -> Iterator[Json]:
    if _is_typed(request):
        yield blocks.plain(f"“{request.words}”", 600)


def _who_decides(request: Request, around: Around) -> str:
    done = {request.person.user, *(each.person.user for each in request.approvals)}
    others = [name for name in around.deciders if name not in done]
    named = audience.mentions(others)
    if not named:
        return "Nobody else may decide it: ask whoever looks after Switchhook."
    more = f" and {len(others) - len(named)} others" if len(named) < len(others) else ""
    called = audience.mentions(name for name in around.escalated if name not in others)
    besides = f" {', '.join(called)} {'was' if len(called) == 1 else 'were'} called besides." if called else ""
    return f"{', '.join(named)}{more} can decide it, until {moment(request.expires)}.{besides}"


def _who_ratifies(around: Around) -> list[str]:
    named = audience.mentions(around.deciders)
    return [f"{' or '.join(named)} can ratify it."] if named else []


def _before(around: Around) -> Iterator[str]:
    """Who had approved some lines, grouped by people."""
    for people in dict.fromkeys(around.before.values()):
        lines = [f"*{escaped(line, 80)}*" for line, those in around.before.items() if those == people]
        yield f"{describe.listed(lines)} {'was' if len(lines) == 1 else 'were'} approved by {decided.named(people)}."


def _broken(around: Around) -> Iterator[str]:
    """What was promised and is not so; the alert itself has a card of its own."""
    for each in around.alerts[:MOST_ALERTS]:
        yield alert_cards.paragraph(each, most=700)


def _overlaps(request: Request, around: Around) -> Iterator[str]:
    """The other requests that meet this one, and which of them rules then; both cards name each other."""
    for each in around.overlaps[:MOST_OVERLAPS]:
        by = f"request {each.request} of {mention(each.person)}"
        about = f"*{escaped(each.line, 80)}*: {escaped(each.summary, 300)} {_ruling(request, each)}"
        yield f":vertical_traffic_light: It meets {by} ({each.state.word}) on {about}"
    if len(around.overlaps) > MOST_OVERLAPS:
        yield f":vertical_traffic_light: … and {len(around.overlaps) - MOST_OVERLAPS} more."


def _ruling(request: Request, other: Overlap) -> str:
    """Which of two requests about the same rules: what is applied last does, and what waits is planned anew first."""
    own = next((part.state for part in request.parts if part.plan.line.name == other.line), request.state)
    if own in BEGUN and other.state in BEGUN:
        return "Wherever both are about the same, what was applied last rules."
    if other.state in BEGUN:
        return "Once this one is applied, it rules wherever both are about the same."
    if own in BEGUN:
        return f"Once request {other.request} is applied, it rules wherever both are about the same."
    return "Wherever both are about the same, the one that is applied last rules."


def _by_hand(around: Around) -> Iterator[str]:
    """What people have to do themselves, step by step."""
    for each in around.by_hand:
        people = f", by {' or '.join(mentioned(name) for name in each.people[:5])}" if each.people else ""
        yield f":hammer_and_wrench: *To do by hand on {escaped(each.line, 80)}{people}:*"
        steps = [f"{number}. {escaped(step, 400)}" for number, step in enumerate(each.steps, start=1)]
        yield from blocks.fitting(steps, 2200 // len(around.by_hand))


def _spoken(request: Request, status: str) -> str:
    return f"Request {request.id}: {details.summaries(request.plan)} {status}"
