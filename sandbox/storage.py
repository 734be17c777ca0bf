"""Where a part of the world keeps what must survive the end of its process."""

import json
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from pydantic import BaseModel

Json: TypeAlias = dict[str, Any]
"""A JSON object, where it comes in from outside or goes out again."""

Kept = TypeVar("Kept", bound=BaseModel)


class JsonFile:
    """One JSON object in one file, which is whole at every moment; without a path it is memory only."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._kept: str | None = None

    def read(self) -> Json | None:
        """Return what was written last, or nothing."""
        text = self._kept if self._path is None else _text(self._path)
        if text is None:
            return None
        content: Json = json.loads(text)
        return content

    def write(self, state: Json) -> None:
        """Replace the content; a process killed meanwhile leaves the old content or the new."""
        self.write_text(json.dumps(state, ensure_ascii=False))

    def write_text(self, text: str) -> None:
        """Replace the content by an object that is already written as JSON."""
        if self._path is None:
            self._kept = text
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        draft = self._path.with_name(f"{self._path.name}.new")
        draft.write_text(text, encoding="utf-8")
        draft.replace(self._path)


def restored(model: type[Kept], saved: Json) -> Kept:
    """A value as it was saved, in pydantic's JSON mode, where a list may be a tuple and a text a date."""
    return model.model_validate_json(json.dumps(saved))


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
