"""Looking after an open library: check it, mend it, back it up. What is wrong is decided in `store.doctor`."""

from __future__ import annotations

import sqlite3
import tempfile
from pathlib import Path

from store import backup, disk, doctor, snapshot
from store.database import failure
from store.doctor import Fault
from store.documents import Document, Tables
from store.errors import StoreError
from store.opening import Rooms
from store.recovery import free_name, recover
from store.snapshot import Progress


def check(rooms: Rooms) -> list[Fault]:
    """Every invariant that does not hold. Changes nothing, and lets nothing change while it looks."""
    with rooms.database.alone(), rooms.storage.writing:
        with rooms.storage.reading():
            tables = _tables(rooms)
        faults = doctor.database_faults(rooms.database, writing=not rooms.read_only)
        if not rooms.read_only:
            faults += doctor.disagreement(tables, recover(rooms.files, writing=False).tables)
        try:
            return faults + [fix.fault for fix in doctor.fixes(tables, rooms.articles)]
        except StoreError as error:  # the texts can't be read: the faults above say why
            return [*faults, Fault(sentence=error.sentence, mendable=False)]


def mend(rooms: Rooms) -> list[str]:
    """Put right what can be, after a backup into the folder for damaged files; a sentence for each thing done."""
    rooms.storage.check_writable()
    with rooms.database.alone(), rooms.storage.writing:
        faults = check(rooms)
        if not any(map(_mendable, faults)):
            return []
        done = _rebuild(rooms) if any(map(_mendable, doctor.database_faults(rooms.database, writing=True))) else []
        kept = free_name(rooms.files, "before-mending.zip")
        write_backup(rooms, kept)
        done.append(f"A backup was written to {kept}.")
        changes: dict[str, dict[str, Document | None]] = {}
        for fix in doctor.fixes(_tables(rooms), rooms.articles):
            if fix.fault.mendable:
                changes.setdefault(fix.table, {})[fix.key] = fix.document
                done.append(f"Mended: {fix.fault.sentence}")
        rooms.storage.apply(changes)
    rooms.storage.fold(always=True)
    return done


def _mendable(fault: Fault) -> bool:
    return fault.mendable


def _rebuild(rooms: Rooms) -> list[str]:
    try:
        kept = free_name(rooms.files, rooms.files.database.name)
        rooms.database.rebuild(kept)
    except OSError as error:
        raise disk.failure("write the articles anew", rooms.files.database, error) from error
    return [f"library.db was written anew from all that could be read of it; the old one is {kept}."]


def write_backup(rooms: Rooms, target: Path) -> None:
    """Write the whole library into one file, as it is at one moment; changes may go on meanwhile. Raises StoreError."""
    try:
        with tempfile.TemporaryDirectory(prefix="backup-", dir=target.parent) as folder:
            copy = Path(folder) / "library.db"
            with rooms.storage.writing, rooms.storage.reading():
                tables = _tables(rooms)
                progress = Progress(sequence=rooms.storage.sequence)
                lines = rooms.history.lines()
                rooms.database.copy(copy)
            backup.write(target, snapshot.encode(tables, progress), lines, copy)
    except OSError as error:
        raise disk.failure("write the backup", target, error) from error
    except sqlite3.Error as error:
        raise failure("copy the articles", rooms.files.database, error) from error


def _tables(rooms: Rooms) -> Tables:
    with rooms.storage.memory:
        return {name: table.copy() for name, table in rooms.storage.tables.items()}
