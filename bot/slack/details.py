"""What a person needs to judge a plan, as lines of mrkdwn. Pure."""

from bot.requests import Difference, LinePlan, Plan
from bot.slack import blocks
from bot.slack.text import escaped

LONGEST_SUMMARY = 700


def lines(part: LinePlan) -> list[str]:
    """Everything about one line of a plan but its summary, differences, callers and warnings apart."""
    groups = [[difference(each) for each in part.differences], _callers(part), _warnings(part)]
    return [line for group in groups if group for line in ("", *group)][1:]


def _callers(part: LinePlan) -> list[str]:
    return ["*What callers notice*", *(f"• {escaped(each)}" for each in part.callers)] if part.callers else []


def _warnings(part: LinePlan) -> list[str]:
    why = escaped("; ".join(part.risks), 600) or "look at this one twice"
    risk = [f":rotating_light: *High risk:* {why}."] if part.risk == "high" else []
    return [*risk, *(f":warning: {escaped(each, 600)}" for each in part.warnings)]


def summary(part: LinePlan) -> str:
    """What is asked for on one line."""
    return escaped(part.summary, LONGEST_SUMMARY)


def summaries(plan: Plan) -> str:
    """What is asked for on all lines, as far as there is room."""
    return " ".join(blocks.fitting([summary(part) for part in plan.parts], 1500))


def difference(change: Difference) -> str:
    """`*Sat 21 Nov 2026:* 9:00 AM – 1:00 PM → *closed*`; of a new line only what will be."""
    if not change.was:
        return f"*{escaped(change.what, 200)}:* {escaped(change.will)}"
    return f"*{escaped(change.what, 200)}:* {escaped(change.was)} → *{escaped(change.will)}*"
