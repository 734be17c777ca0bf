"""What Switchhook is told before it starts: switchhook.toml and the environment, read once.

No other package looks at the environment.
"""

from bot.settings.policy import (
    CHANGE_WORDS,
    CHANGES,
    CREATE,
    DELETE,
    GREETING,
    GREETING_OPTIONS,
    TERMS,
    FreezeSettings,
    PolicySettings,
    RuleSettings,
)
from bot.settings.reading import HTTP_MODE, SECRETS, SOCKET_MODE, VARIABLES, VENDOR_TOKENS, Settings, SettingsError
from bot.settings.shapes import LONGEST_NAME
from bot.settings.tables import (
    EXTENSION,
    DialpadSettings,
    DigestSettings,
    KeeperSettings,
    LineSettings,
    SlackSettings,
    TelegentSettings,
    VendorSettings,
    WebexSettings,
    WebSettings,
)

__all__ = [
    "CHANGES",
    "CHANGE_WORDS",
    "CREATE",
    "DELETE",
    "EXTENSION",
    "GREETING",
    "GREETING_OPTIONS",
    "HTTP_MODE",
    "LONGEST_NAME",
    "SECRETS",
    "SOCKET_MODE",
    "TERMS",
    "VARIABLES",
    "VENDOR_TOKENS",
    "DialpadSettings",
    "DigestSettings",
    "FreezeSettings",
    "KeeperSettings",
    "LineSettings",
    "PolicySettings",
    "RuleSettings",
    "Settings",
    "SettingsError",
    "SlackSettings",
    "TelegentSettings",
    "VendorSettings",
    "WebSettings",
    "WebexSettings",
]
