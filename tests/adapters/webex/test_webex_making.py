"""Lines that are made and deleted: what is sent, what is proven, and what Webex would not take."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters import Field, FieldValue, Line, NewLine, RefusedError, Webex
from adapters.webex import kinds, orders
from tests.adapters.webex.fake_webex import RALEIGH, RECEPTION, Call, FakeWebex
from tests.adapters.webex.judge import complaints
from tests.adapters.webex.new_lines import EVERYTHING, HOME, NEW, RETURNS, WAREHOUSE, lines, people, webex, with_values

__all__ = ["lines", "people", "webex"]


def values_of(field: Field) -> st.SearchStrategy[FieldValue]:
    """Anything that a field takes."""
    texts: dict[str, st.SearchStrategy[FieldValue]] = {"extension": st.from_regex(r"[0-9]{2,10}", fullmatch=True)}
    people = st.lists(st.sampled_from(["ann", "ben", "cleo"]), unique=True)
    strategies: dict[str, st.SearchStrategy[FieldValue]] = {
        "switch": st.booleans(),
        "number": st.integers(field.minimum, field.maximum or 1000),
        "choice": st.sampled_from([value for value, _ in field.choices] or ["Business Hours"]),
        "choices": people.map(tuple),
        "phone": st.from_regex(r"\+1[2-9][0-9]{9}", fullmatch=True),
        "zone": st.sampled_from(["America/Chicago", "Europe/Paris"]),
        "text": texts.get(field.name, st.sampled_from(["en_us", "fr_fr"])),
    }
    return strategies[field.type]


def orders_of(new: NewLine) -> st.SearchStrategy[NewLine]:
    """A line with anything said of it besides what has to be."""
    parts = kinds.PARTS[new.kind.partition(":")[0]]
    more = st.fixed_dictionaries({}, optional={name: values_of(part.field) for name, part in parts.items()})
    return more.map(lambda values: with_values(new, **values))


@NEW
async def test_a_line_is_made_and_deleted(webex: Webex, vendor: FakeWebex, new: NewLine) -> None:
    made = await webex.create(new)

    assert (made.line.name, made.line.zone, made.line.country) == (new.name, "America/New_York", "US")
    assert (made.unshown, made.differing) == ((), ())
    assert made.line in await webex.lines()

    await webex.delete(made.line)
    assert made.line not in await webex.lines()
    assert [call.method for call in vendor.writes()] == ["POST", "DELETE"]


@pytest.mark.parametrize("kind", ["auto attendant", "call queue"])
async def test_all_that_can_be_said_is_sent_and_proven(webex: Webex, vendor: FakeWebex, kind: str) -> None:
    new = NewLine(system="webex", kind=kinds.kind_name(kind, RALEIGH), name="New", values=EVERYTHING[kind])

    made = await webex.create(new)

    assert (made.unshown, made.differing) == ((), ())
    (post,) = vendor.writes()
    if kind == "call queue":
        assert post.body["agents"] == [{"id": "ann"}, {"id": "ben"}]
        assert post.body["callPolicies"]["distinctiveRing"] == {"enabled": True, "ringPattern": "LONG_LONG"}
    else:
        key = {"key": "0", "action": "TRANSFER_WITH_PROMPT", "value": "+19195550199"}
        assert post.body["businessHoursMenu"] == {
            "greeting": "DEFAULT",
            "extensionEnabled": True,
            "keyConfigurations": [key],
        }
        assert post.body["alternateNumbers"] == [{"phoneNumber": "+19195550309"}]


async def test_a_queue_without_agents_says_so(webex: Webex, vendor: FakeWebex) -> None:
    await webex.create(RETURNS)

    assert vendor.writes()[0].body["agents"] == []


@given(new=st.one_of(orders_of(WAREHOUSE), orders_of(RETURNS)))
def test_whatever_has_no_problem_is_a_body_that_an_independent_client_knows(new: NewLine) -> None:
    if not orders.problems(new):
        part = "queues" if new.name == "Returns" else "autoAttendants"
        body = orders.order_of(new).body()

        assert complaints(Call("POST", f"{HOME}/{part}", {}, body)) == []


@pytest.mark.parametrize(("wants", "posts"), [(True, 1), (False, 2), (None, 1)])
async def test_a_key_without_a_value_is_said_as_webex_wants_it(
    webex: Webex, vendor: FakeWebex, *, wants: bool | None, posts: int
) -> None:
    vendor.wants_values = wants

    await webex.create(WAREHOUSE)

    assert len(vendor.writes()) == posts


BAD: dict[str, tuple[NewLine, dict[str, Any], str, str]] = {
    "nobody can call": (WAREHOUSE, {"extension": None}, "phone_number", "phone number or an extension"),
    "a strange extension": (WAREHOUSE, {"extension": "3 0"}, "extension", "two to ten digits"),
    "a strange language": (WAREHOUSE, {"language": "English"}, "language", "looks like en_us"),
    "no hours": (WAREHOUSE, {"business_schedule": None}, "business_schedule", "Business hours is needed"),
    "a key to nowhere": (WAREHOUSE, {"key_0_open": "transfer"}, "key_0_open_number", "where key 0 leads"),
    "a number for nothing": (
        WAREHOUSE,
        {"key_0_closed_number": "+19195550100"},
        "key_0_closed_number",
        "leads nowhere while closed",
    ),
    "what there is not": (WAREHOUSE, {"queue_size": 5}, "queue_size", "leave it out"),
    "overflow to nowhere": (RETURNS, {"overflow": "transfer"}, "overflow_number", "where calls go"),
    "a number too many": (RETURNS, {"overflow_number": "+19195550100"}, "overflow_number", "only if"),
    "skill for all": (RETURNS, {"routing": "simultaneous", "routing_type": "by_skill"}, "routing_type", "by skill"),
    "a crowd": (
        RETURNS,
        {"routing": "simultaneous", "agents": tuple(map(str, range(51)))},
        "agents",
        "50 agents at most",
    ),
    "a number out of bounds": (RETURNS, {"queue_size": 51}, "queue_size", "choose another one"),
    "a strange number": (RETURNS, {"phone_number": "call us"}, "phone_number", "choose another one"),
    "a strange number in a list": (WAREHOUSE, {"alternate_number": "?"}, "alternate_number", "choose another one"),
    "a strange number on a key": (
        WAREHOUSE,
        {"key_0_closed": "transfer", "key_0_closed_number": "call us"},
        "key_0_closed_number",
        "choose another one",
    ),
    "an empty name": (WAREHOUSE.model_copy(update={"name": ""}), {}, "name", "choose another one"),
}


@pytest.mark.parametrize("case", BAD.values(), ids=BAD)
async def test_what_webex_would_not_take_is_said_of_the_field(
    webex: Webex, vendor: FakeWebex, case: tuple[NewLine, dict[str, Any], str, str]
) -> None:
    new, values, field, words = case
    bad = with_values(new, **values)

    assert words in webex.creation_problems(bad)[field]
    with pytest.raises(RefusedError):
        await webex.create(bad)
    assert vendor.writes() == []


@pytest.mark.parametrize("kind", ["hunt group:1", "", "auto attendant:nowhere"])
async def test_a_kind_that_there_is_not_is_refused(webex: Webex, vendor: FakeWebex, kind: str) -> None:
    with pytest.raises(RefusedError):
        await webex.create(WAREHOUSE.model_copy(update={"kind": kind}))
    assert vendor.writes() == []


@NEW
async def test_a_name_that_is_taken_is_refused(webex: Webex, vendor: FakeWebex, new: NewLine) -> None:
    with pytest.raises(RefusedError, match="choose another name"):
        await webex.create(new.model_copy(update={"name": "Reception"}))
    assert vendor.writes() == []


@NEW
async def test_another_try_takes_what_the_first_has_made(webex: Webex, vendor: FakeWebex, new: NewLine) -> None:
    first = await webex.create(new)

    assert await webex.create(new, again=True) == first
    assert len(vendor.writes()) == 1


async def test_another_try_takes_no_line_of_another_kind(webex: Webex, vendor: FakeWebex) -> None:
    with pytest.raises(RefusedError, match="choose another name"):
        await webex.create(RETURNS.model_copy(update={"name": "Reception"}), again=True)
    assert vendor.writes() == []


async def test_what_is_shown_otherwise_or_not_at_all_is_named(webex: Webex, vendor: FakeWebex) -> None:
    await webex.create(with_values(RETURNS, agents=("ann",), ring_pattern="NORMAL"))
    (path,) = [each for each in vendor.objects if each.startswith("queues/new")]
    vendor.objects[path]["agents"].append({"id": "ben"})
    vendor.objects[path]["queueSettings"]["queueSize"] = 9
    del vendor.objects[path]["callPolicies"]["distinctiveRing"]

    made = await webex.create(with_values(RETURNS, agents=("ann",), ring_pattern="NORMAL"), again=True)

    assert made.unshown == ("Distinctive ring",)
    assert made.differing == (
        "Agents: Ann Abel was asked for, and what is shown is Ann Abel, Ben Abel.",
        "Queue size: 5 was asked for, and what is shown is 9.",
    )


async def test_a_line_that_is_gone_is_deleted_already(webex: Webex, vendor: FakeWebex, lines: dict[str, Line]) -> None:
    del vendor.objects[f"autoAttendants/{RECEPTION}"]

    await webex.delete(lines["Reception"])
