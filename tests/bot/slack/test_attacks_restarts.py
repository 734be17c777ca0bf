"""What changes between a click and the phones: rights, rules, freezes, and processes that end at any step."""

import asyncio
import datetime as dt

import pytest

from adapters import UnreachableError
from bot.language import Ask, Verb
from bot.policy import Policy
from bot.policy.rules import Rule, Terms
from bot.requests import State
from bot.slack import cards
from bot.slack.request_cards import BEFORE_THE_CARD
from tests.bot.slack.attacks import LEADS, ROOM, RULES, TWO, Attack, Case, asked, card_of, judged, settled
from tests.bot.slack.blocks_check import buttons, texts
from tests.bot.slack.fake_slack import APPROVALS, Json
from tests.bot.slack.scene import CLOSE, CLOSE_NOW, KilledError, Scene
from tests.fakes import WEEK

AMIR = ("UAMIR approved",)
REOPEN = Ask(verb=Verb.UNDO, lines=("Support",), request=1, sentence="Undo request 1.")
FREE = RULES.model_copy(update={"approval_to_restore": False})
"""What only leads back to the usual needs nobody."""


async def approved(office: Scene) -> Json:
    """A request that Amir has approved and that is not applied yet; its card."""
    card = await asked(office)
    await office.click("UAMIR", card, cards.APPROVE)
    return card


def approved_and_then(**profile: object) -> Attack:
    """Amir is not who he was any more before it is applied."""

    async def attack(office: Scene) -> None:
        await approved(office)
        office.slack.people["UAMIR"] = profile
        await settled(office)
        told = " ".join(each["text"] for each in office.slack.thread(APPROVALS, card_of(office)["ts"]))
        assert "may no longer approve changes of Support" in told
        assert "<@UNOOR>" in told

    return attack


async def left_the_group(office: Scene) -> None:
    await approved(office)
    office.slack.groups["SLEADS"] = ["UNOOR"]


async def left_the_channel(office: Scene) -> None:
    await approved(office)
    office.slack.inside["CROOM"] = ["UNOOR"]


async def channel_was_shared(office: Scene) -> None:
    await approved(office)
    office.slack.channels["CROOM"] = {"is_ext_shared": True}


async def left_and_another_approved(office: Scene) -> None:
    """The card that is true again can be used by somebody else."""
    await approved(office)
    office.slack.people["UAMIR"] = {"deleted": True}
    await settled(office)
    await office.click("UNOOR", card_of(office), cards.APPROVE)


async def one_of_two_left(office: Scene) -> None:
    card = await asked(office)
    for user in ("UAMIR", "UNOOR"):
        await office.click(user, card, cards.APPROVE)
    office.slack.people["UNOOR"] = {"is_restricted": True}


async def slack_is_away(office: Scene) -> None:
    """Nobody can tell whether Amir still may: nothing is applied, and he is not said to have lost the right."""
    await approved(office)
    office.slack.refusals["users.info"] = ["internal_error"] * 9
    await office.keeper().work()
    office.slack.refusals.clear()
    assert office.phones.applied() == 0
    assert (await office.request()).state is State.APPROVED


async def slack_stays_away(office: Scene) -> None:
    await approved(office)
    office.slack.refusals["users.info"] = ["internal_error"] * 9
    await office.keeper().work()
    office.slack.refusals["users.info"] = ["internal_error"] * 9


async def asked_back_to_the_usual(office: Scene) -> None:
    """A request that nobody has to approve."""
    await approved(office)
    await settled(office)
    office.desk.asks = {**office.desk.asks, "undo it": REOPEN}
    await office.submit("UDANA", await office.form(text="undo it"))
    assert (await office.request(2)).state is State.APPROVED


async def asker_is_gone(office: Scene) -> None:
    await asked_back_to_the_usual(office)
    office.slack.people["UDANA"] = {"deleted": True}
    await settled(office)
    assert (await office.request(2)).state is State.PENDING


async def approval_is_wanted_by_now(office: Scene) -> None:
    """The settings were changed, and Switchhook was started anew."""
    await asked_back_to_the_usual(office)
    await office.start(RULES)
    await settled(office)
    assert (await office.request(2)).state is State.PENDING


def clicked_after_a_start_with(policy: Policy, *users: str) -> Attack:
    """The rules are others when it is approved than when it was asked."""

    async def attack(office: Scene) -> None:
        card = await asked(office)
        await office.start(policy)
        for user in users:
            await office.click(user, card, cards.APPROVE)

    return attack


def applied_after_a_start_with(policy: Policy) -> Attack:
    """The rules are others when it is applied than when it was approved."""

    async def attack(office: Scene) -> None:
        await approved(office)
        await office.start(policy)

    return attack


async def emergency_is_forbidden_by_now(office: Scene) -> None:
    await office.submit("UDANA", await office.form(text=CLOSE_NOW), "The office is flooded.")
    await office.start(RULES.model_copy(update={"emergency": ()}))


