"""The settings of the demo: the real bot, pointed at a make-believe world."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from adapters import Line
from bot.settings import (
    DialpadSettings,
    KeeperSettings,
    LineSettings,
    PolicySettings,
    Settings,
    SlackSettings,
    TelegentSettings,
    VendorSettings,
    WebexSettings,
    WebSettings,
)

WEEK_HOURS = 168


def settings(
    *,
    database: Path,
    slack: Mapping[str, str],
    vendors: Mapping[str, Mapping[str, Any]],
    ids: Mapping[str, str],
    lines: tuple[Line, ...] = (),
) -> Settings:
    """What the demo is told; `vendors` are their addresses and tokens, `ids` those of people and channels.

    Rows are written a whole week ahead, so that whatever is closed in the coming days shows at the vendor at once.
    """
    return Settings(
        database=database,
        slack=SlackSettings(
            approval_channel=ids["phone-approvals"],
            api_url=slack["api_url"],
            bot_token=SecretStr(slack["bot_token"]),
            app_token=SecretStr(slack["app_token"]),
            signing_secret=SecretStr(slack["signing_secret"]),
            support=ids["phone-lines"],
        ),
        policy=PolicySettings(
            ask=(ids["dana"], ids["amir"], ids["noor"]),
            approve=(ids["amir"], ids["noor"]),
            emergency=(ids["dana"],),
            ratify_minutes=10,
        ),
        keeper=KeeperSettings(tick_seconds=1, read_back_seconds=10),
        web=WebSettings(port=0),
        vendors=VendorSettings(
            dialpad=DialpadSettings(
                token=SecretStr(vendors["dialpad"]["token"]),
                base_url=vendors["dialpad"]["url"],
                write_ahead_hours=WEEK_HOURS,
                portal=(ids["noor"],),
            ),
            telegent=TelegentSettings(
                account_key=SecretStr(vendors["telegent"]["token"]["AccountKey"]),
                account_secret=SecretStr(vendors["telegent"]["token"]["AccountSecret"]),
                base_url=vendors["telegent"]["url"],
                write_ahead_hours=WEEK_HOURS,
                portal=(ids["noor"],),
            ),
            webex=WebexSettings(
                token=SecretStr(vendors["webex"]["token"]),
                base_url=f"{vendors['webex']['url']}/v1",
                requests_a_minute=6000,
                portal=(ids["noor"],),
            ),
        ),
        lines=tuple(LineSettings(name=line.name, vendor=line.system, id=line.id, country="US") for line in lines),
    )
