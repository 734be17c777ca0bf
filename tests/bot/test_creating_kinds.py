"""Which kinds of line a form offers: all that vendors say can be made, or what the words typed fit."""

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest

from adapters import LineKind, UnreachableError
from bot import creating
from bot.answers import Preparing
from bot.errors import NothingToDoError
from tests.bot.new_lines import DANA, QUEUE, Office, opened
from tests.fakes import KIND


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with opened() as each:
        yield each


async def test_all_kinds_of_all_vendors_are_offered(office: Office) -> None:
    blank = await office.blank()

    labels = [each.label for each in blank.choices]
    assert labels == ["Fake line in Raleigh (Fake)", "Fake line in Durham (Fake)", "Call queue in Raleigh (Other)"]
    assert (blank.kind, blank.name, blank.remarks) == (None, "", ())


async def test_the_words_typed_choose_the_kind_and_name_the_line(office: Office) -> None:
    blank = await office.blank("create a call queue called Returns")

    assert blank.kind == QUEUE
    assert blank.name == "Returns"
    assert [each.label for each in blank.choices] == ["Call queue in Raleigh (Other)"]
    assert "`/line new` offers everything" in blank.remarks[0]


async def test_words_that_fit_several_kinds_leave_the_choice_among_them(office: Office) -> None:
    blank = await office.blank("create a line in Raleigh")

    assert blank.kind is None
    assert len(blank.choices) == 2


async def test_words_that_fit_nothing_leave_everything(office: Office) -> None:
    blank = await office.blank("create a hunt group called Returns")

    assert len(blank.choices) == 3
    assert blank.remarks == ("Switchhook cannot make a “hunt group”. All that it can make just now is offered here.",)


async def test_what_is_wrong_with_the_kind_is_said_before_what_is_wrong_with_the_name(office: Office) -> None:
    blank = await office.blank("create hunt group called Support")

    kind, name = blank.remarks
    assert "cannot make a “hunt group”" in kind
    assert "Support" in name


async def test_a_place_that_is_not_there_is_named_and_the_others_are_offered(office: Office) -> None:
    blank = await office.blank("create a call queue in Berlin called Returns")

    assert [each.label for each in blank.choices] == ["Call queue in Raleigh (Other)"]
    assert blank.remarks[0].startswith("There is no place “Berlin” for it.")


async def test_the_name_of_a_vendor_chooses_among_its_kinds(office: Office) -> None:
    webex = QUEUE.model_copy(update={"system": "webex"})
    office.other.offered = (QUEUE, webex)

    blank = await office.blank("create a webex call queue called Returns")

    assert blank.kind == webex


async def test_a_vendor_that_is_away_is_named_and_the_others_are_offered(office: Office) -> None:
    office.other.silence = UnreachableError("no answer.")

    blank = await office.blank()

    assert len(blank.choices) == 2
    assert blank.remarks == ("Other cannot be asked just now: no answer.",)


async def test_a_vendor_that_takes_too_long_is_named(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    async def sleepy() -> Sequence[LineKind]:
        await asyncio.sleep(9)
        return ()

    monkeypatch.setattr(creating, "ASK_TIMEOUT", 0.01)
    monkeypatch.setattr(office.other, "kinds", sleepy)

    assert "did not answer" in (await office.blank()).remarks[0]


async def test_where_nothing_can_be_made_that_is_said(office: Office) -> None:
    office.phones.offered = office.other.offered = ()
    preparing = await office.desk.hear(DANA, "new line")
    assert isinstance(preparing, Preparing)

    with pytest.raises(NothingToDoError, match="No phone system here"):
        await office.desk.prepare(DANA, preparing.draft)


async def test_of_very_many_kinds_the_first_are_offered_and_it_says_so(office: Office) -> None:
    office.phones.offered = tuple(
        KIND.model_copy(update={"name": str(each), "label": f"fake line in Town{each}"}) for each in range(500)
    )

    blank = await office.blank()

    assert len(blank.choices) == creating.MOST_KINDS
    assert "The first 300 of 501" in blank.remarks[0]
    assert (await office.blank("create a line in Town444")).kind
