"""What is wrong with the settings is said where it is, all at once, with what to do."""

import datetime as dt
import re
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.settings import SOCKET_MODE, VARIABLES, Settings, SettingsError
from tests.bot.settings_samples import SHORTEST, TOKENS, Write, mistakes, write

__all__ = ["write"]

APPROVE = "the people (U…), user groups (S…) and private channels (C…) who approve, never for themselves"
"""What is said of the setting that has to be given."""


@pytest.mark.parametrize("callback", ["919 555 0100", "9195550100", "4500000", "+1 919", "9", "the desk", "+"])
def test_anything_else_is_no_callback(write: Write, callback: str) -> None:
    line = f"[vendors.webex]\n[[lines]]\nname = 'A'\nvendor = 'webex'\nid = 'x'\ncallback = '{callback}'"

    (told,) = mistakes(write(f"{SHORTEST}{line}"), {})

    assert told.startswith('[[lines]] 1 "A", callback: ')
    assert "such as +19195550100, nor an extension" in told


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ('day = "fridays"', "[digest] day: should be 'monday', 'tuesday'"),
        ("day = false", "[digest] day: should be 'monday', 'tuesday'"),
        ('time = "9:00"', '[digest] time: "9:00" is no time of day; write it like "09:00"'),
        ('time = "24:00"', '[digest] time: "24:00" is no time of day; write it like "09:00"'),
        ("time = 9", '[digest] time: "9" is no time of day; write it like "09:00"'),
        ('timezone = "Boston"', '[digest] timezone: "Boston" is no time zone; write it like America/New_York'),
        ('channel = "#leads"', '[digest] channel: "#leads" is not a channel\'s id'),
        ("weekday = 1", "[digest] weekday: no such setting; did you mean"),
    ],
)
def test_mistakes_in_the_digest_are_named(write: Write, table: str, told: str) -> None:
    (said,) = mistakes(write(f"{SHORTEST}[digest]\n{table}\n"), {})

    assert said.startswith(told)


def test_a_time_of_the_digest_may_be_one_of_toml(write: Write) -> None:
    assert Settings.read(write(f"{SHORTEST}[digest]\ntime = 07:45:00\n"), {}).digest.time == dt.time(7, 45)


def test_a_long_way_to_get_help_is_refused(write: Write) -> None:
    (said,) = mistakes(write(SHORTEST.replace("[policy]", f'support = "{"x" * 301}"\n[policy]')), {})

    assert said.endswith("is longer than the 300 characters of a short sentence")


def test_every_mistake_is_named_at_once(write: Write) -> None:
    path = write("""
        databse = "x.db"
        [slack]
        approval_channel = "#phone-approvals"
        [policy]
        approve = []
        [vendors.dialpad]
        write_ahead_hours = -1
        [[lines]]
        name = "Support"
        vendor = "dialpad"
        id = "one"
        [[lines]]
        name = "support"
        vendor = "webex"
    """)

    told = mistakes(path, {"SLACK_BOT_TOKEN": "xapp-swapped"}, *SOCKET_MODE)

    assert sorted(each.partition(": ")[0] for each in told) == [
        "SLACK_APP_TOKEN",
        "SLACK_BOT_TOKEN",
        '[[lines]] 1 "Support", id',
        '[[lines]] 2 "support", id',
        '[[lines]] 2 "support", name',
        '[[lines]] 2 "support", vendor',
        "[policy] approve",
        "[slack] approval_channel",
        "[vendors.dialpad] write_ahead_hours",
        "databse",
    ]


def test_the_message_lists_the_mistakes_below_the_file(write: Write) -> None:
    path = write("")

    with pytest.raises(SettingsError) as caught:
        Settings.read(path, {})

    head, *rest = str(caught.value).splitlines()
    assert head == f"Switchhook cannot start with {path}:"
    assert rest == [
        "- [slack] approval_channel: missing: the id of the channel, better a private one, where requests are approved",
        f"- [policy] approve: missing: {APPROVE}",
    ]


