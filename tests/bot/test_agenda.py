"""What is about to happen: every beginning and end once, the same on many lines together, and by whose request."""

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters import Capabilities, Change, Close, Line, OpenSpecial, Override, Reading, Reopen, SetCallback, lay, moment
from bot import plans
from bot.agenda import COMING, agenda
from bot.plans import Facts
from bot.reports import Happening
from bot.requests import Part, Person, Request, State
from tests.fakes import FRIDAY, NEW_YORK, FakePhones, support

DANA = Person(team="T1", user="UDANA")
NOW = FRIDAY.astimezone(dt.UTC)
"""Friday 20 November 2026, 10 in the morning in New York."""

CALENDAR = Override(state="closed", start=dt.datetime(2026, 11, 26), end=dt.datetime(2026, 11, 27), name="Thanksgiving")


def day(number: int, hour: int = 0, minute: int = 0, month: int = 11) -> dt.datetime:
    return dt.datetime(2026, month, number, hour, minute)


def closed(start: dt.datetime, end: dt.datetime | None, name: str = "") -> Override:
    return Override(state="closed", start=start, end=end, name=name)


def line(name: str = "Support", *overrides: Override, zone: str = NEW_YORK, beneath: Iterable[Override] = ()) -> Facts:
    """What was read of a line."""
    phones = FakePhones(name)
    there = Line(system="fake", id=name, name=name, kind="line", zone=zone, country="US")
    setup = support(name).model_copy(update={"overrides": overrides, "zone": zone})
    return Facts(
        line=there,
        reading=Reading(setup=setup, beneath=tuple(beneath)),
        capabilities=Capabilities.model_validate(phones.capabilities(there)),
    )


def asked(number: int, state: State, *changes: Change, on: Sequence[Facts] = (line(),)) -> Request:
    """A request of Dana's, planned for lines without any override."""
    parts = tuple(Part(number=index, plan=plans.make(changes, each, NOW), state=state) for index, each in enumerate(on))
    return Request(
        id=number, revision=1, person=DANA, words="w", created=NOW, expires=NOW + dt.timedelta(days=3), parts=parts
    )


def coming(*lines: Facts, requests: Iterable[Request] = (), now: dt.datetime = NOW) -> tuple[Happening, ...]:
    return agenda(lines, requests, now, now + COMING)


def told(happening: Happening) -> tuple[object, ...]:
    return happening.what, happening.start, happening.end, happening.lines


def test_a_closure_of_a_day_is_told_once_with_its_end() -> None:
    (saturday,) = coming(line("Support", closed(day(21), day(22), "Training")))

    assert told(saturday) == ("closes", day(21), day(22), ("Support",))
    assert saturday.at == dt.datetime(2026, 11, 21, 5, tzinfo=dt.UTC)
    assert saturday.called == ("Training",)
    assert (saturday.state, saturday.requests, saturday.calendar) == ("settled", (), "")


def test_of_a_longer_one_the_end_is_told_on_its_day_with_when_the_line_opens_next() -> None:
    begins, ends = coming(line("Support", closed(day(25, 15), day(29))))

    assert told(begins) == ("closes", day(25, 15), day(29), ("Support",))
    assert told(ends) == ("returns", day(29), None, ("Support",))
    assert ends.again == dt.datetime(2026, 11, 30, 13, tzinfo=dt.UTC), "Monday at eight; Sunday is always closed"


def test_an_end_within_the_usual_hours_opens_at_once() -> None:
    (ends,) = coming(line("Support", closed(day(18), day(23, 12))))

    assert (ends.what, ends.again) == ("returns", None)


def test_where_one_ends_as_another_begins_the_usual_hours_do_not_come_back() -> None:
    special = Override(state="open", start=day(22), end=day(22, 12))

    found = coming(line("Support", closed(day(18), day(22)), special))

    assert [(each.what, each.start) for each in found] == [("opens", day(22))]


def test_a_closure_until_further_notice_is_told_as_long_as_it_lasts() -> None:
    (stays,) = coming(line("Support", closed(day(16, 9), None, "Flood")))

    assert told(stays) == ("stays", day(16, 9), None, ("Support",))
    assert stays.at < NOW


def test_what_is_in_force_and_ends_later_than_that_is_not_about_to_happen() -> None:
    assert (
        coming(line("Support", closed(day(16), day(28, month=12)), closed(day(29, month=12), day(30, month=12)))) == ()
    )


