"""`library.db`: connecting to it, one transaction at a time, and what an SQLite error means to a person."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from store import migrations
from store.errors import StoreError

_MEANING = {
    sqlite3.SQLITE_FULL: "the disk is full. Free some space and do it again",
    sqlite3.SQLITE_READONLY: "it may not be written",
    sqlite3.SQLITE_CANTOPEN: "it could not be opened",
    sqlite3.SQLITE_BUSY: "another program holds it",
    sqlite3.SQLITE_CORRUPT: "it is damaged. `quotidian doctor` can mend it",
    sqlite3.SQLITE_NOTADB: "it is damaged. `quotidian doctor` can mend it",
}


SYNCHRONOUS = "FULL"
"""A transaction that ended is on the disk."""


class Database:
    """One file, two connections, each behind a lock: one writes, one reads, so that no reader waits for a writer."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        """Open `path`, made where there is none. Raises sqlite3.Error, and StoreError for a newer version."""
        self.path = path
        self.read_only = read_only
        self._reading = threading.RLock()
        self._writing = threading.RLock()
        self._closed = False
        self._absent = read_only and not path.exists()
        self._writer = self._connect()
        try:
            self._prepare()
            self._reader = self._connect()
            self._noted = self._version()
        except BaseException:
            self._writer.close()
            raise

    def _connect(self) -> sqlite3.Connection:
        if not self.read_only:
            return sqlite3.connect(self.path, timeout=5, isolation_level=None, check_same_thread=False)
        if self._absent:
            empty = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
            migrations.migrate(empty)
            return empty
        address = self.path.absolute().as_uri()
        connection = sqlite3.connect(f"{address}?mode=ro", uri=True, isolation_level=None, check_same_thread=False)
        try:
            migrations.version(connection)
        except sqlite3.OperationalError:
            # In a folder that can't be written, a WAL database opens only on the promise that nobody writes it.
            connection.close()
            address += "?mode=ro&immutable=1"
            connection = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
        return connection

    def _prepare(self) -> None:
        found = migrations.version(self._writer)
        if found > len(migrations.STEPS):
            raise StoreError(
                f"library.db was written by a newer Quotidian (version {found}; this one reads up to "
                f"{len(migrations.STEPS)}). Nothing was touched: update Quotidian to open this library."
            )
        if self.read_only and found < len(migrations.STEPS):
            raise StoreError(
                f"{self.path} is of an older version, and can't be brought up to date while it is only read. "
                "Close what else has this library open, or make the folder writable, and open it again."
            )
        if not self.read_only:
            if 0 < found < len(migrations.STEPS):
                self._keep_old(found)
            self._writer.execute("PRAGMA journal_mode = WAL")
            self._writer.execute(f"PRAGMA synchronous = {SYNCHRONOUS}")
            migrations.migrate(self._writer)
        self._writer.execute("SELECT count(*) FROM sqlite_master").fetchone()

    def _keep_old(self, found: int) -> None:
        """Copy the file before its shape changes."""
        folder = self.path.parent / "previous"
        folder.mkdir(exist_ok=True)
        copy = sqlite3.connect(folder / f"{self.path.stem}-version-{found}{self.path.suffix}")
        try:
            self._writer.backup(copy)
        finally:
            copy.close()

    @contextmanager
    def reading(self, deed: str) -> Iterator[sqlite3.Connection]:
        """A connection to read with; `deed` ("find the article") names in an error what was to be done."""
        with self._reading, self._said(deed):
            yield self._reader

    @contextmanager
    def writing(self, deed: str) -> Iterator[tuple[sqlite3.Connection, Callable[[], None]]]:
        """A connection in a transaction, and what ends it; one that was not ended is taken back."""
        with self._writing, self._said(deed):
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield self._writer, lambda: self._commit(deed)
            finally:
                if self._writer.in_transaction:
                    self._writer.execute("ROLLBACK")

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other threads from writing. Who needs `JournalStorage.writing` too takes this first."""
        with self._writing:
            yield

    def _commit(self, deed: str) -> None:
        with self._said(deed):
            self._writer.execute("COMMIT")

    @contextmanager
    def _said(self, deed: str) -> Iterator[None]:
        if self._closed:
            raise StoreError("The library is closed.")
        try:
            yield
        except sqlite3.Error as error:
            raise failure(deed, self.path, error) from error

    def changed(self) -> bool:
        """Whether another process changed the file since `note_changes`."""
        return self._version() != self._noted or (self._absent and self.path.exists())

    def note_changes(self) -> None:
        """Take the file as it is now for what is known of it. Raises StoreError."""
        if self._absent and self.path.exists():
            with self._reading, self._said("open the articles"):
                self._reader.close()
                self._absent = False
                self._reader = self._connect()
        self._noted = self._version()

    def _version(self) -> int:
        with self.reading("look at the articles") as connection:
            return int(connection.execute("PRAGMA data_version").fetchone()[0])

    def copy(self, target: Path) -> None:
        """Write the file as it is now to `target`. Raises sqlite3.Error."""
        with self._reading:
            copy = sqlite3.connect(target)
            try:
                self._reader.backup(copy)
            finally:
                copy.close()

    def rebuild(self, kept: Path) -> None:
        """Replace the file by a new one with all that can be read of it; the old one goes to `kept`.

        Raises StoreError, OSError.
        """
        with self._reading, self._writing, self._said("write the articles anew"):
            aside = self.path.with_name(self.path.name + ".new")
            aside.unlink(missing_ok=True)
            salvage(self._reader, aside)
            self._reader.close()
            self._writer.close()
            for suffix in ("-wal", "-shm"):
                self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
            self.path.replace(kept)
            aside.replace(self.path)
            self._writer = self._connect()
            self._prepare()
            self._reader = self._connect()

    def close(self) -> None:
        """Let go of the file. May be called twice."""
        with self._reading, self._writing:
            self._closed = True
            self._reader.close()
            self._writer.close()


def salvage(damaged: sqlite3.Connection, target: Path) -> None:
    """Write a new database at `target` with every row that can be read, from both ends of each table."""
    new = sqlite3.connect(target, isolation_level=None)
    try:
        migrations.migrate(new)
        new.execute("BEGIN")
        for table in ("articles", "revisions", "analyses", "feeds", "items", "arrived"):
            for order in ("ASC", "DESC"):
                with suppress(sqlite3.DatabaseError):
                    for row in damaged.execute(f"SELECT * FROM {table} ORDER BY rowid {order}"):  # noqa: S608
                        marks = ",".join("?" * len(row))
                        new.execute(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", row)  # noqa: S608
        with suppress(sqlite3.DatabaseError):
            new.execute(
                "UPDATE confirmed SET sequence = ?", damaged.execute("SELECT sequence FROM confirmed").fetchone()
            )
        new.execute("INSERT INTO search (search) VALUES ('rebuild')")
        new.execute("INSERT INTO findings (rowid, who, said) SELECT place, who, said FROM found")
        new.execute("COMMIT")
    finally:
        new.close()


def failure(deed: str, path: Path, error: sqlite3.Error) -> StoreError:
    """The error to raise when `deed` failed: what happened and what a person can do."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return StoreError(f"Could not {deed}: {path}: {_MEANING.get(code, str(error))}.")
