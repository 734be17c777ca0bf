"""Dialpad's objects as setups, and back: its documented example, and what is peculiar to it."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters import (
    Change,
    Interval,
    Menu,
    MenuAction,
    PhoneSystemError,
    RemoveMenuKey,
    SetCallback,
    SetHours,
    SetMenuKey,
    SetOption,
    SetRouting,
    SetTreatment,
    Weekday,
    all_applied,
)
from adapters.dialpad.translate import patch_of, setup_of
from adapters.dialpad.wire import CallCenter, parsed
from tests.adapters import strategies
from tests.dialpad_document import UPDATE, problems

DOCUMENTED: dict[str, Any] = {
    "id": "1000",
    "office_id": "124",
    "name": "call center 2049",
    "state": "active",
    "country": "us",
    "timezone": "US/Pacific",
    "phone_numbers": ["+14155551001"],
    "availability_status": "open",
    "first_action": "operators",
    "no_operators_action": "voicemail",
    "hours_on": False,
    "ring_seconds": "30",
    "hold_queue": {
        "announce_position": True,
        "announcement_interval_seconds": "120",
        "max_hold_count": "50",
        "max_hold_seconds": "900",
        "queue_callback_dtmf": "9",
        "queue_callback_threshold": "5",
        "queue_escape_dtmf": "*",
    },
    "routing_options": {
        "closed": {
            "action": "voicemail",
            "operator_routing": "longestidle",
            "try_dial_operators": False,
            "dtmf": [
                {"input": "0", "options": {"action": "disabled"}},
                {"input": "1", "options": {"action": "directory"}},
            ],
        },
        "open": {
            "action": "bridge_target",
            "action_target_id": "130",
            "action_target_type": "department",
            "operator_routing": "longestidle",
            "try_dial_operators": True,
            "dtmf": [
                {"input": "0", "options": {"action": "operator"}},
                {
                    "input": "1",
                    "options": {"action": "department", "action_target_id": "124", "action_target_type": "office"},
                },
            ],
        },
    },
    "advanced_settings": {
        "auto_call_recording": {"call_recording_inbound": False, "call_recording_outbound": False},
        "max_wrap_up_seconds": "0",
    },
    "alerts": {"cc_service_level": "95", "cc_service_level_seconds": "60"},
    "voice_intelligence": {"allow_pause": True, "auto_start": True},
}
"""The example of Dialpad's own document."""

WORKDAY = (Interval(start=480, end=1080),)
OFFICE = MenuAction(action="department", target_kind="office", target_id="124")


def center(**changed: Any) -> CallCenter:
    return parsed(CallCenter, copy.deepcopy(DOCUMENTED) | changed)


def patch(subject: CallCenter, *changes: Change) -> dict[str, Any]:
    before = setup_of(subject)
    return patch_of(subject, before, all_applied(changes, before))


def test_the_documented_example_is_understood() -> None:
    setup = setup_of(center())

    assert (setup.line_id, setup.zone, setup.routing) == ("1000", "US/Pacific", "longest_idle")
    assert setup.hours.always
    assert setup.open_menu == Menu(
        action=MenuAction(action="transfer", target_kind="department", target_id="130"),
        keys={"0": MenuAction(action="operator"), "1": OFFICE},
    )
    assert setup.closed_menu
    assert setup.closed_menu.keys == {"0": MenuAction(action="disabled"), "1": MenuAction(action="directory")}
    assert setup.queue
    assert not setup.queue.callback
    assert (setup.queue.callback_key, setup.queue.threshold, setup.queue.escape_key) == ("9", 5, "*")
    assert setup.options == {
        "name": "call center 2049",
        "description": "",
        "ring_seconds": 30,
        "longest_wait": 900,
        "queue_size": 50,
        "announce_position": True,
        "announcement_interval": 120,
        "escape_key": "*",
        "unattended_queue": False,
        "stay_after_closing": False,
        "try_agents_open": True,
        "try_agents_closed": False,
        "closed_routing": "longest_idle",
        "record_inbound": False,
        "record_outbound": False,
        "pause_recording": False,
        "wrap_up": 0,
        "service_level": 95,
        "service_level_seconds": 60,
        "voice_intelligence": True,
        "pause_voice_intelligence": True,
    }


