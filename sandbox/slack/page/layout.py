"""The whole page, from one look at the workspace."""

from sandbox.slack.page.frame import composer, rail, sidebar
from sandbox.slack.page.markup import Html, tag
from sandbox.slack.page.messages import listed, message
from sandbox.slack.page.panel import world
from sandbox.slack.page.reader import HOME, MESSAGES
from sandbox.slack.page.scene import Scene
from sandbox.slack.page.source import Json
from sandbox.slack.page.views import home, modal

_STYLES = ("colours", "frame", "messages", "blocks", "forms", "world")


def document(scene: Scene) -> Html:
    """Show the page."""
    return Html(f"<!doctype html>{tag('html', _head(scene), _body(scene), lang='en')}")


def _head(scene: Scene) -> Html:
    styles = [tag("link", rel="stylesheet", href=f"/page/static/{name}.css") for name in _STYLES]
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", f"{scene.title} · {scene.reader.person.real_name}"),
        tag("link", rel="icon", href="/page/static/mark.svg", type="image/svg+xml"),
        styles,
        tag("script", type="module", src="/page/static/page.js"),
    )


def _body(scene: Scene) -> Html:
    view, open_thread = scene.view, _thread(scene)
    inside = tag("div", sidebar(scene), _main(scene), open_thread, class_="inside", inert=view is not None)
    workspace = tag("div", inside, modal(view, scene) if view else None, class_="workspace")
    return tag(
        "body",
        rail(scene),
        workspace,
        world(scene),
        tag("div", id="toasts", role="status", data_client=True),
        class_="with-thread" if open_thread else None,
        data_person=scene.reader.person.name,
        data_place=scene.place,
        data_app=scene.app,
    )


def _main(scene: Scene) -> Html:
    head = tag("header", tag("h2", _name(scene)), _tabs(scene) if scene.place in {HOME, MESSAGES} else None)
    if scene.place == HOME:
        return tag("main", head, tag("div", home(scene), class_="log", id=f"home/{scene.reader.person.name}"))
    shown = scene.messages(scene.reader.person.name, scene.place)
    messages = listed(shown, scene) if shown else _nothing_yet(scene)
    return tag("main", head, _log(messages, f"Messages in {scene.title}", "log", scene), composer(scene))


def _name(scene: Scene) -> Html:
    sign = tag("span", "#", class_="sign") if scene.place in scene.reader.channels else None
    return tag("span", sign, scene.title.removeprefix("#"))


def _tabs(scene: Scene) -> Html:
    tabs = [_tab(HOME, "Home", scene), _tab(MESSAGES, "Messages", scene)]
    return tag("nav", tabs, class_="tabs", aria_label=scene.app)


def _tab(place: str, name: str, scene: Scene) -> Html:
    current = "page" if place == scene.place else None
    return tag("a", name, href=scene.address(place=place), aria_current=current, data_go=True)


def _nothing_yet(scene: Scene) -> Html:
    commands = [tag("code", each["command"]) for each in scene.state["commands"][:1]]
    hint = ["Nobody has written here yet. Type ", commands, " below to begin."] if commands else "Nothing here yet."
    return tag("div", tag("h3", f"This is {scene.title}"), tag("p", hint), class_="empty")


def _log(messages: Html, name: str, kind: str, scene: Scene) -> Html:
    key = f"{kind}/{scene.reader.person.name}/{scene.place}/{scene.thread if kind == 'replies' else ''}"
    return tag("div", messages, class_="log", id=key, role="log", aria_label=name, tabindex=0)


def _thread(scene: Scene) -> Html | None:
    """Show the thread that is open beside the messages, if its message is still there."""
    parent = _parent(scene)
    if parent is None:
        return None
    replies = scene.replies(parent)
    count = f"{len(replies)} {'reply' if len(replies) == 1 else 'replies'}"
    rule = tag("div", tag("span", count), class_="count", role="separator", aria_label=count) if replies else None
    shown = [message(parent, scene, in_thread=True), rule]
    shown += [message(each, scene, in_thread=True) for each in replies]
    close = tag("a", "✕", href=scene.address(), class_="icon", aria_label="Close thread", data_go=True)
    head = tag("header", tag("h2", "Thread", tag("small", scene.title)), close)
    log = _log(Html("".join(filter(None, shown))), "Thread", "replies", scene)
    return tag("aside", head, log, composer(scene, parent["ts"]), class_="thread", aria_label="Thread")


def _parent(scene: Scene) -> Json | None:
    messages = scene.messages(scene.reader.person.name, scene.place) if scene.thread and scene.place != HOME else []
    return next((each for each in messages if each["ts"] == scene.thread), None)
