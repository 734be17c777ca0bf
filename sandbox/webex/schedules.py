"""`…/schedules`: a location's schedules and their events, whose ids change with their names."""

from typing import Any

from aiohttp import web

from sandbox.requests import json_object
from sandbox.webex import links, wire
from sandbox.webex.account import Account
from sandbox.webex.blocks import Block, Name, read_block, without_nulls
from sandbox.webex.errors import BackendError, RefusedError
from sandbox.webex.identifiers import event_id, schedule_id
from sandbox.webex.organisation import Organisation
from sandbox.webex.paging import page
from sandbox.webex.requests import part
from sandbox.webex.timetables import Event, Schedule, ScheduleType


class NewSchedule(Block):
    """What POST takes."""

    type: ScheduleType
    name: Name
    events: tuple[Event, ...] = ()


class ChangedEvent(Event):
    """An event in a PUT: by its name, with its new one."""

    new_name: Name

    @property
    def event(self) -> Event:
        """The event as it shall be."""
        return Event.model_validate(self.model_dump(exclude={"new_name"}) | {"name": self.new_name})


class ChangedSchedule(Block):
    """What PUT takes. Official clients repeat the type."""

    name: Name
    type: ScheduleType | None = None
    events: tuple[ChangedEvent, ...] | None = None


class Schedules:
    """The schedules' part of the interface."""

    def __init__(self, organisation: Organisation) -> None:
        self._organisation = organisation

    def routes(self) -> list[web.RouteDef]:
        """Where it answers."""
        every = "/telephony/config/locations/{location}/schedules"
        one = every + "/{type:businessHours|holidays}/{id}"
        event = one + "/events/{event}"
        return [
            web.get(every, self.list_all),
            web.post(every, self.create),
            web.get(one, self.get),
            web.put(one, self.update),
            web.delete(one, self.delete),
            web.post(one + "/events", self.create_event),
            web.get(event, self.get_event),
            web.put(event, self.update_event),
            web.delete(event, self.delete_event),
        ]

    async def list_all(self, request: web.Request) -> web.Response:
        account = self._organisation.shown
        location = account.location(part(request, "location"))
        name = request.query.get("name", "").casefold()
        schedules = account.schedules_at(location.id, request.query.get("type") or None)
        items = [wire.schedule_summary(each, account) for each in schedules if name in each.name.casefold()]
        return page(request, "schedules", items, self._organisation.page_size)

    async def create(self, request: web.Request) -> web.Response:
        account = self._organisation.account
        location = account.location(part(request, "location"))
        new = read_block(NewSchedule, without_nulls(await json_object(request)))
        _check_names(new.events)
        schedule = Schedule(location_id=location.id, type=new.type, name=new.name, events=new.events)
        self._organisation.replace(account.with_schedule(schedule))
        return web.json_response({"id": schedule_id(schedule.name)}, status=201)

    async def get(self, request: web.Request) -> web.Response:
        return web.json_response(wire.schedule(_schedule(request, self._organisation.shown)))

    async def update(self, request: web.Request) -> web.Response:
        before = _schedule(request, self._organisation.account)
        change = read_block(ChangedSchedule, without_nulls(await json_object(request)))
        if change.type not in {None, before.type}:
            raise BackendError(400, "type: a schedule cannot change its type")
        events = before.events
        if change.events is not None:
            for each in change.events:
                _find(before, each.name)
            events = tuple(each.event for each in change.events)
        return self._put(before, {"name": change.name, "events": events})

    async def delete(self, request: web.Request) -> web.Response:
        account = self._organisation.account
        schedule = _schedule(request, account)
        if users := links.users(account, schedule):
            names = ", ".join(each.name for each in users)
            raise RefusedError(409, f"The schedule {schedule.name!r} is in use by {names}")
        self._organisation.replace(account.without_schedule(schedule))
        return web.Response(status=204)

    async def create_event(self, request: web.Request) -> web.Response:
        before = _schedule(request, self._organisation.account)
        new = read_block(Event, without_nulls(await json_object(request)))
        self._put(before, {"events": (*before.events, new)})
        return web.json_response({"id": event_id(new.name)}, status=201)

    async def get_event(self, request: web.Request) -> web.Response:
        return web.json_response(wire.event(_event(request, _schedule(request, self._organisation.shown))))

    async def update_event(self, request: web.Request) -> web.Response:
        before = _schedule(request, self._organisation.account)
        old = _event(request, before)
        body = without_nulls(await json_object(request))
        new = read_block(ChangedEvent, {"newName": body.get("name", ""), **body}).event
        self._put(before, {"events": tuple(new if each == old else each for each in before.events)})
        return web.json_response({"id": event_id(new.name)})

    async def delete_event(self, request: web.Request) -> web.Response:
        before = _schedule(request, self._organisation.account)
        old = _event(request, before)
        self._put(before, {"events": tuple(each for each in before.events if each != old)})
        return web.Response(status=204)

    def _put(self, before: Schedule, changes: dict[str, Any]) -> web.Response:
        """Write a schedule; whoever used it goes on using it under its new name."""
        after = before.model_copy(update=changes)
        _check_names(after.events)
        account = self._organisation.account
        users = links.users(account, before)
        account = account.with_schedule(after, instead_of=before)
        for line in users:
            account = account.with_line(links.renamed(line, before, after))
        self._organisation.replace(account)
        return web.json_response({"id": schedule_id(after.name)})


def _schedule(request: web.Request, account: Account) -> Schedule:
    return account.schedule(part(request, "location"), part(request, "type"), part(request))


def _event(request: web.Request, schedule: Schedule) -> Event:
    wanted = part(request, "event")
    for each in schedule.events:
        if event_id(each.name) == wanted:
            return each
    raise RefusedError(404, f"There is no event {wanted}")


def _find(schedule: Schedule, name: str) -> None:
    if name not in {each.name for each in schedule.events}:
        raise BackendError(400, f"events.name: the schedule has no event {name!r}")


def _check_names(events: tuple[Event, ...]) -> None:
    names = [each.name.casefold() for each in events]
    for name in names:
        if names.count(name) > 1:
            raise RefusedError(409, f"There are two events of the name {name!r}")
