"""switchhook.toml and the environment: read once, and where each setting comes from."""

import datetime as dt
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
from tests.bot.settings_samples import APP, SHORTEST, TOKENS, WHOLE, Write, mistakes, write

__all__ = ["write"]


def test_the_shortest_file_is_enough(write: Write) -> None:
    path = write(SHORTEST)

    settings = Settings.read(path, {})

    assert settings.slack.approval_channel == "C0123456789"
    assert settings.slack.api_url == "https://slack.com/api/"
    assert settings.policy.ask == ("*",)
    assert (settings.digest.day, settings.digest.time) == ("friday", dt.time(9))
    assert (settings.digest.timezone, settings.digest.channel) == ("", None)
    assert settings.database == path.parent / "switchhook.db"
    assert settings.lines == ()


def test_every_setting_can_be_given(write: Write) -> None:
    path = write(WHOLE)

    settings = Settings.read(path, TOKENS)

    assert settings.database == path.parent / "state/phones.db"
    assert settings.slack.api_url == "https://slack.example.com/api/"
    assert settings.slack.support == "C0123456788"
    digest = settings.digest
    assert (digest.day, digest.time, digest.timezone) == ("monday", dt.time(16, 30), "Europe/Berlin")
    assert digest.channel == "C0123456787"
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
    assert [line.subdivision for line in settings.lines] == ["NC", None]
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


@pytest.mark.parametrize("name", ["U0123456789", "W0123456789", "S0123456789", "C0123456789", "G0123456789"])
def test_people_groups_and_channels_may_approve(write: Write, name: str) -> None:
    settings = Settings.read(write(SHORTEST.replace("U0123456789", name)), {})

    assert settings.policy.approve == (name,)


def test_settings_can_be_made_in_code_and_are_held_to_the_same() -> None:
    line = LineSettings(name="Support", vendor="dialpad", id="1")
    slack, policy = SlackSettings(approval_channel="C0123456789"), PolicySettings(approve=("U0123456789",))

    good = Settings(slack=slack, policy=policy, vendors=VendorSettings(dialpad=DialpadSettings()), lines=(line,))
    with pytest.raises(ValidationError, match=r"no table \[vendors.dialpad\]"):
        Settings(slack=slack, policy=policy, lines=(line,))

    assert good.lines == (line,)
