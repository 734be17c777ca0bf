"""The app's own surfaces: forms in front of everything, and Home."""

from sandbox.slack.page.blocks import Surface
from sandbox.slack.page.icons import MARK
from sandbox.slack.page.markup import Html, tag
from sandbox.slack.page.scene import Scene
from sandbox.slack.page.source import Json
from sandbox.slack.page.text import words


def modal(view: Json, scene: Scene) -> Html:
    """Show the form that is open in front of a person."""
    key = f"view-{view['id']}"
    said = view.get("notice")
    notice = tag("p", said, class_="notice error", role="alert", data_key="notice") if said else None
    body = tag("div", notice, _surface(view, key, scene), class_="sheet")
    form = tag("form", _head(view, key), body, _foot(view), novalidate=True, autocomplete="off")
    return tag(
        "div",
        tag("dialog", form, open=True, class_="modal", aria_labelledby=f"{key}/title"),
        id=key,
        class_="curtain",
        data_view=view["id"],
    )


def home(scene: Scene) -> Html:
    """Show Home, or say that the app has not filled it yet."""
    view = scene.home
    if view is None:
        said = [MARK, tag("p", f"{scene.app} has not shown anything here yet.")]
        return tag("div", said, class_="empty")
    return tag("div", _surface(view, f"home-{view['id']}", scene), class_="home", data_home=True, id="home")


def _surface(view: Json, key: str, scene: Scene) -> Html:
    values = (view.get("state") or {}).get("values") or {}
    return Surface(scene.reader, key, values, view.get("errors") or {}).blocks(view["blocks"])


def _head(view: Json, key: str) -> Html:
    back = tag("button", "←", type="button", class_="icon", aria_label="Back", data_close="one")
    close = tag("button", "✕", type="button", class_="icon", aria_label="Close", data_close="all")
    title = tag("h2", words(view.get("title")), id=f"{key}/title")
    return tag("header", back if view.get("previous_view_id") else None, title, close)


def _foot(view: Json) -> Html:
    submit = words(view.get("submit"))
    leave = words(view.get("close")) or ("Cancel" if submit else "Close")
    buttons = [
        tag("button", leave, type="button", class_="button", data_close="one"),
        tag("button", submit, type="submit", class_="button primary") if submit else None,
    ]
    return tag("footer", buttons)
