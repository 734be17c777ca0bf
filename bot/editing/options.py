"""The form of a line's further settings, made of what its vendor offers. Pure."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

from adapters import Change, Option, OptionValue, SetOption
from bot import describe
from bot.answers import Input
from bot.editing.choosing import (
    LONGEST_TEXT,
    OFF,
    ON,
    TOO_LONG,
    WHOLE,
    Choices,
    apart,
    chosen,
    limits,
    longest,
    news,
    short,
)
from bot.editing.inputs import FormError, FormName, Scene, Values, text_of
from bot.editing.saying import said
from bot.errors import SayError
from bot.intent import asked_option, dialled
from bot.language import Ask, Verb
from bot.plans import Facts

_OPTION: Final = "option"
_SWITCH: Final[Choices] = ((ON, "On"), (OFF, "Off"))


class Options:
    """One of the further settings."""

    name: Final = FormName.OPTIONS
    label: Final = "Other settings"
    verb: Final = Verb.OPTION
    several: Final = False

    def unfit(self, facts: Facts) -> str:
        """Some lines have none."""
        if "set_option" in facts.capabilities.changes and facts.capabilities.options:
            return ""
        return f"{facts.line.name} has no further settings. {describe.instead(facts.line.name, facts.capabilities)}"

    def begin(self, facts: Facts, ask: Ask | None, now: dt.datetime) -> Values:
        """All settings as they are; of the one that was named, what it is to be."""
        now_set = {each: _standing(facts.setup.options.get(each.name)) for each in facts.capabilities.options}
        found = {_value(each): text if len(text) <= LONGEST_TEXT else "" for each, text in now_set.items()}
        option = asked_option(ask, facts) if ask else None
        if ask is None or option is None:
            return {_OPTION: "", **found}
        given = [_standing(each.value) for each in said(ask, facts, now) if isinstance(each, SetOption)]
        given = given or [_standing(ask.value)]  # wrong as it is, which is told at its field
        wanted = {_value(option): each for each in given if each and _can_stand(each, option, facts)}
        return {_OPTION: option.name, **found, **wanted}

    def inputs(self, values: Values, facts: Facts) -> Sequence[Input]:
        """Which setting, and its value."""
        return tuple(self._inputs(values, facts))

    def _inputs(self, values: Values, facts: Facts) -> Iterator[Input]:
        option = facts.capabilities.option(text_of(values, _OPTION))
        hint = option.fixed if option else ""
        choices = tuple((each.name, _told(each, facts)) for each in facts.capabilities.options)
        yield Input(name=_OPTION, label="Setting", type="choice", choices=apart(choices), required=True, hint=hint)
        if option is not None and not option.fixed:
            yield _input(option, values, facts)

    def glance(self, facts: Facts) -> Sequence[str]:
        """The values stand beside the settings to choose from."""
        del facts
        return ()

    def changes(self, values: Values, facts: Facts, scene: Scene) -> tuple[Change, ...]:
        """The setting with its value."""
        option = facts.capabilities.option(text_of(values, _OPTION))
        if option is None:
            raise FormError({_OPTION: "Choose a setting."})
        if option.fixed:
            raise FormError({_OPTION: option.fixed})
        try:
            value = _meant(option, values, facts, scene)
        except SayError as error:
            raise error if isinstance(error, FormError) else FormError({_value(option): str(error)}) from error
        problem = None if value == facts.setup.options.get(option.name) else option.problem(value)
        if problem:
            raise FormError({_value(option): problem})
        return news([SetOption(name=option.name, value=value)], facts)


def _value(option: Option) -> str:
    """The name of the input for its value."""
    return f"value_{option.name}"


def _standing(value: OptionValue | None) -> str:
    """A value as it stands in a form."""
    if isinstance(value, bool):
        return ON if value else OFF
    return "" if value is None else str(value)


def _told(option: Option, facts: Facts) -> str:
    """A setting with its value now."""
    value = facts.setup.options.get(option.name)
    now = short(facts.words.option(option.name, value)) if value is not None else ""
    now = now or (describe.NOT_SET if option.readable else "not known")
    return f"{option.label} · {now}" + (" · cannot be changed" if option.fixed else "")


def _input(option: Option, values: Values, facts: Facts) -> Input:
    given, now = values.get(_value(option), ""), _standing(facts.setup.options.get(option.name))
    text = given if isinstance(given, str) else ""
    within = limits(text, option.minimum or 0, option.maximum) if option.type == "number" else {}
    told = [
        "" if within or option.type != "number" else option.problem(int(text)) or "",
        option.help,
        "" if option.readable else describe.accepted(facts.line.system),
        "Whoever approves it is told that it is risky." if option.risk == "high" else "",
        TOO_LONG if len(now) > LONGEST_TEXT else "",
    ]
    shown = Input(
        name=_value(option),
        label=option.label + (f" ({option.unit})" if option.unit else ""),
        type="text",
        hint=" ".join(filter(None, told)),
        required=not _may_be_empty(option, facts),
    )
    match option.type:
        case "switch" | "choice":
            return shown.model_copy(update={"type": "choice", "choices": _choices(option, facts)})
        case "number":
            return shown.model_copy(update={"type": "number", **within})
        case "text":
            return shown.model_copy(update={"minimum": option.minimum, "maximum": longest(text, option.maximum)})
        case "phone":
            return shown.model_copy(update={"placeholder": "+1 919 555 0100"})


def _choices(option: Option, facts: Facts) -> Choices:
    """What it may be, and what it is, even if it could not be set to that anew."""
    if option.type == "switch":
        return _SWITCH
    now = facts.setup.options.get(option.name)
    known = not isinstance(now, str) or not now or now in dict(option.choices)
    return option.choices if known else (*option.choices, (str(now), str(now)))


def _can_stand(text: str, option: Option, facts: Facts) -> bool:
    """Whether its input takes a text at all, be it right or wrong."""
    if option.type in {"switch", "choice"}:
        return text in dict(_choices(option, facts))
    return option.type != "number" or WHOLE.fullmatch(text) is not None


def _may_be_empty(option: Option, facts: Facts) -> bool:
    """Whether there is a text that can be taken away."""
    return option.type == "text" and not option.minimum and bool(facts.setup.options.get(option.name))


def _meant(option: Option, values: Values, facts: Facts, scene: Scene) -> OptionValue:
    """The value that was filled in; a `SayError` tells why it is none."""
    name, now = _value(option), facts.setup.options.get(option.name)
    typed = text_of(values, name)
    if option.type in {"switch", "choice"}:
        value = chosen(values, name, _choices(option, facts), f"Choose what {_called(option)} should be.")
        return value == ON if option.type == "switch" else value
    if now is not None and typed == " ".join(_standing(now).split()):
        return now
    if not typed and not _may_be_empty(option, facts):
        msg = f"Write what {_called(option)} should be."
        raise SayError(msg)
    if option.type == "phone":
        return dialled(typed, facts, scene.number_problem)
    return int(typed) if option.type == "number" and WHOLE.fullmatch(typed) else typed


def _called(option: Option) -> str:
    return f"{option.label[:1].lower()}{option.label[1:]}"
