"""A holiday service that Switchhook has switched on for a closure, and what it was before. Pure.

A queue whose holiday service is off can be closed on a date only by switching it on. What people see and set meanwhile
is the service as it was, since that is what it will be again.
"""

from typing import Any

from adapters.model import Value
from adapters.webex.queue_wire import HolidayService, NightService
from adapters.webex.wire import parsed

_TREATMENT = ("action", "transfer_phone_number")


class Lent(Value):
    """What the service was, and every treatment of calls that we have given it since."""

    was: dict[str, Any]
    treatments: tuple[tuple[str, str], ...]
    """Pairs of action and number."""
    began: tuple[str, str]
    """The treatment of the service as it was at first: if people set another one meanwhile, it holds at once."""

    def applies_to(self, holiday: HolidayService) -> bool:
        """Whether the service is still as we made it."""
        return holiday.holiday_service_enabled and treatment(holiday) in self.treatments

    def left_number(self, holiday: HolidayService) -> bool:
        """Whether the service is off again and has only kept, without effect, a number that we gave it."""
        numbers = {number for _, number in self.treatments}
        is_idle = not holiday.holiday_service_enabled and holiday.action == self.before.action != "TRANSFER"
        return is_idle and holiday.transfer_phone_number in numbers - {self.before.transfer_phone_number}

    @property
    def before(self) -> HolidayService:
        """The service as it was, and will be again."""
        return parsed(HolidayService, self.was)

    def due(self, night: NightService) -> HolidayService | NightService:
        """The service after whose manner calls should be treated: as while closed, unless people set it otherwise."""
        return night if treatment(self.before) == self.began else self.before

    def treating(self, service: HolidayService) -> "Lent":
        """The same with one more treatment that is ours."""
        pair = treatment(service)
        return self if pair in self.treatments else self.model_copy(update={"treatments": (*self.treatments, pair)})


def lend(holiday: HolidayService, night: NightService) -> tuple[Lent, HolidayService]:
    """The service switched on, treating calls as while closed; and what to remember of it."""
    treating = _given(holiday, night)
    lent = Lent(was=holiday.body(), began=treatment(holiday), treatments=()).treating(treating)
    return lent, treating.model_copy(update={"holiday_service_enabled": True})


def treated_as(holiday: HolidayService, other: HolidayService | NightService) -> HolidayService:
    """The service with the treatment of calls of another one."""
    return holiday.model_copy(update={field: getattr(other, field) for field in _TREATMENT})


def _given(holiday: HolidayService, other: HolidayService | NightService) -> HolidayService:
    """The same as it can be written: Webex takes no number away, so one that has no effect any more stays."""
    if other.transfer_phone_number:
        return treated_as(holiday, other)
    return holiday.model_copy(update={"action": other.action})


def shown(holiday: HolidayService, lent: Lent | None) -> HolidayService:
    """The service as people know it."""
    is_ours = lent is not None and (lent.applies_to(holiday) or lent.left_number(holiday))
    return treated_as(holiday, lent.before) if lent and is_ours else holiday


def changed(
    holiday: HolidayService, lent: Lent | None, before: HolidayService, after: HolidayService
) -> tuple[Lent | None, HolidayService]:
    """What the service becomes when what is shown of it goes from one thing to another; and what to remember."""
    fields = [name for name in type(after).model_fields if getattr(after, name) != getattr(before, name)]
    update = {name: getattr(after, name) for name in fields}
    result = holiday.model_copy(update=update)
    if lent is None or not update:
        return lent, result
    if not lent.applies_to(holiday):
        return (lent if set(fields).isdisjoint(_TREATMENT) else None), result
    if not set(fields).isdisjoint(_TREATMENT):
        result = _given(result, after)
    return lent.model_copy(update={"was": lent.before.model_copy(update=update).body()}).treating(result), result


def kept_up(holiday: HolidayService, lent: Lent | None, night: NightService) -> HolidayService:
    """The service treating calls as it should while it is on for us."""
    return _given(holiday, lent.due(night)) if lent and lent.applies_to(holiday) else holiday


def returned(holiday: HolidayService, lent: Lent | None) -> HolidayService:
    """The service switched off, and otherwise as it was before we came."""
    if lent is None:
        return holiday.model_copy(update={"holiday_service_enabled": False})
    if lent.applies_to(holiday):
        return lent.before.model_copy(update={"holiday_service_enabled": False})
    kept = {name: value for name, value in holiday.body().items() if name != "holidayScheduleName"}
    names = {name: value for name, value in lent.was.items() if name in {"holidayScheduleName", "holidayScheduleLevel"}}
    return parsed(HolidayService, {**kept, **names, "holidayServiceEnabled": False})


def treatment(service: HolidayService | NightService) -> tuple[str, str]:
    """What happens to calls: an action, and the number that it leads to."""
    return service.action, service.transfer_phone_number
