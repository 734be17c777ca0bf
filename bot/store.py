"""SQLite behind one class, which is also the ledger of the phone systems.

A connection belongs to the thread that opened it, so everything goes through one thread (`StoreThread`), and a slow
disk never delays an acknowledgement.
"""

import asyncio
import datetime as dt
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlite_utils import Database

from bot.alert_shelf import AlertShelf
from bot.decision_shelf import DecisionShelf
from bot.errors import SayError
from bot.front_shelf import FrontShelf
from bot.history_shelf import HistoryShelf
from bot.records import Records
from bot.schema import migrations
from bot.shelves import Shelves
from bot.watch_shelf import WatchShelf

Result = TypeVar("Result")


class UnusableDatabaseError(SayError):
    """A file that is no database of Switchhook, or is damaged."""


@contextmanager
def reading(path: Path) -> Iterator["Store"]:
    """A database to look at, beside a Switchhook that may be using it; nothing is written."""
    if not path.is_file():
        msg = f"There is no database {path}. Name the one that Switchhook uses with --database FILE."
        raise UnusableDatabaseError(msg)
    try:
        store = Store(path, lambda: dt.datetime.now(dt.UTC), read_only=True)
        try:
            store.chain_head()
            yield store
        finally:
            store.close()
    except sqlite3.DatabaseError as error:
        msg = f"{path} is no database of Switchhook, or it is damaged ({error}). Name another one with --database FILE."
        raise UnusableDatabaseError(msg) from error


class Store(Shelves, Records, HistoryShelf, AlertShelf, DecisionShelf, WatchShelf, FrontShelf):
    """Requests, records, drafts, cards and the ledger in one SQLite file."""

    def __init__(self, path: Path | None, clock: Callable[[], dt.datetime], *, read_only: bool = False) -> None:
        self._clock = clock
        if path and read_only:
            self._db = Database(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True))
            return
        self._db = Database(path) if path else Database(memory=True)
        _refuse_foreign(self._db, path)
        self._db.execute("PRAGMA foreign_keys = ON")
        self._db.execute("PRAGMA busy_timeout = 5000")
        if path:
            self._db.enable_wal()
        migrations.apply(self._db)

    def together(self) -> AbstractContextManager[object]:
        """All that is written within is kept, or nothing of it."""
        return self._db.atomic()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    # Copies

    def backup(self, target: Path) -> None:
        """Copy the whole state into a new file, safely while it is in use."""
        copy = sqlite3.connect(target)
        try:
            connection: sqlite3.Connection = self._db.conn
            connection.backup(copy)
        except sqlite3.DatabaseError:
            target.unlink()
            raise
        finally:
            copy.close()


class StoreThread:
    """The store's one thread: `await thread(lambda store: store.request(7))`."""

    def __init__(self, path: Path | None, clock: Callable[[], dt.datetime], *, read_only: bool = False) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        try:
            self._store = self._pool.submit(Store, path, clock, read_only=read_only).result()
        except sqlite3.DatabaseError as error:
            self._pool.shutdown()
            msg = f"{path} cannot be used as a database ({error}). Restore a backup, or name another --database."
            raise UnusableDatabaseError(msg) from error

    async def __call__(self, use: Callable[[Store], Result]) -> Result:
        """Use the store, in its thread."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, use, self._store)

    async def notes(self, line: str) -> Mapping[str, Any] | None:
        return await self(lambda store: store.notes(line))

    async def note(self, line: str, notes: Mapping[str, Any] | None) -> None:
        await self(lambda store: store.keep_notes(line, notes))

    def close(self) -> None:
        """Finish what is under way, then close the file."""
        self._pool.submit(self._store.close).result()
        self._pool.shutdown()


def _refuse_foreign(db: Database, path: Path | None) -> None:
    tables = set(db.table_names())
    if tables and "chain_head" not in tables:
        db.close()
        msg = f"{path} is a database of something else, so it is left alone. Name another one with --database."
        raise UnusableDatabaseError(msg)
