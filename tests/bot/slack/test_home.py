"""App Home: for a lead, an approver, everybody else and outsiders; with many lines; and true while it is open."""

import asyncio
import datetime as dt
import json
from collections.abc import AsyncIterator
from functools import partial

import pytest

from adapters import UnreachableError
from bot.alerts import AlertKind
from bot.briefing import Gathered
from bot.policy import Policy
from bot.reports import Happening, Overview
from bot.slack import agendas, cards, home, openers
from bot.slack.homes import AGE, LATELY, PAUSE, Homes
from bot.store import Store
from tests.bot.slack.blocks_check import assert_view, buttons, texts
from tests.bot.slack.drawn import HOSTILE, NOW, happening, help_of, overview, request, status
from tests.bot.slack.fake_slack import Json
from tests.bot.slack.scene import Scene, scene

RULES = Policy(ask=("UDANA", "UAMIR", "UNOOR"), approve=("UAMIR", "UNOOR"))


@pytest.fixture
async def office() -> AsyncIterator[Scene]:
    async with scene("Support", "Sales", policy=RULES) as opened:
        for name in opened.names:
            await opened.lines.refresh(name)
        yield opened


def day(number: int, hour: int = 0) -> dt.datetime:
    return dt.datetime(2026, 11, number, hour)


async def opens(office: Scene, user: str) -> Json:
    """Somebody opens their Home."""
    await office.event({"type": "app_home_opened", "user": user, "tab": "home", "channel": f"D{user}"})
    return shown(office, user)


def shown(office: Scene, user: str) -> Json:
    view = office.slack.homes[user]
    assert_view(view)
    return view


def said(view: Json) -> str:
    return "\n".join(texts(view["blocks"]))


def labels(view: Json) -> list[str]:
    return [each["text"]["text"] for each in buttons(view["blocks"]).values()]


async def test_a_lead_has_the_lines_what_is_about_to_happen_and_their_requests(office: Scene) -> None:
    await office.asked()

    view = await opens(office, "UDANA")

    told = said(view)
    assert told.index("What callers get now") < told.index("About to happen") < told.index("Your requests")
    assert "*Support* closes all day, *if it is approved* by <!date^" in told
    assert "– request 1 by <@UDANA>" in told
    assert "decision" not in told
    assert labels(view)[:5] == ["Change something…", "Close a line…", "Holidays", "History", "Refresh"]


async def test_an_approver_has_what_waits_first_and_is_told_that_nothing_does(office: Scene) -> None:
    assert "Nothing waits for your decision." in said(await opens(office, "UAMIR"))
    await office.asked()

    view = await opens(office, "UAMIR")

    assert said(view).startswith("Waiting for your decision")
    await office.click_in_view("UAMIR", view, cards.DETAILS)
    assert list(office.slack.views.values())[-1]["type"] == "modal"


async def test_everybody_else_has_the_status_and_is_told_whom_to_ask(office: Scene) -> None:
    view = await opens(office, "ULEE")

    told = said(view)
    assert "*Support* is *open* until Fri 20 Nov, 6:00 PM" in told
    assert "*Who can change lines:* <@UDANA>, <@UAMIR>, <@UNOOR>." in told
    assert not any(label.startswith(("Change", "Close")) for label in labels(view))
    assert "More" in labels(view)


async def test_outsiders_learn_nothing_of_the_lines(office: Scene) -> None:
    office.slack.people["UGUEST"] = {"is_restricted": True}

    told = said(await opens(office, "UGUEST"))

    assert (
        told == "Only full members of this workspace can use Switchhook, so nothing was done: please ask one of them."
    )
    assert await office.store(lambda store: store.open_homes(office.clock() - LATELY)) == []


