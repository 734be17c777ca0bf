"""Auto attendants: what is read of them, and the bodies that are written."""

from typing import Any

import httpx
import pytest

from adapters import (
    Change,
    MenuAction,
    RefusedError,
    RemoveMenuKey,
    SetMenuKey,
    SetOption,
    Setup,
    UnsupportedError,
    WeeklyHours,
    all_undone,
)
from adapters.transport import Transport
from adapters.webex.attendants import AttendantLine
from adapters.webex.directory import Entry
from adapters.webex.options import ATTENDANT_OPTIONS
from adapters.webex.rules import attendant_problems
from adapters.webex.wire import Listed
from tests.adapters.webex.fake_webex import FILE, RALEIGH, RECEPTION, FakeWebex

ENTRY = Entry(listed=Listed(id=RECEPTION, name="Reception", locationId=RALEIGH), kind="auto attendant")

FRONT_DESK = MenuAction(action="transfer", target_kind="number", target_id="+19195550155")
CHANGES: dict[str, Change] = {
    "transfer": SetMenuKey(key="7", action=FRONT_DESK),
    "announced transfer": SetMenuKey(
        key="7", action=MenuAction(action="announced_transfer", target_kind="number", target_id="204")
    ),
    "operator": SetMenuKey(key="7", action=MenuAction(action="operator")),
    "operator by number": SetMenuKey(
        key="7", action=MenuAction(action="operator", target_kind="number", target_id="204")
    ),
    "its own voicemail": SetMenuKey(key="7", action=MenuAction(action="voicemail")),
    "somebody's voicemail": SetMenuKey(
        key="7", action=MenuAction(action="voicemail", target_kind="number", target_id="204")
    ),
    "directory": SetMenuKey(key="*", action=MenuAction(action="directory")),
    "extension": SetMenuKey(menu="closed", key="7", action=MenuAction(action="extension")),
    "announcement": SetMenuKey(
        menu="closed", key="7", action=MenuAction(action="message", target_kind="announcement", target_id="file-1")
    ),
    "repeat": SetMenuKey(menu="closed", key="7", action=MenuAction(action="repeat")),
    "hang up": SetMenuKey(menu="closed", key="7", action=MenuAction(action="disabled")),
    "a taken key": SetMenuKey(key="1", action=FRONT_DESK),
    "the key that leads back": SetMenuKey(key="8", action=FRONT_DESK),
    "no key": RemoveMenuKey(key="5"),
    "no only key": RemoveMenuKey(menu="closed", key="0"),
    "no key that is there": RemoveMenuKey(menu="closed", key="9"),
}
VALUES = {"switch": (True, False), "number": (1, 60), "text": ("fr_fr", "en_gb"), "choice": ()}


async def read(transport: Transport) -> AttendantLine:
    return await AttendantLine.read(transport, ENTRY, "Europe/Berlin")


async def setup(transport: Transport) -> Setup:
    return (await read(transport)).setup(WeeklyHours(), ())


async def apply(transport: Transport, *changes: Change) -> tuple[Setup, Setup]:
    """The setup before, and as it should be now."""
    found = await read(transport)
    before = after = found.setup(WeeklyHours(), ())
    for change in changes:
        after = change.applied_to(after)
    assert attendant_problems(before, after) == []
    await found.write(before, after)
    return before, after


async def test_both_menus_are_read_in_our_words(transport: Transport) -> None:
    found = await setup(transport)

    assert found.zone == "America/New_York"
    assert found.open_menu
    assert found.closed_menu
    assert found.open_menu.action == MenuAction(action="menu")
    assert {key: (each.action, each.target_id) for key, each in found.open_menu.keys.items()} == {
        "#": ("disabled", None),
        "0": ("operator", "+19195550199"),
        "1": ("transfer", "200"),
        "2": ("announced_transfer", "+19195550188"),
        "3": ("directory", None),
        "4": ("voicemail", None),
        "5": ("message", "file-1"),
        "6": ("repeat", None),
        "8": ("previous_menu", None),
    }
    assert found.closed_menu.keys == {"0": MenuAction(action="disabled")}


async def test_options_are_read_with_their_documented_defaults(transport: Transport) -> None:
    assert (await setup(transport)).options == {
        "dial_extension_open": True,
        "greeting_open": "standard",
        "repeat_open": "once",
        "input_wait_open": 15,
        "greeting_file_open": "welcome.wav",
        "dial_extension_closed": False,
        "greeting_closed": "standard",
        "repeat_closed": "never",
        "input_wait_closed": 10,
        "greeting_file_closed": "",
        "name_scope": "location",
        "extension_scope": "organisation",
        "language": "en_us",
    }