@pytest.mark.parametrize(
    ("tables", "place", "advice"),
    [
        pytest.param("[polcy]", "polcy", 'did you mean "policy"?', id="table misspelt"),
        pytest.param("[keeper]\ntick = 1", "[keeper] tick", "there are tick_seconds", id="key unknown"),
        pytest.param("[keeper]\ntick_seconds = 0", "[keeper] tick_seconds", "greater than 0", id="zero"),
        pytest.param("[keeper]\ntick_seconds = nan", "[keeper] tick_seconds", "finite", id="not a number"),
        pytest.param("[keeper]\nsweep_minutes = 'few'", "[keeper] sweep_minutes", "a number", id="words"),
        pytest.param("[web]\nport = 70000", "[web] port", "65535", id="no such port"),
        pytest.param("[web]\nport = 80.5", "[web] port", "whole number", id="half a port"),
        pytest.param("[web]\nport = '80'", "[web] port", "whole number", id="a port as a text"),
        pytest.param(
            "[vendors.dialpad]\nbase_url = 'https://dialpad.com/api/v2'",
            "[vendors.dialpad] base_url",
            "ends in /api/v2, which Switchhook adds itself",
            id="a version that is added",
        ),
        pytest.param("[vendors.dialpda]", "[vendors] dialpda", 'did you mean "dialpad"?', id="vendor misspelt"),
        pytest.param("[lines]\nname = 'Support'", "lines", "[[lines]]", id="single brackets"),
    ],
)
def test_a_mistake_says_where_it_is_and_what_to_do(write: Write, tables: str, place: str, advice: str) -> None:
    told = mistakes(write(f"{SHORTEST}\n{tables}"), {})

    assert len(told) == 1
    assert told[0].startswith(f"{place}: ")
    assert advice in told[0]


@pytest.mark.parametrize(
    ("key", "place", "advice"),
    [
        pytest.param("database = 1", "database", "a text", id="path"),
        pytest.param("keeper = 1", "keeper", "a table", id="table"),
        pytest.param("lines = 1", "lines", "a list", id="list"),
        pytest.param("lines = [1]", "[[lines]] 1", "a table", id="table in a list"),
    ],
)
def test_a_wrong_kind_of_value_is_named(write: Write, key: str, place: str, advice: str) -> None:
    told = mistakes(write(f"{key}\n{SHORTEST}"), {})

    assert len(told) == 1
    assert told[0].startswith(f"{place}: should be {advice}")


@pytest.mark.parametrize(
    ("url", "advice"),
    [
        pytest.param("http://dialpad.com", "should begin with https://", id="in clear"),
        pytest.param("dialpad.com", "should be a plain web address", id="no scheme"),
        pytest.param("ftp://dialpad.com", "should be a plain web address", id="another scheme"),
        pytest.param("https://me:secret@dialpad.com", "should be a plain web address", id="a password"),
        pytest.param("https://dialpad.com/?key=secret", "should be a plain web address", id="a query"),
        pytest.param("https://[dialpad.com", "should be a plain web address", id="brackets"),
    ],
)
def test_a_token_travels_only_to_an_encrypted_address(write: Write, url: str, advice: str) -> None:
    path = write(f"{SHORTEST}\n[vendors.dialpad]\nbase_url = '{url}'")

    told = mistakes(path, {})

    assert len(told) == 1
    assert told[0].startswith(f"[vendors.dialpad] base_url: {advice}")
    assert "secret" not in told[0]


@pytest.mark.parametrize(
    ("setting", "place", "advice"),
    [
        pytest.param("base_url = 'https://api.telegent.com/v1.0'", "base_url", "ends in /v1.0", id="version"),
        pytest.param("base_url = 'https://api.telegent.com/v1.0/'", "base_url", "ends in /v1.0", id="and a slash"),
        pytest.param("timezone = 'New York'", "timezone", "write it like America/New_York", id="no time zone"),
        pytest.param("write_ahead_hours = 200", "write_ahead_hours", "168", id="more than a week"),
    ],
)
def test_a_mistake_about_telegent_says_what_to_do(write: Write, setting: str, place: str, advice: str) -> None:
    (told,) = mistakes(write(f"{SHORTEST}\n[vendors.telegent]\n{setting}"), {})

    assert told.startswith(f"[vendors.telegent] {place}: ")
    assert advice in told


