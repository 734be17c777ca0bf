"""switchhook.toml and the environment: read once, with every mistake named at once."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import (
    HTTP_MODE,
    SOCKET_MODE,
    VENDOR_TOKENS,
    DialpadSettings,
    LineSettings,
    PolicySettings,
    Settings,
    SettingsError,
    SlackSettings,
    VendorSettings,
)

SHORTEST = """
[slack]
approval_channel = "C0123456789"
[policy]
approve = ["U0123456789"]
"""

WHOLE = """
database = "state/phones.db"
[slack]
approval_channel = "C0123456789"
api_url = "https://slack.example.com/api"
[policy]
ask = ["U0000000001", "S0000000001"]
approve = ["U0123456789", "S0123456789"]
expires_hours = 24
countries = ["CA"]
[keeper]
tick_seconds = 5
sweep_minutes = 2.5
read_back_seconds = 30
[web]
port = 9090
[vendors.dialpad]
base_url = "https://dialpad.example.com/"
write_ahead_hours = 24
[vendors.telegent]
base_url = "https://telegent.example.com/"
timezone = "America/New_York"
write_ahead_hours = 12
[vendors.webex]
base_url = "https://webex.example.com/v1/"
[[lines]]
name = "Support"
vendor = "dialpad"
id = "5883344555555555"
aliases = ["help desk"]
country = "US"
callback = "+1 919 555 0100"
[[lines]]
name = "Sales"
vendor = "dialpad"
id = 9223372036854775807
manage = false
"""

TOKENS = {
    "SLACK_BOT_TOKEN": "xoxb-bot",
    "SLACK_APP_TOKEN": "xapp-app",
    "SLACK_SIGNING_SECRET": "signing",
    "DIALPAD_TOKEN": "dialpad",
    "TELEGENT_ACCOUNT_KEY": "DID-key",
    "TELEGENT_ACCOUNT_SECRET": "telegent-secret",
    "WEBEX_TOKEN": "webex-access",
}

APP = {"WEBEX_CLIENT_ID": "app-id", "WEBEX_CLIENT_SECRET": "app-secret", "WEBEX_REFRESH_TOKEN": "app-refresh"}

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Put a text into a settings file."""

    def write(text: str) -> Path:
        path = tmp_path / "switchhook.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def mistakes(path: Path, environ: dict[str, str], *needs: str) -> list[str]:
    """What reading a file says is wrong."""
    with pytest.raises(SettingsError) as caught:
        Settings.read(path, environ, needs=needs)
    return list(caught.value.mistakes)


def test_the_shortest_file_is_enough(write: Write) -> None:
    path = write(SHORTEST)

    settings = Settings.read(path, {})

    assert settings.slack.approval_channel == "C0123456789"
    assert settings.slack.api_url == "https://slack.com/api/"
    assert settings.policy.ask == ("*",)
    assert settings.database == path.parent / "switchhook.db"
    assert settings.lines == ()


def test_every_setting_can_be_given(write: Write) -> None:
    path = write(WHOLE)

    settings = Settings.read(path, TOKENS)

    assert settings.database == path.parent / "state/phones.db"
    assert settings.slack.api_url == "https://slack.example.com/api/"
    assert settings.policy.approve == ("U0123456789", "S0123456789")
    assert settings.policy.expires_hours == 24
    assert settings.policy.countries == ("CA",)
    assert settings.keeper.sweep_minutes == 2.5
    assert settings.web.port == 9090
    assert settings.vendors.dialpad is not None
    assert settings.vendors.dialpad.base_url == "https://dialpad.example.com"
    assert settings.vendors.dialpad.write_ahead_hours == 24
    assert [line.id for line in settings.lines] == ["5883344555555555", "9223372036854775807"]
    assert [line.manage for line in settings.lines] == [True, False]
    assert settings.lines[0].aliases == ("help desk",)
    assert settings.lines[0].country == "US"
    assert [line.callback for line in settings.lines] == ["+19195550100", None]
    assert settings.vendors.webex is not None
    assert settings.vendors.webex.base_url == "https://webex.example.com/v1"
    assert settings.vendors.telegent is not None
    assert settings.vendors.telegent.base_url == "https://telegent.example.com"
    assert settings.vendors.telegent.timezone == "America/New_York"
    assert settings.vendors.telegent.write_ahead_hours == 12
    assert settings.vendors.configured == ("dialpad", "telegent", "webex")


