"""The schedules of an account, which can be made and listed but never changed: each is known by what is in it."""

import asyncio
import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from adapters.errors import PhoneSystemError
from adapters.model import Value, WeeklyHours
from adapters.recent import Recent
from adapters.telegent.gate import ALL_SCHEDULES, SCHEDULES, Gate
from adapters.telegent.hours import hours_of, is_ours, same_week, schedule_name, times_of
from adapters.telegent.kept import Original
from adapters.telegent.wire import items, mapping, same_id, text

FRESH: Final = dt.timedelta(seconds=5)
"""For how long a list that was read is believed; a status of all lines reads it once."""


class Schedule(Value):
    """A week of hours with a name; `hours` is None where it says what nobody can understand."""

    id: str
    name: str
    hours: WeeklyHours | None


class Schedules:
    """The schedules of one account."""

    def __init__(self, gate: Gate, clock: Callable[[], dt.datetime]) -> None:
        self._gate = gate
        self._list: Recent[tuple[Schedule, ...]] = Recent(self._read, clock, FRESH)
        self._made: dict[str, Schedule] = {}
        """Those that we have made and that no list has shown yet."""
        self._making = asyncio.Lock()

    async def all(self, *, anew: bool = False) -> Sequence[Schedule]:
        """All of them, as of a few seconds ago at most; or as they are now."""
        if anew:
            self._list.forget()
        found = await self._list.get()
        listed = {each.id for each in found}
        return (*found, *(each for each in self._made.values() if each.id not in listed))

    async def hours(self, schedule_id: str, name: str) -> WeeklyHours:
        """The hours in the schedule of a workgroup of some name."""
        found = _with_id(await self.all(), schedule_id) or _with_id(await self.all(anew=True), schedule_id)
        if found is None:
            msg = (
                f"Telegent lists no schedule with the id that {name} goes by ({schedule_id}). Choose a schedule for it"
                " in Telegent's portal."
            )
            raise PhoneSystemError(msg)
        if found.hours is None:
            msg = (
                f"The schedule “{found.name}” of {name} could not be understood. See in Telegent's portal that every"
                " day ends after it begins, or has no times at all."
            )
            raise PhoneSystemError(msg)
        return found.hours

    async def is_ours(self, schedule_id: str) -> bool:
        """Whether a schedule was made by us."""
        found = _with_id(await self.all(), schedule_id)
        return found is not None and is_ours(found.name)

    async def outgrown(self, originals: Iterable[Original], present: str, hours: WeeklyHours) -> Schedule | None:
        """The schedule with these hours that others have chosen, and that was changed while we pointed elsewhere."""
        for each in originals:
            found = _with_id(await self.all(), each.id)
            if found and not same_id(found.id, present) and found.hours and same_week(each.hours, hours):
                return None if same_week(found.hours, hours) else found
        return None

    async def having(self, hours: WeeklyHours, first: Sequence[str]) -> str:
        """The id of a schedule with these hours: preferably of those, else one of ours, else any, else a new one."""
        async with self._making:
            found = _equal(await self.all(), hours, first) or _equal(await self.all(anew=True), hours, first)
            return (found or await self._make(hours)).id

    async def _make(self, hours: WeeklyHours) -> Schedule:
        name = schedule_name(hours)
        try:
            answer = mapping(await self._gate.post(SCHEDULES, {"Name": name, **times_of(hours)}))
            made = Schedule(id=text(answer.get("ScheduleId")), name=name, hours=hours)
        except PhoneSystemError as error:
            found = None if error.untouched else _equal(await self.all(anew=True), hours, ())
            if found is None:
                raise
            return found
        if not made.id:
            msg = "Telegent made a schedule and did not say its id; try again in a minute."
            raise PhoneSystemError(msg)
        self._made[made.id] = made
        return made

    async def _read(self) -> tuple[Schedule, ...]:
        listed = items(await self._gate.get(ALL_SCHEDULES), "Results")
        found = tuple(
            Schedule(id=text(each.get("ScheduleId")), name=text(each.get("Name")), hours=_hours(each))
            for each in listed
        )
        for each in found:  # from now on one that is not listed was deleted
            self._made.pop(each.id, None)
        return found


def _equal(schedules: Iterable[Schedule], hours: WeeklyHours, first: Sequence[str]) -> Schedule | None:
    equal = [each for each in schedules if each.id and each.hours is not None and same_week(each.hours, hours)]
    equal.sort(key=lambda each: (_place(each.id, first), not is_ours(each.name)))
    return equal[0] if equal else None


def _place(schedule_id: str, first: Sequence[str]) -> int:
    """How far in front a schedule stands."""
    return next((place for place, each in enumerate(first) if same_id(schedule_id, each)), len(first))


def _with_id(schedules: Iterable[Schedule], schedule_id: str) -> Schedule | None:
    """The schedule of an id; Telegent's documents spell the prefix of the same id in two ways."""
    found = list(schedules)
    return next((each for each in found if each.id == schedule_id), None) or next(
        (each for each in found if same_id(each.id, schedule_id)), None
    )


def _hours(listed: Any) -> WeeklyHours | None:
    try:
        return hours_of({name: text(value) for name, value in listed.items() if name.endswith("Time")})
    except (PhoneSystemError, ValueError):
        return None
