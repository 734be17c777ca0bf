"""Setups and changes in plain words: dates, hours, differences, and what callers notice. Pure."""

from bot.describe.callers import callers, closed_action
from bot.describe.changes import MOST_DATES, change_sentence, dates_changed, differences
from bot.describe.offers import instead, keys, offers
from bot.describe.states import offer, standing, traffic, week
from bot.describe.words import (
    AGENT,
    AS_LAST_SET,
    NOT_SET,
    NUMBER,
    TWELVE_HOUR_COUNTRIES,
    Words,
    a_kind,
    accepted,
    clock,
    date,
    fewer,
    listed,
    number_text,
    offset_note,
    vendor,
    zone_name,
)

__all__ = [
    "AGENT",
    "AS_LAST_SET",
    "MOST_DATES",
    "NOT_SET",
    "NUMBER",
    "TWELVE_HOUR_COUNTRIES",
    "Words",
    "a_kind",
    "accepted",
    "callers",
    "change_sentence",
    "clock",
    "closed_action",
    "date",
    "dates_changed",
    "differences",
    "fewer",
    "instead",
    "keys",
    "listed",
    "number_text",
    "offer",
    "offers",
    "offset_note",
    "standing",
    "traffic",
    "vendor",
    "week",
    "zone_name",
]
