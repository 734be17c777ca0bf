"""Slack's rules for blocks, written down anew: what a message or a view may hold."""

from sandbox.slack.blocks.objects import all_options
from sandbox.slack.blocks.rules import Problem
from sandbox.slack.blocks.whole import check_message, check_suggestions, check_view, is_too_large, is_too_long

__all__ = [
    "Problem",
    "all_options",
    "check_message",
    "check_suggestions",
    "check_view",
    "is_too_large",
    "is_too_long",
]
