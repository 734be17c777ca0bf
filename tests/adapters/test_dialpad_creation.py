"""Call centers that are made: what can be said, what is sent, what is proven, and what may go wrong on the way."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters import (
    Dialpad,
    Field,
    FieldValue,
    Line,
    MissingError,
    NewLine,
    RefusedError,
)
from adapters.dialpad import creation
from adapters.dialpad.wire import CallCenter, parsed
from sandbox.dialpad import DialpadServer
from tests import dialpad_document

RALEIGH = "4821003377654784"
REPAIRS = NewLine(system="dialpad", kind=RALEIGH, name="Repairs")
EVERYTHING: dict[str, FieldValue] = {
    "opening_hours": True,
    "monday_hours": "14:00-18:00, 08:00 – 12:00",
    "tuesday_hours": "00:00-24:00",
    "wednesday_hours": "08:00-18:00",
    "thursday_hours": "08:00-18:00",
    "friday_hours": "08:00-16:30",
    "saturday_hours": "Closed",
    "sunday_hours": "18:00-24:00",
    "open_action": "message",
    "closed_action": "voicemail",
    "try_agents_open": True,
    "try_agents_closed": False,
    "routing": "round_robin",
    "closed_routing": "random",
    "callback": True,
    "callback_key": "3",
    "callback_threshold": 2,
    "description": "What is broken",
    "ring_seconds": 20,
    "longest_wait": 600,
    "queue_size": 20,
    "announce_position": False,
    "announcement_interval": 60,
    "escape_key": "#",
    "unattended_queue": True,
    "stay_after_closing": True,
    "record_inbound": True,
    "record_outbound": True,
    "pause_recording": True,
    "wrap_up": 30,
    "service_level": 80,
    "service_level_seconds": 30,
    "voice_intelligence": False,
    "pause_voice_intelligence": False,
}


def repairs(**values: FieldValue) -> NewLine:
    return REPAIRS.model_copy(update={"values": values})


def posts(server: DialpadServer) -> list[Any]:
    return [call.body for call in server.calls if call.method == "POST"]


def values_of(field: Field) -> st.SearchStrategy[FieldValue]:
    """Anything that a field takes."""
    match field.type:
        case "switch":
            return st.booleans()
        case "number":
            return st.integers(field.minimum, field.maximum)
        case "choice":
            return st.sampled_from([value for value, _ in field.choices])
        case _:
            return st.text("Abc é", min_size=1, max_size=field.maximum).filter(str.strip)


DAYS = [each.name for each in creation.FIELDS if each.name.endswith("day_hours")]
CLOSED: dict[str, FieldValue] = dict.fromkeys(DAYS, "closed")
rows = st.sampled_from(["closed", "00:00-24:00", "08:00-12:00, 14:00-18:00", "09:30-17:15", "9am-5pm"])
weeks = st.fixed_dictionaries(dict.fromkeys(DAYS, rows)) | st.dictionaries(st.sampled_from(DAYS), rows, max_size=1)
others = st.fixed_dictionaries({}, optional={x.name: values_of(x) for x in creation.FIELDS if x.name not in DAYS})
orders = st.builds(lambda week, other: repairs(**week, **other), weeks, others)


def test_a_number_says_what_it_can_be_and_its_unit_once() -> None:
    helps = {each.name: each.help for each in creation.FIELDS}

    assert helps["queue_size"] == "How many callers may wait while all agents are busy. 1 to 1000 callers."
    assert helps["announcement_interval"] == "How often waiting callers hear an announcement. 0 or more seconds."


async def test_a_call_center_can_be_made_in_every_office(dialpad: Dialpad) -> None:
    (kind,) = await dialpad.kinds()

    assert (kind.system, kind.name, kind.label, kind.longest_name) == (
        "dialpad",
        RALEIGH,
        "call center in Raleigh",
        100,
    )
    assert {each.name for each in kind.fields} == EVERYTHING.keys()


async def test_what_is_suggested_has_no_problem(dialpad: Dialpad) -> None:
    suggested = {each.name: each.suggestion for each in creation.FIELDS if each.suggestion is not None}

    made = await dialpad.create(repairs(**suggested))

    assert (made.unshown, made.differing) == ((), ())


async def test_a_name_is_enough(dialpad: Dialpad, server: DialpadServer) -> None:
    made = await dialpad.create(REPAIRS)

    assert posts(server) == [{"name": "Repairs", "office_id": int(RALEIGH)}]
    assert (made.line.name, made.line.zone, made.line.kind) == ("Repairs", "America/New_York", "call center")
    assert (made.unshown, made.differing) == ((), ())
    assert made.line in await dialpad.lines()


async def test_all_that_can_be_said_is_sent_and_proven(dialpad: Dialpad, server: DialpadServer) -> None:
    made = await dialpad.create(repairs(**EVERYTHING))

    (body,) = posts(server)
    assert body["monday_hours"] == ["08:00", "12:00", "14:00", "18:00"]
    assert body["saturday_hours"] == []
    assert body["hold_queue"]["queue_callback_dtmf"] == "3"
    assert body["routing_options"] == {
        "open": {"action": "message", "try_dial_operators": True, "operator_routing": "roundrobin"},
        "closed": {"action": "voicemail", "try_dial_operators": False, "operator_routing": "random"},
    }
    assert (made.unshown, made.differing) == ((), ())
    assert (await dialpad.read(made.line)).options["queue_size"] == 20


@given(new=orders)
def test_whatever_has_no_problem_is_a_body_that_dialpad_documents(new: NewLine) -> None:
    if not creation.problems(new):
        assert dialpad_document.problems(creation.body_of(new), dialpad_document.CREATE) == []


@given(new=orders)
def test_a_call_center_that_is_shown_as_it_was_asked_for_is_proven(new: NewLine) -> None:
    if not creation.problems(new):
        shown = parsed(CallCenter, {"id": 1, **creation.body_of(new)})
        line = Line(system="dialpad", id="1", name=new.name, kind="call center", zone="America/New_York")

        made = creation.created(line, new, shown)

        assert (made.unshown, made.differing) == ((), ())


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        pytest.param({"opening_hours": True, "monday_hours": "8 to 5"}, "monday_hours", "08:00-12:00", id="hours"),
        pytest.param({"opening_hours": True, "monday_hours": "18:00-08:00"}, "monday_hours", "Write", id="overnight"),
        pytest.param({"monday_hours": "9-5pm"}, "monday_hours", "8am-6pm", id="a time that may be either half"),
        pytest.param({"monday_hours": "13pm-14pm"}, "monday_hours", "8am-6pm", id="a time of no clock"),
        pytest.param(
            {"opening_hours": False, "monday_hours": "08:00-12:00"},
            "monday_hours",
            "only with the opening hours on",
            id="dormant",
        ),
        pytest.param({"routing": "random"}, "open_action", "only as a whole", id="half a routing"),
        pytest.param(
            {"open_action": "voicemail", "closed_action": "voicemail", "try_agents_open": True},
            "try_agents_closed",
            "only as a whole",
            id="most of a routing",
        ),
        pytest.param({"longest_wait": 60}, "announce_position", "two minutes or more", id="a short wait"),
        pytest.param({"callback_key": "*"}, "callback_key", "leave the queue", id="one key for two things"),
        pytest.param({"zone": "America/Denver"}, "zone", "leave it out", id="what Dialpad does not take"),
    ],
)
async def test_what_dialpad_would_not_take_is_said_of_the_field(
    dialpad: Dialpad, server: DialpadServer, values: Mapping[str, FieldValue], field: str, words: str
) -> None:
    new = repairs(**values)

    assert words in dialpad.creation_problems(new)[field]
    with pytest.raises(RefusedError):
        await dialpad.create(new)
    assert posts(server) == []


@pytest.mark.parametrize(
    "values",
    [{"monday_hours": "9am-5pm"}, {"opening_hours": True}, {"opening_hours": True, "sunday_hours": "closed"}],
    ids=["one day", "no day", "one day and the switch"],
)
async def test_hours_are_said_of_every_day_since_dialpad_would_add_its_own(
    dialpad: Dialpad, server: DialpadServer, values: Mapping[str, FieldValue]
) -> None:
    new = repairs(**values)

    problems = dialpad.creation_problems(new)

    assert problems.keys() == set(DAYS) - values.keys()
    assert set(problems.values()) == {"Say the hours of this day too, or closed."}
    with pytest.raises(RefusedError):
        await dialpad.create(new)
    assert posts(server) == []


@given(new=orders)
def test_a_week_without_problem_is_said_of_every_day_or_of_none(new: NewLine) -> None:
    if not creation.problems(new):
        body = creation.body_of(new)

        assert len(body.keys() & set(DAYS)) == (7 if body.get("hours_on") else 0)


async def test_without_hours_it_is_said_to_be_open_around_the_clock(dialpad: Dialpad) -> None:
    (kind,) = await dialpad.kinds()

    assert kind.left_out({"opening_hours": False}) == ("It is open around the clock until hours are set.",)
    assert kind.left_out(CLOSED) == ()
    assert "around the clock" not in kind.note


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("9am-5pm", ["09:00", "17:00"]),
        ("9:30 AM – 5 p.m.", ["09:30", "17:00"]),
        ("8am to noon, 1pm-6pm", ["08:00", "12:00", "13:00", "18:00"]),
        ("8:00-18:00", ["08:00", "18:00"]),
        ("12pm-12am", ["12:00", "24:00"]),
        ("noon-midnight", ["12:00", "24:00"]),
    ],
)
async def test_hours_are_taken_as_people_write_them_and_turn_the_opening_hours_on(
    dialpad: Dialpad, server: DialpadServer, text: str, row: list[str]
) -> None:
    new = repairs(**CLOSED | {"monday_hours": text})

    assert dialpad.creation_problems(new) == {}
    made = await dialpad.create(new)

    (body,) = posts(server)
    assert (body["hours_on"], body["monday_hours"]) == (True, row)
    assert (made.unshown, made.differing) == ((), ())


@pytest.mark.parametrize(
    "new",
    [
        REPAIRS.model_copy(update={"name": "R" * 101}),
        REPAIRS.model_copy(update={"name": "Two\nlines"}),
        REPAIRS.model_copy(update={"kind": "Raleigh"}),
    ],
    ids=["a long name", "a name of two lines", "no office"],
)
def test_a_name_or_a_kind_that_cannot_be_is_said_of_the_name(new: NewLine) -> None:
    assert list(creation.problems(new)) == ["name"]


async def test_an_office_that_is_gone_is_no_place_for_a_call_center(dialpad: Dialpad) -> None:
    with pytest.raises((MissingError, RefusedError)):
        await dialpad.create(REPAIRS.model_copy(update={"kind": "99"}))
    assert [each.name for each in await dialpad.lines()] == ["Support", "Sales", "Billing"]


@pytest.mark.parametrize("again", [False, True], ids=["first", "again"])
async def test_a_name_that_is_taken_is_refused_unless_it_may_be_our_own(
    dialpad: Dialpad, server: DialpadServer, *, again: bool
) -> None:
    first = await dialpad.create(repairs(ring_seconds=20))

    if again:
        assert await dialpad.create(repairs(ring_seconds=20), again=True) == first
    else:
        with pytest.raises(RefusedError, match="choose another name"):
            await dialpad.create(REPAIRS)
    assert len(posts(server)) == 1


async def test_what_is_there_otherwise_than_asked_for_is_told(dialpad: Dialpad) -> None:
    await dialpad.create(repairs(ring_seconds=20, record_inbound=False, callback_key="3"))

    made = await dialpad.create(repairs(ring_seconds=30, record_inbound=True, callback_key="3"), again=True)

    assert made.unshown == ()
    assert made.differing == (
        "Ring time: 30 was asked for, and what is shown is 20.",
        "Record incoming calls: on was asked for, and what is shown is off.",
    )


async def test_a_line_that_was_made_is_deleted(dialpad: Dialpad) -> None:
    made = await dialpad.create(REPAIRS)

    await dialpad.delete(made.line)
    await dialpad.delete(made.line)

    assert made.line not in await dialpad.lines()
    with pytest.raises(MissingError):
        await dialpad.read(made.line)
