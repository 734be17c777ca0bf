"""Telegent: its workgroups are lines."""

from adapters.telegent.system import Telegent

__all__ = ["Telegent"]
