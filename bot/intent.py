"""What an ask means for one line: the changes, or a question back. Pure."""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from difflib import get_close_matches

from adapters import (
    ActionOption,
    Capabilities,
    Change,
    Close,
    Destination,
    MenuAction,
    MenuName,
    OpenSpecial,
    Override,
    RemoveMenuKey,
    Reopen,
    SetCallback,
    SetHours,
    SetMenuKey,
    SetOption,
    SetRouting,
    SetTreatment,
    day_hours,
    is_open,
    overlaps,
    wall_clock,
)
from bot import describe
from bot.errors import NothingToDoError, SayError
from bot.language import Ask, Choice, Edge, Verb, Window
from bot.plans import Facts

MOST_CHOICES = 4

_SECONDS = {"sec": 1, "s": 1, "": 1, "minute": 60, "min": 60, "hour": 3600, "hr": 3600}


class AskBackError(SayError):
    """An ask that has several readings for this line, or lacks something; each choice is a sentence of its own."""

    def __init__(self, text: str, choices: Sequence[Choice] = ()) -> None:
        super().__init__(text)
        self.choices = tuple(choices)[:MOST_CHOICES]


def changes_of(
    ask: Ask, facts: Facts, now: dt.datetime, number_problem: Callable[[str], str | None]
) -> tuple[Change, ...]:
    """The changes that an ask means for a line; raises a `SayError` where it means none, or not exactly one thing."""
    if ask.recurring and ask.weekly is not None:
        return (_hours(ask),)
    match ask.verb:
        case Verb.CLOSE:
            return _close(ask, facts)
        case Verb.OPEN:
            return _open(ask, facts)
        case Verb.REOPEN:
            return _reopen(ask, facts, now)
        case Verb.HOURS:
            return (_hours(ask),)
        case Verb.MENU:
            return _menu(ask, facts, number_problem)
        case Verb.REMOVE_KEY:
            return _remove_key(ask, facts)
        case Verb.CALLBACK:
            return (_callback(ask, facts),)
        case Verb.ROUTING:
            return (SetRouting(routing=_choice(ask.value, facts.capabilities.routings, "way to find an agent", facts)),)
        case Verb.OPTION:
            return (_option(ask, facts.capabilities),)
        case _:
            msg = f"Switchhook cannot do that on {facts.line.name}. `/line help` shows what it can."
            raise SayError(msg)


def _close(ask: Ask, facts: Facts) -> tuple[Change, ...]:
    windows = [_resolved(window, facts) for window in ask.windows]
    return tuple(Close(start=start, end=end, reason=ask.reason) for start, end in windows)


