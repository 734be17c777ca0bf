"""Clicks that meet, come twice or come too late: one of them counts, and everybody learns what became of theirs."""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable

import pytest

from bot.requests import State
from bot.slack import cards, forms
from tests.bot.slack.attacks import TWO, Attack, Case, asked, card_of, judged, last_form, settled
from tests.bot.slack.blocks_check import buttons
from tests.bot.slack.fake_slack import Json
from tests.bot.slack.scene import CLOSE, Scene
from tests.fakes import WEEK

Doing = Callable[[Scene, Json], Awaitable[object]]

AMIR, NOOR = ("UAMIR approved",), ("UNOOR approved",)
LATE = "This request is already"


def approved_by(*users: str) -> Doing:
    """All of them at once."""

    async def doing(office: Scene, card: Json) -> None:
        await asyncio.gather(*(office.click(user, card, cards.APPROVE) for user in users))

    return doing


async def rejected(office: Scene, card: Json, user: str = "UAMIR") -> None:
    await office.click(user, card, cards.REJECT)
    await office.submit(user, last_form(office), "No.")


async def withdrawn(office: Scene, _card: Json) -> None:
    await office.click("UDANA", office.slack.messages["DUDANA"][0], cards.WITHDRAW)


async def worked(office: Scene, _card: Json) -> None:
    await settled(office)


def after(**length: float) -> Doing:
    async def doing(office: Scene, _card: Json) -> None:
        office.clock.advance(**length)

    return doing


def then(*doings: Doing) -> Attack:
    """One after the other, all with the card as it was at first."""

    async def attack(office: Scene) -> None:
        await asked(office)
        first = {**card_of(office), "blocks": list(card_of(office)["blocks"])}
        for each in doings:
            await each(office, first)

    return attack


def at_once(*doings: Doing) -> Doing:
    async def doing(office: Scene, card: Json) -> None:
        await asyncio.gather(*(each(office, card) for each in doings))

    return doing


async def delivered_again(office: Scene, card: Json) -> None:
    """Slack has waited too long for the acknowledgement."""
    for number in (None, "1", "2"):
        headers = {"x-slack-retry-num": number, "x-slack-retry-reason": number and "http_timeout"}
        await office.click("UAMIR", card, cards.APPROVE, headers=headers)


async def said_twice(office: Scene) -> None:
    event = {"type": "message", "channel_type": "im", "user": "UDANA", "text": CLOSE, "ts": "1.1", "channel": "DUDANA"}
    await asyncio.gather(*(office.event(event) for _ in range(3)))
    assert len(office.slack.messages["DUDANA"]) == 1


def sent_thrice(callback: str) -> Attack:
    async def attack(office: Scene) -> None:
        form = {**await office.form(), "callback_id": callback}
        await asyncio.gather(*(office.submit("UDANA", form, "The office is flooded.") for _ in range(3)))
        assert len(await office.store(lambda store: store.requests_in(State))) == 1

    return attack


async def at_the_deadline(office: Scene, card: Json) -> None:
    office.clock.now = (await office.request()).expires
    await asyncio.gather(office.keeper().work(), office.click("UAMIR", card, cards.APPROVE))


async def second_before_the_deadline(office: Scene, card: Json) -> None:
    """It is approved in time, and applied after the time for approving is over."""
    office.clock.now = (await office.request()).expires - dt.timedelta(seconds=1)
    await office.click("UAMIR", card, cards.APPROVE)
    office.clock.advance(seconds=2)


async def form_of_a_rejection(office: Scene, card: Json) -> None:
    await office.click("UNOOR", card, cards.REJECT)


async def form_sent(office: Scene, _card: Json) -> None:
    await office.submit("UNOOR", last_form(office), "No.")


async def stranger_withdraws(office: Scene, _card: Json) -> None:
    await office.click("UERIN", office.slack.messages["DUDANA"][0], cards.WITHDRAW)


