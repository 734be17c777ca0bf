"""Dialpad: its call centers are lines."""

from adapters.dialpad.system import Dialpad

__all__ = ["Dialpad"]
