"""Who clicks: nobody decides, asks, stops or takes anything on who is not entitled to it, now and when it was asked."""

import asyncio
from collections.abc import Mapping
from functools import partial

import pytest

from bot.alerts import AlertKind
from bot.language import Ask, Verb
from bot.policy import Policy
from bot.refusals import OUTSIDER
from bot.requests import State
from bot.slack import alert_cards, cards, replies
from bot.store import Store
from tests.bot.slack.attacks import LEADS, ROOM, RULES, Attack, Case, asked, button, judged, rushed, settled
from tests.bot.slack.blocks_check import texts
from tests.bot.slack.fake_slack import APPROVALS, Json
from tests.bot.slack.scene import BROAD, CLOSE_NOW, Scene

OUTSIDERS: Mapping[str, Json] = {
    "a guest": {"is_restricted": True},
    "a guest of one channel": {"is_ultra_restricted": True},
    "somebody deactivated": {"deleted": True},
    "a bot": {"is_bot": True},
    "somebody of another workspace": {"team_id": "T2"},
    "a stranger in a shared channel": {"is_stranger": True},
}

SLACKBOT = "USLACKBOT"
"""Slack says of it that it is no bot."""
STRANGERS = tuple(f"USTRANGER{number}" for number, _ in enumerate(OUTSIDERS))

OUTSIDE = "Only full members of this workspace can use Switchhook"
NOT_YOURS, OWN, JOINED = "Only approvers can decide", "Nobody approves their own", "You became an approver only after"


def decided_by_outsider(profile: Json) -> Attack:
    async def attack(office: Scene) -> None:
        card = await asked(office)
        office.slack.people["UNOOR"] = profile
        await office.click("UNOOR", card, cards.APPROVE)
        await office.click("UNOOR", card, cards.REJECT)

    return attack


def named(office: Scene) -> list[str]:
    """An outsider of each kind; the policy names them all."""
    for user, profile in zip(STRANGERS, OUTSIDERS.values(), strict=True):
        office.slack.people[user] = profile
    return list(STRANGERS)


async def ended_by_outsiders(office: Scene) -> None:
    card = await rushed(office)
    clicks = (office.click(user, card, action) for user in named(office) for action in (cards.RATIFY, cards.REVERT))
    await asyncio.gather(*clicks)


async def begun_by_outsiders(office: Scene) -> None:
    """They ask, stop everything, lift a freeze, and adopt and restore what was changed elsewhere."""
    await office.desk.status(["Support"])
    await office.keeper().work()
    office.phones.setups["1"] = office.phones.setups["1"].model_copy(update={"routing": "roundrobin"})
    await office.desk.status(["Support"])
    await office.store(partial(Store.raise_alert, kind=AlertKind.FROZEN, text="Nothing is applied."))
    await office.reconciler().reconcile()
    drift, frozen = office.slack.top_level(APPROVALS)
    office.desk.asks = {**office.desk.asks, "freeze": Ask(verb=Verb.FREEZE)}
    for user in named(office):
        await asyncio.gather(
            office.command(user, CLOSE_NOW),
            office.command(user, "freeze"),
            office.click(user, drift, alert_cards.ADOPT),
            office.click(user, drift, alert_cards.RESTORE),
            office.click(user, frozen, alert_cards.THAW),
        )
    assert len(await office.store(lambda store: store.open_alerts())) == 2
    assert office.slack.views == {}


