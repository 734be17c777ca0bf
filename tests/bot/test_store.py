import datetime as dt
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from adapters import Close, Line, Reading
from bot import plans
from bot.kept import CardPlace
from bot.requests import Person, Plan, Request, State
from bot.schema import migrations
from bot.store import Store, UnusableDatabaseError
from tests.fakes import FRIDAY, NEW_YORK, Clock, FakePhones, support

DANA, AMIR, NOOR = (Person(team="T1", user=user) for user in ("UDANA", "UAMIR", "UNOOR"))
LINE = Line(system="fake", id="1", name="Support", kind="fake line", zone=NEW_YORK)


def plan(day: int = 21) -> Plan:
    facts = plans.Facts(line=LINE, reading=Reading(setup=support()), capabilities=FakePhones().capabilities(LINE))
    change = Close(start=dt.datetime(2026, 11, day), end=dt.datetime(2026, 11, day + 1))
    return Plan(parts=(plans.make([change], facts, FRIDAY),))


def add(store: Store, draft: str = "d1", day: int = 21) -> Request:
    return store.add_request(
        person=DANA, words="close it", reason="", plan=plan(day), expires=FRIDAY + dt.timedelta(days=3), draft=draft
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "switchhook.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    store = Store(path, Clock())
    yield store
    store.close()


def test_a_request_comes_back_as_it_was_kept(store: Store) -> None:
    kept = add(store)

    assert store.request(kept.id) == kept
    assert kept.plan == plan()
    assert kept.state is State.PENDING


def test_a_form_that_is_sent_twice_is_one_request(store: Store) -> None:
    assert add(store).id == add(store).id
    assert add(store, draft="d2").id == 2


def test_a_form_that_is_sent_again_after_a_rejection_is_a_new_request(store: Store) -> None:
    first = add(store).id
    store.decide(first, State.REJECTED, AMIR, reason="no")

    assert add(store).id == first + 1


def test_nothing_is_decided_after_it_has_expired(path: Path) -> None:
    clock = Clock()
    store = Store(path, clock)
    number = add(store).id
    clock.advance(days=4)

    assert not store.decide(number, State.APPROVED, AMIR)
    assert store.expire(number, "Nobody decided.")
    assert store.request(number).state is State.EXPIRED
    store.close()


def test_of_two_approvers_one_wins(store: Store) -> None:
    number = add(store).id

    first = store.decide(number, State.APPROVED, AMIR)
    second = store.decide(number, State.REJECTED, NOOR, reason="no")

    assert (first, second) == (True, False)
    assert store.request(number).decided_by == AMIR
    assert store.request(number).state is State.APPROVED


def test_an_approval_of_another_plan_counts_for_nothing(store: Store) -> None:
    number = add(store).id

    assert store.approve(number, AMIR, "of another plan", quorum=1) == "moved"
    assert store.request(number).state is State.PENDING


def test_a_new_plan_needs_a_new_decision(store: Store) -> None:
    number = add(store).id
    store.decide(number, State.APPROVED, AMIR)

    assert store.replan(number, 0, plan(28).parts[0], "It moved.", FRIDAY + dt.timedelta(days=9))

    renewed = store.request(number)
    assert (renewed.state, renewed.decided_by) == (State.PENDING, None)
    assert renewed.plan == plan(28)
    assert renewed.expires == FRIDAY + dt.timedelta(days=9)
    assert store.records()[-1].data["digest"] == plan(28).digest


def test_no_new_plan_while_another_line_of_the_request_is_under_way(store: Store) -> None:
    twice = Plan(parts=plan().parts * 2)
    later = FRIDAY + dt.timedelta(days=3)
    request = store.add_request(person=DANA, words="", reason="", plan=twice, expires=later, draft="d1")
    store.decide(request.id, State.APPROVED, AMIR)
    store.move(request.id, 1, [State.APPROVED], State.APPLYING)

    assert not store.replan(request.id, 0, plan(28).parts[0], "It moved.", FRIDAY)
    assert store.request(request.id).parts[1].state is State.APPLYING


def test_a_database_of_something_else_is_left_alone(path: Path) -> None:
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE customers (name TEXT)")
    other.close()

    with pytest.raises(UnusableDatabaseError, match="something else"):
        Store(path, Clock())


def test_every_move_raises_the_revision_and_leaves_a_record(store: Store) -> None:
    number = add(store).id
    store.decide(number, State.APPROVED, AMIR)
    store.move(number, 0, [State.APPROVED], State.APPLYING)

    assert store.request(number).revision == 3
    assert [record.kind for record in store.records(request=number)] == ["asked", "approved", "applying"]
    assert [record.actor for record in store.records()] == ["T1:UDANA", "T1:UAMIR", "switchhook"]


def test_a_move_from_another_state_does_nothing(store: Store) -> None:
    number = add(store).id

    assert not store.move(number, 0, [State.APPROVED], State.APPLYING)
    assert store.request(number).state is State.PENDING


def test_a_move_that_changes_nothing_leaves_no_record(store: Store) -> None:
    number = add(store).id

    assert not store.move(number, 0, [State.PENDING], State.PENDING)
    assert len(store.records()) == 1


def test_a_request_without_a_true_card_is_stale(store: Store) -> None:
    number = add(store).id
    assert [each.id for each in store.stale_requests()] == [number]

    store.keep_card(CardPlace(request=number, channel="C1", ts=None, shown=0, told=0))
    assert [each.id for each in store.stale_requests()] == [number]

    store.keep_card(CardPlace(request=number, channel="C1", ts="1.1", shown=1, told=1))
    assert store.stale_requests() == []
    assert [card.ts for card in store.cards(number)] == ["1.1"]

    store.decide(number, State.APPROVED, AMIR)
    assert [each.id for each in store.stale_requests()] == [number]


def test_a_draft_is_forgotten_after_an_hour(path: Path) -> None:
    clock = Clock()
    store = Store(path, clock)
    draft = store.add_draft(DANA, "close it", choices=["a", "b"])

    assert store.draft(draft.id) == draft
    clock.advance(minutes=61)
    assert store.draft(draft.id) is None
    store.close()


def test_a_delivery_counts_once(store: Store) -> None:
    assert store.first_time("Ev1")
    assert not store.first_time("Ev1")
    assert store.first_time("Ev2")


def test_the_ledger_keeps_and_forgets(store: Store) -> None:
    store.keep_notes("dialpad:1", {"standing": {"always": True}})
    assert store.notes("dialpad:1") == {"standing": {"always": True}}

    store.keep_notes("dialpad:1", None)
    assert store.notes("dialpad:1") is None


def test_everything_survives_a_restart(path: Path) -> None:
    store = Store(path, Clock())
    kept = add(store)
    store.close()

    again = Store(path, Clock())

    assert again.request(kept.id) == kept
    assert again.broken_links() == []
    again.close()


def test_a_backup_is_whole_while_the_store_is_in_use(store: Store, tmp_path: Path) -> None:
    kept = add(store)

    store.backup(tmp_path / "copy.db")

    copy = Store(tmp_path / "copy.db", Clock(), read_only=True)
    assert copy.request(kept.id) == kept
    assert copy.broken_links() == []
    copy.close()


def test_who_approved_in_an_older_database_is_known_and_who_rejected_is_no_approver(path: Path) -> None:
    old = Database(path)
    migrations.apply(old, stop_before="trust")
    decided = [(AMIR, "failed"), (NOOR, "rejected"), (DANA, "withdrawn"), (None, "expired")]
    for number, (person, state) in enumerate(decided, start=1):
        _keep_as_before_approvals(old, number, person, state)
    old.conn.commit()
    old.close()

    store = Store(path, Clock())

    known = [[each.person for each in store.request(number).approvals] for number in (1, 2, 3, 4)]
    assert known == [[AMIR], [], [], []]
    store.close()


def _keep_as_before_approvals(old: Database, number: int, decided_by: Person | None, state: str) -> None:
    """Keep a request as it was kept when approvals had no table of their own."""
    at, part = FRIDAY.astimezone(dt.UTC).isoformat(), plan().parts[0]
    asked = {"revision": 1, "person": str(DANA), "words": "w", "reason": "", "created": at, "expires": at}
    decision = {"decided_by": str(decided_by), "decided_at": at} if decided_by else {}
    old.table("requests").insert({"id": number, "draft": f"d{number}", **asked, **decision})
    kept = {"line": part.line.key, "name": part.line.name, "plan": part.model_dump_json(), "state": state, "note": ""}
    old.table("request_lines").insert({"request": number, "number": 0, **kept})
