"""What `switchhook check` says of the policy, in a workspace with people, groups and channels."""

import datetime as dt
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from pydantic import SecretStr

from bot.settings import (
    DialpadSettings,
    DigestSettings,
    FreezeSettings,
    LineSettings,
    PolicySettings,
    RuleSettings,
    Settings,
    SlackSettings,
    VendorSettings,
)
from bot.slack import check, policy_check
from bot.slack.connection import client_of
from bot.slack.finding import Finding
from sandbox.slack import App, Channel, Person, Team, UserGroup
from sandbox.slack.team import DEMO_SCOPES, derived_id
from sandbox.world import World

PEOPLE = (
    Person(name="dana", is_owner=True),
    Person(name="amir"),
    Person(name="noor"),
    Person(name="gil", is_restricted=True),
    Person(name="robot", is_bot=True),
    Person(name="zoe", deleted=True),
)
CHANNELS = (
    Channel(name="approvals", kind="private", members=("amir", "noor", "gil")),
    Channel(name="lines", members=("amir", "noor")),
    Channel(name="shared", kind="private", members=("amir", "noor"), is_ext_shared=True),
    Channel(name="old", kind="private", members=("amir", "noor"), is_archived=True),
    Channel(name="secret", kind="private", members=("amir", "noor"), has_bot=False),
)
GROUPS = (
    UserGroup(name="approvers", members=("amir", "noor")),
    UserGroup(name="open", members=("amir", "noor"), updated_by="amir"),
    UserGroup(name="empty"),
    UserGroup(name="guests", members=("gil", "zoe", "robot")),
)

Look = Callable[[PolicySettings], Awaitable[list[str]]]


def ids(prefix: str, *names: str) -> tuple[str, ...]:
    return tuple(derived_id(prefix, name) for name in names)


def settings(world: World, policy: PolicySettings) -> Settings:
    return Settings(
        slack=SlackSettings(
            approval_channel=derived_id("C", "approvals"),
            api_url=world.slack.api_url,
            bot_token=SecretStr(world.slack.bot_token),
            app_token=SecretStr(world.slack.app_token),
        ),
        policy=policy,
    )


async def served(scopes: frozenset[str] = DEMO_SCOPES) -> World:
    app = App(scopes=scopes)
    world = World(vendors=[], team=Team(name="Example", people=PEOPLE, channels=CHANNELS, groups=GROUPS, app=app))
    await world.start()
    return world


@pytest.fixture
async def world() -> AsyncIterator[World]:
    opened = await served()
    yield opened
    await opened.stop()


@pytest.fixture
def look(world: World) -> Look:
    """The lines that are said of a policy."""

    async def look(policy: PolicySettings) -> list[str]:
        given = settings(world, policy)
        return [each.line async for each in policy_check.findings(client_of(given), given)]

    return look


async def test_enough_approvers_are_fine(look: Look) -> None:
    assert await look(PolicySettings(approve=ids("U", "amir", "noor"))) == [
        "ok  [policy] approve: enough people can approve"
    ]


async def test_a_single_approver_is_remarked_since_nobody_approves_their_own(look: Look) -> None:
    (said,) = await look(PolicySettings(approve=ids("U", "amir")))

    assert said.startswith("see [policy] approve: only amir can approve, and nobody approves their own request")


async def test_where_only_approvers_may_ask_and_too_few_are_left_nothing_is_ever_approved(look: Look) -> None:
    (alone,) = await look(PolicySettings(ask=ids("U", "amir"), approve=ids("U", "amir")))
    rule = RuleSettings(approve=ids("U", "amir", "noor"), quorum=2, ask=ids("S", "approvers"))
    *_, together = await look(PolicySettings(approve=ids("U", "amir", "noor"), rules=(rule,)))

    assert alone.startswith("fix [policy] approve: only amir can approve, and nobody else may ask.")
    assert together.startswith("fix [[policy.rules]] 1: 2 have to approve and only amir and noor can, and nobody else")


async def test_where_somebody_without_rights_is_named_every_place_is_told(world: World) -> None:
    rule = RuleSettings(ask=(*ids("U", "amir"), *ids("U", "gil")))
    given = settings(world, PolicySettings(approve=ids("U", "amir", "noor", "gil"), rules=(rule,)))
    vendors = VendorSettings(dialpad=DialpadSettings(portal=ids("U", "zoe")))
    given = given.model_copy(update={"vendors": vendors})

    said = [each.line async for each in policy_check.findings(client_of(given), given)]

    assert any(each.endswith("take them out of [policy] approve and [[policy.rules]] 1, ask") for each in said)
    assert any(
        each.startswith(f"fix person {derived_id('U', 'zoe')}") and each.endswith("out of [vendors.dialpad] portal")
        for each in said
    )


