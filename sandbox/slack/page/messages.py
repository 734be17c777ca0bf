"""Messages: one under another, with their threads."""

import datetime as dt
from collections.abc import Iterable, Sequence

from sandbox.slack.page import dates
from sandbox.slack.page.blocks import Surface
from sandbox.slack.page.icons import picture
from sandbox.slack.page.markup import Html, classes, markup, tag
from sandbox.slack.page.scene import Scene
from sandbox.slack.page.source import Json
from sandbox.slack.page.text import mrkdwn

_LATEST = 100  # messages that are shown at first
_TOGETHER = 300  # seconds within which messages of one author stand under one name


def listed(said: Sequence[Json], scene: Scene) -> Html:
    """Show the latest messages under their days, with a way to the earlier; the first new to the reader is marked."""
    messages = said if scene.asked.get("all") or scene.at else said[-_LATEST:]
    hidden = len(said) - len(messages)
    fresh = _first_new(messages, scene)
    parts: list[Html | None] = [_earlier(hidden, scene) if hidden else None]
    for then, now in zip([None, *messages], messages, strict=False):
        parts += [_day(now, then, scene), _new() if now is fresh else None]
        parts.append(message(now, scene, follows=_follows(now, then, scene)))
    return markup(parts)


def message(shown: Json, scene: Scene, *, follows: bool = False, in_thread: bool = False) -> Html:
    """Show one message; one that follows another of the same author goes without name and picture."""
    author, moment = scene.author(shown["user"]), scene.reader.local(float(shown["ts"]))
    whispered = bool(shown["ephemeral"])
    said = [
        tag("p", "Only visible to you", class_="only") if whispered else None,
        None if follows else _heading(shown, scene),
        tag("div", _content(shown, "thread" if in_thread else "message", scene), class_="content"),
        None if in_thread else _thread_link(shown, scene),
    ]
    beside = _hour(moment) if follows else picture(author)
    tools = None if whispered else _tools(shown, scene, in_thread=in_thread)
    return tag(
        "article",
        tag("div", beside, class_="beside"),
        tag("div", said, class_="said"),
        tools,
        class_=classes("message", "follows" if follows else None, "ephemeral" if whispered else None),
        aria_current="true" if shown["ts"] == scene.at else None,
        aria_label=f"{author.name}, {dates.clock(moment)}",
        data_key=shown["ts"],
        data_ts=shown["ts"],
        data_channel=scene.channel,
    )


def _content(shown: Json, surface: str, scene: Scene) -> Html:
    if shown.get("deleted"):
        return tag("p", shown["text"], class_="unknown")
    edited = tag("span", "(edited)", class_="edited") if shown.get("edited") else None
    blocks = shown.get("blocks")
    if blocks:
        values = (shown.get("inputs") or {}).get(scene.reader.person.name) or {}
        return markup([Surface(scene.reader, f"{surface}-{shown['ts']}", values).blocks(blocks), edited])
    return markup([tag("div", mrkdwn(str(shown.get("text") or ""), scene.reader), class_="text"), edited])


def _heading(shown: Json, scene: Scene) -> Html:
    author, moment = scene.author(shown["user"]), scene.reader.local(float(shown["ts"]))
    badge = tag("span", "App", class_="badge-app") if author.is_app else None
    when = tag("time", dates.clock(moment), datetime=moment.isoformat(), title=f"{moment:%A, %d %B %Y, %H:%M:%S}")
    return tag("header", tag("strong", author.name), badge, when)


def _hour(moment: dt.datetime) -> Html:
    return tag("time", dates.clock(moment).removesuffix(" AM").removesuffix(" PM"), datetime=moment.isoformat())


def _thread_link(shown: Json, scene: Scene) -> Html | None:
    replies = scene.replies(shown)
    if not replies:
        return None
    authors = list(dict.fromkeys(scene.author(each["user"]) for each in replies))
    count = f"{len(replies)} {'reply' if len(replies) == 1 else 'replies'}"
    last = scene.reader.local(float(replies[-1]["ts"]))
    when = f"Last reply {dates.day(last, scene.today).lower()} at {dates.clock(last)}"
    inside = [[picture(each) for each in authors[:4]], tag("b", count), tag("span", when)]
    return tag("a", inside, href=scene.address(thread=shown["ts"]), class_="replies", data_go=True)


def _tools(shown: Json, scene: Scene, *, in_thread: bool) -> Html:
    """Show what can be done with a message: an answer below it, and what the app adds."""
    reply = tag("a", "Reply in thread", href=scene.address(thread=shown["ts"]), data_go=True)
    shortcuts = [
        tag("button", each["name"], type="button", data_shortcut=each["callback_id"])
        for each in scene.shortcuts("message")
    ]
    return tag("div", [] if in_thread else reply, shortcuts, class_="tools")


def _follows(now: Json, then: Json | None, scene: Scene) -> bool:
    return (
        then is not None
        and scene.author(now["user"]) == scene.author(then["user"])
        and float(now["ts"]) - float(then["ts"]) < _TOGETHER
        and not any(each["ephemeral"] or each["blocks"] for each in (now, then))
        and _date(now, scene) == _date(then, scene)
    )


def _day(now: Json, then: Json | None, scene: Scene) -> Html | None:
    date = _date(now, scene)
    if then is not None and _date(then, scene) == date:
        return None
    name = dates.day(scene.reader.local(float(now["ts"])), scene.today)
    return tag("div", tag("span", name), class_="day", role="separator", aria_label=name, data_key=f"day-{date}")


def _earlier(count: int, scene: Scene) -> Html:
    link = tag("a", f"Show {count} earlier messages", href=scene.address(thread=scene.thread, all="yes"), data_go=True)
    return tag("p", link, class_="earlier", data_key="earlier")


def _new() -> Html:
    return tag("div", tag("span", "New"), class_="new", role="separator", aria_label="New", data_key="new")


def _first_new(messages: Iterable[Json], scene: Scene) -> Json | None:
    if scene.since is None:
        return None
    own = scene.author(scene.reader.person.name)
    fresh = (each for each in messages if each["ts"] > scene.since and scene.author(each["user"]) != own)
    return next(fresh, None)


def _date(message: Json, scene: Scene) -> dt.date:
    return scene.reader.local(float(message["ts"])).date()
