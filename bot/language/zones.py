"""Time zones as people say them; an abbreviation that could be a word, or another country's zone, is none."""

from collections.abc import Sequence

from bot.language.tokens import Token

_NAMES = {
    "America/New_York": ("et", "est", "edt", "eastern"),
    "America/Chicago": ("ct", "cst", "cdt", "central"),
    "America/Denver": ("mt", "mst", "mdt", "mountain"),
    "America/Los_Angeles": ("pt", "pst", "pdt", "pacific"),
    "UTC": ("utc", "gmt", "zulu"),
    "Europe/London": ("uk", "london"),
}
_ZONES = {name: zone for zone, names in _NAMES.items() for name in names}
SPEAKER = "speaker"
LINE = "line"


def zone_at(tokens: Sequence[Token], at: int, *, after_clock: bool) -> tuple[str, int] | None:
    """The zone that is named from a token on, and where it ends."""
    words = [each.text for each in tokens[at : at + 2]]
    if words in (["my", "time"], ["our", "time"]):
        return SPEAKER, at + 2
    if words == ["local", "time"]:
        return LINE, at + 2
    zone = _ZONES.get(words[0])
    if zone and words[1:] == ["time"]:
        return zone, at + 2
    return (zone, at + 1) if zone and after_clock else None
