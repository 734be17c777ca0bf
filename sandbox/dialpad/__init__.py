"""A make-believe Dialpad: a stateful server of the documented API v2, call centers above all."""

from sandbox.dialpad.account import Account, CallCenter, Holiday, Live
from sandbox.dialpad.demo import demo_account
from sandbox.dialpad.server import DialpadServer

__all__ = ["Account", "CallCenter", "DialpadServer", "Holiday", "Live", "demo_account"]