async def looked_at_by_outsiders(office: Scene) -> None:
    """They ask in every place, press what shows more, and open Home."""
    await asked(office)
    details, page = button(cards.DETAILS, '{"request":1}'), button(f"{replies.PAGE}_1", '{"words":"status","page":0}')
    for user in (*named(office), SLACKBOT):
        for words in ("status", "history"):
            said = {"user": user, "text": words, "ts": "1.1"}
            await office.command(user, words)
            await office.event({"type": "app_mention", "channel": "CLINES", **said}, f"M{user}{words}")
            await office.event({"type": "message", "channel_type": "im", "channel": "DX", **said}, f"D{user}{words}")
        await office.click(user, details, cards.DETAILS, ephemeral=True)
        await office.click(user, page, f"{replies.PAGE}_1", ephemeral=True)
        await office.event({"type": "app_home_opened", "user": user, "tab": "home"}, f"H{user}")
    got = [each["text"] for channel in ("CLINES", "DX") for each in office.slack.messages[channel]]
    shown = [text for home in office.slack.homes.values() for text in texts(home["blocks"])]
    assert len(office.slack.homes) == len(OUTSIDERS) + 1
    assert len(got) == 4 * len(office.slack.homes)
    assert {*got, *shown} == {OUTSIDER}


async def went_on_as_a_guest(office: Scene) -> None:
    """They answer the question that they were asked when they were none."""
    await office.command("UERIN", BROAD)
    question = office.slack.answers.pop()
    office.slack.people["UERIN"] = {"is_restricted": True}
    await office.start(office.desk.policy)
    await office.click("UERIN", question, f"{replies.CHOICE}0")
    assert office.slack.views == {}


async def nobody_known(office: Scene) -> None:
    card = await asked(office)
    office.slack.refusals["users.info"] = ["user_not_found"]
    await office.click("UNOOR", card, cards.APPROVE)


async def slack_is_silent(office: Scene) -> None:
    card = await asked(office)
    office.slack.refusals["users.info"] = ["internal_error"]
    await office.click("UAMIR", card, cards.APPROVE)


async def groups_are_silent(office: Scene) -> None:
    card = await asked(office)
    office.slack.refusals["usergroups.users.list"] = ["internal_error"]
    await office.click("UAMIR", card, cards.APPROVE)


async def approvers_id_of_another_workspace(office: Scene) -> None:
    card = await asked(office)
    for action in (cards.APPROVE, cards.REJECT):
        await office.click("UAMIR", card, action, team="T2")


async def own_by_name(office: Scene) -> None:
    await office.click("UAMIR", await asked(office, "UAMIR"), cards.APPROVE)


async def own_by_id_of_another_workspace(office: Scene) -> None:
    await office.click("UAMIR", await asked(office, "UAMIR"), cards.APPROVE, team="T2")


async def own_through_what_they_belong_to(office: Scene) -> None:
    await office.click("UNOOR", await asked(office, "UNOOR"), cards.APPROVE)


async def own_once_an_approver(office: Scene) -> None:
    card = await asked(office)
    office.slack.groups["SLEADS"] = ["UAMIR", "UDANA"]
    await office.click("UDANA", card, cards.APPROVE)


async def friend_of_the_group(office: Scene) -> None:
    card = await asked(office)
    office.slack.groups["SLEADS"] = ["UAMIR", "UERIN"]
    for action in (cards.APPROVE, cards.REJECT):
        await office.click("UERIN", card, action)


async def friend_in_the_channel(office: Scene) -> None:
    card = await asked(office)
    office.slack.inside["CROOM"].append("UERIN")
    await office.click("UERIN", card, cards.APPROVE)


async def friend_back_in_the_group(office: Scene) -> None:
    """Who belonged to it when it was asked, left and came back is entitled."""
    card = await asked(office)
    office.slack.groups["SLEADS"] = ["UAMIR"]
    await office.click("UNOOR", card, cards.APPROVE)
    office.slack.groups["SLEADS"] = ["UAMIR", "UNOOR"]
    await office.click("UNOOR", card, cards.APPROVE)


def channel_is(**so: object) -> Attack:
    async def attack(office: Scene) -> None:
        card = await asked(office)
        office.slack.channels["CROOM"] = so
        await office.click("UAMIR", card, cards.APPROVE)

    return attack


