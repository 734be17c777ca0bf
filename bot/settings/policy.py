"""The policy's tables of switchhook.toml as frozen values, and the words of its rules."""

import datetime as dt
import difflib
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from bot.settings.shapes import Country, Flag, Name, Table, repeated, shaped

CREATE, DELETE, GREETING = "create", "delete", "greeting"

CHANGE_WORDS: Mapping[str, str] = {
    "close": "close",
    "open_special": "open",
    "reopen": "reopen",
    "put_overrides": "reopen",
    "set_hours": "hours",
    "set_menu_key": "menu",
    "remove_menu_key": "menu",
    "set_treatment": "treatment",
    "set_callback": "callback",
    "set_routing": "routing",
    "set_members": "members",
    "put_members": "members",
    "set_option": "option",
}
"""How a rule calls each kind of change."""

CHANGES = (*dict.fromkeys(CHANGE_WORDS.values()), GREETING, CREATE, DELETE)
"""All that a rule may name among its changes."""

GREETING_OPTIONS = frozenset({"announcement", "announcement_url", "greeting_open", "greeting_closed"})
"""The further settings that are what callers hear, by their names."""

TERMS = (
    "ask",
    "approve",
    "quorum",
    "approval",
    "reason",
    "longest_closure_days",
    "emergency",
    "ratify_minutes",
    "escalate",
)
"""What a rule may say of the changes that it is about."""

YEARS = range(2000, 2100)
"""Those in which nothing may be changed for a time."""

_ID = "[UWSCG][A-Z0-9]{6,}"
_WHO = "the id of a person (U…), a user group (S…) or a private channel (C…)"


def _somebody(names: tuple[str, ...]) -> tuple[str, ...]:
    if not names:
        msg = "is empty, so nobody could approve anything; name people (U…), user groups (S…) or private channels (C…)"
        raise ValueError(msg)
    return names


def _any(names: tuple[str, ...]) -> tuple[str, ...]:
    if not names:
        msg = "is empty, so the rule is never about anything; leave it out where it does not matter"
        raise ValueError(msg)
    return names


def _change(word: str) -> str:
    if word not in CHANGES:
        close = difflib.get_close_matches(word, CHANGES, n=1)
        hint = f'did you mean "{close[0]}"?' if close else f"there are {', '.join(CHANGES)}"
        msg = f'"{word}" is no kind of change; {hint}'
        raise ValueError(msg)
    return word


def _moment(given: object) -> object:
    if isinstance(given, dt.date):
        if given.year not in YEARS:
            msg = f"is in the year {given.year}; name one from {YEARS[0]} to {YEARS[-1]}"
            raise ValueError(msg)
        return given
    msg = "should be a date such as 2026-12-24, or a moment such as 2026-12-24T12:00:00, without quotes"
    raise ValueError(msg)


Asker = Annotated[str, shaped(rf"\*|{_ID}", f'is not {_WHO}, nor "*" for everybody')]
Approver = Annotated[str, shaped(_ID, f"is not {_WHO}")]
PersonId = Annotated[str, shaped("[UW][A-Z0-9]{6,}", "is not the id of a person (U…)")]

Approvers = Annotated[tuple[Approver, ...], AfterValidator(_somebody)]
Quorum = Annotated[int, Field(strict=True, ge=1, le=20)]
Days = Annotated[float, Field(strict=True, gt=0, le=3660)]
Minutes = Annotated[float, Field(strict=True, gt=0, le=10080)]
Names = Annotated[tuple[str, ...], AfterValidator(_any)]
ChangeWord = Annotated[str, AfterValidator(_change)]
Moment = Annotated[dt.datetime | dt.date, BeforeValidator(_moment)]


class RuleSettings(Table):
    """What is otherwise for some changes: conditions, all of which have to hold, and terms."""

    lines: Names | None = None
    """the names of lines; left out: all"""
    vendors: Names | None = None
    """the names of vendors, such as webex; left out: all"""
    changes: Annotated[tuple[ChangeWord, ...], AfterValidator(_any)] | None = None
    """the kinds of change, such as close; left out: all"""
    direction: Literal["leaving", "restoring"] | None = None
    """restoring: what only leads back to the usual; leaving: everything else"""
    risk: Literal["high", "low"] | None = None
    """high: calls to outside numbers, recording, deleting, other lines that change along"""
    lines_at_least: Annotated[int, Field(strict=True, ge=1)] | None = None
    """how many lines change together"""
    lasting: Flag | None = None
    """true: what has no end; false: what ends by itself"""
    ask: tuple[Asker, ...] | None = None
    """who may ask"""
    approve: Approvers | None = None
    """who may approve"""
    quorum: Quorum | None = None
    """how many have to approve"""
    approval: Flag | None = None
    """false: nobody has to approve"""
    reason: Flag | None = None
    """whether a reason has to be given"""
    longest_closure_days: Days | None = None
    """how long a closure may last"""
    emergency: tuple[Approver, ...] | None = None
    """who may have it applied at once in an emergency"""
    ratify_minutes: Minutes | None = None
    """how long somebody else has to ratify that"""
    escalate: tuple[Approver, ...] | None = None
    """whom to call besides when nobody decides"""


class FreezeSettings(Table, validate_by_name=True, validate_by_alias=True):
    """A time in which nothing is changed."""

    name: Name
    """what people call it, such as Year end"""
    from_: Moment = Field(alias="from")
    """the first day, or the moment at which it begins"""
    until: Moment
    """the last day, or the moment at which it is over"""
    lines: Names | None = None
    """the names of lines; left out: all"""
    restoring: Flag = True
    """whether what only leads back to the usual may be applied all the same"""

    @property
    def span(self) -> tuple[dt.datetime, dt.datetime]:
        """From when until when; without a zone where that is each line's own."""
        return beginning(self.from_), end(self.until)


class PolicySettings(Table):
    """Who may do what."""

    ask: tuple[Asker, ...] = ("*",)
    """people (U…), user groups (S…), private channels (C…), or "*" for every full member of the workspace"""
    approve: Approvers
    """the people (U…), user groups (S…) and private channels (C…) who approve, never for themselves"""
    quorum: Quorum = 1
    """how many have to approve"""
    approval_to_restore: Flag = True
    """false: nobody has to approve what only leads back to the usual"""
    reason: Flag = False
    """whether a reason has to be given"""
    longest_closure_days: Days | None = None
    """how long a closure may last"""
    emergency: tuple[Approver, ...] = ()
    """who may have a change applied at once in an emergency"""
    ratify_minutes: Minutes = 60
    """how long somebody else has to ratify that, before it is undone"""
    escalate: tuple[Approver, ...] = ()
    """whom to call besides when nobody decides"""
    expires_hours: Annotated[float, Field(strict=True, gt=0, le=8760)] = 72
    """how long a request waits for a decision"""
    countries: tuple[Country, ...] = ()
    """countries besides a line's own to whose numbers calls may be sent"""
    rules: Annotated[tuple[RuleSettings, ...], repeated("policy.rules")] = ()
    """what is otherwise for some changes"""
    freezes: Annotated[tuple[FreezeSettings, ...], repeated("policy.freezes")] = ()
    """times in which nothing is changed"""


def beginning(given: dt.datetime | dt.date) -> dt.datetime:
    """A moment; of a day, its midnight."""
    return given if isinstance(given, dt.datetime) else dt.datetime.combine(given, dt.time())


def end(given: dt.datetime | dt.date) -> dt.datetime:
    """A moment; of a day, its end."""
    return given if isinstance(given, dt.datetime) else beginning(given + dt.timedelta(days=1))
