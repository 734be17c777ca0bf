"""One frozen value of switchhook.toml and the environment, or all that is wrong with them."""

import copy
import os
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Self

from pydantic import ValidationError, model_validator

from bot.errors import SayError
from bot.settings.contradictions import contradictions
from bot.settings.mistakes import Mistake, between_tables, described, in_tables, place, untold
from bot.settings.policy import PolicySettings
from bot.settings.shapes import Table
from bot.settings.tables import DigestSettings, KeeperSettings, Lines, SlackSettings, VendorSettings, WebSettings

VARIABLES: Mapping[str, tuple[str, ...]] = {
    "DIALPAD_TOKEN": ("vendors", "dialpad", "token"),
    "SLACK_API_URL": ("slack", "api_url"),
    "SLACK_APP_TOKEN": ("slack", "app_token"),
    "SLACK_BOT_TOKEN": ("slack", "bot_token"),
    "SLACK_SIGNING_SECRET": ("slack", "signing_secret"),
    "SWITCHHOOK_DATABASE": ("database",),
    "SWITCHHOOK_DIALPAD_URL": ("vendors", "dialpad", "base_url"),
    "SWITCHHOOK_TELEGENT_URL": ("vendors", "telegent", "base_url"),
    "SWITCHHOOK_WEBEX_URL": ("vendors", "webex", "base_url"),
    "TELEGENT_ACCOUNT_KEY": ("vendors", "telegent", "account_key"),
    "TELEGENT_ACCOUNT_SECRET": ("vendors", "telegent", "account_secret"),
    "WEBEX_CLIENT_ID": ("vendors", "webex", "client_id"),
    "WEBEX_CLIENT_SECRET": ("vendors", "webex", "client_secret"),
    "WEBEX_REFRESH_TOKEN": ("vendors", "webex", "refresh_token"),
    "WEBEX_TOKEN": ("vendors", "webex", "token"),
}
"""The setting that each variable gives; a variable wins over the file."""

CONFIG = "SWITCHHOOK_CONFIG"
"""The variable that names the file."""

SECRETS = (
    "DIALPAD_TOKEN",
    "SLACK_APP_TOKEN",
    "SLACK_BOT_TOKEN",
    "SLACK_SIGNING_SECRET",
    "TELEGENT_ACCOUNT_KEY",
    "TELEGENT_ACCOUNT_SECRET",
    "WEBEX_CLIENT_ID",
    "WEBEX_CLIENT_SECRET",
    "WEBEX_REFRESH_TOKEN",
    "WEBEX_TOKEN",
)
"""The variables whose settings have no place in the file."""

SOCKET_MODE = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN")
HTTP_MODE = ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET")
VENDOR_TOKENS = ("DIALPAD_TOKEN", "TELEGENT_ACCOUNT_KEY", "TELEGENT_ACCOUNT_SECRET", "WEBEX_TOKEN")
"""What a command may need; what a vendor wants only if the vendor has a table."""

INSTEAD: Mapping[str, tuple[str, ...]] = {
    "WEBEX_TOKEN": ("WEBEX_CLIENT_ID", "WEBEX_CLIENT_SECRET", "WEBEX_REFRESH_TOKEN")
}
"""The variables that stand together for a token: either they are set, or it is."""


class SettingsError(SayError):
    """All that is wrong with the settings; each of `mistakes` begins with its place."""

    def __init__(self, path: Path, mistakes: Iterable[str]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join([f"Switchhook cannot start with {path}:", *(f"- {each}" for each in self.mistakes)]))


