"""The client for the schedules of one location."""

from urllib.parse import quote

from adapters.errors import MissingError, PhoneSystemError, RefusedError
from adapters.transport import Transport
from adapters.webex.eventwire import (
    Events,
    Listed,
    Schedule,
    ScheduleType,
    WireSchedule,
    event_body,
    schedule_of,
)
from adapters.webex.rewriting import Step, has_happened
from adapters.webex.wire import Wire, parsed


class _Page(Wire):
    schedules: list[Listed] = []


class Schedules:
    """The schedules of one location, for one look at a line: the list is read once."""

    def __init__(self, transport: Transport, location_id: str) -> None:
        self._transport = transport
        self._path = f"/telephony/config/locations/{quote(location_id, safe='')}/schedules"
        self._list: tuple[Listed, ...] | None = None

    async def names(self) -> frozenset[str]:
        """The names that are taken, in lower case."""
        return frozenset(each.name.casefold() for each in await self._listed())

    async def of_type(self, kind: ScheduleType) -> tuple[str, ...]:
        """The names of the schedules of one type."""
        return tuple(each.name for each in await self._listed() if each.type == kind)

    async def read(self, kind: ScheduleType, name: str) -> Schedule | None:
        """A schedule by its name; None if there is none."""
        id_ = await self._id(kind, name)
        if id_ is None:
            return None
        try:
            answer = await self._transport.request("GET", f"{self._path}/{kind}/{quote(id_, safe='')}")
        except MissingError as error:
            msg = f"Webex's schedule “{name}” was renamed or deleted just now; try again."
            raise PhoneSystemError(msg) from error
        return schedule_of(kind, parsed(WireSchedule, answer))

    async def create(self, kind: ScheduleType, name: str, events: Events) -> bool:
        """Make a schedule; False if the name is taken. If no answer comes, whether it is there is looked up."""
        body = {"type": kind, "name": name, "events": [event_body(each) for each in events]}
        try:
            await self._transport.request("POST", self._path, json=body)
        except PhoneSystemError as error:
            self._list = None
            if isinstance(error, RefusedError):
                if name.casefold() in await self.names():
                    return False
                raise
            if error.untouched:
                raise
            made = await self.read(kind, name)
            if made is None or set(made.events) != set(events):
                raise
        self._list = None
        return True

    async def delete(self, schedule: Schedule) -> None:
        """Delete a schedule that no line refers to any more."""
        try:
            await self._transport.request("DELETE", f"{self._path}/{schedule.type}/{quote(schedule.id, safe='')}")
        finally:
            self._list = None

    async def carry_out(self, schedule: Schedule, steps: tuple[Step, ...]) -> None:
        """Change the events of a schedule step by step. If no answer comes, whether it took place is looked up."""
        for step in steps:
            try:
                await self._write(schedule, step)
            except MissingError as error:
                msg = f"Somebody changed Webex's schedule “{schedule.name}” just now; try again."
                raise RefusedError(msg) from error
            except PhoneSystemError as error:
                if error.untouched:
                    raise
                now = await self.read(schedule.type, schedule.name)
                if now is None or not has_happened(step, now.events):
                    raise

    async def take_back(self, schedule: Schedule, steps: tuple[Step, ...]) -> None:
        """Reverse those of the steps that took place since the schedule was read."""
        now = await self.read(schedule.type, schedule.name)
        if now is None:
            msg = f"Webex's schedule “{schedule.name}” is no longer there."
            raise PhoneSystemError(msg)
        done = tuple(Step(each.new, each.old) for each in reversed(steps) if has_happened(each, now.events))
        await self.carry_out(now, done)

    async def _write(self, schedule: Schedule, step: Step) -> None:
        path = f"{self._path}/{schedule.type}/{quote(schedule.id, safe='')}/events"
        if step.old is not None:
            path += f"/{quote(schedule.ids[step.old], safe='')}"
        if step.new is None:
            await self._transport.request("DELETE", path)
        else:
            method = "POST" if step.old is None else "PUT"
            await self._transport.request(method, path, json=event_body(step.new))

    async def _id(self, kind: ScheduleType, name: str) -> str | None:
        listed = await self._listed()
        return next((each.id for each in listed if (each.type, each.name) == (kind, name)), None)

    async def _listed(self) -> tuple[Listed, ...]:
        if self._list is None:
            pages = [parsed(_Page, page) async for page in self._transport.pages(self._path)]
            self._list = tuple(each for page in pages for each in page.schedules)
        return self._list
