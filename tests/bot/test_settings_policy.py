"""The policy's tables: what rules and freezes may say, and every mistake in them named at its place."""

import datetime as dt

import pytest

from bot import compose
from bot.policy import Freeze, Rule, Terms
from bot.settings import Settings
from tests.bot.settings_samples import SHORTEST, Write, mistakes, write

__all__ = ["write"]

LINES = """
[vendors.webex]
portal = ["U0000000009"]
[vendors.dialpad]
[[lines]]
name = "Support"
vendor = "webex"
id = "x1"
aliases = ["Help Desk"]
[[lines]]
name = "Sales"
vendor = "dialpad"
id = 2
"""

RULE = """
[[policy.rules]]
lines = ["support", "help desk"]
vendors = ["webex"]
changes = ["close", "greeting"]
direction = "leaving"
risk = "low"
lines_at_least = 2
lasting = false
ask = ["S0000000001"]
approve = ["U0000000001", "C0000000001"]
quorum = 2
approval = true
reason = true
longest_closure_days = 1.5
emergency = ["U0000000002"]
ratify_minutes = 10
escalate = ["U0000000003"]
"""


def told(write: Write, policy: str, lines: str = LINES) -> list[str]:
    """What is wrong with some settings of the policy."""
    return mistakes(write(f"{SHORTEST}{policy}{lines}"), {})


def test_what_a_policy_says_reaches_the_desk(write: Write) -> None:
    head = """
        quorum = 1
        approval_to_restore = false
        reason = true
        longest_closure_days = 30
        emergency = ["U0000000001"]
        ratify_minutes = 20
        escalate = ["S0000000009"]
    """

    policy = compose.policy(Settings.read(write(f"{SHORTEST}{head}{RULE}{LINES}"), {}))

    assert (policy.quorum, policy.approval_to_restore, policy.reason) == (1, False, True)
    assert (policy.longest, policy.ratify_within) == (dt.timedelta(days=30), dt.timedelta(minutes=20))
    assert (policy.emergency, policy.escalate) == (("U0000000001",), ("S0000000009",))
    assert policy.portal == {"webex": ("U0000000009",)}
    assert policy.rules == (
        Rule(
            lines=frozenset({"webex:x1"}),
            vendors=frozenset({"webex"}),
            changes=frozenset({"close", "greeting"}),
            direction="leaving",
            risk="low",
            lines_at_least=2,
            lasting=False,
            terms=Terms(
                ask=("S0000000001",),
                approve=("U0000000001", "C0000000001"),
                quorum=2,
                approval=True,
                reason=True,
                longest=dt.timedelta(days=1.5),
                emergency=("U0000000002",),
                ratify_within=dt.timedelta(minutes=10),
                escalate=("U0000000003",),
            ),
        ),
    )


def test_what_a_rule_leaves_out_is_left_to_the_others(write: Write) -> None:
    policy = compose.policy(Settings.read(write(f"{SHORTEST}[[policy.rules]]\nreason = true"), {}))

    assert policy.rules == (Rule(terms=Terms(reason=True)),)


@pytest.mark.parametrize(
    ("start", "until", "first", "last"),
    [
        pytest.param("2026-12-20", "2027-01-03", dt.datetime(2026, 12, 20), dt.datetime(2027, 1, 4), id="whole days"),
        pytest.param("2026-12-24", "2026-12-24", dt.datetime(2026, 12, 24), dt.datetime(2026, 12, 25), id="one day"),
        pytest.param(
            "2026-12-20T18:00:00",
            "2026-12-21 06:30:00",
            dt.datetime(2026, 12, 20, 18),
            dt.datetime(2026, 12, 21, 6, 30),
            id="moments of each line",
        ),
        pytest.param(
            "2026-12-20T18:00:00Z",
            "2026-12-21",
            dt.datetime(2026, 12, 20, 18, tzinfo=dt.UTC),
            dt.datetime(2026, 12, 22),
            id="a moment for all",
        ),
    ],
)
def test_a_freeze_is_from_a_day_or_a_moment_until_another(
    write: Write, start: str, until: str, first: dt.datetime, last: dt.datetime
) -> None:
    table = f'[[policy.freezes]]\nname = "Year end"\nfrom = {start}\nuntil = {until}\nlines = ["Support"]\n'

    policy = compose.policy(Settings.read(write(f"{SHORTEST}{table}restoring = false{LINES}"), {}))

    assert policy.freezes == (
        Freeze(name="Year end", start=first, end=last, lines=frozenset({"webex:x1"}), restoring=False),
    )


