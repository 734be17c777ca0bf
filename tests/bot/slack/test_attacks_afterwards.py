"""What comes after an approval: second tries, undoing by halves, and changes from outside are no way round one."""

import asyncio
import json
from functools import partial

import pytest

from adapters import RefusedError
from bot.alerts import AlertKind
from bot.language import Ask, Verb
from bot.requests import State
from bot.slack import alert_cards, cards
from bot.store import Store
from tests.bot.slack.attacks import (
    Attack,
    Case,
    as_it_is,
    asked,
    button,
    card_of,
    judged,
    last_form,
    settled,
    understood,
)
from tests.bot.slack.fake_slack import APPROVALS, Json
from tests.bot.slack.scene import CLOSE, CLOSE_NOW, Scene

UNDO = Ask(verb=Verb.UNDO, lines=("*",), request=1, sentence="Undo request 1.")

OUTSIDE = "Only full members of this workspace can use Switchhook"
OWN, NOT_YOURS = "Nobody approves their own", "Only approvers can decide"


async def failed(office: Scene) -> Json:
    """An approved request that the vendor has refused; its card."""
    office.phones.refusal = RefusedError("It said no.")
    await office.click("UAMIR", await asked(office), cards.APPROVE)
    await settled(office)
    office.phones.refusal = None
    return card_of(office)


def tried_again_by(*users: str) -> Attack:
    async def attack(office: Scene) -> None:
        card = await failed(office)
        await asyncio.gather(*(office.click(user, card, cards.RETRY) for user in users))

    return attack


async def tried_again_after_the_approver_left(office: Scene) -> None:
    card = await failed(office)
    office.slack.people["UAMIR"] = {"deleted": True}
    await office.click("UDANA", card, cards.RETRY)


async def tried_again_though_rejected(office: Scene) -> None:
    await failed(office)
    await asked(office)
    await office.click("UAMIR", card_of(office, 2), cards.REJECT)
    await office.submit("UAMIR", last_form(office), "No.")
    await office.click("UDANA", button(cards.RETRY, '{"request":2}'), cards.RETRY, ephemeral=True)


async def failed_in_part(office: Scene) -> Json:
    """A request for two lines, of which the vendor has refused one; its card."""
    both = office.desk.asks[CLOSE].model_copy(update={"lines": ("Sales", "Support")})
    understood(office, close_both=both, undo_request_1=UNDO)
    office.phones.refused = {"2"}
    await office.click("UAMIR", await asked(office, text="close both"), cards.APPROVE)
    await settled(office)
    return card_of(office)


async def put_back_by(office: Scene, user: str) -> None:
    await office.click(user, card_of(office), cards.COMPENSATE)


async def put_back_by_a_guest(office: Scene) -> None:
    await failed_in_part(office)
    office.slack.people["UERIN"] = {"is_restricted": True}
    await put_back_by(office, "UERIN")
    assert "Undo" not in json.dumps(last_form(office))


async def put_back_twice(office: Scene) -> None:
    """Two forms are sent; the second has nothing left to do."""
    card = as_it_is(await failed_in_part(office))
    for user in ("UDANA", "UNOOR"):
        await put_back_by(office, user)
        await office.submit(user, last_form(office))
    await office.reconciler().reconcile()
    for each in [as_it_is(card_of(office, number)) for number in (2, 3)]:
        await office.click("UAMIR", each, cards.APPROVE)
        await settled(office)
    await office.click("UDANA", card, cards.COMPENSATE)


async def drifted(office: Scene) -> Json:
    """Somebody has changed a line at the phone system; the card of that."""
    await office.desk.status(["Support"])
    await office.keeper().work()
    office.phones.setups["1"] = office.phones.setups["1"].model_copy(update={"routing": "roundrobin"})
    await office.desk.status(["Support"])
    await office.reconciler().reconcile()
    return office.slack.top_level(APPROVALS)[-1]


async def tried_again_though_it_is_over(office: Scene) -> None:
    """A copy of the card has the button still."""
    card = as_it_is(await failed(office))
    office.clock.advance(hours=40)
    await office.reconciler().reconcile()
    assert cards.RETRY not in json.dumps(card_of(office))
    await office.click("UDANA", card, cards.RETRY)


async def adopted_by_a_stranger(office: Scene) -> None:
    await office.click("UERIN", await drifted(office), alert_cards.ADOPT)
    assert await office.store(lambda store: store.open_alerts())