async def channel_never_counted(office: Scene) -> None:
    office.slack.channels["CROOM"] = {"is_private": False}
    await office.submit("UDANA", await office.form())


async def group_lost_everybody(office: Scene) -> None:
    card = await asked(office)
    office.slack.groups["SLEADS"] = []
    await office.click("UAMIR", card, cards.APPROVE)


async def group_is_gone(office: Scene) -> None:
    card = await asked(office)
    del office.slack.groups["SLEADS"]
    await office.click("UAMIR", card, cards.APPROVE)


async def everybody(office: Scene) -> None:
    """`*` among the approvers is nobody."""
    await office.click("UERIN", await asked(office), cards.APPROVE)


async def nothing_is_sent(office: Scene) -> None:
    await office.submit("UDANA", await office.form())
    assert office.slack.messages == {}


async def sole_approver_asks(office: Scene) -> None:
    await office.submit("UAMIR", await office.form("UAMIR"))


async def only_some_may_ask(office: Scene) -> None:
    await office.command("UERIN", CLOSE_NOW)
    assert office.slack.views == {}


async def loses_the_right_over_the_form(office: Scene) -> None:
    form = await office.form("UERIN")
    await office.start(RULES.model_copy(update={"ask": ("UDANA",)}))
    await office.submit("UERIN", form)


async def right_person_at_last(office: Scene) -> None:
    """That the others are turned away keeps nobody from deciding who may."""
    card = await asked(office)
    for user in ("UERIN", "UDANA", "UAMIR"):
        await office.click(user, card, cards.APPROVE)
    await settled(office)
    await office.click("UNOOR", card | {"blocks": card_blocks(office)}, cards.APPROVE)


def card_blocks(office: Scene) -> object:
    """The card as it was first posted."""
    return office.slack.named("chat.postMessage")[0]["blocks"]


ALL_NAMED = RULES.model_copy(update={"approve": ("UAMIR", *STRANGERS), "emergency": ("UDANA", *STRANGERS)})
REFUSED = ("UNOOR approve", "UNOOR decide")
UNSENT = "Too few people besides you may approve this"

