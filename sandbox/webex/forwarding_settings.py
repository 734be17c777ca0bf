"""Call forwarding of auto attendants and queues: always, or by selective rules."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from sandbox.webex.blocks import DIGITS, E164, Block, Destination, Name, dumped, read_block, require, without_nulls
from sandbox.webex.errors import BackendError


def _caller(written: str) -> str:
    """A caller's number, which official clients write with the dashes of reading."""
    number = written.replace("-", "")
    if not (E164.fullmatch(number) or DIGITS.fullmatch(number)):
        message = f"{written!r} is not a phone number"
        raise ValueError(message)
    return number


Caller = Annotated[str, AfterValidator(_caller)]
OTHER_SPELLINGS = ("destinationVoicemailEnabled", "destinationVoiceMailEnabled")


class Diversion(Block):
    """Where calls are sent, if they are."""

    enabled: bool = False
    destination: Destination | Literal[""] | None = None
    ring_reminder_enabled: bool = False
    send_to_voicemail_enabled: bool = False

    @model_validator(mode="before")
    @classmethod
    def _one_spelling(cls, written: Any) -> Any:
        """Webex spells it differently for queues, and its clients differently again."""
        if not isinstance(written, dict):
            return written
        return {("sendToVoicemailEnabled" if key in OTHER_SPELLINGS else key): each for key, each in written.items()}

    @model_validator(mode="after")
    def _goes_somewhere(self) -> Self:
        if self.enabled and not self.destination:
            message = "destination is mandatory while enabled"
            raise ValueError(message)
        return self


class ForwardTo(Block):
    """Where a rule sends calls."""

    selection: Literal["FORWARD_TO_DEFAULT_NUMBER", "FORWARD_TO_SPECIFIED_NUMBER", "DO_NOT_FORWARD"]
    phone_number: Destination | None = None

    @model_validator(mode="after")
    def _goes_somewhere(self) -> Self:
        if self.selection == "FORWARD_TO_SPECIFIED_NUMBER" and self.phone_number is None:
            message = "phoneNumber is mandatory with FORWARD_TO_SPECIFIED_NUMBER"
            raise ValueError(message)
        return self


class CustomNumbers(Block):
    """Certain callers."""

    private_number_enabled: bool = False
    unavailable_number_enabled: bool = False
    numbers: tuple[Caller, ...] = Field(default=(), max_length=12)


class CallsFrom(Block):
    """Whose calls a rule is for."""

    selection: Literal["ANY", "CUSTOM"]
    custom_numbers: CustomNumbers = CustomNumbers()


class CalledNumber(Block):
    """A number of the line itself."""

    type: Literal["PRIMARY", "ALTERNATE"]
    phone_number: Caller | None = None
    extension: str | None = None


class CallsTo(Block):
    """Which of the line's numbers was called."""

    numbers: tuple[CalledNumber, ...] = ()


class Rule(Block):
    """A selective forwarding rule; its schedules are names of the location."""

    name: Name
    forward_to: ForwardTo
    calls_from: CallsFrom
    enabled: bool = False
    business_schedule: str | None = None
    holiday_schedule: str | None = None
    calls_to: CallsTo = CallsTo()


class Forwarding(Block):
    """What becomes of calls before they reach the line."""

    always: Diversion = Diversion()
    selective: Diversion = Diversion()
    rules: tuple[Rule, ...] = ()
    modes_enabled: bool = False


class RuleSwitch(Block):
    """A rule as a PUT of the whole names it: on or off."""

    id: str
    enabled: bool = False


class OperatingModes(Block):
    """Operating modes, of which this organisation has none."""

    enabled: bool
    modes: tuple[()]


class NewForwarding(Block):
    """What a PUT may say."""

    always: Diversion | None = None
    selective: Diversion | None = None
    rules: tuple[RuleSwitch, ...] | None = None
    operating_modes: OperatingModes | None = None


class _Body(Block):
    """The wrapper around it."""

    call_forwarding: NewForwarding


def switched(forwarding: Forwarding, body: Mapping[str, Any], ids: Mapping[str, str]) -> Forwarding:
    """The forwarding after a PUT; `ids` are the rules' names by id. Rules that it leaves out stay as they are."""
    new = read_block(_Body, without_nulls(dict(body))).call_forwarding
    for each in new.rules or ():
        if each.id not in ids:
            raise BackendError(400, f"rules: there is no rule {each.id}")
    switches = {ids[each.id]: each.enabled for each in new.rules or ()}
    rules = tuple(
        each.model_copy(update={"enabled": switches.get(each.name, each.enabled)}) for each in forwarding.rules
    )
    return Forwarding(
        always=new.always or forwarding.always,
        selective=new.selective or forwarding.selective,
        rules=rules,
        modes_enabled=new.operating_modes.enabled if new.operating_modes else forwarding.modes_enabled,
    )


def created_rule(body: Mapping[str, Any]) -> Rule:
    """A new rule from JSON."""
    return read_block(Rule, without_nulls(dict(body)))


def changed_rule(rule: Rule, body: Mapping[str, Any]) -> Rule:
    """A rule after a PUT, which needs the name; what it does not mention stays."""
    written = without_nulls(dict(body))
    require(written, "name")
    return read_block(Rule, dumped(rule) | written)
