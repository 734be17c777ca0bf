"""The papers say what the code does: the README, the Slack app's manifest, the changelog."""

import datetime as dt
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import pytest
import yaml
from pydantic import BaseModel, Field, StringConstraints

from adapters import BearerAuth, Capabilities, Dialpad, Line, RollingWeek, Telegent, Value, Webex
from bot.__main__ import main
from bot.language import KnownLine, Verb, ask_lines, read
from bot.settings import CHANGES, SECRETS, TERMS, VARIABLES, Settings
from bot.slack import check, commands, opening
from sandbox.slack.team import DEMO_EVENTS, DEMO_SCOPES, demo_team

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
MANIFEST = (ROOT / "manifest.yml").read_text(encoding="utf-8")

EXAMPLES = re.findall(r"^\| `/line (.+?)` \|", README, re.MULTILINE)

SCOPES_OF_EVENTS = {"app_home_opened": None, "app_mention": "app_mentions:read", "message.im": "im:history"}

Scope = Annotated[str, StringConstraints(pattern=r"^[a-z_.]+(:[a-z_.]+)?$", max_length=50)]


class Display(Value):
    """How the app is shown."""

    name: str = Field(min_length=1, max_length=35)
    description: str = Field(min_length=1, max_length=140)
    long_description: str = Field(min_length=175, max_length=4000)
    background_color: str = Field(pattern=r"^#[0-9a-f]{6}$")


class Home(Value):
    """The app's own tabs."""

    home_tab_enabled: Literal[True]
    messages_tab_enabled: Literal[True]
    messages_tab_read_only_enabled: Literal[False]


class Bot(Value):
    """The app's user."""

    display_name: str = Field(pattern=r"^[A-Za-z0-9 ._-]+$", max_length=80)
    always_online: bool


class Command(Value):
    """A slash command."""

    command: str = Field(pattern=r"^/[a-z0-9_-]+$", max_length=32)
    description: str = Field(min_length=1, max_length=2000)
    usage_hint: str = Field(min_length=1, max_length=1000)
    should_escape: Literal[True]


class Shortcut(Value):
    """What the app adds to Slack's menus."""

    name: str = Field(min_length=1, max_length=24)
    type: Literal["global", "message"]
    callback_id: str = Field(min_length=1, max_length=255)
    description: str = Field(min_length=1, max_length=150)


class Features(Value):
    """What people meet."""

    app_home: Home
    bot_user: Bot
    slash_commands: list[Command] = Field(min_length=1, max_length=50)
    shortcuts: list[Shortcut] = Field(min_length=1, max_length=10)


class Scopes(Value):
    """What the app may do."""

    bot: list[Scope] = Field(min_length=1, max_length=255)


class OAuth(Value):
    """How the app is installed."""

    scopes: Scopes


class Events(Value):
    """What the app hears."""

    bot_events: list[str] = Field(min_length=1, max_length=100)


class Interactivity(Value):
    """Whether buttons and forms reach the app."""

    is_enabled: Literal[True]


class AppSettings(Value):
    """How the app is connected."""

    event_subscriptions: Events
    interactivity: Interactivity
    org_deploy_enabled: bool
    socket_mode_enabled: Literal[True]
    token_rotation_enabled: Literal[False]


class Manifest(Value):
    """A Slack app's manifest, within Slack's limits."""

    display_information: Display
    features: Features
    oauth_config: OAuth
    settings: AppSettings


@pytest.fixture(scope="module")
def manifest() -> Manifest:
    return Manifest.model_validate(yaml.safe_load(MANIFEST))


def help_text(capsys: pytest.CaptureFixture[str], *command: str) -> str:
    """What the command line says of itself, or of one command."""
    with pytest.raises(SystemExit):
        main([*command, "--help"])
    return capsys.readouterr().out


