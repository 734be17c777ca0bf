"""What a click carries: values, forms and copies that were forged, are old or belong to somebody else."""

import asyncio
import json
import time
from functools import partial

import pytest

from bot.alerts import AlertKind
from bot.requests import Person, State
from bot.slack import alert_cards, cards, openers, replies
from bot.store import Store
from tests.bot.slack.attacks import (
    RULES,
    TWO,
    Attack,
    Case,
    as_it_is,
    asked,
    button,
    card_of,
    judged,
    last_form,
    settled,
)
from tests.bot.slack.blocks_check import buttons
from tests.bot.slack.fake_slack import APPROVALS, Json
from tests.bot.slack.scene import BROAD, CLOSE, Scene

NOT_IN_USE = "This button is no longer in use."
CHANGED = "The plan has changed since this card was shown"

ANOTHER = {
    "of another plan": '{"request":1,"digest":"forged"}',
    "without a plan": '{"request":1}',
    "with an empty plan": '{"request":1,"digest":""}',
}
NONE = (
    '{"request":1,"digest":["d"]}',
    '{"request":-1,"digest":"d"}',
    '{"request":0,"digest":"d"}',
    '{"request":99999999999999999999999999,"digest":"d"}',
    '{"request":1e999,"digest":"d"}',
    '{"request":1.5,"digest":"d"}',
    '{"request":"1; DROP TABLE requests","digest":"d"}',
    '{"request":1,"digest":"d","person":"UAMIR"}',
    "[1]",
    "{}",
    "null",
    "approve",
    "\u200b",
    "",
)
"""Values that name no request."""

PRESSED = (
    *((cards.APPROVE, value) for value in NONE),
    *((action, "1") for action in (cards.DETAILS, cards.RATIFY, cards.REVERT, cards.RETRY, alert_cards.THAW)),
    *((action, '{"request":1,"digest":""}') for action in (alert_cards.THAW, alert_cards.ADOPT, alert_cards.CLOSE)),
    *((action, value) for action in (replies.REVIEW, f"{replies.CHOICE}0") for value in NONE[-4:]),
    (f"{replies.CHOICE}0", '{"draft":"d","choice":-1}'),
    (f"{replies.PAGE}_more", '{"words":"history","page":-1}'),
    ("request_approve_of_old", '{"request":1}'),
    ("", '{"request":1}'),
)
"""Buttons with values that are not theirs, and buttons that there are not."""

OTHERS = {
    cards.RATIFY: ("was not applied at once", ()),
    cards.REVERT: ("does not wait to be ratified", ("UAMIR revert",)),
    cards.RETRY: ("Nothing of request 1 has failed", ("UAMIR retry",)),
    cards.COMPENSATE: ("has not failed in part", ("UAMIR compensate",)),
    cards.WITHDRAW: ("Only the person who asked can withdraw", ("UAMIR withdraw",)),
    cards.NUDGE: ("Only the person who asked can call", ("UAMIR nudge",)),
}
"""What the other buttons of cards and notes say of a request that waits, and who is turned away by them."""


def forged(*pressed: tuple[str, str]) -> Attack:
    """Buttons with these actions and values are pressed by an approver, all at once."""

    async def attack(office: Scene) -> None:
        await asked(office)
        clicks = (office.click("UAMIR", button(action, value), action, ephemeral=True) for action, value in pressed)
        await asyncio.gather(*clicks)

    return attack


async def plan_of_another(office: Scene) -> None:
    first, second = await asked(office), await second_card(office)
    digest = json.loads(buttons(first["blocks"])[cards.APPROVE]["value"])["digest"]
    value = json.dumps({"request": 2, "digest": digest})
    await office.click("UAMIR", button(cards.APPROVE, value), cards.APPROVE, ephemeral=True)
    assert card_of(office, 2) == second


async def second_card(office: Scene) -> Json:
    """Another request, for another line."""
    ask = office.desk.asks[CLOSE].model_copy(update={"lines": ("Sales",)})
    office.desk.asks = {**office.desk.asks, "close sales": ask}
    await asked(office, text="close sales")
    return card_of(office, 2)


