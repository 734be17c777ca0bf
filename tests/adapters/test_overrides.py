"""Overrides never overlap: a newer one trims the older."""

import datetime as dt
import itertools

from hypothesis import given
from hypothesis import strategies as st

from adapters import FOREVER, Override, cut, ends, lay, overlaps, within
from tests.adapters import strategies

NOON = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)


def closure(first: int, last: int | None) -> Override:
    end = None if last is None else dt.datetime(2026, 11, last)
    return Override(state="closed", start=dt.datetime(2026, 11, first), end=end)


def test_a_newer_override_trims_the_older_on_both_sides() -> None:
    older, newer = closure(1, 10), closure(3, 5)

    assert lay([older], [newer]) == (closure(1, 3), newer, closure(5, 10))


def test_a_newer_override_ends_an_endless_one_only_where_it_lies() -> None:
    assert lay([closure(1, None)], [closure(3, 5)]) == (closure(1, 3), closure(3, 5), closure(5, None))


def test_an_endless_override_takes_all_that_comes_after_its_start() -> None:
    assert lay([closure(1, 10), closure(12, 14)], [closure(5, None)]) == (closure(1, 5), closure(5, None))


def test_what_only_touches_does_not_overlap() -> None:
    assert not overlaps(closure(1, 3), dt.datetime(2026, 11, 3), None)
    assert cut([closure(1, 3)], dt.datetime(2026, 11, 3), None) == (closure(1, 3),)
    assert within([closure(1, 3)], dt.datetime(2026, 11, 3), None) == ()


@given(st.data())
def test_what_is_laid_never_overlaps_and_is_in_order(data: st.DataObject) -> None:
    laid = data.draw(strategies.overrides(NOON))

    for before, after in itertools.pairwise(laid):
        assert ends(before) <= after.start
        assert ends(before) != FOREVER


@given(st.data())
def test_what_is_cut_out_and_what_remains_are_the_whole(data: st.DataObject) -> None:
    laid = data.draw(strategies.overrides(NOON))
    start, end = data.draw(strategies.stretches(NOON))
    probe = start.replace(hour=0) + data.draw(st.integers(-1440, 4320)) * strategies.MINUTE

    outside, inside = cut(laid, start, end), within(laid, start, end)

    def states(overrides: tuple[Override, ...]) -> list[str]:
        return [each.state for each in overrides if overlaps(each, probe, probe + strategies.MINUTE)]

    assert states(laid) == (states(inside) or states(outside))
    assert not any(overlaps(each, start, end) for each in outside)
