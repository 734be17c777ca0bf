"""Public holidays by country and region, as far as anybody knows them."""

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache

import holidays

_ENGLISH = "en_US"
"""Where a calendar has no English names, it keeps its own."""


def public_holidays(
    country: str, subdivision: str, start: dt.date, end: dt.date
) -> tuple[tuple[dt.date, str], ...] | None:
    """The public holidays on the dates in [start, end), with their names; None where no calendar is known.

    Days on which a holiday is observed instead are among them. Without a subdivision, or with one that nobody knows,
    they are the holidays of the whole country.
    """
    if subdivision not in ("", *regions(country)):
        subdivision = ""
    known = calendar(country, tuple(range(start.year, end.year + 1)), subdivision)
    if known is None:
        return None
    return tuple((date, name) for date, name in sorted(known.items()) if start <= date < end)


def is_calendar_known(country: str) -> bool:
    """Whether any public holidays of a country are known."""
    return calendar(country, ()) is not None


@lru_cache(maxsize=64)
def regions(country: str) -> tuple[str, ...]:
    """The subdivisions of a country that have holidays of their own, as they are written: `BY`; none for many."""
    try:
        return tuple(holidays.country_holidays(country).subdivisions)
    except NotImplementedError:
        return ()


@lru_cache(maxsize=256)
def calendar(
    country: str, years: tuple[int, ...], subdivision: str = "", *, more: bool = False
) -> Mapping[dt.date, str] | None:
    """The holidays of some years by date, `more` with those on which nobody is off; None where nobody knows any."""
    try:
        known = holidays.country_holidays(country, subdiv=subdivision or None)
    except NotImplementedError:
        return None
    wanted = ("public", "unofficial") if more and "unofficial" in known.supported_categories else ("public",)
    return dict(
        holidays.country_holidays(
            country, subdiv=subdivision or None, years=years, categories=wanted, language=_ENGLISH
        )
    )
