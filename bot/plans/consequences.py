"""What comes of a plan that nobody has asked for: for callers of this line, and of others that lead here. Pure."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from adapters import DATED, Menu, MenuName, RemoveMenuKey, SetHours, is_open, moment
from bot import describe
from bot.plans.facts import Facts
from bot.plans.hearsay import is_outdated
from bot.plans.leads import WEEK, Being, Lead, circle, first_time, leads
from bot.requests import LinePlan

_SOON = dt.timedelta(hours=1)
"""Whoever was promised a callback before a closure that begins so soon may get it only while the line is closed."""

_PLAYS_MENU = "menu"
_REACHES_NOBODY = frozenset({"voicemail", "message", "disabled", "repeat", "previous_menu"})
"""What a key may do without leading to a person."""


Leading: TypeAlias = Mapping[str, Sequence[tuple[Facts, Lead]]]
"""From where calls are led to each line, by the keys of the lines that they are led to."""


def leading(others: Mapping[str, Facts]) -> Leading:
    """From where some lines, by their names, lead calls to which lines."""
    found: dict[str, list[tuple[Facts, Lead]]] = {}
    for other in others.values():
        for lead in leads(other, other.setup):
            found.setdefault(f"{other.line.system}:{lead.to}", []).append((other, lead))
    return found


def consequences(
    plan: LinePlan,
    facts: Facts,
    others: Mapping[str, Facts],
    now: dt.datetime,
    led: Leading | None = None,
) -> tuple[str, ...]:
    """What comes of a plan besides what it is for, a sentence each, the weightiest first, and how many more there are.

    `others` is what is known of the other lines, by their names; where the same request changes them, as they will be.
    `led` is their `leading`, which need not be found out for each of many lines anew.
    """
    near = {each.line.id: each for each in others.values() if each.line.system == facts.line.system}
    near.pop(facts.line.id, None)
    found = (
        *_no_way_out(plan, facts),
        *_circles(plan, facts, near, now),
        *_sent_to_closed(plan, facts, near, now),
        *_led_here(plan, facts, led if led is not None else leading(others), now),
        *_led_to_closed(plan, facts, near, now),
        *_promised(plan, facts, now),
        *_misheard(plan, facts),
    )
    return describe.fewer(tuple(dict.fromkeys(found)))


def _no_way_out(plan: LinePlan, facts: Facts) -> Iterator[str]:
    """A menu that is played without a key, or, while open, without one that leads to people."""
    menus: tuple[MenuName, ...] = ("open", "closed")
    name = facts.line.name
    for each in menus:
        was, will = plan.before.menu(each), plan.after.menu(each)
        if will is None or will.action.action != _PLAYS_MENU or not _are_known(facts, each):
            continue
        if not will.keys and (was is None or was.keys or was.action != will.action):
            yield f"No key is left in the menu of {name} while {each}: callers hear it and get no further."
        elif each == "open" and will.keys and not _reaches_people(will) and was is not None and _reaches_people(was):
            yield f"No key in the menu of {name} leads to a person or another line any more."


def _are_known(facts: Facts, menu: MenuName) -> bool:
    """Whether all keys of a menu are known: some vendors do not show them."""
    return facts.made or facts.capabilities.shows(RemoveMenuKey(menu=menu, key=""))


def _reaches_people(menu: Menu) -> bool:
    if menu.action.action != _PLAYS_MENU:
        return True
    return any(action.action not in _REACHES_NOBODY for action in menu.keys.values())


def _circles(plan: LinePlan, facts: Facts, near: Mapping[str, Facts], now: dt.datetime) -> Iterator[str]:
    known = set(leads(facts, plan.before))
    for lead in leads(facts, plan.after):
        passed = None if lead in known else circle(lead, facts, plan.after, near, now)
        if passed is not None:
            over = f" through {describe.listed(passed)}" if passed else ""
            yield f"{lead.sentence(facts.line.name, 'come')} back to it{over}, so callers would go in a circle."


def _closed_anew(plan: LinePlan) -> list[Being]:
    """What has to be so at a moment for the line to be closed through this plan."""
    return [Being(plan.before, open=True), Being(plan.after, open=False)]


def _spans(plan: LinePlan, now: dt.datetime) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """The times in which a plan may close the line, of each not more than its first eight days."""
    for change in plan.changes:
        if isinstance(change, DATED):
            start = max(moment(change.start, plan.after.zone), now)
            most = start + WEEK + dt.timedelta(days=1)
            yield start, min(moment(change.end, plan.after.zone), most) if change.end else most
        elif isinstance(change, SetHours):
            yield now, now + WEEK


def _first(plan: LinePlan, beings: list[Being], now: dt.datetime) -> dt.datetime | None:
    found = (first_time([*_closed_anew(plan), *beings], start, end) for start, end in _spans(plan, now))
    return min((each for each in found if each is not None), default=None)


def _sent_to_closed(plan: LinePlan, facts: Facts, near: Mapping[str, Facts], now: dt.datetime) -> Iterator[str]:
    """The line sends its calls to another while it is closed, and that one is closed then as well."""
    begins = _first(plan, [], now)
    action = describe.closed_action(plan.after, begins, facts.words) if begins else None
    other = near.get(facts.line_reached(action)) if action else None
    at = _first(plan, [Being(other.setup, open=False)], now) if other else None
    if other and at:
        yield (
            f"While {facts.line.name} is closed its calls go to {other.line.name}, which is closed then as well"
            f" ({facts.words.at(at)})."
        )


def _led_here(plan: LinePlan, facts: Facts, led: Leading, now: dt.datetime) -> Iterator[str]:
    """Other lines lead callers here, and go on doing so while this line is closed."""
    for other, lead in led.get(facts.line.key, ()):
        if other.line.key == facts.line.key:
            continue
        if plan.deletes:
            yield f"{lead.sentence(other.line.name, 'lead')} to {facts.line.name}."
        elif at := _first(plan, [Being(other.setup, lead.menu == "open")], now):
            yield (
                f"{lead.sentence(other.line.name, 'lead')} to {facts.line.name}, which is closed then (from"
                f" {facts.words.at(at)})."
            )


def _led_to_closed(plan: LinePlan, facts: Facts, near: Mapping[str, Facts], now: dt.datetime) -> Iterator[str]:
    """What this plan leads to another line leads there also while that one is closed."""
    known = set(leads(facts, plan.before))
    for lead in leads(facts, plan.after):
        other = None if lead in known else near.get(lead.to)
        beings = [Being(plan.after, lead.menu == "open"), Being(other.setup, open=False)] if other else []
        at = first_time(beings, now, now + WEEK)
        if other and at:
            yield (
                f"{lead.sentence(facts.line.name, 'lead')} to {other.line.name}, which is not always open then:"
                f" the next time it is closed is {facts.words.at(at)}."
            )


def _promised(plan: LinePlan, facts: Facts, now: dt.datetime) -> Iterator[str]:
    """Callers may have been promised a callback that falls into a closure."""
    queue = facts.setup.queue
    begins = _first(plan, [], now) if queue and queue.callback and is_open(plan.before, now) else None
    if begins and begins <= now + _SOON:
        vendor, waiting = describe.vendor(facts.line.system), facts.live.waiting
        known = f", and {waiting} {'caller waits' if waiting == 1 else 'callers wait'} just now" if waiting else ""
        yield (
            f"{facts.line.name} offers callbacks, and closes within the hour{known}: {vendor} does not tell here how"
            " many callbacks are still promised."
        )


def _misheard(plan: LinePlan, facts: Facts) -> Iterator[str]:
    """The announcement names hours that end."""
    option = facts.announcement
    text = plan.after.options.get(option.name) if option else None
    if option and isinstance(text, str) and is_outdated(text, plan.before, plan.after):
        yield f"The {option.label.lower()} of {facts.line.name} still tells of other hours: “{text}”"
