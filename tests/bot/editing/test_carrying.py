"""What was typed into a form goes along to other lines, and stays where a line changes meanwhile; nothing else does."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters import Destination, Line, Member, Option, SetHours, SetMembers, SetMenuKey, SetOption, WeeklyHours
from bot.answers import Editing
from bot.desk import Desk
from bot.editing import FormName, Values, carrying
from bot.editing.members import MOST_AT_ONCE
from bot.lines import Lines, LineSetting
from bot.plans import Typed
from bot.policy import Policy
from tests.bot.offices import DANA, POLICY, Office, office
from tests.fakes import WEEK

__all__ = ["office"]

MORNINGS = WeeklyHours.model_validate({day: [["09:00", "12:00"]] for day in ("mon", "tue", "wed")})
ANNOUNCED = Option(name="announcement", label="Announcement", type="text", maximum=200, readable=False)
PEOPLE = ("a1", "a2", "a3")
TYPED = st.fixed_dictionaries(
    {},
    optional={
        "tue": st.sampled_from(["", "9-5", "10-4"]),
        "dates": st.lists(st.sampled_from(PEOPLE), unique=True).map(tuple),
    },
)


async def read(office: Office, name: str = "Support", **setup: object) -> None:
    """A line is set up otherwise at its vendor, and is read."""
    line = {"Support": "1", "Sales": "2"}[name]
    office.phones.setups[line] = office.phones.setups[line].model_copy(update=setup)
    await office.desk.lines.refresh(name)


async def opened(office: Office, form: FormName, *names: str) -> Editing:
    shown = await office.desk.edit(DANA, form, names or ("Support",))
    assert isinstance(shown, Editing)
    return shown


async def typed(
    office: Office, shown: Editing, *names: str, announced: str | None = None, **values: str | tuple[str, ...]
) -> Editing:
    """The form with something else in some fields, or for other lines."""
    drawn: dict[str, Typed] = {each.name: each.value for each in shown.inputs}
    return await office.desk.edited(
        DANA,
        shown.draft,
        shown.form,
        names or shown.lines,
        {**drawn, **values},
        generation=shown.generation,
        announced=announced,
    )


def stands(shown: Editing) -> dict[str, Typed]:
    return {each.name: each.value for each in shown.inputs}


def meant(shown: Editing) -> list[object]:
    assert shown.proposal is not None, shown.problems
    return [change for part in shown.proposal.plan.parts for change in part.changes]


async def test_what_nobody_touched_follows_a_line_that_changes_meanwhile(office: Office) -> None:
    await read(office)
    shown = await opened(office, FormName.HOURS)
    await read(office, hours=WEEK.model_copy(update={"fri": MORNINGS.mon}))

    after = await typed(office, shown, tue="10-4")

    assert (stands(after)["fri"], stands(after)["tue"]) == ("9:00 AM – noon", "10-4")
    assert [list(change.rows) for change in meant(after) if isinstance(change, SetHours)] == [["tue"]]
    assert after.generation > shown.generation, "a field that was set for the person is another"
    assert after.glance[0].startswith("Support has been changed since you opened this form")


async def test_what_was_said_and_typed_stays_where_the_line_changes_meanwhile(office: Office) -> None:
    await read(office)
    shown = await office.desk.edit_draft(DANA, (await office.proposed("set support hours sat 10-2")).draft)
    shown = await typed(office, shown, tue="10-4")
    await read(office, hours=WEEK.model_copy(update={"fri": MORNINGS.mon, "tue": MORNINGS.mon}))

    again = await office.desk.review(DANA, shown.draft)

    assert isinstance(again, Editing)
    assert [stands(again)[day] for day in ("tue", "fri", "sat")] == ["10-4", "9:00 AM – noon", "10:00 AM – 2:00 PM"]
    assert [list(change.rows) for change in meant(again) if isinstance(change, SetHours)] == [["tue", "sat"]]


async def test_a_line_that_stays_as_it_was_leaves_the_form_as_it_is(office: Office) -> None:
    await read(office)
    shown = await opened(office, FormName.HOURS)
    await read(office, options={"ring_seconds": 20, "recording": False})

    after = await typed(office, shown, tue="10-4")

    assert after.generation == shown.generation
    assert not after.glance[0].startswith("Support has been changed")


async def test_a_line_that_is_added_gets_only_what_was_typed(office: Office) -> None:
    await read(office)
    await read(office, "Sales", hours=MORNINGS)
    shown = await typed(office, await opened(office, FormName.HOURS), tue="10-4")

    both = await typed(office, shown, "Support", "Sales")

    assert [stands(both)[day] for day in ("mon", "tue", "thu")] == ["", "10-4", ""]
    assert [list(change.rows) for change in meant(both) if isinstance(change, SetHours)] == [["tue"], ["tue"]]


async def test_a_form_of_one_line_is_for_the_first_of_those_that_were_chosen(office: Office) -> None:
    await read(office)
    await read(office, "Sales", hours=MORNINGS)
    shown = await typed(office, await opened(office, FormName.HOURS), "Support", "Sales")

    menu = await office.desk.edited(DANA, shown.draft, FormName.CALLBACK, None, {})

    assert (menu.form, menu.lines, menu.several) == (FormName.CALLBACK, ("Support",), False)


async def test_what_was_typed_goes_along_to_one_line_after_another(office: Office) -> None:
    await read(office)
    await read(office, "Sales", hours=MORNINGS)
    shown = await typed(office, await opened(office, FormName.HOURS), tue="10-4")

    back = await typed(office, await typed(office, shown, "Sales"), "Support")

    assert stands(back) == stands(shown)


async def test_of_people_only_who_comes_and_goes_goes_along_to_another_line(office: Office) -> None:
    await read(office, members=(Member(id="a1"), Member(id="a2")))
    await read(office, "Sales", members=(Member(id="a2"), Member(id="a3")))
    shown = await typed(office, await opened(office, FormName.MEMBERS), members=("a2", "a4"))

    sales = await typed(office, shown, "Sales")

    assert stands(sales)["members"] == ("a2", "a3"), "whom that line does not know cannot come"
    assert sales.proposal is None
    more = await typed(office, await opened(office, FormName.MEMBERS), members=("a1", "a2", "a3"), paused=("a2",))
    assert meant(await typed(office, more, "Sales")) == [SetMembers(leave=("a2",))]


async def test_somebody_who_is_paused_stays_so_where_one_too_many_to_show_comes_meanwhile(office: Office) -> None:
    people = [Destination(kind="agent", id=f"p{number}", name=f"Person {number}") for number in range(MOST_AT_ONCE + 9)]
    members = tuple(Member(id=each.id) for each in people[: MOST_AT_ONCE + 1])

    async def destinations(line: Line) -> list[Destination]:
        del line
        return people

    office.phones.destinations = destinations  # type: ignore[method-assign]  # a large company
    office.clock.advance(hours=2)
    await read(office, members=members[:-1])
    few = await opened(office, FormName.MEMBERS)
    await read(office, members=members)

    chosen = tuple(each.id for each in members[1:-1])
    many = await typed(office, few, members=(*chosen, "p55"), paused=("p3",))
    await read(office, members=members[:-2])
    again = await typed(office, many, leave=("p3", "p4"))

    assert [stands(many)[name] for name in ("add", "remove", "leave")] == [("p55",), ("p0",), ("p3",)]
    assert meant(many) == [SetMembers(add=("p55",), remove=("p0",), leave=("p3",))]
    assert meant(again) == [SetMembers(add=("p55",), remove=("p0",), leave=("p3", "p4"))]
    assert set(stands(again)["members"]) == {*(each.id for each in members[1:-2]), "p55"}


async def announcing(office: Office) -> Editing:
    """The form of a key with what callers are to hear of it."""
    office.phones.unlike = {
        "options": (ANNOUNCED,),
        "key_announcement": "announcement",
        "unreadable": frozenset({"set_menu_key", "remove_menu_key"}),
    }
    await read(office)
    shown = await typed(office, await opened(office, FormName.MENU), key="3")
    shown = await typed(office, shown, does_open_3="voicemail")
    assert shown.proposal is not None
    assert shown.proposal.announcing is not None
    announced = await typed(office, shown, announced=shown.proposal.announcing.suggestion)
    assert [type(each) for each in meant(announced)] == [SetMenuKey, SetOption]
    return announced


async def test_what_callers_hear_goes_with_the_key_that_it_is_about(office: Office) -> None:
    shown = await announcing(office)

    other = await typed(office, shown, key="4")
    other = await typed(office, other, does_open_4="voicemail")

    assert [type(each) for each in meant(other)] == [SetMenuKey]


async def test_what_callers_hear_goes_where_nobody_is_asked_for_it_any_more(office: Office) -> None:
    shown = await announcing(office)

    closed = await typed(office, shown, menu="closed")
    closed = await typed(office, closed, key="3", does_closed_3="voicemail")

    assert [type(each) for each in meant(closed)] == [SetMenuKey]


async def test_what_was_suggested_for_a_key_is_suggested_anew_when_it_does_something_else(office: Office) -> None:
    shown = await announcing(office)

    other = await typed(office, shown, does_open_3="transfer", number_open_3_transfer="4500")
    kept = await typed(office, shown, announced="Press 3, whatever it does.")
    kept = await typed(office, kept, does_open_3="transfer", number_open_3_transfer="4500")

    assert [type(each) for each in meant(other)] == [SetMenuKey]
    assert [type(each) for each in meant(kept)] == [SetMenuKey, SetOption]


def restarted(office: Office, *names: str, policy: Policy = POLICY) -> Desk:
    """A desk as after a restart, with these lines and these rules."""
    settings_ = [LineSetting(name=name, vendor="fake", id=str(number)) for number, name in enumerate(names, 1)]
    lines = Lines(settings_, {"fake": office.phones}, office.desk.store, office.clock)
    return Desk(store=office.desk.store, lines=lines, policy=policy, people=office.people, clock=office.clock)


@pytest.mark.parametrize(
    ("names", "left"),
    [
        pytest.param(("Support",), "This is for Support alone now.", id="another line is left"),
        pytest.param((), "Choose another line.", id="none is left"),
    ],
)
async def test_a_line_that_is_gone_is_not_left_out_without_a_word(
    office: Office, names: tuple[str, ...], left: str
) -> None:
    await read(office)
    await read(office, "Sales")
    shown = await opened(office, FormName.CLOSE, *names, "Sales")
    await typed(office, shown, **{"from": "2026-11-24"})
    office.desk = restarted(office, "Support")

    first = await office.desk.edited(DANA, shown.draft, shown.form, names, {"from": "2026-11-25"})

    assert first.proposal is None
    assert first.problems == {"lines": f"There is no line Sales any more. {left}"}
    if names:
        again = await typed(office, first)
        assert len(meant(again)) == 1


async def test_who_may_ask_no_more_gets_no_more_plans(office: Office) -> None:
    await read(office)
    shown = await opened(office, FormName.CLOSE)
    office.desk = restarted(office, "Support", "Sales", policy=Policy(ask=("UBOB",), approve=("UAMIR",)))

    after = await typed(office, shown, **{"from": "2026-11-24"})

    assert after.proposal is None
    assert list(after.problems) == [""]
    assert "not change them" in after.problems[""]


@settings(max_examples=50)
@given(TYPED, TYPED, TYPED)
def test_nothing_but_what_was_typed_is_carried(values: Values, before: Values, begun: Values) -> None:
    assert carrying.is_same(carrying.carried(values, values, begun), begun)
    assert carrying.is_same(carrying.carried({**before, **values}, before, before), {**before, **values})
    moved = carrying.carried({**before, **values}, before, begun)
    wanted, were, are = (set(each.get("dates", ())) for each in ({**before, **values}, before, begun))
    assert set(moved.get("dates", ())) == (are - (were - wanted)) | (wanted - were)
    text, was = {**before, **values}.get("tue", ""), before.get("tue", "")
    assert moved.get("tue", "") == (text if text != was else begun.get("tue", ""))
