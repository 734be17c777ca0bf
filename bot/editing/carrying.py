"""What was typed into a form that begins anew, for other lines, or since its lines have changed. Pure."""

from collections.abc import Iterator, Sequence

from bot.answers import Input
from bot.editing.inputs import Values
from bot.editing.members import BY_STEPS
from bot.plans import Typed


def typed(values: Values, begun: Values) -> dict[str, Typed]:
    """What stands in a form otherwise than it began: that alone is somebody's wish."""
    return {name: each for name, each in values.items() if _meant(each) != _meant(begun.get(name, ""))}


def is_same(values: Values, others: Values) -> bool:
    """Whether the same stands in two forms."""
    return not typed(values, others) and not typed(others, values)


def carried(values: Values, before: Values, begun: Values) -> dict[str, Typed]:
    """What a form begins with, and on top what was typed since it was as `before`; of choices, which came and went."""
    wanted = typed(values, before)
    found = {name: _carried(each, before.get(name, ""), begun.get(name, "")) for name, each in wanted.items()}
    return {**begun, **found, **dict(_reshaped(wanted, before, begun))}


def fitting(values: Values, begun: Values, inputs: Sequence[Input]) -> dict[str, Typed]:
    """As much of what stands in a form beyond what it begins with as it asks for, and offers."""
    asked = {each.name: each for each in inputs}
    found = ((name, _offered(each, asked[name])) for name, each in typed(values, begun).items() if name in asked)
    return {**begun, **{name: each for name, each in found if each is not None}}


def is_offered(asked: Input, value: Typed) -> bool:
    """Whether what stands in an input can be chosen there; anything can be typed."""
    return _offered(value, asked) == value


def _offered(value: Typed, asked: Input) -> Typed | None:
    """As much of a value as can be chosen in an input; None if it cannot be."""
    if asked.type not in {"choice", "choices"}:
        return value
    known = {each for each, _ in asked.choices}
    if isinstance(value, str):
        return value if not value or value in known else None
    return tuple(each for each in value if each in known)


def _carried(value: Typed, before: Typed, begun: Typed) -> Typed:
    """A value that was typed; of several choices, those of now without what went, and with what came."""
    if isinstance(value, str) and isinstance(before, str):
        return value
    chosen, were, are = _several(value), _several(before), _several(begun)
    kept = tuple(each for each in are if each in chosen or each not in were)
    return (*kept, *(each for each in chosen if each not in {*were, *kept}))


def _reshaped(wanted: Values, before: Values, begun: Values) -> Iterator[tuple[str, Typed]]:
    """Who came and went, where a form asks for people otherwise than it did."""
    for name, (comes, goes) in BY_STEPS.items():
        if name in wanted and name not in begun and comes in begun:
            chosen, were = _several(wanted[name]), _several(before.get(name, ()))
            yield comes, tuple(each for each in chosen if each not in were)
            yield goes, tuple(each for each in were if each not in chosen)
        elif {comes, goes} & wanted.keys() and name in begun:
            came, went = (_several(wanted.get(each, ())) for each in (comes, goes))
            yield name, tuple(dict.fromkeys([*(each for each in _several(begun[name]) if each not in went), *came]))


def _several(value: Typed) -> tuple[str, ...]:
    return ((value,) if value else ()) if isinstance(value, str) else value


def _meant(value: Typed) -> str | frozenset[str]:
    """A value as it counts: choices in any order, and nothing chosen is nothing typed."""
    return value if isinstance(value, str) else frozenset(value) or ""
