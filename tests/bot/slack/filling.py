"""What people fill into a form, as the local workspace tells it."""

from collections.abc import Mapping
from typing import Any

from bot.slack import blanks
from sandbox.slack.directory import Directory
from sandbox.slack.forms import Forms
from sandbox.slack.team import demo_team
from tests.bot.slack.fake_slack import Json


def sent(view: Json, typed: Mapping[str, Any]) -> Json:
    """A form with what stands in it when it is sent, as the local workspace tells it; `typed` by the fields' names."""
    slack = Forms(Directory(demo_team()))
    named = {blanks.field_of(each["element"]["action_id"]): each for each in view["blocks"] if each["type"] == "input"}
    given_values = {
        named[name]["block_id"]: {named[name]["element"]["action_id"]: value} for name, value in typed.items()
    }
    state = slack.changed(view["blocks"], slack.initial(view["blocks"]), given_values)
    return {"id": "V1", "hash": "h", **view, "state": {"values": state}}


def inputs(view: Json) -> list[Json]:
    """The blocks of a form into which something can be filled."""
    return [each for each in view["blocks"] if each["type"] == "input"]


def by_field(view: Json) -> dict[str, Json]:
    """The elements of a form by the names of their fields."""
    return {
        blanks.field_of(each["element"]["action_id"]): each["element"]
        for each in view["blocks"]
        if each["type"] == "input"
    }


def kept(before: Json, after: Json) -> Json:
    """A form that took the place of another: what stood in fields whose blocks are there still stands in them."""
    values = Forms(Directory(demo_team())).kept(before["blocks"], before["state"]["values"], after["blocks"])
    return {**before, **after, "state": {"values": values}}
