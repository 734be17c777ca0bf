"""Samples of everything a page may have to show: every block, every element, forms and a Home."""

from typing import Any

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text, "emoji": True}


def mrkdwn(text: str, *, verbatim: bool = False) -> Json:
    return {"type": "mrkdwn", "text": text, "verbatim": verbatim}


def option(text: str, value: str, description: str | None = None) -> Json:
    return {"text": plain(text), "value": value} | ({"description": plain(description)} if description else {})


def button(text: str, action_id: str, **more: Any) -> Json:
    return {"type": "button", "text": plain(text), "action_id": action_id, **more}


def asked(block_id: str, label: str, element: Json, **more: Any) -> Json:
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element, **more}


APPROVE = button("Approve", "approve", value="7", style="primary")
REJECT = button(
    "Reject…",
    "reject",
    value="7",
    style="danger",
    confirm={"title": plain("Reject this?"), "text": mrkdwn("*Dana* is told why."), "confirm": plain("Reject")},
)

CARD: list[Json] = [
    {"type": "header", "block_id": "head", "text": plain("Close Support on Saturday")},
    {
        "type": "section",
        "block_id": "about",
        "text": mrkdwn("<@U1> asks: <!subteam^S1>, please decide. _Staff day_"),
        "fields": [
            mrkdwn("*Line*\nSupport"),
            mrkdwn("*When*\nSat 21 Nov 2026, all day"),
            mrkdwn("*Now*\n9:00–13:00"),
            mrkdwn("*Then*\nclosed"),
        ],
    },
    {"type": "divider", "block_id": "rule"},
    {
        "type": "context",
        "block_id": "risk",
        "elements": [mrkdwn(":warning: Callers hear the closed message, then reach `voicemail`.")],
    },
    {"type": "actions", "block_id": "decide", "elements": [APPROVE, REJECT]},
]

RICH: Json = {
    "type": "rich_text",
    "block_id": "rich",
    "elements": [
        {
            "type": "rich_text_section",
            "elements": [
                {"type": "text", "text": "Bold", "style": {"bold": True}},
                {"type": "text", "text": " and "},
                {"type": "text", "text": "code", "style": {"code": True}},
                {"type": "text", "text": " for "},
                {"type": "user", "user_id": "U2"},
                {"type": "text", "text": " in "},
                {"type": "channel", "channel_id": "C1"},
                {"type": "emoji", "name": "tada", "unicode": "1f389"},
                {"type": "link", "url": "https://example.com/", "text": " a link"},
                {"type": "broadcast", "range": "here"},
                {"type": "date", "timestamp": 1795269600, "format": "{date_short} at {time}", "fallback": "then"},
                {"type": "usergroup", "usergroup_id": "S1"},
            ],
        },
        {
            "type": "rich_text_list",
            "style": "ordered",
            "offset": 2,
            "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "third"}]}],
        },
        {"type": "rich_text_quote", "elements": [{"type": "text", "text": "quoted"}]},
        {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "line 1\nline 2"}]},
    ],
}

MARKDOWN = """# Runbook
Some **bold**, *slanted* and ~~struck~~ text with `code` and [a link](https://example.com/).

- first
- second

1. one
2. two

- [x] done
- [ ] open

> said before

| Line | Hours |
|------|-------|
| Support | 8-18 |

---
```
x < y
```"""

TABLE: Json = {
    "type": "table",
    "block_id": "table",
    "column_settings": [{"align": "left"}, {"align": "right"}],
    "rows": [
        [{"type": "raw_text", "text": "Line"}, {"type": "raw_text", "text": "Calls"}],
        [{"type": "raw_text", "text": "Support"}, {"type": "raw_number", "value": 41}],
        [{"type": "rich_text", "elements": RICH["elements"][2:3]}, {"type": "raw_text", "text": "7"}],
    ],
}

GALLERY: list[Json] = [
    RICH,
    {"type": "markdown", "block_id": "md", "text": MARKDOWN},
    TABLE,
    {"type": "alert", "block_id": "alert", "level": "warning", "text": mrkdwn("The line is *closed* now.")},
    {
        "type": "image",
        "block_id": "picture",
        "image_url": "http://127.0.0.1:59999/plan.png",
        "alt_text": "The plan",
        "title": plain("Plan"),
    },
    {
        "type": "section",
        "block_id": "with-menu",
        "text": mrkdwn("A section with a menu"),
        "accessory": {
            "type": "overflow",
            "action_id": "more",
            "options": [option("Open history", "history"), option("Undo", "undo", "puts the old hours back")],
        },
    },
    {
        "type": "actions",
        "block_id": "choices",
        "elements": [
            {
                "type": "static_select",
                "action_id": "line",
                "placeholder": plain("Choose a line"),
                "options": [option("Support", "support"), option("Sales", "sales")],
            },
            {"type": "datepicker", "action_id": "day", "initial_date": "2026-11-21"},
            button("Open the guide", "guide", url="https://example.com/guide"),
        ],
    },
]

