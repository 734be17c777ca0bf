"""Lines to make at Webex, and all that can be said of them."""

from collections.abc import AsyncIterator

import pytest

from adapters import FieldValue, Line, LineKind, NewLine, Webex
from adapters.transport import BearerAuth, Transport
from adapters.webex import kinds
from tests.adapters.fakes import Clock, MemoryLedger
from tests.adapters.webex.fake_webex import RALEIGH, TOKEN, FakeWebex

HOME = f"/telephony/config/locations/{RALEIGH}"
ATTENDANTS = f"{HOME}/autoAttendants"
WAREHOUSE = NewLine(
    system="webex",
    kind=kinds.kind_name("auto attendant", RALEIGH),
    name="Warehouse",
    values={
        "extension": "300",
        "business_schedule": "Business Hours",
        "greeting_open": "standard",
        "dial_extension_open": True,
        "key_0_open": "repeat",
        "greeting_closed": "standard",
        "dial_extension_closed": False,
        "key_0_closed": "disabled",
    },
)
RETURNS = NewLine(
    system="webex",
    kind=kinds.kind_name("call queue", RALEIGH),
    name="Returns",
    values={
        "phone_number": "+19195550301",
        "routing": "round_robin",
        "routing_type": "by_order",
        "queue_size": 5,
        "overflow": "busy",
    },
)
EVERYTHING: dict[str, dict[str, FieldValue]] = {
    "auto attendant": {
        "phone_number": "+19195550300",
        "extension": "300",
        "business_schedule": "Business Hours",
        "holiday_schedule": "Holidays",
        "greeting_open": "standard",
        "dial_extension_open": True,
        "key_0_open": "announced_transfer",
        "key_0_open_number": "+19195550199",
        "greeting_closed": "standard",
        "dial_extension_closed": False,
        "key_0_closed": "transfer",
        "key_0_closed_number": "+19195550198",
        "zone": "America/Chicago",
        "language": "en_us",
        "first_name": "Ware",
        "last_name": "House",
        "extension_scope": "location",
        "name_scope": "organisation",
        "alternate_number": "+19195550309",
    },
    "call queue": {
        "phone_number": "+19195550301",
        "extension": "301",
        "routing": "longest_idle",
        "routing_type": "by_skill",
        "agents": ("ann", "ben"),
        "bounce": True,
        "bounce_rings": 5,
        "bounce_unavailable": True,
        "hold_alert": True,
        "hold_alert_after": 30,
        "bounce_held": True,
        "bounce_held_after": 60,
        "queue_size": 50,
        "overflow": "transfer",
        "overflow_number": "+19195550177",
        "overflow_voicemail": False,
        "overflow_after_wait": True,
        "longest_wait": 600,
        "overflow_greeting": True,
        "ringing_tone": True,
        "reset_statistics": False,
        "zone": "America/Chicago",
        "language": "en_us",
        "first_name": "Re",
        "last_name": "Turns",
        "ring_pattern": "LONG_LONG",
    },
}
NEW = pytest.mark.parametrize("new", [WAREHOUSE, RETURNS], ids=["auto attendant", "call queue"])


def with_values(new: NewLine, **values: FieldValue | None) -> NewLine:
    """The same with some values more, or, for None, fewer."""
    both = {**new.values, **values}
    return new.model_copy(update={"values": {name: value for name, value in both.items() if value is not None}})


@pytest.fixture(autouse=True)
def people(vendor: FakeWebex) -> None:
    people = [{"id": each.lower(), "firstName": each, "lastName": "Abel"} for each in ("Ann", "Ben", "Cleo")]
    vendor.lists["/telephony/config/queues/agents/availableAgents"] = people


@pytest.fixture
async def webex(transport: Transport, ledger: MemoryLedger, clock: Clock) -> AsyncIterator[Webex]:
    client = Webex(BearerAuth(TOKEN), ledger=ledger, clock=clock, transport=transport)
    yield client
    await client.aclose()


@pytest.fixture
def restarted(transport: Transport, ledger: MemoryLedger, clock: Clock) -> Webex:
    """Another process, which remembers nothing of this one."""
    return Webex(BearerAuth(TOKEN), ledger=ledger, clock=clock, transport=transport)


@pytest.fixture
async def lines(webex: Webex) -> dict[str, Line]:
    return {line.name: line for line in await webex.lines()}


async def offered(webex: Webex, label: str) -> LineKind:
    return next(each for each in await webex.kinds() if each.label == label)