CASES = {
    **{
        f"{who} decides": Case(decided_by_outsider(so), refused=REFUSED, told=[OUTSIDE] * 2)
        for who, so in OUTSIDERS.items()
    },
    "outsiders who are named ratify an emergency, and have it undone": Case(
        ended_by_outsiders,
        State.VERIFIED,
        writes=1,
        policy=ALL_NAMED,
        refused=[f"{user} {attempt}" for user in STRANGERS for attempt in ("ratify", "revert")],
        told=[OUTSIDE] * 2 * len(STRANGERS),
    ),
    "outsiders who are named ask, freeze, thaw, adopt and restore": Case(
        begun_by_outsiders,
        None,
        policy=ALL_NAMED,
        refused=[f"{user} {attempt}" for user in STRANGERS for attempt in ("ask", "adopt", "restore", "unfreeze")],
        told=[OUTSIDE] * 5 * len(STRANGERS),
    ),
    "outsiders look at lines, requests and records": Case(
        looked_at_by_outsiders,
        policy=ALL_NAMED,
        refused=[f"{user} ask" for user in (*STRANGERS, SLACKBOT)],
        told=[OUTSIDE] * 4 * len([*STRANGERS, SLACKBOT]),
    ),
    "a question is answered by who is a guest by now": Case(went_on_as_a_guest, None, told=[OUTSIDE]),
    "somebody of whom Slack knows nothing approves": Case(nobody_known, refused=REFUSED[:1], told=[OUTSIDE]),
    "Slack does not say who an approver is": Case(slack_is_silent, told=["Slack does not say just now who you are"]),
    "Slack does not say who is in the group": Case(
        groups_are_silent, policy=LEADS, told=["Slack does not say just now who you are"]
    ),
    "somebody of another workspace has an approver's id": Case(
        approvers_id_of_another_workspace, refused=("UAMIR approve", "UAMIR decide"), told=[OUTSIDE] * 2
    ),
    "an approver approves their own": Case(own_by_name, refused=("UAMIR approve",), told=[OWN]),
    "an approver approves their own from another workspace": Case(
        own_by_id_of_another_workspace, refused=("UAMIR approve",), told=[OUTSIDE]
    ),
    "a member of the group approves their own": Case(
        own_through_what_they_belong_to, policy=LEADS, refused=REFUSED[:1], told=[OWN]
    ),
    "a member of the channel approves their own": Case(
        own_through_what_they_belong_to, policy=ROOM, refused=REFUSED[:1], told=[OWN]
    ),
    "who asked becomes an approver and approves": Case(
        own_once_an_approver, policy=LEADS, refused=("UDANA approve",), told=[OWN]
    ),
    "a friend joins the group after the asking": Case(
        friend_of_the_group, policy=LEADS, refused=("UERIN approve", "UERIN decide"), told=[JOINED] * 2
    ),
    "a friend joins the channel after the asking": Case(
        friend_in_the_channel, policy=ROOM, refused=("UERIN approve",), told=[JOINED]
    ),
    "an approver leaves the group, and comes back": Case(
        friend_back_in_the_group,
        State.VERIFIED,
        policy=LEADS,
        decisions=("UNOOR approved",),
        refused=REFUSED[:1],
        told=[NOT_YOURS],
        writes=1,
    ),
    "the channel of the approvers is made public": Case(
        channel_is(is_private=False), policy=ROOM, refused=("UAMIR approve",), told=[NOT_YOURS]
    ),
    "the channel of the approvers is shared with another company": Case(
        channel_is(is_ext_shared=True), policy=ROOM, refused=("UAMIR approve",), told=[NOT_YOURS]
    ),
    "the channel of the approvers is about to be shared": Case(
        channel_is(is_pending_ext_shared=True), policy=ROOM, refused=("UAMIR approve",), told=[NOT_YOURS]
    ),
    "the channel of the approvers was public all the time": Case(
        channel_never_counted, None, policy=ROOM, told=[UNSENT]
    ),
    "Switchhook is thrown out of the channel of the approvers": Case(
        channel_is(is_member=False), policy=ROOM, refused=("UAMIR approve",), told=[NOT_YOURS]
    ),
    "the group loses everybody": Case(group_lost_everybody, policy=LEADS, refused=("UAMIR approve",), told=[NOT_YOURS]),
    "the group is deleted": Case(group_is_gone, policy=LEADS, refused=("UAMIR approve",), told=[NOT_YOURS]),
    "everybody is named as approver": Case(
        everybody, policy=Policy(approve=("*", "UAMIR")), refused=("UERIN approve",), told=[NOT_YOURS]
    ),
    "nobody is named as approver": Case(nothing_is_sent, None, policy=Policy(approve=()), told=[UNSENT]),
    "the only approver asks": Case(sole_approver_asks, None, policy=Policy(approve=("UAMIR",)), told=[UNSENT]),
    "somebody asks who may not": Case(
        only_some_may_ask, None, policy=RULES.model_copy(update={"ask": ("UDANA",)}), told=["but not change them"]
    ),
    "somebody sends who may not ask any more": Case(
        loses_the_right_over_the_form, None, refused=["UERIN send"], told=["but not change them"]
    ),
    "the right person comes after the wrong ones": Case(
        right_person_at_last,
        State.VERIFIED,
        decisions=("UAMIR approved",),
        refused=("UERIN approve", "UDANA approve", "UNOOR approve"),
        told=[NOT_YOURS, OWN, "already verified"],
        writes=1,
    ),
}


@pytest.mark.parametrize("name", CASES)
async def test_nobody_does_what_is_not_theirs(name: str, caplog: pytest.LogCaptureFixture) -> None:
    await judged(CASES[name], caplog)
