"""What people have to look at, as cards in the approval channel. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import Field

from adapters import Value
from bot.alerts import Alert, AlertKind
from bot.requests import SWITCHHOOK, Person
from bot.slack import blocks
from bot.slack.blocks import Json, Message
from bot.slack.text import escaped, mention, moment

CHECK = "alert_check"
CLOSE = "alert_close"
REOPEN = "alert_reopen"
ADOPT = "alert_adopt"
RESTORE = "alert_restore"
THAW = "alert_thaw"

_FOR_APPROVERS = frozenset({ADOPT, THAW})

_URGENT = frozenset({AlertKind.NOT_CLOSED, AlertKind.NOT_OPEN})

CALLED = _URGENT | {AlertKind.DRIFT}
"""The alerts that call people by name."""

ROOM = 6000
"""Characters for what was and what is."""

_TITLES: Mapping[AlertKind, str] = {
    AlertKind.NOT_CLOSED: "{name} is not closed",
    AlertKind.NOT_OPEN: "{name} is not open",
    AlertKind.STILL_CLOSED: "{name} is closed until further notice",
    AlertKind.DRIFT: "{name} was changed outside Switchhook",
    AlertKind.FROZEN: "Nothing is applied for now",
}
_UNKNOWN: Mapping[AlertKind, str] = {
    AlertKind.NOT_CLOSED: "Nobody {knows} whether {name} is closed",
    AlertKind.NOT_OPEN: "Nobody {knows} whether {name} is open",
}
"""The same where the vendor does not answer."""
_ICONS: Mapping[AlertKind, str] = {
    AlertKind.NOT_CLOSED: ":rotating_light:",
    AlertKind.NOT_OPEN: ":rotating_light:",
    AlertKind.STILL_CLOSED: ":red_circle:",
    AlertKind.DRIFT: ":mag:",
    AlertKind.FROZEN: ":snowflake:",
}
_SIRENS = "\N{POLICE CARS REVOLVING LIGHT} "


SENTENCES: Mapping[str, str] = {
    CHECK: "status {name}",
    CLOSE: "close {name} now",
    REOPEN: "reopen {name}",
}
"""What somebody could type instead of pressing a button."""


class Raised(Value):
    """What a button of an alert's card carries."""

    alert: int = Field(gt=0, lt=2**53)


def card(alert: Alert, called: Sequence[str] = ()) -> Message:
    """The card as it is true now; `called` are the mentions of those who are called to it."""
    named = f" {' '.join(called)}" if called and alert.is_open else ""
    shown = [
        blocks.header(f"{_SIRENS if alert.is_open and alert.kind in _URGENT else ''}{title(alert)}"),
        *blocks.paragraphs([f"{paragraph(alert)}{named}", *blocks.fitting(list(_differences(alert)), ROOM)]),
        blocks.context(blocks.mrkdwn(_noticed(alert))),
    ]
    return blocks.message(
        f"{escaped(title(alert), 150)}: {escaped(_told(alert), 1500)}{named}",
        [*shown, *blocks.actions(*(_buttons(alert) if alert.is_open else ()))],
    )


def reopening(number: int, name: str) -> Json:
    """The button of an alert that has a line reopened."""
    return blocks.button(
        "Reopen it", REOPEN, Raised(alert=number).model_dump(), style="primary", spoken=f"Reopen it: {name}"
    )


def brief(alert: Alert, *, may_decide: bool) -> list[Json]:
    """An alert among others, with what somebody can do about it."""
    buttons = [each for each in _buttons(alert) if may_decide or each["action_id"] not in _FOR_APPROVERS]
    return [blocks.section(f"*{escaped(title(alert), 150)}*\n{paragraph(alert)}"), *blocks.actions(*buttons)]


def title(alert: Alert) -> str:
    """What is the matter, short enough for a heading; once it is over that is said first."""
    titles = _UNKNOWN if alert.data.get("unknown") else _TITLES
    text = titles[alert.kind].format(name=alert.name or "A line", knows="knows" if alert.is_open else "knew")
    return text if alert.is_open else f"Over: {text}"


def paragraph(alert: Alert, most: int = 1800) -> str:
    """What is the matter, or how it ended, as one paragraph."""
    if alert.is_open:
        return f"{_ICONS[alert.kind]} {escaped(alert.text, most)}"
    by = "" if alert.closed_by in {"", SWITCHHOOK} else f" ({mention(Person.parse(alert.closed_by))})"
    return f":white_check_mark: {escaped(alert.outcome, 1500)}{by}\nIt was: {escaped(alert.text, 1200)}"


def sentence(alert: Alert, action: str) -> str:
    """What somebody could type instead of pressing this button."""
    told = alert.data.get("sentence")
    return str(told) if told and action != CHECK else SENTENCES[action].format(name=alert.name)


def _told(alert: Alert) -> str:
    return alert.text if alert.is_open else alert.outcome


def _noticed(alert: Alert) -> str:
    by = "" if alert.by == SWITCHHOOK else f" by {mention(Person.parse(alert.by))}"
    ended = "" if alert.closed is None else f", over {moment(alert.closed)}"
    about = f" It is about request {alert.request}." if alert.request else ""
    verb = "Stopped" if alert.kind is AlertKind.FROZEN else "Noticed"
    return f"{verb}{by} {moment(alert.opened)}{ended}.{about}"


def _differences(alert: Alert) -> Iterator[str]:
    """What was and what is, of a line that somebody changed elsewhere."""
    found = alert.data.get("differences")
    for each in found if isinstance(found, list) else ():
        difference: Mapping[str, Any] = each
        what, was, now = (escaped(str(difference.get(key, "")), 400) for key in ("what", "was", "is"))
        yield f"• *{what}:* was {was or blocks.EMPTY}, is *{now or blocks.EMPTY}*"


def _buttons(alert: Alert) -> Iterator[Json]:
    value = Raised(alert=alert.number).model_dump()
    name = alert.name

    def button(label: str, action: str, *, first: bool = False) -> Json:
        spoken = f"{label}: {name}" if name else label
        return blocks.button(label, action, value, style="primary" if first else None, spoken=spoken)

    changed = alert.kind is AlertKind.DRIFT or alert.data.get("differences")
    mending = [button("Adopt", ADOPT), button("Restore", RESTORE)] if changed else []
    match alert.kind:
        case AlertKind.NOT_CLOSED:
            yield button("Check again", CHECK)
            yield button("Close it now", CLOSE, first=True)
            yield from mending
        case AlertKind.NOT_OPEN:
            yield button("Check again", CHECK)
            yield button("Reopen it", REOPEN, first=True)
            yield from mending
        case AlertKind.STILL_CLOSED:
            yield button("Reopen it", REOPEN, first=True)
        case AlertKind.DRIFT:
            yield from mending
        case AlertKind.FROZEN:
            yield button("Lift the freeze", THAW)
