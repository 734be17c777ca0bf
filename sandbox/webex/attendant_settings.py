"""Everything a client may write on an auto attendant."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from sandbox.webex.blocks import NUMBER, Block, Extension, Name, PhoneNumber, Zone, read_block, without_nulls
from sandbox.webex.errors import BackendError, missing
from sandbox.webex.menus import AudioFile, EmptyValues, Menu, check_values

Dialing = Literal["ENTERPRISE", "GROUP"]
RingPattern = Literal["NORMAL", "LONG_LONG", "SHORT_SHORT_LONG", "SHORT_LONG_SHORT"]
LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}_[a-z]{2}$")]
DialByName = Annotated[str, StringConstraints(pattern=r'^[^%+\\"\u0080-\U0010ffff]*$')]
IGNORED = "holidayMenu"
"""There is no such menu, and Webex does not say so."""


class AlternateNumber(Block):
    """A further number."""

    phone_number: PhoneNumber
    toll_free_number: bool = False
    ring_pattern: RingPattern = "NORMAL"


class CallerIdName(Block):
    """The name that the called see."""

    selection: Literal["CUSTOM_NAME", "DISPLAY_NAME"] = "DISPLAY_NAME"
    custom_name: str | None = None


class AttendantSettings(Block):
    """All that is writable on an auto attendant; the schedules are names of its location."""

    name: Name
    phone_number: PhoneNumber | None = None
    extension: Extension | None = None
    business_schedule: str
    business_hours_menu: Menu
    after_hours_menu: Menu
    holiday_schedule: str | None = None
    alternate_numbers: tuple[AlternateNumber, ...] = Field(default=(), max_length=10)
    language_code: LanguageCode = "en_us"
    extension_dialing: Dialing = "ENTERPRISE"
    name_dialing: Dialing = "ENTERPRISE"
    time_zone: Zone
    direct_line_caller_id_name: CallerIdName = CallerIdName()
    dial_by_name: DialByName | None = None
    first_name: str | None = None
    last_name: str | None = None

    @property
    def menus(self) -> dict[str, Menu]:
        """Both menus by their names in the API."""
        return {"businessHoursMenu": self.business_hours_menu, "afterHoursMenu": self.after_hours_menu}

    @property
    def files(self) -> tuple[AudioFile, ...]:
        """Every file that it plays."""
        return tuple(file for menu in self.menus.values() for file in menu.files)


def created(body: dict[str, Any], zone: str, empty_values: EmptyValues) -> AttendantSettings:
    """The settings of a new auto attendant in a location with this zone."""
    return _read({"timeZone": zone}, body, empty_values)


def changed(settings: AttendantSettings, body: dict[str, Any], empty_values: EmptyValues) -> AttendantSettings:
    """The settings after a PUT: what it does not mention stays, what it does mention is replaced whole."""
    before = settings.model_dump(mode="json", exclude_none=True)
    if not body.get("dialByName", True):
        before.pop("dialByName", None)
    return _read(before, body, empty_values)


def _read(before: dict[str, Any], body: dict[str, Any], empty_values: EmptyValues) -> AttendantSettings:
    written = {key: each for key, each in without_nulls(body).items() if key != IGNORED}
    settings = read_block(AttendantSettings, before | written)
    if settings.phone_number is None and settings.extension is None:
        raise missing(NUMBER)
    for key, menu in settings.menus.items():
        if key in written:
            check_values(menu, empty_values)
    if any(each.media_file_type not in {None, "WAV"} for each in settings.files):
        raise BackendError(400, "audioAnnouncementFile: an auto attendant plays WAV files only")
    return settings
