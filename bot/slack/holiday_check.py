"""`switchhook check`: which public holidays are known for the lines. Pure."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bot import describe
from bot.countries import country_name
from bot.language import is_calendar_known, regions
from bot.slack.finding import Finding, remark

_MOST_NAMED = 5


class Place(NamedTuple):
    """Where a line is, as far as its settings and its vendor tell."""

    line: str
    country: str
    subdivision: str


def findings(places: Iterable[Place]) -> Iterator[Finding]:
    """What is wrong with a region, and which holidays are not known; nothing where all is well."""
    nowhere: list[str] = []
    unknown: dict[str, list[str]] = {}
    in_part: dict[str, list[str]] = {}
    for each in places:
        known = regions(each.country)
        if each.subdivision and each.subdivision not in known:
            yield Finding(ok=False, text=f"line {each.line}: {_no_region(each)}")
        elif not each.country:
            nowhere.append(each.line)
        elif not is_calendar_known(each.country):
            unknown.setdefault(each.country, []).append(each.line)
        elif known and not each.subdivision:
            in_part.setdefault(each.country, []).append(each.line)
    if nowhere:
        yield remark(f"holidays: no country is known for {_few(nowhere)}; set `country` in [[lines]]")
    for country, names in unknown.items():
        yield remark(f"holidays: none are known for {country_name(country)}, where {_few(names)} should be")
    for country, names in in_part.items():
        yield remark(
            f"holidays: regional holidays of {country_name(country)} are not included for {_few(names)}; set"
            f" `subdivision` in [[lines]] to one of {', '.join(regions(country))}"
        )


def _no_region(place: Place) -> str:
    if not place.country:
        return f'set `country` beside subdivision = "{place.subdivision}"'
    where, known = country_name(place.country), regions(place.country)
    if not known:
        return f"no regions of {where} with holidays of their own are known; take `subdivision` out"
    return f'"{place.subdivision}" is no region of {where} with holidays of its own; there are {", ".join(known)}'


def _few(names: list[str]) -> str:
    return describe.listed(names, _MOST_NAMED)