def killed(*steps: str) -> Attack:
    """The process ends at each of these steps of the worker, and begins anew."""

    async def attack(office: Scene) -> None:
        await approved(office)
        for step in steps:
            await _killed_at(office, step)

    return attack


async def _killed_at(office: Scene, step: str) -> None:
    office.kill_at = step
    with pytest.raises(KilledError):
        await office.keeper().work()
    await office.start(office.desk.policy)


async def frozen_when_it_was_cut_off(office: Scene) -> None:
    """It was claimed, nothing was written, and all applying was stopped before the next process began."""
    await approved(office)
    await _killed_at(office, "claimed")
    office.desk.asks = {**office.desk.asks, "freeze": Ask(verb=Verb.FREEZE)}
    await office.command("UAMIR", "freeze")


async def line_moves_when_it_was_cut_off(office: Scene) -> None:
    await approved(office)
    await _killed_at(office, "before the write")
    setup = office.phones.setups["1"]
    office.phones.setups["1"] = setup.model_copy(update={"hours": setup.hours.model_copy(update={"sat": WEEK.fri})})


async def started_between_question_and_click(office: Scene) -> None:
    """The first click after a start is no other than the ones before."""
    card = await asked(office)
    await office.start(office.desk.policy)
    await office.click("UAMIR", card, cards.APPROVE)
    await office.start(office.desk.policy)


async def started_with_a_form_open(office: Scene) -> None:
    form = await office.form()
    await office.start(office.desk.policy)
    await office.submit("UDANA", form)


async def killed_before_each_card(office: Scene) -> None:
    """The process ends before whatever is posted; in the end each is there once."""
    await office.submit("UDANA", await office.form())
    for _ in range(3):
        office.kill_at = BEFORE_THE_CARD
        with pytest.raises(KilledError):
            await office.reconciler().reconcile()
        await office.start(office.desk.policy)
    await office.reconciler().reconcile()
    assert len(office.slack.top_level(APPROVALS)) == len(office.slack.messages["DUDANA"]) == 1


async def answer_of_slack_lost(office: Scene) -> None:
    """Slack has posted the card, and says that it has not."""
    await office.submit("UDANA", await office.form())
    office.slack.lost = ["chat.postMessage"]
    await office.reconciler().reconcile()
    await office.start(office.desk.policy)
    await office.reconciler().reconcile()
    assert len(office.slack.top_level(APPROVALS)) == 1


async def two_keepers(office: Scene) -> None:
    """Two rounds of work at the same time."""
    await approved(office)
    keeper = office.keeper()
    await asyncio.gather(keeper.work(), keeper.work())


async def three_approved_one_line(office: Scene) -> None:
    """Requests for the same line are applied one after the other, each as it was approved."""
    days = (24, 25, 26)
    asks = {}
    for number, day in enumerate(days, start=1):
        window = (
            office.desk.asks[CLOSE]
            .windows[0]
            .model_copy(update={"start": dt.datetime(2026, 11, day), "end": dt.datetime(2026, 11, day + 1)})
        )
        asks[f"close {number}"] = office.desk.asks[CLOSE].model_copy(update={"windows": (window,)})
    office.desk.asks = {**office.desk.asks, **asks}
    for words in asks:
        await asked(office, text=words)
    await asyncio.gather(*(office.click("UAMIR", card_of(office, number), cards.APPROVE) for number in (1, 2, 3)))
    await settled(office)
    assert [each.start.day for each in office.phones.setups["1"].overrides] == list(days)


async def second_while_the_first_is_unanswered(office: Scene) -> None:
    """Nobody knows what is written of the first, so the second one for the same line waits."""
    for number, day in enumerate((24, 26), start=1):
        dates = {"start": dt.datetime(2026, 11, day), "end": dt.datetime(2026, 11, day + 1)}
        window = office.desk.asks[CLOSE].windows[0].model_copy(update=dates)
        ask = office.desk.asks[CLOSE].model_copy(update={"windows": (window,)})
        office.desk.asks = {**office.desk.asks, f"close {number}": ask}
        await asked(office, text=f"close {number}")
        await office.click("UAMIR", card_of(office, number), cards.APPROVE)
    office.phones.failures = [UnreachableError("It does not answer.")] * 20
    await office.keeper().work()
    office.phones.failures.clear()
    assert office.phones.setups["1"].overrides == ()
    assert "waits for request 1" in (await office.request(2)).parts[0].note


async def overlapping(office: Scene) -> None:
    """Both cards name the other."""
    await asked(office)
    await asked(office, "UERIN")
    await office.reconciler().reconcile()
    for number, other in ((1, 2), (2, 1)):
        assert f"request {other}" in " ".join(texts(card_of(office, number)["blocks"]))
        assert cards.APPROVE in buttons(card_of(office, number)["blocks"])