@pytest.mark.parametrize(
    ("support", "told"),
    [
        ("", "Ask whoever looks after Switchhook."),
        ("C0123456789", "Ask in <#C0123456789>."),
        ("Call the desk: <!channel> 4500", "Call the desk: &lt;!channel&gt; 4500"),
    ],
    ids=["nothing", "channel", "sentence"],
)
def test_home_says_where_to_get_help(support: str, told: str) -> None:
    assert told in said(home.view(overview("Support").model_copy(update={"support": support})))


@pytest.mark.parametrize("kind", ["lead", "approver", "other"])
@pytest.mark.parametrize("text", ["W" * 80, HOSTILE, "&" * 80, "\N{FIRE}" * 80], ids=["long", "hostile", "&", "wide"])
def test_home_is_as_slack_wants_it_with_500_lines(kind: str, text: str) -> None:
    names = [f"{text[:76]}{number:04}" for number in range(500)]
    every = overview(*names[:20], text=text, requests=60)
    whole = (happening("closes", *names, text=text), happening("stays", *names, text=text))
    apart = tuple(happening("opens", name, text=text, state="pending", by=NOW) for name in names)
    view = home.view(
        every.model_copy(
            update={
                "agenda": (*whole, *apart),
                "help": help_of(*names, text=text, welcome=True),
                "may_ask": kind != "other",
                "may_decide": kind == "approver",
                "waiting": every.waiting if kind == "approver" else (),
                "before": 20,
                "after": 460,
                "page": 1,
                "askers": tuple(f"U{number:010}" for number in range(200)),
            }
        )
    )

    assert_view(view)
    told = said(view)
    assert "Lines 21 to 40 of 500." in told
    assert "500 lines (" in told
    assert "and 498 more)" in told


async def test_of_many_lines_those_come_first_that_somebody_has_to_look_at_and_the_others_are_pages_away() -> None:
    async with scene(*(f"Line {number}" for number in range(50)), policy=RULES) as office:
        for name in office.names:
            await office.lines.refresh(name)
        drift = partial(Store.raise_alert, kind=AlertKind.DRIFT, text="It was changed.", line="fake:46", name="Line 45")
        await office.store(drift)

        first = await opens(office, "UDANA")
        await office.click_in_view("UDANA", first, home.MORE)
        second = shown(office, "UDANA")
        await office.click_in_view("UDANA", second, home.MORE)
        last = shown(office, "UDANA")

        assert said(first).index("*Line 45* is") < said(first).index("*Line 0* is")
        assert "Lines 1 to 20 of 50." in said(first)
        assert (home.BACK in buttons(first["blocks"]), home.MORE in buttons(last["blocks"])) == (False, False)
        assert "Lines 21 to 40 of 50." in said(second)
        assert "Lines 41 to 50 of 50." in said(last)
        await office.click_in_view("UDANA", last, home.REFRESH)
        assert "Lines 41 to 50 of 50." in said(shown(office, "UDANA"))
        await office.click_in_view("UDANA", last, home.BACK)
        assert "Lines 21 to 40 of 50." in said(shown(office, "UDANA"))


async def test_a_page_that_is_not_there_any_more_is_the_last_one(office: Scene) -> None:
    amir = await office.desk.people.member("UAMIR")

    found = await office.desk.overview(amir, 9)

    assert (found.page, found.before, found.after, len(found.lines)) == (0, 0, 0, 2)


def test_each_line_leads_on_for_that_line() -> None:
    view = home.view(overview("Support", "Sales"))

    values = [json.loads(each["value"]) for action, each in buttons(view["blocks"]).items() if openers.OPEN in action]
    assert [each["line"] for each in values] == ["", "", "Support", "Sales"]


def homes(office: Scene) -> Homes:
    return Homes(office.desk, office.client, office.clock)


async def test_a_home_that_is_open_shows_what_moved_once_and_not_too_often(office: Scene) -> None:
    await opens(office, "UAMIR")
    await homes(office).show()
    assert len(office.slack.named("views.publish")) == 1, "nothing has moved"
    await office.asked()
    await homes(office).show()
    assert len(office.slack.named("views.publish")) == 1, "it was drawn just now"

    office.clock.advance(seconds=PAUSE.total_seconds())
    assert await homes(office).show()
    assert await homes(office).show()

    assert len(office.slack.named("views.publish")) == 2
    assert "Waiting for your decision" in said(shown(office, "UAMIR"))


