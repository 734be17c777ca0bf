"""The form of a change when things cross: what is newer stands, and nothing is sent that was not shown."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from adapters import Line, Reading, UnreachableError
from bot.people import Roster
from bot.policy import Member
from bot.requests import State
from bot.slack import forms, patience, turns
from bot.slack.directory import Directory
from tests.bot.slack.scene import AMIR, Scene, scene
from tests.bot.slack.sheet import Sheet, asked, opened

SATURDAY = {"from": "2026-11-21"}


@pytest.fixture
async def office() -> AsyncIterator[Scene]:
    async with scene("Support", "Sales") as opened_office:
        yield opened_office


class Gate:
    """Holds every reading of a line until it is opened."""

    def __init__(self, office: Scene) -> None:
        self.open = asyncio.Event()
        self.reached = asyncio.Event()
        self._read = office.phones.read
        office.phones.read = self.read  # type: ignore[method-assign]  # this vendor is slow

    async def read(self, line: Line) -> Reading:
        self.reached.set()
        await self.open.wait()
        return await self._read(line)


async def test_the_newer_of_two_quick_changes_stands_whoever_drew_meanwhile(office: Scene) -> None:
    sheet = await opened(office)
    sheet.type(**SATURDAY)
    first = sheet.told("from")
    sheet.type(**{"from": "2026-11-23"})
    second = sheet.told("from")

    await asyncio.gather(office.interact(first), office.interact(second))
    sheet.refresh()

    assert "Mon 23 Nov 2026" in sheet.said
    assert "Sat 21 Nov 2026" not in sheet.said


async def test_what_arrives_late_is_not_drawn_over_what_is_newer(office: Scene) -> None:
    sheet = await opened(office)
    sheet.type(**SATURDAY)
    late = sheet.told("from")
    await sheet.fill(**{"from": "2026-11-23"})
    drawn = len(office.slack.named("views.update"))

    await sheet.delivered(late)

    assert "Mon 23 Nov 2026" in sheet.said
    assert len(office.slack.named("views.update")) == drawn


async def test_a_form_that_was_closed_meanwhile_is_left_alone(office: Scene) -> None:
    sheet = await opened(office)
    sheet.type(**SATURDAY)
    told = sheet.told("from")
    office.slack.refusals["views.update"] = ["not_found"]

    assert (await office.interact(told)).status == 200

    assert office.slack.messages == {}


async def test_what_was_typed_while_another_line_came_goes_along(office: Scene) -> None:
    await office.lines.refresh("Sales")
    sheet = await opened(office, "hours")
    sheet.type(lines="Sales")
    chosen = sheet.told("lines")
    sheet.type(tue="10-4")
    typed = sheet.told("tue")

    await office.interact(chosen)
    await sheet.delivered(typed)

    assert sheet.chosen("lines") == ["Sales"]
    assert (sheet.standing("mon"), sheet.standing("tue")) == ("8:00 AM – 6:00 PM", "10-4")
    assert "Tue" in sheet.said.partition("*What will change*")[2]


async def test_a_form_of_an_older_generation_sends_nothing_and_loses_nothing(office: Scene) -> None:
    await office.lines.refresh("Sales")
    sheet = await opened(office)
    await sheet.fill(**SATURDAY)
    sheet.type(lines=["Sales"])
    await office.interact(sheet.told("lines"))

    sheet.type(to="2026-11-22", reason="Stocktaking")
    answer = await sheet.sent()

    assert answer["response_action"] == "update"
    assert await asked(office) == []
    assert "Please look again" in sheet.said
    assert [sheet.standing(name) for name in ("from", "to", "reason")] == ["2026-11-21", "2026-11-22", "Stocktaking"]
    assert await sheet.sent() == {}
    (part,) = (await office.request()).parts
    assert part.plan.line.name == "Sales"


@pytest.mark.parametrize("hours", [2, 30], ids=["two hours", "a day and more"])
async def test_an_old_form_goes_on(office: Scene, hours: int) -> None:
    sheet = await opened(office)
    await sheet.fill(**SATURDAY)
    office.clock.advance(hours=2)
    await sheet.fill(to="2026-11-22")
    office.clock.advance(hours=hours)
    await office.store(lambda store: store.add_draft(AMIR.person, "x"))  # which drops what is too old

    answer = await sheet.send(reason="Stocktaking", **{"from": "2026-11-24", "to": "2026-11-25"})

    assert answer["response_action"] == "update"
    assert [sheet.standing(name) for name in ("from", "to", "reason")] == ["2026-11-24", "2026-11-25", "Stocktaking"]
    assert await asked(office) == []
    assert await sheet.sent() == {}
    assert await asked(office) == [State.PENDING]


async def test_a_line_that_was_never_read_is_read_while_that_is_shown(office: Scene) -> None:
    sheet = await opened(office)
    await sheet.fill(**SATURDAY)
    gate = Gate(office)
    sheet.type(lines=["Sales"])
    told = asyncio.create_task(office.interact(sheet.told("lines")))
    await gate.reached.wait()
    sheet.refresh()

    assert "Reading Sales…" in sheet.said
    assert "What will change" not in sheet.said
    assert sheet.standing("from") == "2026-11-21"
    gate.open.set()
    await told
    sheet.refresh()
    assert "Reading" not in sheet.said
    assert "Close Sales on Sat 21 Nov 2026" in sheet.said


async def test_a_form_that_is_sent_while_a_line_is_read_is_not_sent(
    office: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "SECONDS", 0.05)
    sheet = await opened(office)
    await sheet.fill(**SATURDAY)
    gate = Gate(office)
    sheet.type(lines=["Sales"])
    told = asyncio.create_task(office.interact(sheet.told("lines")))
    await gate.reached.wait()

    sending = asyncio.create_task(sheet.sent())
    await asyncio.sleep(0.2)
    gate.open.set()
    answer = await sending
    await told
    sheet.refresh()

    assert sheet.errors(answer) == {"reason": patience.LONGER}
    assert await asked(office) == []
    assert "Close Sales on Sat 21 Nov 2026" in sheet.said
    assert await sheet.sent() == {}


class SlowRoster:
    """Slack takes its time to say who may decide."""

    def __init__(self, office: Scene) -> None:
        self.open = asyncio.Event()
        self._roster = office.desk.people.roster
        office.desk.people.roster = self.roster  # type: ignore[method-assign]  # this Slack is slow

    async def roster(self) -> Roster:
        await self.open.wait()
        return await self._roster()


@pytest.mark.parametrize("is_closed", [False, True], ids=["open", "closed meanwhile"])
@pytest.mark.parametrize("of_words", [False, True], ids=["filled in", "a plan of words"])
async def test_slack_is_answered_in_time_and_what_came_of_it_is_told_afterwards(
    office: Scene, monkeypatch: pytest.MonkeyPatch, *, is_closed: bool, of_words: bool
) -> None:
    monkeypatch.setattr(patience, "SECONDS", 0.05)
    if of_words:
        await office.form()
        sheet = Sheet(office)
    else:
        sheet = await opened(office)
        await sheet.fill(**SATURDAY)
    slow = SlowRoster(office)

    sending = asyncio.create_task(sheet.sent())
    await asyncio.sleep(0.3)
    assert await asked(office) == []
    office.slack.refusals["views.update"] = ["not_found"] if is_closed else []
    slow.open.set()
    answer = await sending
    sheet.refresh()

    assert answer["errors"] == {forms.REASON: patience.LONGER}
    assert await asked(office) == [State.PENDING]
    told = office.slack.messages["DUDANA"][-1]["text"] if is_closed else sheet.said
    assert told == "It was sent: this is request 1 now."


async def test_slack_is_answered_in_time_while_it_does_not_say_who_somebody_is(
    office: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "SECONDS", 0.05)
    sheet = await opened(office)
    await sheet.fill(**SATURDAY)
    known, member = asyncio.Event(), Directory.member

    async def slowly(directory: Directory, user: str, *, fresh: bool = False, team: str = "") -> Member:
        await known.wait()
        return await member(directory, user, fresh=fresh, team=team)

    monkeypatch.setattr(Directory, "member", slowly)
    sending = asyncio.create_task(sheet.sent())
    await asyncio.sleep(0.3)
    known.set()

    assert (await sending)["errors"] == {forms.REASON: patience.LONGER}
    assert await asked(office) == [State.PENDING]


async def test_a_line_that_cannot_be_read_is_named_and_the_form_stays_as_it_was(office: Scene) -> None:
    sheet = await opened(office, "hours")
    await sheet.fill(tue="10-4")
    office.phones.failures = [UnreachableError("no answer.")]

    await sheet.fill(lines="Sales")

    assert "Sales cannot be read just now" in sheet.said
    assert (sheet.chosen("lines"), sheet.standing("tue")) == (["Support"], "10-4")
    await sheet.fill(wed="closed")
    assert await sheet.sent() == {}


async def test_a_choice_that_is_gone_is_told_at_its_field(office: Scene) -> None:
    await office.lines.refresh("Support")
    sheet = await opened(office, "members")
    await sheet.fill(members=["a1", "a3"])
    office.phones.setups["1"] = office.phones.setups["1"].model_copy(update={"members": ()})

    sheet.state = {
        block: {
            action: {**each, "selected_options": [{"text": {"type": "plain_text", "text": "x"}, "value": "gone"}]}
            if action.endswith("members")
            else each
            for action, each in fields.items()
        }
        for block, fields in sheet.state.items()
    }
    answer = await sheet.sent()

    assert sheet.errors(answer) == {"members": "That is not offered any more. Please choose again."}


async def test_forms_that_nobody_works_at_are_forgotten() -> None:
    kept = turns.Turns()

    for number in range(2 * turns.MOST_KEPT):
        async with kept.take(f"V{number}", number) as turn:
            assert not turn.is_overtaken

    assert len(kept) == turns.MOST_KEPT
