"""A desk over one line of a vendor: what it can do and would not take is as in its own adapter; the phones remember."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from adapters import Capabilities, Destination, Line, Setup
from bot.answers import Editing, Proposal
from bot.bell import Bell
from bot.desk import Desk
from bot.editing import FormName
from bot.lines import Lines, LineSetting
from bot.store import StoreThread
from tests.bot.editing import vendors
from tests.bot.offices import DANA, POLICY
from tests.fakes import Clock, FakePeople, FakePhones


class VendorPhones(FakePhones):
    """Phones of one vendor: what it can do and would not take is as in its own adapter."""

    def __init__(self, kind: str, setup: Setup | None = None) -> None:
        super().__init__("Support")
        self._vendor, self._kind = vendors.vendor(kind), kind
        self.name = self._vendor.name
        self.setups["1"] = setup or vendors.SETUPS[kind]
        self.places: Sequence[Destination] = vendors.DESTINATIONS[kind]

    def capabilities(self, line: Line) -> Capabilities:
        return self._vendor.capabilities(line).model_copy(update=self.unlike)

    def problems(self, line: Line, before: Setup, after: Setup) -> Sequence[str]:
        return self._vendor.problems(line, before, after)

    async def destinations(self, line: Line) -> Sequence[Destination]:
        del line
        return self.places

    def _line(self, line_id: str) -> Line:
        return super()._line(line_id).model_copy(update={"system": self.name, "kind": self._kind, "country": "US"})


class Counter:
    """A desk over one line, at which Dana fills in forms."""

    def __init__(self, phones: VendorPhones, desk: Desk) -> None:
        self.phones = phones
        self.desk = desk

    async def opened(self, form: FormName, words: str = "") -> Editing:
        """A form, as it is opened."""
        shown = await self.desk.edit(DANA, form, ("Support",), words=words)
        assert isinstance(shown, Editing), shown
        return shown

    async def typed(self, shown: Editing, **values: str | tuple[str, ...]) -> Editing:
        """The form with something else in some fields; the others go on as they are drawn."""
        drawn = {each.name: each.value for each in shown.inputs}
        return await self.desk.edited(DANA, shown.draft, shown.form, shown.lines, {**drawn, **values})


@asynccontextmanager
async def counter(kind: str, setup: Setup | None = None) -> AsyncIterator[Counter]:
    """A desk over one line of a kind that was read."""
    clock, phones, bell, people = Clock(), VendorPhones(kind, setup), Bell(), FakePeople()
    store = StoreThread(None, clock)
    lines = Lines([LineSetting(name="Support", vendor=phones.name, id="1")], {phones.name: phones}, store, clock)
    desk = Desk(store=store, lines=lines, policy=POLICY, people=people, clock=clock, bell=bell)
    await lines.refresh("Support")
    yield Counter(phones, desk)
    store.close()


def planned(shown: Editing) -> Proposal:
    """The proposal of a form in which nothing is wrong."""
    assert shown.proposal is not None, shown.problems
    return shown.proposal
