"""A clock that jumps is believed only once that has lasted."""

import datetime as dt

import pytest

from bot.steady import SteadyClock, seconds
from tests.fakes import FRIDAY, Clock

HOUR = dt.timedelta(hours=1)


class Machine:
    """A machine whose clock can be set."""

    def __init__(self) -> None:
        self.wall, self.uptime = Clock(), 5.0
        self.clock = SteadyClock(self.wall, lambda: self.uptime)

    def wait(self, length: float) -> None:
        self.uptime += length
        self.wall.advance(seconds=length)


@pytest.fixture
def machine() -> Machine:
    return Machine()


def test_it_goes_as_the_clock_of_the_machine(machine: Machine) -> None:
    machine.wait(3600)

    assert machine.clock() == FRIDAY + HOUR


@pytest.mark.parametrize("hours", [48, -3])
def test_a_clock_that_is_wrong_for_a_minute_is_not_believed(machine: Machine, hours: float) -> None:
    machine.wall.advance(hours=hours)
    machine.wait(60)
    wrong = machine.clock()

    machine.wall.advance(hours=-hours)
    machine.wait(60)

    assert (wrong, machine.clock()) == (FRIDAY + HOUR / 60, FRIDAY + HOUR / 30)


def test_a_jump_that_lasts_is_believed(machine: Machine, caplog: pytest.LogCaptureFixture) -> None:
    machine.wall.advance(hours=1)
    doubted = [machine.clock() for _ in range(3)]

    machine.wait(121)

    assert doubted == [FRIDAY] * 3
    assert machine.clock() == FRIDAY + HOUR + dt.timedelta(seconds=121)
    assert len(caplog.records) == 1


def test_what_is_put_right_by_a_second_is_taken_at_once(machine: Machine) -> None:
    for _ in range(20):
        machine.wall.advance(seconds=1)
        assert machine.clock() == machine.wall()


def test_seconds_go_on() -> None:
    assert seconds() <= seconds()