async def test_a_home_that_is_open_shows_that_a_line_opened_by_itself(office: Scene) -> None:
    await opens(office, "ULEE")

    office.clock.advance(hours=8, seconds=1)
    await homes(office).show()
    assert "*Support* is *open*" in said(shown(office, "ULEE")), "whoever opened it so long ago opens it again"
    await opens(office, "ULEE")
    office.clock.advance(seconds=AGE.total_seconds())
    await homes(office).show()

    assert "*Support* is *closed*" in said(shown(office, "ULEE"))
    assert len(office.slack.named("views.publish")) == 2, "what would show the same is left alone"


async def test_a_home_stays_on_its_page_while_it_is_kept_true() -> None:
    async with scene(*(f"Line {number}" for number in range(30)), policy=RULES) as office:
        await office.click_in_view("UDANA", await opens(office, "UDANA"), home.MORE)
        for name in office.names:
            await office.lines.refresh(name)

        office.clock.advance(seconds=AGE.total_seconds())
        await homes(office).show()

        assert "Lines 21 to 30 of 30." in said(shown(office, "UDANA"))
        assert "*Line 25* is *open*" in said(shown(office, "UDANA"))


async def test_who_is_an_outsider_by_now_sees_nothing_any_more(office: Scene) -> None:
    await opens(office, "UDANA")
    office.slack.people["UDANA"] = {"deleted": True}
    await office.desk.people.member("UDANA", fresh=True)

    office.clock.advance(seconds=AGE.total_seconds())
    await homes(office).show()
    await homes(office).show()

    assert "Only full members" in said(shown(office, "UDANA"))
    assert len(office.slack.named("views.publish")) == 2


async def test_a_home_that_cannot_be_drawn_keeps_no_other_from_it(office: Scene) -> None:
    for user in ("UDANA", "UAMIR"):
        await opens(office, user)
    await office.asked()
    office.clock.advance(seconds=PAUSE.total_seconds())
    office.slack.refusals["views.publish"] = ["internal_error"]

    assert not await homes(office).show()

    assert [each["user_id"] for each in office.slack.named("views.publish")][2:] == ["UDANA", "UAMIR"]
    office.clock.advance(seconds=PAUSE.total_seconds())
    await homes(office).show()
    assert "Close Support" in said(shown(office, "UDANA"))


async def test_the_reconciler_keeps_homes_true(office: Scene) -> None:
    reconciler = office.reconciler()
    await opens(office, "UAMIR")
    await office.asked()
    office.clock.advance(seconds=PAUSE.total_seconds())

    assert await reconciler.show_homes()

    assert "Waiting for your decision" in said(shown(office, "UAMIR"))


