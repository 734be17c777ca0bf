"""The rules for what stands in blocks: buttons, selects, pickers, inputs."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sandbox.slack.blocks.objects import (
    MOST_OPTIONS,
    confirm,
    dispatch_config,
    identifier,
    initial_among_options,
    linked_option,
    option_group,
    options_or_groups,
    plain,
    plain_option,
    rich_option,
    text,
    url,
)
from sandbox.slack.blocks.rules import (
    Problem,
    Rule,
    anything,
    array,
    boolean,
    both,
    integer,
    one_of,
    shape,
    string,
)

_any_id = string(255)
_placeholder = {"placeholder": plain(150)}
_interactive = {"action_id": identifier, "confirm": confirm, "focus_on_load": boolean}
_typed = {"action_id": identifier, "focus_on_load": boolean, "dispatch_action_config": dispatch_config, **_placeholder}
_filter = {
    "filter": shape(
        required={},
        optional={
            "include": array(anything, 1, 4),
            "exclude_bot_users": boolean,
            "exclude_external_shared_channels": boolean,
        },
    ),
}
_many = {"max_selected_items": integer(1, 100)}
_clock = r"([01]\d|2[0-3]):[0-5]\d"


def real_date(value: Any, pointer: str) -> Iterator[Problem]:
    """Ask for a date that exists, as YYYY-MM-DD."""
    try:
        exists = bool(re.fullmatch(r"\d{4}-\d\d-\d\d", value)) and bool(date.fromisoformat(value))
    except (TypeError, ValueError):
        exists = False
    if not exists:
        yield Problem("must be a date in the form YYYY-MM-DD", pointer)


def _menu(*, first: Mapping[str, Rule] | None = None, required: Mapping[str, Rule] | None = None) -> Rule:
    return shape(required=required or {}, optional={**_interactive, **_placeholder, **(first or {})})


def _static(first: Mapping[str, Rule]) -> Rule:
    lists = {"options": array(plain_option, 1, MOST_OPTIONS), "option_groups": array(option_group, 1, MOST_OPTIONS)}
    return both(_menu(first={**lists, **first}), _where_an_object(options_or_groups, initial_among_options))


def _where_an_object(*rules: Rule) -> Rule:
    def check(value: Any, pointer: str) -> Iterator[Problem]:
        if isinstance(value, dict):
            yield from both(*rules)(value, pointer)

    return check


def _choices(first: Mapping[str, Rule]) -> Rule:
    known = shape(required={"options": array(rich_option, 1, 10)}, optional={**_interactive, **first})
    return both(known, _where_an_object(initial_among_options))


button = shape(
    required={"text": plain(75)},
    optional={
        "action_id": identifier,
        "value": string(2000),
        "url": url,
        "style": one_of("primary", "danger"),
        "confirm": confirm,
        "accessibility_label": string(75),
    },
)
image = shape(required={"alt_text": string(2000)}, optional={"image_url": url, "slack_file": anything})
overflow = shape(
    required={"options": array(linked_option, 1, 5)},
    optional={"action_id": identifier, "confirm": confirm},
)
SINGLE_SELECTS: Mapping[str, Rule] = {
    "static_select": _static({"initial_option": plain_option}),
    "external_select": _menu(first={"initial_option": plain_option, "min_query_length": integer(0, 75)}),
    "users_select": _menu(first={"initial_user": _any_id}),
    "conversations_select": _menu(
        first={
            "initial_conversation": _any_id,
            "default_to_current_conversation": boolean,
            "response_url_enabled": boolean,
            **_filter,
        },
    ),
    "channels_select": _menu(first={"initial_channel": _any_id, "response_url_enabled": boolean}),
}
MULTIPLE_SELECTS: Mapping[str, Rule] = {
    "multi_static_select": _static({"initial_options": array(plain_option, 1, MOST_OPTIONS), **_many}),
    "multi_external_select": _menu(
        first={
            "initial_options": array(plain_option, 1, MOST_OPTIONS),
            "min_query_length": integer(0, 75),
            **_many,
        },
    ),
    "multi_users_select": _menu(first={"initial_users": array(_any_id, 1, 100), **_many}),
    "multi_conversations_select": _menu(
        first={
            "initial_conversations": array(_any_id, 1, 100),
            "default_to_current_conversation": boolean,
            **_filter,
            **_many,
        },
    ),
    "multi_channels_select": _menu(first={"initial_channels": array(_any_id, 1, 100), **_many}),
}
PICKERS: Mapping[str, Rule] = {
    "datepicker": _menu(first={"initial_date": real_date}),
    "timepicker": _menu(first={"initial_time": string(5, pattern=_clock), "timezone": string(100)}),
    "datetimepicker": shape(
        required={},
        optional={**_interactive, "initial_date_time": integer(1_000_000_000, 9_999_999_999)},
    ),
    "checkboxes": _choices({"initial_options": array(rich_option, 1, 10)}),
    "radio_buttons": _choices({"initial_option": rich_option}),
}
TYPED: Mapping[str, Rule] = {
    "plain_text_input": shape(
        required={},
        optional={
            **_typed,
            "initial_value": string(3000, shortest=0),
            "multiline": boolean,
            "min_length": integer(0, 3000),
            "max_length": integer(1, 3000),
        },
    ),
    "number_input": shape(
        required={"is_decimal_allowed": boolean},
        optional={
            **_typed,
            "initial_value": string(100),
            "min_value": string(100),
            "max_value": string(100),
        },
    ),
    "email_text_input": shape(required={}, optional={**_typed, "initial_value": string(3000)}),
    "url_text_input": shape(required={}, optional={**_typed, "initial_value": string(3000)}),
    "rich_text_input": shape(required={}, optional={**_typed, "initial_value": anything}),
}

SECTION_ACCESSORIES: Mapping[str, Rule] = {
    "button": button,
    "image": image,
    "overflow": overflow,
    **SINGLE_SELECTS,
    **MULTIPLE_SELECTS,
    **PICKERS,
}
ACTION_ELEMENTS: Mapping[str, Rule] = {
    "button": button,
    "overflow": overflow,
    **SINGLE_SELECTS,
    **MULTIPLE_SELECTS,
    **PICKERS,
}
INPUT_ELEMENTS: Mapping[str, Rule] = {**SINGLE_SELECTS, **MULTIPLE_SELECTS, **PICKERS, **TYPED}
CONTEXT_ELEMENTS: Mapping[str, Rule] = {"image": image, "plain_text": text(3000), "mrkdwn": text(3000)}
