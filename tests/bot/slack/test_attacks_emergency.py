"""Emergencies, freezes, second tries and undoing: the ways round an approval are for those who may, and end in time."""

import asyncio

import pytest

from adapters import RefusedError
from bot.alerts import AlertKind
from bot.language import Ask, Verb
from bot.requests import State
from bot.slack import alert_cards, cards, forms
from tests.bot.slack.attacks import LEADS, RULES, Case, as_it_is, asked, button, judged, rushed, settled, understood
from tests.bot.slack.fake_slack import APPROVALS, Json
from tests.bot.slack.scene import CLOSE, CLOSE_NOW, Scene

RECORDING = Ask(verb=Verb.OPTION, lines=("Support",), option="recording", value=True, urgent=True)
UNDO = Ask(verb=Verb.UNDO, lines=("Support",), request=1, sentence="Undo request 1.")
FREEZE, THAW = Ask(verb=Verb.FREEZE, reason="Audit"), Ask(verb=Verb.THAW)

OWN, NOT_YOURS = "Nobody approves their own", "Only approvers can decide"
FREE = RULES.model_copy(update={"approval_to_restore": False})
"""What only leads back to the usual needs nobody."""


async def forged_rush(office: Scene) -> None:
    """The form for approval, sent as that of an emergency by somebody who may not have one."""
    form = await office.form("UERIN", CLOSE)
    response = await office.submit("UERIN", {**form, "callback_id": forms.RUSH}, "The office is flooded.")
    assert "errors" in response.body


async def risky_rush(office: Scene) -> None:
    understood(office, record_calls=RECORDING)
    form = await office.form("UDANA", "record calls")
    assert form["callback_id"] == forms.SEND
    await office.submit("UDANA", {**form, "callback_id": forms.RUSH}, "The office is flooded.")
    assert office.phones.setups["1"].options["recording"] is False


async def rush_without_a_reason(office: Scene) -> None:
    form = await office.form(text=CLOSE_NOW)
    for reason in ("", " ", "!!", "\u200b"):
        await office.submit("UDANA", form, reason)


async def right_to_rush_lost(office: Scene) -> None:
    """It was sent, and before it is applied the person is gone."""
    await office.submit("UDANA", await office.form(text=CLOSE_NOW), "The office is flooded.")
    office.slack.people["UDANA"] = {"deleted": True}


async def own_emergency_ratified(office: Scene) -> None:
    await office.click("UDANA", await rushed(office), cards.RATIFY)


async def own_emergency_ratified_through_the_group(office: Scene) -> None:
    office.slack.groups["SLEADS"] = ["UDANA", "UAMIR"]
    await office.click("UDANA", await rushed(office), cards.RATIFY)


async def ratified_twice(office: Scene) -> None:
    card = await rushed(office)
    await office.click("UAMIR", card, cards.RATIFY)
    for user in ("UAMIR", "UNOOR"):
        await office.click(user, card, cards.RATIFY)


async def ratified_by_two_at_once(office: Scene) -> None:
    card = await rushed(office)
    await asyncio.gather(*(office.click(user, card, cards.RATIFY) for user in ("UAMIR", "UNOOR")))


async def undone_by_hand(office: Scene, user: str = "UAMIR") -> Json:
    """An emergency that somebody has undone with its button; its card as it was."""
    understood(office, undo_request_1=UNDO)
    card = as_it_is(await rushed(office))
    await office.click(user, card, cards.REVERT)
    await settled(office)
    return card


async def ratified_after_it_was_undone(office: Scene) -> None:
    await office.click("UNOOR", await undone_by_hand(office), cards.RATIFY)


async def undone_by_whoever_made_it(office: Scene) -> None:
    await undone_by_hand(office, "UDANA")


async def undone_twice(office: Scene) -> None:
    understood(office, undo_request_1=UNDO)
    card = await rushed(office)
    await asyncio.gather(*(office.click(user, card, cards.REVERT) for user in ("UAMIR", "UNOOR", "UAMIR")))
    assert len(await office.store(lambda store: store.requests_in(State))) == 2


async def undone_by_a_stranger(office: Scene) -> None:
    await office.click("UERIN", await rushed(office), cards.REVERT)


