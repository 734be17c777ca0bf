"""A call queue: what was read of it and of its services, and how they are written."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final, TypeAlias

from adapters.errors import PhoneSystemError, RefusedError
from adapters.model import Member, Menu, MenuAction, Override, QueueSettings, Setup, WeeklyHours
from adapters.system import Ledger
from adapters.transport import Transport
from adapters.webex.directory import CONFIG, Entry, check_zone, quoted
from adapters.webex.lent import Lent, changed, kept_up, lend, returned, shown
from adapters.webex.options import values, with_values
from adapters.webex.queue_options import HOLIDAYS_APART, QUEUE_PLACES
from adapters.webex.queue_wire import (
    Agent,
    ForcedForward,
    HolidayService,
    NightService,
    Queue,
    StrandedCalls,
    WholeQueue,
)
from adapters.webex.steps import Step, carry_out
from adapters.webex.wire import parsed
from adapters.webex.words import NUMBER, ROUTING_WORDS, TREATMENT_WORDS

_CALLBACK: Final = ("queue", "queue_settings", "wait_message", "callback_option_enabled")
_POLICY: Final = ("queue", "call_policies", "policy")
_SERVICES: Final[Mapping[str, str]] = {"night": "nightService", "forced": "forcedForward", "stranded": "strandedCalls"}
_HOLIDAY: Final = "holidayService"
_ORGANISATION: Final = "ORGANIZATION"
Service: TypeAlias = NightService | ForcedForward | StrandedCalls
_NO_SHARE: Final = "0"
_FIRST_SKILL: Final = 1


class QueueLine:
    """A call queue. Its night service attaches it to business hours, its holiday service to holidays."""

    detachable: bool = True
    always_possible: bool = True

    def __init__(
        self, transport: Transport, ledger: Ledger, entry: Entry, *, whole: WholeQueue, lent: Lent | None, zone: str
    ) -> None:
        self._transport = transport
        self._ledger = ledger
        self._entry = entry
        self._whole = whole
        self._lent = lent
        self.line_id = entry.id
        self.line_name = whole.queue.name or entry.name
        self.location_id = entry.location_id
        self.zone = whole.queue.time_zone or zone
        self.always: bool
        """Whether it is open around the clock, whatever its business hours say."""
        self.hours: str | None
        """The name of the schedule of business hours; kept while it is without effect."""
        self.closures: str | None
        """The name of the schedule of holidays in force."""
        self._tell_schedules()

    @classmethod
    async def read(cls, transport: Transport, ledger: Ledger, entry: Entry, zone: str) -> "QueueLine":
        """The queue and its services as they are now; `zone` is its location's."""

        async def part(name: str) -> Any:
            return await transport.request("GET", f"{entry.path}/{name}")

        whole = WholeQueue(
            queue=await _queue(transport, entry),
            night=parsed(NightService, await part(_SERVICES["night"])),
            holiday=parsed(HolidayService, await part(_HOLIDAY)),
            forced=parsed(ForcedForward, await part(_SERVICES["forced"])),
            stranded=parsed(StrandedCalls, await part(_SERVICES["stranded"])),
        )
        notes = await ledger.notes(_lent_key(entry.id))
        lent = Lent.model_validate(notes) if notes else None
        return cls(transport, ledger, entry, whole=whole, lent=lent, zone=zone)

    def check(self) -> None:
        """Refuse what could not be read rightly."""
        check_zone(self.zone, self.line_name)
        night, holiday = self._whole.night, self._whole.holiday
        for what, used, level, schedule in (
            ("business hours", night.night_service_enabled, night.business_hours_level, night.business_hours_name),
            (
                "holidays",
                holiday.holiday_service_enabled,
                holiday.holiday_schedule_level,
                holiday.holiday_schedule_name,
            ),
        ):
            if used and level == _ORGANISATION:
                msg = (
                    f"{self.line_name} takes its {what} from “{schedule}”, a schedule of the whole organisation, which"
                    " Webex does not show to Switchhook. Choose a schedule of its location in Control Hub."
                )
                raise PhoneSystemError(msg)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What else a person should know."""
        whole, name = self._whole, self.line_name
        wait = whole.queue.queue_settings.wait_message
        number = whole.forced.transfer_phone_number or "another number"
        facts = {
            f"{name} is switched off in Control Hub: it takes no calls.": not whole.queue.enabled,
            f"Night service of {name} is forced: it is closed now, whatever its hours are.": (
                whole.night.force_night_service_enabled
            ),
            f"All new calls to {name} are forwarded to {number}, whatever its hours are.": (
                whole.forced.forced_forward_enabled
            ),
            f"Callbacks are on for {name}, but its wait message, which offers them, is off.": (
                wait.callback_option_enabled and not wait.enabled
            ),
            f"On closed dates {name} does not treat calls as it should yet; apply the last change again.": (
                kept_up(whole.holiday, self._lent, whole.night) != whole.holiday
            ),
        }
        return tuple(sentence for sentence, is_so in facts.items() if is_so)

    def setup(self, hours: WeeklyHours, overrides: Iterable[Override]) -> Setup:
        """What it is set to, in our words."""
        whole, holiday = self._shown, self._whole.holiday
        lent = self._lent is not None and self._lent.applies_to(holiday)
        return Setup(
            line_id=self.line_id,
            zone=self.zone,
            hours=hours,
            overrides=tuple(overrides),
            closed_menu=Menu(action=_treatment(whole.night)),
            queue=QueueSettings(callback=whole.at(_CALLBACK)),
            routing=ROUTING_WORDS.ours(whole.at(_POLICY)),
            members=tuple(_members(whole.queue)),
            options={**values(whole, QUEUE_PLACES), HOLIDAYS_APART: holiday.holiday_service_enabled and not lent},
        )

    async def write(self, before: Setup, after: Setup) -> None:
        """Write what is different, hours and overrides apart."""
        old = self._shown
        new = with_values(old, QUEUE_PLACES, before.options, after.options)
        if after.queue and before.queue and after.queue.callback != before.queue.callback:
            new = new.with_value(_CALLBACK, after.queue.callback)
        if after.routing and after.routing != before.routing:
            new = new.with_value(_POLICY, ROUTING_WORDS.theirs(after.routing))
        if after.closed_menu and after.closed_menu != before.closed_menu:
            new = new.with_value(("night",), _treated(new.night, after.closed_menu.action))
        if before.members is not None and after.members is not None and after.members != before.members:
            new = new.with_value(("queue", "agents"), _agents(new.queue, after.members))
        steps = [
            *self._queue_steps(new.queue),
            *[self._service_step(field, getattr(new, field)) for field in _SERVICES],
            self._holiday_step(old, new),
        ]
        await carry_out([each for each in steps if each is not None], self.line_name)

    async def attach(
        self,
        *,
        hours: str | None = None,
        closures: str | None = None,
        always: bool | None = None,
        detach_closures: bool = False,
    ) -> None:
        night = self._whole.night
        if hours is not None:
            night = night.model_copy(update={"business_hours_name": hours, "business_hours_level": "LOCATION"})
        if always is not None:
            night = night.model_copy(update={"night_service_enabled": not always})
        await self._put_service("night", night)
        if closures is not None:
            await self._attach_closures(closures)
        elif detach_closures:
            is_whole = await self._return_holiday(returned(self._whole.holiday, self._lent))
            await self._remember(None if is_whole else self._lent)

    def _tell_schedules(self) -> None:
        night, holiday = self._whole.night, self._whole.holiday
        self.always = not night.night_service_enabled
        self.hours = night.business_hours_name or None if night.business_hours_level != _ORGANISATION else None
        self.closures = holiday.holiday_schedule_name or None if holiday.holiday_service_enabled else None

    async def _attach_closures(self, name: str) -> None:
        holiday, lent = self._whole.holiday, self._lent
        if not holiday.holiday_service_enabled:
            lent, holiday = lend(shown(holiday, lent), self._whole.night)
        named = {"holiday_schedule_name": name, "holiday_schedule_level": "LOCATION"}
        await self._remember(lent)
        await self._put_holiday(holiday.model_copy(update=named))

    @property
    def _shown(self) -> WholeQueue:
        return self._whole.with_value(("holiday",), shown(self._whole.holiday, self._lent))

    def _queue_steps(self, queue: Queue) -> Iterator[Step]:
        """One PUT for all; joining and leaving alone goes by each agent."""
        was = self._whole.queue
        if _as_joined(was.agents) == _as_joined(queue.agents):
            for old, new in zip(was.agents, queue.agents, strict=True):
                if new != old:
                    yield Step(partial(self._join, new), partial(self._join, old), partial(self._is_joined, new))
            was = was.with_value(("agents",), queue.agents)
        if queue.difference(was):
            yield Step(
                partial(self._put_queue, was, queue),
                partial(self._put_queue, queue, was),
                partial(self._is_queue, queue),
            )

    async def _put_queue(self, was: Queue, queue: Queue) -> None:
        await self._transport.request("PUT", self._entry.path, json=queue.difference(was))

    async def _is_queue(self, queue: Queue) -> bool:
        return not queue.difference(await self._queue_now())

    async def _is_joined(self, agent: Agent) -> bool:
        return agent in (await self._queue_now()).agents

    async def _queue_now(self) -> Queue:
        return await _queue(self._transport, self._entry)

    async def _join(self, agent: Agent) -> None:
        setting = {"queueId": self.line_id, "joinEnabled": agent.join_enabled}
        path = f"{CONFIG}/queues/agents/{quoted(agent.id)}/settings"
        await self._transport.request("PUT", path, json={"settings": [setting]}, params=self._entry.params)

    def _holiday_step(self, old: WholeQueue, new: WholeQueue) -> Step | None:
        """Writing the holiday service, after the night service; while it is on for us, it treats calls as while closed.

        What was left undone of an earlier write is done as well.
        """
        was, lent_before = self._whole.holiday, self._lent
        lent, holiday = changed(was, lent_before, old.holiday, new.holiday)
        if lent and lent.applies_to(holiday):
            holiday = kept_up(holiday, lent, new.night)
            lent = lent.treating(holiday)
        if (lent, holiday) == (lent_before, was):
            return None
        return Step(
            partial(self._write_holiday, lent, holiday),
            partial(self._write_holiday, lent_before, was),
            partial(self._is_service, "holiday", holiday),
        )

    async def _write_holiday(self, lent: Lent | None, holiday: HolidayService) -> None:
        """Remember first what the service is to become, so that it is known as ours whatever happens then."""
        before = self._lent
        await self._remember(lent)
        try:
            await self._put_holiday(holiday)
        except PhoneSystemError as error:
            if error.untouched:
                await self._remember(before)
            raise

    async def _put_holiday(self, holiday: HolidayService) -> None:
        if holiday != self._whole.holiday:
            await self._transport.request(
                "PUT", f"{self._entry.path}/{_HOLIDAY}", json=_body(holiday, self._whole.holiday)
            )
            self._whole = self._whole.with_value(("holiday",), holiday)
            self._tell_schedules()

    async def _return_holiday(self, holiday: HolidayService) -> bool:
        """Put the service as it was; whether Webex let us take away a number that it did not have."""
        try:
            await self._put_holiday(holiday.with_value(("transfer_phone_number",), holiday.transfer_phone_number))
        except RefusedError:
            if holiday.transfer_phone_number:
                raise
            bare = {name: value for name, value in holiday.body().items() if value != ""}
            await self._put_holiday(parsed(HolidayService, bare))
            return False
        return True

    def _service_step(self, field: str, service: Service) -> Step | None:
        was: Service = getattr(self._whole, field)
        if service == was:
            return None
        return Step(
            partial(self._send_service, field, service),
            partial(self._send_service, field, was),
            partial(self._is_service, field, service),
        )

    async def _is_service(self, field: str, service: Service | HolidayService) -> bool:
        """Whether Webex has a service like this; if so, we know it."""
        path = f"{self._entry.path}/{_HOLIDAY if field == 'holiday' else _SERVICES[field]}"
        found = parsed(type(service), await self._transport.request("GET", path))
        self._whole = self._whole.with_value((field,), found)
        return found == service

    async def _put_service(self, field: str, service: Service) -> None:
        if service != getattr(self._whole, field):
            await self._send_service(field, service)

    async def _send_service(self, field: str, service: Service) -> None:
        body = _body(service, getattr(self._whole, field))
        await self._transport.request("PUT", f"{self._entry.path}/{_SERVICES[field]}", json=body)
        self._whole = self._whole.with_value((field,), service)
        self._tell_schedules()

    async def _remember(self, lent: Lent | None) -> None:
        if lent != self._lent:
            await self._ledger.note(_lent_key(self.line_id), lent.model_dump(mode="json") if lent else None)
            self._lent = lent


async def _queue(transport: Transport, entry: Entry) -> Queue:
    return parsed(Queue, await transport.request("GET", entry.path, params=entry.params))


def _body(service: Service | HolidayService, was: Service | HolidayService) -> dict[str, Any]:
    """A service as Webex is told of it: a number that it neither has nor had is left out, since none may be empty."""
    body = service.body()
    if not service.transfer_phone_number and not was.transfer_phone_number:
        body.pop("transferPhoneNumber", None)
    return body


def _lent_key(line_id: str) -> str:
    """Where the ledger keeps what we have done to the holiday service of a queue."""
    return f"{line_id} holiday service"


def _treatment(night: NightService) -> MenuAction:
    action = TREATMENT_WORDS.ours(night.action)
    if night.action == "TRANSFER" and night.transfer_phone_number:
        return MenuAction(action=action, target_kind=NUMBER, target_id=night.transfer_phone_number)
    return MenuAction(action=action)


def _treated(night: NightService, action: MenuAction) -> NightService:
    update = {"action": TREATMENT_WORDS.theirs(action.action)}
    if action.target_id is not None:
        update["transfer_phone_number"] = action.target_id
    return night.model_copy(update=update)


def _members(queue: Queue) -> Iterable[Member]:
    """Who answers. What an agent has who was given nothing else is not told apart from nothing."""
    for each in queue.agents:
        yield Member(
            id=each.id,
            joined=each.join_enabled,
            weight=each.weight if each.weight != _NO_SHARE else "",
            skill=each.skill_level if each.skill_level != _FIRST_SKILL else None,
        )


def _agents(queue: Queue, members: Sequence[Member]) -> tuple[Agent, ...]:
    """The members in Webex's words; who is new where calls go by skill begins with the first level."""
    known = {each.id: each for each in queue.agents}
    by_skill = queue.call_policies.routing_type == "SKILL_BASED"
    result: list[Agent] = []
    for member in members:
        update: dict[str, Any] = {"join_enabled": member.joined}
        if member.weight:
            update["weight"] = member.weight
        if member.skill is not None or (by_skill and member.id not in known):
            update["skill_level"] = member.skill or _FIRST_SKILL
        result.append(known.get(member.id, Agent(id=member.id)).model_copy(update=update))
    return tuple(result)


def _as_joined(agents: Sequence[Agent]) -> list[Agent]:
    return [each.model_copy(update={"join_enabled": True}) for each in agents]
