"""Changes as sentences, and what is different after them. Pure."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from adapters import (
    Change,
    Close,
    MenuAction,
    OpenSpecial,
    Override,
    PutMembers,
    PutOverrides,
    RemoveMenuKey,
    Reopen,
    SetCallback,
    SetHours,
    SetMembers,
    SetMenuKey,
    SetOption,
    SetRouting,
    SetTreatment,
    Setup,
    Weekday,
    WeeklyHours,
    day_hours,
)
from bot.describe.special import as_intervals, hours_left, is_of_a_day
from bot.describe.states import offer, standing, week
from bot.describe.words import AS_LAST_SET, NOT_SET, NOTHING, Words, date, listed, midnight
from bot.requests import Difference

_AND_PLANNED = " and what is planned"
"""What holds besides the usual hours, where there are closures or special hours."""

MOST_DATES = 8
"""How many dates a difference names before it says how many more there are."""

FARTHEST = 800
"""So many days of a change are looked at: more than there are to the end of anything that is planned anew."""

MOST_HOLIDAYS = 3
"""How many holidays a sentence names before it says how many more there are."""


def change_sentences(changes: Iterable[Change], line: str, words: Words) -> Iterator[str]:
    """Changes as sentences.

    Told in one are closures of whole days that have names, such as holidays, stretches that are put back, and a day
    that is closed but for its special hours.
    """
    changes = tuple(changes)
    named = [each for each in changes if isinstance(each, Close) and each.name and is_of_a_day(each)]
    if named:
        days = [f"{date(each.start.date())}, {each.name}" for each in named]
        yield f"Close {line} all day on {_counted(days)} ({words.zone_name})."
    put_back = sorted((each for each in changes if isinstance(each, PutOverrides)), key=lambda each: each.start)
    if len(put_back) > 1:
        spans = [words.span(each.start, each.end) for each in put_back]
        if all(is_of_a_day(each) for each in put_back):
            spans = [f"all day on {_counted([date(each.start.date()) for each in put_back])}"]
        yield f"Put back what applied to {line} {'; '.join(spans)} ({words.zone_name})."
    told: list[Change] = [*named, *(put_back if len(put_back) > 1 else ())]
    for each in changes:
        special = hours_left(each, changes) if isinstance(each, Close) and each not in told else ()
        if special:
            told += [each, *special]
            only = words.day(as_intervals([(one.start, one.end) for one in special]))
            yield f"Open {line} only {only} on {date(special[0].start.date())} ({words.zone_name})."
        elif each not in told:
            yield change_sentence(each, line, words)


def _counted(days: Sequence[str]) -> str:
    """`Sat 21 Nov 2026`; of several also how many they are."""
    return f"{len(days)} days: {'; '.join(days)}" if len(days) > 1 else days[0]


def change_sentence(  # noqa: C901, PLR0911, PLR0912  # a match over all changes is one table
    change: Change, line: str, words: Words
) -> str:
    """A change as one sentence, with weekday, date, times and zone."""
    match change:
        case Close():
            return f"Close {line} {words.span(change.start, change.end)} ({words.zone_name})."
        case OpenSpecial():
            return f"Open {line} {words.span(change.start, change.end)} ({words.zone_name})."
        case Reopen():
            when = f"{words.span(change.start, change.end)} " if change.end else ""
            return f"Reopen {line} {when}({words.zone_name}): its usual hours apply again{_but(change.keeps, words)}."
        case PutOverrides():
            return f"Put back what applied to {line} {words.span(change.start, change.end)} ({words.zone_name})."
        case SetHours(always=True):
            return f"Keep {line} open around the clock, every day."
        case SetHours():
            return f"Set the weekly hours of {line}: {week(change.rows, words)} ({words.zone_name})."
        case SetMenuKey():
            return f"On {line}, key {change.key} {_while(change.menu)}: {words.action(change.action)}."
        case RemoveMenuKey():
            return f"On {line}, remove key {change.key} {_while(change.menu)}."
        case SetTreatment():
            return f"On {line}, {_treatment(change.menu)}: {words.action(change.action)}."
        case SetCallback(on=False):
            return f"Turn the callback offer of {line} off."
        case SetCallback():
            return f"Offer a callback to waiting callers of {line}" + (
                f", with key {change.key}." if change.key else "."
            )
        case SetMembers():
            return " ".join(_membership(change, line, words))
        case PutMembers():
            return f"Put back who answers the calls of {line}: {words.members(change.members)}."
        case SetRouting():
            return f"On {line}, calls find agents by: {words.routing(change.routing)}."
        case SetOption():
            option = words.capabilities.option(change.name)
            label = option.label if option else change.name
            return f"On {line}, set {label.lower()} to {words.option(change.name, change.value)}."


def _membership(change: SetMembers, line: str, words: Words) -> Iterator[str]:
    said = (
        (change.add, "Let {} answer the calls of {}."),
        (change.remove, "Let {} no longer answer the calls of {}."),
        (change.join, "Send {} calls of {} again."),
        (change.leave, "Send {} no calls of {} for now."),
    )
    for people, sentence in said:
        if people:
            yield sentence.format(listed([words.agent(each) for each in people]), line)


def _but(kept: Sequence[Override], words: Words) -> str:
    """The holidays that stay, the next ones by name."""
    if not kept:
        return ""
    named = [f"{each.name or 'a closure'} {words.span(each.start, each.end)}" for each in kept[:MOST_HOLIDAYS]]
    more = [f"{len(kept) - MOST_HOLIDAYS} more"] if len(kept) > MOST_HOLIDAYS else []
    return f", but not on its holidays: {'; '.join(named + more)}"


def differences(before: Setup, after: Setup, changes: Iterable[Change], words: Words) -> tuple[Difference, ...]:
    """What is now, and what will be, for everything that the changes touch."""
    found: dict[str, Difference] = {}
    for change in changes:
        for difference in _differences(before, after, change, words):
            known = difference if words.capabilities.shows(change) else _remembered(difference, change, before, words)
            if known.was != known.will:
                found[known.what] = known
    return tuple(found.values())


def _remembered(difference: Difference, change: Change, before: Setup, words: Words) -> Difference:
    """A difference from what the vendor does not show: whatever was set elsewhere is not known."""
    if words.made and difference.was == NOTHING and isinstance(change, (SetMenuKey, RemoveMenuKey)):
        return difference
    unknown = difference.was in {NOTHING, NOT_SET}
    if isinstance(change, SetTreatment):
        menu = before.menu(change.menu)
        unknown |= menu is None or menu.action.action not in {each.name for each in words.capabilities.treatments}
    return difference.model_copy(update={"was": "not known" if unknown else f"{difference.was}, {AS_LAST_SET}"})


def _differences(before: Setup, after: Setup, change: Change, words: Words) -> Iterator[Difference]:
    match change:
        case Close() | OpenSpecial() | Reopen() | PutOverrides():
            yield from dates_changed(before, after, change.start, change.end, words)
        case SetHours():
            yield from _weekly(before.hours, after.hours, words)
        case SetMenuKey() | RemoveMenuKey():
            was, will = before.menu(change.menu), after.menu(change.menu)
            key = f"Key {change.key} {_while(change.menu)}"
            did, does = (each.keys.get(change.key) if each else None for each in (was, will))
            yield from _key(key, did, does, words)
        case SetTreatment():
            was, will = before.menu(change.menu), after.menu(change.menu)
            yield Difference(
                what=_treatment(change.menu).capitalize(),
                was=words.action(was.action if was else None),
                will=words.action(will.action if will else None),
            )
        case SetCallback():
            yield from _queue(before, after)
        case SetMembers() | PutMembers():
            yield Difference(what="Who answers", was=words.members(before.members), will=words.members(after.members))
        case SetRouting():
            yield Difference(
                what="Calls find agents by", was=words.routing(before.routing), will=words.routing(after.routing)
            )
        case SetOption():
            option = words.capabilities.option(change.name)
            old, new = before.options.get(change.name), after.options[change.name]
            yield Difference(
                what=option.label if option else change.name,
                was=NOT_SET if old is None else words.option(change.name, old),
                will=words.option(change.name, new),
            )


def dates_changed(
    before: Setup, after: Setup, start: dt.datetime, end: dt.datetime | None, words: Words
) -> Iterator[Difference]:
    """The dates of a stretch of wall-clock time on which two setups differ.

    Without an end, those of the week from the first one on, and what is so in the end.
    """
    if end is None:
        first = first_changed(before, after, start.date())
        start = max(start, midnight(first)) if first else start
    last = end or start + dt.timedelta(days=7)
    dates = [start.date() + dt.timedelta(days=number) for number in range((last - midnight(start.date())).days + 1)]
    changed = [
        (each, day_hours(before.hours, before.overrides, each), day_hours(after.hours, after.overrides, each))
        for each in dates
        if midnight(each) < last or each == start.date()
    ]
    changed = [row for row in changed if row[1] != row[2]]
    for day, was, will in changed[:MOST_DATES]:
        yield Difference(what=date(day), was=words.day(was), will=words.day(will))
    if len(changed) > MOST_DATES:
        usual = usual_hours(before, [day for day, _, _ in changed[MOST_DATES:]])
        yield Difference(what=f"and {len(changed) - MOST_DATES} more days", was=usual, will="the same way")
    if end is None:
        what = "After that" if changed else "From then on"
        yield Difference(what=what, was=in_the_end(before, last.date()), will=in_the_end(after, last.date()))


def first_changed(before: Setup, after: Setup, start: dt.date) -> dt.date | None:
    """The first date from one on whose hours two setups have otherwise; None if there is none as far as is looked."""
    dates = (start + dt.timedelta(days=number) for number in range(FARTHEST))
    one, other = ((setup.hours, setup.overrides) for setup in (before, after))
    return next((each for each in dates if day_hours(*one, each) != day_hours(*other, each)), None)


def usual_hours(setup: Setup, dates: Iterable[dt.date]) -> str:
    """The hours of some dates in a few words: `their usual hours`, if they have no others."""
    usual = (day_hours(setup.hours, setup.overrides, each) == setup.hours.open_on(Weekday.of(each)) for each in dates)
    return "their usual hours" if all(usual) else f"their usual hours{_AND_PLANNED}"


def in_the_end(setup: Setup, last: dt.date) -> str:
    """What holds after a date for good: `the usual hours`, `closed, until further notice`."""
    if any(each.end is None for each in setup.overrides):
        return "closed, until further notice"
    after = midnight(last + dt.timedelta(days=1))
    is_planned = any(each.end is not None and each.end > after for each in setup.overrides)
    return f"the usual hours{_AND_PLANNED if is_planned else ''}"


def _weekly(before: WeeklyHours, after: WeeklyHours, words: Words) -> Iterator[Difference]:
    if before.always != after.always:
        yield Difference(what="Weekly hours", was=standing(before, words), will=standing(after, words))
        return
    for day in Weekday:
        yield Difference(what=day.title_name, was=words.day(before.row(day)), will=words.day(after.row(day)))


def _queue(before: Setup, after: Setup) -> Iterator[Difference]:
    was, will = before.queue, after.queue
    if was is None or will is None:
        return
    if was.callback != will.callback:
        yield Difference(what="Callback for waiting callers", was=offer(was), will=offer(will))
        return
    yield Difference(what="Callback key", was=was.callback_key, will=will.callback_key)
    yield Difference(
        what="Callback is offered when more calls wait than", was=str(was.threshold), will=str(will.threshold)
    )


def _key(key: str, was: MenuAction | None, will: MenuAction | None, words: Words) -> Iterator[Difference]:
    """What a key does; what is written beside it only where it goes on doing the same."""
    old, new = was.description if was else "", will.description if will else ""
    if old != new and words.action(was) == words.action(will):
        yield Difference(what=f"Description of {key[:1].lower()}{key[1:]}", was=old or "none", will=new or "none")
    yield Difference(what=key, was=words.action(was), will=words.action(will))


def _while(menu: str) -> str:
    return f"while {menu}"


def _treatment(menu: str) -> str:
    return "calls that nobody answers" if menu == "open" else "calls while closed"
