import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import chain, export, terminal
from bot.errors import SayError
from bot.kinds import RecordKind
from bot.requests import State
from bot.store import Store
from tests.bot.slack.drawn import record
from tests.bot.test_store import AMIR, DANA, add
from tests.fakes import Clock

CALL = {"system": "Dialpad", "method": "PATCH", "path": "/callcenters/1", "status": 200, "seconds": 0.125}


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "switchhook.db"
    store = Store(path, Clock())
    number = add(store).id
    store.decide(number, State.APPROVED, AMIR, reason="Ja — “gut” \u2028 🎄")
    store.move(number, 0, [State.APPROVED], State.APPLYING, data={"calls": [CALL]})
    store.note(None, RecordKind.ROLLED, "Sales", {"days": ["sat"], "note": "=1+1"})
    store.close()
    return path


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_both_forms_have_the_same_columns_in_the_same_order(database: Path) -> None:
    as_json = json.loads(terminal.history(database, None, None, "json"))
    as_csv = rows(terminal.history(database, None, None, "csv"))

    assert [tuple(each) for each in as_json] == [export.COLUMNS] * 4
    assert [tuple(each) for each in as_csv] == [export.COLUMNS] * 4


def test_the_columns_tell_who_what_when_and_what_it_took(database: Path) -> None:
    asked, approved, applying, rolled = json.loads(terminal.history(database, None, None, "json"))

    assert asked["person"] == approved["person"] == str(DANA)
    assert (asked["actor"], approved["actor"], applying["actor"]) == (str(DANA), str(AMIR), "switchhook")
    assert (asked["before"], asked["after"]) == ({"2026-11-21": [["09:00", "13:00"]]}, {"2026-11-21": []})
    assert applying["calls"] == [CALL]
    assert (rolled["person"], rolled["request"], rolled["line"]) == (None, None, "Sales")


def test_where_it_was_asked_has_a_column() -> None:
    asked = record("asked").model_copy(update={"data": {"from": "/line in C1", "words": "close"}})

    assert json.loads(export.as_json([asked], {7: "T1:UDANA"}))[0]["origin"] == "/line in C1"


def test_the_chain_can_be_checked_from_the_json_alone(database: Path) -> None:
    exported = json.loads(terminal.history(database, None, None, "json"))

    kept = [{**each, "data": json.dumps(each["data"], sort_keys=True, ensure_ascii=False)} for each in exported]
    head = {"number": kept[-1]["number"], "hash": kept[-1]["hash"]}
    assert chain.problems(kept, head) == []
    kept[1]["actor"] = "T1:UNOBODY"
    assert chain.problems(kept, head) == ["Record 2 was changed after it was written."]


def test_one_line_and_what_is_since_then_can_be_chosen(database: Path) -> None:
    assert {each["line"] for each in rows(terminal.history(database, "sales", None, "csv"))} == {"Sales"}
    assert rows(terminal.history(database, None, "2030-01-01", "csv")) == []


def test_a_record_that_cannot_be_read_is_one_clear_sentence(database: Path) -> None:
    store = Store(database, Clock())
    store._db.execute("DROP TRIGGER records_no_update")  # noqa: SLF001  (somebody else would do it elsewhere)
    store._db.execute("UPDATE records SET data = 'no JSON' WHERE number = 2")  # noqa: SLF001
    store.close()

    with pytest.raises(SayError, match="`switchhook verify` says which"):
        terminal.history(database, None, None, "text")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "  ="])
def test_no_cell_is_a_formula(start: str) -> None:
    evil = record(text=f'{start}HYPERLINK("https://evil.example","click")', line=f"{start}1+1")

    (row,) = rows(export.as_csv([evil], {7: f"{start}cmd"}))

    for column in ("summary", "note", "line", "person"):
        assert row[column].startswith(f"'{start}")


DATA = st.dictionaries(
    st.sampled_from(["words", "summary", "note", "from", "reason"]), st.text(max_size=20), max_size=5
)


@given(data=DATA, line=st.none() | st.text(max_size=10), actor=st.text(max_size=10))
def test_whatever_people_write_it_comes_back_from_both_forms(
    data: dict[str, str], line: str | None, actor: str
) -> None:
    kept = record().model_copy(update={"data": data, "line": line, "actor": actor})

    (from_json,) = json.loads(export.as_json([kept], {}))
    (from_csv,) = csv.DictReader(io.StringIO(export.as_csv([kept], {}), newline=""))

    assert (from_json["data"], from_json["line"], from_json["actor"]) == (data, line, actor)
    assert json.loads(from_csv["data"]) == data
    assert from_csv["note"].removeprefix("'") == data.get("note", "").removeprefix("'")
    assert not [each for each in from_csv.values() if each.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))]
