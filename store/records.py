"""What a person made that belongs to no article: feeds, saved searches, their word on names. A table for each kind."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from store.documents import UNREADABLE, Document
from store.index import Index
from store.models import Change, Known, Record, SavedSearch, Subscription
from store.tables import AnnotationFile, StagedTable

NAMES = "names"
TABLES: dict[str, type[Any]] = {"feeds": Subscription, "searches": SavedSearch, NAMES: Known}
"""The tables of the annotation file, by the kind of record that each holds."""

_TABLE_OF = {kind: name for name, kind in TABLES.items()}
_decoder: msgspec.json.Decoder[Record] = msgspec.json.Decoder(Record)

Kind = TypeVar("Kind")


class Records:
    """The records of one annotation file. Reading never waits for the disk."""

    def __init__(self, file: AnnotationFile) -> None:
        self._storage = file.journal
        self._tables: dict[str, StagedTable] = {name: file.table(name) for name in TABLES}  # type: ignore[misc]
        self._indexes = {name: Index() for name in TABLES}

    def reload(self) -> None:
        """Index the tables as they are now."""
        self._indexes = {name: Index() for name in TABLES}
        for name in TABLES:
            for key, raw in self._storage.held(name).items():
                self.changed(name, int(key), None, raw)

    def changed(self, table: str, key: int, before: msgspec.Raw | None, after: msgspec.Raw | None) -> None:
        """A document of a table was `before` and is `after` now; other tables are none of ours."""
        if table in self._indexes:
            self._indexes[table].change(key, before, after)

    def all(self, kind: type[Kind]) -> list[Kind]:
        """All records of one kind, in no order that counts; broken ones stay in the file, for `check` to name."""
        with self._storage.reading():
            found = [_decode(raw) for raw in self._storage.held(_TABLE_OF[kind]).values()]
        return [record for record in found if isinstance(record, kind)]

    def find(self, like: Record) -> Record | None:
        """The record of the same kind and id, or None."""
        with self._storage.reading():
            name, key = self._place(like)
            record = None if key is None else _decode(self._storage.held(name)[str(key)])
        return record if isinstance(record, type(like)) else None

    def inverse(self, change: Change) -> tuple[tuple[Record, ...], tuple[Record, ...]]:
        """What `keep` and `drop` of the change that takes `change` back have to be, from how things are now."""
        before = [self.find(record) for record in (*change.keep, *change.drop)]
        added = [record for record in change.keep if self.find(record) is None]
        return tuple(record for record in before if record is not None), tuple(added)

    def differences(self, change: Change) -> dict[str, dict[str, Document | None]]:
        """What `change` does to the tables, document by document; {} where it does nothing."""
        changes: dict[str, dict[str, Document | None]] = {}
        kept = {(type(record), record.id): record for record in change.keep}
        for record in change.drop:
            name, key = self._place(record)
            if key is not None and (type(record), record.id) not in kept:
                changes.setdefault(name, {})[str(key)] = None
        for record in kept.values():
            if record != self.find(record):
                name, key = self._place(record)
                row = str(key or self._tables[name].next_id())
                changes.setdefault(name, {})[row] = msgspec.to_builtins(record)
        return changes

    def _place(self, record: Record) -> tuple[str, int | None]:
        name = _TABLE_OF[type(record)]
        return name, self._indexes[name].at(record.id)


def _decode(raw: msgspec.Raw) -> Record | None:
    try:
        return _decoder.decode(raw)
    except UNREADABLE:
        return None
