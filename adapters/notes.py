"""What RollingWeek keeps in the ledger for a line, and what it makes of the vendor's table in their light.

Row by row: a row is ours if it is what it should be, what we last wrote, or what we set out to write. Any other row is
drift: somebody else's, and never written over unasked.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Self

from adapters.hours import day_hours, wall_clock
from adapters.model import Day, Interval, Override, Value, Weekday, WeeklyHours
from adapters.overrides import cut, ends, lay, within
from adapters.projection import due_dates, effective, projection
from adapters.system import Drift

REMEMBERED = dt.timedelta(days=30)
"""How long an override is known that is over: a clock that jumps ahead and back has ended nothing."""


class Intent(Value):
    """Rows that we set out to write, and when; whether they arrived is not known yet."""

    rows: dict[Weekday, Day]
    at: dt.datetime

    def without(self, days: Collection[Weekday]) -> Self:
        """The same for the other rows."""
        return self.model_copy(update={"rows": {day: row for day, row in self.rows.items() if day not in days}})


class Promised(Value):
    """What stood before changes that may not have arrived, and stands again if the vendor refuses them in the end."""

    changes: str
    standing: WeeklyHours
    overrides: tuple[Override, ...] = ()


class Notes(Value):
    """What the vendor cannot keep for us."""

    standing: WeeklyHours
    overrides: tuple[Override, ...] = ()
    written: WeeklyHours
    """The rows that we last wrote, or first found, and have seen at the vendor."""
    intents: tuple[Intent, ...] = ()
    before: Promised | None = None
    """Set while a change is being applied, and still so if that was cut off."""

    @classmethod
    def first(cls, table: WeeklyHours) -> Self:
        """The notes of a line that we meet for the first time: what stands there is what should."""
        return cls(standing=table, written=table)

    def begun(self, changes: str, earlier: Self) -> Self:
        """These notes while changes of the earlier ones are applied, perhaps not for the first time."""
        before = earlier.before
        if before is None or before.changes != changes:
            before = Promised(changes=changes, standing=earlier.standing, overrides=earlier.overrides)
        return self.model_copy(update={"before": before})

    def done(self) -> Self:
        """These notes once the changes have arrived."""
        return self.model_copy(update={"before": None})

    def refused(self, changes: str) -> Self:
        """These notes without changes that the vendor has refused, however often they were tried."""
        if self.before is None or self.before.changes != changes:
            return self
        kept = {"standing": self.before.standing, "overrides": self.before.overrides, "before": None}
        return self.model_copy(update=kept)

    def with_intent(self, rows: dict[Weekday, tuple[Interval, ...]], now: dt.datetime, lag: dt.timedelta) -> Self:
        """These notes with rows that we are about to write; an earlier intent may still arrive for a while."""
        fresh = tuple(each for each in self.intents if now - each.at <= lag)
        return self.model_copy(update={"intents": (*fresh, Intent(rows=rows, at=now))})


class Look(Value):
    """The vendor's table at one moment, in the light of our notes."""

    table: WeeklyHours
    notes: Notes
    now: dt.datetime
    zone: str
    write_ahead: dt.timedelta
    intervals_a_day: int | None
    """As the vendor's capabilities have it, like `lag`."""
    lag: dt.timedelta

    @property
    def target(self) -> WeeklyHours:
        """The table as it should be now."""
        return projection(
            self.notes.standing,
            self.notes.overrides,
            self.now,
            self.zone,
            self.write_ahead,
            intervals_a_day=self.intervals_a_day,
        )

    def next_roll(self, moments: Iterable[dt.datetime]) -> dt.datetime | None:
        """The first of these moments at which the table should be another one than now."""
        target = self.target
        return next((at for at in moments if self.model_copy(update={"now": at}).target != target), None)

    @property
    def drift(self) -> tuple[Drift, ...]:
        """The rows that are not ours."""
        target = self.target
        return tuple(
            Drift(weekday=day, found=self.table.open_on(day), expected=target.open_on(day))
            for day in self._differing(target)
            if not self._is_ours(day)
        )

    @property
    def behind(self) -> tuple[Weekday, ...]:
        """The rows that are ours but not as they should be, or about to be another if what was written arrives late."""
        target = self.target
        differing = self._differing(target)
        return tuple(
            day
            for day in Weekday
            if (self._is_ours(day) if day in differing else self._coming(day) not in {None, target.open_on(day)})
        )

    @property
    def ours(self) -> frozenset[Weekday]:
        """The rows that we may write over."""
        return frozenset(Weekday) - {each.weekday for each in self.drift}

    def learned(self) -> Self:
        """This look with notes that know what it shows: what is over, what has arrived, how dormant rows stand."""
        standing = self.notes.standing
        if standing.always and self.table.always:
            standing = self.table
        shown, intents = self._in_force(), self.notes.intents
        if self._has_arrived():
            shown, intents = shown | intents[-1].rows.keys(), ()
        written = effective(self.notes.written).with_rows({day: self.table.open_on(day) for day in shown})
        return self.noting(standing=standing, written=written, intents=intents, overrides=self.notes.overrides)

    def noting(self, *, overrides: Iterable[Override], **update: object) -> Self:
        """This look with other notes; overrides that ended long ago are dropped."""
        kept = tuple(each for each in overrides if ends(each) > self._today - REMEMBERED)
        return self.model_copy(update={"notes": self.notes.model_copy(update={**update, "overrides": kept})})

    @property
    def overrides(self) -> tuple[Override, ...]:
        """The overrides that did not end before today."""
        return tuple(each for each in self.notes.overrides if ends(each) > self._today)

    @property
    def _today(self) -> dt.datetime:
        return dt.datetime.combine(wall_clock(self.now, self.zone).date(), dt.time())

    def adopted(self, shown: Collection[Drift]) -> Self:
        """This look with notes that take rows which are somebody else's, and still as shown, as what should be.

        A row that an override lies on ends that override on its date, which is as found once; any other row is the
        standing one from then on.
        """
        drift = {each.weekday: each for each in self.drift if each in shown}
        always = self.table.always and len(drift) == len(self.drift)
        found = {day: each.found for day, each in drift.items()}
        dated = {Weekday.of(date): date for date in due_dates(self.now, self.zone, self.write_ahead)}
        laid = {day: dated[day] for day in drift if day in dated and within(self.notes.overrides, *_day(dated[day]))}
        lasting = {day: row for day, row in found.items() if day not in laid}
        standing = effective(self.notes.standing).with_rows(lasting) if lasting else self.notes.standing
        known = self.noting(
            standing=self.table if always and lasting and not laid else standing,
            written=effective(self.notes.written).with_rows(found),
            intents=tuple(each.without(found) for each in self.notes.intents),
            overrides=self.notes.overrides,
        )
        for day, date in laid.items():
            known = known.with_date(date, drift[day])
        return known

    def with_date(self, date: dt.date, drift: Drift) -> Self:
        """This look with the hours alone on a date, or with what was found there laid on them if it is otherwise.

        A table that shows only some intervals of a date says nothing of the others: they stay.
        """
        begins, over = _day(date)
        ended = self.noting(overrides=cut(self.notes.overrides, begins, over))
        if ended.target.open_on(drift.weekday) == drift.found:
            return ended
        narrow = self.intervals_a_day is not None
        special = as_found(self.notes.standing, self.notes.overrides, date, drift, narrow=narrow)
        return self.noting(overrides=lay(ended.notes.overrides, special))

    def table_with(self, days: Collection[Weekday]) -> WeeklyHours:
        """The vendor's table with these rows as they should be; the others stay as found."""
        if len(days) == len(Weekday):
            return self.target
        target, found = self.target, effective(self.table)
        changed = found.with_rows({day: target.open_on(day) for day in days})
        return self.table if changed == found else changed

    def _differing(self, target: WeeklyHours) -> list[Weekday]:
        return [day for day in Weekday if self.table.open_on(day) != target.open_on(day)]

    def _in_force(self) -> set[Weekday]:
        return set(Weekday) - set(self._differing(self.target))

    def _is_ours(self, day: Weekday) -> bool:
        known = [self.notes.written.open_on(day), *(each.rows[day] for each in self.notes.intents if day in each.rows)]
        return self.table.open_on(day) in known

    def _coming(self, day: Weekday) -> tuple[Interval, ...] | None:
        """The row that we last set out to write there, for as long as it may still arrive."""
        latest = next((each for each in reversed(self.notes.intents) if day in each.rows), None)
        return latest.rows[day] if latest and self._is_fresh(latest) else None

    def _is_fresh(self, intent: Intent) -> bool:
        return self.now - intent.at <= self.lag

    def _has_arrived(self) -> bool:
        """Whether nothing that we set out to write can still be on its way."""
        if not self.notes.intents:
            return False
        latest, fresh = self.notes.intents[-1], [each for each in self.notes.intents if self._is_fresh(each)]
        if all(self._shows(each) for each in (latest, *fresh)):
            return True
        return not fresh and self._in_force() >= latest.rows.keys()

    def _shows(self, intent: Intent) -> bool:
        return all(self.table.open_on(day) == row for day, row in intent.rows.items())


def as_found(
    hours: WeeklyHours, overrides: Iterable[Override], date: dt.date, drift: Drift, *, narrow: bool
) -> tuple[Override, ...]:
    """What makes a date as its row was found; a narrow table says nothing of the intervals that it does not show."""
    begins, over = _day(date)
    row = day_hours(hours, overrides, date)
    unseen = [each for each in row if each not in drift.expected] if narrow and drift.found else []
    apart = [each for each in unseen if all(each.end < one.start or one.end < each.start for one in drift.found)]
    special = [
        Override(state="open", start=begins + _minutes(each.start), end=begins + _minutes(each.end))
        for each in (*drift.found, *apart)
    ]
    return lay([Override(state="closed", start=begins, end=over)], special)


def _day(date: dt.date) -> tuple[dt.datetime, dt.datetime]:
    begins = dt.datetime.combine(date, dt.time())
    return begins, begins + dt.timedelta(days=1)


def _minutes(number: int) -> dt.timedelta:
    return dt.timedelta(minutes=number)
