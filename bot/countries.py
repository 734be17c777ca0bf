"""Countries: their names, and to which of them a time zone belongs."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import resources


def country_of(zone: str) -> str:
    """The two-letter code of the country that a zone of the IANA database is in; empty if it is in none, as UTC is."""
    return _zones().get(zone, "")


def country_name(code: str) -> str:
    """`the United States`; the code itself if nobody knows it."""
    name = _names().get(code, code)
    return f"the {name}" if name.startswith("United ") or name.endswith(("Islands", "Netherlands")) else name


@lru_cache(maxsize=1)
def _zones() -> Mapping[str, str]:
    return {row[2]: row[0] for row in _table("zone.tab")}


@lru_cache(maxsize=1)
def _names() -> Mapping[str, str]:
    return {row[0]: row[1] for row in _table("iso3166.tab")}


def _table(name: str) -> Iterator[list[str]]:
    text = resources.files("tzdata").joinpath("zoneinfo", name).read_text(encoding="utf-8")
    yield from (row.split("\t") for row in text.splitlines() if not row.startswith("#"))
