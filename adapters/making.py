"""Making a line, as all vendors do it: settings as fields, each line once, and how far reading back has proven it."""

import contextlib
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Final, Generic, Protocol, TypeVar

from adapters.creation import Created, Field, FieldValue, NewLine
from adapters.errors import PhoneSystemError, RefusedError
from adapters.model import Line
from adapters.system import Option

_NAME: Final = Field(name="name", label="Name", type="text")
_NO_LIMIT: Final = 100_000
"""A greatest number from here on is none to people."""


class Known(Protocol):
    """A line as a vendor's client first knows it."""

    @property
    def id(self) -> str: ...


Found = TypeVar("Found", bound=Known)


class Once(Generic[Found]):
    """Makes each line once, however often it is asked for, and whatever becomes of the vendor's answer."""

    def __init__(
        self,
        named: Callable[[NewLine], Awaitable[Sequence[Found]]],
        make: Callable[[NewLine], Awaitable[Found]],
        taken: Callable[[NewLine, Sequence[Found]], str],
        fits: Callable[[NewLine, Found], bool] = lambda _new, _found: True,
    ) -> None:
        """`named`: what is listed now, at the place of a new line, with its name. `make`: the one write.

        `taken` says that others have the name. `fits`: whether one of them is of the kind that was asked for.
        """
        self._named = named
        self._make = make
        self._taken = taken
        self._fits = fits
        self._made: dict[tuple[str, str], Found] = {}
        """What was made here, by kind and name; the vendor may list it only later."""

    async def line(self, new: NewLine, *, again: bool) -> Found:
        """A line that is made now; if `again`, rather the one that an earlier try has made.

        What was made here and is not listed yet is made no second time, whoever asks: a list may lag.
        """
        there = await self._named(new)
        if there and not (again and len(there) == 1 and self._fits(new, there[0])):
            raise RefusedError(self._taken(new, there))
        earlier = there[0] if there else self._made.get((new.kind, new.name))
        return earlier or await self._made_now(new)

    def forget(self, line_id: str) -> None:
        """A line is no more."""
        self._made = {key: each for key, each in self._made.items() if each.id != line_id}

    async def _made_now(self, new: NewLine) -> Found:
        """A line whose name is free; if the answer is lost, it is looked for by its name."""
        try:
            made = await self._make(new)
        except PhoneSystemError as error:
            if error.untouched:
                raise
            found: Sequence[Found] = ()
            with contextlib.suppress(PhoneSystemError):  # what went wrong first tells more
                found = [each for each in await self._named(new) if self._fits(new, each)]
            if len(found) != 1:
                raise
            made = found[0]
        self._made[new.kind, new.name] = made
        return made


def field_of(option: Option, *, required: bool = False, suggestion: FieldValue | None = None) -> Field:
    """A setting of a line that is there as a field of one to be made."""
    return Field(
        name=option.name,
        label=option.label,
        type=option.type,
        required=required,
        choices=option.choices,
        minimum=option.minimum,
        maximum=option.maximum,
        suggestion=suggestion,
        help=f"{option.help} {_range(option)}".strip() if option.type == "number" else option.help,
        risk=option.risk,
    )


def _range(option: Option) -> str:
    """Which numbers a setting takes, such as `10 to 45 seconds.`, for people."""
    least, most = option.minimum or 0, option.maximum
    limits = f"{least} or more" if most is None or most >= _NO_LIMIT else f"{least} to {most}"
    return f"{limits} {option.unit}".strip() + "."


def proven(
    line: Line, name: str, fields: Iterable[Field], asked: Mapping[str, FieldValue], shown: Mapping[str, FieldValue]
) -> Created:
    """A line that was made, and what of its asked name and values the vendor does not show, or shows otherwise."""
    asked, shown = {**asked, "name": name}, {**shown, "name": line.name}
    unshown: list[str] = []
    differing: list[str] = []
    for field in (_NAME, *fields):
        if field.name not in asked:
            continue
        if field.name not in shown:
            unshown.append(field.label)
        elif not _is_same(asked[field.name], shown[field.name]):
            wanted, found = field.words(asked[field.name]), field.words(shown[field.name])
            differing.append(f"{field.label}: {wanted} was asked for, and what is shown is {found}.")
    return Created(line=line, unshown=tuple(unshown), differing=tuple(differing))


def _is_same(one: FieldValue, other: FieldValue) -> bool:
    """What is chosen of many has no order."""
    if isinstance(one, tuple) and isinstance(other, tuple):
        return sorted(one) == sorted(other)
    return one == other
