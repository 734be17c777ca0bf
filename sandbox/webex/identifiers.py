"""Webex's ids: base64 of a URI; those of schedules, events and rules have the name inside, and change with it."""

from base64 import urlsafe_b64encode
from uuid import uuid4


def identifier(kind: str, inner: str) -> str:
    """The id of one thing; its padding belongs to it."""
    return _encoded(f"ciscospark://us/{kind}/{inner}")


def new_identifier(kind: str) -> str:
    """The id of a thing that did not exist before."""
    return identifier(kind, str(uuid4()))


def schedule_id(name: str) -> str:
    """The id of a location's schedule."""
    return identifier("SCHEDULE", _encoded(name))


def event_id(name: str) -> str:
    """The id of a schedule's event."""
    return identifier("SCHEDULE_EVENT", _encoded(name))


def rule_id(name: str) -> str:
    """The id of a selective forwarding rule."""
    return identifier("CALL_FORWARDING_SELECTIVE_RULE", _encoded(name))


def _encoded(text: str) -> str:
    return urlsafe_b64encode(text.encode()).decode()
