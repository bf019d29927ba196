"""Opening the annotation file: from what is on the disk, however the last process ended, to the last complete state.

A snapshot and the journals that follow on it, in order; each change has a number, and only the next number is applied.
What is damaged is set aside under a new name and said, never overwritten. A reader changes nothing on the disk.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from store import disk, journal, snapshot
from store.documents import UNREADABLE, Documents, Tables
from store.errors import StoreError
from store.paths import Files
from store.snapshot import DamagedSnapshot, Progress

Accept = Callable[[int], bool]
"""Whether the articles' transaction that belongs to the change of this number ended."""


NO_EVENT = GONE = msgspec.Raw(b"null")


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One change, as a line of the journal."""

    sequence: int
    """1 for the first change that was ever made, then one more each."""
    changes: dict[str, dict[str, msgspec.Raw]] = {}
    """Table -> document id -> the whole document as it is now, or GONE."""
    drop: tuple[str, ...] = ()
    """Tables that are gone altogether."""
    paired: bool = False
    """It counts only if the articles' transaction that belongs to it ended."""
    event: msgspec.Raw = NO_EVENT
    """The line for the history, `store.history.Event`."""


class State(msgspec.Struct):
    """What was found: the tables, and where writing goes on."""

    tables: Tables = {}
    sequence: int = 0
    generation: int = 0
    """Of the journal that is to be written on."""
    snapshot: int = -1
    """Generation of `annotations.json`; -1 where there is none, or none that can be used."""
    size: int = 0
    """Good bytes of `annotations.json.journal`; 0 where it has to be made."""
    events: list[bytes] = []
    """Lines for the history from all changes that were replayed."""
    notices: list[str] = []
    gap: bool = False
    """The journal that was read last does not follow on what was read before it."""
    identity: tuple[int, ...] = ()
    """Of the snapshot file that was read."""
    journal: tuple[int, ...] = ()
    """Identity of the journal as it was when it was read."""


_records = msgspec.json.Decoder(Record)
_headers = msgspec.json.Decoder(Progress)


def apply(tables: Tables, record: Record) -> None:
    """Carry out one record, in place."""
    for name in record.drop:
        tables.pop(name, None)
    for name, changes in record.changes.items():
        held = tables.setdefault(name, Documents()).held
        for key, raw in changes.items():
            if raw == GONE:
                held.pop(key, None)
            else:
                held[key] = raw.copy()  # else the whole line stays in memory for it


def recover(files: Files, *, writing: bool, accept: Accept = lambda _: True) -> State:
    """The last complete state of the annotation file. Raises StoreError."""
    for _ in range(5):
        state = State()
        state.journal = identity(files.journal)
        _read_snapshot(files, state, writing)
        if writing:
            _retire_newer(files, state)
        for path in _older_journals(files, state):
            _replay(files, state, path, writing=False, accept=accept)
            state.generation = max(state.generation, _generation(path)) + 1
        _replay(files, state, files.journal, writing=writing, accept=accept)
        if writing or not state.gap:
            break  # a reader that fell between two steps of the writer's fold looks again
    state.generation = max([state.generation, *(_generation(path) + 1 for path in files.previous.glob("*.journal"))])
    return state


def read_further(files: Files, state: State, accept: Accept) -> list[Record] | None:
    """The whole lines added to the journal since `state` was read; None where the files are others by now.

    What is not yet whole, or not yet confirmed, is left for the next time.
    """
    journal_now = identity(files.journal)
    same_file = journal_now[:2] == state.journal[:2] and journal_now[2:3] >= (state.size,)
    if identity(files.annotations) != state.identity or not same_file or not state.size:
        return None
    try:
        with files.journal.open("rb") as file:
            file.seek(state.size)
            found = journal.scan(file.read())
    except OSError:
        return None
    records = [record for record in map(_record, found.lines) if record]
    if len(records) != len(found.lines) or (records and records[0].sequence != state.sequence + 1):
        return None
    if records and records[-1].paired and not accept(records[-1].sequence):
        records.pop()
    if records:
        state.size += found.ends[len(records) - 1]
    state.journal = journal_now
    return records


def identity(path: Path) -> tuple[int, ...]:
    """What tells this file from one that replaced it or changed; () where there is none."""
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def set_aside(files: Files, path: Path, data: bytes | None = None) -> Path:
    """Move `path` (or only the given bytes of it) into the folder for damaged files, under a name that is free."""
    try:
        target = free_name(files, path.name)
        if data is None:
            path.replace(target)
        else:
            disk.write_aside(target, [data])
        disk.sync_folder(files.folder)
    except OSError as error:
        raise disk.failure("set a damaged file aside", path, error) from error
    return target


def free_name(files: Files, name: str) -> Path:
    """A path in the folder for damaged files that nothing has yet. Raises OSError."""
    files.aside.mkdir(exist_ok=True)
    number = 1
    while (path := files.aside / f"{Path(name).stem}-{number}{Path(name).suffix}").exists():
        number += 1
    return path


