"""Attacks and races at the buttons: whoever clicks, whatever a click carries and however often, one true outcome."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial

import pytest

from bot.alerts import AlertKind
from bot.policy import Policy
from bot.requests import State
from bot.slack import alert_cards, cards, forms
from bot.store import Store
from tests.bot.slack.blocks_check import buttons, texts
from tests.bot.slack.fake_slack import APPROVALS, Json
from tests.bot.slack.scene import CLOSE_NOW, Scene, scene

RULES = Policy(approve=("UAMIR", "UNOOR"), emergency=("UDANA",))

PEOPLE: dict[str, Json] = {
    "guest": {"is_restricted": True},
    "single-channel guest": {"is_ultra_restricted": True},
    "somebody who is gone": {"deleted": True},
    "bot": {"is_bot": True},
    "other workspace": {"team_id": "T2"},
    "stranger in a shared channel": {"is_stranger": True},
}

FORGED = {
    "another digest": '{"request":1,"digest":"forged"}',
    "no digest": '{"request":1}',
    "another request": '{"request":2,"digest":"forged"}',
    "negative": '{"request":-1,"digest":"d"}',
    "beyond all numbers": '{"request":99999999999999999999999999,"digest":"d"}',
    "infinite": '{"request":1e999,"digest":"d"}',
    "words": '{"request":"1; DROP TABLE requests","digest":"d"}',
    "more than there is": '{"request":1,"digest":"d","person":"UAMIR"}',
    "nothing": "{}",
    "no JSON": "approve",
}


async def asked(office: Scene) -> Json:
    """A request of Dana's that waits, and its card."""
    await office.asked()
    await office.reconciler().reconcile()
    return office.slack.top_level(APPROVALS)[-1]


async def rushed(office: Scene) -> Json:
    """An emergency of Dana's, and its card."""
    await office.submit("UDANA", await office.form(text=CLOSE_NOW), "The office is flooded.")
    await office.reconciler().reconcile()
    return office.slack.top_level(APPROVALS)[-1]


async def kinds(office: Scene) -> list[str]:
    return [each.kind for each in await office.store(lambda store: store.records())]


async def decisions(office: Scene) -> list[str]:
    """What was decided, as the records tell it."""
    return [kind for kind in await kinds(office) if kind in {"approved", "rejected", "withdrawn", "ratified"}]


@pytest.mark.parametrize("action", [cards.APPROVE, cards.REJECT, cards.RATIFY])
@pytest.mark.parametrize("who", PEOPLE)
async def test_no_outsider_decides_whatever_the_list_says(who: str, action: str) -> None:
    async with scene("Support", policy=RULES) as office:
        card = await (rushed(office) if action == cards.RATIFY else asked(office))
        office.slack.people["UNOOR"] = PEOPLE[who]

        await office.click("UNOOR", card, action)

        assert await decisions(office) == []
        (answer,) = office.slack.answers
        assert answer["response_type"] == "ephemeral"
        assert len(office.slack.views) == 1
        assert "refused" in await kinds(office)


@pytest.mark.parametrize("who", PEOPLE)
async def test_no_outsider_asks_or_lifts_a_freeze(who: str) -> None:
    async with scene("Support", policy=RULES) as office:
        await office.store(partial(Store.raise_alert, kind=AlertKind.FROZEN, text="Nothing is applied."))
        await office.reconciler().reconcile()
        (card,) = office.slack.top_level(APPROVALS)
        office.slack.people["UNOOR"] = PEOPLE[who]

        await office.command("UNOOR", CLOSE_NOW)
        await office.click("UNOOR", card, alert_cards.THAW)

        assert office.slack.views == {}
        assert await office.store(lambda store: store.frozen()) is not None


@pytest.mark.parametrize("forged", FORGED)
async def test_nothing_that_a_button_carries_is_trusted(forged: str, caplog: pytest.LogCaptureFixture) -> None:
    async with scene("Support", policy=RULES) as office:
        card = await asked(office)
        buttons(card["blocks"])[cards.APPROVE]["value"] = FORGED[forged]

        with caplog.at_level(logging.ERROR):
            await office.click("UAMIR", card, cards.APPROVE)

        assert await decisions(office) == []
        (answer,) = office.slack.answers
        assert answer["response_type"] == "ephemeral"
        assert caplog.records == []


async def double_click(office: Scene, card: Json) -> None:
    await asyncio.gather(*(office.click("UAMIR", card, cards.APPROVE) for _ in range(3)))


async def two_approvers(office: Scene, card: Json) -> None:
    await asyncio.gather(*(office.click(user, card, cards.APPROVE) for user in ("UAMIR", "UNOOR")))


async def approved_and_withdrawn(office: Scene, card: Json) -> None:
    note = office.slack.messages["DUDANA"][0]
    await asyncio.gather(office.click("UAMIR", card, cards.APPROVE), office.click("UDANA", note, cards.WITHDRAW))


