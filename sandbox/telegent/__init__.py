"""A make-believe Telegent: a stateful server of its workgroups, their activities and their schedules."""

from sandbox.telegent.account import Account, Activity, Schedule, Workgroup
from sandbox.telegent.demo import demo_account
from sandbox.telegent.server import TelegentServer

__all__ = ["Account", "Activity", "Schedule", "TelegentServer", "Workgroup", "demo_account"]
