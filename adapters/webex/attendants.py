"""An auto attendant: what was read of it, and how it is written."""

from collections.abc import Iterable

from adapters.errors import RefusedError, UnsupportedError
from adapters.model import Override, Setup, WeeklyHours
from adapters.transport import Transport
from adapters.webex.directory import Entry, check_zone
from adapters.webex.menus import forms, menu_of, misses_value, with_keys
from adapters.webex.options import ATTENDANT_PLACES, GREETING_FILE, values, with_values
from adapters.webex.wire import AutoAttendant, parsed


class AttendantLine:
    """An auto attendant. It is attached to the schedules of its location by their names, in one PUT."""

    always: bool = False
    detachable: bool = False
    """How to take a holiday schedule off again is not documented."""
    always_possible: bool = False

    def __init__(self, transport: Transport, entry: Entry, attendant: AutoAttendant, zone: str) -> None:
        self._transport = transport
        self._entry = entry
        self._attendant = attendant
        self.line_id = entry.id
        self.line_name = attendant.name or entry.name
        self.location_id = entry.location_id
        self.zone = attendant.time_zone or zone
        self.hours: str | None = attendant.business_schedule or None
        self.closures: str | None = attendant.holiday_schedule or None

    @classmethod
    async def read(cls, transport: Transport, entry: Entry, zone: str) -> "AttendantLine":
        """The auto attendant as it is now; `zone` is its location's."""
        return cls(transport, entry, parsed(AutoAttendant, await transport.request("GET", entry.path)), zone)

    def check(self) -> None:
        """Refuse what could not be read rightly."""
        check_zone(self.zone, self.line_name)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What else a person should know."""
        return ()

    def setup(self, hours: WeeklyHours, overrides: Iterable[Override]) -> Setup:
        """What it is set to, in our words."""
        found = self._attendant
        files = {"open": found.business_hours_menu, "closed": found.after_hours_menu}
        return Setup(
            line_id=self.line_id,
            zone=self.zone,
            hours=hours,
            overrides=tuple(overrides),
            open_menu=menu_of(found.business_hours_menu, self._mailbox),
            closed_menu=menu_of(found.after_hours_menu, self._mailbox),
            options={
                **values(found, ATTENDANT_PLACES),
                **{GREETING_FILE[name]: menu.audio_announcement_file.file_name for name, menu in files.items()},
            },
        )

    async def write(self, before: Setup, after: Setup) -> None:
        """Write what is different, hours and overrides apart."""
        wanted = with_values(self._attendant, ATTENDANT_PLACES, before.options, after.options)
        for field, was, will in (
            ("business_hours_menu", before.open_menu, after.open_menu),
            ("after_hours_menu", before.closed_menu, after.closed_menu),
        ):
            if was is not None and will is not None:
                menu = with_keys(getattr(wanted, field), was, will, self._mailbox)
                wanted = wanted.with_value((field,), menu)
        await self._put(wanted)

    async def attach(
        self,
        *,
        hours: str | None = None,
        closures: str | None = None,
        always: bool | None = None,
        detach_closures: bool = False,
    ) -> None:
        if always is not None or detach_closures:
            msg = f"Webex has no way to do without the schedules of {self.line_name}."
            raise UnsupportedError(msg)
        named = {"business_schedule": hours, "holiday_schedule": closures}
        update = {field: name for field, name in named.items() if name is not None}
        await self._put(self._attendant.model_copy(update=update))
        self.hours, self.closures = hours or self.hours, closures or self.closures

    @property
    def _mailbox(self) -> str:
        return self._attendant.extension or self._attendant.phone_number

    async def _put(self, wanted: AutoAttendant) -> None:
        body = wanted.difference(self._attendant)
        if not body:
            return
        ways = forms(body)
        for way in ways:
            try:
                await self._transport.request("PUT", self._entry.path, json=way)
            except RefusedError as error:
                if way == ways[-1] or not misses_value(error):
                    raise
            else:
                break
        self._attendant = wanted