def _read_snapshot(files: Files, state: State, writing: bool) -> None:
    state.identity = identity(files.annotations)
    reason = _load(files.annotations, state)
    if not reason:
        return
    copies = sorted(files.previous.glob("annotations-*.json"), reverse=True)
    if reason == "missing" and not copies:
        return  # none was written yet: the journals hold everything
    where = ""
    if writing and files.annotations.exists():
        where = f" It was set aside as {set_aside(files, files.annotations)}."
    good = next((copy for copy in copies if not _load(copy, state)), None)
    state.snapshot = -1
    source = f"the copy {good.name}" if good else "its journals alone"
    state.notices.append(f"annotations.json could not be used ({reason}).{where} It was made again from {source}.")


def _load(path: Path, state: State) -> str:
    """Take the tables from this file, or say in a few words why that can't be done."""
    try:
        data = path.read_bytes()
        state.tables, progress = snapshot.decode(data)
    except FileNotFoundError:
        return "missing"
    except OSError as error:
        raise disk.failure("read the annotations", path, error) from error
    except DamagedSnapshot as error:
        return str(error) if data.strip() else "empty"
    state.sequence, state.generation = progress.sequence, progress.generation
    state.snapshot = progress.generation
    return ""


def _retire_newer(files: Files, state: State) -> None:
    """Where an older `annotations.json` was put back, the copies after it belong to another past: set them aside."""
    newer = [copy for copy in files.previous.glob("annotations-*.json") if _generation(copy) > state.snapshot >= 0]
    if not newer:
        return
    for path in files.previous.glob("annotations-*"):
        if _generation(path) >= state.snapshot:
            set_aside(files, path)
    state.notices.append(
        "annotations.json is an older one than the library wrote last: it is used as it is. "
        f"The newer copies were set aside in {files.aside}."
    )


def _older_journals(files: Files, state: State) -> list[Path]:
    """The journals that were closed after the snapshot was written, in order.

    None where a later snapshot was kept: then an older `annotations.json` was put back, and is meant.
    """
    if state.snapshot >= 0 and any(
        _generation(copy) > state.snapshot for copy in files.previous.glob("annotations-*.json")
    ):
        return []
    found = files.previous.glob("annotations-*.journal")
    return sorted((path for path in found if _generation(path) >= state.generation), key=_generation)


def _generation(path: Path) -> int:
    digits = path.stem.rpartition("-")[2]
    return int(digits) if digits.isdecimal() else -1


def _replay(files: Files, state: State, path: Path, *, writing: bool, accept: Accept) -> None:
    """Apply what `path` holds after the state; where it is `annotations.json.journal`, note where to write on."""
    found = journal.read(path)
    if not found.size:
        return
    current = path == files.journal
    header = _header(found.lines)
    state.gap = header is None or header.sequence > state.sequence
    if header is None or state.gap or (current and header.generation < state.generation):
        # Another library's journal, or one whose snapshot is gone: applying it would mix two histories.
        where = f" and was set aside as {set_aside(files, path)}" if writing else ""
        state.notices.append(f"{path.name} does not follow on the annotations that are here{where}.")
        return
    good, unconfirmed = 1, False
    for position, line in enumerate(found.lines[1:], start=1):
        record = _record(line)
        if record is None or record.sequence > state.sequence + 1:
            break
        if current and position == len(found.lines) - 1 and record.paired and not accept(record.sequence):
            unconfirmed = True  # the articles' transaction never ended: nobody was told that this change was made
            break
        if record.sequence > state.sequence:
            apply(state.tables, record)
            state.sequence = record.sequence
        if record.event != NO_EVENT:
            state.events.append(bytes(record.event))
        good = position + 1
    end = found.ends[good - 1]
    if end < found.size and not (unconfirmed and found.ends[-1] == found.size):
        _report_tail(files, state, path, end, writing)
    if current:
        state.size, state.generation = end, header.generation


def _report_tail(files: Files, state: State, path: Path, end: int, writing: bool) -> None:
    """Say that a journal ends in something that is no change; keep those bytes before they are cut off."""
    where = ""
    if writing:
        where = f" What was there is kept as {set_aside(files, path, path.read_bytes()[end:])}."
    if writing or path != files.journal:
        state.notices.append(f"The end of {path.name} was torn or damaged: the changes before it are all here.{where}")


def _header(lines: list[bytes]) -> Progress | None:
    try:
        header = _headers.decode(lines[0])
    except (IndexError, *UNREADABLE):
        return None
    if header.format > snapshot.FORMAT:
        raise StoreError(
            f"The journal was written by a newer Quotidian (format {header.format}; this one reads up to "
            f"{snapshot.FORMAT}). Nothing was touched: update Quotidian to open this library."
        )
    return header


def _record(line: bytes) -> Record | None:
    try:
        return _records.decode(line)
    except UNREADABLE:
        return None