@pytest.mark.parametrize("name", ["gil", "robot", "zoe", "nobody"])
async def test_who_can_have_no_rights_is_named(look: Look, name: str) -> None:
    outsider, said = await look(PolicySettings(approve=ids("U", "amir", name)))

    assert outsider.startswith(f"fix person {derived_id('U', name)}: is gone, a guest, a bot")
    assert said.startswith("see [policy] approve: only amir can approve")


async def test_a_group_in_which_nobody_has_rights_approves_nothing(look: Look) -> None:
    said = await look(PolicySettings(approve=ids("S", "guests")))

    assert said[-1] == "fix [policy] approve: nobody can approve; name people who are there"


@pytest.mark.parametrize(
    ("name", "mark"), [("empty", "nobody is in it"), ("gone", "no_such_subteam; check [policy] approve")], ids=str
)
async def test_a_group_without_anybody_is_named(look: Look, name: str, mark: str) -> None:
    said = await look(PolicySettings(approve=(*ids("U", "amir", "noor"), *ids("S", name))))

    assert said[0] == f"fix user group {derived_id('S', name)}: {mark}"
    assert said[-1].startswith("ok  [policy] approve")


async def test_a_group_that_no_admin_has_changed_is_remarked(look: Look) -> None:
    said = await look(PolicySettings(approve=ids("S", "open")))

    assert said[1].startswith("see user group @open: Amir, who is no admin, has made or changed")
    assert len(said) == 3


async def test_where_nothing_shows_who_may_edit_groups_it_is_said_where_to_look(look: Look) -> None:
    said = await look(PolicySettings(approve=ids("S", "approvers"), ask=ids("S", "guests")))

    assert [each[:3] for each in said] == ["ok ", "ok ", "see", "ok "]
    assert said[2].startswith("see user groups: make sure that only admins may edit them (Slack's workspace settings")


@pytest.mark.parametrize(
    ("name", "objection"),
    [
        ("lines", "#lines: nobody has rights by being in it, since it is public"),
        ("shared", "#shared: nobody has rights by being in it, since it is shared with other companies"),
        ("old", "#old: nobody has rights by being in it, since it is archived"),
        ("secret", f"{derived_id('C', 'secret')}: channel_not_found, so nobody in it has rights; invite Switchhook"),
    ],
)
async def test_a_channel_that_does_not_count_is_named(look: Look, name: str, objection: str) -> None:
    said = await look(PolicySettings(approve=ids("C", name)))

    assert said[0].startswith(f"fix channel {objection}")
    assert said[1] == "fix [policy] approve: nobody can approve; name people who are there"


async def test_a_private_channel_counts_but_for_its_guests(look: Look) -> None:
    said = await look(PolicySettings(approve=ids("C", "approvals"), quorum=2))

    assert said[0] == "ok  channel #approvals: 4 members, Switchhook among them"
    assert said[1].startswith("see [policy] approve: 2 have to approve and only amir and noor can, and nobody")
    assert "what either of them asks for is never approved" in said[1]


async def test_a_rule_that_too_few_can_fulfil_is_named(look: Look) -> None:
    rules = (
        RuleSettings(quorum=3),
        RuleSettings(approve=ids("C", "approvals"), quorum=2),
        RuleSettings(reason=True),
        RuleSettings(approve=ids("U", "noor")),
    )

    said = await look(PolicySettings(approve=ids("S", "approvers"), rules=rules))

    assert [each.partition(" can")[0] for each in said[-4:]] == [
        "ok  [policy] approve: enough people",
        "fix [[policy.rules]] 1: 3 have to approve, and only amir and noor",
        "see [[policy.rules]] 2: 2 have to approve and only amir and noor",
        "see [[policy.rules]] 4: only noor",
    ]


