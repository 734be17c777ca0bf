"""Statuses in Slack: one line with all that can be done about it, and hundreds in pages."""

import asyncio
import datetime as dt
import json

import pytest

from adapters import Close, Line, LiveStatus, UnreachableError
from bot.alerts import AlertKind
from bot.desk import Desk
from bot.editing import FormName
from bot.lines import Lines, LineSetting
from bot.policy import Policy
from bot.reports import Asked, Layer, LineStatus, Met, Statuses
from bot.requests import Person, Request, State
from bot.slack import blocks, cards, histories, openers, statuses
from bot.slack.blocks import Json
from bot.status import LINES_A_PAGE
from tests.bot.offices import DANA, POLICY, Office, office
from tests.bot.slack.blocks_check import assert_message, buttons, texts
from tests.bot.slack.drawn import HOSTILE, LONG, NOW, alert, request, status
from tests.bot.slack.scene import Scene, scene

__all__ = ["office"]

WORDS = {"short": "close support", "hostile": HOSTILE, "long": LONG, "ampersands": "&" * 4000, "empty": ""}
LABELS = ["Close…", "Special hours…", "Weekly hours…", "Menu…", "Other change…"]


def line(number: int, text: str) -> LineStatus:
    """A line with a name of 80 characters, and something of everything."""
    name = f"{(text or 'x' * 80)[:76]} {number:03}"
    wrong: dict[str, object] = {"alerts": (alert(AlertKind.DRIFT, text or "x"),), "against": text or "x"}
    met = Met(open=False, callers=text, keys=(("1", text),) * 12)
    asked = Asked(request=7, person=Person(team="T1", user="UDANA"), summary=text, problem=text)
    layers = (Layer(kind="applied", met=met), Layer(kind="pending", asked=(asked,) * 9, met=None))
    more: dict[int, dict[str, object]] = {0: wrong, 1: {"open": False}, 2: {"future": True, "layers": layers}}
    return status(name, text=text).model_copy(update=more.get(number % 5, {}))


def shown(answer: Statuses, words: str = "status") -> list[Json]:
    drawn = statuses.told(answer, words).blocks
    assert_message(drawn)
    return drawn


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("count", [1, 3, 4, 200, 500])
def test_every_page_is_as_slack_wants_it(words: str, count: int) -> None:
    lines = tuple(line(number, WORDS[words]) for number in range(count))
    forms = tuple(FormName)

    for page in {0, 3, (count - 1) // LINES_A_PAGE} if count > LINES_A_PAGE else {0}:
        assert len(shown(Statuses(lines=lines, page=page, may_ask=True, forms=forms))) <= 50


def test_a_page_of_many_says_where_it_is_and_leads_to_each_line() -> None:
    lines = tuple(line(number, "Office") for number in range(60))

    drawn = shown(Statuses(lines=lines, page=1))

    said = "\n".join(texts(drawn))
    assert "*60 lines*: 48 open, 12 closed; 12 need a look" in said
    assert "Lines 26 to 50 of them:" in said
    pressed = [each for action, each in buttons(drawn).items() if action.startswith(statuses.SEE)]
    assert [json.loads(each["value"])["line"] for each in pressed] == [each.name for each in lines[25:50]]
    assert {each["accessibility_label"][:11] for each in pressed} == {"See all of "}
    assert json.loads(buttons(drawn)[statuses.MORE]["value"]) == {"words": "status", "page": 2}
    assert json.loads(buttons(drawn)[statuses.BACK]["value"]) == {"words": "status"}


def test_where_no_words_lead_to_other_pages_it_is_said_how_to_see_them() -> None:
    said = "\n".join(texts(shown(Statuses(lines=tuple(line(number, "Office") for number in range(30))), words="")))

    assert "5 more lines are not shown. `/line status` shows all of them." in said


@pytest.mark.parametrize(("minutes", "told"), [(1, False), (10, True)])
def test_a_row_tells_when_it_was_read_if_that_was_some_time_ago(*, minutes: int, told: bool) -> None:
    read_at = NOW - dt.timedelta(minutes=minutes)
    lines = tuple(status(f"Line {number}").model_copy(update={"read_at": read_at}) for number in range(4))

    said = "\n".join(texts(shown(Statuses(lines=lines))))

    assert ("Read from Dialpad: <!date^" in said) is told


def test_every_request_that_is_not_done_has_a_way_to_all_of_it() -> None:
    waiting = status().model_copy(update={"requests": (request(State.PENDING),)})

    see = buttons(shown(Statuses(lines=(waiting,))))[cards.DETAILS]

    assert (json.loads(see["value"]), see["accessibility_label"]) == ({"request": 7}, "See request 7")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (status(), "`/line reopen Support` ends the closure early."),
        (status().model_copy(update={"override": None, "coming": ()}), "`/line close Support tomorrow` asks"),
        (status(open_now=None), "Press Refresh to read it again."),
    ],
    ids=["closed for a while", "as usual", "unknown"],
)
def test_every_status_says_the_next_step(line: LineStatus, told: str) -> None:
    assert told in "\n".join(texts(shown(Statuses(lines=(line,), may_ask=True))))


