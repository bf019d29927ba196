"""A library as one file, and back: a zip archive of its three files, consistent while the library is in use."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

from store import disk, lock
from store.errors import StoreError
from store.paths import Files

_NAMES = ("annotations.json", "history.jsonl", "library.db")
_CHUNK = 1 << 20


def write(target: Path, annotations: Iterable[bytes], history: Iterable[bytes], database: Path) -> None:
    """Pack the three files into `target`, all at once: aside first, then renamed. Raises OSError, sqlite3.Error."""
    aside = target.with_name(target.name + ".new")
    try:
        with zipfile.ZipFile(aside, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name, chunks in zip(_NAMES[:2], (annotations, history), strict=True):
                with archive.open(name, "w", force_zip64=True) as entry:
                    for chunk in chunks:
                        entry.write(chunk)
            archive.write(database, _NAMES[2])
        with aside.open("rb+") as file:
            disk.sync(file.fileno())
        aside.replace(target)
        disk.sync_folder(target.parent)
    finally:
        aside.unlink(missing_ok=True)


def restore(file: Path | str, folder: Path | str, *, wait: float = 0.0) -> None:
    """Unpack a backup into `folder`, which must not hold a library yet. Nothing is there until all of it is.

    Where another process is at work in the folder, wait up to `wait` seconds for it to end.
    Raises StoreError: no backup, a damaged one, a folder that is in use, a disk that is full.
    """
    file, files = Path(file), Files(Path(folder).expanduser().absolute())
    _check_free(files)
    try:
        files.folder.mkdir(disk.PRIVATE, parents=True, exist_ok=True)
        held = lock.acquire(files.lock, wait)
    except OSError as error:
        raise disk.failure("restore the backup", files.folder, error) from error
    if held is None:
        raise StoreError(f"Another Quotidian is at work in {files.folder}. Close it, or restore into another folder.")
    try:
        _check_free(files)
        _restore(file, files)
    finally:
        held.release()


def _check_free(files: Files) -> None:
    if any(path.exists() for path in (files.annotations, files.database, files.journal, files.history)):
        raise StoreError(f"{files.folder} already holds a library. Restore into an empty folder.")


def _restore(file: Path, files: Files) -> None:
    try:
        with tempfile.TemporaryDirectory(dir=files.folder, prefix="restore-") as aside:
            _unpack(file, Path(aside))
            for name in reversed(_NAMES):  # the annotations last: with them, it is a library
                (Path(aside) / name).replace(files.folder / name)
            disk.sync_folder(files.folder)
    except (zipfile.BadZipFile, KeyError, EOFError, sqlite3.DatabaseError) as error:
        raise StoreError(
            f"{file} is no backup of a library, or it is damaged ({error}). Nothing was restored."
        ) from error
    except OSError as error:
        raise disk.failure("restore the backup", Path(error.filename or file), error) from error


def _unpack(file: Path, aside: Path) -> None:
    """Write the archive's three files, only those, and make sure that they are whole."""
    with zipfile.ZipFile(file) as archive:
        for name in _NAMES:
            with archive.open(name) as source, (aside / name).open("wb") as target:
                shutil.copyfileobj(source, target, _CHUNK)
                target.flush()
                disk.sync(target.fileno())
    connection = sqlite3.connect(aside / "library.db")
    try:
        connection.execute("SELECT count(*) FROM articles").fetchone()
    finally:
        connection.close()