def test_the_environment_gives_the_secrets(write: Write) -> None:
    settings = Settings.read(write(WHOLE), TOKENS)

    slack, dialpad = settings.slack, settings.vendors.dialpad
    assert slack.bot_token is not None
    assert slack.bot_token.get_secret_value() == "xoxb-bot"
    assert slack.app_token is not None
    assert slack.app_token.get_secret_value() == "xapp-app"
    assert slack.signing_secret is not None
    assert slack.signing_secret.get_secret_value() == "signing"
    assert dialpad is not None
    assert dialpad.token is not None
    assert dialpad.token.get_secret_value() == "dialpad"
    assert settings.vendors.webex is not None
    assert [each.get_secret_value() for each in settings.vendors.webex.secrets] == ["webex-access"]
    telegent = settings.vendors.telegent
    assert telegent is not None
    assert telegent.account_key is not None
    assert telegent.account_key.get_secret_value() == "DID-key"
    assert telegent.account_secret is not None
    assert telegent.account_secret.get_secret_value() == "telegent-secret"


def test_the_environment_wins_over_the_file(write: Write) -> None:
    environ = {
        "SLACK_API_URL": "http://127.0.0.1:3000/api",
        "SWITCHHOOK_DIALPAD_URL": "http://localhost:3000/vendors/dialpad",
        "SWITCHHOOK_TELEGENT_URL": "http://localhost:3000/vendors/telegent",
        "SWITCHHOOK_WEBEX_URL": "http://localhost:3000/vendors/webex/v1",
        "SWITCHHOOK_DATABASE": "/var/lib/switchhook/state.db",
    }

    settings = Settings.read(write(WHOLE), environ)

    assert settings.slack.api_url == "http://127.0.0.1:3000/api/"
    assert settings.vendors.dialpad is not None
    assert settings.vendors.dialpad.base_url == "http://localhost:3000/vendors/dialpad"
    assert settings.vendors.webex is not None
    assert settings.vendors.webex.base_url == "http://localhost:3000/vendors/webex/v1"
    assert settings.vendors.telegent is not None
    assert settings.vendors.telegent.base_url == "http://localhost:3000/vendors/telegent"
    assert settings.database == Path("/var/lib/switchhook/state.db")


def test_a_variable_names_the_file(write: Write) -> None:
    path = write(SHORTEST)

    settings = Settings.read(environ={"SWITCHHOOK_CONFIG": str(path)})

    assert settings.database == path.parent / "switchhook.db"


def test_spaces_around_a_variable_do_no_harm_and_an_empty_one_is_none(write: Write) -> None:
    environ = {"SLACK_BOT_TOKEN": " xoxb-bot\n", "SLACK_APP_TOKEN": "  "}

    settings = Settings.read(write(SHORTEST), environ)

    assert settings.slack.bot_token is not None
    assert settings.slack.bot_token.get_secret_value() == "xoxb-bot"
    assert settings.slack.app_token is None


def test_secrets_do_not_print(write: Write) -> None:
    environ = {**TOKENS, "SLACK_APP_TOKEN": "mistaken"}

    text = repr(Settings.read(write(WHOLE), TOKENS))
    app = repr(Settings.read(write(WHOLE), APP))
    with pytest.raises(SettingsError) as caught:
        Settings.read(write(WHOLE), environ)

    assert not any(token in text for token in ("xoxb-bot", "xapp-app", "signing'", "dialpad')"))
    assert not any(token in text for token in ("DID-key", "telegent-secret"))
    assert not any(secret in text + app for secret in ("webex-access", *APP.values()))
    assert "mistaken" not in str(caught.value)
    assert "mistaken" not in str(caught.value.__cause__)


def test_a_vendor_without_a_table_is_not_used_for_its_variables_alone(write: Write) -> None:
    environ = {"DIALPAD_TOKEN": "dialpad", "SWITCHHOOK_DIALPAD_URL": "https://dialpad.example.com"}

    settings = Settings.read(write(SHORTEST), environ, needs=VENDOR_TOKENS)

    assert settings.vendors.dialpad is None


@pytest.mark.parametrize(
    ("needs", "named"),
    [
        pytest.param(SOCKET_MODE, ["SLACK_APP_TOKEN", "SLACK_BOT_TOKEN"], id="Socket Mode"),
        pytest.param(HTTP_MODE, ["SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"], id="HTTP mode"),
        pytest.param(VENDOR_TOKENS, list(VENDOR_TOKENS), id="vendors"),
    ],
)
def test_what_a_command_needs_is_named_where_it_is_missing(
    write: Write, needs: tuple[str, ...], named: list[str]
) -> None:
    path = write(f"{SHORTEST}[vendors.dialpad]\n[vendors.telegent]\n[vendors.webex]")

    told = mistakes(path, {}, *needs)

    assert [each.partition(":")[0] for each in told] == named