async def replanned(office: Scene) -> Json:
    """A request whose line has moved after the first of two approvals; its card as it was before."""
    card = await asked(office)
    older = as_it_is(card)
    await office.click("UNOOR", card, cards.APPROVE)
    request = await office.request()
    plan = request.parts[0].plan.model_copy(update={"digest": "another", "summary": "Close it for longer."})
    await office.store(lambda store: store.decide(1, State.APPROVED, Person(team="T1", user="UNOOR")))
    await office.store(lambda store: store.replan(1, 0, plan, "It has moved.", request.expires))
    await office.reconciler().reconcile()
    return older


async def older_plan(office: Scene) -> None:
    older = await replanned(office)
    await office.click("UAMIR", older, cards.APPROVE)
    assert not (await office.request()).approvals
    assert buttons(card_of(office)["blocks"])[cards.APPROVE] != buttons(older["blocks"])[cards.APPROVE]


async def older_plan_before_the_card_is_true(office: Scene) -> None:
    card = await asked(office)
    request = await office.request()
    plan = request.parts[0].plan.model_copy(update={"digest": "another"})
    await office.store(lambda store: store.decide(1, State.APPROVED, Person(team="T1", user="UNOOR")))
    await office.store(lambda store: store.replan(1, 0, plan, "It has moved.", request.expires))
    await office.click("UAMIR", card, cards.APPROVE)


async def copied(office: Scene) -> Json:
    """The card, as somebody has shared it to another channel."""
    card = await asked(office)
    copy = {**as_it_is(card), "channel": "COTHER", "ts": "5.5"}
    office.slack.messages["COTHER"].append(copy)
    return copy


async def copy_approved(office: Scene) -> None:
    await office.click("UAMIR", await copied(office), cards.APPROVE)
    await settled(office)
    (undo,) = buttons(card_of(office, channel="COTHER")["blocks"])
    assert undo.startswith(openers.SAY)


async def copy_by_a_stranger(office: Scene) -> None:
    await office.click("UERIN", await copied(office), cards.APPROVE)


async def ephemeral_copy(office: Scene) -> None:
    card = await asked(office)
    await office.click("UAMIR", {**card, "channel": "COTHER", "ts": "5.5"}, cards.APPROVE, ephemeral=True)
    assert {each.channel for each in await office.store(lambda store: store.cards(1))} == {APPROVALS, "DUDANA"}


async def somebodys_form(office: Scene) -> None:
    await office.submit("UERIN", await office.form(), "Mine now.")


async def somebodys_draft(office: Scene) -> None:
    """One's own form, with the draft of somebody else in its memory."""
    theirs, mine = await office.form(), await office.form("UERIN")
    await office.submit("UERIN", {**mine, "private_metadata": theirs["private_metadata"]})


async def forged_plan_in_a_form(office: Scene) -> None:
    form = await office.form()
    memory = {**json.loads(form["private_metadata"]), "digest": "forged"}
    response = await office.submit("UDANA", {**form, "private_metadata": json.dumps(memory)})
    assert "Please look again" in response.body


async def somebodys_question(office: Scene) -> None:
    await office.command("UDANA", BROAD)
    question = office.slack.answers.pop()
    await office.click("UERIN", question, f"{replies.CHOICE}0")


async def form_of_no_rejection(office: Scene) -> None:
    card = await asked(office)
    await office.click("UAMIR", card, cards.REJECT)
    for number in (99, -1):
        memory = json.dumps({"request": number})
        await office.submit("UAMIR", {**last_form(office), "private_metadata": memory}, "No.")


async def rejected_by_a_stranger(office: Scene) -> None:
    """The form of an approver, sent by somebody else."""
    await office.click("UAMIR", await asked(office), cards.REJECT)
    await office.submit("UERIN", last_form(office), "No.")


async def rejected_without_a_reason(office: Scene) -> None:
    await office.click("UAMIR", await asked(office), cards.REJECT)
    for reason in ("", "  ", "…", "\u200b\u202e"):
        await office.submit("UAMIR", last_form(office), reason)


async def wanted_reason_left_out(office: Scene) -> None:
    form = await office.form()
    for reason in ("", " ", ".", "\u200b"):
        await office.submit("UDANA", form, reason)


