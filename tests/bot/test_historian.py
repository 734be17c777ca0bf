"""The history as somebody wants to see it: by line, person, kind and time, in pages that stay as they were."""

import datetime as dt
from functools import partial

import pytest

from bot.answers import Proposal
from bot.errors import NotAllowedError, NotFoundError
from bot.historian import RECORDS_A_PAGE
from bot.kinds import RecordKind
from bot.policy import Member
from bot.reports import History, Wanted
from bot.requests import Request, State
from bot.store import Store
from tests.bot.offices import AMIR, DANA, LEE, NOOR, Office, member, office

__all__ = ["office"]


async def heard(office: Office, words: str, who: Member = DANA) -> History:
    answer = await office.desk.hear(who, words)
    assert isinstance(answer, History), answer
    return answer


@pytest.fixture
async def busy(office: Office) -> Office:
    """An office in which Dana closed Support last week, Amir changed Sales today, and something waits."""
    await office.done("close support Saturday")
    office.clock.advance(days=6)
    request = await office.asked("press 3 goes to voicemail on sales", AMIR)
    await office.desk.approve(NOOR, request.id, request.plan.digest)
    await office.keeper.work()
    await office.asked("close sales dec 24")
    return office


async def test_who_changed_a_line_is_told_once_for_each_change(busy: Office) -> None:
    history = await heard(busy, "who changed support")

    assert [(each.request, each.line, each.person, each.approved, each.state) for each in history.changes] == [
        (1, "Support", DANA.person, (AMIR.person,), State.VERIFIED)
    ]
    assert history.count == 1
    assert history.records == ()


@pytest.mark.parametrize(
    ("words", "requests"),
    [
        ("who changed what", [2, 1]),
        ("who changed all lines since yesterday", [2]),
        ("who changed all lines by <@UAMIR>", [2]),
        ("who changed sales last week", []),
        ("who changed support this week", []),
        ("who changed support last week", [1]),
    ],
)
async def test_changes_are_those_of_a_time_and_a_person(busy: Office, words: str, requests: list[int]) -> None:
    history = await heard(busy, words)

    assert ([each.request for each in history.changes], history.count) == (requests, len(requests))


@pytest.mark.parametrize(
    ("wanted", "kinds"),
    [
        (Wanted(kind="decisions"), {"approved"}),
        (Wanted(kind="alerts"), set()),
        (Wanted(person=NOOR.person), {"approved"}),
        (Wanted(request=2), {"asked", "approved", "applying", "applied", "verified"}),
        (Wanted(request=2, person=AMIR.person), {"asked"}),
        (Wanted(lines=("Support",), kind="decisions"), {"approved"}),
        (Wanted(lines=("Nobody",)), set()),
    ],
)
async def test_records_are_filtered_by_kind_person_request_and_line(
    busy: Office, wanted: Wanted, kinds: set[str]
) -> None:
    history = await busy.desk.history(wanted)

    assert {each.kind for each in history.records} == kinds
    assert history.count == len(history.records)


async def test_an_alert_is_found_among_the_alerts(busy: Office) -> None:
    await busy.desk.freeze(AMIR, "storm", "freeze")

    history = await busy.desk.history(Wanted(kind="alerts"))

    assert [each.kind for each in history.records] == ["frozen"]


async def test_pages_stay_as_they_were_while_records_come_in(office: Office) -> None:
    for number in range(2 * RECORDS_A_PAGE + 3):
        await office.desk.store(
            partial(Store.note, number=None, kind=RecordKind.ROLLED, line="Support", data={"n": number})
        )
    first = await office.desk.history()
    await office.desk.store(lambda store: store.note(None, RecordKind.ROLLED, "Support", {"n": "new"}))

    pages = [await office.desk.history(page=page, newest=first.newest) for page in range(3)]

    numbers = [each.number for page in pages for each in page.records]
    assert numbers == list(range(first.newest, 0, -1))
    assert {page.count for page in pages} == {first.count}
    assert (await office.desk.history()).records[0].data == {"n": "new"}
    assert (await office.desk.history(page=9, newest=first.newest)).page == 2


async def test_what_can_be_undone_is_told_to_those_who_may_ask(busy: Office) -> None:
    dana, lee = await heard(busy, "history"), await heard(busy, "history", LEE)

    assert dana.undoable == (2,)
    assert lee.undoable == ()


async def test_what_is_over_or_undone_cannot_be_undone(office: Office) -> None:
    await office.done("close support Saturday")
    assert (await heard(office, "history support")).undoable == (1,)

    await office.done("undo request 1")

    assert 1 not in (await heard(office, "history support")).undoable


@pytest.mark.parametrize("words", ["history by @dana", "who changed support by @amir.khan"])
async def test_whoever_is_not_known_is_asked_for(office: Office, words: str) -> None:
    with pytest.raises(NotFoundError, match="I do not know who @"):
        await office.desk.hear(DANA, words)


async def test_ones_own_records_are_found(busy: Office) -> None:
    history = await heard(busy, "history by me")

    assert {each.actor for each in history.records} == {str(DANA.person)}


async def test_outsiders_see_no_history_whatever_they_press(office: Office) -> None:
    guest = member("UGUEST", guest=True)

    with pytest.raises(NotAllowedError):
        await office.desk.history(Wanted(), guest)
    with pytest.raises(NotAllowedError):
        await office.desk.status(["Support"], person=guest)


async def test_a_change_that_came_along_is_one_of_its_line_too(office: Office) -> None:
    office.phones.together = {"1", "2"}
    for name in ("Support", "Sales"):
        await office.desk.lines.refresh(name)
    proposal = await office.proposed("close support Saturday")
    shared = await office.desk.share(DANA, proposal.draft, shared=True)
    assert isinstance(shared, Proposal)
    request = await office.desk.send(DANA, proposal.draft, shared.plan.digest, "")
    assert isinstance(request, Request)
    await office.desk.approve(AMIR, request.id, request.plan.digest)
    await office.keeper.work()

    history = await heard(office, "who changed sales")

    assert [(each.line, each.request) for each in history.changes] == [("Sales", 1)]


async def test_a_status_tells_who_changed_the_line_last(busy: Office) -> None:
    (line,) = (await busy.desk.status(["Sales"])).lines

    assert line.changed is not None
    assert (line.changed.person, line.changed.request) == (AMIR.person, 2)
    assert line.changed.at == busy.clock()
    assert line.last is not None
    assert line.last.kind == "asked"


async def test_the_history_of_a_day_ends_with_that_day(busy: Office) -> None:
    history = await heard(busy, "history on nov 20")

    assert history.wanted.until == dt.datetime(2026, 11, 21, 5, tzinfo=dt.UTC)
    assert {each.request for each in history.records} == {1}
