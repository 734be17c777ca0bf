"""The configured lines, and those made since, over their phone systems."""

import logging
from collections.abc import AsyncIterator, Sequence

import pytest

from adapters import Destination, Line, LiveStatus
from bot.errors import NotFoundError
from bot.kept import AddedLine
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


RETURNS = AddedLine(name="Returns", vendor="fake", id="3", kind="fake line", country="US", request=7)


async def test_a_line_that_was_added_is_one_like_the_others(store: StoreThread) -> None:
    phones = FakePhones("Support", "Sales", "There")
    known = lines(store, phones, Clock())

    known.add(RETURNS)
    known.add(RETURNS)

    assert known.names == ("Support", "Sales", "Returns")
    assert (await known.refresh("Returns")).facts.line.name == "Returns"
    assert [(await known.refresh(name)).facts.made for name in known.names] == [False, False, True]
    assert [each.name for each in known.known("UTC")] == ["Support", "Sales", "Returns"]
    assert (known.called("returns"), known.called("Other")) == ("Returns", None)
    assert known.country("fake") == ""


async def test_the_country_of_a_vendor_is_that_of_all_its_lines(store: StoreThread) -> None:
    known = lines(store, FakePhones("Support", "Sales"), Clock(), country="GB")
    assert known.country("fake") == "GB"

    known.add(RETURNS)

    assert known.country("fake") == ""


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"id": "1"}, "The line “Returns” that request 7 has made is configured by now."),
        ({"name": "SUPPORT"}, "is left out, since the settings call another line so."),
        ({"name": "Help desk"}, "is left out, since the settings call another line so."),
        ({"name": "SUPPORT"}, "It is not looked after any more: what was set on it for a while will not be ended."),
        ({"vendor": "other"}, "is left out, since other is not configured."),
    ],
)
async def test_the_settings_win_over_a_line_that_was_added(
    store: StoreThread, caplog: pytest.LogCaptureFixture, change: dict[str, str], told: str
) -> None:
    known = lines(store, FakePhones("Support", "Sales"), Clock(), aliases=("Help desk",))

    with caplog.at_level(logging.INFO):
        known.add(RETURNS.model_copy(update=change))

    assert known.names == ("Support", "Sales")
    (record,) = caplog.records
    assert told in record.getMessage()


async def test_a_line_that_was_removed_is_unknown_and_is_not_kept_by_a_reading_on_its_way(store: StoreThread) -> None:
    class Leaving(FakePhones):
        async def live(self, line: Line) -> LiveStatus:
            if line.id == "3":
                known.remove("Returns", 9)
            return await super().live(line)

    known = lines(store, Leaving("Support", "Sales", "There"), Clock())
    known.add(RETURNS)

    with pytest.raises(NotFoundError, match=r"no line “Returns” any more\. The lines are: Support, Sales\."):
        await known.refresh("Returns")

    assert known.seen("Returns") is None
    assert await store(lambda kept: kept.sighting("fake:3")) is None
    assert known.gone["Returns"].gone == 9


async def test_a_sentence_can_know_which_line_that_was_read_has_one_stretch_of_hours_a_day(store: StoreThread) -> None:
    phones = FakePhones("Support", "Sales")
    phones.unlike = {"intervals_a_day": 1}
    known = lines(store, phones, Clock())

    await known.refresh("Support")

    assert [each.one_stretch for each in known.known("UTC")] == [True, False]
