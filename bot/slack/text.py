"""Words on their way into Slack, made harmless, and on their way out of it. Pure."""

import datetime as dt
import re
import unicodedata

from bot.requests import Person

ZERO_WIDTH = "\u200b"
_JOINERS = "\u200c\u200d"
"""Format characters that belong to words and emoji; all others could turn text round or hide in it."""

_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_SHORTCODE = re.compile(r":(?=[\w+'-]+:)")
_OPENER = re.compile(r"(?<![^\W_])[*_~](?=\S)|`")
_TOKEN = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
_ADDRESS = re.compile(r"^\s*<@[^>]+>")
_UNESCAPES = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}


def one_line(text: str, most: int = 400) -> str:
    """A text as one line without control or direction characters, and no longer than `most`."""
    looked_at = text[: 4 * most]
    kept = looked_at if looked_at.isprintable() else "".join(_kept(each) for each in looked_at)
    return shortened(" ".join(kept.split()), most)


def shortened(text: str, most: int) -> str:
    """A text that ends in `…` where it was too long."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def shortened_inside(text: str, most: int) -> str:
    """A text with `…` in its middle where it was too long: names often differ at their ends."""
    if len(text) <= most:
        return text
    end = (most - 1) // 2
    return f"{text[: most - 1 - end].rstrip()}…{text[-end:].lstrip()}"


def escaped(text: str, most: int = 400) -> str:
    """A text that reads in mrkdwn as it was written: it mentions, links, formats and fakes nothing."""
    shown = one_line(text, most)
    safe = _safe(shown)
    while len(safe) > most:
        shown = shown[: -1 - (len(safe) - most) // 5]
        safe = f"{_safe(shown)}…"
    return safe


def heard(text: str) -> str:
    """What a person typed, from what Slack made of it; mentions of people stay `<@U…>`."""
    plain = _TOKEN.sub(_typed, text.replace(ZERO_WIDTH, ""))
    return re.sub("&(?:lt|gt|amp);", lambda found: _UNESCAPES[found.group()], plain).strip()


def taken_up(text: str) -> str:
    """What a message says, from what Slack made of it, without the mention with which it begins."""
    return heard(_ADDRESS.sub("", text, count=1))


def mention(person: Person) -> str:
    """A person as Slack names them to each reader."""
    return f"<@{person.user}>"


def mentioned(name: str) -> str:
    """A person (`U…`), a user group (`S…`) or a channel (`C…`, `G…`) of the policy; naming a channel calls nobody."""
    if name.startswith(("C", "G")):
        return f"<#{name}>"
    return f"<!subteam^{name}>" if name.startswith("S") else f"<@{name}>"


def moment(at: dt.datetime) -> str:
    """A moment in each reader's own zone, for what happened rather than for what a line will do."""
    fallback = at.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M UTC")
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}}, {{time}}|{fallback}>"


def _kept(character: str) -> str:
    if character.isascii() and character.isprintable():
        return character
    category = unicodedata.category(character)
    if category in {"Cc", "Zl", "Zp"}:
        return " "
    return "" if category in {"Cf", "Cs"} and character not in _JOINERS else character


def _safe(text: str) -> str:
    open_only = _OPENER.sub(lambda found: found.group() + ZERO_WIDTH, _SHORTCODE.sub(f":{ZERO_WIDTH}", text))
    return re.sub("[&<>]", lambda found: _ESCAPES[found.group()], open_only)


def _typed(token: re.Match[str]) -> str:
    target, label = token.group(1), token.group(2)
    if target.startswith("#"):
        return f"#{label or target[1:]}"
    if target.startswith(("@", "!")):
        return token.group()
    return str(label or target)
