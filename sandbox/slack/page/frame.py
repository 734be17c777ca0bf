"""What stands around the messages: the people to act as, the places to go, the box to write in."""

import json

from sandbox.slack.page.icons import MARK, SEND, picture
from sandbox.slack.page.markup import Child, Html, tag
from sandbox.slack.page.reader import HOME, MESSAGES
from sandbox.slack.page.scene import Scene
from sandbox.slack.page.source import Json


def rail(scene: Scene) -> Html:
    """Show the people, one of whom the visitor is for now."""
    people = [_person(each.name, scene) for each in scene.reader.people]
    said = tag("p", "Act as", class_="caption", aria_hidden="true")
    return tag("nav", tag("span", MARK, class_="mark"), said, tag("ul", people), class_="rail", aria_label="Act as")


def _person(name: str, scene: Scene) -> Html:
    author = scene.author(name)
    current = name == scene.reader.person.name
    stamps = json.dumps(scene.stamps(name))
    key = f"unread/{name}"
    inside = [picture(author), _badge(key), tag("span", author.name, class_="name", aria_hidden="true")]
    link = tag(
        "a",
        inside,
        href=scene.address(person=name),
        aria_label=f"Act as {author.name}",
        aria_describedby=key,
        aria_current="true" if current else None,
        data_go=True,
        data_person=name,
        data_stamps=stamps,
    )
    return tag("li", link, data_key=name)


def _badge(key: str) -> Html:
    return tag("span", id=key, class_="badge", hidden=True, data_client=True)


def sidebar(scene: Scene) -> Html:
    """Show the places of the workspace, as the person sees them."""
    person = scene.reader.person
    about = tag("p", f"{person.real_name} · {person.title}" if person.title else person.real_name)
    channels = [_place(each, [tag("span", "#", class_="sign"), each], scene) for each in scene.reader.channels]
    direct = _place(MESSAGES, [picture(scene.author(scene.state["bot"]["name"])), scene.app], scene)
    home = _place(HOME, [tag("span", "⌂", class_="sign"), f"{scene.app} Home"], scene)
    return tag(
        "nav",
        tag("header", tag("h1", scene.state.get("team") or "Local workspace"), about),
        _group("Channels", channels),
        _group("Direct messages", [direct]),
        _group("Apps", [home]),
        class_="sidebar",
        aria_label="Channels and messages",
    )


def _group(title: str, places: list[Html]) -> Html:
    return tag("section", tag("h2", title), tag("ul", places), aria_label=title)


def _place(place: str, name: Child, scene: Scene) -> Html:
    current = "page" if place == scene.place else None
    link = tag(
        "a",
        tag("span", name, class_="name"),
        _badge(f"unread-at/{place}"),
        href=scene.address(place=place),
        aria_current=current,
        data_go=True,
        data_place=place,
    )
    return tag("li", link, data_key=place)


def _shortcut(shortcut: Json) -> Html:
    return tag("button", shortcut["name"], type="button", class_="shortcut", data_shortcut=shortcut["callback_id"])


def composer(scene: Scene, thread: str | None = None) -> Html:
    """Show the box to write in; a slash completes to the app's commands."""
    key = f"composer/{scene.channel}/{scene.reader.person.name}/{thread or ''}"
    said = "Reply in thread" if thread else f"Message {scene.title}"
    hint = "Reply…" if thread else f"{said}, or type / for commands"
    box = tag(
        "textarea",
        id=key,
        rows=1,
        placeholder=hint,
        aria_label=said,
        aria_autocomplete="list",
        aria_controls=f"{key}/list",
        autocomplete="off",
        spellcheck="true",
    )
    menu = tag("div", id=f"{key}/list", class_="menu", role="listbox", hidden=True, data_client=True)
    usage = tag("p", class_="usage", aria_live="polite", data_client=True)
    send = tag("button", SEND, type="submit", class_="send", aria_label="Send")
    commands = None if thread else json.dumps(scene.state["commands"])
    marks = {"data_channel": scene.channel, "data_thread": thread, "data_commands": commands}
    shortcuts = [] if thread else [_shortcut(each) for each in scene.shortcuts("global")]
    form = tag("form", menu, box, tag("footer", usage, shortcuts, send), class_="composer", id=f"{key}/form", **marks)
    return tag("div", form, class_="writing")