async def undone_after_it_was_ratified(office: Scene) -> None:
    card = await rushed(office)
    await office.click("UAMIR", card, cards.RATIFY)
    await office.click("UNOOR", card, cards.REVERT)


async def ratified_and_undone_at_once(office: Scene) -> None:
    understood(office, undo_request_1=UNDO)
    card = await rushed(office)
    await asyncio.gather(office.click("UAMIR", card, cards.RATIFY), office.click("UNOOR", card, cards.REVERT))


async def ratified_at_the_deadline(office: Scene) -> None:
    card = await rushed(office)
    office.clock.advance(hours=1)
    await asyncio.gather(office.keeper().work(), office.click("UAMIR", card, cards.RATIFY))
    await office.keeper().work()


async def deadline_passes_before_it_is_applied(office: Scene) -> None:
    """All applying was stopped meanwhile."""
    await frozen(office)
    await rushed(office)
    office.clock.advance(hours=2)
    understood(office, unfreeze=THAW)
    await office.command("UAMIR", "unfreeze")


async def tried_again_after_the_deadline(office: Scene) -> None:
    """What failed of an emergency that nobody has ratified is not tried again, in its time or later."""
    office.phones.refusal = RefusedError("It said no.")
    await rushed(office)
    office.phones.refusal = None
    old = button(cards.RETRY, '{"request":1,"digest":""}')
    await office.click("UDANA", old, cards.RETRY, ephemeral=True)
    office.clock.advance(hours=2)
    await office.click("UDANA", old, cards.RETRY, ephemeral=True)


async def frozen(office: Scene) -> Json:
    """Amir has stopped all applying; the card of that."""
    understood(office, freeze=FREEZE)
    await office.command("UAMIR", "freeze")
    await office.reconciler().reconcile()
    return next(each for each in office.slack.top_level(APPROVALS) if "Nothing is applied" in each["text"])


async def frozen_before_it_is_applied(office: Scene) -> None:
    card = await asked(office)
    await office.click("UAMIR", card, cards.APPROVE)
    await frozen(office)


async def stopped_by_a_stranger(office: Scene) -> None:
    understood(office, freeze=FREEZE)
    await office.command("UERIN", "freeze")
    assert await office.store(lambda store: store.frozen()) is None
    await office.click("UAMIR", await asked(office), cards.APPROVE)


async def stopped_twice(office: Scene) -> None:
    understood(office, freeze=FREEZE)
    await asyncio.gather(*(office.command(user, "freeze") for user in ("UAMIR", "UNOOR")))
    assert len(await office.store(lambda store: store.open_alerts(kind=AlertKind.FROZEN))) == 1


async def freeze_lifted_by_who_asked(office: Scene) -> None:
    """With the button, and in words."""
    understood(office, unfreeze=THAW)
    await frozen_before_it_is_applied(office)
    card = next(each for each in office.slack.top_level(APPROVALS) if "Nothing is applied" in each["text"])
    await office.click("UDANA", card, alert_cards.THAW)
    await office.command("UDANA", "unfreeze")


async def freeze_lifted_by_who_was_an_approver(office: Scene) -> None:
    """What is known of somebody for up to a minute is not enough to let everything go on."""
    understood(office, unfreeze=THAW)
    await frozen(office)
    await office.command("UNOOR", "status")
    office.slack.answers.pop()
    office.slack.people["UNOOR"] = {"deleted": True}
    await office.command("UNOOR", "unfreeze")
    assert await office.store(lambda store: store.frozen()) is not None


APPLIED = Case(rushed, State.VERIFIED, writes=1)
"""The emergency stands."""
APPROVED = Case(asked, State.VERIFIED, ("UAMIR approved",), writes=1)

