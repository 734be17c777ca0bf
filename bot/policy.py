"""Who may ask and who may decide: pure, and deny when unsure."""

import datetime as dt
from collections.abc import Collection
from typing import Literal

import phonenumbers
from phonenumbers import PhoneNumberType

from adapters import Value
from bot.countries import country_name
from bot.describe import listed
from bot.errors import NotAllowedError
from bot.requests import Person, Request

EVERYONE = "*"

_COSTLY = {
    PhoneNumberType.PREMIUM_RATE: "a premium-rate number",
    PhoneNumberType.SHARED_COST: "a shared-cost number",
}


class Member(Value):
    """Somebody in Slack, with everything that a right may depend on."""

    person: Person
    name: str = ""
    zone: str = "UTC"
    clock: Literal["12", "24"] = "12"
    guest: bool = False
    bot: bool = False
    foreign: bool = False
    """From another workspace than the one Switchhook serves."""
    groups: frozenset[str] = frozenset()
    """The ids of the user groups they belong to."""

    @property
    def outsider(self) -> bool:
        """Guests, bots and people of other workspaces have no rights whatever a list says."""
        return self.guest or self.bot or self.foreign


class Policy(Value):
    """The rules of one Switchhook."""

    ask: tuple[str, ...] = (EVERYONE,)
    """People (`U…`), user groups (`S…`), or `*` for every full member of the workspace."""
    approve: tuple[str, ...]
    expires: dt.timedelta = dt.timedelta(hours=72)
    countries: frozenset[str] = frozenset()
    """Further countries whose numbers may be the target of a call."""

    def may_ask(self, member: Member) -> bool:
        """Whether somebody may ask for changes."""
        return not member.outsider and _named(member, self.ask)

    def may_decide(self, member: Member) -> bool:
        """Whether somebody may decide requests, leaving aside whose they are."""
        return not member.outsider and _named(member, set(self.approve) - {EVERYONE})

    def check_asker(self, member: Member) -> None:
        """Refuse who may not ask."""
        if not self.may_ask(member):
            msg = "You can see the lines here, but not change them. Ask a team lead, or whoever looks after Switchhook."
            raise NotAllowedError(msg)

    def check_decider(self, member: Member, request: Request) -> None:
        """Refuse who may not decide this request."""
        if not self.may_decide(member):
            msg = "Only approvers can decide this, so nothing has changed. They are named on the card."
            raise NotAllowedError(msg)
        if member.person == request.person:
            msg = "Nobody approves their own request, so nothing has changed. Another approver has to look at it."
            raise NotAllowedError(msg)

    def expiry(self, now: dt.datetime, ends: dt.datetime | None) -> dt.datetime:
        """When a request that nobody decides expires: once it is too late for it to take any effect, at the latest."""
        return min(now + self.expires, ends) if ends else now + self.expires

    def number_problem(self, number: str, country: str) -> str | None:
        """Why calls must not be sent to a number; None if they may. `country` is the line's own."""
        try:
            parsed = phonenumbers.parse(number, country)
        except phonenumbers.NumberParseException:
            return f"“{number}” is not a phone number. Write it with its country code, such as +1 919 555 0100."
        if not phonenumbers.is_valid_number(parsed):
            return f"{number} is not a number that anyone can have. Write it with its country code."
        kind = _COSTLY.get(phonenumbers.number_type(parsed))
        if kind:
            return f"{number} is {kind}; calls are never sent to one."
        region = phonenumbers.region_code_for_number(parsed)
        allowed = sorted({country, *self.countries} - {""})
        if region not in allowed:
            where = f"in {country_name(region)}" if region else "that are in no country"
            only = f", only in {listed([country_name(each) for each in allowed])}" if allowed else ""
            return (
                f"Calls may not be sent to {number}: not to numbers {where}{only}. Ask whoever looks after Switchhook"
                " to allow that country."
            )
        return None


def region(number: str) -> str:
    """The country that a number with its country code belongs to; empty if none, or if it has no country code."""
    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(number)) or ""
    except phonenumbers.NumberParseException:
        return ""


def e164(number: str, country: str) -> str:
    """A number that may be called as it is dialled from anywhere: `+19195550100`; `country` is the line's own."""
    return phonenumbers.format_number(phonenumbers.parse(number, country), phonenumbers.PhoneNumberFormat.E164)


def _named(member: Member, names: Collection[str]) -> bool:
    return EVERYONE in names or member.person.user in names or not member.groups.isdisjoint(names)
