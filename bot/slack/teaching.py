"""Help: examples of what one can type, more of each kind behind buttons, and whom to ask. Pure."""

from collections.abc import Iterator

from bot.reports import Help
from bot.slack import audience, blocks, openers
from bot.slack.blocks import Json, Message
from bot.slack.text import escaped

WELCOMING = 4
"""Examples that are shown where nothing was asked."""
MOST_TOPICS = 10
ASKING = "Say what should happen to a phone line, in your own words. Somebody approves it, then it is done and checked."
NOTHING = "none of it can be done on the lines here. `/line help` shows what can."


def taught(answer: Help) -> Message:
    """What somebody can type here."""
    intro = _intro(answer)
    lines = [f"`/line {_code(text)}`  {escaped(meaning)}" for text, meaning in answer.examples]
    shown = lines[:WELCOMING] if answer.welcome else lines
    more = ["`/line help`  shows more examples"] if answer.welcome and len(lines) > len(shown) else []
    names = escaped(", ".join(answer.lines), 1500)
    known = f"The lines are: {names}." if names else "No line is configured yet."
    return blocks.message(
        f"{intro} {known}",
        [
            blocks.section(intro),
            *blocks.paragraphs([*shown, *more]),
            *blocks.actions(*_topics(answer)),
            *(blocks.section(each) for each in _whom(answer)),
            blocks.context(blocks.mrkdwn(known)),
        ],
    )


def _intro(answer: Help) -> str:
    if answer.topic or answer.line:
        about = f"*{escaped(answer.topic or 'What you can say', 80)}*"
        line = f" of *{escaped(answer.line, 80)}*" if answer.line else ""
        return f"{about}{line}{', for example:' if answer.examples else f': {NOTHING}'}"
    if answer.may_ask:
        return ASKING
    decide = " What waits for your decision is on the Home tab." if answer.may_decide else ""
    return f"You can see here what callers of each line get. To change something, ask somebody who may.{decide}"


def _topics(answer: Help) -> Iterator[Json]:
    """A button for more of each kind, and one that opens a form."""
    if answer.may_ask and not answer.topic and answer.lines:
        yield openers.opener("Fill in a form", line=answer.line, spoken="Fill in a form for a change")
    for topic, label in answer.topics[:MOST_TOPICS]:
        if label != answer.topic:
            yield openers.saying(label, f"help {topic}", spoken=f"Examples: {label}")


def _whom(answer: Help) -> Iterator[str]:
    """Whom somebody can turn to who may ask for nothing."""
    named = audience.mentions(answer.askers)
    if named:
        others = " and others" if len(named) < len(answer.askers) else ""
        yield f"*Who can change lines:* {', '.join(named)}{others}. Tell one of them what should happen."


def _code(text: str) -> str:
    """A text between backticks."""
    return escaped(text.replace("`", "'"))
