"""An office in which new lines are asked for, made, and deleted again."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from adapters import Field, LineKind
from bot.answers import Answer, Blank, Mistakes, Preparing, Proposal, Question, Said
from bot.bell import Bell
from bot.desk import Desk
from bot.keeper import Keeper
from bot.lines import Lines, LineSetting
from bot.policy import Member, Policy
from bot.requests import Person, Request
from bot.store import StoreThread
from tests.fakes import KIND, NEW_YORK, Clock, FakePeople, FakePhones

NUMBER = "+19198321234"
GOOD = {"greeting": "Hello there", "number": NUMBER, "zone": "new york", "music": "0", "recording": "off"}


def member(user: str) -> Member:
    return Member(person=Person(team="T1", user=user), name=user.title(), zone=NEW_YORK)


DANA, AMIR, LEE = (member(user) for user in ("UDANA", "UAMIR", "ULEE"))

ELSEWHERE = KIND.model_copy(update={"name": "durham", "label": "fake line in Durham"})
QUEUE = LineKind(
    system="other",
    name="queue",
    label="call queue in Raleigh",
    fields=(Field(name="size", label="Places", type="number", required=True, minimum=1, maximum=50),),
    longest_name=30,
)


class Away(FakePhones):
    """Phones of another vendor, which may not answer."""

    name = "other"

    def __init__(self) -> None:
        super().__init__()
        self.offered = (QUEUE,)
        self.silence: Exception | None = None

    async def kinds(self) -> Sequence[LineKind]:
        if self.silence:
            raise self.silence
        return await super().kinds()


@dataclass
class Office:
    """A desk with its people, over two phone systems that remember."""

    clock: Clock
    phones: FakePhones
    other: Away
    desk: Desk
    keeper: Keeper

    async def blank(self, words: str = "new line", who: Member = DANA) -> Blank:
        preparing = await self.desk.hear(who, words)
        assert isinstance(preparing, Preparing)
        blank = await self.desk.prepare(who, preparing.draft)
        assert isinstance(blank, Blank)
        return blank

    async def filled(
        self, values: Mapping[str, str | tuple[str, ...]] | None = None, *, name: str = "Returns"
    ) -> Proposal | Mistakes:
        blank = await self.blank()
        key = blank.choices[0].key
        await self.desk.choose_kind(DANA, blank.draft, key)
        return await self.desk.fill(DANA, blank.draft, key, name, GOOD if values is None else values)

    async def asked(self, name: str = "Returns") -> Request:
        proposal = await self.filled(name=name)
        assert isinstance(proposal, Proposal), proposal
        request = await self.desk.send(DANA, proposal.draft, proposal.plan.digest, "the sale")
        assert isinstance(request, Request)
        return request

    async def made(self, name: str = "Returns") -> Request:
        return await self.approved(await self.asked(name))

    async def approved(self, request: Request) -> Request:
        await self.desk.approve(AMIR, request.id, request.plan.digest)
        await self.keeper.work()
        await self.keeper.work()
        return await self.desk.request(request.id)

    async def done(self, words: str) -> Request:
        proposal = await self.desk.hear(DANA, words)
        assert isinstance(proposal, Proposal), proposal
        request = await self.desk.send(DANA, proposal.draft, proposal.plan.digest, "")
        assert isinstance(request, Request)
        return await self.approved(request)


def restarted(office: "Office") -> "Office":
    """The same in another process, which remembers nothing that is not in the store."""
    lines = Lines(SETTINGS, {"fake": office.phones, "other": office.other}, office.desk.store, office.clock)
    return assembled(office.clock, office.phones, office.other, lines, office.desk.store)


SETTINGS = (
    LineSetting(name="Support", vendor="fake", id="1", aliases=("Help desk",), country="US"),
    LineSetting(name="Sales", vendor="fake", id="2", country="US"),
)


def assembled(clock: Clock, phones: FakePhones, other: Away, lines: Lines, store: StoreThread) -> Office:
    bell = Bell()
    policy = Policy(ask=("UDANA", "UAMIR"), approve=("UAMIR", "UNOOR"))
    desk = Desk(store=store, lines=lines, policy=policy, people=FakePeople(), clock=clock, bell=bell)
    keeper = Keeper(
        store=store, lines=lines, policy=policy, people=FakePeople(), clock=clock, bell=bell, step=lambda _: None
    )
    return Office(clock, phones, other, desk, keeper)


@asynccontextmanager
async def opened() -> AsyncIterator[Office]:
    """Two lines of one vendor, and another vendor without any."""
    clock, phones, other = Clock(), FakePhones("Support", "Sales"), Away()
    phones.offered = (KIND, ELSEWHERE)
    store = StoreThread(None, clock)
    office = assembled(clock, phones, other, Lines(SETTINGS, {"fake": phones, "other": other}, store, clock), store)
    await office.keeper.work()
    yield office
    store.close()


async def told(office: Office, words: str) -> str:
    """A plain answer."""
    answer: Answer = await office.desk.hear(DANA, words)
    assert isinstance(answer, (Said, Question)), answer
    return answer.text