async def test_without_a_zone_of_its_own_it_has_its_locations(transport: Transport, vendor: FakeWebex) -> None:
    del vendor.reception["timeZone"]

    assert (await setup(transport)).zone == "Europe/Berlin"


@pytest.mark.parametrize("wants_values", [None, True, False], ids=["any value", "a value", "no empty value"])
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
async def test_what_is_read_is_what_was_written(
    transport: Transport,
    vendor: FakeWebex,
    change: Change,
    wants_values: bool | None,  # noqa: FBT001
) -> None:
    vendor.wants_values = wants_values

    _, after = await apply(transport, change)

    assert await setup(transport) == after


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
async def test_what_is_undone_is_as_before(transport: Transport, change: Change) -> None:
    before, _ = await apply(transport, change)

    await apply(transport, *all_undone([change], before))

    assert await setup(transport) == before


@pytest.mark.parametrize("option", ATTENDANT_OPTIONS, ids=lambda each: each.name)
async def test_every_option_is_read_as_it_was_set(transport: Transport, vendor: FakeWebex, option: Any) -> None:
    vendor.reception["afterHoursMenu"]["audioAnnouncementFile"] = FILE
    for value in VALUES[option.type] or [value for value, _ in option.choices]:
        _, after = await apply(transport, SetOption(name=option.name, value=value))

        assert await setup(transport) == after


async def test_setting_what_is_set_writes_nothing(transport: Transport, vendor: FakeWebex) -> None:
    await apply(transport, SetOption(name="language", value="en_us"), RemoveMenuKey(key="9"))

    assert vendor.writes() == []


async def test_only_the_menu_that_changes_is_sent_and_whole(transport: Transport, vendor: FakeWebex) -> None:
    await apply(transport, SetMenuKey(key="7", action=FRONT_DESK))

    (write,) = vendor.writes()
    assert write.body.keys() == {"businessHoursMenu"}
    menu = write.body["businessHoursMenu"]
    assert menu["audioAnnouncementFile"] == FILE
    assert menu["callTreatment"] == {
        "retryAttemptForNoInput": "ONE_TIME",
        "noInputTimer": "15",
        "actionToBePerformed": {"action": "TRANSFER_WITHOUT_PROMPT", "transferCallTo": "+19195550199"},
    }
    assert menu["keyConfigurations"] == [
        {"key": "0", "action": "TRANSFER_TO_OPERATOR", "description": "Front desk", "value": "+19195550199"},
        {"key": "1", "action": "TRANSFER_WITHOUT_PROMPT", "value": "200"},
        {"key": "2", "action": "TRANSFER_WITH_PROMPT", "value": "+19195550188"},
        {"key": "3", "action": "NAME_DIALING"},
        {"key": "4", "action": "TRANSFER_TO_MAILBOX", "value": "100"},
        {"key": "5", "action": "PLAY_ANNOUNCEMENT", "audioAnnouncementFile": FILE},
        {"key": "6", "action": "REPEAT_MENU", "value": ""},
        {"key": "7", "action": "TRANSFER_WITHOUT_PROMPT", "value": "+19195550155"},
        {"key": "8", "action": "RETURN_TO_PREVIOUS_MENU"},
        {"key": "#", "action": "EXIT"},
    ]


@pytest.mark.parametrize("key", ["0", "5", "8", "#"])
async def test_an_undone_key_has_its_place_and_its_description_again(
    transport: Transport, vendor: FakeWebex, key: str
) -> None:
    keys = [dict(each) for each in vendor.reception["businessHoursMenu"]["keyConfigurations"]]
    keys[0]["description"] = keys[5]["description"] = "Front desk"
    vendor.reception["businessHoursMenu"]["keyConfigurations"] = [dict(each) for each in keys]
    removal = RemoveMenuKey(key=key)
    before, _ = await apply(transport, removal)

    await apply(transport, removal.undone(before))

    told = vendor.reception["businessHoursMenu"]["keyConfigurations"]
    assert [(each["key"], each.get("description")) for each in told] == [
        (each["key"], each.get("description")) for each in keys
    ]
    assert await setup(transport) == before


