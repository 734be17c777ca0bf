"""The public holidays of lines: on which they are closed, and what is missing. Pure."""

from collections.abc import Iterator, Sequence

from bot import describe
from bot.reports import Covered, Holiday, Holidays
from bot.slack import blocks, openers
from bot.slack.blocks import Json, Message
from bot.slack.finding import counted
from bot.slack.text import escaped

DAYS_A_PAGE = 10
CLOSE = "Close what is missing…"

_FEW = 3
"""So many lines are named of a kind, and the others counted."""
_LONGEST_DAY = 850
"""Characters of a holiday, where a page of them has 9,000."""
_MISSING = frozenset({"missing", "partly"})


def shown(answer: Holidays, days: Sequence[Holiday], turning: Sequence[Json] = ()) -> Message:
    """Some of the holidays of an answer; `turning` are the rows of buttons to the others."""
    heading, found, told = _heading(answer), _found(answer), [_day(each) for each in days]
    remarks = [blocks.context(blocks.mrkdwn(escaped(each, 900))) for each in answer.remarks]
    return blocks.message(
        " ".join([heading, found, *told, *_next_step(answer)]),
        [
            blocks.section(f"*{heading}*\n{found}"),
            *blocks.paragraphs(told),
            *remarks,
            *(blocks.section(each) for each in _next_step(answer)),
            *_button(answer),
            *turning,
        ],
    )


def _heading(answer: Holidays) -> str:
    of = _lines(answer.lines) if len(answer.lines) <= _FEW else f"{len(answer.lines)} lines"
    return f"Public holidays of {of}, {describe.date(answer.first)} to {describe.date(answer.last)}"


def _found(answer: Holidays) -> str:
    if not answer.days:
        return "None are known."
    missing = sum(any(each.state in _MISSING for each in day.covered) for day in answer.days)
    if not missing:
        return f"Nothing is missing: of {counted(len(answer.days), 'holiday', 'holidays')}, each is taken care of."
    are = "is" if missing == 1 else "are"
    return f"{missing} of {len(answer.days)} {are} missing on a line or more: callers get through as on any other day."


def _day(day: Holiday) -> str:
    """`*Christmas Day*, Fri 25 Dec 2026: *missing:* Billing; *closed:* Support and Sales`."""
    where = f" ({escaped(day.where, 100)})" if day.where else ""
    head = f"*{escaped(day.name, 120)}*, {describe.date(day.date)}{where}: "
    told: list[str] = []
    rest = 0
    for each in day.covered:
        text = _covered(each, day)
        if told and len(head) + sum(map(len, told)) + len(text) > _LONGEST_DAY:
            rest += len(each.lines)
        else:
            told.append(text)
    return head + "; ".join([*told, *([f"{counted(rest, 'more line', 'more lines')} otherwise"] if rest else [])])


def _covered(each: Covered, day: Holiday) -> str:
    match each.state:
        case "missing":
            state = "*missing:*"
        case "partly":
            state = "*closed only in part:*"
        case "special":
            state = "special hours:"
        case "pending":
            state = f"closed once request {each.request} is done:"
        case "special pending":
            state = f"special hours once request {each.request} is done:"
        case "reopening":
            state = f"open as usual once request {each.request} is done:"
        case "closed anyway":
            state = "closed by the usual hours:"
        case "closed":
            because = f" for “{escaped(each.closure, 80)}”" if each.closure not in ("", day.name) else ""
            state = f"closed{because}:"
    return f"{state} {_lines(each.lines)}"


def _lines(names: Sequence[str]) -> str:
    """`Support and Sales`; `12 lines (Support, Sales, Billing …)`."""
    named = [escaped(each, 80) for each in names[:_FEW]]
    return describe.listed(named) if len(names) <= _FEW else f"{len(names)} lines ({', '.join(named)} …)"


def _next_step(answer: Holidays) -> Iterator[str]:
    said = f"`/line {escaped(answer.closing.replace('`', chr(39)), 500)}`"
    if not answer.closing:
        yield f"`/line holidays in {answer.last.year + 1}` shows those of another year."
    elif answer.may_ask:
        yield f"To close the lines then, press the button and choose on which days; or say {said}."
    else:
        yield f"To have the lines closed then, ask somebody who may change them to say {said}."


def _button(answer: Holidays) -> list[Json]:
    if not (answer.closing and answer.may_ask):
        return []
    spoken = "Close the lines on the holidays that are missing"
    return blocks.actions(openers.saying(CLOSE, answer.closing, spoken=spoken, style="primary"))