def test_a_call_center_of_which_almost_nothing_comes_has_the_documented_defaults() -> None:
    setup = setup_of(parsed(CallCenter, {"id": "1", "timezone": "UTC"}))

    assert setup.hours.always
    assert setup.open_menu is setup.closed_menu is None
    assert setup.routing is None
    assert setup.options["ring_seconds"] == 30
    assert "try_agents_open" not in setup.options


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param(["08:00", "12:00", "14:00", "18:00"], [(480, 720), (840, 1080)], id="two intervals"),
        pytest.param(["14:00", "18:00", "08:00", "12:00"], [(480, 720), (840, 1080)], id="out of order"),
        pytest.param(["20:00", "24:00"], [(1200, 1440)], id="until 24:00"),
        pytest.param(["20:00", "00:00"], [(1200, 1440)], id="until 00:00"),
        pytest.param(["00:00", "00:00"], [(0, 1440)], id="all day"),
        pytest.param([], [], id="none"),
        pytest.param(None, [], id="null"),
    ],
)
def test_a_row_of_hours_is_pairs_of_times(row: list[str] | None, expected: list[tuple[int, int]]) -> None:
    setup = setup_of(center(hours_on=True, monday_hours=row))

    assert [(each.start, each.end) for each in setup.hours.mon] == expected


def test_hours_past_midnight_go_on_the_next_day_and_are_written_without_overlap() -> None:
    subject = center(hours_on=True, sunday_hours=["22:00", "02:00"], monday_hours=["09:00", "17:00"])

    hours = setup_of(subject).hours

    assert hours.sun == (Interval(start=1320, end=1440),)
    assert hours.mon == (Interval(start=0, end=120), Interval(start=540, end=1020))
    assert patch(subject, SetHours(rows={Weekday.MON: ()})) == {"sunday_hours": ["22:00", "24:00"], "monday_hours": []}


@pytest.mark.parametrize("row", [["8am", "5pm"], ["09:00"], ["09:00", "12:00", "13:00"], ["09:00", "25:00"]])
def test_hours_that_make_no_sense_are_said_to_be_so(row: list[str]) -> None:
    with pytest.raises(PhoneSystemError, match="hours of call center 2049 on Monday could not be understood"):
        setup_of(center(hours_on=True, monday_hours=row))


@pytest.mark.parametrize(
    "answer", [None, [], "text", {"name": "no id"}, DOCUMENTED | {"ring_seconds": "soon"}], ids=str
)
def test_an_answer_that_is_no_call_center_is_said_to_be_so(answer: Any) -> None:
    with pytest.raises(PhoneSystemError, match="Dialpad's answer could not be understood"):
        parsed(CallCenter, answer)


def test_only_rows_that_change_are_sent() -> None:
    subject = center(hours_on=True, monday_hours=["08:00", "18:00"], saturday_hours=["09:00", "13:00"])

    body = patch(
        subject, SetHours(rows={Weekday.SAT: (), Weekday.SUN: (), Weekday.MON: (Interval(start=480, end=1080),)})
    )

    assert body == {"saturday_hours": []}


def test_always_open_leaves_the_dormant_rows_alone() -> None:
    subject = center(hours_on=True, monday_hours=["08:00", "18:00"])

    assert patch(subject, SetHours(always=True)) == {"hours_on": False}


def test_midnight_is_written_as_dialpad_takes_it() -> None:
    assert patch(center(hours_on=True), SetHours(rows={Weekday.FRI: (Interval(start=1080, end=1440),)})) == {
        "friday_hours": ["18:00", "24:00"]
    }


def test_a_key_is_sent_with_both_sides_whole() -> None:
    body = patch(center(), SetMenuKey(key="7", action=MenuAction(action="voicemail")))

    expected = _with_integers(DOCUMENTED["routing_options"])
    expected["open"]["dtmf"].append({"input": "7", "options": {"action": "voicemail"}})
    assert body == {"routing_options": expected}


def test_a_changed_key_keeps_its_place_and_a_double_one_is_cleared_up() -> None:
    routing = copy.deepcopy(DOCUMENTED["routing_options"])
    routing["open"]["dtmf"].append({"input": "0", "options": {"action": "message"}})
    subject = center(routing_options=routing)

    body = patch(subject, SetMenuKey(key="0", action=OFFICE))

    assert setup_of(subject).open_menu.keys["0"] == MenuAction(action="operator")  # type: ignore[union-attr]  # it has one
    assert [each["input"] for each in body["routing_options"]["open"]["dtmf"]] == ["0", "1"]


def test_a_new_treatment_leaves_no_old_target_behind() -> None:
    body = patch(center(), SetTreatment(menu="open", action=MenuAction(action="voicemail")))

    side = body["routing_options"]["open"]
    assert side["action"] == "voicemail"
    assert "action_target_id" not in side
    assert side["dtmf"] == _with_integers(DOCUMENTED["routing_options"])["open"]["dtmf"]


