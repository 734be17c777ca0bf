"""The watch raises no false alarm, and misses no promise that is broken while it counts."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters import Change, Close, Line, OpenSpecial, Reopen, Setup, all_applied, is_open
from bot import witness
from bot.plans import Facts
from bot.promises import Edge, Promise, WatchedLine, edges, expected, telling
from tests.adapters.strategies import moments, stretches, weekly_hours
from tests.fakes import FakePhones, support

MINUTE = dt.timedelta(minutes=1)
WEEK = dt.timedelta(days=9)


@st.composite
def lines(draw: st.DrawFn) -> tuple[WatchedLine, dt.datetime]:
    """A line with a few promises, made some minutes after each other, and the moment of the first."""
    zone, now = draw(moments())
    setup = support().model_copy(update={"zone": zone, "hours": draw(weekly_hours())})
    promises: list[Promise] = []
    for number in range(draw(st.integers(1, 3))):
        start, end = draw(stretches(now))
        kind = draw(st.sampled_from((Close, OpenSpecial, Reopen)))
        change = kind(start=start, end=end or start + WEEK) if kind is OpenSpecial else kind(start=start, end=end)
        promise = Promise(
            key=f"{number}/0/0",
            request=number,
            change=change,
            summary="What was asked.",
            since=now + number * MINUTE,
            record=number + 1,
        )
        promises.append(promise)
    return WatchedLine(facts=_facts(setup), promises=tuple(promises)), now


def _facts(setup: Setup) -> Facts:
    phones = FakePhones("Support")
    line = Line(system="fake", id="1", name="Support", kind="fake line", zone=setup.zone)
    return Facts.model_validate({"line": line, "reading": {"setup": setup}, "capabilities": phones.capabilities(line)})


def _seen(line: WatchedLine, changes: tuple[Change, ...], now: dt.datetime) -> witness.Witness:
    """What a vendor says that has carried out some changes."""
    shown = all_applied(changes, line.facts.setup)
    reading = line.facts.reading.model_copy(update={"setup": shown})
    return witness.present(line.facts.model_copy(update={"reading": reading}), now)


def _counting(line: WatchedLine, now: dt.datetime) -> list[Edge]:
    """All edges of the coming days, as they come due one after the other."""
    found: dict[str, Edge] = {}
    for hours in range(0, 24 * 9, 3):
        found |= {each.key: each for each in edges(line, now + dt.timedelta(hours=hours))}
    return [each for each in found.values() if now <= each.at < now + WEEK]


@settings(max_examples=25, deadline=None)
@given(lines())
def test_an_honest_vendor_raises_no_alarm(scene: tuple[WatchedLine, dt.datetime]) -> None:
    line, now = scene
    honest = tuple(each.change for each in line.promises)

    for edge in _counting(line, now):
        at = max(edge.at, line.promises[-1].since)
        want = is_open(line.should(), at)
        assert want not in edge.wants or _seen(line, honest, at).agrees(want)


@settings(max_examples=25, deadline=None)
@given(lines())
def test_a_closure_that_the_vendor_has_lost_is_noticed_where_callers_first_get_through(
    scene: tuple[WatchedLine, dt.datetime],
) -> None:
    line, now = scene
    line = line.model_copy(update={"promises": line.promises[:1]})
    (promise,) = line.promises
    at = telling(line, want=False, now=now)
    lost = isinstance(promise.change, Close) and at is not None and is_open(expected((), line.facts), at)

    found = [each for each in _counting(line, now) if each.kind == "start"]
    noticed = [each for each in found if not is_open(line.should(), each.at) and _seen(line, (), each.at).open]

    assert not lost or at is None or at >= now + WEEK - dt.timedelta(days=1) or noticed
