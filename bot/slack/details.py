"""What a person needs to judge a plan, as lines of mrkdwn. Pure."""

from collections.abc import Sequence

from bot import describe
from bot.requests import OPEN, Difference, LinePlan, Part, Plan, Request, State
from bot.slack import blocks, bulk, previews
from bot.slack.text import escaped

LONGEST_SUMMARY = 700


def lines(part: LinePlan, warnings: Sequence[str], *, brief: bool = False) -> list[str]:
    """Everything about one line of a plan but its summary: differences, days, callers and warnings apart.

    Nothing is told twice; where it has to be brief, of the days around only the nearest are shown.
    """
    told = [warning(each) for each in warnings]
    groups = [_differences(part), *_callers(part, brief=brief), [*risk(part), *told]]
    return [line for group in groups if group for line in ("", *group)][1:]


def warning(text: str) -> str:
    """A warning, as a line."""
    return f":warning: {escaped(text, 600)}"


def besides(parts: Sequence[LinePlan]) -> list[str]:
    """What there is to say of lines that stay as they are, apart from what is told of the others."""
    told = [f":information_source: {escaped(each, 600)}" for part in parts for each in part.besides]
    return ["", *told] if told else []


def at_once(part: LinePlan) -> list[str]:
    """The warnings of a plan that waits for nobody."""
    return [each.replace(describe.ONCE_APPROVED, describe.AT_ONCE, 1) for each in part.warnings]


def on_the_card(part: Part, request: Request) -> list[str]:
    """The warnings that are still good for something: what a request meets has a place of its own on its card."""
    if part.state not in OPEN and not request.can_be_ratified:
        return []
    kept: list[str] = []
    dropped = False
    for each in part.plan.warnings:
        follows = dropped and each.endswith(describe.MORE_OF_THIS_KIND)
        begins = request.state is not State.PENDING and each.startswith(describe.ONCE_APPROVED)
        dropped = begins or follows or each.startswith(describe.WHEN_PLANNED)
        kept += [] if dropped else [each]
    return kept


def _differences(part: LinePlan) -> list[str]:
    """What is otherwise and not told by the days around."""
    preview = part.preview
    return [difference(each) for each in part.differences if not (preview and previews.is_told(each, preview))]


def _callers(part: LinePlan, *, brief: bool) -> list[list[str]]:
    """The days around and what callers get, or, in plans of old, what they notice."""
    if part.preview:
        return [previews.strip(part.preview, brief=brief), previews.moments(part.preview, brief=brief)]
    return [["*What callers notice*", *(f"• {escaped(each)}" for each in part.callers)] if part.callers else []]


def risk(part: LinePlan) -> list[str]:
    """That a plan is to be looked at twice, and why."""
    why = escaped("; ".join(part.risks), 600) or "look at this one twice"
    return [f":rotating_light: *High risk:* {why}."] if part.risk == "high" else []


def summary(part: LinePlan) -> str:
    """What is asked for on one line."""
    return escaped(part.summary, LONGEST_SUMMARY)


def summaries(plan: Plan) -> str:
    """What is asked for on all lines, as far as there is room."""
    together = bulk.sentence(plan.parts)
    if together:
        return f"{together}: {bulk.named(plan.parts)}."
    return " ".join(blocks.fitting([summary(part) for part in plan.parts], 1500))


def difference(change: Difference) -> str:
    """`*Sat 21 Nov 2026:* 9:00 AM – 1:00 PM → *closed*`; of a new line only what will be."""
    if not change.was:
        return f"*{escaped(change.what, 200)}:* {escaped(change.will)}"
    return f"*{escaped(change.what, 200)}:* {escaped(change.was)} → *{escaped(change.will)}*"
