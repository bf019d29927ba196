"""Folding on the disk: closing a journal, replacing the snapshot, keeping the last good ones.

Each step leaves files from which `store.recovery` finds the last complete state, wherever the next one stops.
"""

from __future__ import annotations

import os

from store import disk, snapshot
from store.documents import Tables
from store.journal import Journal
from store.paths import Files
from store.snapshot import Progress

KEPT = 3
"""How many older snapshots stay in the library."""


def close_journal(files: Files, journal: Journal, generation: int) -> int:
    """Close the journal and keep it under its generation's name; the generation of the next. Raises OSError."""
    files.previous.mkdir(exist_ok=True)
    while files.previous_journal(generation).exists():
        generation += 1
    journal.close()
    files.journal.replace(files.previous_journal(generation))
    return generation + 1


def write_snapshot(files: Files, tables: Tables, progress: Progress, replaced: int) -> None:
    """Write `annotations.json` anew and keep the one of generation `replaced` (-1: none). Raises OSError."""
    disk.sync_folder(files.folder)
    if replaced >= 0:
        disk.sync_folder(files.previous)
        _keep_copy(files, replaced)
    disk.write_aside(files.annotations, snapshot.encode(tables, progress))
    _prune(files)


def _keep_copy(files: Files, generation: int) -> None:
    copy = files.previous_snapshot(generation)
    copy.parent.mkdir(exist_ok=True)
    copy.unlink(missing_ok=True)
    try:
        os.link(os.path.realpath(files.annotations), copy)
    except OSError:  # a file system without hard links
        disk.write_aside(copy, [files.annotations.read_bytes()])


def _prune(files: Files) -> None:
    """Drop the oldest copies, and the journals that lead up to the oldest that stays."""
    copies = sorted(files.previous.glob("annotations-*.json"))
    for path in copies[:-KEPT]:
        path.unlink()
    if len(copies) >= KEPT:
        for path in files.previous.glob("annotations-*.journal"):
            if path.stem < copies[-KEPT].stem:
                path.unlink()
