"""What a person should know of a plan before deciding it, and how great its risk is. Pure."""

import datetime as dt
from collections.abc import Iterable, Sequence

from adapters import (
    DATED,
    DAY,
    Change,
    Close,
    Dated,
    Interval,
    MenuAction,
    OpenSpecial,
    RemoveMenuKey,
    Reopen,
    SetCallback,
    SetHours,
    SetMenuKey,
    SetOption,
    SetTreatment,
    Setup,
    day_hours,
    moment,
    overlaps,
    wall_clock,
    within,
)
from bot import describe
from bot.plans import sharing
from bot.plans.announcing import unannounced
from bot.plans.facts import Facts

_WAIT_MESSAGE = "wait_message"
"""The option of a line whose vendor offers callbacks only to those who hear this message."""

_SLOW = dt.timedelta(minutes=1)
"""A vendor that may take longer than this is said to be slow."""


def warnings(
    changes: Sequence[Change], facts: Facts, after: Setup, now: dt.datetime, company: sharing.Company
) -> Iterable[str]:
    """What else there is to know, a sentence each, the weightiest first."""
    name = facts.line.name
    shared = sharing.sentence(changes, facts.line, company)
    if shared:
        yield shared
    hours = [change for change in changes if isinstance(change, (*DATED, SetHours))]
    dated = [change for change in changes if isinstance(change, DATED)]
    if hours and not facts.reading.confirmed:
        yield from _first(dated, facts)
    for change in dated:
        yield from _replaced(change, changes, facts)
        yield from _dated_warnings(change, facts, now)
    yield from _stretches(dated, facts, after, now)
    if any(isinstance(change, SetHours) for change in changes):
        yield from _staying(name, after)
    if hours and facts.live.holiday is not None:
        holiday = f" ({facts.live.holiday})" if facts.live.holiday else ""
        yield (
            f"{describe.vendor(facts.line.system)} has a holiday of its own in force{holiday}. It lies over all hours,"
            f" and Switchhook cannot change it: see {facts.capabilities.portal}."
        )
    if any(isinstance(change, SetHours) for change in changes) and after.overrides:
        yield "Closures and special hours that are already planned stay as they are."
    yield from _key_warnings(changes, facts)
    yield from unannounced(changes, facts, after)
    if any(isinstance(change, SetCallback) and change.on for change in changes):
        yield from _unheard(facts, after)
    yield from _unseen(changes, facts)
    if any(isinstance(change, (SetMenuKey, RemoveMenuKey)) for change in changes):
        yield from facts.reading.key_remarks
    yield from facts.reading.remarks


def _first(dated: Sequence[Dated], facts: Facts) -> Iterable[str]:
    """What there is to know where nobody has confirmed the usual hours yet."""
    back = ", which come back afterwards" if dated else " of today"
    yield (
        f"This is the first change of hours of {facts.line.name} through Switchhook. Please check its usual"
        f" hours{back}: {describe.standing(facts.setup.hours, facts.words)}."
    )
    laying = any(isinstance(change, (Close, OpenSpecial)) for change in dated)
    if laying and not facts.capabilities.dated:
        yield "Switchhook itself puts the usual hours back afterwards, so it has to be running then."


def _staying(name: str, after: Setup) -> Iterable[str]:
    """What comes of hours that are set."""
    yield describe.FOR_GOOD
    if after.hours.never_open:
        yield f"{name} is closed all week from then on, until somebody sets other hours."


def _replaced(change: Dated, changes: Sequence[Change], facts: Facts) -> Iterable[str]:
    """The closures and special hours that a change takes the place of, as they were planned."""
    days = [each for each in changes if isinstance(each, Close)]
    on_a_closed_day = any(change in describe.hours_left(each, changes) for each in days)
    if on_a_closed_day or not isinstance(change, (Close, OpenSpecial)):
        return
    met = [each for each in facts.setup.overrides if overlaps(each, change.start, change.end)]
    for laid in describe.laid(met):
        planned, when = laid.override, facts.words.span(laid.override.start, laid.override.end)
        what = "closure" if planned.state == "closed" else "special hours"
        if laid.only:
            yield f"This replaces what was planned: {laid.told(facts.words)}."
        elif within([planned], change.start, change.end) == (planned,):
            yield f"This replaces the {what} {when}."
        else:
            stays = "the rest of it stays" if planned.state == "closed" else "the rest of them stay"
            yield f"For its time this replaces the {what} {when}; {stays}."


def _dated_warnings(change: Change, facts: Facts, now: dt.datetime) -> Iterable[str]:
    if not isinstance(change, DATED):
        return
    words = facts.words
    if isinstance(change, Reopen) and not change.keeps:
        for holiday in within(facts.reading.beneath, change.start, change.end):
            called = f"“{holiday.name}”" if holiday.name else "a closure"
            yield (
                f"This ends {called} {words.span(holiday.start, holiday.end)}, which stands in"
                f" {describe.vendor(facts.line.system)}'s own calendar and was not set through Switchhook."
            )
    if moment(change.start, facts.line.zone) <= now:
        yield f"{describe.ONCE_APPROVED}."
    if change.end is None and isinstance(change, Close):
        yield f"It has no end: {facts.line.name} stays closed until somebody says “reopen {facts.line.name}”."
    note = describe.offset_note(change.start, change.end, facts.line.zone)
    if note:
        yield note


