"""The rules for what blocks are made of: texts, options, confirm dialogs."""

from collections.abc import Iterator
from typing import Any

from sandbox.slack.blocks.rules import (
    Problem,
    Rule,
    array,
    boolean,
    by_type,
    one_of,
    shape,
    string,
)

LONGEST_ID = 255
LONGEST_OPTION = 75
MOST_OPTIONS = 100

identifier = string(LONGEST_ID)
url = string(3000)


def plain(longest: int) -> Rule:
    """Return the rule for a plain text."""
    return by_type({"plain_text": shape(required={"text": string(longest)}, optional={"emoji": boolean})})


def text(longest: int) -> Rule:
    """Return the rule for a plain or a mrkdwn text."""
    mrkdwn = shape(required={"text": string(longest)}, optional={"verbatim": boolean})
    return by_type(
        {
            "plain_text": shape(required={"text": string(longest)}, optional={"emoji": boolean}),
            "mrkdwn": mrkdwn,
        }
    )


confirm = shape(
    required={"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    optional={"style": one_of("primary", "danger")},
)


def option(words: Rule, **more: Rule) -> Rule:
    """Return the rule for one option whose label follows ``words``."""
    return shape(
        required={"text": words, "value": string(LONGEST_OPTION)},
        optional={"description": words, **more},
    )


plain_option = option(plain(LONGEST_OPTION))
rich_option = option(text(LONGEST_OPTION))
linked_option = option(plain(LONGEST_OPTION), url=url)

option_group = shape(required={"label": plain(75), "options": array(plain_option, 1, MOST_OPTIONS)})
dispatch_config = shape(
    required={"trigger_actions_on": array(one_of("on_enter_pressed", "on_character_entered"), 1, 2)},
)


def options_or_groups(value: Any, pointer: str) -> Iterator[Problem]:
    """Ask for exactly one of ``options`` and ``option_groups``."""
    if (value.get("options") is None) == (value.get("option_groups") is None):
        yield Problem("must provide either options or option_groups", pointer)


def initial_among_options(value: Any, pointer: str) -> Iterator[Problem]:
    """Ask that what is chosen at first is among the options."""
    offered = [choice.get("value") for choice in all_options(value)]
    first = value.get("initial_option")
    for chosen in [first] if first else value.get("initial_options") or []:
        if not isinstance(chosen, dict) or chosen.get("value") not in offered:
            yield Problem("initial option is not among the options", pointer)


def all_options(element: Any) -> list[dict[str, Any]]:
    """Return every option of a select, its groups flattened."""
    groups = [group for group in element.get("option_groups") or [] if isinstance(group, dict)]
    listed = [*(element.get("options") or []), *(one for group in groups for one in group.get("options") or [])]
    return [choice for choice in listed if isinstance(choice, dict)]
