"""The forms that people fill in and look at. Pure."""

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from adapters import Value
from bot import describe
from bot.answers import CHANGE_TITLE, NEW_TITLE, Announcing, Preparing, Proposal
from bot.requests import LinePlan, Plan, Request
from bot.slack import alike, blocks, cards, details, states
from bot.slack.blocks import Json, Message
from bot.slack.text import escaped

SEND = "proposal_send"
RUSH = "proposal_rush"
"""The form that has a plan applied at once, in an emergency."""
AT_ONCE = "proposal_at_once"
PATIENTLY = "proposal_patiently"
"""The buttons that turn the form of a plan into that one, and back; neither sends anything."""
REJECT = "request_reject_reason"
REASON = "reason"
"""The block, and the action in it, of the reason that a form asks for."""
SHARING = "sharing"
"""The block, and the action in it, of the choice whether lines on the same schedule change as well."""
ONLY, ALL = "only", "all"
ANNOUNCE = "announcement_suggested"
"""The button that puts the suggested announcement into the plan."""
ANNOUNCED = "announced"
"""The beginning of the block, and of the action in it, of what callers are to hear of the keys."""

ROOM = 50_000
"""Characters of a form; Slack takes 250,000 bytes in 100 blocks."""

LONGEST_TOLD = 2500
"""Characters of what is asked for, with the names of all lines."""

LONGEST_REASON = 500
LONGEST_INPUT = 3000
"""What a field of a form takes at most."""


class Shown(Value):
    """What a form remembers of the plan it shows."""

    draft: str
    digest: str
    origin: str = ""
    """From where it is asked."""


class Rejecting(Value):
    """What the form for a rejection remembers."""

    request: int


class Suggested(Value):
    """What the button carries that puts the suggested announcement into the plan."""

    text: str


def proposal(shown: Proposal, origin: str = "", *, at_once: bool | None = None) -> Json:
    """The filled-in form of a plan, which can be sent as it stands.

    `at_once`: as an emergency, where this person may; None as they asked.
    """
    rushing = bool(shown.rush) and (shown.urgent if at_once is None else at_once)
    sharing = list(_sharing(shown.plan))
    if shown.refused and not rushing and not sharing:
        return _refused(shown, origin)
    submit = "Apply now" if rushing else "Send" if shown.waived else "Ask for approval"
    reason = blocks.text_input(
        REASON,
        "Reason",
        first=shown.reason,
        hint="Everybody reads it, and it is kept in the history."
        if rushing
        else "Approvers see it, and it is kept in the history.",
        most=LONGEST_REASON,
        optional=not (rushing or shown.reason_needed),
    )
    return _modal(
        _title(shown.plan),
        [
            *_look_again(shown, submit),
            *(_loudly(shown) if rushing else _objection(shown)),
            *reading(shown.words, shown.plan.parts, understood=shown.understood, at_once=rushing or shown.waived),
            *sharing,
            *_announcing(shown.announcing),
            reason,
            *(_instead() if rushing else _waiting(shown)),
        ],
        callback_id=RUSH if rushing else SEND,
        submit=submit,
        memory=Shown(draft=shown.draft, digest=shown.plan.digest, origin=origin),
    )


def _refused(shown: Proposal, origin: str) -> Json:
    """The form of a plan that cannot be sent."""
    rush = blocks.button("Apply at once…", AT_ONCE, spoken="Apply at once, as an emergency")
    return _modal(
        _title(shown.plan),
        [
            *_objection(shown),
            *reading(shown.words, shown.plan.parts, understood=shown.understood),
            *(blocks.actions(rush) if shown.rush else ()),
        ],
        memory=Shown(draft=shown.draft, digest=shown.plan.digest, origin=origin),
    )


def preparing(shown: Preparing) -> Json:
    """The form while a line is read: it cannot be sent yet."""
    return _modal(
        shown.title,
        [
            blocks.section(escaped(shown.summary, 1000)),
            blocks.section(f":hourglass_flowing_sand: Reading {shown.what}…"),
        ],
    )


