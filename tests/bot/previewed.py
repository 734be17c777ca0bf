"""Previews of plans, as tests look at them."""

import datetime as dt

from adapters import (
    Change,
)
from bot import plans
from bot.preview import Preview
from tests.bot.test_plans import facts
from tests.fakes import FRIDAY


def made(*wanted: Change, known: plans.Facts | None = None, now: dt.datetime = FRIDAY) -> Preview:
    preview = plans.make(wanted, known or facts(), now).preview
    assert preview
    return preview


def rows(preview: Preview) -> list[tuple[str, str, str]]:
    return [(each.label, each.will, each.was) for each in preview.days]


def told(preview: Preview) -> list[tuple[str, str]]:
    return [(each.when, each.state) for each in preview.moments]


def day(date: int, month: int = 11, hour: int = 0) -> dt.datetime:
    return dt.datetime(2026, month, date, hour)