async def copied_elsewhere(office: Scene, card: Json) -> None:
    """The same person, from another card."""
    copy = {**card, "channel": "COTHER", "ts": "5.5"}
    office.slack.messages["COTHER"].append(copy)
    await office.click("UAMIR", copy, cards.APPROVE)


async def line_moves(office: Scene, _card: Json) -> None:
    """Somebody changes the hours of that day at the phone system."""
    setup = office.phones.setups["1"]
    office.phones.setups["1"] = setup.model_copy(update={"hours": setup.hours.model_copy(update={"sat": WEEK.fri})})


async def first_leaves(office: Scene, _card: Json) -> None:
    office.slack.people["UAMIR"] = {"deleted": True}


async def nudged(office: Scene, _card: Json) -> None:
    note = office.slack.messages["DUDANA"][0]
    await asyncio.gather(*(office.click("UDANA", note, cards.NUDGE) for _ in range(2)))
    await office.click("UERIN", note, cards.NUDGE)
    await office.reconciler().reconcile()
    bells = [each for each in office.slack.messages["CAPPROVALS"] if ":bell:" in each["text"]]
    assert len(bells) == 1


async def approved_on_the_new_card(office: Scene, _card: Json) -> None:
    await office.click("UAMIR", card_of(office), cards.APPROVE)


async def no_buttons_are_left(office: Scene, card: Json) -> None:
    """The old plan is known by nobody any more."""
    await settled(office)
    assert buttons(card_of(office)["blocks"])[cards.APPROVE] != buttons(card["blocks"])[cards.APPROVE]


VERIFIED = Case(then(), State.VERIFIED, AMIR, writes=1)
"""Amir has approved it."""

