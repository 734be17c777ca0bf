"""A day of which only some hours are left, in the agenda and on a status: open only then, and no closure."""

import datetime as dt

from adapters import Close, Interval, OpenSpecial
from bot.reports import Happening, Statuses
from bot.slack import agendas, statuses
from tests.bot.slack.blocks_check import texts
from tests.bot.slack.drawn import NOW, status
from tests.fakes import NEW_YORK, support

MORNING, AFTERNOON = Interval(start=600, end=720), Interval(start=780, end=840)


def hour(number: int) -> dt.datetime:
    return dt.datetime(2026, 11, 26, number)


def test_the_agenda_says_when_the_line_is_open_that_day() -> None:
    sales = Happening(
        what="opens", at=NOW, lines=("Sales",), zone=NEW_YORK, country="US", start=hour(10), end=hour(12),
        only=(MORNING, AFTERNOON), called=("Thanksgiving",),
    )  # fmt: skip

    (_, told) = agendas.days([sales], NOW)

    assert told == "• *Sales* is open only 10:00 AM – noon and 1:00 PM – 2:00 PM (Thanksgiving)"


def test_a_status_says_what_is_planned_as_one() -> None:
    setup = Close(start=hour(0), end=hour(0) + dt.timedelta(days=1)).applied_to(support())
    setup = OpenSpecial(start=hour(10), end=hour(14)).applied_to(setup)
    shown = status().model_copy(update={"coming": setup.overrides})

    for lines in ([shown], [shown] * 3):
        told = "\n".join(texts(statuses.told(Statuses(lines=tuple(lines))).blocks))
        assert "Planned: open on Thu 26 Nov 2026, only 10:00 AM – 2:00 PM" in told
        assert "midnight" not in told
