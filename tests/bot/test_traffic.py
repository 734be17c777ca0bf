"""What a status says of waiting calls and of agents, and which of it is so right now."""

import pytest

from adapters import LiveStatus, Member, Settled
from bot import console, describe
from bot.slack import replies
from bot.status import When
from tests.bot.offices import Office, office

__all__ = ["office"]

THREE = (Member(id="1"), Member(id="2"), Member(id="3", joined=False))


@pytest.mark.parametrize(
    ("live", "members", "told"),
    [
        pytest.param(
            LiveStatus(waiting=3, longest_wait=75, agents_available=2, agents_on_duty=5),
            None,
            "right now, 3 waiting, the longest for 1 min 15 s; 2 of 5 agents free",
            id="everything live",
        ),
        pytest.param(LiveStatus(waiting=0), None, "right now, 0 waiting", id="only the calls"),
        pytest.param(
            LiveStatus(waiting=1, longest_wait=9, agents_on_duty=2),
            THREE,
            "right now, 1 waiting, the longest for 9 s; 2 of 3 agents joined",
            id="calls and who joined",
        ),
        pytest.param(
            LiveStatus(agents_available=1, agents_on_duty=2, hidden=True),
            THREE,
            "right now, Webex does not tell this token how many wait; 1 of 2 agents free",
            id="agents without calls",
        ),
        pytest.param(
            LiveStatus(agents_on_duty=2, hidden=True),
            THREE,
            "as configured, 2 of 3 agents joined; Webex does not tell this token how many wait",
            id="who joined",
        ),
        pytest.param(
            LiveStatus(agents_available=1, agents_on_duty=2),
            THREE,
            "right now, how many wait could not be read just now; 1 of 2 agents free",
            id="agents without calls, which failed",
        ),
        pytest.param(
            LiveStatus(),
            THREE,
            "as configured, 2 of 3 agents joined; how many wait could not be read just now",
            id="only what is set",
        ),
        pytest.param(LiveStatus(), None, "", id="nothing"),
    ],
)
def test_the_answer_says_what_is_live_and_what_is_configured(
    live: LiveStatus, members: tuple[Member, ...] | None, told: str
) -> None:
    assert describe.traffic(live, members, "Webex") == told


async def test_a_status_tells_it_in_slack_and_in_the_terminal(office: Office) -> None:
    office.phones.figures = LiveStatus(agents_on_duty=1, hidden=True)

    (line,) = (await office.desk.status(["Support"])).lines

    told = "s configured, 1 of 2 agents joined; Fake does not tell this token how many wait"
    assert f"A{told}" in str(replies.said(await office.desk.status(["Support"])).blocks)
    assert f"a{told}" in console.status(line)


async def test_a_status_of_another_moment_tells_no_figures(office: Office) -> None:
    (line,) = (await office.desk.status(["Support"], When(at=office.clock().replace(hour=23)))).lines

    assert line.traffic == ""


async def test_remarks_stand_in_the_status_and_in_every_plan(office: Office) -> None:
    remark = "All calls to Support are forwarded to +19195550100, whatever its hours are."
    office.phones.remarks = (remark,)
    await office.desk.lines.refresh("Support")

    (line,) = (await office.desk.status(["Support"])).lines
    proposal = await office.proposed("close support Saturday")

    assert remark in line.warnings
    assert remark in proposal.plan.parts[0].warnings


async def test_what_is_to_be_known_of_keys_is_told_where_keys_are_looked_at_or_changed(office: Office) -> None:
    remark = "The vendor does not show the keys of Support."
    office.phones.key_remarks = (remark,)
    await office.desk.lines.refresh("Support")

    (line,) = (await office.desk.status(["Support"])).lines
    several = (await office.desk.status(["Support", "Sales"])).lines
    closing = await office.proposed("close support Saturday")
    setting = await office.proposed("press 3 goes to voicemail on support")

    assert remark in line.warnings
    assert all(remark not in each.warnings for each in several)
    assert remark not in closing.plan.parts[0].warnings
    assert remark in setting.plan.parts[0].warnings


async def test_what_keeping_a_promise_took_is_in_the_history_and_the_line_is_read_again(office: Office) -> None:
    done = "Support uses the schedule “Holidays” again; its copy was deleted."
    office.phones.settled = [Settled(done=(done,))]
    office.clock.advance(minutes=15)
    reads = office.phones.calls.count(("read", "1"))

    await office.keeper.work()

    records = (await office.desk.history()).records
    assert [(each.kind, each.line, each.data) for each in records] == [("settled", "Support", {"note": done})]
    assert office.phones.calls.count(("read", "1")) == reads + 2
    message = replies.said(await office.desk.history())
    assert f"Put in order at the phone system: {done}" in message.text
