"""What Slack makes of the text a person types: mentions, links and escapes."""

import re

from sandbox.slack.directory import Directory
from sandbox.slack.errors import RefusedError

BROADCASTS = frozenset({"here", "channel", "everyone"})
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_TOKEN = re.compile(
    r"(?P<url>https?://[^\s<>|]+)"
    r"|(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?<![\w@])@(?P<person>[\w.-]+)"
    r"|(?<![\w#])#(?P<channel>[\w-]+)"
    r"|(?P<special>[&<>])",
)


def escaped(text: str) -> str:
    """Return the text with the three characters escaped that mean something to Slack."""
    return re.sub("[&<>]", lambda found: _ESCAPES[found.group()], text)


def sent(text: str, directory: Directory) -> str:
    """Return what the app receives of a text that a person typed."""

    def replaced(found: re.Match[str]) -> str:
        whole = found.group()
        match found.lastgroup:
            case "url":
                return _link(whole)
            case "mail":
                return f"<mailto:{whole}|{whole}>"
            case "person":
                return _mention(whole, directory)
            case "channel":
                return _channel(whole, directory)
            case _:
                return _ESCAPES[whole]

    return _TOKEN.sub(replaced, text)


def _link(url: str) -> str:
    bare = url.rstrip(".,;:!?)'\"")
    return f"<{escaped(bare)}>{escaped(url[len(bare) :])}"


def _mention(whole: str, directory: Directory) -> str:
    name = whole[1:].rstrip(".-")
    rest = whole[1 + len(name) :]
    if name.lower() in BROADCASTS:
        return f"<!{name.lower()}>{rest}"
    if group := directory.named_group(name.lower()):
        return f"<!subteam^{group.id}>{rest}"
    try:
        return f"<@{directory.named_person(name).id}>{rest}"
    except RefusedError:
        return whole


def _channel(whole: str, directory: Directory) -> str:
    try:
        channel = directory.named_channel(whole)
    except RefusedError:
        return whole
    return f"<#{channel.id}|{channel.name if channel.kind == 'public' else ''}>"
