"""Webex: its auto attendants and call queues are lines."""

from adapters.webex.system import Webex
from adapters.webex.tokens import ServiceAppAuth

__all__ = ["ServiceAppAuth", "Webex"]
