"""Requests as people make them, without a surface, and a keeper that works on them."""

import datetime as dt
from collections.abc import Callable

from adapters import Change
from bot import plans
from bot.bell import Bell
from bot.desk import no_step
from bot.keeper import Keeper
from bot.lines import Lines
from bot.requests import Person, Plan, State
from bot.store import StoreThread
from tests.fakes import STAFF, Clock, FakePeople

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


def keeper(
    store: StoreThread,
    lines: Lines,
    clock: Clock,
    *,
    bell: Bell | None = None,
    step: Callable[[str], None] = no_step,
    observe: bool = False,
    read_back: float = 0.0,
) -> Keeper:
    """A keeper as after a restart, under the usual policy; nobody waits until something is read back."""
    return Keeper(
        store=store,
        lines=lines,
        policy=STAFF,
        people=FakePeople(),
        clock=clock,
        bell=bell or Bell(),
        step=step,
        observe=observe,
        read_back=read_back,
    )