def command_names(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The commands there are."""
    return re.findall(r"^    (\w+) ", help_text(capsys), re.MULTILINE)


def blocks(language: str) -> str:
    """All blocks of code in the README that are in a language."""
    found = re.findall(rf"^```{language}\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
    assert found, f"the README has no block of {language}"
    return "\n".join(found)


def keys(model: type[BaseModel], table: str = "") -> Iterator[tuple[str, str]]:
    """Every setting of the file, with the table that it is in."""
    secrets = {VARIABLES[name] for name in SECRETS}
    for name, field in model.model_fields.items():
        path = f"{table}.{name}".lstrip(".")
        inner = [each for each in (field.annotation, *get_args(field.annotation)) if hasattr(each, "model_fields")]
        if inner:
            yield from keys(inner[0], path)
        elif tuple(path.split(".")) not in secrets:
            yield table, field.alias or name


def test_the_manifest_is_within_the_limits_of_slack(manifest: Manifest) -> None:
    assert manifest.display_information.name == "Switchhook"
    assert [command.command for command in manifest.features.slash_commands] == [commands.LINE]


def test_the_manifest_has_every_shortcut_that_is_heard_and_the_local_workspace_has_them_too(manifest: Manifest) -> None:
    written = {(each.name, each.type, each.callback_id) for each in manifest.features.shortcuts}

    assert {(kind, callback_id) for _, kind, callback_id in written} == {
        ("message", opening.TAKE_UP),
        ("global", opening.CHANGE),
    }
    assert {(each.name, each.kind, each.callback_id) for each in demo_team().app.shortcuts} == written


def test_every_event_comes_with_its_scope_and_no_scope_is_named_twice(manifest: Manifest) -> None:
    scopes, events = manifest.oauth_config.scopes.bot, manifest.settings.event_subscriptions.bot_events

    assert len(set(scopes)) == len(scopes)
    assert set(scopes) == check.SCOPES
    assert set(events) == set(SCOPES_OF_EVENTS)
    assert {scope for scope in SCOPES_OF_EVENTS.values() if scope} <= set(scopes)


def test_the_local_workspace_grants_what_the_manifest_asks_for_and_no_more(manifest: Manifest) -> None:
    assert set(manifest.oauth_config.scopes.bot) == DEMO_SCOPES
    assert set(manifest.settings.event_subscriptions.bot_events) == DEMO_EVENTS


def test_every_scope_says_what_it_is_for(manifest: Manifest) -> None:
    unexplained = [
        scope
        for scope in manifest.oauth_config.scopes.bot
        if not re.search(rf"^ +- {scope} # \w", MANIFEST, re.MULTILINE)
    ]

    assert unexplained == []


def test_the_readme_names_every_command_with_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    rows = re.findall(r"^\| `switchhook .*", README, re.MULTILINE)
    everywhere = {"--help", "--database", "--config"}

    for command in command_names(capsys):
        named = "\n".join(row for row in rows if row.startswith(f"| `switchhook {command}"))
        options = set(re.findall(r"--[a-z]+(?:-[a-z]+)*", help_text(capsys, command)))

        assert named, f"{command} is not in the README"
        assert {option for option in options - everywhere if option not in named} == set()


def test_the_readme_names_no_command_that_does_not_exist(capsys: pytest.CaptureFixture[str]) -> None:
    named = set(re.findall(r"`switchhook (\w+)", README))

    assert named <= set(command_names(capsys))


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_in_the_readme_is_understood(example: str) -> None:
    now = dt.datetime(2026, 11, 18, 15, 0, tzinfo=dt.UTC)
    lines = [KnownLine(name=name, zone="America/New_York") for name in ("Support", "Sales", "Billing", "Front Office")]

    ask = read(example, now=now, lines=lines, zone="America/New_York")

    assert ask.verb is not Verb.UNKNOWN
    assert ask.question is None
    assert ask.lines == tuple(name for name in ("Support", "Front Office") if name.casefold() in example)


def test_the_readme_names_every_field_of_an_ask() -> None:
    now = dt.datetime(2026, 11, 18, 15, 0, tzinfo=dt.UTC)
    (answer,) = ask_lines(['{"text": "close Support Saturday", "lines": ["Support"]}'], now, "America/New_York")

    cells = " ".join(re.findall(r"^\| (`.*?) \|", README, re.MULTILINE))

    assert {field for field in json.loads(answer) if f"`{field}`" not in cells} == set()


@pytest.mark.parametrize("verb", Verb)
def test_the_readme_names_every_verb(verb: Verb) -> None:
    assert f"`{verb.value}`" in README


def test_the_settings_in_the_readme_can_be_used_as_they_stand(tmp_path: Path) -> None:
    path = tmp_path / "switchhook.toml"
    path.write_text(blocks("toml"), encoding="utf-8")

    settings = Settings.read(path, {})

    assert [line.name for line in settings.lines] == ["Support", "Sales", "Reception"]


def test_the_settings_in_the_readme_name_every_setting() -> None:
    document: dict[str, Any] = tomllib.loads(blocks("toml"))
    named = {("", key) for key in document}
    for table in ("slack", "policy", "digest", "keeper", "web"):
        named |= {(table, key) for key in document[table]}
    named |= {(f"vendors.{name}", key) for name, table in document["vendors"].items() for key in table}
    named |= {("lines", key) for line in document["lines"] for key in line}
    for table in ("rules", "freezes"):
        named |= {(f"policy.{table}", key) for each in document["policy"][table] for key in each}

    missing = set(keys(Settings)) - named

    assert missing == set()


@pytest.mark.parametrize("word", [*CHANGES, *TERMS])
def test_the_readme_names_every_word_of_a_rule(word: str) -> None:
    assert re.search(rf"`{word}`|^{word} = ", README, re.MULTILINE)


@pytest.mark.parametrize("variable", [*VARIABLES, "SWITCHHOOK_CONFIG"])
def test_the_readme_names_every_variable(variable: str) -> None:
    assert f"`{variable}`" in README


FEATURES = {
    cells[0].strip(): [cell.strip() for cell in cells[1:]]
    for cells in (
        row.strip("|\n").split("|") for row in README.splitlines() if row.startswith("| ") and row.count("|") == 6
    )
}
"""What the table of features says in each row."""

COLUMNS = ("auto attendant", "call queue", "call center", "workgroup")


class NoNotes:
    """A ledger without notes."""

    async def notes(self, line_id: str) -> None:
        del line_id

    async def note(self, line_id: str, notes: Mapping[str, Any] | None) -> None:
        del line_id, notes


def capabilities(kind: str) -> Capabilities:
    """What the system of a kind of line says that it can do."""
    line = Line(system="", id="1", name="", kind=kind, zone="UTC")
    if kind == "call center":
        return RollingWeek(Dialpad("token"), NoNotes(), lambda: dt.datetime.now(dt.UTC)).capabilities(line)
    if kind == "workgroup":
        account = Telegent("key", "secret", ledger=NoNotes(), clock=lambda: dt.datetime.now(dt.UTC))
        system = RollingWeek(account, NoNotes(), lambda: dt.datetime.now(dt.UTC))
        sorts = ("workgroup with a menu", "workgroup without a menu")
        menu, no_menu = (system.capabilities(line.model_copy(update={"kind": sort})) for sort in sorts)
        return menu.model_copy(update={"routings": no_menu.routings, "changes": menu.changes | no_menu.changes})
    webex = Webex(BearerAuth("token"), ledger=NoNotes(), clock=lambda: dt.datetime.now(dt.UTC))
    return webex.capabilities(line)


@pytest.mark.parametrize(("column", "kind"), list(enumerate(COLUMNS)), ids=COLUMNS)
def test_the_table_of_features_says_what_the_systems_can_do(column: int, kind: str) -> None:
    said, told = capabilities(kind), {feature: cells[column] for feature, cells in FEATURES.items()}

    assert ("by date" in told["closures, special hours"]) is said.dated
    assert told["they end while Switchhook is down"].startswith("yes") is said.dated
    assert (told["several intervals a day"] == "yes") is (said.intervals_a_day is None)
    assert ("0–9" in told["menu keys"], "* and #" in told["menu keys"]) == (
        "9" in said.menu_keys,
        "#" in said.menu_keys,
    )
    assert ("on or off" in told["callback"]) is ("set_callback" in said.changes)
    assert ("key and threshold" in told["callback"]) is bool(said.callback_keys)
    assert ("ways" in told["how a call finds an agent"]) is bool(said.routings)
    assert told["how a call finds an agent"].startswith(f"{len(said.routings)} ways") is bool(said.routings)
    assert ("added and removed" in told["agents"]) is ("set_members" in said.changes)
    at_first = sum(bool(each.fixed) for each in said.options)
    assert told["further settings"] == f"{len(said.options)}" + (
        f", of which {at_first} only when it is made" if at_first else ""
    )
    assert (told["live figures"] != "no") is said.live
    assert ("keys of the closed menu" in told["what calls get while closed"]) is ("set_treatment" not in said.changes)
    shows_all = not said.unreadable and all(option.readable for option in said.options)
    assert (told["proven by reading back"] == "yes") is shows_all


def test_the_changelog_begins_with_this_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

    headings = re.findall(r"^## (\S+)", changelog, re.MULTILINE)

    assert headings[0] == version
