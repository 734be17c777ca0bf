"""More lines in one form than a menu can hold: all of them are changed, or none of them by accident."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.answers import Editing
from bot.slack import changing, fields, forms, replies
from tests.bot.slack.blocks_check import buttons
from tests.bot.slack.scene import Scene, scene
from tests.bot.slack.sheet import Sheet, asked

LONG = [f"{number:03} {'Customer Service of the Northern Region ' * 2}"[:80] for number in range(500)]


@pytest.fixture
async def office() -> AsyncIterator[Scene]:
    names = [f"Line {number:03}" for number in range(130)]
    async with scene(*names, fluent=True) as office:
        for name in names:
            await office.lines.refresh(name)
        yield office


async def all_lines(office: Scene) -> Sheet:
    """The form in which all lines can be closed."""
    begun = await office.desk.edit(await office.desk.people.member("UDANA"), "close", office.names)
    assert isinstance(begun, Editing)
    await office.click("UDANA", {"blocks": changing.beginning(begun).blocks}, replies.REVIEW)
    return Sheet(office)


async def changed(office: Scene) -> list[str]:
    """The lines of the one request; on a busy machine that it was made is told late."""
    return [part.plan.line.name for part in (await office.request()).parts]


async def test_all_of_them_are_changed_whatever_else_is_filled_in(office: Scene) -> None:
    await office.command("UDANA", "close all lines saturday")
    sheet = Sheet(office)
    await sheet.press(forms.CHANGE_DETAILS)
    assert "lines" not in sheet.inputs
    assert "All 130 lines: Line 000, Line 001, Line 002 and 127 more" in sheet.said

    await sheet.fill(**{"from": "2026-11-23"})
    assert "All 130 lines" in sheet.said
    await sheet.sent()

    assert await changed(office) == list(office.names)
    assert "Mon 23 Nov 2026" in (await office.request()).plan.parts[-1].summary


async def test_five_hundred_lines_are_sent_as_they_were_shown_however_long_it_takes() -> None:
    async with scene(*LONG, fluent=True) as office:
        await asyncio.gather(*(office.lines.refresh(name) for name in LONG))
        sheet = await all_lines(office)

        await sheet.fill(**{"from": "2026-11-23"})
        assert "All 500 lines: 000 Customer" in sheet.said
        answer = await sheet.sent()

        assert await changed(office) == LONG
        assert not answer or "request 1 now" in str(office.slack.views[sheet.id])


async def test_what_is_wrong_with_many_lines_is_told_where_there_is_a_field(office: Scene) -> None:
    sheet = await all_lines(office)
    await sheet.fill(**{"from": "2026-11-01"})

    answer = await sheet.sent()

    assert answer["response_action"] == "errors"
    assert await asked(office) == []
    await sheet.fill(**{"from": "2026-11-23"})
    await sheet.sent()
    assert len(await changed(office)) == 130


async def test_other_lines_are_chosen_in_their_menu_and_nothing_typed_is_lost(office: Scene) -> None:
    sheet = await all_lines(office)
    await sheet.fill(**{"from": "2026-11-23"})

    await sheet.press(changing.ANEW)
    assert sheet.chosen("lines") == []
    assert "Choose the lines." in sheet.said
    assert "What will change" not in sheet.said
    await sheet.fill(to="2026-11-24")
    assert sheet.chosen("lines") == []
    assert len(await sheet.look_for("lines", "line 12")) == 12
    await sheet.look_for("lines", "9")
    await sheet.fill(lines=["Line 009", "Line 129"])

    assert changing.ANEW not in buttons(sheet.drawn["blocks"])
    assert [sheet.standing(name) for name in ("from", "to")] == ["2026-11-23", "2026-11-24"]
    await sheet.sent()
    assert await changed(office) == ["Line 009", "Line 129"]


async def test_as_many_as_a_menu_holds_stand_in_it(office: Scene) -> None:
    sheet = await all_lines(office)
    await sheet.press(changing.ANEW)
    await sheet.look_for("lines", "")

    await sheet.fill(lines=[f"Line {number:03}" for number in range(100)])

    assert len(sheet.chosen("lines")) == 100
    sheet.state = with_one_more(sheet)
    await sheet.tell("lines")
    assert "101 lines: Line 000, Line 001, Line 002 and 98 more" in sheet.said
    await sheet.fill(**{"from": "2026-11-23"})
    await sheet.sent()
    assert (await changed(office))[-1] == "Line 129"


def with_one_more(sheet: Sheet) -> dict[str, dict[str, Any]]:
    """What stands in the form once another line was found and chosen beside the hundred."""
    block = sheet.inputs["lines"]["block_id"]
    state = sheet.state[block][changing.LINES]
    more = [*state["selected_options"], fields.option("Line 129", "Line 129")]
    return {**sheet.state, block: {changing.LINES: {**state, "selected_options": more}}}


async def test_another_change_of_many_lines_keeps_them_too(office: Scene) -> None:
    sheet = await all_lines(office)

    await sheet.fill(form="open")
    await sheet.fill(**{"from": "2026-11-22", "hours": "10-2"})

    assert "All 130 lines" in sheet.said
    await sheet.sent()
    assert len(await changed(office)) == 130
