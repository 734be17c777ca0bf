"""Slack's text: what each form becomes, and what never comes alive."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.slack.page.markdown import markdown
from sandbox.slack.page.reader import Person, Reader
from sandbox.slack.page.text import mrkdwn, text_object, words
from tests.sandbox.page.fake_workspace import NAMES, NOW
from tests.sandbox.page.outline import outline

DANA = Person("dana", "Dana", "U1", "America/New_York")
READER = Reader(DANA, (DANA,), ("phone-lines",), lambda each: NAMES.get(each, each), dt.datetime.fromisoformat(NOW))

LINK = '<a href="{}" target="_blank" rel="noopener noreferrer"><span>{}</span></a>'
INLINE = {
    "bold": ("a *b* c", "a <strong>b</strong> c"),
    "italic": ("a _b_ c", "a <em>b</em> c"),
    "struck": ("a ~b~ c", "a <s>b</s> c"),
    "nested": ("*a _b_ c*", "<strong>a <em>b</em> c</strong>"),
    "inside a word nothing happens": ("snake_case_name 2*3*4", "snake_case_name 2*3*4"),
    "a lone mark": ("* not a list, 3 * 4 * 5", "* not a list, 3 * 4 * 5"),
    "code keeps its marks": ("`*a* :tada:`", "<code>*a* :tada:</code>"),
    "escapes are undone once": ("&lt;b&gt; &amp;amp; &quot;", "&lt;b&gt; &amp;amp; &amp;quot;"),
    "emoji": ("done :white_check_mark:", "done ✅"),
    "unknown emoji": (":no_such_thing:", ":no_such_thing:"),
    "own mention": ("<@U1>", '<span class="mention own">@Dana</span>'),
    "mention": ("<@U2|amir>", '<span class="mention">@Amir</span>'),
    "nobody": ("<@U9>", '<span class="mention">@U9</span>'),
    "group": ("<!subteam^S1|@x>", '<span class="mention own">@phone-approvers</span>'),
    "everybody": (
        "<!here> <!channel|@channel>",
        '<span class="mention own">@here</span> <span class="mention own">@channel</span>',
    ),
    "channel": ("<#C1>", '<a href="/?as=dana&amp;in=phone-lines" class="mention" data-go>#phone-lines</a>'),
    "channel elsewhere": ("<#C9|far>", '<span class="mention">#C9</span>'),
    "link": ("<https://a.example/?x=1&amp;y=2|this>", LINK.format("https://a.example/?x=1&amp;y=2", "this")),
    "link with code": ("<https://a.example|`x`>", LINK.format("https://a.example", "<code>x</code>")),
    "bare link form": ("<https://a.example>", LINK.format("https://a.example", "https://a.example")),
    "mail": ("<mailto:a@b.example|write>", LINK.format("mailto:a@b.example", "write")),
    "bold link": ("*<https://a.example/a*b|x>*", f"<strong>{LINK.format('https://a.example/a*b', 'x')}</strong>"),
    "a script is no link": ("<javascript:alert(1)|press>", "<span>press</span>"),
    "an unclosed form": ("a < b and c <d", "a &lt; b and c &lt;d"),
}


@pytest.mark.parametrize(("text", "html"), INLINE.values(), ids=INLINE)
def test_a_line_of_mrkdwn_becomes(text: str, html: str) -> None:
    assert mrkdwn(text, READER) == f'<p dir="auto">{html}</p>'


ALIVE = {
    "address": ("see https://a.example/x.", "see " + LINK.format("https://a.example/x", "https://a.example/x") + "."),
    "channel": (
        "in #phone-lines",
        'in <a href="/?as=dana&amp;in=phone-lines" class="mention" data-go>#phone-lines</a>',
    ),
    "everybody": ("hey @here", 'hey <span class="mention own">@here</span>'),
    "no such channel": ("in #elsewhere", "in #elsewhere"),
    "mail is nobody": ("a@here.example", "a@here.example"),
}


@pytest.mark.parametrize(("text", "html"), ALIVE.values(), ids=ALIVE)
def test_bare_text_comes_alive_unless_verbatim(text: str, html: str) -> None:
    assert mrkdwn(text, READER) == f'<p dir="auto">{html}</p>'
    assert mrkdwn(text, READER, verbatim=True) == f'<p dir="auto">{text}</p>'


def test_quotes_lists_and_code_stand_apart() -> None:
    text = "intro\n&gt; said\n&gt; more\n• one\n• two\n3. three\n```\nx *y*\n```\nend"

    html = mrkdwn(text, READER)

    assert html == (
        '<p dir="auto">intro</p><blockquote dir="auto">said<br>more</blockquote>'
        '<ul><li dir="auto">one</li><li dir="auto">two</li></ul><ol><li value="3" dir="auto">three</li></ol>'
        '<pre>x *y*</pre><p dir="auto">end</p>'
    )


def test_blank_lines_stay() -> None:
    assert mrkdwn("a\n\nb", READER) == '<p dir="auto">a<br><br>b</p>'


DATES = {
    "{date_num} {time}": "2026-11-21 9:00 AM",
    "{date}": "November 21st, 2026",
    "{date_short_pretty} at {time_secs}": "Tomorrow at 9:00:00 AM",
    "on {date_long_pretty}": "on tomorrow",
    "{date_long}": "Saturday, November 21st, 2026",
    "{ago}": "in 20 hours",
    "{nonsense}": "{nonsense}",
}


@pytest.mark.parametrize(("form", "shown"), DATES.items(), ids=DATES)
def test_a_date_is_shown_in_the_readers_zone(form: str, shown: str) -> None:
    html = mrkdwn(f"<!date^1795269600^{form}|then>", READER)

    assert outline(html).text == shown


AGES = {0: "just now", 60: "in 1 minute", -7200: "2 hours ago", -86400 * 3: "3 days ago"}


@pytest.mark.parametrize(("seconds", "shown"), AGES.items())
def test_an_age_is_told_from_now(seconds: int, shown: str) -> None:
    epoch = int(READER.now.timestamp()) + seconds

    assert outline(mrkdwn(f"<!date^{epoch}^{{ago}}|then>", READER)).text == shown


def test_a_date_may_be_a_link_and_falls_back_to_its_words() -> None:
    linked = mrkdwn("<!date^1795269600^{time}^https://a.example|then>", READER)
    broken = mrkdwn("<!date^soon^{time}|then>", READER)

    assert linked.count('href="https://a.example"') == 1
    assert outline(broken).text == "then"


def test_plain_text_keeps_its_marks_and_its_lines() -> None:
    shown = text_object({"type": "plain_text", "text": "*a* <@U1>\n:tada: &lt;"}, READER)

    assert shown == '<p dir="auto">*a* &lt;@U1&gt;<br>🎉 &lt;</p>'
    assert words({"type": "plain_text", "text": "R&amp;D"}) == "R&D"


ALPHABET = st.sampled_from([*"ab <>&\"'*_~`|!@#:^/\n\ue000\ue0010\u202e[](){}.-1", "http://", "javascript:", "```"])
ELEMENTS = {"a", "blockquote", "br", "code", "em", "h4", "hr", "i", "input", "li", "ol", "p", "pre", "s", "span"}
ELEMENTS |= {"strong", "table", "tbody", "td", "th", "thead", "time", "tr", "ul"}
ATTRIBUTES = {"checked", "class", "data-go", "datetime", "dir", "disabled", "href", "rel", "scope", "target", "title"}
ATTRIBUTES |= {"type", "value"}


@given(st.lists(ALPHABET, max_size=40).map("".join))
def test_no_text_brings_an_element_an_attribute_or_a_script_of_its_own(text: str) -> None:
    for html in (mrkdwn(text, READER), markdown(text)):
        for element in outline(html).elements:
            assert element.name in ELEMENTS
            assert element.attributes.keys() <= ATTRIBUTES
            assert (element.attributes.get("href") or "/?").startswith(("http://", "https://", "mailto:", "tel:", "/?"))


@given(st.text(alphabet=st.characters(blacklist_characters="&<>*_~`:@#\r\n>•◦-\ue000\ue001"), min_size=1))
def test_text_without_marks_is_said_as_it_is(text: str) -> None:
    if "http" not in text and not text.strip().rstrip(".)").isdigit():
        assert outline(mrkdwn(text, READER)).text == text
