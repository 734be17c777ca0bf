"""The make-believe world beside the workspace: its clock, and what each phone vendor has for each line."""

from collections.abc import Iterable, Sequence

from sandbox.slack.page import dates
from sandbox.slack.page.markup import Html, join, tag
from sandbox.slack.page.scene import Scene
from sandbox.slack.page.source import Json

_HOUR, _DAY = 3_600, 86_400


def world(scene: Scene) -> Html:
    """Show the clock and the vendors."""
    vendors = [_vendor(name, panels) for name, panels in scene.state["panels"].items()]
    return tag("aside", _clock(scene), vendors, class_="world", aria_label="Phone lines and clock")


def _clock(scene: Scene) -> Html:
    now = scene.reader.now.astimezone(scene.reader.zone)
    zone = scene.reader.person.zone
    shown = [tag("span", dates.clock(now), class_="hour"), tag("span", f"{now:%A}, {now.day} {now:%B %Y}")]
    time = tag("time", shown, datetime=now.isoformat(), data_clock=zone)
    ahead = [
        tag("button", "+1 hour", type="button", class_="button", data_advance=_HOUR),
        tag("button", "+1 day", type="button", class_="button", data_advance=_DAY),
    ]
    field = tag("input", id="moment", type="datetime-local", data_zone=zone, aria_label="Moment to go to")
    go = tag("button", "Go", type="submit", class_="button", aria_label="Set the clock")
    form = tag("form", field, go, class_="moment", id="clock-form")
    caption = tag("p", zone.replace("_", " "), class_="caption")
    parts = [tag("h2", "World clock"), time, caption, tag("div", ahead, class_="ahead"), form]
    return tag("section", parts, class_="clock", aria_label="World clock")


def _vendor(name: str, panels: Iterable[Json]) -> Html:
    title = name.capitalize()
    lines = [_line(each) for each in panels]
    return tag("section", tag("h2", f"Lines at {title}"), lines, aria_label=f"Lines at {title}", data_key=name)


def _line(panel: Json) -> Html:
    status = str(panel["status"])
    pill = tag("span", status, class_=f"status {'open' if status.lower().startswith('open') else 'closed'}")
    rows = [_row(row) for row in panel["rows"]]
    head = tag("summary", tag("h3", panel["line"]), pill)
    return tag("details", head, tag("dl", rows), id=f"line-{panel['line']}", class_="line", open=True)


def _row(row: Sequence[str]) -> Html:
    label, value = row
    parts = [tag("span", part) for part in value.split(", ")]
    return tag("div", tag("dt", label), tag("dd", join(", ", parts), data_flash=True), data_key=label)