CASES = {
    "sent as an emergency by who may not": Case(
        forged_rush, None, refused=["UERIN apply at once"], told=["You cannot have this applied at once"]
    ),
    "something of high risk as an emergency": Case(
        risky_rush, None, refused=["UDANA apply at once"], told=["Its risk is too high to be applied at once"]
    ),
    "an emergency that says nothing": Case(rush_without_a_reason, None, told=["Say why this cannot wait"] * 4),
    "an emergency of somebody who is gone before it is applied": Case(right_to_rush_lost),
    "one's own emergency ratified": APPLIED._replace(
        attack=own_emergency_ratified,
        policy=RULES.model_copy(update={"approve": ("UDANA", "UAMIR")}),
        refused=["UDANA ratify"],
        told=[OWN],
    ),
    "one's own emergency ratified through the group": APPLIED._replace(
        attack=own_emergency_ratified_through_the_group,
        policy=LEADS.model_copy(update={"emergency": ("UDANA",)}),
        refused=["UDANA ratify"],
        told=[OWN],
    ),
    "an emergency ratified twice": APPLIED._replace(
        attack=ratified_twice, decisions=["UAMIR ratified"], told=["has ratified request 1 already"] * 2
    ),
    "an emergency ratified by two at once": APPLIED._replace(
        attack=ratified_by_two_at_once,
        decisions=["UAMIR ratified"],
        told=["ratified request 1"],
        otherwise=[
            APPLIED._replace(decisions=[f"{first} ratified"], told=["ratified request 1"], refused=refused)
            for first, second in (("UAMIR", "UNOOR"), ("UNOOR", "UAMIR"))
            for refused in ((), (f"{second} ratify",))
        ],
    ),
    "an emergency ratified after it was undone": Case(
        ratified_after_it_was_undone,
        State.REVERTED,
        refused=["UNOOR ratify"],
        told=["there is nothing left to ratify"],
        writes=2,
    ),
    "an emergency undone by whoever made it": Case(undone_by_whoever_made_it, State.REVERTED, writes=2),
    "an emergency undone by two at once, and twice": Case(undone_twice, State.REVERTED, writes=2),
    "an emergency undone by a stranger": APPLIED._replace(
        attack=undone_by_a_stranger, refused=["UERIN revert"], told=[NOT_YOURS]
    ),
    "an emergency undone after it was ratified": APPLIED._replace(
        attack=undone_after_it_was_ratified,
        decisions=["UAMIR ratified"],
        refused=["UNOOR revert"],
        told=["does not wait to be ratified"],
    ),
    "an emergency ratified and undone at once": APPLIED._replace(
        attack=ratified_and_undone_at_once,
        decisions=["UAMIR ratified"],
        otherwise=[
            APPLIED._replace(decisions=["UAMIR ratified"], refused=["UNOOR revert"], told=["does not wait to be"]),
            Case(rushed, State.REVERTED, refused=["UAMIR ratify"], told=["It is too late to ratify"], writes=2),
        ],
    ),
    "an emergency ratified at the last moment": Case(
        ratified_at_the_deadline, State.REVERTED, refused=["UAMIR ratify"], told=["ratify request 1"], writes=2
    ),
    "an emergency whose time is over before it is applied": Case(
        deadline_passes_before_it_is_applied, State.EXPIRED, told=["Nothing more is applied", "The freeze was lifted"]
    ),
    "an emergency tried again when its time is over": Case(
        tried_again_after_the_deadline, State.FAILED, writes=1, refused=["UDANA retry"], told=["can be tried again"] * 2
    ),
    "all applying is stopped before it is applied": Case(
        frozen_before_it_is_applied, State.APPROVED, ("UAMIR approved",), told=["Nothing more is applied"]
    ),
    "all applying is stopped by a stranger": APPROVED._replace(
        attack=stopped_by_a_stranger, refused=["UERIN freeze"], told=["Only approvers can stop"]
    ),
    "all applying is stopped by two at once": Case(
        stopped_twice, None, told=["Nothing more is applied", "It is frozen already"]
    ),
    "the freeze is lifted by whoever asked": Case(
        freeze_lifted_by_who_asked,
        State.APPROVED,
        ("UAMIR approved",),
        refused=["UDANA unfreeze"],
        told=["Nothing more is applied", *["Only approvers can lift"] * 2],
    ),
    "the freeze is lifted by who was an approver until just now": Case(
        freeze_lifted_by_who_was_an_approver,
        None,
        refused=["UNOOR unfreeze"],
        told=["Nothing more is applied", "Only full members of this workspace can use Switchhook"],
    ),
}


@pytest.mark.parametrize("name", CASES)
async def test_no_way_leads_round_an_approval(name: str, caplog: pytest.LogCaptureFixture) -> None:
    await judged(CASES[name], caplog)
