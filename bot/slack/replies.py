"""Answers that are not forms: questions, statuses, history, help. Pure."""

from typing import TypeVar

from pydantic import Field

from adapters import Value
from bot.answers import Blank, Proposal, Question, Said
from bot.reports import Help, History, Holidays, Statuses
from bot.slack import blocks, forms, histories, holidays, openers, statuses, teaching
from bot.slack.blocks import Json, Message
from bot.slack.text import escaped

CHOICE = "choice_"
"""The beginning of the action of a question's button; its number follows."""
REVIEW = "draft_review"
PAGE = "page"

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
    """What is asked back, with a button for each choice, and other ways to answer it."""
    buttons = [
        blocks.button(label, f"{CHOICE}{index}", {"draft": asked.draft, "choice": index}, spoken=label)
        for index, label in enumerate(asked.choices)
    ]
    led = [openers.opener("Fill in a form", asked.form, asked.line, spoken="Fill in a form instead")]
    tries = [openers.saying(each, each, spoken=f"Say: {each}") for each in asked.tries]
    choices = f" Choices: {'; '.join(escaped(each, 100) for each in asked.choices)}." if asked.choices else ""
    text, how = escaped(asked.text, 2500), escaped(asked.how, 400)
    return blocks.message(
        f"{text}{choices} {how}".strip(),
        [
            blocks.section(text),
            *blocks.actions(*buttons, *(led if asked.form else []), *tries),
            *([blocks.context(blocks.mrkdwn(how))] if how else []),
        ],
    )


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


def said(answer: Said | Statuses | History | Holidays | Help, words: str = "", page: int = 0) -> Message:
    """Any other answer; a long one has pages, for which its `words` are asked again."""
    match answer:
        case Said():
            return sentence(answer.text)
        case Statuses():
            return statuses.told(answer, words)
        case History():
            return histories.told(answer)
        case Holidays():
            days, more = _page(answer.days, holidays.DAYS_A_PAGE, page)
            return holidays.shown(answer, days, _pages(words, page, more=more, what="holidays"))
        case Help():
            return teaching.taught(answer)


def sentence(text: str) -> Message:
    """Plain sentences."""
    return blocks.message(escaped(text, 3000), [blocks.section(escaped(text, 2900))])


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
