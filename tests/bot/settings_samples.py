"""Texts of switchhook.toml and environments to read them with."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError

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
support = "C0123456788"
[digest]
day = "Monday"
time = "16:30"
timezone = "Europe/Berlin"
channel = "C0123456787"
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
subdivision = "NC"
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
