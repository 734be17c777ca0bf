"""What Switchhook is told before it starts: switchhook.toml and the environment, read once.

No other package looks at the environment.
"""

from bot.settings.reading import HTTP_MODE, SECRETS, SOCKET_MODE, VARIABLES, VENDOR_TOKENS, Settings, SettingsError
from bot.settings.tables import (
    EXTENSION,
    LONGEST_NAME,
    DialpadSettings,
    KeeperSettings,
    LineSettings,
    PolicySettings,
    SlackSettings,
    TelegentSettings,
    VendorSettings,
    WebexSettings,
    WebSettings,
)

__all__ = [
    "EXTENSION",
    "HTTP_MODE",
    "LONGEST_NAME",
    "SECRETS",
    "SOCKET_MODE",
    "VARIABLES",
    "VENDOR_TOKENS",
    "DialpadSettings",
    "KeeperSettings",
    "LineSettings",
    "PolicySettings",
    "Settings",
    "SettingsError",
    "SlackSettings",
    "TelegentSettings",
    "VendorSettings",
    "WebSettings",
    "WebexSettings",
]
