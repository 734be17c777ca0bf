"""The times of requests: people are reminded, others are called, what is late is said, and what is too late expires."""

import datetime as dt
from collections.abc import AsyncIterator

import pytest

from bot.alerts import AlertKind
from bot.policy import Policy
from bot.requests import State
from tests.bot.keeping import AMIR, CHRISTMAS, GONE, KEY, NOW, RULES, SATURDAY, Scene, opened

STEEP: Policy = RULES.model_copy(update={"escalate": ("UCHIEF",)})


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with opened() as each:
        each.policy = STEEP
        yield each


async def said(scene: Scene, number: int) -> list[tuple[str, str]]:
    """What was said of a request so far, and in which kind of record."""
    records = await scene.store(lambda store: store.records(request=number))
    kinds = {"reminded", "escalated", "to go"}
    return [(record.kind, record.data["note"]) for record in records if record.kind in kinds]


async def test_people_are_reminded_as_the_time_runs_out_and_others_are_called_at_last(scene: Scene) -> None:
    number = await scene.asked(SATURDAY)  # 14 hours before it must be live

    for _ in range(29):
        scene.clock.advance(minutes=30)
        await scene.work()

    assert await said(scene, number) == [
        ("reminded", "This has to be live in 7 hours, and still waits for approval."),
        ("reminded", "This has to be live in 4 hours, and still waits for approval."),
        ("escalated", "This has to be live in 90 minutes, and still waits for approval. So others are called as well."),
        ("reminded", "This has to be live in 30 minutes, and still waits for approval."),
        ("reminded", "This should be live by now, and still waits for approval."),
    ]
    (escalated,) = await scene.records(number, "escalated")
    assert escalated.data["names"] == ["UCHIEF"]


async def test_what_was_said_is_not_said_again_after_a_restart(scene: Scene) -> None:
    number = await scene.asked(KEY)
    scene.clock.advance(minutes=11)

    for _ in range(3):
        await scene.work()

    note = "This was to be live at once, and was asked 11 minutes ago. It still waits for approval."
    assert await said(scene, number) == [("reminded", note)]
    assert (await scene.request(number)).revision == 2


async def test_after_a_downtime_there_is_one_call_not_all_that_were_missed(scene: Scene) -> None:
    number = await scene.asked(KEY)
    scene.clock.advance(hours=5)

    await scene.work()

    assert [kind for kind, _ in await said(scene, number)] == ["escalated"]


async def test_without_anybody_to_call_besides_it_is_a_reminder(scene: Scene) -> None:
    scene.policy = RULES
    number = await scene.asked(KEY)
    scene.clock.advance(minutes=31)

    await scene.work()

    assert [kind for kind, _ in await said(scene, number)] == ["reminded"]


async def test_what_is_asked_anew_is_waited_for_anew(scene: Scene) -> None:
    number = await scene.approved(KEY)
    scene.clock.advance(minutes=1)
    scene.people.members["UAMIR"] = GONE
    await scene.work()
    scene.clock.advance(minutes=9.5)

    await scene.work()
    too_early = await said(scene, number)
    scene.clock.advance(minutes=1)
    await scene.work()

    assert too_early == []
    assert [kind for kind, _ in await said(scene, number)] == ["reminded"]


async def test_what_is_decided_is_not_reminded_of(scene: Scene) -> None:
    number = await scene.approved(KEY)
    await scene.work()
    scene.clock.advance(hours=5)

    await scene.work()

    assert await said(scene, number) == []


async def test_what_is_approved_and_not_applied_is_said_with_the_time_that_is_left_and_why(scene: Scene) -> None:
    number = await scene.approved(SATURDAY)
    scene.phones.silent = {"1"}
    await scene.work()
    scene.clock.advance(hours=13, minutes=40)

    await scene.work()
    await scene.work()

    assert await said(scene, number) == [
        ("to go", "Approved, not yet applied, 20 minutes to go. The phone system does not answer. Trying again."),
    ]


async def test_what_was_to_be_live_at_once_and_is_not_applied_is_said_after_minutes(scene: Scene) -> None:
    number = await scene.approved(KEY)
    scene.people.away = True
    await scene.work()
    scene.clock.advance(minutes=5)

    await scene.work()

    ((kind, note),) = await said(scene, number)
    assert kind == "to go"
    assert note.startswith("Approved 5 minutes ago, not yet applied. Slack does not say just now")


async def in_two_zones(scene: Scene) -> None:
    """Sales is in Tokyo, where each day begins fourteen hours earlier."""
    scene.phones.setups["2"] = scene.phones.setups["2"].model_copy(update={"zone": "Asia/Tokyo"})


async def test_lines_in_other_zones_are_counted_down_each_by_its_own_time(scene: Scene) -> None:
    await in_two_zones(scene)
    number = await scene.approved(CHRISTMAS, on=("Sales", "Support"))
    scene.phones.silent = {"1"}
    await scene.work()
    scene.clock.now = dt.datetime(2026, 12, 24, 15, 0, tzinfo=dt.UTC)  # midnight in Tokyo, where it is applied

    for _ in range(6):
        await scene.work()
        scene.clock.advance(hours=2, minutes=46)
    await scene.work()

    assert [note.partition(". ")[0] for _, note in await said(scene, number)] == [
        "Approved, not yet applied on Support, 14 hours to go",
        "Approved, not yet applied on Support, 10 minutes to go",
        "Approved, not yet applied on Support, and it should be live by now",
    ]