def told(message: Message) -> Json:
    """A form that only says something."""
    return _modal("Phone lines", message.blocks[:100])


def rejection(request: Request) -> Json:
    """The form that asks for the reason of a rejection."""
    summaries = [details.summary(part.plan) for part in request.parts]
    return _modal(
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
    return _modal(
        f"Request {request.id}"[:24],
        [
            blocks.section(f"{states.icon(request)} {states.sentence(request)}"),
            *reading(request.words, [part.plan for part in request.parts]),
            *([blocks.quoted(f"Reason: {request.reason}")] if request.reason else []),
            *blocks.actions(*link),
        ],
    )


def reading(
    words: str, parts: Sequence[LinePlan], room: int = ROOM, understood: str = "", *, at_once: bool = False
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
        blocks.context(blocks.plain(f"Typed: “{words}”", 600)),
        *told,
        *blocks.paragraphs(blocks.fitting([*lines[1:], *details.besides(parts)], room)),
    ]


def chosen_sharing(view: Mapping[str, Any]) -> bool | None:
    """Whether lines on the same schedule are to change as well, as it stands in a form; None if it does not ask."""
    field: Mapping[str, Any] = view["state"]["values"].get(SHARING, {}).get(SHARING, {})
    option: Mapping[str, Any] = field.get("selected_option") or {}
    return option["value"] == ALL if option else None


def chosen_announcement(view: Mapping[str, Any]) -> str | None:
    """What callers are to hear, as it stands in a form; empty to leave it as it is, None if the form does not ask."""
    values: Mapping[str, Any] = view["state"]["values"]
    typed = [field.get("value") or "" for block, fields in values.items() for field in _of(block, fields)]
    return " ".join(typed[0].split()) if typed else None


def _of(block: str, fields: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if block.startswith(ANNOUNCED):
        yield from fields.values()


def _announcing(asked: Announcing | None) -> Iterator[Json]:
    """What callers hear of the keys, where an announcement tells them."""
    if asked is None:
        return
    if asked.suggestion and asked.suggestion != asked.text:
        suggested = f"Callers hear of the keys only from the announcement. It could say: “{asked.suggestion}”"
        use = blocks.button("Let callers hear this", ANNOUNCE, {"text": asked.suggestion}, spoken=asked.suggestion)
        yield blocks.section(escaped(suggested, 2000)) | {"accessory": use}
    # Slack keeps what stands in a field as long as its block has the same id, whatever the new form begins with.
    block = f"{ANNOUNCED}_{zlib.crc32(asked.text.encode()):08x}" if asked.text else ANNOUNCED
    kept = f"{'Emptied' if asked.text else 'Left empty'}, it leaves the announcement as it is."
    hint = f"Write all of it, every key included: it replaces everything that callers hear now. {kept}"
    yield blocks.text_input(
        block,
        "Also change what callers hear",
        first=asked.text,
        hint=hint,
        most=min(asked.most, LONGEST_INPUT),
        optional=True,
    )


def _sharing(plan: Plan) -> Iterator[Json]:
    """The choice who changes, where other lines use the same schedule."""
    sharing = [part for part in plan.parts if part.neighbours or part.beside]
    if sharing:
        if plan.neighbours:
            named = [part.line.name for part in sharing]
            options = {ONLY: f"Only {describe.listed(named)}", ALL: f"Also {describe.listed(plan.neighbours)}"}
        else:
            options = {ONLY: "Each by itself, with a copy of the schedule", ALL: "Together, in the schedule they share"}
        yield blocks.radio_buttons(SHARING, "Who changes?", options, ALL if plan.shared else ONLY)


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
    elif shown.moved:
        yield blocks.section(
            ":warning: *Please look again.* The line has changed meanwhile, or you chose otherwise, so this is another"
            " plan than the one you saw. Nothing has been asked for yet."
        )


def _modal(
    title: str, shown: Sequence[Json], *, callback_id: str = "", submit: str = "", memory: Value | None = None
) -> Json:
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
