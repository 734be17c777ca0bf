"""The holidays of lines as Slack shows them."""

import datetime as dt
import json
from functools import partial

import pytest

from adapters import day_hours
from bot.lines import LineSetting
from bot.reports import Covered, Holiday, Holidays
from bot.requests import State
from bot.slack import cards, openers, replies
from tests.bot.slack import scene as scenes
from tests.bot.slack.blocks_check import assert_message, buttons, texts
from tests.bot.slack.fake_slack import APPROVALS
from tests.bot.slack.sheet import Sheet

LONG = [
    f"{number:03} *_`<@U1>&" + "Kundenbetreuung für Süddeutschland und Österreich, Abteilung Rücksendungen"[:66]
    for number in range(500)
]
CHRISTMAS = dt.date(2026, 12, 25)


def answer(*days: Holiday, **more: object) -> Holidays:
    known = {
        "lines": ("Support", "Sales", "Billing", "Chat", "Returns", "Repairs"),
        "first": dt.date(2026, 11, 20),
        "last": dt.date(2027, 11, 19),
        "days": days,
        "closing": "close all lines on all holidays",
        "may_ask": True,
    }
    return Holidays.model_validate({**known, **more})


def covered(state: str, *lines: str, **more: object) -> Covered:
    return Covered.model_validate({"state": state, "lines": lines, **more})


def christmas(*groups: Covered, where: str = "") -> Holiday:
    return Holiday(date=CHRISTMAS, name="Christmas Day", where=where, covered=groups)


def said(shown: Holidays, page: int = 0) -> str:
    message = replies.said(shown, "holidays", page)
    assert_message(message.blocks)
    return "\n".join(texts(message.blocks))


def test_lines_of_the_same_state_are_told_together() -> None:
    told = said(
        answer(
            christmas(
                covered("missing", "Billing", "Chat", "Returns", "Repairs"), covered("closed", "Support", "Sales")
            )
        )
    )

    assert (
        "*Christmas Day*, Fri 25 Dec 2026: *missing:* 4 lines (Billing, Chat, Returns …); closed: Support and Sales"
        in told
    )
    assert "1 of 1 is missing on a line or more" in told


@pytest.mark.parametrize(
    ("group", "words"),
    [
        (covered("partly", "Support"), "*closed only in part:* Support"),
        (covered("special", "Support"), "special hours: Support"),
        (covered("pending", "Support", request=7), "closed once request 7 is done: Support"),
        (covered("special pending", "Support", request=7), "special hours once request 7 is done: Support"),
        (covered("reopening", "Support", request=7), "open as usual once request 7 is done: Support"),
        (covered("closed anyway", "Support"), "closed by the usual hours: Support"),
        (covered("closed", "Support", closure="Winter break"), "closed for “Winter break”: Support"),
        (covered("closed", "Support", closure="Christmas Day"), "closed: Support"),
    ],
)
def test_each_state_has_its_words(group: Covered, words: str) -> None:
    assert f"Fri 25 Dec 2026: {words}" in said(answer(christmas(group)))


def test_lines_in_several_countries_are_told_where_a_holiday_is() -> None:
    assert "*Christmas Day*, Fri 25 Dec 2026 (Germany): " in said(
        answer(christmas(covered("missing", "A"), where="Germany"))
    )


def test_who_may_ask_has_a_button_that_leads_on() -> None:
    message = replies.said(answer(christmas(covered("missing", "Support"))), "holidays")

    [button] = buttons(message.blocks).values()
    assert button["text"]["text"] == "Close what is missing…"
    assert button["action_id"].startswith(openers.SAY)
    assert json.loads(button["value"]) == {"words": "close all lines on all holidays"}
    assert button["accessibility_label"] == "Close the lines on the holidays that are missing"
    assert "`/line close all lines on all holidays`" in message.text


def test_who_may_not_ask_is_told_whom_to_ask() -> None:
    shown = answer(christmas(covered("missing", "Support")), may_ask=False)

    assert "ask somebody who may change them" in said(shown)
    assert buttons(replies.said(shown, "holidays").blocks) == {}


def test_where_nothing_is_missing_another_year_is_offered() -> None:
    told = said(answer(christmas(covered("closed", "Support")), closing=""))

    assert "Nothing is missing: of 1 holiday, each is taken care of." in told
    assert "`/line holidays in 2028`" in told


def test_what_is_not_known_is_said() -> None:
    shown = answer(remarks=("It is not known in which country <!channel> is.",), closing="")

    assert "None are known." in said(shown)
    assert "It is not known in which country &lt;!channel&gt; is." in said(shown)


def test_five_hundred_lines_with_long_names_fit_on_every_page() -> None:
    day = dt.date(2026, 11, 20)
    days = [
        Holiday(
            date=day + dt.timedelta(days=number),
            name="Day of Remembrance " * 8,
            where="Germany, Austria and the United Kingdom",
            covered=(
                covered("missing", *LONG[:100]),
                covered("partly", *LONG[100:200]),
                covered("special", *LONG[200:300]),
                *(covered("pending", *LONG[300 + each : 301 + each], request=each) for each in range(40)),
                *(covered("closed", *LONG[340 + each : 341 + each], closure=LONG[each]) for each in range(160)),
            ),
        )
        for number in range(33)
    ]
    shown = answer(*days, lines=LONG, remarks=("No holidays are known. " * 30,) * 3, closing=f"close {LONG[0]} " * 5)

    pages = [said(shown, page) for page in range(4)]

    assert "Public holidays of 500 lines, Fri 20 Nov 2026 to Fri 19 Nov 2027" in pages[0]
    assert "*missing:* 100 lines (" in pages[0]
    assert "more lines otherwise" in pages[0]
    assert [page.count("Remembrance") > 0 for page in pages] == [True] * 4
    assert "More (23)" in pages[0]
    assert "<@U1>" not in "".join(pages)


async def test_from_what_is_missing_to_lines_that_are_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scenes, "LineSetting", partial(LineSetting, country="US"))
    async with scenes.scene("Support", "Sales", fluent=True) as office:
        await office.command("UDANA", "holidays")
        told = office.slack.answers[-1]
        [press] = [each for each in buttons(told["blocks"]) if each.startswith(openers.SAY)]

        await office.click("UDANA", told, press)
        sheet = Sheet(office)
        assert sheet.drawn["title"]["text"] == "Close on public holidays"
        assert sheet.chosen("lines") == ["Support", "Sales"]
        assert sheet.chosen("dates")[0] == "Thu 26 Nov 2026: Thanksgiving Day (2 of 2 lines)"
        await sheet.fill(dates=["2026-12-25"])
        assert "Close Support and Sales all day on Fri 25 Dec 2026, Christmas Day (New York time)." in sheet.said
        assert await sheet.send(reason="Nobody is in") == {}

        await office.reconciler().reconcile()
        card = office.slack.top_level(APPROVALS)[0]
        await office.click("UAMIR", card, cards.APPROVE)
        await office.keeper().work()
        request = await office.request()
        assert [part.state for part in request.parts] == [State.VERIFIED, State.VERIFIED]
        assert [day_hours(each.hours, each.overrides, CHRISTMAS) for each in office.phones.setups.values()] == [(), ()]