async def test_of_lines_in_two_zones_that_are_both_late_each_is_said_by_itself(scene: Scene) -> None:
    await in_two_zones(scene)
    number = await scene.approved(CHRISTMAS, on=("Sales", "Support"))
    scene.phones.silent = {"1", "2"}
    scene.clock.now = dt.datetime(2026, 12, 24, 15, 0, tzinfo=dt.UTC)

    await scene.work()
    scene.clock.now = dt.datetime(2026, 12, 25, 5, 0, tzinfo=dt.UTC)
    await scene.work()

    told = [note.partition(".")[0] for _, note in await said(scene, number)]
    assert told == [
        "Approved, not yet applied on Sales, and it should be live by now",
        "Approved, not yet applied on Support, 14 hours to go",
        "Approved, not yet applied on Support, and it should be live by now",
    ]


async def test_who_is_to_decide_for_several_zones_reads_which_line_is_the_first(scene: Scene) -> None:
    await in_two_zones(scene)
    number = await scene.asked(CHRISTMAS, on=("Sales", "Support"), expires=dt.datetime(2026, 12, 26, tzinfo=dt.UTC))
    scene.clock.now = dt.datetime(2026, 12, 24, 15, 0, tzinfo=dt.UTC)

    await scene.work()

    [(_, note)] = await said(scene, number)
    assert note.startswith("This should be live on Sales by now, and still waits for approval.")


async def test_what_is_late_is_said_to_be(scene: Scene) -> None:
    number = await scene.approved(SATURDAY)
    scene.phones.silent = {"1"}
    scene.clock.advance(hours=14)

    await scene.work()

    assert await said(scene, number) == [("to go", "Approved, not yet applied, and it should be live by now.")]


async def test_of_what_is_over_nothing_is_said_but_that(scene: Scene) -> None:
    number = await scene.approved(SATURDAY)
    scene.clock.advance(days=2)

    await scene.work()

    assert await said(scene, number) == []
    assert (await scene.part(number)).state is State.EXPIRED


async def test_what_nobody_decided_until_it_was_over_says_so(scene: Scene) -> None:
    number = await scene.asked(NOW)
    scene.clock.advance(days=1)

    await scene.work()

    part = await scene.part(number)
    assert part.state is State.EXPIRED
    assert part.note == "By now it is over, and nobody had decided, so nothing was changed."


async def test_what_nobody_decided_in_time_says_so(scene: Scene) -> None:
    number = await scene.asked(KEY)
    scene.clock.advance(hours=73)

    await scene.work()

    part = await scene.part(number)
    assert (part.state, part.note) == (State.EXPIRED, "Nobody decided in time, so nothing was changed.")


async def test_for_december_silence_is_no_answer_in_november(scene: Scene) -> None:
    number = await scene.asked(CHRISTMAS)
    scene.clock.advance(days=10)

    await scene.work()

    assert (await scene.part(number)).state is State.PENDING
    assert await said(scene, number) == []


async def test_those_who_may_ratify_an_emergency_are_reminded_before_it_is_undone(scene: Scene) -> None:
    number = await scene.rushed(NOW)
    await scene.work()

    for _ in range(11):
        scene.clock.advance(minutes=5)
        await scene.work()

    told = "Nobody has ratified this emergency yet. It is undone in"
    assert await said(scene, number) == [
        ("reminded", f"{told} 30 minutes unless somebody does."),
        ("escalated", f"{told} 15 minutes unless somebody does. So others are called as well."),
    ]


async def test_an_emergency_that_waits_for_the_end_of_a_freeze_is_not_said_to_be_approved_or_undone(
    scene: Scene,
) -> None:
    await scene.store(lambda store: store.raise_alert(AlertKind.FROZEN, "Stop."))
    number = await scene.rushed(NOW)

    for _ in range(12):
        scene.clock.advance(minutes=5)
        await scene.work()

    told = "Nobody has ratified this emergency yet. It ends unapplied in"
    assert await said(scene, number) == [
        ("to go", "Asked as an emergency 5 minutes ago, not yet applied."),
        ("reminded", f"{told} 30 minutes unless somebody does."),
        ("escalated", f"{told} 15 minutes unless somebody does. So others are called as well."),
    ]
    assert (await scene.part(number)).state is State.EXPIRED


async def test_who_has_approved_already_is_not_called_besides(scene: Scene) -> None:
    scene.policy = STEEP.model_copy(update={"quorum": 2, "escalate": ("UAMIR", "UCHIEF")})
    number = await scene.asked(KEY)
    await scene.agreed(number, AMIR)
    scene.clock.advance(minutes=31)

    await scene.work()

    [record] = await scene.records(number, "escalated")
    assert record.data["names"] == ["UCHIEF"]


async def test_of_a_ratified_emergency_nobody_is_reminded(scene: Scene) -> None:
    number = await scene.rushed(NOW)
    await scene.work()
    await scene.store(lambda store: store.ratify(number, AMIR))
    scene.clock.advance(minutes=50)

    await scene.work()

    assert await said(scene, number) == []


async def test_what_is_scheduled_and_cannot_be_written_is_said_before_it_must_be_live(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = await scene.approved(SATURDAY)
    scene.phones.due = [scene.clock() + dt.timedelta(hours=2)]
    await scene.work()
    scene.clock.advance(hours=13)
    monkeypatch.setattr(scene.phones, "settle", scene.phones.silence)
    await scene.work()
    scene.clock.advance(minutes=40)

    await scene.work()

    assert await said(scene, number) == [
        ("to go", "Approved, not yet applied, 20 minutes to go. The phone system does not answer. Trying again."),
    ]


async def test_what_is_scheduled_as_it_should_be_is_not_late(scene: Scene) -> None:
    number = await scene.approved(SATURDAY)
    scene.phones.due = [scene.clock() + dt.timedelta(hours=14)]
    await scene.work()
    scene.clock.advance(hours=13, minutes=50)

    await scene.work()

    assert (await scene.part(number)).state is State.SCHEDULED
    assert await said(scene, number) == []
