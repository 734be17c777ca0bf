"""Which phone systems come of the settings, and where a service app keeps its tokens."""

import datetime as dt
from pathlib import Path

import pytest

from adapters import ServiceAppAuth
from bot import compose
from bot.settings import Settings
from tests.adapters.fakes import MemoryLedger

SHORTEST = """
database = "phones.db"
[slack]
approval_channel = "C0123456789"
[policy]
approve = ["U0123456789"]
[vendors.webex]
[[lines]]
name = "Reception"
vendor = "webex"
id = "x"
callback = "4500"
"""
APP = {"WEBEX_CLIENT_ID": "app-id", "WEBEX_CLIENT_SECRET": "app-secret", "WEBEX_REFRESH_TOKEN": "app-refresh"}


def settings(folder: Path, environ: dict[str, str]) -> Settings:
    path = folder / "switchhook.toml"
    path.write_text(SHORTEST, encoding="utf-8")
    return Settings.read(path, environ)


@pytest.mark.parametrize(
    ("environ", "names"),
    [({}, []), ({"WEBEX_TOKEN": "access"}, ["webex"]), (APP, ["webex"])],
    ids=["no way in", "a token", "a service app"],
)
async def test_webex_is_there_if_there_is_a_way_in(tmp_path: Path, environ: dict[str, str], names: list[str]) -> None:
    systems = compose.phone_systems(
        settings(tmp_path, environ), lambda _: MemoryLedger(), lambda: dt.datetime.now(dt.UTC)
    )

    assert list(systems) == names
    for system in systems.values():
        await system.aclose()


@pytest.mark.parametrize(
    ("environ", "names"),
    [
        ({}, []),
        ({"TELEGENT_ACCOUNT_KEY": "DID-key"}, []),
        ({"TELEGENT_ACCOUNT_KEY": "DID-key", "TELEGENT_ACCOUNT_SECRET": "secret"}, ["telegent"]),
    ],
    ids=["no way in", "half a way in", "key and secret"],
)
async def test_telegent_is_there_if_there_are_its_key_and_its_secret(
    tmp_path: Path, environ: dict[str, str], names: list[str]
) -> None:
    path = tmp_path / "switchhook.toml"
    path.write_text(SHORTEST.replace("webex", "telegent"), encoding="utf-8")
    ledgers: dict[str, MemoryLedger] = {}

    systems = compose.phone_systems(
        Settings.read(path, environ),
        lambda vendor: ledgers.setdefault(vendor, MemoryLedger()),
        lambda: dt.datetime.now(dt.UTC),
    )

    assert list(systems) == names == list(ledgers)
    for system in systems.values():
        await system.aclose()


async def test_the_tokens_of_a_service_app_stand_beside_the_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files: list[Path] = []

    class Remembering(ServiceAppAuth):
        def __init__(self, *parts: str, **more: object) -> None:
            assert parts == tuple(APP.values())
            files.append(more["file"])  # type: ignore[arg-type]  # compose gives a path
            super().__init__(*parts, **more)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(compose, "ServiceAppAuth", Remembering)
    systems = compose.phone_systems(settings(tmp_path, APP), lambda _: MemoryLedger(), lambda: dt.datetime.now(dt.UTC))

    assert files == [tmp_path / "phones.db.webex-token"]
    await systems["webex"].aclose()


def test_where_a_callback_leads_comes_from_the_settings(tmp_path: Path) -> None:
    assert [each.callback for each in compose.line_settings(settings(tmp_path, {}))] == ["4500"]