def test_who_may_not_ask_is_told_so_and_offered_no_form() -> None:
    drawn = shown(Statuses(lines=(status(),)))

    assert "To have something changed, ask somebody who may." in "\n".join(texts(drawn))
    assert not [each for each in buttons(drawn) if each.startswith((openers.OPEN, openers.SAY))]


# In a workspace


async def said(office: Scene, user: str, words: str) -> Json:
    await office.command(user, words)
    answer = office.slack.answers[-1]
    assert_message(answer["blocks"])
    return answer


async def pressed(office: Scene, user: str, message: Json, action: str) -> Json:
    found = next(each for each in buttons(message["blocks"]) if each.startswith(action))
    await office.click(user, message, found, ephemeral=True)
    answer = office.slack.answers[-1]
    assert_message(answer["blocks"])
    return answer


async def test_a_lead_gets_the_forms_that_fit_the_line_and_others_get_none() -> None:
    async with scene("Support", fluent=True, policy=Policy(ask=("UDANA",), approve=("UAMIR",))) as office:
        lead = await said(office, "UDANA", "status support")
        other = await said(office, "ULEE", "status support")
        setup = office.phones.setups["1"]
        office.phones.setups["1"] = setup.model_copy(update={"open_menu": None, "closed_menu": None})
        without_menu = await said(office, "UDANA", "status support")

    assert labels(lead) == [*LABELS, "History", "Refresh"]
    assert labels(other) == ["History", "Refresh"]
    assert labels(without_menu) == [*(each for each in LABELS if each != "Menu…"), "History", "Refresh"]


async def test_a_line_that_is_only_shown_offers_no_change(office: Office) -> None:
    settings = [LineSetting(name="Shown", vendor="fake", id="1", manage=False)]
    lines = Lines(settings, {"fake": office.phones}, office.desk.store, office.clock)
    desk = Desk(store=office.desk.store, lines=lines, policy=POLICY, people=office.people, clock=office.clock)

    answer = await desk.status(["Shown"], person=DANA)

    assert (answer.may_ask, answer.forms) == (True, ())
    assert labels({"blocks": shown(answer)}) == ["History", "Refresh"]


def labels(message: Json) -> list[str]:
    return [each["text"]["text"] for each in buttons(message["blocks"]).values()]


async def test_a_closure_that_comes_can_be_taken_back_from_the_status() -> None:
    async with scene("Support", fluent=True) as office:
        await office.asked()
        await office.desk.approve(await office.desk.people.member("UAMIR"), 1, (await office.request()).plan.digest)
        await office.keeper().work()
        answer = await said(office, "UDANA", "status support")
        reopen = next(each for each in buttons(answer["blocks"]) if each.startswith(openers.SAY))
        await office.click("UDANA", answer, reopen, ephemeral=True)

    assert buttons(answer["blocks"])[reopen]["accessibility_label"] == "Reopen Support"
    form = list(office.slack.views.values())[-1]
    assert "Reopen Support on Sat 21 Nov 2026, all day" in "\n".join(texts(form["blocks"]))


def test_what_stands_in_the_calendar_of_the_vendor_is_not_offered_to_be_reopened() -> None:
    holiday, own = status().override, status().coming
    assert holiday

    told = shown(
        Statuses(
            lines=(status().model_copy(update={"holidays": (holiday, *own)}),), may_ask=True, forms=tuple(FormName)
        )
    )

    assert not [each for each in buttons(told).values() if each["text"]["text"] == "Reopen"]
    assert "`/line close Support tomorrow` asks" in "\n".join(texts(told))


async def test_pages_of_hundreds_of_lines_are_turned_in_place_and_only_the_page_is_read() -> None:
    names = [f"{'Office' * 12} {number:03}" for number in range(200)]
    async with scene(*names, fluent=True) as office:
        first = await said(office, "UDANA", "status")
        read = [each for each in office.phones.calls if each[0] == "read"]
        second = await pressed(office, "UDANA", first, statuses.MORE)
        again = [each for each in office.phones.calls if each[0] == "read"]
        one = await pressed(office, "UDANA", second, statuses.SEE)
        back = await pressed(office, "UDANA", second, statuses.BACK)

    assert len(read) == LINES_A_PAGE
    assert len(again) == 2 * LINES_A_PAGE
    assert "Lines 26 to 50 of them" in "\n".join(texts(second["blocks"]))
    assert (second["replace_original"], one["replace_original"]) == (True, False)
    assert f"*{names[25]}* is *open*" in one["text"]
    assert "Lines 1 to 25 of them" in "\n".join(texts(back["blocks"]))


