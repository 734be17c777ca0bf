"""What callers of lines get, now or at another time: one line in full, many in rows that lead on. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from pydantic import Field

from adapters import Capabilities, Override, Value
from bot import describe
from bot.alerts import AlertKind
from bot.editing import FormName
from bot.reports import LineStatus, Statuses
from bot.requests import Request, State
from bot.slack import alert_cards, blocks, cards, histories, history, layers, openers, states
from bot.slack.blocks import Json, Message
from bot.slack.text import escaped, moment
from bot.status import FRESH, LINES_A_PAGE, NOW, When

SEE = "status_see"
AGAIN = "status_again"
BACK = "status_back"
MORE = "status_more"
"""Their actions begin so; what follows `SEE` keeps the lines apart."""

IN_FULL = 3
"""Statuses of more lines are told in a row each."""
MOST_PLANNED = 5
MOST_REQUESTS = 5
MOST_UNKNOWN = 8
ROOM = 9000
ROW = 380
"""Characters of a row among many."""

_FORMS: Final = (
    (FormName.CLOSE, "Close…", "Close {name} for a while"),
    (FormName.OPEN, "Special hours…", "Special hours of {name}"),
    (FormName.HOURS, "Weekly hours…", "Weekly hours of {name}"),
    (FormName.MENU, "Menu…", "Menu of {name}"),
)
"""The forms that a status leads to, with what stands on their buttons and what screen readers say."""


class Looking(Value):
    """What a button carries that shows a status: of one line, or what some words ask for."""

    line: str = ""
    when: When = NOW
    words: str = ""
    page: int = Field(default=0, ge=0)


def told(answer: Statuses, words: str = "") -> Message:
    """The status of some lines; other pages of many are asked for with the same `words`."""
    if not answer.lines:
        known = " that is known" if answer.unknown else ""
        text = f"No line{known} is {answer.which} then." if answer.which else "No line is configured yet."
        return blocks.message(" ".join([text, *_unknown(answer)]), [blocks.section(text), *_unknown_too(answer)])
    if len(answer.lines) == 1:
        shown = _alone(answer)
    elif len(answer.lines) <= IN_FULL:
        shown = _few(answer, words)
    else:
        shown = _many(answer, words)
    text = " ".join(blocks.fitting([brief(each) for each in _on_page(answer)], blocks.LONGEST_TEXT - 100))
    return blocks.message(text, [*_frozen(answer.lines), *shown, *_unknown_too(answer)])


def _unknown(answer: Statuses) -> list[str]:
    """The lines of which nobody knows whether they belong to those that were asked for, as a sentence."""
    if not answer.unknown:
        return []
    names = escaped(describe.listed(answer.unknown, MOST_UNKNOWN, "more lines"), 900)
    return [f":grey_question: Nothing is known yet of {names}: ask again in a minute."]


def _unknown_too(answer: Statuses) -> list[Json]:
    return [blocks.section(each) for each in _unknown(answer)]


def brief(line: LineStatus, most: int = 400) -> str:
    """What callers of one line get, in one line; `most` characters of what others have written."""
    name = f"*{escaped(line.name, 80)}*"
    if line.open is None:
        return f":grey_question: {name}: {escaped(line.problem or 'nothing is known of it', min(most, 600))}"
    is_due = any(part.state is State.SCHEDULED for each in line.requests for part in each.parts)
    applied = f", as {'scheduled' if is_due else 'applied'}" if len(line.layers) > 1 else ""
    words = _words(line)
    if line.otherwise:
        applied += f", *unless an emergency is undone* on {words.at(min(each.by for each in line.unratified))}"
    if line.days:
        (first, row), (last, _) = line.days[0], line.days[-1]
        if first == last:
            hours = f"{layers.hours(row, words)} ({words.zone_name})"
            return f"{_icon(row)} {name} on {describe.date(first)}: {hours}{applied}."
        count = sum(bool(row) for _, row in line.days)
        days = f"from {describe.date(first)} to {describe.date(last)}"
        return f":calendar: {name} {days}: open on {count} of {len(line.days)} days ({words.zone_name}){applied}."
    icon, state = _icon(line.open), "open" if line.open else "closed"
    far = line.read_at is not None and line.at.year != line.read_at.year
    when = f" on {words.at(line.at, year=far)}" if line.future else ""
    until = layers.until(line, words)
    if line.against:
        return f":warning: {name} should be *{state}*{until} ({words.zone_name}), but {escaped(line.against, most)}."
    return f"{icon} {name} is *{state}*{when}{until} ({words.zone_name}){layers.callers(line, most)}{applied}."


def _icon(is_open: object) -> str:
    return ":large_green_circle:" if is_open else ":red_circle:"


def _alone(answer: Statuses) -> Iterator[Json]:
    """All that there is to say of one line, and what can be done about it."""
    (line,) = answer.lines
    yield from blocks.paragraphs(blocks.fitting([brief(line), *_alerts(line), *_more(line)], ROOM))
    yield from _requests(line)
    yield from blocks.actions(*_buttons(line, answer))
    yield blocks.context(blocks.mrkdwn(" ".join([*_read(line), *_next(line, may_ask=answer.may_ask)])))


def _few(answer: Statuses, words: str) -> Iterator[Json]:
    """Some lines, each with what there is to say of it, as far as there is room."""
    room = ROOM // len(answer.lines)
    for line in answer.lines:
        told = [brief(line), *_alerts(line), *_more(line), *(_request(each) for each in line.requests[:MOST_REQUESTS])]
        first, *rest = blocks.paragraphs(blocks.fitting([*told, *_read(line)], room))
        yield first | {"accessory": _see(line)}
        yield from rest
    yield from blocks.actions(*_pages(answer, words))


def _many(answer: Statuses, words: str) -> Iterator[Json]:
    """A page of many lines, a row each."""
    shown, first = _on_page(answer), answer.page * LINES_A_PAGE + 1
    last = first + len(shown) - 1
    which = f" Lines {first} to {last} of them:" if len(shown) < len(answer.lines) else ""
    yield blocks.section(f"*{len(answer.lines)} lines*{_which(answer)}: {_counts(answer.lines)}.{which}")
    for line in shown:
        lines = [brief(line, 100), *_alerts(line, 160), *_shortly(line), *_read(line, old=True)]
        yield blocks.section("\n".join(blocks.fitting(lines, ROW))) | {"accessory": _see(line)}
    more = len(answer.lines) - last
    if not words and (more or answer.page):
        yield blocks.context(blocks.mrkdwn(f"{more} more lines are not shown. `/line status` shows all of them."))
    yield from blocks.actions(*_pages(answer, words))


def _which(answer: Statuses) -> str:
    return f" that are {answer.which}" if answer.which else ""


def _counts(lines: Sequence[LineStatus]) -> str:
    """How many are open and closed, and how many somebody has to look at."""
    known = [line for line in lines if line.open is not None]
    count = sum(line.open is True for line in known)
    told = [f"{count} open, {len(known) - count} closed"]
    told += [f"{len(lines) - len(known)} unknown"] if len(known) < len(lines) else []
    wrong = sum(bool(line.against or _own_alerts(line)) for line in lines)
    needs = "needs" if wrong == 1 else "need"
    return ", ".join(told) + (f"; {wrong} {needs} a look and {needs[:-1]} come first" if wrong > 1 else "")


def _on_page(answer: Statuses) -> tuple[LineStatus, ...]:
    if len(answer.lines) <= IN_FULL:
        return answer.lines
    return answer.lines[answer.page * LINES_A_PAGE :][:LINES_A_PAGE]


def _frozen(lines: Iterable[LineStatus]) -> list[Json]:
    """That nothing is applied, once for all lines."""
    found = {alert.number: alert for line in lines for alert in line.alerts if alert.kind is AlertKind.FROZEN}
    return [blocks.section(alert_cards.paragraph(alert, 600)) for alert in found.values()]


def _own_alerts(line: LineStatus) -> list[str]:
    return [alert.text for alert in line.alerts if alert.kind is not AlertKind.FROZEN]


def _alerts(line: LineStatus, most: int = 1800) -> Iterator[str]:
    """What somebody has to look at of one line."""
    return (alert_cards.paragraph(alert, most) for alert in line.alerts if alert.kind is not AlertKind.FROZEN)


def _more(line: LineStatus) -> Iterator[str]:
    """All but the requests, a point each."""
    if line.open is None:
        return
    words = _words(line)
    yield from layers.over_days(line, words)
    yield from layers.unratified(line, words)
    yield from layers.told(line.layers, words)
    if line.override and not line.days:
        yield f"• {_override(line.override, words)}"
    if line.today is not None and not line.future:
        yield f"• Today: {layers.hours(line.today, words)}"
    yield from _planned(line)
    if line.hours:
        yield f"• Usual hours: {escaped(describe.standing(line.hours, words), 700)}"
    yield from _menu(line)
    if line.callback:
        yield f"• Callback: {escaped(line.callback)}"
    if line.traffic:
        yield f"• {escaped(line.traffic[0].upper() + line.traffic[1:])}"
    if not line.future:
        yield from _past(line)
    yield from _warned(line)


def _menu(line: LineStatus) -> Iterator[str]:
    """The keys, and what callers hear of them."""
    remembered = "" if line.keys_shown else f", {describe.AS_LAST_SET}"
    for state, keys in ((line.keys_while, line.keys), ("open", line.open_keys)):
        if keys:
            told = escaped("; ".join(f"{key} {does}" for key, does in keys), 900)
            yield f"• Keys while {state}{remembered}: {told}"
    if line.announcement:
        yield f"• Callers hear: {escaped(line.announcement, 1200)}"


def _past(line: LineStatus) -> Iterator[str]:
    """Who changed it last, and what was done to it since."""
    if line.changed:
        yield f"• Last changed by {histories.change(line.changed, with_line=False)}"
    if line.last:
        yield f"• Last: {moment(line.last.at)} {history.sentence(line.last, with_line=False)}"


def _planned(line: LineStatus) -> Iterator[str]:
    words, coming = _words(line), describe.laid(dict.fromkeys(line.coming))
    yield from (f"• Planned: {_laid(each, words)}" for each in coming[:MOST_PLANNED])
    if len(coming) > MOST_PLANNED:
        yield f"• … and {len(coming) - MOST_PLANNED} more are planned"


def _requests(line: LineStatus) -> Iterator[Json]:
    """What was asked for on a line and is not done, with a way to all of it."""
    for request in line.requests[:MOST_REQUESTS]:
        spoken = f"See request {request.id}"
        see = blocks.button("See it", cards.DETAILS, {"request": request.id}, spoken=spoken)
        yield blocks.section(_request(request)) | {"accessory": see}
    if len(line.requests) > MOST_REQUESTS:
        yield blocks.context(blocks.mrkdwn(f"… and {len(line.requests) - MOST_REQUESTS} more requests."))


def _request(request: Request) -> str:
    return f"• Request {request.id}: {states.sentence(request)} {escaped(request.plan.summary, 300)}"


def _shortly(line: LineStatus) -> Iterator[str]:
    """What is under way and planned, in short."""
    words, coming = _words(line), describe.laid(dict.fromkeys(line.coming))
    if line.requests:
        told = [f"{each.id} ({each.state.word})" for each in line.requests[:3]]
        more = f" and {len(line.requests) - 3} more" if len(line.requests) > 3 else ""
        yield f"• {'Request' if len(line.requests) == 1 else 'Requests'} {', '.join(told)}{more}"
    if coming:
        more = f"; {len(coming) - 1} more" if len(coming) > 1 else ""
        yield f"• Planned: {_laid(coming[0], words, 120)}{more}"
    yield from _warned(line, 160)


def _warned(line: LineStatus, most: int = 600) -> Iterator[str]:
    yield from (f":warning: {escaped(each, most)}" for each in line.warnings)


def _override(override: Override, words: describe.Words) -> str:
    return _laid(describe.Laid(override), words)


def _laid(laid: describe.Laid, words: describe.Words, most: int = 500) -> str:
    because = laid.override.reason or laid.override.name
    return escaped(f"{laid.told(words)}{f' ({because})' if because else ''}", most)


def _read(line: LineStatus, *, old: bool = False) -> list[str]:
    """When it was read from its vendor; `old`: only if that was some time ago."""
    if line.read_at is None or (old and (line.future or line.at - line.read_at <= FRESH)):
        return []
    return [f"Read from {escaped(describe.vendor(line.vendor), 40)}: {moment(line.read_at)}."]


def _next(line: LineStatus, *, may_ask: bool) -> Iterator[str]:
    """What somebody can do now."""
    name = escaped(line.name, 80).replace("`", "'")
    if line.open is None:
        yield "Press Refresh to read it again."
    elif not may_ask:
        yield "To have something changed, ask somebody who may."
    elif line.override in _closures(line) and not line.future:
        yield f"`/line reopen {name}` ends the closure early."
    elif _closures(line):
        yield f"`/line reopen {name}` cancels a closure that is planned."
    else:
        yield f"`/line close {name} tomorrow` asks for a closure; the buttons open forms."


def _buttons(line: LineStatus, answer: Statuses) -> Iterator[Json]:
    """What can be done about a line from here."""
    name = line.name
    for form, label, spoken in _FORMS:
        if form in answer.forms:
            yield openers.opener(label, form, name, spoken=spoken.format(name=name))
    if answer.forms:
        yield openers.opener("Other change…", "", name, spoken=f"Another change of {name}")
    if answer.forms and _closures(line):
        yield openers.saying("Reopen", f"reopen {name}", spoken=f"Reopen {name}")
    yield histories.opening(name)
    looking = Looking(line=name, when=_when(line)).model_dump(mode="json", exclude_defaults=True)
    yield blocks.button("Refresh", AGAIN, looking, spoken=f"Refresh the status of {name}")


def _closures(line: LineStatus) -> list[Override]:
    """What closes it, now or later, and is not of the vendor's own calendar, which stays unless it is named."""
    there = [line.override, *line.coming] if line.override else line.coming
    return [each for each in there if each.state == "closed" and each not in line.holidays]