async def approved_and_rejected(office: Scene, card: Json) -> None:
    await office.click("UNOOR", card, cards.REJECT)
    form = list(office.slack.views.values())[-1]
    await asyncio.gather(office.click("UAMIR", card, cards.APPROVE), office.submit("UNOOR", form, "No."))


RACES: dict[str, Callable[[Scene, Json], Awaitable[None]]] = {
    "a double click": double_click,
    "two approvers": two_approvers,
    "approved and withdrawn": approved_and_withdrawn,
    "approved and rejected": approved_and_rejected,
}


@pytest.mark.parametrize("race", RACES)
async def test_of_several_clicks_at_once_one_decides(race: str) -> None:
    async with scene("Support", policy=RULES) as office:
        card = await asked(office)

        await RACES[race](office, card)
        await office.keeper().work()
        await office.reconciler().reconcile()

        assert len(await decisions(office)) == 1
        assert office.phones.applied() == (await decisions(office)).count("approved")
        assert not {cards.APPROVE, cards.REJECT} & set(buttons(card["blocks"]))


async def test_one_person_counts_once_however_often_they_click() -> None:
    async with scene("Support", policy=RULES.model_copy(update={"quorum": 2})) as office:
        card = await asked(office)

        await double_click(office, card)
        await office.reconciler().reconcile()
        first = " ".join(texts(card["blocks"]))
        await office.click("UNOOR", card, cards.APPROVE)
        await office.reconciler().reconcile()

        assert "1 of 2 approvals: <@UAMIR>. One more is needed." in first
        assert (await office.request()).state is State.APPROVED
        assert "*Approved* by <@UAMIR> and <@UNOOR>" in " ".join(texts(card["blocks"]))


async def test_a_card_of_an_older_plan_approves_nothing() -> None:
    async with scene("Support", policy=RULES) as office:
        card = await asked(office)
        older = {**card, "blocks": list(card["blocks"])}
        request = await office.request()
        plan = request.parts[0].plan.model_copy(update={"digest": "another", "summary": "Close it for longer."})
        await office.store(lambda store: store.decide(1, State.APPROVED, request.person))
        await office.store(lambda store: store.replan(1, 0, plan, "It has moved.", request.expires))
        await office.reconciler().reconcile()

        await office.click("UAMIR", older, cards.APPROVE)

        assert (await office.request()).state is State.PENDING
        assert "The plan has changed" in office.slack.answers[-1]["text"]
        assert buttons(card["blocks"])[cards.APPROVE] != buttons(older["blocks"])[cards.APPROVE]


async def test_a_click_after_the_time_is_over_decides_nothing() -> None:
    async with scene("Support", policy=RULES) as office:
        card = await asked(office)
        office.clock.advance(days=9)

        await office.click("UAMIR", card, cards.APPROVE)

        assert await decisions(office) == []
        assert "expired" in office.slack.answers[-1]["text"]


@pytest.mark.parametrize("callback", [forms.SEND, forms.RUSH])
async def test_a_form_that_is_delivered_twice_is_one_request(callback: str) -> None:
    async with scene("Support", policy=RULES) as office:
        form = {**await office.form(), "callback_id": callback}

        await asyncio.gather(*(office.submit("UDANA", form, "The office is flooded.") for _ in range(3)))
        await office.keeper().work()

        assert len(await office.store(lambda store: store.requests_in(State))) == 1
        assert office.phones.applied() == (callback == forms.RUSH)


async def test_a_form_of_somebody_else_cannot_be_sent() -> None:
    async with scene("Support", policy=RULES) as office:
        form = await office.form()

        await office.submit("UERIN", form, "Mine now.")

        assert await office.store(lambda store: store.requests_in(State)) == []


@pytest.mark.parametrize("user", ["UDANA", "UERIN"])
async def test_neither_the_group_of_whoever_asked_nor_a_friend_who_joined_later_approves(user: str) -> None:
    async with scene("Support", policy=Policy(approve=("SLEADS",))) as office:
        office.desk.people.groups = {"SLEADS": ("UDANA", "UAMIR")}  # type: ignore[attr-defined]  # people who can change
        office.slack.groups["SLEADS"] = ["UDANA", "UAMIR"]
        card = await asked(office)
        office.slack.groups["SLEADS"] = ["UDANA", "UAMIR", "UERIN"]

        await office.click(user, card, cards.APPROVE)
        refused = await decisions(office)
        await office.click("UAMIR", card, cards.APPROVE)

        assert refused == []
        assert await decisions(office) == ["approved"]


async def test_an_emergency_is_not_ratified_by_whoever_made_it_nor_twice() -> None:
    async with scene("Support", policy=RULES.model_copy(update={"approve": ("UDANA", "UAMIR", "UNOOR")})) as office:
        card = await rushed(office)

        await office.click("UDANA", card, cards.RATIFY)
        alone = await decisions(office)
        await asyncio.gather(*(office.click(user, card, cards.RATIFY) for user in ("UAMIR", "UNOOR")))

        assert alone == []
        assert await decisions(office) == ["ratified"]
