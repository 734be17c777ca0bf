"""The configured lines over their phone systems."""

from collections.abc import AsyncIterator, Sequence

import pytest

from adapters import Destination, Line
from bot.lines import Lines, LineSetting
from bot.store import StoreThread
from tests.fakes import Clock, FakePhones


class OwnPlaces(FakePhones):
    """Phones whose lines lead to different places each."""

    async def destinations(self, line: Line) -> Sequence[Destination]:
        self.calls.append(("destinations", line.id))
        return [Destination(kind="number", id=f"100{line.id}")]


@pytest.fixture
async def store() -> AsyncIterator[StoreThread]:
    kept = StoreThread(None, Clock())
    yield kept
    kept.close()


def lines(store: StoreThread, phones: FakePhones, clock: Clock, **more: object) -> Lines:
    settings = [
        LineSetting.model_validate({"name": name, "vendor": "fake", "id": each, **more})
        for each, name in (("1", "Support"), ("2", "Sales"))
    ]
    return Lines(settings, {"fake": phones}, store, clock)


async def test_each_line_has_its_own_destinations_listed_now_and_then(store: StoreThread) -> None:
    clock, phones = Clock(), OwnPlaces("Support", "Sales")
    known = lines(store, phones, clock)

    support, sales = [(await known.refresh(name)).facts for name in ("Support", "Sales")]
    await known.refresh("Support")
    clock.advance(minutes=11)
    await known.refresh("Support")

    assert [each.destinations[0].id for each in (support, sales)] == ["1001", "1002"]
    assert phones.calls.count(("destinations", "1")) == 2


async def test_what_the_settings_say_of_a_line_holds_over_what_was_read_before(store: StoreThread) -> None:
    clock, phones = Clock(), FakePhones("Support", "Sales")
    await lines(store, phones, clock, callback="4500").refresh("Support")
    after = lines(store, phones, clock, callback="+19195550100", manage=False)

    await after.recall()

    seen = after.seen("Support")
    assert seen
    assert (seen.facts.callback, seen.facts.managed) == ("+19195550100", False)
