"""The words that sentences about time are made of, and the one typing mistake that is allowed in them."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from adapters import Weekday

MONTHS: Mapping[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip

_WEEKDAY_NAMES = (
    "monday mon", "tuesday tues tue", "wednesday weds wed", "thursday thurs thur thu", "friday fri",
    "saturday sat", "sunday sun",
)  # fmt: skip
WEEKDAYS: Mapping[str, Weekday] = {
    name: day for day, names in zip(Weekday, _WEEKDAY_NAMES, strict=True) for name in names.split()
}
_SHORT_PLURALS = {"mons", "fris", "sats", "suns"}

_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"  # noqa: E501  # counting aloud
NUMBERS: Mapping[str, int] = {name: number for number, name in enumerate(_UNITS.split())}
TENS: Mapping[str, int] = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"  # noqa: E501
ORDINALS: Mapping[str, int] = {
    **{name: number for number, name in enumerate(_ORDINALS.split(), start=1)},
    "thirtieth": 30,
}
ORDINAL_ENDINGS = frozenset(("st", "nd", "rd", "th"))

_SPELLED = tuple(
    name
    for name in (*MONTHS, *WEEKDAYS, "tomorrow", "today", "tonight", "weekend", "christmas", "thanksgiving")
    if len(name) > 5 or name in {"monday", "friday", "sunday", "today", "april"}
)
_RIGHT_AS_THEY_ARE = frozenset(("mayday", "moday", "midday", "someday", "toda", "marsh", "augusta", "julia"))


_KNOWN_MISTAKES = {
    "tmrw": "tomorrow", "tmr": "tomorrow", "tmw": "tomorrow", "2day": "today", "wensday": "wednesday",
    "wendsday": "wednesday", "wednsday": "wednesday", "xmas": "christmas",
}  # fmt: skip


@lru_cache(maxsize=2_048)
def spelled(word: str) -> str:
    """The word itself, or the one weekday, month or day word that it misses by one letter or by doubled ones."""
    word = _KNOWN_MISTAKES.get(word, word)
    if len(word) < 5 or word in MONTHS or word in WEEKDAYS or word in _RIGHT_AS_THEY_ARE:
        return word
    if word.removesuffix("s") in WEEKDAYS or word.removesuffix("s") in _SPELLED:
        return word
    meant = [name for name in _SPELLED if name[0] == word[0] and _mistyped(word, name)]
    return meant[0] if len(meant) == 1 else word


def _mistyped(word: str, name: str) -> bool:
    return one_edit_apart(word, name) or _singled(word) == _singled(name)


def _singled(word: str) -> str:
    """The word with every doubled letter once."""
    return "".join(letter for at, letter in enumerate(word) if at == 0 or word[at - 1] != letter)


def weekday(word: str) -> tuple[Weekday, bool] | None:
    """The weekday that a word names, and whether it is a plural ("sundays"), which means every one."""
    word = spelled(word.removesuffix("'s"))
    if word in WEEKDAYS:
        return WEEKDAYS[word], False
    stem = spelled(word.removesuffix("s"))
    if word.endswith("s") and stem in WEEKDAYS and (len(stem) >= 6 or word in _SHORT_PLURALS):
        return WEEKDAYS[stem], True
    return None


def month(word: str) -> int | None:
    """The number of the month that a word names."""
    return MONTHS.get(spelled(word))


def one_edit_apart(word: str, other: str) -> bool:
    """Whether one letter added, left out, changed, or swapped with its neighbour makes one word the other."""
    if abs(len(word) - len(other)) > 1 or word == other:
        return False
    at = next((i for i, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other)))
    if len(word) > len(other):
        return word[at + 1 :] == other[at:]
    if len(word) < len(other):
        return word[at:] == other[at + 1 :]
    swapped = word[:at] + word[at : at + 2][::-1] + word[at + 2 :]
    return word[at + 1 :] == other[at + 1 :] or swapped == other


def listed(words: Iterable[str], last: str = "and") -> str:
    """Words as people list them: `a, b and c`."""
    *front, final = words
    return f"{', '.join(front)} {last} {final}" if front else final
