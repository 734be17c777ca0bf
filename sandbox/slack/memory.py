"""The memory of a workspace, kept in a file between two runs."""

import time
from datetime import UTC, datetime
from typing import Any

from sandbox.bell import Bell
from sandbox.slack.records import Remembered
from sandbox.storage import JsonFile

LONGEST_LOG = 1000


class Memory:
    """Holds what was remembered, and hands out what may never come twice: ids and timestamps."""

    def __init__(self, storage: JsonFile, bell: Bell) -> None:
        self._storage = storage
        self.bell = bell
        self.now = Remembered.model_validate(storage.read() or {})

    def save(self) -> None:
        """Keep everything as it stands, and wake who watches."""
        self._storage.write_text(self.now.model_dump_json(exclude_defaults=True))
        self.bell.ring()

    def next_ts(self) -> str:
        """Return the timestamp of the next message: real time, and always later than the last."""
        self.now.last_ts = max(self.now.last_ts + 1, time.time_ns() // 1000)
        seconds, micros = divmod(self.now.last_ts, 1_000_000)
        return f"{seconds}.{micros:06d}"

    def next_id(self, prefix: str) -> str:
        """Return an id that was never given before."""
        self.now.counter += 1
        return f"{prefix}{self.now.counter:010X}"

    def note(self, kind: str, **facts: Any) -> None:
        """Write down that something happened."""
        self.now.log.append({"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "kind": kind, **facts})
        del self.now.log[:-LONGEST_LOG]
