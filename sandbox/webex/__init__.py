"""A make-believe Webex Calling: a stateful server of its auto attendants, call queues and location schedules."""

from sandbox.webex.account import Account, AutoAttendant, Person, Queue, Waiting
from sandbox.webex.demo import demo_account
from sandbox.webex.opening import Status
from sandbox.webex.server import WebexServer
from sandbox.webex.timetables import Schedule

__all__ = [
    "Account",
    "AutoAttendant",
    "Person",
    "Queue",
    "Schedule",
    "Status",
    "Waiting",
    "WebexServer",
    "demo_account",
]