@pytest.mark.parametrize(
    ("key", "place", "advice"),
    [
        pytest.param("quorum = 0", "quorum", "greater than or equal to 1", id="nobody"),
        pytest.param("quorum = 2", "quorum", "approve names one person: name more people", id="too few"),
        pytest.param("quorum = '1'", "quorum", "should be a whole number", id="a number as a text"),
        pytest.param("quorum = '3'", "quorum", "should be a whole number", id="a text beside too few"),
        pytest.param("quorum = true", "quorum", "should be a whole number", id="yes for a number"),
        pytest.param("expires_hours = '72'", "expires_hours", "should be a number", id="hours as a text"),
        pytest.param("ask = ['U0000000001', 5]", "ask", "entry 2 should be a text in quotes", id="a number"),
        pytest.param("reason = 'often'", "reason", "true or false", id="neither yes nor no"),
        pytest.param("reason = 'yes'", "reason", "true or false", id="yes as a text"),
        pytest.param("approval_to_restore = 1", "approval_to_restore", "true or false", id="one for yes"),
        pytest.param("longest_closure_days = 0", "longest_closure_days", "greater than 0", id="no time"),
        pytest.param("ratify_minutes = -1", "ratify_minutes", "greater than 0", id="the past"),
        pytest.param("emergency = ['*']", "emergency", "is not the id of a person", id="everybody"),
        pytest.param("escalate = ['boss']", "escalate", "is not the id of a person", id="a name"),
        pytest.param("aprove = []", "aprove", 'did you mean "approve"?', id="misspelt"),
        pytest.param("rules = {reason = true}", "rules", "begin each with [[policy.rules]]", id="single brackets"),
        pytest.param("freezes = 1", "freezes", "should be a list", id="no list"),
    ],
)
def test_a_mistake_about_the_policy_is_named(write: Write, key: str, place: str, advice: str) -> None:
    (found,) = told(write, key)

    assert found.startswith(f"[policy] {place}: ")
    assert advice in found


@pytest.mark.parametrize(
    ("rule", "place", "advice"),
    [
        pytest.param("lines = ['Suport']\nquorum = 1", ", lines", 'did you mean "Support"?', id="line"),
        pytest.param("lines = ['Billing']\nreason = true", ", lines", "there is no such line", id="no such line"),
        pytest.param("lines = []\nreason = true", ", lines", "is empty, so the rule is never", id="no line"),
        pytest.param("vendors = ['webx']\nreason = true", ", vendors", 'did you mean "webex"?', id="vendor"),
        pytest.param("vendors = ['telegent']\nreason = true", ", vendors", "there is no such vendor", id="not set up"),
        pytest.param("changes = ['closing']\nreason = true", ", changes", 'did you mean "close"?', id="change"),
        pytest.param("changes = ['xyz']\nreason = true", ", changes", "there are close, open,", id="no such change"),
        pytest.param("changes = []\nreason = true", ", changes", "is empty", id="no change"),
        pytest.param("direction = 'back'\nreason = true", ", direction", "'restoring'", id="direction"),
        pytest.param("risk = 'medium'\nreason = true", ", risk", "'high' or 'low'", id="risk"),
        pytest.param("lines_at_least = 0\nreason = true", ", lines_at_least", "greater than", id="no lines"),
        pytest.param("ask = ['dana']", ", ask", "is not the id of a person", id="who asks"),
        pytest.param("approve = []", ", approve", "nobody could approve", id="nobody approves"),
        pytest.param("approve = ['*']", ", approve", "is not the id of a person", id="everybody approves"),
        pytest.param("quorum = 0", ", quorum", "greater than or equal to 1", id="quorum"),
        pytest.param("quorum = 2", ", quorum", "2 have to approve, and approve names one person", id="too few"),
        pytest.param(
            "approve = ['U0000000001', 'U0000000001', 'W0000000002']\nquorum = 3",
            ", quorum",
            "approve names 2 people",
            id="named twice",
        ),
        pytest.param("quorum = 2.5", ", quorum", "whole number", id="half a person"),
        pytest.param("approval = 'no'", ", approval", "true or false", id="no as a text"),
        pytest.param("approval = false", ", approval", 'add direction = "restoring"', id="no approval"),
        pytest.param("approval = false\ndirection = 'leaving'", ", approval", "add direction", id="for closing"),
        pytest.param(
            "approval = false\ndirection = 'restoring'\nrisk = 'high'", ", approval", "always needs", id="high risk"
        ),
        pytest.param("emergency = ['U0000000001']\nrisk = 'high'", ", emergency", "never applied at once", id="rush"),
        pytest.param(
            "emergency = ['U0000000001']\nchanges = ['create']",
            ", emergency",
            "never applied at once",
            id="rush a line",
        ),
        pytest.param("lines = ['Support']", "", "says nothing; give it at least one of ask, approve,", id="no term"),
        pytest.param("", "", "says nothing", id="nothing"),
        pytest.param(
            "lines = ['Sales']\nvendors = ['webex']\nreason = true", ", vendors", "none of its lines", id="elsewhere"
        ),
        pytest.param(
            "changes = ['create', 'delete']\ndirection = 'restoring'\nreason = true",
            ", direction",
            "never leads back",
            id="no way back",
        ),
        pytest.param("changes = ['delete']\nrisk = 'low'\nreason = true", ", risk", "always of high", id="deletion"),
        pytest.param("changes = ['hours']\nlasting = false\nreason = true", ", lasting", "never end", id="hours last"),
        pytest.param(
            "changes = ['menu']\nlongest_closure_days = 3",
            ", longest_closure_days",
            "never held to it",
            id="no closure",
        ),
        pytest.param(
            "direction = 'restoring'\nlongest_closure_days = 3",
            ", longest_closure_days",
            "never held to it",
            id="a closure put back",
        ),
        pytest.param(
            "ask = ['U0000000007']\nemergency = ['U0000000008']",
            ", emergency",
            '"U0000000008" may not ask for it',
            id="may rush and not ask",
        ),
        pytest.param(
            "approve = ['U0000000008']\nemergency = ['U0000000008']",
            ", emergency",
            "nobody could ratify",
            id="nobody to ratify",
        ),
        pytest.param("aproval = true\nreason = true", ", aproval", 'did you mean "approval"?', id="misspelt"),
    ],
)
def test_a_mistaken_rule_is_named(write: Write, rule: str, place: str, advice: str) -> None:
    good = "[[policy.rules]]\nreason = true\n"

    (found,) = told(write, f"{good}[[policy.rules]]\n{rule}\n")

    assert found.startswith(f"[[policy.rules]] 2{place}: ")
    assert advice in found