CASES = {
    "a triple click": VERIFIED._replace(
        attack=then(approved_by("UAMIR", "UAMIR", "UAMIR")), refused=["UAMIR approve"], told=[LATE] * 2
    ),
    "a click that Slack delivers again": VERIFIED._replace(
        attack=then(delivered_again), refused=["UAMIR approve"], told=[LATE] * 2
    ),
    "a click once it is applied": VERIFIED._replace(
        attack=then(approved_by("UAMIR"), worked, approved_by("UNOOR"), approved_by("UAMIR")),
        refused=["UNOOR approve", "UAMIR approve"],
        told=[f"{LATE} verified"] * 2,
    ),
    "a sentence that Slack delivers thrice": Case(said_twice, None),
    "a form that is sent thrice": Case(sent_thrice(forms.SEND)),
    "an emergency that is sent thrice": Case(sent_thrice(forms.RUSH), State.VERIFIED, writes=1),
    "two approvers at once": Case(
        then(approved_by("UAMIR", "UNOOR")), State.VERIFIED, AMIR, ["UNOOR approve"], [LATE], 1,
        otherwise=[Case(then(), State.VERIFIED, NOOR, ["UAMIR approve"], [LATE], 1)],
    ),
    "approved and rejected at once": Case(
        then(form_of_a_rejection, at_once(approved_by("UAMIR"), form_sent)), State.VERIFIED, AMIR, ["UNOOR reject"],
        [LATE], 1,
        otherwise=[Case(then(), State.REJECTED, ("UNOOR rejected",), ["UAMIR approve"], [LATE])],
    ),
    "approved and withdrawn at once": Case(
        then(at_once(approved_by("UAMIR"), withdrawn)), State.VERIFIED, AMIR, ["UDANA withdraw"], [LATE], 1,
        otherwise=[Case(then(), State.WITHDRAWN, ("UDANA withdrawn",), ["UAMIR approve"], [LATE])],
    ),
    "rejected and withdrawn at once": Case(
        then(form_of_a_rejection, at_once(form_sent, withdrawn)), State.REJECTED, ("UNOOR rejected",),
        ["UDANA withdraw"], [LATE],
        otherwise=[Case(then(), State.WITHDRAWN, ("UDANA withdrawn",), ["UNOOR reject"], [LATE])],
    ),
    "approved while it expires": Case(
        then(at_the_deadline), State.EXPIRED, refused=["UAMIR approve"], told=["expired"]
    ),
    "approved just in time, and applied too late": Case(then(second_before_the_deadline), State.EXPIRED, AMIR),
    "approved after the time, which nobody has noticed yet": Case(
        then(after(days=9), approved_by("UAMIR")), State.EXPIRED, refused=["UAMIR approve"], told=["expired"]
    ),
    "approved after it has expired": Case(
        then(after(days=9), worked, approved_by("UAMIR")), State.EXPIRED, refused=["UAMIR approve"],
        told=[f"{LATE} expired"],
    ),
    "rejected after it has expired": Case(
        then(form_of_a_rejection, after(days=9), form_sent), State.EXPIRED, refused=["UNOOR reject"], told=["expired"]
    ),
    "approved after it was rejected": Case(
        then(rejected, approved_by("UNOOR")), State.REJECTED, ("UAMIR rejected",), ["UNOOR approve"],
        [f"{LATE} rejected"],
    ),
    "approved after it was withdrawn": Case(
        then(withdrawn, approved_by("UNOOR")), State.WITHDRAWN, ("UDANA withdrawn",), ["UNOOR approve"],
        [f"{LATE} withdrawn"],
    ),
    "withdrawn after it was approved": VERIFIED._replace(
        attack=then(approved_by("UAMIR"), withdrawn), refused=["UDANA withdraw"], told=[f"{LATE} approved"]
    ),
    "withdrawn by somebody else": Case(
        then(stranger_withdraws), refused=["UERIN withdraw"], told=["Only the person who asked"]
    ),
    "approved while somebody writes why not": VERIFIED._replace(
        attack=then(form_of_a_rejection, approved_by("UAMIR"), worked, form_sent), refused=["UNOOR reject"],
        told=[f"{LATE} verified"],
    ),
    "one person for two, by several clicks at once": Case(
        then(approved_by("UAMIR", "UAMIR", "UAMIR")), policy=TWO, decisions=["UAMIR approval"],
        told=["one more person has to"] * 2,
    ),
    "one person for two, from two cards": Case(
        then(approved_by("UAMIR"), copied_elsewhere), policy=TWO, decisions=["UAMIR approval"],
        told=["one more person has to"],
    ),
    "two people for two, at once": Case(
        then(approved_by("UAMIR", "UNOOR")), State.VERIFIED, ("UAMIR approval", "UNOOR approved"), policy=TWO, writes=1,
        otherwise=[Case(then(), State.VERIFIED, ("UNOOR approval", "UAMIR approved"), writes=1)],
    ),
    "one of two leaves before the second has come": Case(
        then(approved_by("UAMIR"), first_leaves, approved_by("UNOOR")), policy=TWO,
        decisions=["UAMIR approval", "UNOOR approved"],
    ),
    "one of two rejects": Case(
        then(approved_by("UAMIR"), rejected), State.REJECTED, ("UAMIR approval", "UAMIR rejected"), policy=TWO
    ),
    "the line moves before it is applied": Case(
        then(approved_by("UAMIR"), line_moves, worked, no_buttons_are_left, approved_by("UNOOR")), decisions=AMIR,
        refused=["UNOOR approve"], told=["The plan has changed since this card was shown"],
    ),
    "the line moves, and the new plan is approved": VERIFIED._replace(
        attack=then(approved_by("UAMIR"), line_moves, worked, approved_on_the_new_card)
    ),
    "called twice for a decision, and by a stranger": Case(
        then(nudged), refused=["UERIN nudge"],
        told=["were called once more", "within the last hour", "Only the person who asked can call"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
async def test_of_whatever_meets_one_counts(name: str, caplog: pytest.LogCaptureFixture) -> None:
    await judged(CASES[name], caplog)