def test_a_stretch_that_the_clocks_skip_never_happens() -> None:
    now = dt.datetime(2026, 3, 6, 15, tzinfo=dt.UTC)

    assert coming(line("Support", closed(day(8, 2, month=3), day(8, 3, month=3))), now=now) == ()


def test_the_same_on_many_lines_is_told_once_and_another_zone_is_another_moment() -> None:
    lines = [line(f"Line {number}", closed(day(26), day(27), "Thanksgiving")) for number in range(12)]
    west = line("West", closed(day(26), day(27), "Thanksgiving"), zone="America/Los_Angeles")
    other = line("Other", closed(day(26), day(27), "Inventory"))

    found = coming(*lines, west, other)

    assert [each.lines for each in found] == [tuple(each.line.name for each in lines), ("Other",), ("West",)]
    assert found[0].at < found[2].at


def test_what_stands_at_the_vendor_is_told_with_its_request_or_calendar() -> None:
    saturday = Close(start=day(21), end=day(22))
    facts = line("Support", closed(day(21), day(22)), CALENDAR, beneath=[CALENDAR])

    first, second = coming(facts, requests=[asked(7, State.VERIFIED, saturday), asked(8, State.REVERTED, saturday)])

    assert (first.requests, first.people, first.calendar) == ((7,), (DANA,), "")
    assert (second.requests, second.calendar) == ((), "fake")


def test_what_a_newer_closure_has_left_of_an_older_one_is_still_of_its_request() -> None:
    long = Close(start=day(23), end=day(28), reason="move")
    special = OpenSpecial(start=day(25, 19), end=day(25, 21))
    facts = line("Support", *special.applied_to(long.applied_to(line().setup)).overrides)

    found = coming(facts, requests=[asked(3, State.SCHEDULED, long), asked(4, State.VERIFIED, special)])

    assert [(each.what, each.requests) for each in found] == [
        ("closes", (3,)),
        ("opens", (4,)),
        ("closes", (3,)),
        ("returns", (3,)),
    ]


@pytest.mark.parametrize(("state", "said"), [(State.PENDING, "pending"), (State.APPROVED, "approved")])
def test_what_is_asked_for_is_told_as_such_until_it_stands(state: State, said: str) -> None:
    request = asked(7, state, Close(start=day(21), end=day(22)))

    (ahead,) = coming(line(), requests=[request])

    assert told(ahead) == ("closes", day(21), day(22), ("Support",))
    assert (ahead.state, ahead.requests) == (said, (7,))
    assert ahead.by == (dt.datetime(2026, 11, 21, 5, tzinfo=dt.UTC) if said == "pending" else None)
    (stands,) = coming(line("Support", closed(day(21), day(22))), requests=[request])
    assert stands.state == "settled"


@pytest.mark.parametrize("state", [State.REJECTED, State.WITHDRAWN, State.EXPIRED, State.FAILED])
def test_what_came_to_nothing_is_not_told(state: State) -> None:
    assert coming(line(), requests=[asked(7, state, Close(start=day(21), end=day(22)))]) == ()


def test_what_should_have_begun_begins_at_once_if_it_is_approved() -> None:
    request = asked(7, State.PENDING, Close(start=day(20), end=None))

    (ahead,) = coming(line(), requests=[request])

    assert (ahead.what, ahead.at, ahead.end) == ("closes", NOW, None)


def test_a_reopening_that_is_asked_for_brings_the_usual_hours_back() -> None:
    request = asked(
        7, State.PENDING, Reopen(start=day(21), end=day(22)), on=[line("Support", closed(day(21), day(22)))]
    )

    first, second = coming(line("Support", closed(day(21), day(22))), requests=[request])

    assert {first.what, second.what} == {"closes", "returns"}
    assert first.at == second.at


def test_a_request_without_a_time_is_told_once_for_all_its_lines() -> None:
    lines = [line("Support"), line("Sales")]

    (ahead,) = coming(*lines, requests=[asked(7, State.APPROVED, SetCallback(on=True), on=lines)])

    assert (ahead.what, ahead.at, ahead.lines) == ("changes", NOW, ("Support", "Sales"))
    assert len(ahead.called) == 2


