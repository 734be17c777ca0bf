"""Webex's objects as they come over the wire, in Webex's words: what can be sent back, and little else.

A field that is not named here is neither needed nor sent, since Webex refuses a body with what it works out by itself.
"""

from typing import Annotated, Any, ClassVar, Self, TypeVar

from pydantic import BaseModel, BeforeValidator, Field, ValidationError
from pydantic.alias_generators import to_camel

from adapters.errors import PhoneSystemError
from adapters.webex.words import Number

Parsed = TypeVar("Parsed", bound=BaseModel)


class Wire(BaseModel, frozen=True, extra="ignore", alias_generator=to_camel, coerce_numbers_to_str=True):
    """An object of Webex's; what did not come has the documented default, and is not sent back."""

    required: ClassVar[frozenset[str]] = frozenset()
    """What Webex wants to have in every body of this kind."""
    piecewise: ClassVar[bool] = False
    """Whether it may be sent in part."""

    def body(self) -> dict[str, Any]:
        """What came or was changed, as JSON."""
        return self._part(self.model_fields_set)

    def difference(self, before: Self) -> dict[str, Any]:
        """What is different from before, as JSON; empty if nothing is."""
        changed = {name for name in type(self).model_fields if getattr(self, name) != getattr(before, name)}
        return self._part(changed, before) if changed else {}

    def with_value(self, path: tuple[str, ...], value: Any) -> Self:
        """The same object with another value at the end of a path."""
        name, *rest = path
        if rest:
            value = getattr(self, name).with_value(tuple(rest), value)
        return self.model_copy(update={name: value})

    def at(self, path: tuple[str, ...]) -> Any:
        """What stands at the end of a path."""
        value: Any = self
        for name in path:
            value = getattr(value, name)
        return value

    def _part(self, names: set[str], before: Self | None = None) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for name in type(self).model_fields:
            if name in names | self.required:
                value = getattr(self, name)
                if isinstance(value, Wire) and value.piecewise and before is not None:
                    result[to_camel(name)] = value.difference(getattr(before, name))
                else:
                    result[to_camel(name)] = _plain(value)
        return result


def parsed(model: type[Parsed], answer: Any) -> Parsed:
    """An answer of Webex's as a value."""
    try:
        return model.model_validate(_without_nulls(answer))
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"]))
    except RecursionError:
        where = ""
    msg = f"Webex's answer could not be understood ({where or 'the whole'})."
    raise PhoneSystemError(msg)


class AudioFile(Wire):
    """An announcement; its size and the like cannot be sent back."""

    id: str = ""
    file_name: str = ""
    media_file_type: str = ""
    level: str = ""


class Key(Wire):
    """One key of a menu. Of an announcement only the id counts, if it has one."""

    key: str
    action: str
    description: str = ""
    value: Number = ""
    audio_announcement_file: AudioFile = AudioFile()


class NoInputAction(Wire):
    """What happens to callers who press nothing."""

    action: str = "DISCONNECT"
    greeting: str = "DEFAULT"
    audio_announcement_file: AudioFile = AudioFile()
    transfer_call_to: Number = ""

    required = frozenset({"action"})


class CallTreatment(Wire):
    """How long a menu waits for a key. The timer comes as a string or as a number, and goes as it came."""

    retry_attempt_for_no_input: str = "NO_REPEAT"
    no_input_timer: int | Annotated[str, Field(pattern=r"^[0-9]{1,6}$")] = "10"
    action_to_be_performed: NoInputAction = NoInputAction()

    required = frozenset({"retry_attempt_for_no_input", "no_input_timer", "action_to_be_performed"})


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, dict) else value


class HoursMenu(Wire):
    """The menu during business hours, or after them. It is always sent whole."""

    greeting: str = "DEFAULT"
    extension_enabled: bool = False
    audio_announcement_file: AudioFile = AudioFile()
    key_configurations: Annotated[tuple[Key, ...], BeforeValidator(_as_list)] = ()
    call_treatment: CallTreatment = CallTreatment()

    required = frozenset({"greeting", "extension_enabled", "key_configurations"})


class AutoAttendant(Wire):
    """An auto attendant. Its schedules are names of schedules of its location."""

    name: str = ""
    phone_number: Number = ""
    extension: str = ""
    language_code: str = ""
    time_zone: str = ""
    business_schedule: str = ""
    holiday_schedule: str = ""
    extension_dialing: str = "ENTERPRISE"
    name_dialing: str = "ENTERPRISE"
    business_hours_menu: HoursMenu = HoursMenu()
    after_hours_menu: HoursMenu = HoursMenu()


class Reached(Wire):
    """Of a line, what it is called, and the other numbers that reach it."""

    class AlternateNumber(Wire):
        """One of them."""

        phone_number: Number = ""

    name: str = ""
    alternate_numbers: tuple[AlternateNumber, ...] = ()


class Location(Wire):
    """A place with its own schedules; where it is, as far as the token may know."""

    class Address(Wire):
        """Its postal address."""

        country: str = ""

    id: str
    name: str = ""
    time_zone: str = ""
    address: Address = Address()


class Listed(Wire):
    """An auto attendant or a queue in a list."""

    id: str
    name: str
    location_id: str
    location_name: str = ""
    phone_number: Number = ""
    extension: str = ""
    esn: str = ""


class Made(Wire):
    """The answer to the making of a line."""

    id: Annotated[str, Field(min_length=1)]


class Announcement(Wire):
    """An announcement that can be played."""

    id: str = ""
    name: str = ""
    file_name: str = ""


class ForwardingRule(Wire):
    """A rule by which some calls are forwarded; the schedules, by name, limit when."""

    id: str = ""
    name: str = ""
    enabled: bool = False
    business_schedule: str = ""
    holiday_schedule: str = ""


class Forwarding(Wire):
    """Where calls go instead, whatever menus and schedules say."""

    class Setting(Wire):
        """One way of forwarding."""

        enabled: bool = False
        destination: Number = ""

    class Modes(Wire):
        """Forwarding by operating modes."""

        class Mode(Wire):
            """One of them."""

            name: str = ""

        enabled: bool = False
        modes: tuple[Mode, ...] = ()

    always: Setting = Setting()
    selective: Setting = Setting()
    rules: tuple[ForwardingRule, ...] = ()
    operating_modes: Modes = Modes()


class ForwardingAnswer(Wire):
    """The wrapper around it."""

    call_forwarding: Forwarding = Forwarding()


def _plain(value: Any) -> Any:
    if isinstance(value, Wire):
        return value.body()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value


def _without_nulls(value: Any) -> Any:
    """JSON in which nothing is null: to us, null and absent are the same."""
    if isinstance(value, dict):
        return {key: _without_nulls(each) for key, each in value.items() if each is not None}
    if isinstance(value, list):
        return [_without_nulls(each) for each in value if each is not None]
    return value
