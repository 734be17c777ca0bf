"""The form of what callers hear first. Pure."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from adapters import Change, SetOption
from bot import describe
from bot.answers import Input
from bot.editing.choosing import LONGEST_TEXT, TOO_LONG, longest, news
from bot.editing.inputs import FormError, FormName, Scene, Values, text_of
from bot.editing.saying import said
from bot.intent import without_announcement
from bot.language import Ask, Verb
from bot.plans import Facts

_TEXT: Final = "text"


class Greeting:
    """What callers are told, in words."""

    name: Final = FormName.GREETING
    label: Final = "Greeting"
    verb: Final = Verb.GREETING
    several: Final = True

    def unfit(self, facts: Facts) -> str:
        """On some lines nothing can be said in words."""
        option = facts.announcement
        if option is None or "set_option" not in facts.capabilities.changes:
            return without_announcement(facts)
        return option.fixed

    def begin(self, facts: Facts, ask: Ask | None, now: dt.datetime) -> Values:
        """What callers hear now, or what was said instead."""
        given = [str(each.value) for each in said(ask, facts, now) if isinstance(each, SetOption)]
        now_said = _now(facts)
        return {_TEXT: given[0] if given else now_said if len(now_said) <= LONGEST_TEXT else ""}

    def inputs(self, values: Values, facts: Facts) -> Sequence[Input]:
        """The words."""
        option, standing = facts.announcement, values.get(_TEXT, "")
        unshown = option is not None and not option.readable
        hints = [
            describe.accepted(facts.line.system) if unshown else "",
            TOO_LONG if len(_now(facts)) > LONGEST_TEXT else "",
        ]
        return (
            Input(
                name=_TEXT,
                label="What callers hear first",
                type="text",
                required=True,
                hint=" ".join(filter(None, hints)),
                minimum=option.minimum if option else None,
                maximum=longest(standing if isinstance(standing, str) else "", option.maximum if option else None),
            ),
        )

    def glance(self, facts: Facts) -> Sequence[str]:
        """What they hear now stands in the form."""
        del facts
        return ()

    def changes(self, values: Values, facts: Facts, scene: Scene) -> tuple[Change, ...]:
        """The announcement."""
        del scene
        option, text, now = facts.announcement, text_of(values, _TEXT), _now(facts)
        if not text:
            raise FormError({_TEXT: "Write what callers should hear."})
        if text == " ".join(now.split()):
            text = now
        elif option and option.problem(text):
            raise FormError({_TEXT: str(option.problem(text))})
        return news([SetOption(name=facts.capabilities.key_announcement, value=text)], facts)


def _now(facts: Facts) -> str:
    return str(facts.setup.options.get(facts.capabilities.key_announcement) or "")
