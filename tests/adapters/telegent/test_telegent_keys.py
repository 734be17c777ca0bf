"""The keys of a menu, which Telegent makes one by one and shows to nobody."""

import httpx
import pytest

from adapters import (
    Change,
    Line,
    MenuAction,
    MissingError,
    PhoneSystemError,
    RefusedError,
    RemoveMenuKey,
    SetMenuKey,
    Telegent,
    UnsupportedError,
)
from tests.adapters.telegent.fake_telegent import DESK, TEAM, FakeTelegent

TO_TEAM = MenuAction(action="line", target_kind="line", target_id=TEAM)
TO_NOWHERE = MenuAction(action="line", target_kind="line", target_id="WG-gone")
TO_OLIVIA = MenuAction(action="person", target_kind="person", target_id="user-7")
TO_NUMBER = MenuAction(action="transfer", target_kind="number", target_id="+19195550100")


@pytest.fixture
def desk(lines: dict[str, Line]) -> Line:
    return lines["Front Office"]


def bodies(vendor: FakeTelegent) -> list[object]:
    """What was written."""
    return [call.body for call in vendor.writes]


async def test_each_action_is_an_activity_of_its_own_kind(telegent: Telegent, vendor: FakeTelegent, desk: Line) -> None:
    actions = (TO_TEAM, TO_OLIVIA, TO_NUMBER)

    await telegent.apply(desk, [SetMenuKey(key=str(digit), action=each) for digit, each in enumerate(actions)])

    key = {"WorkgroupId": DESK}
    assert bodies(vendor) == [
        {**key, "Type": "Workgroup", "DigitOrder": 0, "ReferenceWorkgroupId": TEAM},
        {**key, "Type": "User", "DigitOrder": 1, "ReferenceUserId": "user-7"},
        {**key, "Type": "User", "DigitOrder": 2, "PhoneNumber": "+19195550100"},
    ]


async def test_a_key_that_changes_loses_what_it_led_to_before(
    telegent: Telegent, vendor: FakeTelegent, desk: Line
) -> None:
    for action in (TO_NUMBER, TO_OLIVIA):
        await telegent.apply(desk, [SetMenuKey(key="1", action=action)])

    assert vendor.keys(DESK) == [(1, "user-7")]
    assert bodies(vendor)[1:] == [
        {
            "WorkgroupActivityId": "WAID-1",
            "Type": "User",
            "DigitOrder": 1,
            "ReferenceUserId": "user-7",
            "PhoneNumber": "",
        }
    ]


async def test_a_key_that_somebody_has_deleted_is_made_anew(
    telegent: Telegent, vendor: FakeTelegent, desk: Line
) -> None:
    await telegent.apply(desk, [SetMenuKey(key="1", action=TO_TEAM)])
    vendor.activities.clear()

    await telegent.apply(desk, [SetMenuKey(key="1", action=TO_NUMBER)])

    assert vendor.keys(DESK) == [(1, "+19195550100")]


async def test_a_key_that_leads_nowhere_stays_as_it_was(telegent: Telegent, vendor: FakeTelegent, desk: Line) -> None:
    await telegent.apply(desk, [SetMenuKey(key="1", action=TO_TEAM)])

    with pytest.raises(MissingError):
        await telegent.apply(desk, [SetMenuKey(key="1", action=TO_NOWHERE)])

    assert vendor.keys(DESK) == [(1, TEAM)]
    await telegent.apply(desk, [SetMenuKey(key="1", action=TO_OLIVIA)])
    assert vendor.keys(DESK) == [(1, "user-7")]


async def test_a_key_that_is_gone_already_is_removed(telegent: Telegent, vendor: FakeTelegent, desk: Line) -> None:
    await telegent.apply(desk, [SetMenuKey(key="1", action=TO_TEAM)])
    vendor.activities.clear()

    await telegent.apply(desk, [RemoveMenuKey(key="1")])

    menu = (await telegent.read(desk)).open_menu
    assert menu
    assert menu.keys == {}


