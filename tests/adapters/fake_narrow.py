"""A vendor whose weekly table has one interval a day, in memory."""

from collections.abc import Sequence

from adapters import Capabilities, Change, Line, RefusedError, SetHours, Setup
from tests.adapters.fakes import WeeklyTable


class NarrowTable(WeeklyTable):
    """Takes one interval a day, and refuses a row of more."""

    problem = ""
    """What it has to say against every change."""

    def capabilities(self, line: Line) -> Capabilities:
        return super().capabilities(line).model_copy(update={"intervals_a_day": 1})

    def problems(self, line: Line, before: Setup, after: Setup) -> Sequence[str]:
        del line, before, after
        return [self.problem] if self.problem else []

    async def apply(self, line: Line, changes: Sequence[Change]) -> None:
        rows = [row for change in changes if isinstance(change, SetHours) for row in change.rows.values()]
        if any(len(row) > 1 for row in rows):
            msg = "One interval a day."
            raise RefusedError(msg)
        await super().apply(line, changes)
