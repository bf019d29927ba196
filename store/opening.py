"""Opening a library: its folder, the lock, and the rooms behind the facade, each with what it had to put right."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from msgspec import Struct

from store import disk, lock
from store.annotations import Annotations
from store.articles import Articles
from store.bookmarks import Bookmarks
from store.database import Database, failure
from store.errors import StoreError
from store.feeds import Feeds
from store.history import History
from store.paths import Files, library_folder
from store.queries import Queries
from store.recovery import set_aside
from store.storage import JournalStorage
from store.tables import AnnotationFile


class Rooms(Struct, frozen=True, kw_only=True):
    """The parts of one open library."""

    files: Files
    held: lock.Lock | None
    """The lock of the one who writes; None for a reader."""
    read_only: str
    notices: tuple[str, ...]
    database: Database
    articles: Articles
    bookmarks: Bookmarks
    feeds: Feeds
    file: AnnotationFile
    annotations: Annotations
    queries: Queries
    history: History

    @property
    def storage(self) -> JournalStorage:
        """What writes the annotation file."""
        return self.file.journal

    def close(self) -> None:
        """Fold the journal, then let go of everything, also where that failed (StoreError)."""
        try:
            self.file.close()
        finally:
            self.database.close()
            if self.held:
                self.held.release()


def open_rooms(folder: Path | str | None, wait: float = 0.0, *, read_only: bool = False) -> Rooms:
    """Open the library in `folder`, as `store.library.open_library` says. Raises StoreError."""
    files = Files(library_folder(folder))
    if read_only:
        if not files.database.exists():
            raise StoreError(f"There is no library in {files.folder}.")
        return _open(files, None, "This library was opened to be read only.")
    held, why = _take_lock(files, wait)
    try:
        return _open(files, held, why)
    except StoreError:
        if why or not disk.full(files.folder):
            raise
    return _open(
        files,
        None,
        f"The disk that holds {files.folder} is full, so it is only read. Free some space and open it again.",
    )


def _open(files: Files, held: lock.Lock | None, read_only: str) -> Rooms:
    database: Database | None = None
    try:
        database, notices = _open_database(files, read_only)
        articles = Articles(database)
        history = _open_history(files, read_only, notices)
        file = AnnotationFile(files, read_only=read_only, accept=articles.has_confirmed, keep=history.keep)
        history.begin(file.journal.events)
        annotations, feeds = Annotations(file), Feeds(database)
        return Rooms(
            files=files,
            held=held,
            read_only=read_only,
            notices=(*notices, *file.journal.notices),
            database=database,
            articles=articles,
            bookmarks=Bookmarks(database),
            feeds=feeds,
            file=file,
            annotations=annotations,
            queries=Queries(database, articles, annotations, feeds),
            history=history,
        )
    except BaseException:
        if database:
            database.close()
        if held:
            held.release()
        raise


def _take_lock(files: Files, wait: float) -> tuple[lock.Lock | None, str]:
    """The lock, or the sentence that says why this library is only read."""
    try:
        if not files.folder.is_dir():
            files.folder.mkdir(disk.PRIVATE, parents=True)
            disk.sync_folder(files.folder.parent)
        held = lock.acquire(files.lock, wait)
    except OSError as error:
        if disk.forbidden(error) and files.folder.is_dir():
            return None, f"The folder {files.folder} may not be written, so the library is only read."
        raise disk.failure("open the library", files.folder, error) from error
    if held:
        return held, ""
    process = lock.holder(files.lock)
    by = f" (process {process})" if process else ""
    return None, f"Another Quotidian{by} has this library open, so here it is only read."


def _open_history(files: Files, read_only: str, notices: list[str]) -> History:
    history = History(files.history)
    if history.damaged and not read_only:
        where = set_aside(files, files.history)
        notices.append(f"The history was damaged and was set aside as {where}: what was done before can't be undone.")
        history = History(files.history)
    return history


def _open_database(files: Files, read_only: str) -> tuple[Database, list[str]]:
    """The articles; a file that is no database is set aside, said, and a new one made."""
    try:
        return Database(files.database, read_only=bool(read_only)), []
    except sqlite3.DatabaseError as error:
        if read_only or not _is_damage(error):
            raise failure("open the articles", files.database, error) from error
        reason = str(error)
    where = set_aside(files, files.database)
    for suffix in ("-wal", "-shm"):
        beside = files.database.with_name(files.database.name + suffix)
        if beside.exists():
            set_aside(files, beside)
    notice = (
        f"library.db was damaged ({reason}) and was set aside as {where}. Add the articles again to fill a new one."
    )
    try:
        return Database(files.database), [notice]
    except sqlite3.Error as error:
        raise failure("make a new file for the articles", files.database, error) from error


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)
