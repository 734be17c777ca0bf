"""What Switchhook is told before it starts: switchhook.toml and the environment, read once.

No other package looks at the environment.
"""

from bot.settings.reading import HTTP_MODE, SOCKET_MODE, VARIABLES, VENDOR_TOKENS, Settings, SettingsError
from bot.settings.tables import (
    DialpadSettings,
    KeeperSettings,
    LineSettings,
    PolicySettings,
    SlackSettings,
    VendorSettings,
    WebSettings,
)

__all__ = [
    "HTTP_MODE",
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
    "VendorSettings",
    "WebSettings",
]
