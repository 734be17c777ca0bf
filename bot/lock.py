"""One process per database: a second one refuses to start, and says which runs."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import SayError


@contextmanager
def sole_use(database: Path) -> Iterator[None]:
    """Hold a database for this process; the system lets go of it however the process ends."""
    path = database.with_name(f"{database.name}.lock")
    try:
        opened = path.open("a+")
    except OSError as error:
        msg = f"{database} cannot be used: {error.strerror}. Make its folder first, or name another --database."
        raise SayError(msg) from error
    with opened as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            process = file.read().strip() or "?"
            msg = f"Process {process} runs with {database} already. Stop it first, or name another --database."
            raise SayError(msg) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
