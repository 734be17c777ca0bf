"""A line that was just made can be led to at once, and one that was deleted no more."""

import pytest

from adapters import Destination, UnreachableError
from bot.answers import Preparing, Proposal
from bot.errors import SayError
from bot.kept import AddedLine
from tests.bot.offices import DANA, Office, office

__all__ = ["office"]

RETURNS = AddedLine(name="Returns", vendor="fake", id="77", kind="fake line", country="US", request=1)
WORDS = "press 3 goes to Returns on support"


@pytest.fixture
async def leading(office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office whose phone system leads to each line that was made."""
    await office.desk.lines.refresh("Support")

    async def destinations(_line: object) -> list[Destination]:
        return [Destination(kind="department", id=each.id, name=name) for name, each in made.items()]

    made = office.desk.lines._added  # noqa: SLF001  (what the vendor would list)
    monkeypatch.setattr(office.phones, "destinations", destinations)
    return office


async def test_a_line_that_was_made_is_known_as_a_target_without_waiting_for_the_next_look(leading: Office) -> None:
    leading.desk.lines.add(RETURNS)

    answer = await leading.desk.hear(DANA, WORDS)

    assert isinstance(answer, Preparing)
    assert isinstance(await leading.desk.prepare(DANA, answer.draft), Proposal)


async def test_where_the_vendor_does_not_answer_it_is_asked_again_the_next_time(leading: Office) -> None:
    leading.desk.lines.add(RETURNS)
    answer = await leading.desk.hear(DANA, WORDS)
    assert isinstance(answer, Preparing)
    leading.phones.failures = [UnreachableError("No answer.")]

    with pytest.raises(SayError, match="cannot be read just now"):
        await leading.desk.prepare(DANA, answer.draft)

    assert isinstance(await leading.desk.prepare(DANA, answer.draft), Proposal)


async def test_a_line_that_was_deleted_is_no_target_any_more(leading: Office) -> None:
    leading.desk.lines.add(RETURNS)
    await leading.desk.lines.refresh("Support")
    leading.desk.lines.remove("Returns", 2)

    answer = await leading.desk.hear(DANA, "press 3 goes to Returns on support")

    assert not isinstance(answer, Proposal)
