"""What an ask means for one line: the changes, or a question back. Pure."""

import datetime as dt
from collections.abc import Callable

from adapters import Change
from bot.errors import SayError
from bot.intent import callback, keys, members, options, times
from bot.language import Ask, Verb
from bot.plans import Facts


def changes_of(  # noqa: C901, PLR0911, PLR0912  # a match over all verbs is one table
    ask: Ask, facts: Facts, now: dt.datetime, number_problem: Callable[[str], str | None]
) -> tuple[Change, ...]:
    """The changes that an ask means for a line; raises a `SayError` where it means none, or not exactly one thing."""
    if ask.recurring and ask.weekly is not None:
        return (times.hours(ask, facts),)
    match ask.verb:
        case Verb.CLOSE:
            return times.close(ask, facts)
        case Verb.OPEN:
            return times.open_specially(ask, facts)
        case Verb.REOPEN:
            return times.reopen(ask, facts, now)
        case Verb.HOURS:
            return (times.hours(ask, facts),)
        case Verb.MENU:
            return keys.menu(ask, facts, number_problem)
        case Verb.REMOVE_KEY:
            return keys.remove(ask, facts)
        case Verb.CALLBACK:
            return (callback.offer(ask, facts, number_problem),)
        case Verb.ROUTING:
            return (options.routing(ask, facts),)
        case Verb.GREETING:
            return (options.greeting(ask, facts),)
        case Verb.MEMBERS:
            return (members.changed(ask, facts),)
        case Verb.OPTION:
            return (options.option(ask, facts, number_problem),)
        case _:
            msg = f"Switchhook cannot do that on {facts.line.name}. `/line help` shows what it can."
            raise SayError(msg)