async def test_rules_that_can_only_be_met_singly_are_named(world: World) -> None:
    rules = (RuleSettings(changes=("close",), approve=ids("U", "noor")), RuleSettings(risk="low", quorum=2))
    given = settings(world, PolicySettings(approve=ids("U", "amir", "noor", "dana"), rules=rules))
    support = LineSettings(name="Support", vendor="dialpad", id="1")
    given = given.model_copy(update={"lines": (support,)})

    said = [each.line async for each in policy_check.findings(client_of(given), given)]

    told = "fix [[policy.rules]] together, “close” on Support: 2 have to approve, and only noor can; name more people"
    assert told in said
    assert len([each for each in said if "together" in each]) == 1


async def test_rules_that_leave_enough_people_are_none(world: World) -> None:
    rules = (
        RuleSettings(changes=("create",), approve=ids("U", "noor")),
        RuleSettings(direction="restoring", quorum=2),
        RuleSettings(changes=("close",), approve=ids("U", "noor"), quorum=1),
    )
    given = settings(world, PolicySettings(approve=ids("U", "amir", "noor", "dana"), rules=rules))
    given = given.model_copy(update={"lines": (LineSettings(name="Support", vendor="dialpad", id="1"),)})

    said = [each.line async for each in policy_check.findings(client_of(given), given)]

    assert not any("together" in each for each in said)


async def test_what_slack_does_not_tell_is_said() -> None:
    world = await served(DEMO_SCOPES - {"usergroups:read"})
    given = settings(world, PolicySettings(approve=ids("S", "approvers")))

    said = [each.line async for each in policy_check.findings(client_of(given), given)]
    await world.stop()

    assert said[0].startswith("fix user group ")
    assert said[1] == "fix user groups: who may edit them cannot be seen (missing_scope)"
    assert said[2] == "fix policy: Slack does not say who can approve (missing_scope); try again later"


async def test_a_remark_is_no_failure(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(check, "_lines", _nothing)

    status = await check.report(settings(world, PolicySettings(approve=ids("U", "amir"))), said.append)

    assert status == 0
    assert {each[:4] for each in said} == {"ok  ", "see "}


async def _nothing(_: Settings) -> AsyncIterator[Finding]:
    """No lines to look at."""
    nothing: tuple[Finding, ...] = ()
    for each in nothing:
        yield each


async def test_what_the_policy_says_in_vain_is_said(look: Look) -> None:
    quorum = RuleSettings(direction="restoring", approval=False, quorum=2)
    over = FreezeSettings(name="Last year", from_=dt.date(2020, 12, 24), until=dt.date(2020, 12, 26))
    coming = FreezeSettings(name="Some day", from_=dt.date(2098, 12, 24), until=dt.date(2098, 12, 26))
    zone = dt.timezone(dt.timedelta(hours=-5))
    long = FreezeSettings(name="Move", from_=dt.date(2097, 1, 1), until=dt.datetime(2098, 1, 1, tzinfo=zone))
    again = FreezeSettings(name="move", from_=dt.date(2096, 1, 1), until=dt.date(2096, 1, 1))

    found = await look(
        PolicySettings(approve=ids("U", "amir", "noor", "dana"), rules=(quorum,), freezes=(over, coming, long, again))
    )

    assert "see freeze “Move”: it stops changes for 365 days; see that it is meant" in found
    assert "see freeze “Move”: several are called so, and people could not tell them apart" in found

    assert "see freeze “Last year”: it is over, and can be taken out of [[policy.freezes]]" in found
    assert any(each.startswith("see [[policy.rules]] 1: with approval = false its quorum") for each in found)
    assert not any("Some day" in each for each in found)


async def test_whoever_is_only_called_is_looked_at_as_well(look: Look) -> None:
    found = await look(PolicySettings(approve=ids("U", "amir", "noor", "dana"), escalate=("S0NOSUCHGROUP",)))

    assert any(each.startswith("fix user group S0NOSUCHGROUP: ") for each in found)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("secret", "fix digest channel C"),
        ("shared", "fix digest channel #shared"),
        ("lines", "see digest channel #lines"),
    ],
)
async def test_the_channel_of_the_digest_is_looked_at(world: World, name: str, told: str) -> None:
    given = settings(world, PolicySettings(approve=ids("U", "amir", "noor")))
    digest = DigestSettings(channel=derived_id("C", name))

    said = [each.line async for each in check.findings(given.model_copy(update={"digest": digest}))]
    off = [each.line async for each in check.findings(given.model_copy(update={"digest": DigestSettings(day="off")}))]

    assert len([each for each in said if each.startswith(told)]) == 1
    assert not any("digest" in each for each in off)
