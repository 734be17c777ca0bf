"""Which phone numbers calls may be sent to. Pure."""

from collections.abc import Collection

import phonenumbers
from phonenumbers import PhoneNumberType

from bot.countries import country_name
from bot.describe import listed

_COSTLY = {
    PhoneNumberType.PREMIUM_RATE: "a premium-rate number",
    PhoneNumberType.SHARED_COST: "a shared-cost number",
}


def number_problem(number: str, country: str, others: Collection[str] = ()) -> str | None:
    """Why calls must not be sent to a number; None if they may.

    `country` is the line's own, `others` are further ones whose numbers are allowed.
    """
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
    allowed = sorted({country, *others} - {""})
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