def _when(line: LineStatus) -> When:
    return When(at=line.at if line.future else None, days=tuple(day for day, _ in line.days))


def _see(line: LineStatus) -> Json:
    """The button beside a line among others, which shows all of it."""
    looking = Looking(line=line.name, when=_when(line)).model_dump(mode="json", exclude_defaults=True)
    return blocks.button("See it", f"{SEE}_{blocks.mark(line.name)}", looking, spoken=f"See all of {line.name}")


def _pages(answer: Statuses, words: str) -> Iterator[Json]:
    """Buttons to the pages before and after, and to read this one again, where the words are known that lead there."""
    if not words:
        return
    page, count = answer.page, len(answer.lines)
    more = max(0, count - (page + 1) * LINES_A_PAGE) if count > IN_FULL else 0

    def button(label: str, action: str, to: int, spoken: str) -> Json:
        looking = Looking(words=words, page=to).model_dump(mode="json", exclude_defaults=True)
        return blocks.button(label, action, looking, spoken=spoken)

    if page:
        yield button("Back", BACK, page - 1, "Back to the lines before these")
    if more:
        yield button(f"More ({more})", MORE, page + 1, f"{more} more lines")
    yield button("Refresh", AGAIN, page, "Read these lines again")


def _words(line: LineStatus) -> describe.Words:
    return describe.Words(zone=line.zone, country=line.country, capabilities=Capabilities(changes=frozenset()))
