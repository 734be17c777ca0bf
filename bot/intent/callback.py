"""The callback that an ask means: of the queue, or a key that leads where calls are returned. Pure."""

from collections.abc import Iterator

from adapters import Change, Destination, SetCallback, SetMenuKey
from bot import describe
from bot.errors import NothingToDoError, SayError
from bot.intent import targets
from bot.intent.asking import MOST_CHOICES, AskBackError, because
from bot.intent.targets import NumberProblem
from bot.language import Ask, Choice
from bot.plans import Facts, key_problem
from bot.settings import EXTENSION


def offer(ask: Ask, facts: Facts, number_problem: NumberProblem) -> Change:
    """The callback of the line; asked back where its vendor decides what was asked for."""
    if "set_callback" not in facts.capabilities.changes:
        return _key(ask, facts, number_problem)
    queue, name = facts.setup.queue, facts.line.name
    fixed = " ".join(_fixed(ask, facts))
    if fixed and queue is not None and queue.callback:
        msg = f"{fixed} {name} offers callbacks already."
        raise NothingToDoError(msg)
    if fixed:
        yes = Choice(label="Turn callbacks on", text=f"turn on callback for {name}{because(ask)}")
        msg = f"{fixed} Turn callbacks on for {name}?"
        raise AskBackError(msg, [yes])
    if ask.on is None and queue is not None and not queue.callback:
        key = ask.key or queue.callback_key
        msg = f"{name} offers no callback now. Should it be offered from now on, with key {key}?"
        raise AskBackError(msg, [Choice(label="Yes, offer it", text=f"turn on callback key {key} on {name}")])
    return SetCallback(on=ask.on is not False, key=ask.key, threshold=ask.threshold)


def _fixed(ask: Ask, facts: Facts) -> Iterator[str]:
    """What was asked for and is for the vendor to decide, a sentence each."""
    vendor, queue = describe.vendor(facts.line.system), facts.setup.queue
    if ask.key and not facts.capabilities.callback_keys:
        yield f"{vendor} itself sets the key for callbacks of a queue, so {ask.key} cannot be chosen."
    if ask.threshold is not None and queue is not None and queue.threshold is None:
        yield f"{vendor} itself decides when a callback is offered, so “more than {ask.threshold} calls” cannot be set."


def _key(ask: Ask, facts: Facts, number_problem: NumberProblem) -> Change:
    """A key that leads to where calls are returned, on a line whose vendor has no callback for it."""
    name, kind = facts.line.name, describe.a_kind(facts.line.kind)
    if "set_menu_key" not in facts.capabilities.changes:
        instead = describe.instead(name, facts.capabilities)
        msg = f"{name} is {kind}, and its phone system offers no callback for it. {instead}"
        raise SayError(msg)
    if ask.on is False:
        msg = (
            f"{name} is {kind}: it has no callback to turn off, only keys. Say, for example, `remove key 9 on {name}`."
        )
        raise AskBackError(msg)
    if ask.threshold is not None:
        msg = f"{name} is {kind}, where nobody waits, so “more than {ask.threshold} calls” cannot be set. Leave it out."
        raise AskBackError(msg)
    if ask.key is None:
        msg = f"{name} is {kind}: a callback needs a key there. Say, for example, `add 9 for callback on {name}`."
        raise AskBackError(msg)
    wrong = key_problem(ask.key, facts)
    if wrong:
        raise SayError(wrong)
    if not facts.callback:
        raise _nowhere(ask, facts)
    problem = None if EXTENSION.fullmatch(facts.callback) else number_problem(facts.callback)
    if problem:
        msg = f"{problem} It is the `callback` of {name} in the settings."
        raise SayError(msg)
    destination = Destination(kind=describe.NUMBER, id=facts.callback, name=facts.callback)
    action = targets.leading_to(destination, facts, facts.capabilities.menu_actions)
    return SetMenuKey(key=ask.key, action=action)


def _nowhere(ask: Ask, facts: Facts) -> AskBackError:
    name, kind = facts.line.name, describe.a_kind(facts.line.kind)
    msg = (
        f"Where should key {ask.key} lead? {name} is {kind} without callbacks of its own. Name the number, for example"
        f" `press {ask.key} goes to +1 919 555 0100 on {name}`."
    )
    leading_out = [option for option in facts.capabilities.menu_actions if describe.NUMBER in option.targets]
    known = targets.reachable(facts, leading_out)
    fitting = [each for each in known if "callback" in each.name.casefold().replace(" ", "").replace("-", "")]
    if not fitting and len(known) <= MOST_CHOICES:
        fitting = known
    return AskBackError(msg, [targets.choice(ask, facts, each) for each in fitting])