@pytest.mark.parametrize(
    ("freeze", "place", "advice"),
    [
        pytest.param("until = 2026-12-24", "from", "missing: the first day", id="no beginning"),
        pytest.param("from = 2026-12-24", "until", "missing: the last day", id="no end"),
        pytest.param("from = 2026-12-24\nuntil = 2026-12-23", "until", "is not after from", id="backwards"),
        pytest.param(
            "from = 2026-12-24T12:00:00\nuntil = 2026-12-24T12:00:00", "until", "is not after from", id="no time"
        ),
        pytest.param("from = 2026-12-24\nuntil = 9999-12-31", "until", "is in the year 9999; name one", id="for ever"),
        pytest.param("from = 0001-01-01\nuntil = 2026-12-31", "from", "is in the year 1; name one", id="ever since"),
        pytest.param("from = '2026-12-24'\nuntil = 2026-12-25", "from", "without quotes", id="a text"),
        pytest.param("from = 12:00:00\nuntil = 2026-12-25", "from", "should be a date such as", id="a time of day"),
        pytest.param("from = 2026-12-24\nuntil = 2026-12-25\nlines = ['X']", "lines", "no such line", id="line"),
        pytest.param("from = 2026-12-24\nuntil = 2026-12-25\nlines = []", "lines", "is empty", id="no line"),
        pytest.param("from = 2026-12-24\nuntil = 2026-12-25\nfrm = 1", "frm", 'did you mean "from"?', id="misspelt"),
    ],
)
def test_a_mistaken_freeze_is_named(write: Write, freeze: str, place: str, advice: str) -> None:
    (found,) = told(write, f'[[policy.freezes]]\nname = "Year end"\n{freeze}\n')

    assert found.startswith(f'[[policy.freezes]] 1 "Year end", {place}: ')
    assert advice in found


def test_every_mistake_of_the_policy_is_named_at_once_beside_the_others(write: Write) -> None:
    policy = """
        quorum = 5
        [[policy.rules]]
        lines = ["Nowhere"]
        [[policy.rules]]
        approval = false
        quorum = 7
        [[policy.freezes]]
        name = "Past"
        from = 2026-12-24
        until = 2026-12-01
        lines = ["Elsewhere"]
        [keeper]
        tick = 1
    """

    assert sorted(each.partition(": ")[0] for each in told(write, policy)) == [
        '[[policy.freezes]] 1 "Past", lines',
        '[[policy.freezes]] 1 "Past", until',
        "[[policy.rules]] 1",
        "[[policy.rules]] 1, lines",
        "[[policy.rules]] 2, approval",
        "[[policy.rules]] 2, quorum",
        "[keeper] tick",
        "[policy] quorum",
    ]


@pytest.mark.parametrize(
    "rules", ["rules = 1", "rules = [1]", "rules = [{lines = 1}]", "freezes = [{from = 1}]", "quorum = 'x'"]
)
def test_what_is_no_table_at_all_does_no_harm_to_the_rest(write: Write, rules: str) -> None:
    assert any(each.startswith("databse: ") for each in mistakes(write(f"databse = 1\n{SHORTEST}{rules}"), {}))


def test_the_portal_s_people_are_people(write: Write) -> None:
    (found,) = told(write, "", '[vendors.webex]\nportal = ["S0000000001"]')

    assert found == '[vendors.webex] portal: "S0000000001" is not the id of a person (U…)'