def _open(ask: Ask, facts: Facts) -> tuple[Change, ...]:
    changes: list[Change] = []
    for window in ask.windows:
        start, end = _resolved(window, facts)
        if end is None:
            msg = f"Until when should {facts.line.name} stay open? Say, for example, `until 8pm` or `until Friday`."
            raise AskBackError(msg)
        if ask.only:
            midnight = dt.datetime.combine(start.date(), dt.time())
            days = -((midnight - end) // dt.timedelta(days=1))
            changes.append(Close(start=midnight, end=midnight + dt.timedelta(days=days), reason=ask.reason))
        elif _already_open(facts, start, end):
            raise _only_question(ask, facts, start, end)
        changes.append(OpenSpecial(start=start, end=end, reason=ask.reason))
    return tuple(changes)


def _already_open(facts: Facts, start: dt.datetime, end: dt.datetime) -> bool:
    """Whether a line is open all through a stretch of one day anyway."""
    if end - start > dt.timedelta(days=1) or (end - dt.timedelta(minutes=1)).date() != start.date():
        return False
    midnight = dt.datetime.combine(start.date(), dt.time())
    first, last = _minutes(start - midnight), _minutes(end - midnight)
    day = day_hours(facts.setup.hours, facts.setup.overrides, start.date())
    return any(each.start <= first and last <= each.end for each in day)


def _only_question(ask: Ask, facts: Facts, start: dt.datetime, end: dt.datetime) -> AskBackError:
    words = facts.words
    day = words.day(day_hours(facts.setup.hours, facts.setup.overrides, start.date()))
    midnight = dt.datetime.combine(start.date(), dt.time())
    span = f"{words.clock(_minutes(start - midnight))} – {words.clock(_minutes(end - midnight))}"
    when = describe.date(start.date())
    if f"{day}" == span:
        msg = f"{facts.line.name} is open {day} on {when} already, so there is nothing to change."
        raise NothingToDoError(msg)
    name = ask.lines[0] if len(ask.lines) == 1 else facts.line.name
    until = "24:00" if end.time() == dt.time() else f"{end:%H:%M}"
    text = f"open {name} only on {start:%Y-%m-%d} from {start:%H:%M} to {until}"
    return AskBackError(
        f"{facts.line.name} is open already on {when}, {day}. Should it be open only {span} that day?",
        [Choice(label=f"Only {span}", text=text)],
    )


def _reopen(ask: Ask, facts: Facts, now: dt.datetime) -> tuple[Change, ...]:
    local = wall_clock(now, facts.line.zone).replace(second=0, microsecond=0)
    closures = [
        each for each in facts.setup.overrides if each.state == "closed" and (each.end is None or each.end > local)
    ]
    if ask.windows:
        spans = [_resolved(window, facts) for window in ask.windows]
        if not any(overlaps(each, start, end) for each in closures for start, end in spans):
            msg = f"{facts.line.name} has no closure then, so there is nothing to reopen."
            raise NothingToDoError(msg)
        return tuple(Reopen(start=start, end=end) for start, end in spans)
    running = [each for each in closures if each.start <= local]
    if running:
        today = dt.datetime.combine(local.date(), dt.time())
        return tuple(Reopen(start=max(each.start, today), end=each.end) for each in running)
    if not closures:
        name = facts.line.name
        msg = f"{name} has no closure, now or planned, so there is nothing to reopen."
        if not is_open(facts.setup, now):
            msg += f" It is closed by its usual hours. To open it, say for example `open {name} 9-1 today`."
        raise NothingToDoError(msg)
    if len(closures) > 1:
        raise _which_closure(facts, closures)
    return (Reopen(start=closures[0].start, end=closures[0].end),)


def _which_closure(facts: Facts, closures: Sequence[Override]) -> AskBackError:
    choices = [
        Choice(label=_short(each, facts), text=f"reopen {facts.line.name} {_canonical(each)}") for each in closures
    ]
    return AskBackError(f"{facts.line.name} has {len(closures)} planned closures. Which one should end?", choices)


def _short(override: Override, facts: Facts) -> str:
    text = facts.words.span(override.start, override.end).removeprefix("on ")
    return f"{text[0].upper()}{text[1:]}"[:75]


def _canonical(override: Override) -> str:
    start, end = override.start, override.end
    if end is None:
        return f"from {start:%Y-%m-%d %H:%M} until further notice"
    if start.time() == end.time() == dt.time():
        last = end.date() - dt.timedelta(days=1)
        return f"all day on {start:%Y-%m-%d}" if last == start.date() else f"from {start:%Y-%m-%d} to {last:%Y-%m-%d}"
    if start.date() == end.date():
        return f"on {start:%Y-%m-%d} from {start:%H:%M} to {end:%H:%M}"
    return f"from {start:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M}"


def _hours(ask: Ask) -> Change:
    if ask.weekly == "always":
        return SetHours(always=True)
    if not ask.weekly:
        msg = "Which hours? Say, for example, `set support hours mon-fri 9am-5pm, sat closed`."
        raise AskBackError(msg)
    return SetHours(rows=ask.weekly)


def _callback(ask: Ask, facts: Facts) -> Change:
    queue = facts.setup.queue
    if ask.on is None and queue is not None and not queue.callback:
        name, key = facts.line.name, ask.key or queue.callback_key
        msg = f"{name} offers no callback now. Should it be offered from now on, with key {key}?"
        raise AskBackError(msg, [Choice(label="Yes, offer it", text=f"turn on callback key {key} on {name}")])
    return SetCallback(on=ask.on is not False, key=ask.key, threshold=ask.threshold)


def _menu(ask: Ask, facts: Facts, number_problem: Callable[[str], str | None]) -> tuple[Change, ...]:
    options = facts.capabilities.menu_actions if ask.key else facts.capabilities.treatments
    action = _action(ask, facts, options, number_problem)
    changes: list[Change] = []
    for name in _menus(ask, facts):
        if ask.key is None:
            changes.append(SetTreatment(menu=name, action=action))
        else:
            changes.append(SetMenuKey(menu=name, key=ask.key, action=action))
    return tuple(changes)


def _remove_key(ask: Ask, facts: Facts) -> tuple[Change, ...]:
    if ask.key is None:
        msg = f"Which key of {facts.line.name} should go? Say, for example, `remove key 7`."
        raise AskBackError(msg)
    return tuple(RemoveMenuKey(menu=name, key=ask.key) for name in _menus(ask, facts))


def _menus(ask: Ask, facts: Facts) -> list[MenuName]:
    if facts.setup.open_menu is None:
        msg = f"{facts.line.name} has no menu."
        raise SayError(msg)
    if ask.menu == "both":
        return ["open", "closed"]
    return [ask.menu or "open"]


def _action(
    ask: Ask, facts: Facts, options: Sequence[ActionOption], number_problem: Callable[[str], str | None]
) -> MenuAction:
    if ask.action and not ask.target:
        option = next((each for each in options if each.name == ask.action), None)
        if option is None:
            labels = ", ".join(each.label.lower() for each in options if not each.needs_target)
            msg = f"{facts.line.name} cannot do that. It can lead to: {labels}; or to a person, team or line by name."
            raise AskBackError(msg)
        if option.needs_target:
            msg = f"{option.label}: to whom? Say, for example, `press {ask.key} goes to Billing`."
            raise AskBackError(msg)
        return MenuAction(action=option.name)
    if not ask.target:
        msg = f"Where should key {ask.key} lead? Say, for example, `press {ask.key} goes to voicemail`."
        raise AskBackError(msg)
    if _is_number(ask.target):
        raise SayError(number_problem(ask.target) or f"The menu of {facts.line.name} cannot lead to a phone number.")
    destination = _destination(ask, facts, options)
    for option in sorted(options, key=lambda each: len(each.targets)):  # the one made for this kind comes first
        if destination.kind in option.targets and ask.action in (None, option.name):
            return MenuAction(action=option.name, target_kind=destination.kind, target_id=destination.id)
    msg = f"A key of {facts.line.name} cannot lead to {destination.name}."
    raise SayError(msg)


def _destination(ask: Ask, facts: Facts, options: Sequence[ActionOption]) -> Destination:
    wanted = (ask.target or "").casefold()
    kinds = {kind for option in options for kind in option.targets}
    itself = ("line", facts.line.id)
    known = [each for each in facts.destinations if each.kind in kinds and (each.kind, each.id) != itself]
    labels = dict(facts.capabilities.destination_kinds)
    exact = [
        each for each in known if wanted in (each.name.casefold(), f"{labels.get(each.kind)} {each.name}".casefold())
    ]
    if len(exact) == 1:
        return exact[0]
    names = {each.name.casefold(): each for each in known}
    near = exact or [names[name] for name in get_close_matches(wanted, names, MOST_CHOICES, 0.6)]
    menu = "" if ask.menu in (None, "open") else " while closed"
    choices = [
        Choice(
            label=f"{each.name} ({labels.get(each.kind, each.kind)})"[:75],
            text=f"press {ask.key} goes to {labels.get(each.kind, each.kind)} {each.name} on {facts.line.name}{menu}",
        )
        for each in near
    ]
    if exact:
        msg = f"“{ask.target}” can be several things. Which one?"
    else:
        msg = f"{facts.line.system.capitalize()} has nobody, no team and no line called “{ask.target}”" + (
            ". Did you mean one of these?" if near else ". Write the name as it is there."
        )
    raise AskBackError(msg, choices)


def _is_number(text: str) -> bool:
    digits = sum(each.isdigit() for each in text)
    return digits >= 5 and all(each.isdigit() or each in "+-(). " for each in text)


def _option(ask: Ask, capabilities: Capabilities) -> Change:
    wanted = (ask.option or "").casefold().replace("_", " ")
    labels = {each.label.casefold(): each for each in capabilities.options}
    labels |= {each.name.replace("_", " "): each for each in capabilities.options}
    option = labels.get(wanted)
    if option is None:
        near = ", ".join(labels[each].label for each in get_close_matches(wanted, labels, MOST_CHOICES, 0.5))
        msg = f"There is no setting “{ask.option}”." + (f" Near it: {near}." if near else "")
        raise AskBackError(msg)
    value = ask.value
    if value is None:
        value = ask.on
    if option.type == "switch" and isinstance(value, str):
        value = {"on": True, "off": False}.get(value.casefold(), value)
    if option.type == "number" and isinstance(value, str):
        value = _counted(value, option.unit)
    if option.type == "choice" and isinstance(value, str):
        value = {label.casefold(): each for each, label in option.choices}.get(value.casefold(), value)
    if value is None:
        msg = f"What should {option.label.lower()} be? {option.help}".strip()
        raise AskBackError(msg)
    return SetOption(name=option.name, value=value)


def _counted(text: str, unit: str) -> int | str:
    """A number with or without its unit, in the unit of an option; the text as it is if it is none."""
    found = re.fullmatch(r"(\d{1,6})(?: *([a-z%]+))?", text.strip().casefold())
    if not found:
        return text
    said = (found[2] or unit).rstrip("s")
    if said == unit.rstrip("s"):
        return int(found[1])
    if unit == "seconds" and said in _SECONDS:
        return int(found[1]) * _SECONDS[said]
    return text


def _choice(value: object, choices: Sequence[tuple[str, str]], what: str, facts: Facts) -> str:
    known = {label.casefold(): name for name, label in choices} | {name.casefold(): name for name, _ in choices}
    found = known.get(str(value).casefold())
    if found is None:
        msg = f"{facts.line.name} knows no {what} “{value}”; it knows: {', '.join(label for _, label in choices)}."
        raise AskBackError(msg)
    return found


def _resolved(window: Window, facts: Facts) -> tuple[dt.datetime, dt.datetime | None]:
    start = _edge(window.start, facts)
    end = None if window.end is None else _edge(window.end, facts)
    if end is not None and end <= start:
        msg = f"That would end before it begins, given the hours of {facts.line.name} that day. Name both times."
        raise AskBackError(msg)
    return start, end


def _edge(edge: dt.datetime | Edge, facts: Facts) -> dt.datetime:
    if isinstance(edge, dt.datetime):
        return edge
    day = day_hours(facts.setup.hours, facts.setup.overrides, edge.date)
    if not day:
        when = describe.date(edge.date)
        msg = f"{facts.line.name} is closed all day on {when}, so it has no {edge.at} then. Name a time."
        raise AskBackError(msg)
    minute = day[0].start if edge.at == "opening" else day[-1].end
    return dt.datetime.combine(edge.date, dt.time()) + dt.timedelta(minutes=minute)


def _minutes(length: dt.timedelta) -> int:
    return int(length.total_seconds()) // 60
