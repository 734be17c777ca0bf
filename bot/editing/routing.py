"""The form of how a call finds somebody who answers it. Pure."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from adapters import Change, SetRouting
from bot.answers import Input
from bot.editing.choosing import Choices, chosen, news
from bot.editing.inputs import FormName, Scene, Values
from bot.editing.saying import said
from bot.intent import without_routing
from bot.language import Ask, Verb
from bot.plans import Facts

_ROUTING: Final = "routing"


class Routing:
    """Who is rung first."""

    name: Final = FormName.ROUTING
    label: Final = "Who is rung first"
    verb: Final = Verb.ROUTING
    several: Final = True

    def unfit(self, facts: Facts) -> str:
        """Some lines ring nobody themselves."""
        can = "set_routing" in facts.capabilities.changes and facts.capabilities.routings
        return "" if can else without_routing(facts)

    def begin(self, facts: Facts, ask: Ask | None, now: dt.datetime) -> Values:
        """How it is now, or what was named instead."""
        named = [each.routing for each in said(ask, facts, now) if isinstance(each, SetRouting)]
        return {_ROUTING: named[0] if named else facts.setup.routing or ""}

    def inputs(self, values: Values, facts: Facts) -> Sequence[Input]:
        """One of the ways that there are."""
        del values
        return (
            Input(
                name=_ROUTING,
                label="How a call finds somebody who answers",
                type="choice",
                choices=_choices(facts),
                required=True,
            ),
        )

    def glance(self, facts: Facts) -> Sequence[str]:
        """How it is now."""
        return (f"{self.label}: {facts.words.routing(facts.setup.routing)}",)

    def changes(self, values: Values, facts: Facts, scene: Scene) -> tuple[Change, ...]:
        """The way that was chosen."""
        del scene
        routing = chosen(values, _ROUTING, _choices(facts), "Choose how a call finds somebody who answers.")
        return news([SetRouting(routing=routing)], facts)


def _choices(facts: Facts) -> Choices:
    """The ways that there are, and the one that is, even if it cannot be chosen anew."""
    known, now = facts.capabilities.routings, facts.setup.routing
    return known if not now or now in dict(known) else (*known, (now, facts.words.routing(now)))