async def test_what_somebody_has_to_look_at_comes_first() -> None:
    async with scene("Alpha", "Beta", "Gamma", "Delta", fluent=True) as office:
        for name in office.names:
            await office.lines.refresh(name)
        await office.command("UDANA", "close delta saturday")
        await office.submit("UDANA", list(office.slack.views.values())[-1])
        await office.store(
            lambda store: store.raise_alert(AlertKind.DRIFT, "Monday was changed.", line="fake:3", name="Gamma")
        )
        answer = await said(office, "UDANA", "status")

    rows = [each["text"]["text"] for each in answer["blocks"] if each.get("accessory")]
    assert [row.split("*")[1] for row in rows] == ["Gamma", "Delta", "Alpha", "Beta"]
    assert "Request 1 (waiting for approval)" in rows[1]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("which lines are closed on saturday", ["Gamma"]),
        ("which lines are open on saturday at 10am", ["Alpha", "Beta", "Delta"]),
        ("which lines are closed", []),
    ],
)
async def test_only_lines_that_are_open_or_closed_then_are_told(words: str, names: list[str]) -> None:
    async with scene("Alpha", "Beta", "Gamma", "Delta", fluent=True) as office:
        for name in office.names:
            await office.lines.refresh(name)
        closure = Close(start=dt.datetime(2026, 11, 21), end=dt.datetime(2026, 11, 22))
        office.phones.setups["3"] = closure.applied_to(office.phones.setups["3"])
        await office.lines.refresh("Gamma")
        answer = await said(office, "UDANA", words)

    assert [name for name in office.names if f"*{name}*" in answer["text"]] == names
    assert names or answer["text"] == "No line is closed then."


async def test_refresh_reads_the_line_again_and_tells_it_in_place() -> None:
    async with scene("Support", fluent=True) as office:
        answer = await said(office, "UDANA", "status support on dec 24 4:30pm")
        office.clock.advance(minutes=5)
        again = await pressed(office, "UDANA", answer, statuses.AGAIN)

    assert again["replace_original"]
    assert "on Thu 24 Dec, 4:30 PM" in again["text"]


async def test_a_line_that_is_gone_by_the_time_somebody_presses_is_told_so() -> None:
    async with scene("Support", fluent=True) as office:
        again = blocks.button("Refresh", statuses.AGAIN, {"line": "Returns"})
        await office.click("UDANA", {"blocks": blocks.actions(again)}, statuses.AGAIN, ephemeral=True)

    assert "There is no line “Returns” any more" in office.slack.answers[-1]["text"]


async def test_words_that_mean_something_else_by_now_get_their_own_answer() -> None:
    async with scene("Support", fluent=True) as office:
        more = blocks.button("More", statuses.MORE, {"words": "status of returns", "page": 1})
        await office.click("UDANA", {"blocks": blocks.actions(more)}, statuses.MORE, ephemeral=True)

    assert "returns" in office.slack.answers[-1]["text"]
    assert not office.slack.answers[-1]["replace_original"]


def test_what_is_planned_beyond_the_first_is_counted() -> None:
    planned = status()
    closures = tuple(planned.coming[0].model_copy(update={"name": f"{number}"}) for number in range(8))

    said = "\n".join(texts(shown(Statuses(lines=(planned.model_copy(update={"coming": closures}),)))))

    assert "• … and 3 more are planned" in said


async def slowly(line: Line) -> LiveStatus:
    """The live figures of a few lines; those of others take long."""
    if int(line.id) > 5:
        await asyncio.sleep(60)
    return LiveStatus()


async def test_a_vendor_that_is_slow_keeps_nobody_waiting_and_what_was_not_read_tells_its_age(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.lines.READ_TIMEOUT", 0.2)
    names = [f"Line {number:03}" for number in range(200)]
    async with scene(*names, fluent=True) as office:
        for name in names:
            await office.lines.refresh(name)
        office.clock.advance(minutes=10)
        monkeypatch.setattr(office.phones, "live", slowly)
        began = asyncio.get_running_loop().time()
        answer = await said(office, "UDANA", "status")
        took = asyncio.get_running_loop().time() - began

    assert took < 3
    rows = [each["text"]["text"] for each in answer["blocks"] if each.get("accessory")]
    old = [row for row in rows if "Read from Fake: <!date^" in row]
    assert len(rows) == LINES_A_PAGE
    assert len(old) == LINES_A_PAGE - 5


async def test_a_line_that_cannot_be_read_says_why_and_its_age() -> None:
    async with scene("Support", fluent=True) as office:
        await office.lines.refresh("Support")
        office.phones.failures = [UnreachableError("The phone system does not answer.")]
        answer = await said(office, "UDANA", "status support")

    told = "\n".join(texts(answer["blocks"]))
    assert "Read again just now, without success: The phone system does not answer." in told
    assert "Read from Fake: <!date^" in told


async def test_the_history_opens_from_a_status() -> None:
    async with scene("Support", fluent=True) as office:
        answer = await said(office, "UDANA", "status support")
        history = await pressed(office, "UDANA", answer, histories.OPEN)

    assert "Nothing has happened yet in the history of Support." in history["text"]


async def test_of_a_request_a_status_names_who_asked() -> None:
    async with scene("Support", fluent=True) as office:
        asked: Request = await office.asked()
        answer = await said(office, "UAMIR", "status support on saturday at 10am")

    assert f"With what waits for approval (request {asked.id} by <@UDANA>): *closed*" in "\n".join(
        texts(answer["blocks"])
    )
