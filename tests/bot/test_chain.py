import datetime as dt
import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot import chain, console
from bot.kinds import RecordKind
from bot.requests import State
from bot.store import Store, UnusableDatabaseError
from tests.bot.test_store import AMIR, add
from tests.fakes import Clock

COLUMNS = ("at", "kind", "actor", "request", "line", "data", "previous", "hash")
UNGUARDED = "DROP TRIGGER IF EXISTS records_no_update; DROP TRIGGER IF EXISTS records_no_delete;"
SWAP = (
    "UPDATE records SET number = CASE number WHEN 2 THEN -3 WHEN 3 THEN -2 END WHERE number IN (2, 3);"
    "UPDATE records SET number = -number WHERE number < 0;"
)
CUT_WITHOUT_TRACE = (
    "DELETE FROM records WHERE number > 3;"
    "UPDATE chain_head SET number = 3, hash = (SELECT hash FROM records WHERE number = 3);"
    "UPDATE request_lines SET state = 'applying';"
)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with five records."""
    path = tmp_path_factory.mktemp("chain") / "switchhook.db"
    store = Store(path, Clock())
    number = add(store).id
    store.decide(number, State.APPROVED, AMIR)
    store.move(number, 0, [State.APPROVED], State.APPLYING)
    store.move(number, 0, [State.APPLYING], State.APPLIED, note="Done — “so far”.")
    store.note(None, RecordKind.ROLLED, "Support", {"days": ["sat"]})
    assert store.broken_links() == []
    assert store.chain_head()[0] == 5
    store.close()
    return path


@pytest.fixture
def path(original: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copy(original, tmp_path / "switchhook.db"))


@pytest.fixture(scope="module")
def rows(original: Path) -> Iterator[sqlite3.Connection]:
    """The same without its guards, for changes that are rolled back."""
    with closing(sqlite3.connect(f"file:{original}?mode=ro", uri=True)) as source:
        memory = sqlite3.connect(":memory:", isolation_level=None)
        source.backup(memory)
    memory.row_factory = sqlite3.Row
    memory.executescript(UNGUARDED)
    yield memory
    memory.close()


def attack(path: Path, script: str) -> None:
    """What somebody does who can write the file."""
    with closing(sqlite3.connect(path)) as attacker:
        attacker.executescript(UNGUARDED + script)


def problems(path: Path, *heads: chain.Head) -> list[str]:
    store = Store(path, Clock(), read_only=True)
    try:
        return store.broken_links(heads)
    finally:
        store.close()


def head_of(path: Path, number: int) -> chain.Head:
    """A head as it was copied before anything happened to the database."""
    with closing(sqlite3.connect(path)) as reader:
        ((digest,),) = reader.execute("SELECT hash FROM records WHERE number = ?", [number])
    return chain.Head(number, digest, "given")


def rewrite(path: Path, *, actor: str, posted: bool = False) -> None:
    """Change a record and compute everything that follows anew, as only a careful attacker would."""
    attack(path, f"UPDATE records SET actor = '{actor}' WHERE number = 2")  # noqa: S608  (a test's own words)
    with closing(sqlite3.connect(path)) as attacker:
        attacker.row_factory = sqlite3.Row
        previous = chain.START
        for found in attacker.execute("SELECT * FROM records ORDER BY number").fetchall():
            row = {**dict(found), "previous": previous}
            previous = chain.digest(row)
            attacker.execute(
                "UPDATE records SET previous = ?, hash = ? WHERE number = ?", [row["previous"], previous, row["number"]]
            )
        attacker.execute("UPDATE chain_head SET hash = ?", [previous])
        attacker.execute("UPDATE approvals SET person = ?", [actor])
        if posted:
            attacker.execute(
                "UPDATE posted_heads SET hash = (SELECT hash FROM records WHERE number = posted_heads.number)"
            )
        attacker.commit()


def post(path: Path, number: int) -> None:
    """Keep that a head was posted."""
    head, store = head_of(path, number), Store(path, Clock())
    store.keep_posted_head(dt.date(2026, 11, 20), head.number, head.hash, "C1", "1.1")
    store.close()


@pytest.mark.parametrize("verb", ["UPDATE records SET actor = 'T1:UNOBODY'", "DELETE FROM records WHERE number = 3"])
def test_the_database_itself_refuses_to_change_a_record(path: Path, verb: str) -> None:
    with closing(sqlite3.connect(path)) as other, pytest.raises(sqlite3.IntegrityError, match="never changed"):
        other.execute(verb)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        (column, value)
        for column in COLUMNS
        for value in ("'x'", "7", "x'00'", *(["NULL"] if column in {"request", "line"} else []))
    ],
)
def test_a_cell_that_was_edited_is_found(path: Path, column: str, value: str) -> None:
    attack(path, f"UPDATE records SET {column} = {value} WHERE number = 3")  # noqa: S608  (a test's own words)

    assert any(each.startswith("Record 3 was changed after it was written") for each in problems(path))


@pytest.mark.parametrize(
    ("script", "complaint"),
    [
        pytest.param("DELETE FROM records WHERE number = 1", "Record 1 is missing before record 2", id="first"),
        pytest.param("DELETE FROM records WHERE number = 3", "Record 3 is missing before record 4", id="middle"),
        pytest.param("DELETE FROM records WHERE number IN (2, 3)", "Records 2 to 3 are missing", id="two"),
        pytest.param("DELETE FROM records WHERE number = 5", "record 5 is noted as the last one written", id="last"),
        pytest.param("DELETE FROM records", "ends at record 0, but record 5 is noted as the last", id="all"),
        pytest.param(SWAP, "Record 2 does not follow", id="swapped"),
        pytest.param(
            "UPDATE records SET number = -1 WHERE number = 2", "out of order before record -1", id="renumbered"
        ),
        pytest.param("DELETE FROM chain_head", "note of which record was written last is gone", id="head gone"),
        pytest.param("UPDATE chain_head SET hash = 'x'", "Record 5, the last one, has another hash", id="head changed"),
    ],
)
def test_what_was_removed_or_reordered_is_found(path: Path, script: str, complaint: str) -> None:
    attack(path, script)

    assert any(complaint in problem for problem in problems(path))


def test_a_tail_that_was_cut_off_without_a_trace_is_found_by_a_posted_head(path: Path) -> None:
    post(path, 4)
    attack(path, CUT_WITHOUT_TRACE)

    assert problems(path) == [
        (
            "Record 4, whose hash was posted for 2026-11-20, is missing: the end of the chain was cut off, or the list"
            " of posted heads was changed: compare it with the channel."
        )
    ]


def test_a_chain_that_was_written_anew_is_found_by_a_posted_head(path: Path) -> None:
    post(path, 4)
    rewrite(path, actor="T1:UDANA")

    (problem,) = problems(path)
    assert problem.startswith("Record 4 has another hash than was posted for 2026-11-20")


@pytest.mark.parametrize("posted", [False, True])
def test_who_rewrites_everything_is_found_by_a_head_that_stands_elsewhere(path: Path, *, posted: bool) -> None:
    head = head_of(path, 4)
    if posted:
        post(path, 4)
    rewrite(path, actor="T1:UDANA", posted=posted)
    assert problems(path) == []

    text, whole = console.verify(path, [head])

    assert not whole
    assert "Record 4 has another hash than was given" in text
    assert "compare it with a backup" in text


def test_who_cuts_the_tail_everywhere_is_found_by_a_head_that_stands_elsewhere(path: Path) -> None:
    head = head_of(path, 5)
    post(path, 5)
    attack(path, CUT_WITHOUT_TRACE)
    attack(path, "DELETE FROM posted_heads")
    assert problems(path) == []

    assert problems(path, head) == ["Record 5, whose hash was given, is missing: the end of the chain was cut off."]


@pytest.mark.parametrize(
    ("script", "complaint"),
    [
        pytest.param(
            "UPDATE request_lines SET state = 'approved'",
            "Request 1 on Support is approved in the table of requests, but applied by its records.",
            id="a state",
        ),
        pytest.param(
            "INSERT INTO approvals (request, person, at) VALUES (1, 'T1:UNOOR', '2026-11-20T15:00:00Z')",
            "Request 1 is said to be approved by T1:UNOOR in its table, but no record tells that.",
            id="an approval",
        ),
        pytest.param(
            "UPDATE requests SET ratified_by = 'T1:UNOOR'",
            "Request 1 is said to be ratified by T1:UNOOR in its table, but no record tells that.",
            id="a ratification",
        ),
        pytest.param(
            "INSERT INTO request_lines (request, number, line, name, plan, state, note)"
            " SELECT request, 1, line, 'Sales', plan, 'approved', '' FROM request_lines",
            "Request 1 on Sales is in the table of requests, but no record tells that anybody asked for it.",
            id="a line more",
        ),
        pytest.param(
            "DELETE FROM request_lines",
            "Request 1 on Support is missing from the table of requests.",
            id="a line less",
        ),
    ],
)
def test_a_table_that_was_edited_beside_the_records_is_found(path: Path, script: str, complaint: str) -> None:
    attack(path, script)

    assert problems(path) == [complaint]


def test_an_edited_list_of_posted_heads_is_not_taken_for_a_chain_written_anew(path: Path) -> None:
    post(path, 4)
    attack(path, "UPDATE posted_heads SET hash = 'x'")

    (problem,) = problems(path)
    assert problem.endswith("written anew since, or the list of posted heads was changed: compare it with the channel.")


def test_a_list_of_posted_heads_that_makes_no_sense_is_a_problem_and_no_failure(path: Path) -> None:
    post(path, 4)
    attack(path, "UPDATE posted_heads SET day = 'tomorrow'")

    assert problems(path) == ["The list of the heads that were posted was changed."]


def test_a_whole_chain_goes_through_its_heads_and_tells_its_own(path: Path) -> None:
    post(path, 4)
    last = head_of(path, 5)

    text, whole = console.verify(path, [head_of(path, 3)])

    assert whole
    assert "goes through 1 head that was posted and 1 head that was given" in text
    assert text.endswith(f"Its head is 5:{last.hash}")


def test_of_very_many_problems_the_first_are_told(path: Path) -> None:
    attack(path, "INSERT INTO records SELECT number + 100 * value, at, kind, actor, request, line, data, previous, hash"
                 " FROM records, (WITH RECURSIVE n(value) AS (SELECT 1 UNION SELECT value + 1 FROM n LIMIT 20)"
                 " SELECT value FROM n)")  # fmt: skip

    found = problems(path)

    assert len(found) == chain.MOST_PROBLEMS + 1
    assert found[-1].endswith("more like these.")


def test_text_that_is_no_text_is_damage(path: Path) -> None:
    attack(path, "UPDATE records SET actor = CAST(x'ff' AS TEXT) WHERE number = 3")

    with pytest.raises(UnusableDatabaseError, match="damaged"):
        console.verify(path)


def test_a_chain_that_grows_while_it_is_checked_is_whole(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    busy, known = Store(path, Clock()), chain.problems

    def meanwhile(*arguments: Any) -> list[str]:
        busy.note(None, RecordKind.ROLLED, "Support", {"days": ["sun"]})
        return known(*arguments)

    monkeypatch.setattr(chain, "problems", meanwhile)

    assert problems(path) == []
    busy.close()


def test_an_older_database_without_posted_heads_can_be_checked(path: Path) -> None:
    attack(path, "DROP TABLE posted_heads")

    assert console.verify(path)[1]


def test_a_posted_head_comes_back_and_is_kept_once_a_day(path: Path) -> None:
    store = Store(path, Clock())
    store.keep_posted_head(dt.date(2026, 11, 20), 4, "a" * 64, "C1", "1.1")
    store.keep_posted_head(dt.date(2026, 11, 19), 2, "b" * 64, "C1", "1.1")
    store.keep_posted_head(dt.date(2026, 11, 20), 5, "c" * 64, "C1", "1.2")

    assert [(each.day, each.number, each.hash, each.ts) for each in store.posted_heads()] == [
        (dt.date(2026, 11, 19), 2, "b" * 64, "1.1"),
        (dt.date(2026, 11, 20), 5, "c" * 64, "1.2"),
    ]
    store.close()


CELLS = st.one_of(st.none(), st.integers(-(2**40), 2**40), st.text(max_size=70), st.binary(max_size=70), st.floats())


@given(number=st.integers(1, 5), column=st.sampled_from(("number", *COLUMNS)), value=CELLS, edit=st.booleans())
def test_no_cell_can_be_changed_unnoticed(
    rows: sqlite3.Connection, number: int, column: str, value: object, *, edit: bool
) -> None:
    (before,) = rows.execute("SELECT * FROM records WHERE number = ?", [number])
    if edit and isinstance(before[column], str):
        value = f"{before[column]}{value}" if number % 2 else before[column][:-1]
    rows.execute("BEGIN")
    try:
        try:
            rows.execute(f"UPDATE records SET {column} = ? WHERE number = ?", [value, number])  # noqa: S608
        except (sqlite3.IntegrityError, OverflowError, UnicodeEncodeError):
            assume(False)  # noqa: FBT003  # nobody can write this
        after = [dict(each) for each in rows.execute("SELECT * FROM records ORDER BY number")]
        assume(dict(before) not in after)
        (head,) = rows.execute("SELECT * FROM chain_head")

        assert chain.problems(after, dict(head))
    finally:
        rows.execute("ROLLBACK")


def test_a_record_tells_before_and_after_as_data(path: Path) -> None:
    store = Store(path, Clock())
    asked = store.records()[0]
    store.close()

    assert asked.data["before"] == {"2026-11-21": [["09:00", "13:00"]]}
    assert asked.data["after"] == {"2026-11-21": []}
    assert json.dumps(asked.data)