def _stretches(dated: Sequence[Dated], facts: Facts, after: Setup, now: dt.datetime) -> Iterable[str]:
    """How a day with several open stretches comes about where the vendor keeps one; the first day stands for all."""
    if facts.capabilities.intervals_a_day != 1:
        return
    for date in _dates(dated, now, facts.line.zone):
        day = _to_come(day_hours(after.hours, after.overrides, date), date, facts, now)
        if len(day) > 1 and day_hours(facts.setup.hours, facts.setup.overrides, date) != tuple(day):
            first, second = (facts.words.day([each]) for each in day[:2])
            vendor, end = describe.vendor(facts.line.system), day[0].end
            follows = min(end + round(facts.capabilities.lag / dt.timedelta(minutes=1)), DAY)
            yield (
                f"{vendor} keeps one stretch of hours a day. On {describe.date(date)} it is given {first} first; within"
                f" a minute of {facts.words.clock(end)} Switchhook writes {second} in its place, and {vendor} may take"
                f" until {facts.words.clock(follows)} to follow. If Switchhook is not running at"
                f" {facts.words.clock(end)}, callers are turned away until it runs again, at worst for the rest of that"
                " day."
            )
            return


def _to_come(day: Sequence[Interval], date: dt.date, facts: Facts, now: dt.datetime) -> list[Interval]:
    """The stretches of a date that are not over."""
    local = wall_clock(now, facts.line.zone)
    passed = local.hour * 60 + local.minute if local.date() == date else 0
    return [each for each in day if each.end > passed]


def _dates(dated: Sequence[Dated], now: dt.datetime, zone: str) -> Iterable[dt.date]:
    """The dates of some changes from today on, of each not more than its first week."""
    today = wall_clock(now, zone).date()
    for change in dated:
        first = max(change.start.date(), today)
        last = (change.end - dt.timedelta(minutes=1)).date() if change.end else None
        week = [first + dt.timedelta(days=number) for number in range(7)]
        yield from (date for date in week if last is None or date <= last)


def _unseen(changes: Sequence[Change], facts: Facts) -> Iterable[str]:
    """What cannot be checked afterwards, and how late the vendor may be."""
    vendor = describe.vendor(facts.line.system)
    shown = [facts.capabilities.shows(change) for change in changes]
    if not any(shown):
        yield f"{vendor} does not show this, so it cannot be checked afterwards."
    elif not all(shown):
        yield f"{vendor} does not show all of this, so a part of it cannot be checked afterwards."
    if facts.capabilities.lag > _SLOW:
        minutes = round(facts.capabilities.lag / _SLOW)
        yield f"{vendor} may take up to {minutes} minutes to act on what is written."


def _key_warnings(changes: Sequence[Change], facts: Facts) -> Iterable[str]:
    words, name = facts.words, facts.line.name
    for change in changes:
        if isinstance(change, SetMenuKey):
            menu = facts.setup.menu(change.menu)
            taken = menu.keys.get(change.key) if menu else None
            if taken and taken != change.action:
                yield f"Key {change.key} is taken: it leads to {words.action(taken).lower()} now."
            if menu and menu.action.action != "menu":
                yield (
                    f"Callers of {name} do not hear a menu while {change.menu}; what calls get is:"
                    f" {words.action(menu.action).lower()}. The key has no effect until that is changed."
                )
        if isinstance(change, SetCallback) and change.on and facts.setup.open_menu:
            key = change.key or (facts.setup.queue.callback_key if facts.setup.queue else "")
            taken = facts.setup.open_menu.keys.get(key)
            if taken:
                yield (
                    f"In the menu, key {key} leads to {words.action(taken).lower()}; it asks for a callback only while"
                    " a caller waits in the queue."
                )


def _unheard(facts: Facts, after: Setup) -> Iterable[str]:
    """What keeps callers from hearing of a callback, where the vendor offers it only within its wait message."""
    option, name = facts.capabilities.option(_WAIT_MESSAGE), facts.line.name
    if option and after.options.get(_WAIT_MESSAGE) is False:
        label = option.label.lower()
        yield (
            f"The {label} of {name} is off, and callbacks are offered only within it, so nobody will hear of them. To"
            f" turn it on, say “turn on {label} on {name}”."
        )


def risks(changes: Sequence[Change], facts: Facts, company: sharing.Company) -> Iterable[str]:
    """What makes the risk high: other lines change as well, calls leave the account, an option is called risky."""
    if sharing.effect(changes, company):
        yield f"{describe.listed([each.name for each in company.others])} change as well"
    for change in changes:
        match change:
            case SetOption():
                option = facts.capabilities.option(change.name)
                if option is not None and option.risk == "high":
                    yield f"“{option.label}” is a setting to be careful with"
            case SetMenuKey() | SetTreatment() if _leaves_the_account(change.action, facts):
                yield f"calls go to a phone number, {describe.number_text(str(change.action.target_id))}"
            case _:
                pass


def _leaves_the_account(action: MenuAction, facts: Facts) -> bool:
    """Whether calls go to a number that is none of the account's own."""
    known = {(each.kind, each.id) for each in facts.destinations}
    number = action.target_id if action.target_kind == describe.NUMBER else None
    return number is not None and number.startswith("+") and (describe.NUMBER, number) not in known
