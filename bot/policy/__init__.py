"""Who may ask and who may decide: pure, and deny when unsure."""

from bot.policy.freezes import Freeze
from bot.policy.member import EVERYONE, Member
from bot.policy.numbers import e164, region
from bot.policy.policy import Policy, says_something
from bot.policy.rules import Rule, Ruling, Terms

__all__ = ["EVERYONE", "Freeze", "Member", "Policy", "Rule", "Ruling", "Terms", "e164", "region", "says_something"]