class Settings(Table):
    """All that Switchhook is told."""

    database: Path = Path("switchhook.db")
    """the SQLite file that holds the whole state"""
    slack: SlackSettings
    policy: PolicySettings
    digest: DigestSettings = DigestSettings()
    keeper: KeeperSettings = KeeperSettings()
    web: WebSettings = WebSettings()
    vendors: VendorSettings = VendorSettings()
    lines: Lines = ()

    @model_validator(mode="after")
    def _has_no_contradictions(self) -> Self:
        document = self.model_dump(by_alias=True)
        mistakes = [each.text for each in (*between_tables(type(self), document), *contradictions(document))]
        if mistakes:
            raise ValueError("; ".join(mistakes))
        return self

    @classmethod
    def place(cls, environ: Mapping[str, str] = os.environ) -> Path:
        """Where the settings are, unless a command names another file."""
        return Path(environ.get(CONFIG) or "switchhook.toml")

    @classmethod
    def read(
        cls, path: Path | None = None, environ: Mapping[str, str] = os.environ, *, needs: Iterable[str] = ()
    ) -> Self:
        """The settings in a file (else the one `SWITCHHOOK_CONFIG` names) and in the environment.

        `needs` are the variables that the command at hand cannot do without.
        """
        path = path or cls.place(environ)
        document = _load(path)
        given = {name: environ[name].strip() for name in VARIABLES if environ.get(name, "").strip()}
        sentences = [*_misplaced(document), *_half_given(given, document), *_missing(set(needs), given, document)]
        whole = _merged(document, given, path.parent)
        try:
            settings = cls.model_validate(whole)
        except ValidationError as error:
            mistakes = [*in_tables(cls, error), *between_tables(cls, whole), *contradictions(whole)] or [*untold(error)]
            raise SettingsError(path, [*sentences, *(_sentence(each, whole, given) for each in mistakes)]) from error
        if sentences:
            raise SettingsError(path, sentences)
        return settings


def _load(path: Path) -> dict[str, Any]:
    try:
        return {"slack": {}, "policy": {}, **tomllib.loads(path.read_text(encoding="utf-8"))}
    except FileNotFoundError as error:
        raise SettingsError(
            path, [f"there is no such file; write one, or name one with --config or in {CONFIG}"]
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(path, [f"the file cannot be read: {error}"]) from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(path, [f"the file is not TOML: {error}"]) from error


def _merged(document: Mapping[str, Any], given: Mapping[str, str], folder: Path) -> dict[str, Any]:
    """The document without secrets, with the variables laid over, and with the database beside the file."""
    whole = copy.deepcopy(dict(document))
    for name in SECRETS:
        (_table(whole, name) or {}).pop(VARIABLES[name][-1], None)
    if isinstance(whole.setdefault("database", "switchhook.db"), str):
        whole["database"] = folder / whole["database"]
    for name, text in given.items():
        table = _table(whole, name)
        if table is not None:
            table[VARIABLES[name][-1]] = text
    return whole


def _table(document: Mapping[str, Any], variable: str) -> dict[str, Any] | None:
    """The table that a variable's setting is in, if the document has it."""
    table: Any = document
    for name in VARIABLES[variable][:-1]:
        table = table.get(name) if isinstance(table, dict) else None
    return table if isinstance(table, dict) else None


def _misplaced(document: Mapping[str, Any]) -> Iterator[str]:
    for name in SECRETS:
        if VARIABLES[name][-1] in (_table(document, name) or {}):
            where = place(VARIABLES[name], document)
            yield f"{where}: a secret has no place in the file; remove it and set {name} in the environment"


def _missing(names: Collection[str], given: Collection[str], document: Mapping[str, Any]) -> Iterator[str]:
    for name in sorted(set(names) - set(given)):
        instead = INSTEAD.get(name, ())
        if set(instead) & set(given) or (name in VENDOR_TOKENS and _table(document, name) is None):
            continue
        yield _lacking(name) + (f"; or {', '.join(instead)} instead" if instead else "")


def _half_given(given: Collection[str], document: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong where a token may be given in two ways: both at once, or one of them in part."""
    for name, together in INSTEAD.items():
        found = [each for each in together if each in given]
        if not found or _table(document, name) is None:
            continue
        if name in given:
            yield f"{name}: is set beside {', '.join(found)}; unset it, or unset what belongs to the other way in"
        else:
            yield from (_lacking(each) for each in together if each not in found)


def _lacking(name: str) -> str:
    return f"{name}: missing from the environment: {described(Settings, VARIABLES[name])}"


def _sentence(mistake: Mistake, document: Mapping[str, Any], given: Mapping[str, str]) -> str:
    variables = [name for name in given if VARIABLES[name] == mistake.location]
    where = variables[0] if variables else place(mistake.location, document)
    return f"{where}: {mistake.text}" if where else mistake.text