HOURS = st.integers(min_value=0, max_value=20 * 24 * 2)
"""Half hours since two days before."""


@st.composite
def overrides(draw: st.DrawFn) -> tuple[Override, ...]:
    """What may stand on a line around the day of a clock change."""
    base = dt.datetime(2026, 10, 28)
    laid: tuple[Override, ...] = ()
    for _ in range(draw(st.integers(0, 6))):
        start, length = draw(HOURS), draw(st.integers(1, 200))
        state = draw(st.sampled_from(["open", "closed"]))
        end = base + dt.timedelta(minutes=30 * (start + length))
        each = Override.model_validate({"state": state, "start": base + dt.timedelta(minutes=30 * start), "end": end})
        laid = lay(laid, [each])
    return laid


@given(
    laid=st.lists(overrides(), min_size=1, max_size=3), zone=st.sampled_from([NEW_YORK, "Australia/Lord_Howe", "UTC"])
)
@settings(max_examples=60, deadline=None)
def test_every_edge_of_an_override_is_told_exactly_once(laid: list[tuple[Override, ...]], zone: str) -> None:
    now = dt.datetime(2026, 10, 30, 15, 7, tzinfo=dt.UTC)
    lines = [line(f"Line {number}", *each, zone=zone) for number, each in enumerate(laid)]

    found = coming(*lines, now=now)

    told_edges = Counter(
        (name, edge) for each in found if each.what != "stays" for name in each.lines for edge in _edges_told(each)
    )
    wanted = {
        (facts.line.name, edge)
        for facts in lines
        for each in facts.setup.overrides
        if each.end and moment(each.start, zone) < moment(each.end, zone)
        for edge in (moment(each.start, zone), moment(each.end, zone))
        if now <= edge < now + COMING
    }
    assert {edge for edge in told_edges if now <= edge[1] < now + COMING} == wanted
    assert max((told_edges - _met(lines, zone)).values(), default=1) == 1
    assert [each.at for each in found] == sorted(each.at for each in found)


def _edges_told(happening: Happening) -> list[dt.datetime]:
    """The moments that the telling of something names as a beginning or an end of its own."""
    midnight = dt.datetime.combine(happening.start.date(), dt.time()) + dt.timedelta(days=1)
    own = [happening.at]
    if happening.what != "returns" and happening.end and happening.end <= midnight:
        own.append(moment(happening.end, happening.zone))
    return own


def _met(lines: Sequence[Facts], zone: str) -> Counter[tuple[str, dt.datetime]]:
    """The moments at which one override follows another: they are the end of one and the beginning of the next."""
    return Counter(
        (facts.line.name, moment(second.start, zone))
        for facts in lines
        for first, second in itertools.pairwise(facts.setup.overrides)
        if first.end and moment(first.end, zone) == moment(second.start, zone)
    )


ONLY = (
    Close(start=day(26), end=day(27), reason="Thanksgiving"),
    OpenSpecial(start=day(26, 10), end=day(26, 14), reason="Thanksgiving"),
)
"""Thursday from ten to two, and not at all otherwise."""


@pytest.mark.parametrize("is_applied", [True, False], ids=["applied", "asked for"])
def test_a_day_of_which_only_some_hours_are_left_is_told_once(*, is_applied: bool) -> None:
    laid = lay(
        (),
        [
            Override(state="closed", start=day(26), end=day(27)),
            Override(state="open", start=day(26, 10), end=day(26, 14)),
        ],
    )
    known = line("Sales", *(laid if is_applied else ()))
    requests = () if is_applied else (asked(3, State.PENDING, *ONLY, on=[known]),)

    (thursday,) = coming(known, requests=requests)

    assert told(thursday) == ("opens", day(26, 10), day(26, 14), ("Sales",))
    assert [(each.start, each.end) for each in thursday.only] == [(600, 840)]
    assert thursday.requests == (() if is_applied else (3,))


def test_once_its_hours_have_begun_what_is_left_of_the_day_is_told() -> None:
    laid = lay(
        (),
        [
            Override(state="closed", start=day(20), end=day(21)),
            Override(state="open", start=day(20, 9), end=day(20, 14)),
        ],
    )

    (afternoon,) = coming(line("Sales", *laid))

    assert told(afternoon) == ("closes", day(20, 14), day(21), ("Sales",))
