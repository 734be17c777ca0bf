"""Calls that go elsewhere, whatever menus and schedules say."""

from collections.abc import Iterator

from adapters.transport import Transport
from adapters.webex.directory import Entry, quoted
from adapters.webex.wire import Forwarding, ForwardingAnswer, ForwardingRule, parsed


async def read_forwarding(transport: Transport, entry: Entry) -> Forwarding:
    """How the calls of a line are forwarded."""
    answer = await transport.request("GET", f"{entry.path}/callForwarding")
    return parsed(ForwardingAnswer, answer or {}).call_forwarding


async def read_rules(transport: Transport, entry: Entry) -> list[ForwardingRule]:
    """The selective rules of a line, with the schedules that limit them."""
    rules = (await read_forwarding(transport, entry)).rules
    return [
        parsed(
            ForwardingRule,
            await transport.request("GET", f"{entry.path}/callForwarding/selectiveRules/{quoted(each.id)}"),
        )
        for each in rules
        if each.id
    ]


def remarks(forwarding: Forwarding, name: str) -> Iterator[str]:
    """What a person should know of it, a sentence each."""
    always = forwarding.always
    if always.enabled:
        yield f"All calls to {name} are forwarded to {always.destination or 'another number'}, whatever its hours are."
    if forwarding.selective.enabled:
        for rule in forwarding.rules:
            if rule.enabled:
                yield f"Calls to {name} that fit the forwarding rule “{rule.name}” go elsewhere at any hour."
    if forwarding.operating_modes.enabled:
        modes = " and ".join(f"“{each.name}”" for each in forwarding.operating_modes.modes)
        yield f"Calls to {name} may go elsewhere by operating modes" + (f": {modes}." if modes else ".")
