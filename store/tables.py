"""TinyDB's tables, ours: what an operation costs depends on what it changes, and it happens whole or not at all.

An operation works on a staged view, which takes a document when it is first touched; what differs at the end is one
change of the storage.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from typing import Any, cast

from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.table import Document as Row
from tinydb.table import Table

from store.documents import Document, Documents
from store.paths import Files
from store.storage import JournalStorage

Fields = Mapping[str, Any] | Callable[[MutableMapping[str, Any]], None]


class Staged(MutableMapping[int, Document]):
    """A table as an operation sees it: the live one below, what the operation did to it on top."""

    def __init__(self, live: Mapping[str, Document]) -> None:
        self.live = live
        self.on_top: dict[str, Document | None] = {}

    def look(self, key: str) -> Document:
        """The document, only to be looked at."""
        document = self.on_top[key] if key in self.on_top else self.live[key]
        if document is None:
            raise KeyError(key)
        return document

    def changes(self) -> dict[str, Document | None]:
        """What is different from the live table."""
        return {key: document for key, document in self.on_top.items() if document != self.live.get(key)}

    def __getitem__(self, key: int) -> Document:
        name = str(key)
        if name not in self.on_top:
            self.on_top[name] = self.live[name]
        return self.look(name)

    def __setitem__(self, key: int, document: Document) -> None:
        self.on_top[str(key)] = document

    def __delitem__(self, key: int) -> None:
        self.look(str(key))
        self.on_top[str(key)] = None

    def __contains__(self, key: object) -> bool:
        name = str(key)
        return self.on_top[name] is not None if name in self.on_top else name in self.live

    def __iter__(self) -> Iterator[int]:
        gone = {key for key, document in self.on_top.items() if document is None}
        yield from (int(key) for key in list(self.live) if key not in gone)
        added = [key for key, document in self.on_top.items() if document is not None and key not in self.live]
        yield from (int(key) for key in added)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def clear(self) -> None:
        """Remove all documents."""
        self.on_top = dict.fromkeys(self.live)


class StagedTable(Table):
    """A table of `AnnotationFile`, with TinyDB's methods and meaning."""

    @property
    def _store(self) -> JournalStorage:
        return cast("JournalStorage", self._storage)

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        with self._store.writing:
            staged = Staged(self._read_table())
            updater(staged)
            changes = staged.changes()
            self._store.apply({self.name: changes} if changes else {})
            self.clear_cache()

    def _matching(self, condition: QueryLike) -> list[int]:
        live = self._read_table()
        return [int(key) for key, document in live.items() if condition(document)]

    def next_id(self) -> int:
        """The id for a new document; never given twice while the file is open."""
        with self._store.writing:
            return int(self._get_next_id())  # type: ignore[no-untyped-call]

    def update(self, fields: Fields, cond: QueryLike | None = None, doc_ids: Iterable[int] | None = None) -> list[int]:
        """As TinyDB's; the condition is answered before anything is copied."""
        with self._store.writing:
            if doc_ids is None and cond is not None:
                doc_ids = self._matching(cond)
            return super().update(fields, doc_ids=doc_ids)

    def update_multiple(self, updates: Iterable[tuple[Fields, QueryLike]]) -> list[int]:
        """As TinyDB's, and right where `updates` can be read only once."""
        wanted, updated = list(updates), []

        def updater(table: Staged) -> None:
            for key in list(table.live):
                for fields, condition in wanted:
                    if condition(table.look(key)):
                        updated.append(int(key))
                        document = table[int(key)]
                        _ = fields(document) if callable(fields) else document.update(fields)

        self._update_table(updater)
        return updated

    def remove(self, cond: QueryLike | None = None, doc_ids: Iterable[int] | None = None) -> list[int]:
        """As TinyDB's; the condition is answered before anything is copied."""
        with self._store.writing:
            if doc_ids is None and cond is not None:
                doc_ids = self._matching(cond)
            return super().remove(doc_ids=doc_ids)

    def insert(self, document: Mapping[str, Any]) -> int:
        """As TinyDB's."""
        with self._store.writing:
            return super().insert(document)

    def _read_table(self) -> Documents:  # type: ignore[override]
        self.clear_cache()  # the library changes tables without passing here
        return self._store.tables.get(self.name, Documents())

    def search(self, cond: QueryLike) -> list[Row]:
        """As TinyDB's."""
        with self._store.reading():
            self.clear_cache()
            return super().search(cond)

    def get(self, *args: Any, **named: Any) -> Any:
        """As TinyDB's."""
        with self._store.reading():
            return super().get(*args, **named)

    def __iter__(self) -> Iterator[Row]:
        with self._store.reading():
            return iter(list(super().__iter__()))


class AnnotationFile(TinyDB):
    """`annotations.json`, open: a TinyDB with our storage and tables."""

    table_class = StagedTable
    default_storage_class = JournalStorage  # type: ignore[assignment]

    def __init__(self, files: Files, **options: Any) -> None:
        super().__init__(files, **options)

    @property
    def journal(self) -> JournalStorage:
        """The storage, by its own type."""
        return cast("JournalStorage", self.storage)

    def tables(self) -> set[str]:
        """The names of all tables."""
        return set(self.journal.tables)

    def drop_table(self, name: str) -> None:
        """As TinyDB's."""
        self._tables.pop(name, None)
        if name in self.journal.tables:
            self.journal.apply({}, drop=(name,))

    def drop_tables(self) -> None:
        """As TinyDB's."""
        self._tables.clear()
        self.journal.apply({}, drop=tuple(self.journal.tables))