async def test_no_card_waits_for_the_homes(office: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    reconciler, drawing, shown_by_then = office.reconciler(), asyncio.Event(), asyncio.Event()

    async def endless() -> bool:
        drawing.set()
        await asyncio.Event().wait()
        return True

    async def shows() -> bool:
        await drawing.wait()
        shown_by_then.set()
        return True

    monkeypatch.setattr(reconciler, "show_homes", endless)
    monkeypatch.setattr(reconciler, "reconcile", shows)
    working = asyncio.create_task(reconciler.run())
    async with asyncio.timeout(5):
        await shown_by_then.wait()
    working.cancel()


async def test_several_homes_are_drawn_from_one_look(office: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[int] = []
    gather = office.desk.briefer.gather

    async def counted() -> Gathered:
        looks.append(1)
        return await gather()

    for user in ("UAMIR", "UDANA", "UNOOR"):
        await opens(office, user)
    await office.asked()
    office.clock.advance(seconds=PAUSE.total_seconds())
    monkeypatch.setattr(office.desk.briefer, "gather", counted)

    await homes(office).show()

    assert len(looks) == 1
    assert "Waiting for your decision" in said(shown(office, "UAMIR"))
    assert "Waiting for your decision" in said(shown(office, "UNOOR"))
    assert "Your requests" in said(shown(office, "UDANA"))


async def test_what_is_overdue_at_the_vendor_is_told_although_it_cannot_be_read(office: Scene) -> None:
    office.phones.failures = [UnreachableError("No answer.")]
    office.clock.advance(hours=1)

    assert "*Support* is *open*" in said(await opens(office, "ULEE"))


@pytest.mark.parametrize(
    ("happens", "told"),
    [
        (happening("closes", "A", "B", called=()), "*A* and *B* close all day – a holiday in Webex"),
        (happening("closes", end=day(21, 12)), "closes midnight – noon (training)"),
        (happening("closes", end=day(24)), "closes until Mon 23 Nov, all days included (training)"),
        (happening("closes", start=day(21, 15), end=day(24, 8)), "closes from 3:00 PM to Tue 24 Nov, 8:00 AM"),
        (happening("closes", start=day(21, 15), end=None), "closes at 3:00 PM, until further notice (training)"),
        (happening("returns", called=()), "*Support* goes back to the usual hours – request 7 by <@UDANA>"),
        (happening("returns", again=NOW + dt.timedelta(hours=23)), "usual hours, and opens at 9:00 AM"),
        (
            happening("returns", "A", "B", again=NOW + dt.timedelta(days=3)),
            "usual hours, and open Mon 23 Nov, 10:00 AM",
        ),
        (happening("changes", called=("Add 9.", "Add 9 too.")), "• Add 9 … and 1 more like it"),
    ],
)
def test_what_happens_is_told_as_people_say_it(happens: Happening, told: str) -> None:
    shown = happens.model_copy(
        update={
            "calendar": "webex",
            "called": happens.called and tuple(each.replace("x", "training") for each in happens.called),
        }
    )

    (_, sentence) = agendas.days([shown], NOW)

    assert told in sentence


def test_where_lines_are_in_several_zones_each_time_says_which() -> None:
    both = [happening(), happening(zone="Europe/Berlin")]

    assert [each.rpartition(" (")[2] for each in agendas.days(both, NOW)[1:]] == ["New York time)", "Berlin time)"]
    assert agendas.times_of(both) == ""
    assert agendas.times_of(both[1:]) == "All times are Berlin time."


def test_an_empty_workspace_says_what_is_missing() -> None:
    bare = Overview(lines=(), waiting=(), mine=(), may_ask=True, help=help_of(welcome=True), at=NOW)

    told = said(home.view(bare))

    assert "No line is configured yet." in told
    assert "Nothing begins or ends in the next 14 days." in told


def test_requests_that_were_decided_by_now_are_told_without_a_deadline() -> None:
    late = request().model_copy(update={"expires": NOW + dt.timedelta(hours=1)})
    lines = (status("Support", text="x"),)

    view = home.view(overview("Support").model_copy(update={"lines": lines, "mine": (late,), "waiting": ()}))

    assert said(view).count("To be decided by") == 1


async def test_what_was_read_long_ago_says_so_and_a_failure_says_when_it_was(office: Scene) -> None:
    assert "Last read" not in said(await opens(office, "UDANA"))
    office.phones.failures = [UnreachableError("The phone system does not answer.")]
    with pytest.raises(UnreachableError):
        await office.lines.refresh("Support")
    now = said(await opens(office, "UDANA"))
    office.clock.advance(hours=3)

    later = said(await opens(office, "UDANA"))

    assert "Read again just now, without success: The phone system does not answer." in now
    assert "Read again on Fri 20 Nov, 10:00 AM, without success: The phone system does not answer." in later
    assert later.count("Last read <!date^") == 2
    await office.lines.refresh("Support")
    assert "without success" not in said(await opens(office, "UDANA"))