async def test_a_key_that_is_set_keeps_no_old_description(transport: Transport, vendor: FakeWebex) -> None:
    found = await setup(transport)
    assert found.open_menu
    assert found.open_menu.keys["0"].description == "Front desk"

    await apply(transport, SetMenuKey(key="0", action=FRONT_DESK))

    found = await setup(transport)
    assert found.open_menu
    assert found.open_menu.keys["0"] == FRONT_DESK
    assert "description" not in vendor.reception["businessHoursMenu"]["keyConfigurations"][0]


async def test_an_announcement_that_could_not_be_put_back_is_not_taken_away(
    transport: Transport, vendor: FakeWebex
) -> None:
    file = {"fileName": "closed.wav", "mediaFileType": "WAV", "level": "ENTITY"}
    vendor.reception["businessHoursMenu"]["keyConfigurations"][5]["audioAnnouncementFile"] = file
    before = await setup(transport)

    for change in (RemoveMenuKey(key="5"), SetMenuKey(key="5", action=FRONT_DESK)):
        (problem,) = attendant_problems(before, change.applied_to(before))
        assert problem.startswith("Webex does not tell the id of the announcement on key 5 while open")
    assert attendant_problems(before, RemoveMenuKey(key="6").applied_to(before)) == []
    await apply(transport, RemoveMenuKey(key="6"))
    assert vendor.reception["businessHoursMenu"]["keyConfigurations"][5]["audioAnnouncementFile"] == file


async def test_a_timer_goes_as_it_came(transport: Transport, vendor: FakeWebex) -> None:
    await apply(transport, SetOption(name="input_wait_open", value=20))
    vendor.reception["businessHoursMenu"]["callTreatment"]["noInputTimer"] = 20
    await apply(transport, SetOption(name="input_wait_open", value=30))

    timers = [write.body["businessHoursMenu"]["callTreatment"]["noInputTimer"] for write in vendor.writes()]
    assert timers == ["20", 30]


async def test_a_menu_that_is_refused_for_another_reason_is_sent_once(transport: Transport, vendor: FakeWebex) -> None:
    vendor.plan("PUT .*", httpx.Response(409, json={"message": "Name taken"}))

    with pytest.raises(RefusedError, match="Name taken"):
        await apply(transport, CHANGES["operator"])

    assert len(vendor.writes()) == 1


async def test_a_menu_that_no_way_of_writing_it_helps_is_refused(transport: Transport, vendor: FakeWebex) -> None:
    refusal = {"error": [{"key": "400", "message": [{"description": "error = '[Error 25008] Missing'"}]}]}
    for _ in range(3):
        vendor.plan("PUT .*", httpx.Response(400, json=refusal))

    with pytest.raises(RefusedError, match="Missing") as caught:
        await apply(transport, CHANGES["operator"])

    assert caught.value.code == "25008"
    assert len(vendor.writes()) == 3
    assert len({str(write.body) for write in vendor.writes()}) == 3


async def test_its_own_voicemail_is_meant_when_no_number_is_named(transport: Transport, vendor: FakeWebex) -> None:
    own = SetMenuKey(key="7", action=MenuAction(action="voicemail", target_kind="number", target_id="100"))
    with pytest.raises(RefusedError, match="own voicemail; name no number"):
        await apply(transport, own)

    del vendor.reception["extension"], vendor.reception["phoneNumber"]
    with pytest.raises(RefusedError, match="has no number of its own"):
        await apply(transport, SetMenuKey(key="7", action=MenuAction(action="voicemail")))

    assert vendor.writes() == []


async def test_it_is_attached_to_schedules_by_their_names_in_one_write(transport: Transport, vendor: FakeWebex) -> None:
    found = await read(transport)
    assert (found.hours, found.closures, found.always) == ("Business Hours", "Holidays", False)

    await found.attach(hours="Hours 2", closures="Holidays 2")
    await found.attach(hours="Hours 2")

    assert (found.hours, found.closures) == ("Hours 2", "Holidays 2")
    assert [call.body for call in vendor.writes()] == [
        {"businessSchedule": "Hours 2", "holidaySchedule": "Holidays 2"},
    ]


async def test_it_cannot_do_without_schedules(transport: Transport) -> None:
    found = await read(transport)

    with pytest.raises(UnsupportedError, match="no way to do without the schedules of Reception"):
        await found.attach(detach_closures=True)
    with pytest.raises(UnsupportedError):
        await found.attach(always=True)


async def test_without_a_holiday_schedule_it_has_no_closures(transport: Transport, vendor: FakeWebex) -> None:
    vendor.reception["holidaySchedule"] = None

    assert (await read(transport)).closures is None
