"""A desk with its people, over a phone system that remembers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest

from bot.answers import Proposal
from bot.bell import Bell
from bot.desk import Desk
from bot.keeper import Keeper
from bot.lines import Lines, LineSetting
from bot.policy import Member, Policy
from bot.requests import Person, Record, Request
from bot.store import StoreThread
from tests.fakes import NEW_YORK, Clock, FakePeople, FakePhones


def member(user: str, **more: object) -> Member:
    person = Person(team="T1", user=user)
    return Member.model_validate({"person": person, "name": user.title(), "zone": NEW_YORK, **more})


DANA, AMIR, NOOR, LEE = (member(user) for user in ("UDANA", "UAMIR", "UNOOR", "ULEE"))


@dataclass
class Office:
    """A desk with its people, over a phone system that remembers."""

    clock: Clock
    phones: FakePhones
    desk: Desk
    keeper: Keeper
    people: FakePeople

    async def records(self, kind: str) -> list[Record]:
        """The records of one kind, the oldest first."""
        records = await self.desk.store(lambda store: store.records())
        return [record for record in records if record.kind == kind]

    async def proposed(self, words: str, who: Member = DANA) -> Proposal:
        answer = await self.desk.hear(who, words)
        assert isinstance(answer, Proposal), answer
        return answer

    async def asked(self, words: str, who: Member = DANA) -> Request:
        proposal = await self.proposed(words, who)
        request = await self.desk.send(who, proposal.draft, proposal.plan.digest, proposal.reason)
        assert isinstance(request, Request)
        return request

    async def done(self, words: str) -> Request:
        request = await self.asked(words)
        await self.desk.approve(AMIR, request.id, request.plan.digest)
        await self.keeper.work()
        return await self.desk.request(request.id)


POLICY = Policy(ask=("UDANA", "UAMIR", "UNOOR"), approve=("UAMIR", "UNOOR"))


@asynccontextmanager
async def opened(policy: Policy, people: FakePeople | None = None) -> AsyncIterator[Office]:
    """An office with its own rules and people."""
    clock, phones, bell, people = Clock(), FakePhones("Support", "Sales"), Bell(), people or FakePeople()
    store = StoreThread(None, clock)
    settings = [
        LineSetting(name=name, vendor="fake", id=str(number)) for number, name in enumerate(("Support", "Sales"), 1)
    ]
    lines = Lines(settings, {"fake": phones}, store, clock)
    desk = Desk(store=store, lines=lines, policy=policy, people=people, clock=clock, bell=bell)
    keeper = Keeper(store=store, lines=lines, policy=policy, people=people, clock=clock, bell=bell, step=lambda _: None)
    await keeper.work()
    yield Office(clock, phones, desk, keeper, people)
    store.close()


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with opened(POLICY) as office:
        yield office