async def alert_of_another_kind(office: Scene) -> None:
    """The button that lifts a freeze, with the number of an alert of a line; and the other way round."""
    alert = await office.store(
        partial(Store.raise_alert, kind=AlertKind.DRIFT, text="It moved.", line="fake:1", name="Support")
    )
    value = json.dumps({"alert": alert.number})
    await office.click("UAMIR", button(alert_cards.THAW, value), alert_cards.THAW, ephemeral=True)
    assert await office.store(lambda store: store.open_alerts())


def unsigned(**headers: str | None) -> Attack:
    async def attack(office: Scene) -> None:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        response = await office.click("UAMIR", await asked(office), cards.APPROVE, headers=given)
        assert response.status == 401
        office.responses.pop()

    return attack


async def signed_long_ago(office: Scene) -> None:
    """A delivery with a true signature is sent once more, six minutes later."""
    card = await asked(office)
    await unsigned(**{"x-slack-request-timestamp": str(int(time.time()) - 360)})(office)
    assert card == card_of(office)


CASES = {
    **{
        f"a value {what}": Case(forged((cards.APPROVE, value)), told=[CHANGED], refused=["UAMIR approve"])
        for what, value in ANOTHER.items()
    },
    **{
        f"the value of a card that waits at the button {action}": Case(
            forged((action, '{"request":1,"digest":""}')), told=[said], refused=refused
        )
        for action, (said, refused) in OTHERS.items()
    },
    "a value of a request that is not there": Case(
        forged((cards.APPROVE, '{"request":99,"digest":"d"}')), told=["There is no request 99."]
    ),
    "values of nothing, of other buttons, and of no button": Case(forged(*PRESSED), told=[NOT_IN_USE] * len(PRESSED)),
    "the plan of another request": Case(plan_of_another, told=[CHANGED], refused=["UAMIR approve"]),
    "a card of an older plan": Case(
        older_plan,
        policy=TWO,
        told=[CHANGED],
        refused=["UAMIR approve"],
        decisions=("UNOOR approval", "UNOOR approved"),
    ),
    "a card that is not true yet": Case(
        older_plan_before_the_card_is_true, told=[CHANGED], refused=["UAMIR approve"], decisions=("UNOOR approved",)
    ),
    "a card in another channel approves, and both become true": Case(
        copy_approved, State.VERIFIED, decisions=("UAMIR approved",), writes=1
    ),
    "a card in another channel gives no right": Case(
        copy_by_a_stranger, told=["Only approvers"], refused=["UERIN approve"]
    ),
    "a card that one person sees is none that is kept": Case(
        ephemeral_copy, State.VERIFIED, decisions=("UAMIR approved",), writes=1
    ),
    "a form that somebody else has opened": Case(
        somebodys_form, None, refused=["UERIN send"], told=["That was asked of somebody else"]
    ),
    "a form with the draft of somebody else": Case(
        somebodys_draft, None, refused=["UERIN send"], told=["That was asked of somebody else"]
    ),
    "a form with another plan": Case(forged_plan_in_a_form, None),
    "a question that somebody else was asked": Case(somebodys_question, None, told=["That was asked of somebody else"]),
    "a rejection of no request": Case(form_of_no_rejection, told=["There is no request 99", "There is no request -1"]),
    "a rejection in the form of an approver": Case(
        rejected_by_a_stranger, told=["Only approvers"], refused=["UERIN reject"]
    ),
    "a rejection that says nothing": Case(rejected_without_a_reason, told=["Say why, in a few words"] * 4),
    "a wanted reason that says nothing": Case(
        wanted_reason_left_out,
        None,
        policy=RULES.model_copy(update={"reason": True}),
        told=["Say why: a change like this needs a reason"] * 4,
    ),
    "the freeze is not lifted by another alert": Case(alert_of_another_kind, None, told=["Nothing is frozen"]),
    "a wrong signature": Case(unsigned(x_slack_signature="v0=" + "0" * 64)),
    "no signature": Case(unsigned(x_slack_signature=None)),
    "no time": Case(unsigned(x_slack_request_timestamp=None)),
    "a signature of six minutes ago": Case(signed_long_ago),
}


@pytest.mark.parametrize("name", CASES)
async def test_nothing_that_a_click_carries_is_trusted(name: str, caplog: pytest.LogCaptureFixture) -> None:
    await judged(CASES[name], caplog)
