"""Holidays by name: those of the line's country, and the days beside them that people name as well."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from bot.language.calendars import calendar
from bot.language.crossroads import ask_back
from bot.language.days import AwayFrom, Day, Fixed
from bot.language.scene import Scene
from bot.language.tokens import Token

_SAME = {
    "xmas": "christmas", "x mas": "christmas", "christmas day": "christmas", "xmas day": "christmas",
    "xmas eve": "christmas eve", "turkey": "thanksgiving", "thanks giving": "thanksgiving",
    "new year": "new years", "new years day": "new years",
    "new year eve": "new years eve", "nye": "new years eve",
    "mlk": "martin luther king", "martin luther king jr": "martin luther king", "mlk jr": "martin luther king",
    "presidents": "washingtons birthday", "president": "washingtons birthday",
    "juneteenth": "juneteenth national independence", "4th of july": "independence", "fourth of july": "independence",
    "labour": "labor", "memorial": "memorial", "veteran": "veterans", "indigenous peoples": "columbus",
    "easter": "easter sunday", "easter sunday": "easter sunday", "valentines": "valentines", "valentine": "valentines",
    "st patricks": "saint patricks", "st patrick": "saint patricks", "mother": "mothers", "father": "fathers",
    "mothers": "mothers", "fathers": "fathers",
}  # fmt: skip
_NEED_DAY = {
    "independence", "labor", "labour", "memorial", "veterans", "veteran", "columbus", "presidents", "president",
    "mothers", "fathers", "mother", "father", "groundhog", "turkey", "indigenous peoples", "victory",
}  # fmt: skip
"""Names that are plain words unless "day" follows."""
_LONGEST_NAME = 6
_SOME_YEAR = 2026
"""Names hardly change: those of one year tell whether a word can begin one at all."""


def holiday_at(tokens: Sequence[Token], at: int, scene: Scene) -> tuple[Day, int] | None:
    """The holiday that is named from a token on, and where its name ends."""
    start = at + 1 if at < len(tokens) and tokens[at].text == "the" else at
    if start >= len(tokens) or not (tokens[start].kind == "word" or tokens[start].text == "4"):
        return None
    if [each.text for each in tokens[start : start + 3]] == ["day", "after", "thanksgiving"]:
        return AwayFrom(1, Fixed(*_next("thanksgiving", scene, None))), start + 3
    starts = _first_words(scene.country)
    if tokens[start].text.replace("'", "") not in starts:
        return None
    for end in range(min(len(tokens), start + _LONGEST_NAME), start, -1):
        words = [each.text for each in tokens[start:end] if each.text not in {".", "-"}]
        name = _plain(" ".join(words))
        if name in _named(scene.country, scene.today.year) and (name not in _NEED_DAY or words[-1] == "day"):
            year, after = _year(tokens, end)
            return Fixed(*_next(name, scene, year)), after
    return None


def warm_up(country: str, year: int) -> None:
    """Load a country's holidays, which the first sentence that names one would wait for."""
    _first_words(country)
    _named(country, year)


def _next(name: str, scene: Scene, year: int | None) -> tuple[dt.date, dt.date]:
    dates = _named(scene.country, scene.today.year)[name]
    wanted = [each for each in dates if (each.year == year if year else each >= scene.today)]
    if not wanted:
        ask_back(f"I do not know the date of {name.title()} {year or ''}".rstrip() + ".")
    return wanted[0], wanted[0]


def _year(tokens: Sequence[Token], at: int) -> tuple[int | None, int]:
    skip = at + 1 if at < len(tokens) and tokens[at].text == "," else at
    if skip < len(tokens) and len(tokens[skip].text) == 4 and (tokens[skip].number or 0) // 100 == 20:
        return tokens[skip].number, skip + 1
    return None, at


@lru_cache(maxsize=64)
def _named(country: str, year: int) -> Mapping[str, tuple[dt.date, ...]]:
    """The dates of this year and the next two by plain name."""
    dates: dict[str, list[dt.date]] = {}
    known = calendar(country, (year, year + 1, year + 2), more=True) or {}
    for date, names in sorted(known.items()):
        for name in re.split("[;,/]", names):
            if "observed" not in name:
                dates.setdefault(_plain(name), []).append(date)
    for thursday in dates.get("thanksgiving", []) if country == "US" else []:
        dates.setdefault("black friday", []).append(thursday + dt.timedelta(days=1))
    for offset in range(3):
        for name, (month, day) in {"christmas eve": (12, 24), "new years eve": (12, 31)}.items():
            date = dt.date(year + offset, month, day)
            if date not in dates.setdefault(name, []):
                dates[name].append(date)
    return {
        **{name: tuple(each) for name, each in dates.items()},
        **{other: tuple(dates[name]) for other, name in _SAME.items() if name in dates},
    }


@lru_cache(maxsize=64)
def _first_words(country: str) -> frozenset[str]:
    return frozenset(name.split()[0] for name in (*_named(country, _SOME_YEAR), "4th", "st"))


def _plain(name: str) -> str:
    """A name without what people leave out: `Martin Luther King Jr. Day` is `martin luther king`."""
    words = re.sub(r"[^a-z0-9 ]", "", name.lower().replace("-", " ").replace("'", "")).split()
    plain = " ".join(word for word in words if word not in {"day", "the", "jr"})
    return _SAME.get(plain, plain)