STRICTER = RULES.model_copy(update={"rules": (Rule(changes=frozenset({"close"}), terms=Terms(quorum=2)),)})
WITHOUT_AMIR = RULES.model_copy(update={"approve": ("UNOOR",)})
VERIFIED = Case(approved, State.VERIFIED, AMIR, writes=1)
BACK = Case(approved, State.PENDING, AMIR)
"""It was approved, and waits for approval again."""
NOT_YOURS = "Only approvers can decide"

CASES = {
    "the approver is deactivated before it is applied": BACK._replace(attack=approved_and_then(deleted=True)),
    "the approver becomes a guest before it is applied": BACK._replace(attack=approved_and_then(is_restricted=True)),
    "the approver moves to another workspace before it is applied": BACK._replace(
        attack=approved_and_then(team_id="T2")
    ),
    "the approver leaves the group before it is applied": BACK._replace(attack=left_the_group, policy=LEADS),
    "the approver leaves the channel before it is applied": BACK._replace(attack=left_the_channel, policy=ROOM),
    "the channel is shared before it is applied": BACK._replace(attack=channel_was_shared, policy=ROOM),
    "the approver leaves, and another approves": VERIFIED._replace(
        attack=left_and_another_approved, decisions=("UAMIR approved", "UNOOR approved")
    ),
    "one of two approvers leaves before it is applied": BACK._replace(
        attack=one_of_two_left, policy=TWO, decisions=("UAMIR approval", "UNOOR approved")
    ),
    "Slack is away when it is to be applied, and comes back": VERIFIED._replace(attack=slack_is_away),
    "Slack stays away when it is to be applied": Case(slack_stays_away, State.APPROVED, AMIR),
    "whoever asked for what nobody has to approve is gone before it is applied": VERIFIED._replace(
        attack=asker_is_gone, policy=FREE
    ),
    "what nobody had to approve has to be approved by now": VERIFIED._replace(
        attack=approval_is_wanted_by_now, policy=FREE
    ),
    "two have to approve since it was asked": Case(
        clicked_after_a_start_with(STRICTER, "UAMIR"), decisions=["UAMIR approval"], policy=RULES
    ),
    "two have to approve since it was asked, and do": VERIFIED._replace(
        attack=clicked_after_a_start_with(STRICTER, "UAMIR", "UNOOR"), decisions=["UAMIR approval", "UNOOR approved"]
    ),
    "somebody is no approver any more since it was asked": Case(
        clicked_after_a_start_with(WITHOUT_AMIR, "UAMIR"), refused=["UAMIR approve"], told=[NOT_YOURS]
    ),
    "a group approves since it was asked, in which nobody was known": Case(
        clicked_after_a_start_with(LEADS, "UAMIR"),
        refused=["UAMIR approve"],
        told=["You became an approver only after"],
    ),
    "nobody approves any more since it was asked": Case(
        clicked_after_a_start_with(Policy(approve=()), "UAMIR"), refused=["UAMIR approve"], told=[NOT_YOURS]
    ),
    "two have to approve since it was approved": BACK._replace(attack=applied_after_a_start_with(STRICTER)),
    "the approver is none any more since it was approved": BACK._replace(
        attack=applied_after_a_start_with(WITHOUT_AMIR)
    ),
    "nobody may have emergencies since it was sent": Case(emergency_is_forbidden_by_now),
    "a start between the question and the click, and one after it": VERIFIED._replace(
        attack=started_between_question_and_click
    ),
    "a start while a form is open": Case(started_with_a_form_open),
    "the end once it was claimed": VERIFIED._replace(attack=killed("claimed")),
    "the end before the write": VERIFIED._replace(attack=killed("before the write")),
    "the end after the write": VERIFIED._replace(attack=killed("after the write")),
    "the end at every step, one after the other": VERIFIED._replace(
        attack=killed("claimed", "before the write", "before the write", "after the write")
    ),
    "a freeze after the end": Case(frozen_when_it_was_cut_off, State.APPLYING, AMIR, told=["Nothing more is applied"]),
    "the line moves after the end": BACK._replace(attack=line_moves_when_it_was_cut_off),
    "the end before each card": Case(killed_before_each_card),
    "an answer of Slack's that is lost": Case(answer_of_slack_lost),
    "two rounds of work at once": VERIFIED._replace(attack=two_keepers),
    "three requests for one line at once": VERIFIED._replace(attack=three_approved_one_line, writes=3),
    "a second request for a line while the first is unanswered": VERIFIED._replace(
        attack=second_while_the_first_is_unanswered, writes=2
    ),
    "two requests for the same day": Case(overlapping),
}


@pytest.mark.parametrize("name", CASES)
async def test_what_was_approved_is_applied_once_and_only_while_it_is_right(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    await judged(CASES[name], caplog)
