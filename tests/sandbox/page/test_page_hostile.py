"""Text from people and apps can forge nothing, wherever it is shown."""

from collections.abc import Callable
from typing import Any

import pytest

from sandbox.slack.page.blocks import Surface
from sandbox.slack.page.markup import Html, markup, safe_url, tag
from sandbox.slack.page.reader import Reader
from tests.sandbox.page import page_samples as samples
from tests.sandbox.page.fake_workspace import FakeWorkspace
from tests.sandbox.page.outline import found, outline

HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(1)> \u202eback"
KNOWN = {"page.js"}


def poisoned(thing: Any) -> Any:
    """Put hostile text wherever a text, a value or an id may be; types and styles stay."""
    if isinstance(thing, dict):
        return {key: each if key in {"type", "style", "level"} else poisoned(each) for key, each in thing.items()}
    if isinstance(thing, list):
        return [poisoned(each) for each in thing]
    return HOSTILE if isinstance(thing, str) and not thing.isdigit() else thing


@pytest.mark.parametrize(
    "block",
    [*samples.CARD, *samples.GALLERY, *samples.EVERY_FIELD],
    ids=lambda block: str(block["block_id"]),
)
async def test_no_block_lets_an_element_through(block: samples.Json, reader: Reader) -> None:
    html = Surface(reader, "s", errors={HOSTILE: HOSTILE}).blocks([poisoned(block)])

    assert not found(html, "script")
    for element in outline(html).elements:
        assert not [name for name in element.attributes if name.startswith("on")]
        assert not (element.name == "img" and element.attributes["src"] == "x")


async def test_no_name_message_or_panel_lets_an_element_through(
    workspace: FakeWorkspace, show: Callable[..., str]
) -> None:
    message = workspace.say("phone-lines", "dana", HOSTILE)
    workspace.reply(message, "amir", HOSTILE)
    workspace.whisper("phone-lines", "dana", HOSTILE)
    workspace.shown["people"][0]["real_name"] = HOSTILE
    workspace.shown["commands"][0]["usage_hint"] = HOSTILE
    workspace.shown["panels"] = {HOSTILE: [{"line": HOSTILE, "status": HOSTILE, "rows": [(HOSTILE, HOSTILE)]}]}
    workspace.shown["views"]["dana"] = samples.form([], title=samples.plain(HOSTILE), notice=HOSTILE)

    html = show(thread=message["ts"])

    assert [each.attributes["src"] for each in found(html, "script")] == ["/page/static/page.js"]
    assert not found(html, "img")
    assert HOSTILE in outline(html).text


async def test_a_right_to_left_mark_stays_within_its_own_text(
    workspace: FakeWorkspace, show: Callable[..., str]
) -> None:
    workspace.say("phone-lines", "dana", "\u202egnp.exe")

    paragraph = next(each for each in found(show(), "p") if "\u202e" in each.text)

    assert paragraph.attributes["dir"] == "auto"


ADDRESSES = {
    "https://a.example": True,
    "HTTP://a.example": True,
    "mailto:a@b.example": True,
    "tel:+19195550100": True,
    "javascript:alert(1)": False,
    " javascript:alert(1)": False,
    "java\nscript:alert(1)": False,
    "data:text/html,x": False,
    "//a.example": False,
    "": False,
}


@pytest.mark.parametrize(("url", "safe"), ADDRESSES.items(), ids=repr)
def test_only_the_web_mail_and_telephones_are_safe_addresses(url: str, safe: bool) -> None:  # noqa: FBT001 - a table's column
    assert (safe_url(url) == url) is safe


def test_text_is_escaped_where_it_meets_markup() -> None:
    made = tag("p", "a < b", Html("<b>c</b>"), ["&", None, tag("br")], title='"<', hidden=True, lang=None)

    assert made == '<p title="&quot;&lt;" hidden>a &lt; b<b>c</b>&amp;<br></p>'
    assert markup(made) is made
    assert markup(made + "<") != made + "<"