@pytest.mark.parametrize("environ", [{"WEBEX_TOKEN": "access"}, APP], ids=["a token", "a service app"])
def test_webex_is_entered_by_a_token_or_as_a_service_app(write: Write, environ: dict[str, str]) -> None:
    settings = Settings.read(write(f"{SHORTEST}[vendors.webex]"), environ, needs=VENDOR_TOKENS)

    assert settings.vendors.webex is not None
    assert [each.get_secret_value() for each in settings.vendors.webex.secrets] == list(environ.values())


@pytest.mark.parametrize(
    ("environ", "named", "advice"),
    [
        pytest.param(
            {}, ["WEBEX_TOKEN"], "; or WEBEX_CLIENT_ID, WEBEX_CLIENT_SECRET, WEBEX_REFRESH_TOKEN", id="neither"
        ),
        pytest.param(
            {"WEBEX_CLIENT_ID": "app-id"},
            ["WEBEX_CLIENT_SECRET", "WEBEX_REFRESH_TOKEN"],
            "missing from the environment: the client secret of the service app",
            id="a part of the service app",
        ),
        pytest.param(
            {"WEBEX_TOKEN": "access", **APP}, ["WEBEX_TOKEN"], "is set beside WEBEX_CLIENT_ID, WEBEX_CLIENT", id="both"
        ),
        pytest.param(
            {"WEBEX_TOKEN": "access", "WEBEX_CLIENT_ID": "app-id"},
            ["WEBEX_TOKEN"],
            "is set beside WEBEX_CLIENT_ID; unset it",
            id="one and a part of the other",
        ),
    ],
)
def test_each_mistake_about_the_way_into_webex_is_named(
    write: Write, environ: dict[str, str], named: list[str], advice: str
) -> None:
    told = mistakes(write(f"{SHORTEST}[vendors.webex]"), environ, *VENDOR_TOKENS)

    assert [each.partition(":")[0] for each in told] == named
    assert advice in told[0]


@pytest.mark.parametrize(
    ("callback", "kept"),
    [('"+1 919 555 0100"', "+19195550100"), ('"4500"', "4500"), ("4500", "4500"), ('"+442079460000"', "+442079460000")],
)
def test_a_callback_is_a_number_or_an_extension(write: Write, callback: str, kept: str) -> None:
    line = f"[vendors.webex]\n[[lines]]\nname = 'A'\nvendor = 'webex'\nid = 'x'\ncallback = {callback}"

    assert Settings.read(write(f"{SHORTEST}{line}"), {}).lines[0].callback == kept


@pytest.mark.parametrize("callback", ["919 555 0100", "9195550100", "4500000", "+1 919", "9", "the desk", "+"])
def test_anything_else_is_no_callback(write: Write, callback: str) -> None:
    line = f"[vendors.webex]\n[[lines]]\nname = 'A'\nvendor = 'webex'\nid = 'x'\ncallback = '{callback}'"

    (told,) = mistakes(write(f"{SHORTEST}{line}"), {})

    assert told.startswith('[[lines]] 1 "A", callback: ')
    assert "such as +19195550100, nor an extension" in told


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
        "- [policy] approve: missing: the people (U…) and user groups (S…) who approve requests, never their own",
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
        pytest.param("[web]\nport = 80.5", "[web] port", "integer", id="half a port"),
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
        pytest.param({"id": "'5 5'"}, "id", "lines --discover", id="not an id"),
        pytest.param({"id": "9223372036854775808"}, "id", "lines --discover", id="beyond 64 bits"),
        pytest.param({"id": "0"}, "id", "lines --discover", id="zero"),
        pytest.param({"country": "'UK'"}, "country", "US or GB", id="no such country"),
        pytest.param({"manage": "'often'"}, "manage", "true or false", id="neither yes nor no"),
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


@pytest.mark.parametrize("name", ["U0123456789", "W0123456789", "S0123456789"])
def test_people_and_groups_may_approve(write: Write, name: str) -> None:
    settings = Settings.read(write(SHORTEST.replace("U0123456789", name)), {})

    assert settings.policy.approve == (name,)


@pytest.mark.parametrize("name", ["*", "amir", "@amir", "C0123456789", "u0123456789", ""])
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

    assert told == ["there is no such file; write one, or name one in SWITCHHOOK_CONFIG"]


def test_settings_can_be_made_in_code_and_are_held_to_the_same() -> None:
    line = LineSettings(name="Support", vendor="dialpad", id="1")
    slack, policy = SlackSettings(approval_channel="C0123456789"), PolicySettings(approve=("U0123456789",))

    good = Settings(slack=slack, policy=policy, vendors=VendorSettings(dialpad=DialpadSettings()), lines=(line,))
    with pytest.raises(ValidationError, match=r"no table \[vendors.dialpad\]"):
        Settings(slack=slack, policy=policy, lines=(line,))

    assert good.lines == (line,)