async def adopted_twice(office: Scene) -> None:
    card = await drifted(office)
    await asyncio.gather(*(office.click(user, card, alert_cards.ADOPT) for user in ("UAMIR", "UNOOR")))
    adopted = [each for each in await office.store(lambda store: store.records()) if each.kind == "adopted"]
    assert len(adopted) == 1


async def own_restoring_approved(office: Scene) -> None:
    """Whoever has pressed Restore has asked for it."""
    await office.click("UAMIR", await drifted(office), alert_cards.RESTORE)
    await office.submit("UAMIR", last_form(office))
    await office.reconciler().reconcile()
    await office.click("UAMIR", card_of(office), cards.APPROVE)
    assert office.phones.setups["1"].routing == "roundrobin"


async def adopted_while_restored(office: Scene) -> None:
    """What was adopted meanwhile is not led back without another look."""
    card = await drifted(office)
    await office.click("UDANA", card, alert_cards.RESTORE)
    await office.submit("UDANA", last_form(office))
    await office.click("UNOOR", card, alert_cards.ADOPT)
    await office.click("UNOOR", card, alert_cards.RESTORE)


async def alert_raised(office: Scene) -> None:
    """A stranger presses what closes a line."""
    await office.store(
        partial(Store.raise_alert, kind=AlertKind.NOT_CLOSED, text="It is open.", line="fake:9", name="Support")
    )
    await office.reconciler().reconcile()
    understood(office, close_Support_now=office.desk.asks[CLOSE_NOW])
    office.slack.people["UERIN"] = {"is_restricted": True}
    await office.click("UERIN", office.slack.top_level(APPROVALS)[-1], alert_cards.CLOSE)


APPROVED = Case(asked, State.VERIFIED, ("UAMIR approved",), writes=1)
FAILED = Case(failed, State.FAILED, ("UAMIR approved",), writes=1)

CASES = {
    "a failure tried again by a stranger": FAILED._replace(
        attack=tried_again_by("UERIN"), refused=["UERIN retry"], told=[NOT_YOURS]
    ),
    "a failure tried again by two at once": APPROVED._replace(
        attack=tried_again_by("UDANA", "UAMIR"),
        writes=2,
        refused=["UAMIR retry"],
        told=["Nothing of request 1 "],
        otherwise=[APPROVED._replace(writes=2, refused=["UDANA retry"], told=["Nothing of request 1 "])],
    ),
    "a failure tried again after the approver has left": FAILED._replace(
        attack=tried_again_after_the_approver_left, state=State.PENDING
    ),
    "a failure tried again when it is over": FAILED._replace(
        attack=tried_again_though_it_is_over, refused=["UDANA retry"], told=["what failed is over"]
    ),
    "a rejected request tried again": FAILED._replace(
        attack=tried_again_though_rejected, refused=["UDANA retry"], told=["Nothing of request 2 has failed"]
    ),
    "half of a request put back by a guest": Case(
        put_back_by_a_guest,
        State.FAILED,
        ("UAMIR approved",),
        refused=["UERIN compensate"],
        told=[OUTSIDE],
        writes=2,
    ),
    "half of a request put back twice": Case(
        put_back_twice,
        State.FAILED,
        ("UAMIR approved",),
        refused=["UAMIR approve", "UDANA compensate"],
        told=["already superseded", "has not failed in part"],
        writes=3,
    ),
    "a change from outside adopted by a stranger": Case(
        adopted_by_a_stranger, None, refused=["UERIN adopt"], told=["Only approvers can adopt"]
    ),
    "a change from outside adopted by two at once": Case(
        adopted_twice,
        None,
        refused=["UNOOR adopt"],
        told=["so nothing was done"],
        otherwise=[Case(adopted_twice, None, refused=["UAMIR adopt"], told=["so nothing was done"])],
    ),
    "a change from outside led back by one person alone": Case(
        own_restoring_approved, refused=["UAMIR approve"], told=[OWN]
    ),
    "a change from outside led back though it was adopted": Case(adopted_while_restored, told=["That is over already"]),
    "a line closed by a guest with the button of an alert": Case(
        alert_raised, None, refused=["UERIN ask"], told=[OUTSIDE]
    ),
}


@pytest.mark.parametrize("name", CASES)
async def test_nothing_afterwards_leads_round_an_approval(name: str, caplog: pytest.LogCaptureFixture) -> None:
    await judged(CASES[name], caplog)
