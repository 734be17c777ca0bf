"""Several writes that belong together: all of them take place, or none."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple

from adapters.errors import PhoneSystemError

log = logging.getLogger(__name__)


class Step(NamedTuple):
    """One write, what takes it back, and how to see whether it took place."""

    do: Callable[[], Awaitable[None]]
    take_back: Callable[[], Awaitable[None]]
    has_happened: Callable[[], Awaitable[bool]]


async def carry_out(steps: Sequence[Step], line_name: str) -> None:
    """Do the steps in turn. If one fails, those before it are taken back.

    If no answer comes, whether the step took place is looked up.
    """
    begun: list[Step] = []
    try:
        for step in steps:
            try:
                await step.do()
            except PhoneSystemError as error:
                if error.untouched:
                    raise
                begun.append(step)  # it may still arrive
                if not await step.has_happened():
                    raise
            else:
                begun.append(step)
    except PhoneSystemError as error:
        await _take_back(begun, line_name, error)
        raise


async def _take_back(begun: Sequence[Step], line_name: str, error: PhoneSystemError) -> None:
    try:
        for step in reversed(begun):
            await step.take_back()
    except PhoneSystemError as another:
        log.warning("A change of %s could not be taken back: %s", line_name, another)
        msg = f"{error} A part of the change of {line_name} was written before; look at it in Control Hub."
        raise PhoneSystemError(msg) from another
