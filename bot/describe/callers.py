"""What callers notice of a change. Pure."""

import datetime as dt
from collections.abc import Iterator, Sequence

from adapters import (
    DATED,
    WHOLE_DAY,
    Change,
    Dated,
    MenuAction,
    QueueSettings,
    SetCallback,
    SetHours,
    Setup,
    Weekday,
    is_open,
    moment,
    next_change,
    override_at,
    timeline,
)
from bot.describe.words import Words


def callers(before: Setup, after: Setup, changes: Sequence[Change], now: dt.datetime, words: Words) -> tuple[str, ...]:
    """What callers will notice, at telling moments; a sentence each."""
    sentences: list[str] = []
    for change in changes:
        if isinstance(change, DATED):
            sentences += _during(before, after, change, now, words)
        elif isinstance(change, SetHours):
            sentences.append(_every_week(after, words))
        elif isinstance(change, SetCallback) and change.on and after.queue:
            queue = after.queue
            more = _from_when(queue)
            how = f"can press {queue.callback_key}" if queue.callback_key else "can ask"
            sentences.append(f"{more}, callers {how} to be called back.")
    return tuple(dict.fromkeys(sentences))


def _every_week(after: Setup, words: Words) -> str:
    """What callers meet by the weekly hours."""
    if all(after.hours.open_on(day) == WHOLE_DAY for day in Weekday):
        return "At any hour: open, calls are answered."
    outside = after.closed_menu.action if after.closed_menu else None
    return f"Outside these hours: {_closed(words, outside)}."


def _from_when(queue: QueueSettings) -> str:
    """When a callback is offered; a vendor that counts no calls for it goes by the wait that it expects."""
    if queue.threshold is None:
        return "When a long wait is expected"
    return f"When more than {queue.threshold} calls wait" if queue.threshold else "When anyone waits"


def _during(before: Setup, after: Setup, change: Dated, now: dt.datetime, words: Words) -> Iterator[str]:
    """What callers meet when they first notice the change, and what comes next."""
    start = max(moment(change.start, after.zone), now)
    end = moment(change.end, after.zone) if change.end else start + dt.timedelta(days=8)
    edges = sorted(
        {span.start for setup in (before, after) for span in timeline(setup, start, end)} if start < end else ()
    )
    first = next((each for each in edges if is_open(before, each) != is_open(after, each)), None)
    if first is None:
        return
    met = "open, calls are answered" if is_open(after, first) else _closed(words, closed_action(after, first, words))
    yield f"{words.at(first)}: {met}."
    following = next_change(after, first)
    if following:
        yield f"{words.at(following)}: the line {'opens' if is_open(after, following) else 'closes'}."


_REACHED = {
    "voicemail": "callers reach voicemail",
    "message": "callers hear a message",
    "menu": "callers hear the menu",
    "disabled": "callers reach nobody",
}


def closed_action(setup: Setup, at: dt.datetime, words: Words) -> MenuAction | None:
    """What happens to calls of a line that is closed at a moment; a closed date may have an action of its own."""
    override, names = override_at(setup, at), words.capabilities.closure_options
    if override and override.state == "closed" and names and setup.options.get(names[0]):
        action, number = (str(setup.options.get(each, "")) for each in names[1:])
        option = next((each for each in words.capabilities.treatments if each.name == action), None)
        if option is None or not option.targets:
            return MenuAction(action=action)
        return MenuAction(action=action, target_kind=option.targets[0], target_id=number)
    return setup.closed_menu.action if setup.closed_menu else None


def _closed(words: Words, action: MenuAction | None) -> str:
    if action is None:
        return "closed"
    alone = _REACHED.get(action.action) if action.target_id is None else None
    told = words.action(action)
    return f"closed; {alone or f'calls get: {told[:1].lower()}{told[1:]}'}"
