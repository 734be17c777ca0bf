"""Answers that are not forms: questions, statuses, history, help. Pure."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from pydantic import Field

from adapters import Capabilities, Override, Value
from bot import describe
from bot.alerts import AlertKind
from bot.answers import Blank, Help, History, LineStatus, Proposal, Question, Said, Statuses
from bot.slack import alert_cards, blocks, forms, history, states
from bot.slack.blocks import Json, Message
from bot.slack.text import escaped, moment

CHOICE = "choice_"
"""The beginning of the action of a question's button; its number follows."""
REVIEW = "draft_review"
PAGE = "page"

IN_FULL = 3
"""Statuses of more lines are told in a line each."""
STATUSES_A_PAGE = 25
RECORDS_A_PAGE = 15
NEXT = 2
"""How much of what is planned is told in short."""
ROOM = 9000

Item = TypeVar("Item")


class Continued(Value):
    """What a button carries that goes on with a draft."""

    draft: str
    choice: int = Field(default=0, ge=0)
    """Which of the choices of a question."""


class Page(Value):
    """What a button carries that turns to another page of an answer."""

    words: str
    page: int = Field(ge=0)


def question(asked: Question) -> Message:
    """What is asked back, with a button for each choice."""
    buttons = [
        blocks.button(label, f"{CHOICE}{index}", {"draft": asked.draft, "choice": index}, spoken=label)
        for index, label in enumerate(asked.choices)
    ]
    choices = f" Choices: {'; '.join(escaped(each, 100) for each in asked.choices)}." if asked.choices else ""
    text = escaped(asked.text, 2500)
    return blocks.message(f"{text}{choices}", [blocks.section(text), *blocks.actions(*buttons)])


def reading(shown: Proposal) -> Message:
    """What was understood where no form can open by itself; a button opens it."""
    return blocks.message(
        f"Understood: {escaped(shown.plan.summary, 1500)} Press Review to look at it and to ask for approval.",
        [
            *forms.reading(shown.words, shown.plan.parts, room=6000, understood=shown.understood),
            *blocks.actions(
                blocks.button("Review", REVIEW, {"draft": shown.draft}, style="primary", spoken="Review the change")
            ),
        ],
    )


def beginning(shown: Blank) -> Message:
    """The way into the form of a new line, where it cannot open by itself."""
    begun = f" Its name is to be “{escaped(shown.name, 100)}”." if shown.name else ""
    text = f"A new line needs a few answers.{begun} Press the button to fill in its form."
    remarks = [blocks.context(blocks.plain(each, 900)) for each in shown.remarks[:5]]
    button = blocks.button("Fill in the form", REVIEW, {"draft": shown.draft}, style="primary")
    return blocks.message(text, [blocks.section(text), *remarks, *blocks.actions(button)])


def said(answer: Said | Statuses | History | Help, words: str = "", page: int = 0) -> Message:
    """Any other answer; a long one has pages, for which its `words` are asked again."""
    match answer:
        case Said():
            return sentence(answer.text)
        case Statuses():
            return _statuses(answer, words, page)
        case History():
            return _history(answer, words, page)
        case Help():
            return _help(answer)


def sentence(text: str) -> Message:
    """Plain sentences."""
    return blocks.message(escaped(text, 3000), [blocks.section(escaped(text, 2900))])


def in_short(shown: LineStatus) -> list[str]:
    """What callers of one line get, what comes next, and which requests are about it; they are told elsewhere."""
    words = _words(shown)
    coming = [f"• Planned: {_override(each, words)}" for each in dict.fromkeys(shown.coming)][:NEXT]
    numbers = [str(each.id) for each in shown.requests]
    noun = "request" if len(numbers) == 1 else "requests"
    about = [f"• Under way: {noun} {describe.listed(numbers)}"] if numbers else []
    return [brief(shown), *coming, *about, *_warned(shown)]


def brief(line: LineStatus) -> str:
    """What callers of one line get, in one line."""
    name = f"*{escaped(line.name, 80)}*"
    if line.open is None:
        return f":grey_question: {name}: {escaped(line.problem or 'nothing is known of it', 600)}"
    words = _words(line)
    icon, state = (":large_green_circle:", "open") if line.open else (":red_circle:", "closed")
    when = f" on {words.at(line.at)}" if line.future else ""
    until = f" until {words.at(line.until)}" if line.until else " until further notice" if line.override else ""
    if line.against:
        return f":warning: {name} should be *{state}*{until} ({words.zone_name}), but {escaped(line.against, 300)}."
    callers = f": {escaped(line.callers)}" if line.callers and not line.open else ""
    return f"{icon} {name} is *{state}*{when}{until} ({words.zone_name}){callers}."


def _statuses(answer: Statuses, words: str, page: int) -> Message:
    if not answer.lines:
        return sentence("No line is configured yet.")
    shown, more = _page(answer.lines, STATUSES_A_PAGE, page)
    if len(answer.lines) <= IN_FULL:
        lines = [text for each in shown for text in ("", brief(each), *_alerts(each), *_more(each))][1:]
    else:
        lines = [text for each in shown for text in (brief(each), *_alerts(each), *_planned(each))]
    lines = [*_frozen(shown), *lines]
    text = " ".join(brief(each) for each in shown)
    return blocks.message(
        text,
        [*blocks.paragraphs(blocks.fitting(lines, ROOM)), *_pages(words, page, more=more, what="lines")],
    )


