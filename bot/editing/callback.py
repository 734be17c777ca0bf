"""The form of callbacks that waiting callers are offered. Pure."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

from adapters import Change, QueueSettings, SetCallback
from bot import describe
from bot.answers import Input
from bot.editing.choosing import OFF, ON, Choices, chosen, limits, news
from bot.editing.inputs import FormError, FormName, Scene, Values, text_of
from bot.language import Ask, Verb
from bot.plans import Facts

_OFFERED: Final[Choices] = ((ON, "Yes, callers may ask to be called back"), (OFF, "No"))
_MOST: Final = 6
"""Digits of a number of callers."""


class Callback:
    """Whether waiting callers may ask to be called back."""

    name: Final = FormName.CALLBACK
    label: Final = "Queue and callback"
    verb: Final = Verb.CALLBACK
    several: Final = False

    def unfit(self, facts: Facts) -> str:
        """Where nobody waits, a key can lead to where calls are returned."""
        if "set_callback" in facts.capabilities.changes and facts.setup.queue is not None:
            return ""
        name, kind = facts.line.name, describe.a_kind(facts.line.kind)
        if "set_menu_key" in facts.capabilities.changes:
            return (
                f"{name} is {kind}, where nobody waits: a callback is a key there. Choose “Menu keys”, and let one lead"
                " to where calls are returned."
            )
        instead = describe.instead(name, facts.capabilities)
        return f"{name} is {kind}, and its phone system offers no callback for it. {instead}"

    def begin(self, facts: Facts, ask: Ask | None, now: dt.datetime) -> Values:
        """How it is now, or what was said instead."""
        del now
        queue = _queue(facts)
        is_on, key, threshold = queue.callback, queue.callback_key, queue.threshold
        if ask is not None:
            is_on, key = ask.on is not False, ask.key or key
            threshold = threshold if ask.threshold is None else ask.threshold
        return {
            "on": ON if is_on else OFF,
            "key": key if key in dict(_keys(facts)) else "",
            "threshold": "" if threshold is None else str(threshold),
        }

    def inputs(self, values: Values, facts: Facts) -> Sequence[Input]:
        """On or off; the key and the number of callers only while it is on."""
        return tuple(self._inputs(values, facts))

    def _inputs(self, values: Values, facts: Facts) -> Iterator[Input]:
        hint = " ".join(_fixed(facts))
        yield Input(name="on", label="Offer callbacks", type="choice", choices=_OFFERED, required=True, hint=hint)
        if text_of(values, "on") != ON:
            return
        if facts.capabilities.callback_keys:
            yield Input(name="key", label="Key that asks for it", type="choice", choices=_keys(facts), required=True)
        if _queue(facts).threshold is not None:
            yield Input(
                name="threshold",
                label="Offer it when more callers wait than",
                type="number",
                required=True,
                hint="0 offers it to everybody who waits.",
                **limits(text_of(values, "threshold"), 0, 10**_MOST - 1),
            )

    def glance(self, facts: Facts) -> Sequence[str]:
        """What waiting callers are offered now."""
        queue = _queue(facts)
        leave = f"Key {queue.escape_key} leaves the queue." if queue.escape_key else ""
        return tuple(filter(None, [f"Callbacks: {describe.offer(queue)}", leave]))

    def changes(self, values: Values, facts: Facts, scene: Scene) -> tuple[Change, ...]:
        """The callback; what its vendor sets itself stays as it is."""
        del scene
        is_on = chosen(values, "on", _OFFERED, "Choose whether callbacks are offered.") == ON
        asked = {each.name for each in self._inputs(values, facts)}
        key = chosen(values, "key", _keys(facts), "Choose the key.") if "key" in asked else None
        threshold = _threshold(values) if "threshold" in asked else None
        return news([SetCallback(on=is_on, key=key, threshold=threshold)], facts)


def _queue(facts: Facts) -> QueueSettings:
    return facts.setup.queue or QueueSettings(callback=False)


def _fixed(facts: Facts) -> Iterator[str]:
    """What the vendor decides itself."""
    vendor = describe.vendor(facts.line.system)
    if not facts.capabilities.callback_keys:
        yield f"{vendor} itself sets the key."
    if _queue(facts).threshold is None:
        yield f"{vendor} itself decides when a callback is offered."


def _keys(facts: Facts) -> Choices:
    """The keys that may ask for it, but not the one that leaves the queue."""
    queue = _queue(facts)
    return tuple((key, key) for key in facts.capabilities.callback_keys if key != queue.escape_key)


def _threshold(values: Values) -> int:
    typed = text_of(values, "threshold")
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= _MOST):
        raise FormError({"threshold": "Write how many callers have to wait: a whole number, such as 5."})
    return int(typed)
