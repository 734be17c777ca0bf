"""What canonical commands are in JSON, field by field: the table of sentences stands on these."""

import datetime as dt
import json
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.language import KnownLine, ask_lines, read, to_json

ZONE = "America/New_York"
NOW = dt.datetime(2026, 11, 20, 10, tzinfo=ZoneInfo(ZONE))
LINES = tuple(KnownLine(name=name, zone=ZONE) for name in ("Support", "Sales", "Billing"))
EST = "-05:00"


def answer(text: str) -> dict[str, Any]:
    return to_json(read(text, now=NOW, lines=LINES, zone=ZONE), now=NOW, lines=LINES, zone=ZONE)


def window(start: str | None, end: str | None) -> dict[str, str | None]:
    return {"start": start and f"{start}:00{EST}", "end": end and f"{end}:00{EST}"}


FIELDS: list[tuple[str, dict[str, Any]]] = [
    (
        "close Support on 2026-11-21",
        {"ask": "close", "lines": ["Support"], "windows": [window("2026-11-21T00:00", "2026-11-22T00:00")]},
    ),
    (
        "close Support from 2026-12-24 to 2026-12-26",
        {"windows": [window("2026-12-24T00:00", "2026-12-27T00:00")]},
    ),
    (
        "close Support on 2026-11-21 from 22:00 to 24:00",
        {"windows": [window("2026-11-21T22:00", "2026-11-22T00:00")]},
    ),
    (
        "close Support from 2026-12-31 15:00 to 2027-01-02 09:00",
        {"windows": [window("2026-12-31T15:00", "2027-01-02T09:00")]},
    ),
    (
        "close Support from 2026-11-23 00:00 until further notice",
        {"windows": [window("2026-11-23T00:00", None)]},
    ),
    ("close Support on 2026-11-21 from opening to 12:00", {"windows": [window(None, "2026-11-21T12:00")]}),
    ("close Support on 2026-11-21 from 12:00 to closing", {"windows": [window("2026-11-21T12:00", None)]}),
    (
        "close Support from 2026-12-02 to 2026-12-03 from 09:00 to 12:00",
        {
            "windows": [
                window("2026-12-02T09:00", "2026-12-02T12:00"),
                window("2026-12-03T09:00", "2026-12-03T12:00"),
            ]
        },
    ),
    ('close Support on 2026-11-21 - "staff training"', {"reason": "staff training"}),
    ("close Support on 2026-11-21 urgent", {"urgent": True}),
    ("close all lines on 2026-11-21", {"lines": ["*"]}),
    ("close Support and Sales on 2026-11-21", {"lines": ["Support", "Sales"]}),
    ("close Support every sat and sun", {"ask": "close", "recurring": True, "weekly": {"sat": [], "sun": []}}),
    (
        "open Support every sun 09:00-13:00",
        {"ask": "open", "recurring": True, "weekly": {"sun": [["09:00", "13:00"]]}},
    ),
    (
        "open Support on 2026-11-22 from 09:00 to 13:00",
        {"ask": "open", "only": False, "windows": [window("2026-11-22T09:00", "2026-11-22T13:00")]},
    ),
    ("open Support only on 2026-11-22 from 09:00 to 13:00", {"ask": "open", "only": True}),
    (
        "set Support hours mon and tue 08:30-18:00; sat closed",
        {
            "ask": "hours",
            "recurring": False,
            "weekly": {
                "mon": [["08:30", "18:00"]],
                "tue": [["08:30", "18:00"]],
                "sat": [],
            },
        },
    ),
    ("set Support hours 24/7", {"ask": "hours", "weekly": "always"}),
    ("reopen Support", {"ask": "reopen", "windows": []}),
    ("turn on callback key 9 threshold 5 on Support", {"ask": "callback", "on": True, "key": "9", "threshold": 5}),
    ("turn off callback on Support", {"ask": "callback", "on": False, "key": None}),
    ("set callback key 7 on Support", {"ask": "callback", "on": None, "key": "7"}),
    ("set key 3 to Billing on Support", {"ask": "menu", "key": "3", "target": "Billing", "menu": "open"}),
    ("set key 3 to voicemail in the closed menu on Support", {"action": "voicemail", "menu": "closed"}),
    ("send calls to voicemail when closed on Support", {"ask": "menu", "key": None, "menu": "closed"}),
    ("remove key 7 in both menus on Sales", {"ask": "remove_key", "key": "7", "menu": "both"}),
    ('set greeting on Sales to "Hello. We open at 9."', {"ask": "greeting", "value": "Hello. We open at 9."}),
    ("set routing to longest idle on Sales", {"ask": "routing", "value": "longest idle"}),
    ("set option ring seconds to 20 on Support", {"ask": "option", "option": "ring seconds", "value": 20}),
    ("set option recording to off on Support", {"ask": "option", "value": False}),
    ("add @U1 and @U2 to Billing", {"ask": "members", "on": True, "people": ["@U1", "@U2"]}),
    ("create line Returns", {"ask": "create", "target": "Returns"}),
    ("status", {"ask": "status", "lines": []}),
    ("simulate Support at 2026-11-21 15:00", {"ask": "simulate", "windows": [window("2026-11-21T15:00", None)]}),
    ("history Sales since 2026-11-16", {"ask": "history", "windows": [window("2026-11-16T00:00", None)]}),
    ("undo Support", {"ask": "undo"}),
    ("withdraw", {"ask": "withdraw"}),
    ("delegate to @U9 from 2026-12-01 to 2026-12-05", {"ask": "delegate", "people": ["@U9"]}),
    ("holidays Support", {"ask": "holidays"}),
    ("", {"ask": "help", "question": None}),
]


@pytest.mark.parametrize(("command", "fields"), FIELDS, ids=[command for command, _ in FIELDS])
def test_a_canonical_command_in_json(command: str, fields: dict[str, Any]) -> None:
    found = answer(command)

    assert found["question"] is None
    assert {name: found[name] for name in fields} == fields


def test_an_offset_follows_the_clocks_of_the_date() -> None:
    found = answer("close Support on 2027-07-01 from 09:00 to 10:00")

    assert found["windows"] == [{"start": "2027-07-01T09:00:00-04:00", "end": "2027-07-01T10:00:00-04:00"}]


def test_the_answer_says_which_words_became_what() -> None:
    found = answer("please close support saturday for training")

    assert found["words"] == [
        ["please", "politeness"],
        ["close", "close"],
        ["support", "line Support"],
        ["saturday", "when"],
        ["for training", "reason"],
    ]


def test_one_object_a_line_in_and_one_answer_a_line_out() -> None:
    asked = {"text": "close support saturday", "now": "2026-11-20T10:00", "timezone": ZONE, "lines": ["Support"]}

    answers = [json.loads(line) for line in ask_lines([json.dumps(asked), "\n"], NOW, ZONE)]

    assert [each["readback"] for each in answers] == ["close Support on 2026-11-21"]


@pytest.mark.parametrize(
    "line",
    ["not json", "[]", "{}", '{"text": "help", "timezone": "Mars/Base"}', '{"text": "help", "now": "noon"}', "null"],
)
def test_a_line_that_is_no_question_is_answered_with_a_sentence(line: str) -> None:
    (found,) = (json.loads(each) for each in ask_lines([line], NOW, ZONE))

    assert found["ask"] == "unknown"
    assert found["question"].startswith("Each line is an object with text, now, timezone and lines.")
