"""The forms that people fill in and look at. Pure."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from adapters import Value
from bot.answers import CHANGE_TITLE, NEW_TITLE, Preparing, Proposal
from bot.requests import LinePlan, Plan, Request
from bot.slack import alike, blocks, cards, choices, details, origins, states
from bot.slack.blocks import Json, Message
from bot.slack.text import escaped

SEND = "proposal_send"
RUSH = "proposal_rush"
"""The form that has a plan applied at once, in an emergency."""
AT_ONCE = "proposal_at_once"
PATIENTLY = "proposal_patiently"
"""The buttons that turn the form of a plan into that one, and back; neither sends anything."""
CHANGE_DETAILS = "proposal_details"
"""The button that leads from a plan to the form in which it can be changed."""
REJECT = "request_reject_reason"
REASON = "reason"
"""The block, and the action in it, of the reason that a form asks for."""

ROOM = 50_000
"""Characters of a form; Slack takes 250,000 bytes in 100 blocks."""

LONGEST_TOLD = 2500
"""Characters of what is asked for, with the names of all lines."""

LONGEST_REASON = 500


class Shown(Value):
    """What a form remembers of the plan it shows."""

    draft: str
    digest: str
    origin: str = ""
    """From where it is asked."""
    at_once: bool | None = None
    """Whether it is shown as an emergency; None as they asked."""


class Told(Value):
    """What a form remembers that only says something, and may have buttons that lead on."""

    origin: str


class Rejecting(Value):
    """What the form for a rejection remembers."""

    request: int


def proposal(shown: Proposal, origin: str = "", *, at_once: bool | None = None) -> Json:
    """The filled-in form of a plan, which can be sent as it stands.

    `at_once`: as an emergency, where this person may; None as they asked.
    """
    rushing = is_rushing(shown, at_once)
    memory = Shown(draft=shown.draft, digest=shown.plan.digest, origin=origin, at_once=at_once)
    if shown.refused and not rushing and not list(choices.sharing(shown.plan)):
        return modal(_title(shown.plan), _refused(shown, origin), memory=memory)
    return modal(
        _title(shown.plan),
        [*sendable(shown, origin, rushing=rushing, more=_details(shown))],
        callback_id=RUSH if rushing else SEND,
        submit=submit(shown, rushing=rushing),
        memory=memory,
    )


def is_rushing(shown: Proposal, at_once: bool | None) -> bool:  # noqa: FBT001  (three states: yes, no, as they asked)
    """Whether a plan is shown as an emergency."""
    return bool(shown.rush) and (shown.urgent if at_once is None else at_once)


def pace(view: Mapping[str, Any]) -> bool | None:
    """Whether a plan was to be shown as an emergency in an open form; None as they asked."""
    memory: Mapping[str, Any] = json.loads(view.get("private_metadata") or "{}")
    return memory.get("at_once")


def submit(shown: Proposal, *, rushing: bool) -> str:
    """What the button says that sends a plan."""
    return "Apply now" if rushing else "Send" if shown.waived else "Ask for approval"


def sendable(
    shown: Proposal, origin: str = "", *, rushing: bool, more: Sequence[Json] = (), mark: str = ""
) -> Iterator[Json]:
    """A plan with all that is asked along with it; `more` follows the reading, another `mark` begins fields anew."""
    yield from _look_again(shown, submit(shown, rushing=rushing))
    yield from _loudly(shown) if rushing else _objection(shown)
    at_once, parts = rushing or shown.waived, shown.plan.parts
    yield from reading(shown.words, parts, understood=shown.understood, at_once=at_once, origin=origin)
    yield from more
    yield from choices.sharing(shown.plan, mark)
    yield from choices.announcing(shown.announcing, mark)
    yield reason_input(shown.reason, rushing=rushing, needed=shown.reason_needed)
    yield from _instead() if rushing else _waiting(shown)


def reason_input(first: str, *, rushing: bool = False, needed: bool = False) -> Json:
    """The field for the reason of a request."""
    readers = "Everybody reads it" if rushing else "Approvers see it"
    return blocks.text_input(
        REASON,
        "Reason",
        first=first,
        hint=f"{readers}, and it is kept in the history.",
        most=LONGEST_REASON,
        optional=not (rushing or needed),
    )


def typed_reason(view: Mapping[str, Any]) -> str:
    """The reason that stands in a form; empty if none was typed."""
    return str(view["state"]["values"][REASON][REASON].get("value") or "")


def _refused(shown: Proposal, origin: str) -> list[Json]:
    """A plan that cannot be sent."""
    rush = blocks.button("Apply at once…", AT_ONCE, spoken="Apply at once, as an emergency")
    return [
        *_objection(shown),
        *reading(shown.words, shown.plan.parts, understood=shown.understood, origin=origin),
        *(blocks.actions(rush) if shown.rush else ()),
        *_details(shown),
    ]


def _details(shown: Proposal) -> list[Json]:
    """The way into the form in which what was understood can be changed."""
    button = blocks.button("Change the details", CHANGE_DETAILS, {"draft": shown.draft})
    return blocks.actions(button) if shown.form else []


def preparing(shown: Preparing) -> Json:
    """The form while a line is read: it cannot be sent yet."""
    return modal(
        shown.title,
        [
            blocks.section(escaped(shown.summary, 1000)),
            blocks.section(f":hourglass_flowing_sand: Reading {shown.what}…"),
        ],
    )


def told(message: Message, origin: str = "") -> Json:
    """A form that only says something; `origin` is from where it was asked."""
    return modal("Phone lines", message.blocks[:100], memory=Told(origin=origin) if origin else None)


def rejection(request: Request) -> Json:
    """The form that asks for the reason of a rejection."""
    summaries = [details.summary(part.plan) for part in request.parts]
    return modal(
        "Reject the request",
        [
            *blocks.paragraphs(blocks.fitting(summaries, 5000)),
            blocks.text_input(
                REASON, "Why?", hint="Whoever asked will read it, and so will the channel.", most=LONGEST_REASON
            ),
        ],
        callback_id=REJECT,
        submit="Reject",
        memory=Rejecting(request=request.id),
    )


def everything(request: Request, card_link: str) -> Json:
    """All of a request, however many lines it has, and the way to its card."""
    link = [blocks.button("Go to the card", cards.CARD_LINK, url=card_link)] if card_link else []
    return modal(
        f"Request {request.id}"[:24],
        [
            blocks.section(f"{states.icon(request)} {states.sentence(request)}"),
            *reading(request.words, [part.plan for part in request.parts]),
            *([blocks.quoted(f"Reason: {request.reason}")] if request.reason else []),
            *blocks.actions(*link),
        ],
    )


def reading(
    words: str,
    parts: Sequence[LinePlan],
    room: int = ROOM,
    understood: str = "",
    *,
    at_once: bool = False,
    origin: str = "",
) -> list[Json]:
    """What was typed, and what was understood; `at_once`: nobody has to approve it first."""
    told = [blocks.context(blocks.plain(f"Understood: {understood}", 900))] if understood else []
    warnings = [details.at_once(part) if at_once else part.warnings for part in parts]
    lines = [
        line
        for group in alike.grouped(parts, warnings)
        for line in ("", f"*{escaped(alike.summary(group.parts), LONGEST_TOLD)}*", *group.lines)
    ]
    return [
        *typed(words, origin),
        *told,
        *blocks.paragraphs(blocks.fitting([*lines[1:], *details.besides(parts)], room)),
    ]


def typed(words: str, origin: str = "") -> list[Json]:
    """What was typed, if anything was; a message that was taken up tells who wrote it."""
    author, said = origins.author(origin), bool(words) and origins.is_typed(origin)
    told = [blocks.mrkdwn(f"{author} wrote:"), blocks.plain(f"“{words}”", 600)]
    return [blocks.context(*(told if author else [blocks.plain(f"Typed: “{words}”", 600)]))] if said else []


def _title(plan: Plan) -> str:
    if any(part.creates for part in plan.parts):
        return NEW_TITLE
    return "Delete a phone line" if any(part.deletes for part in plan.parts) else CHANGE_TITLE


def _loudly(shown: Proposal) -> Iterator[Json]:
    """What happens to a plan that is applied at once."""
    yield blocks.section(f":rotating_light: *Emergency.* {escaped(shown.rush, 600)}")


def _instead() -> Iterator[Json]:
    yield from blocks.actions(blocks.button("Ask for approval instead", PATIENTLY))


def _objection(shown: Proposal) -> Iterator[Json]:
    """Why a plan cannot be sent as it stands."""
    if shown.refused:
        yield blocks.section(f":no_entry: {escaped(shown.refused, 1000)}")


def _waiting(shown: Proposal) -> Iterator[Json]:
    """What has to happen before a plan is applied."""
    if shown.urgent and not shown.waived:
        told = "You asked for it at once, but you may not skip approval: it waits for approval like any other."
        yield blocks.section(f":information_source: {told}")
    first = "" if shown.waived else "Nothing changes before somebody else has approved it. "
    yield blocks.context(blocks.mrkdwn(f"{first}{escaped(shown.needs, 600)}".strip()))
    if shown.rush:
        yield from blocks.actions(blocks.button("Apply at once…", AT_ONCE, spoken="Apply at once, as an emergency"))


def _look_again(shown: Proposal, submit: str) -> Iterator[Json]:
    if shown.moved == "announced":
        heard = bool(shown.announcing and shown.announcing.text)
        yield blocks.section(
            f":memo: *{'You wrote what callers are to hear' if heard else 'You left what callers hear as it is'}.* This"
            f" is the plan with{'' if heard else 'out'} it; press *{submit}* again. Nothing has been asked for"
            " yet."
        )
    elif shown.moved == "first":
        yield blocks.section(
            f":mag: *Please look at it first.* This is the plan of what you filled in; press *{submit}* again."
            " Nothing has been asked for yet."
        )
    elif shown.moved:
        yield blocks.section(
            ":warning: *Please look again.* The line has changed meanwhile, or you chose otherwise, so this is another"
            " plan than the one you saw. Nothing has been asked for yet."
        )


def modal(
    title: str, shown: Sequence[Json], *, callback_id: str = "", submit: str = "", memory: Value | None = None
) -> Json:
    """A form in its frame; `memory` comes back with whatever is done in it."""
    view: Json = {
        "type": "modal",
        "title": blocks.plain(title, 24),
        "close": blocks.plain("Cancel" if submit else "Close", 24),
        "blocks": list(shown),
    }
    if submit:
        view["submit"] = blocks.plain(submit, 24)
        view["callback_id"] = callback_id
    if memory is not None:
        view["private_metadata"] = json.dumps(memory.model_dump(), separators=(",", ":"))
    return view
