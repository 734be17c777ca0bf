"""One at a time: what is done in a form is answered in the order in which it was done, and the newest stands."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

MOST_KEPT = 500
"""Forms of which it is known what was done last; of older ones nobody is at work any more."""


@dataclass
class _Form:
    newest: float = 0.0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


@dataclass(frozen=True)
class Turn:
    """The turn of one thing that was done in a form."""

    form: _Form
    at: float

    @property
    def is_overtaken(self) -> bool:
        """Whether something newer was done meanwhile: it brings all that stands in the form along."""
        return self.form.newest > self.at


class Turns:
    """The turns of all open forms."""

    def __init__(self) -> None:
        self._forms: OrderedDict[str, _Form] = OrderedDict()

    def __len__(self) -> int:
        return len(self._forms)

    @asynccontextmanager
    async def take(self, view: str, at: float) -> AsyncIterator[Turn]:
        """Wait for one's turn in a form; `at` tells when something was done in it, in seconds."""
        form = self._forms.setdefault(view, _Form())
        form.newest = max(form.newest, at)
        self._forms.move_to_end(view)
        while len(self._forms) > MOST_KEPT and not next(iter(self._forms.values())).lock.locked():
            self._forms.popitem(last=False)
        async with form.lock:
            yield Turn(form, at)
