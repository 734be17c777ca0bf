"""What Webex would not take is said before it is sent."""

import pytest

from adapters import (
    Change,
    Interval,
    Member,
    Menu,
    MenuAction,
    PutMembers,
    QueueSettings,
    SetCallback,
    SetMembers,
    SetMenuKey,
    SetOption,
    SetRouting,
    SetTreatment,
    Setup,
    WeeklyHours,
)
from adapters.webex.rules import attendant_problems, queue_problems

MENU = Menu(action=MenuAction(action="menu"), keys={"1": MenuAction(action="dance")})
ATTENDANT = Setup(
    line_id="1",
    zone="UTC",
    hours=WeeklyHours(mon=(Interval(start=1, end=2),)),
    open_menu=MENU,
    closed_menu=MENU,
    options={"greeting_open": "standard", "greeting_file_open": "", "input_wait_open": 90},
)
QUEUE = Setup(
    line_id="2",
    zone="UTC",
    hours=WeeklyHours(),
    closed_menu=Menu(action=MenuAction(action="busy")),
    queue=QueueSettings(callback=False),
    routing="round_robin",
    members=(Member(id="ann"),),
    options={
        "overflow": "busy",
        "overflow_number": "",
        "stranded_calls": "transfer",
        "stranded_calls_number": "",
        "forward_all_number": "+19195550122",
    },
)


def transfer(number: str, kind: str | None = "number") -> MenuAction:
    return MenuAction(action="transfer", target_kind=kind, target_id=number)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(
            SetMenuKey(key="A", action=MenuAction(action="disabled")), "0 to 9, * and #, but not A", id="a key"
        ),
        pytest.param(SetMenuKey(key="12", action=MenuAction(action="disabled")), "but not 12", id="two keys"),
        pytest.param(
            SetMenuKey(key="2", action=MenuAction(action="busy")), "no action “busy” on key 2", id="an action"
        ),
        pytest.param(SetMenuKey(key="2", action=MenuAction(action="transfer")), "needs a target", id="no target"),
        pytest.param(SetMenuKey(key="2", action=transfer("200", None)), "needs the kind", id="half a target"),
        pytest.param(SetMenuKey(key="2", action=transfer("x", "person")), "of the kind person", id="a person"),
        pytest.param(SetMenuKey(key="2", action=transfer("+1-919")), "nor an extension", id="dashes"),
        pytest.param(SetMenuKey(key="2", action=transfer("7")), "nor an extension", id="one digit"),
        pytest.param(
            SetMenuKey(key="2", action=MenuAction(action="message")), "“Play an announcement” on key 2", id="silence"
        ),
        pytest.param(SetOption(name="greeting_open", value="own"), "add one in Control Hub first", id="no file"),
        pytest.param(SetOption(name="greeting_file_open", value="x"), "no setting “greeting_file_open”", id="a file"),
        pytest.param(SetOption(name="queue_size", value=5), "no setting “queue_size” for this line", id="of a queue"),
        pytest.param(SetOption(name="input_wait_open", value=61), "from 1 to 60 seconds", id="a limit"),
        pytest.param(SetOption(name="language", value="English"), "one looks like en_us", id="a language"),
    ],
)
def test_what_an_auto_attendant_cannot_be(change: Change, message: str) -> None:
    (problem,) = attendant_problems(ATTENDANT, change.applied_to(ATTENDANT))

    assert message in problem


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(
            SetTreatment(menu="closed", action=MenuAction(action="voicemail")),
            "“voicemail” while closed",
            id="a treatment",
        ),
        pytest.param(
            SetTreatment(menu="closed", action=MenuAction(action="transfer")), "needs a target", id="no target"
        ),
        pytest.param(SetRouting(routing="random"), "it knows round robin, fixed order, all at once", id="a routing"),
        pytest.param(SetCallback(on=True, key="9"), "Webex itself sets the key", id="a callback key"),
        pytest.param(SetCallback(on=True, threshold=3), "can only be turned on or off", id="a threshold"),
        pytest.param(SetOption(name="overflow", value="transfer"), "set “Number when full” first", id="no number"),
        pytest.param(
            SetOption(name="overflow_number", value="call me"), "call me is neither a number", id="no real number"
        ),
        pytest.param(SetOption(name="forward_all_number", value=""), "no way to take “Number for", id="none any more"),
        pytest.param(SetOption(name="overflow", value="dance"), "is one of: Busy tone", id="a choice"),
        pytest.param(
            SetMembers(add=tuple(f"p{each}" for each in range(1000))), "has 1000 agents at most", id="a crowd"
        ),
    ],
)
def test_what_a_queue_cannot_be(change: Change, message: str) -> None:
    (problem,) = queue_problems(QUEUE, change.applied_to(QUEUE))

    assert message in problem


@pytest.mark.parametrize(
    ("routing", "most"), [("fixed_order", 1000), ("simultaneous", 50), ("longest_idle", 1000), ("weighted", 100)]
)
def test_a_routing_has_room_for_so_many_agents(routing: str, most: int) -> None:
    many = QUEUE.model_copy(update={"members": tuple(Member(id=str(each), weight="1") for each in range(most))})
    more = PutMembers(members=(*(many.members or ()), Member(id="x", weight="1"))).applied_to(many)

    assert queue_problems(many, SetRouting(routing=routing).applied_to(many)) == []
    assert f"{most} agents at most" in queue_problems(QUEUE, SetRouting(routing=routing).applied_to(more))[0]


@pytest.mark.parametrize("routing", ["simultaneous", "weighted"])
def test_calls_go_by_skill_only_in_some_ways(routing: str) -> None:
    routed = SetRouting(routing=routing).applied_to(QUEUE)
    skilled = SetOption(name="routing_type", value="by_skill")

    (problem,) = queue_problems(routed, skilled.applied_to(routed))

    assert "Webex can go by skill only where" in problem
    assert queue_problems(QUEUE, skilled.applied_to(QUEUE)) == []


def test_nobody_is_added_without_a_share_where_calls_are_shared_out() -> None:
    weighted = SetRouting(routing="weighted").applied_to(QUEUE)

    (problem,) = queue_problems(weighted, SetMembers(add=("ben",)).applied_to(weighted))

    assert "add people in Control Hub, where each gets a share" in problem
    assert queue_problems(weighted, PutMembers(members=(Member(id="ben", weight="5"),)).applied_to(weighted)) == []


def test_what_was_wrong_before_is_no_problem_of_a_change() -> None:
    assert attendant_problems(ATTENDANT, SetOption(name="language", value="en_us").applied_to(ATTENDANT)) == []
    assert queue_problems(QUEUE, SetOption(name="queue_size", value=5).applied_to(QUEUE)) == []
