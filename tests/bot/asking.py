"""Requests as people make them, without a surface."""

import datetime as dt

from adapters import Change
from bot import plans
from bot.lines import Lines
from bot.requests import Person, Plan, State
from bot.store import StoreThread
from tests.fakes import Clock

DANA, AMIR = Person(team="T1", user="UDANA"), Person(team="T1", user="UAMIR")


async def approved(  # what a request is made of
    store: StoreThread,
    lines: Lines,
    clock: Clock,
    *changes: Change,
    undoes: int | None = None,
    leaves: tuple[str, ...] = (),
    name: str = "Support",
) -> int:
    """The number of a request of Dana's for a line that Amir has approved."""
    facts = (await lines.refresh(name)).facts
    part = plans.make(changes, facts, clock()).model_copy(update={"undoes": undoes, "leaves": leaves})
    expires = clock() + dt.timedelta(hours=72)
    request = await store(
        lambda kept: kept.add_request(
            person=DANA, words="w", reason="", plan=Plan(parts=(part,)), expires=expires, draft=str(clock())
        )
    )
    await store(lambda kept: kept.decide(request.id, State.APPROVED, AMIR))
    return request.id
