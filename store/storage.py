"""TinyDB's storage, ours: the tables in memory, every change one synced line of a journal before anyone sees it.

`apply` is the only way to change anything. It knows documents and tables, not what is in them. Locks: `writing` is
held by whoever changes something, through the wait for the disk; `memory` only while the tables are swapped or read.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec
from tinydb.storages import Storage

from store import disk, folding
from store.documents import Document, Documents, Tables
from store.errors import ReadOnlyError, StoreError
from store.journal import Journal
from store.paths import Files
from store.recovery import GONE, NO_EVENT, Accept, Record, apply, identity, read_further, recover
from store.snapshot import Progress

Changes = Mapping[str, Mapping[str, Document | None]]
Listener = Callable[[str, int, msgspec.Raw | None, msgspec.Raw | None], None]
"""Told of each change once it is durable: table, document id, the document before and after (None: not there)."""

FOLD_AT = 4_000_000
"""Bytes of journal from which it is worth folding it into the snapshot while the library is open."""

_NOTHING = Documents()
_encode = msgspec.json.Encoder().encode
_records = msgspec.json.Decoder(Record)


class JournalStorage(Storage):
    """The tables of one library's annotation file."""

    def __init__(
        self,
        files: Files,
        *,
        read_only: str = "",
        accept: Accept = lambda _: True,
        keep: Callable[[list[bytes]], None] = lambda _: None,
    ) -> None:
        """Open the annotation file, mending what the last process left. Raises StoreError.

        `accept` answers for articles (`Record.paired`), `keep` takes the history's lines before they are folded away.
        """
        self.files = files
        self.read_only = read_only
        self.writing = threading.RLock()
        self.memory = threading.RLock()
        self.listeners: list[Listener] = []
        self._accept = accept
        self._keep = keep
        self._folding = threading.Lock()
        self._folder: threading.Thread | None = None
        self._journal: Journal | None = None
        self._closed = self._interrupted = False
        self._load()

    def _load(self) -> None:
        self._state = recover(self.files, writing=not self.read_only, accept=self._accept)
        self.tables: Tables = self._state.tables
        self.notices = tuple(self._state.notices)
        self.events = self._state.events
        if self.read_only:
            return
        try:
            if self._state.size:
                self._journal = Journal(self.files.journal, self._state.size)
        except OSError as error:
            raise disk.failure("open the journal", self.files.journal, error) from error
        if self._state.notices:  # what was mended is written whole again, at once
            self._fold_quietly()

    def changed(self) -> bool:
        """Whether another process changed the file since it was read. Cheap: two looks at the folder."""
        self._check_open()
        if not self.read_only:
            return False
        state = self._state
        return identity(self.files.annotations) != state.identity or identity(self.files.journal) != state.journal

    def refresh(self) -> bool:
        """Read what another process wrote; whether all was read anew (else the listeners were told of each change)."""
        with self.writing:
            self._check_open()
            if not self.read_only:
                return False
            records = read_further(self.files, self._state, self._accept)
            if records is None:
                with self.memory:
                    self._load()
                return True
            for record in records:
                self._show(record)
                if record.event != NO_EVENT:
                    self.events.append(bytes(record.event))
            return False

    @contextlib.contextmanager
    def reading(self) -> Iterator[None]:
        """Keep the tables as they are while they are read. Raises StoreError once the library is closed."""
        self._check_open()
        with self.memory:
            yield

    @property
    def sequence(self) -> int:
        """The number of the last change."""
        return self._state.sequence

    # What TinyDB asks of a storage

    def read(self) -> dict[str, dict[str, Document]]:
        """All tables, the caller's own. Costs what the library holds: `StagedTable` never asks for it."""
        with self.reading():
            return {name: dict(table) for name, table in self.tables.items()}

    def write(self, data: Mapping[str, Mapping[Any, Mapping[str, Any]]]) -> None:
        """Make the tables equal to `data`, as one change: what TinyDB's own tables ask of a storage."""
        with self.writing:
            changes: dict[str, dict[str, Document | None]] = {}
            for name, table in data.items():
                now = {str(key): dict(document) for key, document in table.items()}
                live = self.tables.get(name, Documents())
                changed: dict[str, Document | None] = {key: d for key, d in now.items() if live.get(key) != d}
                changed.update(dict.fromkeys(live.keys() - now.keys()))
                if changed:
                    changes[name] = changed
            self.apply(changes, drop=tuple(self.tables.keys() - data.keys()))

    def close(self) -> None:
        """Fold the journal into the snapshot and let go of the files. May be called twice.

        Raises StoreError where the fold failed; the journal then still holds everything, and the next opening folds.
        """
        with self.writing:
            if self._closed:
                return
            self._closed = True
        try:
            if not self.read_only:
                self.fold()
        finally:
            if self._journal:
                self._journal.close()

    # What it is for

    def apply(
        self,
        changes: Changes,
        *,
        drop: tuple[str, ...] = (),
        event: bytes = b"",
        confirm: Callable[[], None] | None = None,
    ) -> None:
        """Make one change: on the disk first, then in memory, or (StoreError) not at all.

        `confirm` ends the articles' transaction that belongs to this change; where it raises, the change is withdrawn.
        """
        with self.writing:
            self.check_writable()
            if not changes and not drop and not event:
                if confirm:
                    confirm()
                return
            content = _encode(
                Record(
                    sequence=self.sequence + 1,
                    changes={name: {key: _raw(d) for key, d in table.items()} for name, table in changes.items()},
                    drop=drop,
                    paired=confirm is not None,
                    event=msgspec.Raw(event) if event else NO_EVENT,
                )
            )
            record = _records.decode(content)
            try:
                self._append(content, confirm)
                self._show(record)
                if event:
                    self.events.append(event)
            except StoreError:
                raise
            except BaseException:  # stopped by the keyboard, say: memory and disk may not agree any more
                self._interrupted = True
                raise
            if self._journal and self._journal.size > FOLD_AT:
                self._fold_soon()

    def _append(self, content: bytes, confirm: Callable[[], None] | None) -> None:
        try:
            if self._journal is None:
                header = Progress(generation=self._state.generation, sequence=self.sequence)
                self._journal = Journal.create(self.files.journal, _encode(header))
            if self._journal.gone():
                self._begin_anew()
            self._journal.append(content)
        except OSError as error:
            raise disk.failure("keep the change", self.files.journal, error) from error
        if confirm:
            try:
                confirm()
            except BaseException:
                with contextlib.suppress(OSError):  # the journal stays unsound, and mends itself at the next append
                    self._journal.withdraw()
                raise

    def _begin_anew(self) -> None:
        """The journal was removed under us: have everything written from memory. Raises StoreError."""
        if self._journal:
            self._journal.close()
        self._journal, self._state.snapshot = None, -1
        self._fold_soon()
        raise StoreError(
            f"Another program removed {self.files.journal}. What is shown is being written anew: "
            "do it again in a moment."
        )

    def _show(self, record: Record) -> None:
        """Let everyone see a change that is durable."""
        with self.memory:
            before = {name: {key: self.held(name).get(key) for key in table} for name, table in record.changes.items()}
            before |= {name: dict(self.held(name)) for name in record.drop}
            apply(self.tables, record)
            self._state.sequence = record.sequence
            for name, table in before.items():
                for key, old in table.items():
                    new = self.held(name).get(key)
                    for listener in self.listeners:
                        listener(name, int(key), old, new)

    def held(self, name: str) -> dict[str, msgspec.Raw]:
        """A table's documents as they are kept, by their ids; to be looked at while `memory` is held."""
        return self.tables.get(name, _NOTHING).held

    # Folding

    def fold(self, *, always: bool = False) -> None:
        """Write `annotations.json` anew, where it is behind (or `always`), and begin a new journal.

        Not to be called by who holds `writing`. Raises StoreError; nothing is lost by a failure.
        """
        with self._folding:
            with self.writing:
                if self._interrupted or not (always or self._due()):
                    return
                self._close_journal()
                tables = {name: table.copy() for name, table in self.tables.items()}
                progress = Progress(generation=self._state.generation, sequence=self.sequence)
                events = list(self.events)
            self._keep(events)
            try:
                folding.write_snapshot(self.files, tables, progress, self._state.snapshot)
            except OSError as error:
                raise disk.failure("write the annotations", self.files.annotations, error) from error
            with self.writing:
                self._state.snapshot = progress.generation
                del self.events[: len(events)]

    def _due(self) -> bool:
        """Whether `annotations.json` is behind."""
        return self._journal is not None or self._state.snapshot != self._state.generation

    def _close_journal(self) -> None:
        """Let the next change begin a new journal, of the next generation."""
        journal = self._journal
        if journal is None:
            self._state.generation += self._state.snapshot == self._state.generation
            return
        try:
            self._state.generation = folding.close_journal(self.files, journal, self._state.generation)
            self._journal = None
        except OSError as error:
            journal.reopen()
            raise disk.failure("fold the journal", self.files.journal, error) from error

    def _fold_soon(self) -> None:
        if self._folder is None or not self._folder.is_alive():
            self._folder = threading.Thread(target=self._fold_quietly, name="fold", daemon=True)
            self._folder.start()

    def _fold_quietly(self) -> None:
        """A fold that fails is tried again at the next change, and on close, where it is said."""
        with contextlib.suppress(StoreError):
            self.fold()

    def _check_open(self) -> None:
        if self._closed:
            raise StoreError("The library is closed.")

    def check_writable(self) -> None:
        """Raise unless the tables can be changed: ReadOnlyError, or StoreError once closed."""
        self._check_open()
        if self.read_only:
            raise ReadOnlyError(self.read_only)
        if self._interrupted:
            raise StoreError("A change was stopped half-way. Close the library and open it again: nothing is lost.")


def _raw(document: Document | None) -> msgspec.Raw:
    return GONE if document is None else msgspec.Raw(_encode(document))