def _frozen(lines: Iterable[LineStatus]) -> list[str]:
    """That nothing is applied, once for all lines."""
    found = {alert.number: alert for line in lines for alert in line.alerts if alert.kind is AlertKind.FROZEN}
    return [alert_cards.paragraph(alert) for alert in found.values()]


def _alerts(line: LineStatus) -> list[str]:
    """What somebody has to look at of one line."""
    return [alert_cards.paragraph(alert) for alert in line.alerts if alert.kind is not AlertKind.FROZEN]


def _history(answer: History, words: str, page: int) -> Message:
    shown, more = _page(answer.records, RECORDS_A_PAGE, page)
    of = f"of {escaped(answer.line, 80)}" if answer.line else "of all lines"
    if not shown:
        return sentence(f"Nothing has happened yet in the history {of}.")
    several = len({each.line for each in answer.records if each.line}) > 1 or answer.line is None
    lines = [f"{moment(each.at)}  {history.sentence(each, with_line=several)}" for each in shown]
    first = page * RECORDS_A_PAGE + 1
    heading = f"History {of}: {first} to {first + len(shown) - 1} of {len(answer.records)}, the newest first."
    return blocks.message(
        f"{heading} {' '.join(lines)}",
        [
            blocks.section(f"*{heading}*"),
            *blocks.paragraphs(blocks.fitting(lines, ROOM)),
            *_pages(words, page, more=more, what="records"),
        ],
    )


def _help(answer: Help) -> Message:
    lines = [f"`/line {_code(text)}`  {escaped(meaning)}" for text, meaning in answer.examples]
    shown = lines[:4] if answer.welcome else lines
    intro = (
        "Say what should happen to a phone line, in your own words. Somebody approves it, then it is done and checked."
    )
    if not answer.may_ask:
        intro = "You can see here what callers of each line get. To change something, ask somebody who may."
    names = escaped(", ".join(answer.lines), 1500)
    more = ["`/line help`  shows more examples"] if answer.welcome and len(lines) > len(shown) else []
    return blocks.message(
        f"{intro} The lines are: {names}.",
        [
            blocks.section(intro),
            *blocks.paragraphs([*shown, *more]),
            blocks.context(blocks.mrkdwn(f"The lines are: {names}." if names else "No line is configured yet.")),
        ],
    )


def _more(line: LineStatus) -> Iterator[str]:
    if line.open is None:
        return
    words = _words(line)
    if line.override:
        yield f"• {_override(line.override, words)}"
    yield from _planned(line)
    if line.hours:
        yield f"• Usual hours: {escaped(describe.standing(line.hours, words), 700)}"
    if line.keys:
        keys = escaped("; ".join(f"{key} {does}" for key, does in line.keys), 900)
        remembered = "" if line.keys_shown else f", {describe.AS_LAST_SET}"
        yield f"• Keys while {line.keys_while}{remembered}: {keys}"
    if line.announcement:
        yield f"• Callers hear: {escaped(line.announcement, 1200)}"
    if line.callback:
        yield f"• Callback: {escaped(line.callback)}"
    if line.traffic:
        yield f"• {escaped(line.traffic[0].upper() + line.traffic[1:])}"
    if line.last:
        yield f"• Last: {moment(line.last.at)} {history.sentence(line.last, with_line=False)}"
    if line.read_at:
        yield f"• Read from {escaped(describe.vendor(line.vendor), 40)}: {moment(line.read_at)}"


def _planned(line: LineStatus) -> Iterator[str]:
    words, coming = _words(line), list(dict.fromkeys(line.coming))
    yield from (f"• Planned: {_override(each, words)}" for each in coming[:5])
    if len(coming) > 5:
        yield f"• … and {len(coming) - 5} more are planned"
    for request in line.requests[:5]:
        yield f"• Request {request.id}: {states.sentence(request)} {escaped(request.plan.summary, 300)}"
    yield from _warned(line)


def _warned(line: LineStatus) -> Iterator[str]:
    yield from (f":warning: {escaped(each, 600)}" for each in line.warnings)


def _override(override: Override, words: describe.Words) -> str:
    because = override.reason or override.name
    return escaped(
        f"{override.state} {words.span(override.start, override.end)}{f' ({because})' if because else ''}", 500
    )


def _words(line: LineStatus) -> describe.Words:
    return describe.Words(zone=line.zone, country=line.country, capabilities=Capabilities(changes=frozenset()))


def _page(items: tuple[Item, ...], size: int, page: int) -> tuple[tuple[Item, ...], int]:
    start = page * size
    return items[start : start + size], max(0, len(items) - start - size)


def _pages(words: str, page: int, *, more: int, what: str) -> list[Json]:
    """Buttons to the pages before and after, where the words are known that lead there."""
    if not words:
        return [blocks.context(blocks.mrkdwn(f"{more} more {what} are not shown."))] if more else []
    buttons = []
    if page:
        buttons.append(blocks.button("Back", f"{PAGE}_back", {"words": words[:500], "page": page - 1}))
    if more:
        buttons.append(blocks.button(f"More ({more})", f"{PAGE}_more", {"words": words[:500], "page": page + 1}))
    return blocks.actions(*buttons)


def _code(text: str) -> str:
    """A text between backticks."""
    return escaped(text.replace("`", "'"))
