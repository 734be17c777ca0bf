"""What comes of a plan for other lines, and which other requests it meets, as far as that is known without asking."""

import asyncio
import datetime as dt
from collections.abc import Mapping
from functools import partial

from adapters import Close, OpenSpecial, wall_clock
from bot import describe, plans
from bot.lines import Lines
from bot.overlaps import Overlap, met
from bot.requests import IN_FORCE, OPEN, LinePlan, Plan, Request
from bot.store import Store, StoreThread


async def foreseen(plan: Plan, store: StoreThread, lines: Lines, now: dt.datetime, request: int | None = None) -> Plan:
    """A plan with the warnings that only a look at the other lines and requests gives, before its own.

    `request` is the one that it is for, if there is one already.
    """
    found = await store(partial(Store.requests_in, states=OPEN | IN_FORCE))
    requests = [each for each in found if each.id != request]
    sightings = [lines.seen(name) for name in lines.names]
    known = {seen.facts.line.key: seen.facts for seen in sightings if seen}
    others = {facts.line.name: facts for facts in _as_planned(plan, known).values()}
    parts, led = [], plans.leading(others)
    for part in plan.parts:
        await asyncio.sleep(0)  # hundreds of lines take seconds, in which others are to be answered
        facts = known.get(part.line.key)
        more = plans.consequences(part, facts, others, now, led) if facts else ()
        parts.append(part.model_copy(update={"warnings": (*more, *_overlaps(part, requests, now), *part.warnings)}))
    return Plan(parts=tuple(parts))


def _as_planned(plan: Plan, known: Mapping[str, plans.Facts]) -> dict[str, plans.Facts]:
    """What is known of lines, by their keys; those that a plan changes are as it makes them."""
    after = {part.line.key: part.after for part in plan.parts}
    readings = {
        key: facts.reading.model_copy(update={"setup": after.get(key, facts.setup)}) for key, facts in known.items()
    }
    return {key: facts.model_copy(update={"reading": readings[key]}) for key, facts in known.items()}


def _overlaps(part: LinePlan, requests: list[Request], now: dt.datetime) -> tuple[str, ...]:
    """The other requests about the same, as they were when this was planned."""
    known = {each.id: each for each in requests}
    return describe.fewer(
        [_overlap(part, each, known[each.request], now) for each in met(Plan(parts=(part,)), requests, now)]
    )


def _overlap(part: LinePlan, found: Overlap, other: Request, now: dt.datetime) -> str:
    """What a plan means for another request about the same: that it replaces it, or only that it is there."""
    if found.state in IN_FORCE:
        today = wall_clock(now, part.line.zone).date()
        on_line = [each.plan for each in other.parts if each.plan.line.key == part.line.key]
        left = {plans.standing_part(each, part.after, today) for each in on_line}
        who = f"request {found.request} ({found.state.word})"
        if left & {"none", "part"}:
            what = "a part of " if "part" in left else ""
            return f"This replaces {what}{who} on {found.line}: {found.summary}"
        if left and any(isinstance(change, (Close, OpenSpecial)) for change in part.changes):
            return f"This takes the place of {who} on {found.line}, which is gone once this is ended: {found.summary}"
    who = f"{found.request} ({found.state.word})"
    return f"{describe.WHEN_PLANNED} {who} was about the same on {found.line}: {found.summary}"