def test_an_id_of_64_bits_stays_exact() -> None:
    odd = 2**63 - 1
    routing = copy.deepcopy(DOCUMENTED["routing_options"])
    routing["open"]["action_target_id"] = str(odd)

    body = patch(center(routing_options=routing), RemoveMenuKey(key="1"))

    assert body["routing_options"]["open"]["action_target_id"] == odd


def test_what_is_newer_than_the_document_is_kept_in_its_block() -> None:
    queue = DOCUMENTED["hold_queue"] | {"announce_estimated_wait_time": True, "estimated_wait_time_max": "30"}
    routing = copy.deepcopy(DOCUMENTED["routing_options"])
    routing["open"]["action"] = "hologram"
    routing["open"]["dtmf"][0]["label"] = "Zero"
    routing["open"]["dtmf"][1]["options"]["volume"] = "11"
    subject = center(hold_queue=queue, routing_options=routing, sparkle=True, state="inactive", first_action="operator")

    body = patch(subject, SetCallback(on=True), SetMenuKey(key="0", action=OFFICE))

    assert setup_of(subject).open_menu.action.action == "hologram"  # type: ignore[union-attr]  # it has one
    assert body["hold_queue"]["announce_estimated_wait_time"] is True
    assert body["hold_queue"]["estimated_wait_time_max"] == "30"
    assert body["routing_options"]["open"]["action"] == "hologram"
    assert body["routing_options"]["open"]["dtmf"][0]["label"] == "Zero"
    assert body["routing_options"]["open"]["dtmf"][1]["options"]["volume"] == "11"
    assert body.keys() == {"hold_queue", "routing_options"}


def test_null_is_never_sent() -> None:
    queue = DOCUMENTED["hold_queue"] | {"queue_escape_dtmf": None, "new": {"deep": None}, "list": [None]}

    body = patch(center(hold_queue=queue), SetCallback(on=True))

    assert "None" not in str(body)


def test_whether_agents_are_rung_is_always_sent_with_routing() -> None:
    silent = {side: {"action": "voicemail"} for side in ("open", "closed")}

    body = patch(center(routing_options=silent), SetRouting(routing="random"))

    assert problems(body, UPDATE) == []
    assert body["routing_options"]["open"] == {
        "action": "voicemail",
        "operator_routing": "random",
        "try_dial_operators": False,
    }


@pytest.mark.parametrize("side", ["open", "closed"])
def test_routing_of_which_a_side_does_not_come_is_not_written(side: str) -> None:
    other = "closed" if side == "open" else "open"
    subject = center(routing_options={side: DOCUMENTED["routing_options"][side]})
    change = SetMenuKey.model_validate({"menu": side, "key": "1", "action": {"action": "voicemail"}})

    with pytest.raises(PhoneSystemError, match=f"does not show what call center 2049 does while {other}"):
        patch(subject, change)


dialpad_changes = st.one_of(
    strategies.hours_changes,
    strategies.setting_changes,
    st.builds(SetRouting, routing=st.sampled_from(("simultaneous", "most_skilled"))),
    st.builds(SetOption, name=st.sampled_from(("wrap_up", "service_level", "queue_size")), value=st.integers(1, 100)),
    st.builds(SetOption, name=st.sampled_from(("record_inbound", "try_agents_closed")), value=st.booleans()),
    st.builds(SetOption, name=st.just("closed_routing"), value=st.sampled_from(("random", "fixed_order"))),
    st.builds(SetOption, name=st.just("description"), value=st.sampled_from(("", "Hello"))),
)


@given(st.lists(dialpad_changes, max_size=4))
def test_whatever_is_sent_fits_the_document_and_makes_it_so(changes: list[Change]) -> None:
    subject = center()
    before = setup_of(subject)
    after = all_applied(changes, before)

    body = patch_of(subject, before, after)

    assert problems(body, UPDATE) == []
    assert setup_of(parsed(CallCenter, DOCUMENTED | body)) == after
    assert (body == {}) == (before == after)


@given(dialpad_changes)
def test_only_the_block_in_question_is_sent(change: Change) -> None:
    body = patch(center(), change)

    hours = {"hours_on", *(f"{day.title_name.lower()}_hours" for day in Weekday)}
    assert len(body.keys() - hours) <= 1
    assert not (isinstance(change, SetHours) and body.keys() - hours)


def _with_integers(value: Any) -> Any:
    match value:
        case dict():
            return {
                key: int(each) if key == "action_target_id" else _with_integers(each) for key, each in value.items()
            }
        case list():
            return [_with_integers(each) for each in value]
        case _:
            return value


def test_an_old_name_of_a_zone_is_kept() -> None:
    assert setup_of(center(timezone="US/Eastern")).zone == "US/Eastern"
