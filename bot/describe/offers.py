"""What can be changed on a line, in plain words. Pure."""

from collections.abc import Iterator

from adapters import Capabilities
from bot.describe.words import listed

MOST_OPTIONS = 8
"""How many further settings are named before it is said how many more there are."""

_KINDS = (
    ("close", "closures and special hours"),
    ("set_hours", "the weekly hours"),
    ("set_menu_key", "menu keys {keys}"),
    ("set_treatment", "where calls go while open or closed"),
    ("set_callback", "the callback"),
    ("set_routing", "how a call finds an agent"),
    ("set_members", "who answers"),
)


def offers(capabilities: Capabilities) -> str:
    """Everything that can be changed on a line: `closures and special hours, the weekly hours and menu keys 0–9`."""
    found = [*_offers(capabilities), *_options(capabilities)]
    return listed(found) if found else "nothing"


def instead(line: str, capabilities: Capabilities) -> str:
    """What can be done in place of something that cannot, as sentences to follow the one that says so."""
    by_hand = f" Anything else is changed in {capabilities.portal}." if capabilities.portal else ""
    return f"What can be changed on {line}: {offers(capabilities)}.{by_hand}"


def keys(keys: str) -> str:
    """The keys of a menu: `0–9`, `0–9, * and #`."""
    digits = "".join(each for each in keys if each.isdigit())
    whole = sorted(digits) == list("0123456789")
    others = [each for each in keys if not (whole and each.isdigit())]
    return listed(["0–9", *others] if whole else others) if keys else "none"


def _offers(capabilities: Capabilities) -> Iterator[str]:
    for kind, words in _KINDS:
        if kind in capabilities.changes:
            yield words.format(keys=keys(capabilities.menu_keys))


def _options(capabilities: Capabilities) -> Iterator[str]:
    labels = [f"{each.label[:1].lower()}{each.label[1:]}" for each in capabilities.options if not each.fixed]
    if "set_option" in capabilities.changes:
        yield from labels[:MOST_OPTIONS]
        if len(labels) > MOST_OPTIONS:
            yield f"{len(labels) - MOST_OPTIONS} more settings"