@pytest.mark.parametrize(
    ("changed", "key", "advice"),
    [
        pytest.param({"name": "' Support'"}, "name", "single spaces", id="spaces around the name"),
        pytest.param({"name": "''"}, "name", "1 to 75", id="no name"),
        pytest.param({"name": "5"}, "name", "a text", id="a number for a name"),
        pytest.param({"vendor": "'webex'"}, "vendor", "has no table [vendors.webex]", id="vendor not set up"),
        pytest.param({"vendor": "'webx'"}, "vendor", 'did you mean "webex"?', id="vendor misspelt"),
        pytest.param({"vendor": "'cisco'"}, "vendor", "there are dialpad, telegent, webex", id="no such vendor"),
        pytest.param({"id": "'5 5'"}, "id", "lines --discover", id="not an id"),
        pytest.param({"id": "9223372036854775808"}, "id", "lines --discover", id="beyond 64 bits"),
        pytest.param({"id": "0"}, "id", "lines --discover", id="zero"),
        pytest.param({"country": "'UK'"}, "country", "US or GB", id="no such country"),
        pytest.param({"subdivision": "'B/Y'"}, "subdivision", "CA or BY", id="no region"),
        pytest.param({"manage": "'often'"}, "manage", "true or false", id="neither yes nor no"),
        pytest.param({"manage": "'no'"}, "manage", "true or false", id="no as a text"),
        pytest.param({"aliases": "'help desk'"}, "aliases", "a list", id="one alias"),
        pytest.param({"aliases": "['SUPPORT']"}, "aliases", "already taken", id="the name again"),
        pytest.param({"alias": "['help desk']"}, "alias", 'did you mean "aliases"', id="misspelt"),
    ],
)
def test_a_mistaken_line_is_named(write: Write, changed: dict[str, str], key: str, advice: str) -> None:
    line = {"name": "'Support'", "vendor": "'dialpad'", "id": "1"} | changed
    text = "\n".join(f"{name} = {value}" for name, value in line.items())

    told = mistakes(write(f"{SHORTEST}\n[vendors.dialpad]\n[[lines]]\n{text}"), {})

    assert len(told) == 1
    assert re.match(rf"\[\[lines\]\] 1( \".*\")?, {key}: ", told[0])
    assert advice in told[0]


@pytest.mark.parametrize(
    ("second", "key"),
    [
        pytest.param("name = 'support'\nid = 2", "name", id="name"),
        pytest.param("name = 'Sales'\nid = 2\naliases = ['Help Desk']", "aliases", id="alias"),
        pytest.param("name = 'Sales'\nid = '1'", "id", id="id"),
    ],
)
def test_two_lines_never_share_a_name_or_an_id(write: Write, second: str, key: str) -> None:
    first = "name = 'Support'\nid = 1\naliases = ['help desk']"
    lines = "\n".join(f"[[lines]]\nvendor = 'dialpad'\n{each}" for each in (first, second))

    told = mistakes(write(f"{SHORTEST}\n[vendors.dialpad]\n{lines}"), {})

    assert len(told) == 1
    assert f", {key}: " in told[0]
    assert told[0].endswith('is already taken by [[lines]] 1 "Support"')


@pytest.mark.parametrize(
    ("setting", "place"),
    [
        pytest.param("[slack]\nbot_token = 'xoxb-1'", "[slack] bot_token", id="Slack"),
        pytest.param("[vendors.dialpad]\ntoken = 'key'", "[vendors.dialpad] token", id="Dialpad"),
        pytest.param("[vendors.telegent]\naccount_key = 'DID'", "[vendors.telegent] account_key", id="Telegent"),
        pytest.param("[vendors.telegent]\naccount_secret = 's'", "[vendors.telegent] account_secret", id="its secret"),
    ],
)
def test_a_secret_in_the_file_is_refused_even_if_it_is_also_in_the_environment(
    write: Write, setting: str, place: str
) -> None:
    path = write(f'[policy]\napprove = ["U0123456789"]\n{setting}')

    told = mistakes(path, TOKENS)

    assert [each for each in told if each.startswith(f"{place}: a secret")]


@pytest.mark.parametrize("name", ["*", "amir", "@amir", "D0123456789", "u0123456789", ""])
def test_nobody_else_may_approve(write: Write, name: str) -> None:
    told = mistakes(write(SHORTEST.replace("U0123456789", name)), {})

    assert [each.partition(":")[0] for each in told] == ["[policy] approve"]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"[slack", id="not TOML"),
        pytest.param(b"\xff\xfe", id="not UTF-8"),
        pytest.param(None, id="a folder"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_mistake(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "switchhook.toml"
    path.mkdir() if content is None else path.write_bytes(content)

    told = mistakes(path, {})

    assert len(told) == 1
    assert told[0].startswith("the file ")


def test_a_missing_file_says_how_to_name_another(tmp_path: Path) -> None:
    told = mistakes(tmp_path / "nowhere.toml", {})

    assert told == ["there is no such file; write one, or name one with --config or in SWITCHHOOK_CONFIG"]


def test_the_check_names_what_is_missing_beside_what_is_wrong(
    write: Write, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    path = write(f"{SHORTEST}[vendors.telegent]\nbase_url = 'http://example.com'\ntimezone = 'nowhere'")

    with pytest.raises(SystemExit):
        main(["check", "--config", str(path)])

    told = capsys.readouterr().err
    for each in ("base_url", "timezone", "SLACK_BOT_TOKEN", "TELEGENT_ACCOUNT_KEY", "TELEGENT_ACCOUNT_SECRET"):
        assert each in told