EVERY_FIELD: list[Json] = [
    asked("reason", "Reason", {"type": "plain_text_input", "action_id": "text", "placeholder": plain("Why?")}),
    asked(
        "notes",
        "Notes",
        {"type": "plain_text_input", "action_id": "text", "multiline": True, "initial_value": "<b>&\nmore"},
        optional=True,
        hint=plain("Shown to approvers"),
    ),
    asked(
        "seconds",
        "Ring seconds",
        {
            "type": "number_input",
            "action_id": "number",
            "is_decimal_allowed": False,
            "min_value": "5",
            "max_value": "60",
        },
    ),
    asked("mail", "E-mail", {"type": "email_text_input", "action_id": "email"}, optional=True),
    asked("site", "Web page", {"type": "url_text_input", "action_id": "url"}, optional=True),
    asked("day", "Day", {"type": "datepicker", "action_id": "date", "initial_date": "2026-11-21"}),
    asked("time", "Time", {"type": "timepicker", "action_id": "time", "initial_time": "08:30"}),
    asked(
        "moment",
        "Moment",
        {"type": "datetimepicker", "action_id": "moment", "initial_date_time": 1795269600},
        optional=True,
    ),
    asked(
        "line",
        "Line",
        {
            "type": "static_select",
            "action_id": "line",
            "option_groups": [
                {"label": plain("Open"), "options": [option("Support", "support"), option("Sales", "sales")]},
                {"label": plain("Closed"), "options": [option("Billing", "billing", "till Monday")]},
            ],
            "initial_option": option("Sales", "sales"),
        },
    ),
    asked(
        "lines",
        "Other lines",
        {
            "type": "multi_static_select",
            "action_id": "lines",
            "options": [option("Support", "support"), option("Billing", "billing")],
            "initial_options": [option("Billing", "billing")],
        },
        optional=True,
    ),
    asked(
        "agent",
        "Agent",
        {"type": "external_select", "action_id": "agent", "min_query_length": 1, "placeholder": plain("Name")},
        optional=True,
    ),
    asked("deputy", "Deputy", {"type": "users_select", "action_id": "user", "initial_user": "U2"}),
    asked(
        "tell",
        "People to tell",
        {"type": "multi_users_select", "action_id": "users", "initial_users": ["U3"]},
        optional=True,
    ),
    asked("where", "Post in", {"type": "channels_select", "action_id": "channel"}, optional=True),
    asked(
        "talk",
        "Conversation",
        {"type": "conversations_select", "action_id": "conversation", "initial_conversation": "U2"},
        optional=True,
    ),
    asked(
        "posts",
        "Also post in",
        {"type": "multi_channels_select", "action_id": "channels", "initial_channels": ["C2"]},
        optional=True,
    ),
    asked(
        "talks",
        "Conversations",
        {
            "type": "multi_conversations_select",
            "action_id": "conversations",
            "initial_conversations": ["C1", "U4"],
            "max_selected_items": 2,
        },
        optional=True,
    ),
    asked(
        "menu",
        "Which menu",
        {
            "type": "radio_buttons",
            "action_id": "radio",
            "options": [option("While open", "open"), option("While closed", "closed", "after hours")],
            "initial_option": option("While open", "open"),
        },
    ),
    asked(
        "days",
        "Days",
        {
            "type": "checkboxes",
            "action_id": "boxes",
            "options": [option("Saturday", "sat"), option("Sunday", "sun")],
            "initial_options": [option("Sunday", "sun")],
        },
        optional=True,
    ),
]


def form(blocks: list[Json], **more: Any) -> Json:
    return {
        "id": "V1",
        "type": "modal",
        "title": plain("Change a line"),
        "submit": plain("Ask for approval"),
        "close": plain("Cancel"),
        "blocks": blocks,
        "state": {"values": {}},
        "errors": {},
        "notice": None,
        "previous_view_id": None,
        **more,
    }


def home(blocks: list[Json]) -> Json:
    return {**form(blocks), "id": "VH", "type": "home"}
