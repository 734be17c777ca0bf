"""Where blocks and elements stand, and what every element carries so that the page can act on it."""

import re
from dataclasses import dataclass, field

from sandbox.slack.page.markup import Attribute, Child, Html, tag
from sandbox.slack.page.reader import Reader
from sandbox.slack.page.source import Json
from sandbox.slack.page.text import text_object, words

_GAP = re.compile(r"\s")  # an id with a gap in it could not be referred to


@dataclass(frozen=True)
class Spot:
    """One block on one surface: a message, a view or Home, as somebody reads it."""

    reader: Reader
    surface: str
    block: str
    values: Json = field(default_factory=dict)
    """What now stands in the fields of the block, by action."""
    error: str | None = None
    is_input: bool = False
    required: bool = False
    dispatching: bool = True

    def as_it_stands(self, element: Json) -> Json:
        """Return the element with its present value as its initial one."""
        value = self.values.get(element.get("action_id", "")) or {}
        present = {f"initial_{key.removeprefix('selected_')}": each for key, each in value.items() if key != "type"}
        return {**element, **present}

    def key(self, element: Json) -> str:
        """Return the element's id in the document; it survives an update as long as block and action keep theirs."""
        return _GAP.sub("_", f"{self.surface}/{self.block}/{element.get('action_id', '')}")

    def marks(self, element: Json) -> dict[str, Attribute]:
        """Return what the page's script reads from an element: which it is, and when it sends itself."""
        return {
            "data_action": str(element.get("action_id", "")),
            "data_kind": str(element.get("type", "")),
            "data_dispatch": self._trigger(element),
        }

    def labels(self, element: Json, *, group: bool = False) -> dict[str, Attribute]:
        """Return how the element is named to everyone: by its input's label, or by its own words."""
        if not self.is_input:
            said = element.get("accessibility_label") or words(element.get("placeholder"))
            return {"aria_label": str(said) or None}
        key = self.key(element)
        return {
            "aria_labelledby": f"{key}/label" if group else None,
            "aria_describedby": f"{key}/hint {key}/error",
            "aria_required": "true" if self.required else None,
            "aria_invalid": "true" if self.error else None,
        }

    def _trigger(self, element: Json) -> str | None:
        if not self.dispatching:
            return None
        if element.get("type") not in _TYPED:
            return "change"
        wanted = (element.get("dispatch_action_config") or {}).get("trigger_actions_on") or ["on_enter_pressed"]
        return " ".join(str(each).removeprefix("on_") for each in wanted)


_TYPED = frozenset({"plain_text_input", "number_input", "email_text_input", "url_text_input"})


def with_confirm(control: Child, element: Json, reader: Reader) -> Html:
    """Put an element beside the dialog that has to be confirmed first, if it has one."""
    confirm = element.get("confirm")
    return tag("span", control, _confirm(confirm, reader) if confirm else None, class_="element")


def _confirm(confirm: Json, reader: Reader) -> Html:
    title = words(confirm.get("title")) or "Are you sure?"
    style = "danger" if confirm.get("style") == "danger" else "primary"
    buttons = [
        tag("button", words(confirm.get("deny")) or "Cancel", type="button", class_="button", value="deny"),
        tag("button", words(confirm.get("confirm")) or "Yes", type="button", class_=f"button {style}", value="confirm"),
    ]
    body = tag("div", text_object(confirm.get("text"), reader), class_="text")
    return tag("dialog", tag("h2", title), body, tag("footer", buttons), class_="confirm", aria_label=title)
