"""What cannot be done to a line, said before anyone is asked to approve it. Pure."""

import datetime as dt
from collections.abc import Sequence

from adapters import (
    DATED,
    Change,
    Close,
    Line,
    OpenSpecial,
    RemoveMenuKey,
    SetCallback,
    SetMenuKey,
    SetOption,
    exists,
    moment,
)
from bot import describe
from bot.errors import SayError, TooLateError
from bot.plans.facts import Facts
from bot.plans.standing import weekdays_touched


def check(changes: Sequence[Change], facts: Facts, now: dt.datetime) -> None:
    """Raise a `SayError` for the first change that cannot be, with what can be done instead."""
    _check_possible(changes, facts)
    _check_not_over(changes, facts.line, now)
    _check_drift(changes, facts, now)


def _check_possible(changes: Sequence[Change], facts: Facts) -> None:
    if not facts.managed:
        msg = f"{facts.line.name} is only shown here; it is set not to be changed by Switchhook."
        raise SayError(msg, "Ask whoever looks after Switchhook if that should be otherwise.")
    for change in changes:
        problem = _problem(change, facts)
        if problem:
            raise SayError(problem)


def _problem(change: Change, facts: Facts) -> str | None:
    """What is wrong with a change, as far as the capabilities of the line tell."""
    name, vendor, capabilities = facts.line.name, describe.vendor(facts.line.system), facts.capabilities
    if change.kind not in capabilities.changes:
        return (
            f"{name} is {describe.a_kind(facts.line.kind)}, and {vendor} offers no such change for it."
            f" {describe.instead(name, capabilities)}"
        )
    match change:
        case SetMenuKey() | RemoveMenuKey() if key_problem(change.key, facts):
            return key_problem(change.key, facts)
        case RemoveMenuKey() if not capabilities.shows(change) and not _is_known(change, facts):
            return (
                f"{vendor} does not show the keys of {name}, and key {change.key} was not set through Switchhook, so it"
                f" cannot be removed here. Remove it in {capabilities.portal}."
            )
        case SetCallback() if change.key and change.key not in capabilities.callback_keys:
            return f"The callback key of {name} can be one of {', '.join(capabilities.callback_keys)}."
        case SetOption():
            option = capabilities.option(change.name)
            return option.problem(change.value) if option else f"{name} has no setting “{change.name}”."
        case _:
            return None


def key_problem(key: str, facts: Facts) -> str | None:
    """Why the menu of a line cannot have a key, as one sentence; None if it can."""
    name, vendor, keys = facts.line.name, describe.vendor(facts.line.system), facts.capabilities.menu_keys
    if key in keys:
        return None
    if keys.isdigit() and not key.isdigit():
        return (
            f"{vendor} takes only digits as keys, so {key} cannot be one in the menu of {name}. Choose one of"
            f" {describe.keys(keys)}."
        )
    return f"The menu of {name} has only the keys {describe.keys(keys)}. Choose one of them."


def _is_known(change: RemoveMenuKey, facts: Facts) -> bool:
    menu = facts.setup.menu(change.menu)
    return menu is not None and change.key in menu.keys


def _check_not_over(changes: Sequence[Change], line: Line, now: dt.datetime) -> None:
    for change in changes:
        if isinstance(change, DATED) and change.end is not None and moment(change.end, line.zone) <= now:
            msg = f"{line.name}: that is already over, so there is nothing left to change."
            raise TooLateError(msg, "Name a later time.")
        if isinstance(change, (Close, OpenSpecial)):
            for edge in (change.start, change.end):
                if edge is not None and edge.time() != dt.time() and not exists(edge, line.zone):  # a day always begins
                    shown = f"{describe.date(edge.date())}, {edge:%H:%M}"
                    zone = describe.zone_name(line.zone)
                    msg = f"{shown} does not exist in {zone}: the clocks skip it. Name another time."
                    raise SayError(msg)


def _check_drift(changes: Sequence[Change], facts: Facts, now: dt.datetime) -> None:
    """Refuse dated changes over rows that somebody changed elsewhere; naming such a row's hours settles it."""
    dated = [change for change in changes if isinstance(change, DATED)]
    rows = weekdays_touched(dated, now, facts.line.zone)
    for drift in facts.reading.drift:
        if drift.weekday in rows:
            day, words = drift.weekday.title_name, facts.words
            msg = (
                f"{day} of {facts.line.name} was changed outside Switchhook: it is {words.day(drift.found)}, and should"
                f" be {words.day(drift.expected)}. First adopt or restore it, with the buttons of its alert in the"
                " approval channel, or say which hours are right:"
                f" `set {facts.line.name} hours {drift.weekday} 9am-5pm`."
            )
            raise SayError(msg)