async def test_a_key_of_which_telegent_does_not_say_the_id_is_in_doubt(
    telegent: Telegent, vendor: FakeTelegent, desk: Line
) -> None:
    vendor.plan("POST /v1.0/workgroups/activity", httpx.Response(200, json={"WorkgroupActivityStatus": "Created"}))

    with pytest.raises(PhoneSystemError, match="has not said whether it set key 1"):
        await telegent.apply(desk, [SetMenuKey(key="1", action=TO_TEAM)])

    await telegent.read(desk)
    assert "Delete key 1 in Telegent's portal if it is there" in " ".join(await telegent.remarks(desk))


async def test_another_spelling_of_the_id_is_one_too(telegent: Telegent, vendor: FakeTelegent, desk: Line) -> None:
    vendor.plan("POST /v1.0/workgroups/activity", httpx.Response(200, json={"Data": {"ActivityId": 17}}))
    await telegent.apply(desk, [SetMenuKey(key="1", action=TO_TEAM)])

    await telegent.apply(desk, [RemoveMenuKey(key="1")])

    assert bodies(vendor) == [{"WorkgroupActivityId": "17"}]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (SetMenuKey(key="*", action=TO_TEAM), r"as numbers, so \* cannot be one: choose a key from 0 to 9"),
        (SetMenuKey(key="#", action=TO_TEAM), "as numbers, so # cannot be one"),
        (SetMenuKey(key="10", action=TO_TEAM), "10 cannot be one"),
        (SetMenuKey(menu="closed", key="1", action=TO_TEAM), "one menu for all hours"),
        (SetMenuKey(key="1", action=MenuAction(action="voicemail")), "knows no action “voicemail” on key 1; it can:"),
        (SetMenuKey(key="1", action=MenuAction(action="line")), "needs a target"),
        (
            SetMenuKey(key="1", action=MenuAction(action="line", target_kind="person", target_id="x")),
            "cannot lead to a target of the kind person",
        ),
        (
            SetMenuKey(key="1", action=MenuAction(action="transfer", target_kind="number", target_id="200")),
            "with its country code",
        ),
        (SetMenuKey(key="1", action=TO_TEAM.model_copy(update={"description": "Team"})), "no description"),
    ],
)
async def test_a_key_that_cannot_be_is_refused_with_the_reason(
    telegent: Telegent, vendor: FakeTelegent, desk: Line, change: Change, words: str
) -> None:
    before = await telegent.read(desk)
    with pytest.raises(RefusedError, match=words):
        await telegent.apply(desk, [change])

    assert vendor.writes == []
    assert telegent.problems(desk, before, change.applied_to(before)) != []


async def test_a_workgroup_without_a_menu_has_no_keys(
    telegent: Telegent, vendor: FakeTelegent, lines: dict[str, Line]
) -> None:
    capabilities = telegent.capabilities(lines["Team"])
    assert (capabilities.menu_keys, capabilities.menu_actions) == ("", ())

    with pytest.raises(UnsupportedError, match="no such change for a workgroup without a menu"):
        await telegent.apply(lines["Team"], [SetMenuKey(key="1", action=TO_TEAM)])
    before = await telegent.read(lines["Team"])
    after = SetMenuKey(key="1", action=TO_TEAM).applied_to(before)
    assert "has no menu" in " ".join(telegent.problems(lines["Team"], before, after))
    assert vendor.writes == []
    assert (await telegent.key_remarks(lines["Team"]), await telegent.remarks(lines["Team"])) == ((), ())


async def test_what_cannot_be_read_is_said_before_and_after_the_first_write(
    telegent: Telegent, vendor: FakeTelegent, desk: Line
) -> None:
    vendor.shows = (*vendor.shows, "AnnouncementText")
    await telegent.read(desk)
    assert "so the present keys cannot be read" in " ".join(await telegent.key_remarks(desk))

    await telegent.apply(desk, [SetMenuKey(key="1", action=TO_TEAM)])
    await telegent.read(desk)

    assert "as last set by Switchhook" in " ".join(await telegent.key_remarks(desk))
    assert telegent.capabilities(desk).unreadable == {"set_menu_key", "remove_menu_key", "set_treatment"}
