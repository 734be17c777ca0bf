"""Setups, changes and moments for laws: small enough to be tried often, odd enough to find what is wrong."""

import datetime as dt

from hypothesis import strategies as st

from adapters import (
    Change,
    Close,
    Interval,
    Member,
    Menu,
    MenuAction,
    MenuName,
    OpenSpecial,
    Override,
    PutMembers,
    PutOverrides,
    QueueSettings,
    RemoveMenuKey,
    Reopen,
    SetCallback,
    SetHours,
    SetMembers,
    SetMenuKey,
    SetOption,
    SetRouting,
    SetTreatment,
    Setup,
    Weekday,
    WeeklyHours,
    lay,
    within,
)

JUMPS = {
    "America/New_York": (dt.datetime(2026, 3, 8, 7, tzinfo=dt.UTC), dt.datetime(2026, 11, 1, 6, tzinfo=dt.UTC)),
    "Europe/London": (dt.datetime(2026, 3, 29, 1, tzinfo=dt.UTC), dt.datetime(2026, 10, 25, 1, tzinfo=dt.UTC)),
    "Australia/Lord_Howe": (
        dt.datetime(2026, 4, 4, 15, tzinfo=dt.UTC),
        dt.datetime(2026, 10, 3, 15, 30, tzinfo=dt.UTC),
    ),
    "America/Santiago": (dt.datetime(2026, 4, 5, 3, tzinfo=dt.UTC), dt.datetime(2026, 9, 6, 4, tzinfo=dt.UTC)),
    "Asia/Kathmandu": (dt.datetime(2026, 1, 1, tzinfo=dt.UTC),),
}
"""Zones, and when their wall clocks jump: by an hour, by half an hour, at midnight, never."""

MINUTE = dt.timedelta(minutes=1)
DAY_LENGTH = dt.timedelta(days=1)


@st.composite
def moments(draw: st.DrawFn) -> tuple[str, dt.datetime]:
    """A zone and a moment within nine days of a jump of its wall clock."""
    zone = draw(st.sampled_from(sorted(JUMPS)))
    jump = draw(st.sampled_from(JUMPS[zone]))
    return zone, jump + draw(st.integers(-9 * 1440, 9 * 1440)) * MINUTE


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    start = draw(st.one_of(st.just(0), st.integers(0, 1439)))
    return Interval(start=start, end=draw(st.one_of(st.just(1440), st.integers(start + 1, 1440))))


days = st.lists(intervals(), max_size=2).map(tuple)


@st.composite
def weekly_hours(draw: st.DrawFn) -> WeeklyHours:
    rows = {day.value: draw(days) for day in Weekday}
    return WeeklyHours.model_validate({**rows, "always": draw(st.booleans())})


@st.composite
def stretches(draw: st.DrawFn, around: dt.datetime, *, endless: bool = True) -> tuple[dt.datetime, dt.datetime | None]:
    """A stretch of wall-clock time near a moment: by days or by minutes, now and then without an end."""
    unit = draw(st.sampled_from((DAY_LENGTH, MINUTE)))
    midnight = around.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    start = midnight + draw(st.integers(-3, 8)) * DAY_LENGTH
    if unit == MINUTE:
        start += draw(st.integers(0, 1439)) * MINUTE
    if endless and draw(st.integers(0, 9)) == 0:
        return start, None
    return start, start + draw(st.integers(1, 4 if unit == DAY_LENGTH else 2880)) * unit


@st.composite
def overrides(draw: st.DrawFn, around: dt.datetime) -> tuple[Override, ...]:
    laid: tuple[Override, ...] = ()
    for number in range(draw(st.integers(0, 3))):
        state = draw(st.sampled_from(("open", "closed")))
        start, end = draw(stretches(around, endless=state == "closed"))
        laid = lay(laid, [Override(state=state, start=start, end=end, name=f"number {number}")])
    return laid


ACTIONS = (
    MenuAction(action="voicemail"),
    MenuAction(action="disabled"),
    MenuAction(action="transfer", target_kind="person", target_id="6611904272334849"),
)
actions = st.sampled_from(ACTIONS)
menus = st.builds(Menu, action=actions, keys=st.dictionaries(st.sampled_from("0123"), actions, max_size=3))


@st.composite
def setups(draw: st.DrawFn, zone: str, around: dt.datetime) -> Setup:
    return Setup(
        line_id="1",
        zone=zone,
        hours=draw(weekly_hours()),
        overrides=draw(overrides(around)),
        open_menu=draw(menus),
        closed_menu=draw(menus),
        queue=QueueSettings(callback=draw(st.booleans()), callback_key="9", threshold=5, escape_key="*"),
        routing="random",
        members=draw(members),
        options={"ring_seconds": draw(st.integers(10, 45)), "escape_key": "*"},
    )


@st.composite
def dated_changes(draw: st.DrawFn, around: dt.datetime) -> Change:
    kind = draw(st.sampled_from((Close, OpenSpecial, Reopen, PutOverrides)))
    start, end = draw(stretches(around, endless=kind is not OpenSpecial))
    if kind is Close or kind is OpenSpecial:
        return kind(start=start, end=end, name="new")
    if kind is Reopen:
        return Reopen(start=start, end=end)
    put = within(draw(overrides(around)), start, end)
    return PutOverrides(start=start, end=end, overrides=put)


hours_changes: st.SearchStrategy[Change] = st.builds(
    SetHours, rows=st.dictionaries(st.sampled_from(Weekday), days, max_size=3), always=st.booleans()
)

people = st.lists(st.sampled_from("abc"), unique=True, max_size=2).map(tuple)
member = st.builds(Member, id=st.sampled_from("abc"), joined=st.booleans())
members = st.lists(member, unique_by=lambda each: each.id).map(tuple)
menu_names: st.SearchStrategy[MenuName] = st.sampled_from(("open", "closed"))
keys = st.sampled_from("0123")
setting_changes: st.SearchStrategy[Change] = st.one_of(
    st.builds(SetMenuKey, menu=menu_names, key=keys, action=actions),
    st.builds(RemoveMenuKey, menu=menu_names, key=keys),
    st.builds(SetTreatment, menu=menu_names, action=actions),
    st.builds(SetCallback, on=st.booleans(), key=st.sampled_from("789"), threshold=st.integers(0, 20)),
    st.builds(SetRouting, routing=st.sampled_from(("random", "longest_idle"))),
    st.builds(SetOption, name=st.just("ring_seconds"), value=st.integers(10, 45)),
    st.builds(SetOption, name=st.just("escape_key"), value=st.sampled_from("*#")),
)
member_changes: st.SearchStrategy[Change] = st.one_of(
    st.builds(SetMembers, add=people, remove=people, join=people, leave=people),
    st.builds(PutMembers, members=members),
)


def changes(around: dt.datetime) -> st.SearchStrategy[Change]:
    """Any change, near a moment."""
    return st.one_of(dated_changes(around), hours_changes, setting_changes, member_changes)
