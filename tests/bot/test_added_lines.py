"""Lines that were made from Slack: kept in the database, and shown by `switchhook lines`."""

import asyncio
import json
from pathlib import Path

import pytest
from sqlite_utils import Database

from adapters import Line, NewLine
from bot import plans, terminal
from bot.__main__ import main
from bot.kept import AddedLine
from bot.requests import Person, Plan, State
from bot.settings import DialpadSettings, LineSettings, PolicySettings, Settings, SlackSettings, VendorSettings
from bot.slack import check
from bot.store import Store, reading
from tests.fakes import FRIDAY, KIND, NEW_YORK, Clock

DANA, AMIR = Person(team="T1", user="UDANA"), Person(team="T1", user="UAMIR")
MADE = Line(system="fake", id="7", name="Returns there", kind="fake line", zone=NEW_YORK, country="us")
RETURNS = AddedLine(name="Returns", vendor="fake", id="7", kind="fake line in Raleigh", country="US", request=1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "switchhook.db"


def settings(path: Path, *lines: LineSettings) -> Settings:
    return Settings.model_construct(
        database=path,
        slack=SlackSettings(approval_channel="C0123456789"),
        policy=PolicySettings(approve=("U0123456789",)),
        lines=lines,
    )


def applying(store: Store) -> int:
    """A request for a new line that is being made."""
    new = NewLine(system="fake", kind="raleigh", name="Returns")
    plan = Plan(parts=(plans.creation(new, KIND, zone=NEW_YORK, country="US"),))
    number = store.add_request(
        person=DANA, words="new", reason="", plan=plan, expires=FRIDAY.replace(year=2027), draft="d"
    ).id
    store.decide(number, State.APPROVED, AMIR)
    store.move(number, 0, [State.APPROVED], State.APPLYING)
    return number


def test_a_line_and_the_state_of_its_request_are_kept_together(path: Path) -> None:
    store = Store(path, Clock())
    number = applying(store)

    assert store.keep_made(number, 0, MADE, State.VERIFIED, "Done.") == RETURNS
    assert store.keep_made(number, 0, MADE, State.VERIFIED, "Done.") is None
    store.close()

    store = Store(path, Clock())
    (part,) = store.request(number).parts
    assert (part.state, part.note, part.plan.line.key, part.plan.line.name) == (
        "verified",
        "Done.",
        "fake:7",
        "Returns",
    )
    assert [each.id for each in store.requests_on("fake:7", [State.VERIFIED])] == [number]
    assert store.added_lines() == [RETURNS]
    assert store.broken_links() == []
    store.close()


def test_a_deletion_is_kept_once(path: Path) -> None:
    store = Store(path, Clock())
    number = applying(store)
    store.keep_made(number, 0, MADE, State.VERIFIED, "Done.")

    assert not store.keep_deleted(number, 0, "Gone.", "It is gone.")
    store.close()


def test_an_older_database_that_is_only_looked_at_has_no_such_lines(path: Path) -> None:
    Store(path, Clock()).close()
    Database(path).table("added_lines").drop()

    with reading(path) as store:
        assert store.added_lines() == []


def test_an_older_database_gets_its_table_when_it_is_opened(path: Path) -> None:
    Store(path, Clock()).close()
    old = Database(path)
    old.table("added_lines").drop()
    old.execute("DELETE FROM _sqlite_migrations WHERE name = 'added_lines'")
    old.conn.commit()
    old.close()

    store = Store(path, Clock())
    assert store.added_lines() == []
    store.close()


def test_lines_that_were_made_are_shown_with_the_settings_that_would_keep_them(path: Path) -> None:
    store = Store(path, Clock())
    store.keep_made(applying(store), 0, MADE, State.VERIFIED, "Done.")
    store.close()
    support = LineSettings(name="Support", vendor="fake", id="1")

    shown = terminal.lines(settings(path, support), None, as_json=False)
    rows = json.loads(terminal.lines(settings(path, support), None, as_json=True))

    assert shown.startswith("Support: fake 1\n\nReturns: fake 7, made by request 1.")
    assert shown.endswith('[[lines]]\nname = "Returns"\nvendor = "fake"\nid = "7"\ncountry = "US"')
    assert [(each["name"], each.get("made_by")) for each in rows] == [("Support", None), ("Returns", 1)]
    assert set(rows[0]) == set(rows[1]) - {"made_by"}


def test_lines_that_were_made_are_shown_without_settings_too(path: Path) -> None:
    store = Store(path, Clock())
    nothing_yet = terminal.made_lines(path, as_json=False)
    store.keep_made(applying(store), 0, MADE, State.VERIFIED, "Done.")
    store.close()

    shown = terminal.made_lines(path, as_json=False)
    rows = json.loads(terminal.made_lines(path, as_json=True))

    assert "keeps no line that was made from Slack" in nothing_yet
    assert shown.startswith("Returns: fake 7, made by request 1.")
    assert shown.endswith('[[lines]]\nname = "Returns"\nvendor = "fake"\nid = "7"\ncountry = "US"')
    assert [(each["name"], each["made_by"]) for each in rows] == [("Returns", 1)]


def test_the_command_shows_them_where_there_is_a_database_and_no_settings_file(
    path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(path.parent)
    store = Store(path, Clock())
    store.keep_made(applying(store), 0, MADE, State.VERIFIED, "Done.")
    store.close()

    with pytest.raises(SystemExit) as ended:
        main(["lines", "--database", str(path)])

    assert ended.value.code == 0
    assert "Returns: fake 7, made by request 1." in capsys.readouterr().out


def test_a_line_that_is_configured_by_now_is_shown_once(path: Path) -> None:
    store = Store(path, Clock())
    store.keep_made(applying(store), 0, MADE, State.VERIFIED, "Done.")
    store.close()

    shown = terminal.lines(settings(path, LineSettings(name="RMA", vendor="fake", id="7")), None, as_json=False)

    assert shown == "RMA: fake 7"


def test_a_line_whose_name_the_settings_have_given_away_is_shown_as_left_out(path: Path) -> None:
    store = Store(path, Clock())
    store.keep_made(applying(store), 0, MADE, State.VERIFIED, "Done.")
    store.close()

    shown = terminal.lines(settings(path, LineSettings(name="returns", vendor="fake", id="1")), None, as_json=False)

    assert "looked after already" not in shown
    assert "is left out, since the settings call another line so" in shown


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (None, ()),
        (LineSettings(name="RMA", vendor="dialpad", id="7"), ()),
        (
            LineSettings(name="RMA", aliases=("returns",), vendor="dialpad", id="1"),
            ("the settings call another line so", "will not be ended", "vendor = 'dialpad' and id = '7'"),
        ),
    ],
    ids=["no other line", "the line itself", "another line"],
)
async def test_the_check_says_what_to_do_about_a_line_that_is_left_out(
    path: Path, line: LineSettings | None, told: tuple[str, ...]
) -> None:
    store = Store(path, Clock())
    made = MADE.model_copy(update={"system": "dialpad"})
    store.keep_made(applying(store), 0, made, State.VERIFIED, "Done.")
    store.close()
    known = settings(path, *([line] if line else ())).model_copy(
        update={"vendors": VendorSettings(dialpad=DialpadSettings())}
    )

    found = [each async for each in check.findings(known) if each.text.startswith("line Returns: ")]

    assert [each.ok for each in found] == [False][: len(told)]
    assert all(each in found[0].text for each in told)


async def test_the_check_says_that_a_vendor_is_missing_whose_line_was_made(path: Path) -> None:
    store = Store(path, Clock())
    store.keep_made(applying(store), 0, MADE, State.VERIFIED, "Done.")
    store.close()

    (found,) = [each async for each in check.findings(settings(path)) if each.text.startswith("line Returns: ")]

    assert "since fake is not configured" in found.text


def test_a_database_that_is_none_is_told_by_the_check(path: Path) -> None:
    path.write_text("not a database")
    said: list[str] = []

    assert asyncio.run(check.report(settings(path), said.append)) == 1
    assert any(each.startswith("fix database: ") and "no database of Switchhook" in each for each in said)


def test_without_a_database_only_the_settings_are_shown(path: Path) -> None:
    assert terminal.lines(settings(path), None, as_json=False) == "No line is configured yet."
