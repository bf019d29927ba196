"""What a person made, as typed records over the annotation file: reading it, and turning a change into its inverse."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import TypeVar

import msgspec

from store.documents import UNREADABLE, Document, Documents
from store.errors import UnknownAnnotation
from store.gazetteer import Gazetteer
from store.index import Field, Index, States
from store.models import Annotation, ArticleState, Change
from store.records import NAMES, Records
from store.storage import Changes
from store.tables import AnnotationFile, StagedTable

ANNOTATIONS = "annotations"
STATES = "articles"
"""The tables."""
Kept = TypeVar("Kept")


class Noted(msgspec.Struct):
    """Of an annotation or a state, what is written on it."""

    note: str = ""


_noted = msgspec.json.Decoder(Noted)
_annotation = msgspec.json.Decoder(Annotation)
_state = msgspec.json.Decoder(ArticleState)
_REMEMBERED = 20_000
"""How many documents stay decoded."""


class Annotations:
    """The annotations and article states of one annotation file. Reading never waits for the disk."""

    def __init__(self, file: AnnotationFile) -> None:
        self._file = file
        self._storage = file.journal
        self._table: StagedTable = file.table(ANNOTATIONS)  # type: ignore[assignment]
        self._state_table: StagedTable = file.table(STATES)  # type: ignore[assignment]
        self.index = Index()
        self.states_index = States()
        self.records = Records(file)
        self._decoded: dict[int, Annotation] = {}
        self._listed = Listed("")
        self._gazetteer: Gazetteer | None = None
        self._storage.listeners.append(self._changed)
        self.reload()

    def reload(self) -> None:
        """Index the tables as they are now: on opening, and when another process wrote them."""
        with self._storage.memory:
            self.index, self.states_index, self._decoded, self._listed = Index(), States(), {}, Listed("")
            self._gazetteer = None
            for key, raw in self._storage.held(ANNOTATIONS).items():
                self.index.change(int(key), None, raw)
            self.states_index.fill(self._storage.held(STATES))
            self.records.reload()

    def _changed(self, table: str, key: int, before: msgspec.Raw | None, after: msgspec.Raw | None) -> None:
        if table == ANNOTATIONS:
            self.index.change(key, before, after)
            self._decoded.pop(key, None)
            self._listed.stale.add(key)
            if self._gazetteer is not None:
                self._gazetteer.count(before, after)
        elif table == STATES:
            self.states_index.change(key, before, after)
        else:
            self.records.changed(table, key, before, after)
            if table == NAMES and self._gazetteer is not None:
                self._gazetteer.say(before, after)

    # Reading

    def reading(self) -> AbstractContextManager[None]:
        """Keep all of it as it is while it is looked at. Raises StoreError once the library is closed."""
        return self._storage.reading()

    def raw(self, article: str) -> list[msgspec.Raw]:
        """The annotations of one article as they are kept, in no order."""
        with self._storage.reading():
            keys = self.index.find("article", article)
            return [self._storage.held(ANNOTATIONS)[str(key)] for key in keys]

    def of(self, article: str) -> list[Annotation]:
        """The annotations of one article by (start, end, id); of the one asked for last only what changed is read."""
        with self._storage.reading():
            if self._listed.article != article:
                self._listed = Listed(article, set(self.index.find("article", article)))
            held = self._storage.held(ANNOTATIONS)
            return self._listed.renewed(lambda key: self._read(key) if str(key) in held else None)

    def by(self, field: Field, value: str) -> list[Annotation]:
        """The annotations whose `field` is `value`, by (article, start, end, id)."""
        with self._storage.reading():
            return _sorted(self._read(key) for key in self.index.find(field, value))

    def all(self) -> list[Annotation]:
        """All annotations, by (article, start, end, id)."""
        with self._storage.reading():
            return _sorted(self._read(int(key)) for key in self._storage.tables.get(ANNOTATIONS, ()))

    def counts(self, field: Field) -> dict[str, int]:
        """How many annotations there are for each value of `field`."""
        with self._storage.reading():
            return self.index.counts(field)

    def count(self, field: Field, value: str) -> int:
        """How many annotations there are with this value."""
        with self._storage.reading():
            return self.index.count(field, value)

    def get(self, annotation: str) -> Annotation:
        """The annotation with this id. Raises UnknownAnnotation."""
        found = self.find(annotation)
        if found is None:
            raise UnknownAnnotation(f"There is no annotation {annotation!r} in this library.")
        return found

    def find(self, annotation: str) -> Annotation | None:
        """The annotation with this id, or None."""
        with self._storage.reading():
            key = self.index.at(annotation)
            return None if key is None else self._read(key)

    def state(self, article: str) -> ArticleState:
        """What was made of an article as a whole; the defaults where nothing was."""
        with self._storage.reading():
            key = self.states_index.at(article)
            found = None if key is None else _decode(_state, self._storage.held(STATES)[str(key)])
        return found or ArticleState(article=article)

    def states(self) -> dict[str, ArticleState]:
        """All states that are kept, by article id."""
        with self._storage.reading():
            found = [_decode(_state, raw) for raw in self._storage.held(STATES).values()]
        return {state.article: state for state in found if state}

    def notes(self) -> list[str]:
        """The notes on marks and articles, each once, the last one first."""
        with self._storage.reading():
            kept = [raw for name in (STATES, ANNOTATIONS) for raw in self._storage.held(name).values()]
        found = (_decode(_noted, raw) for raw in reversed(kept))
        return list(dict.fromkeys(noted.note for noted in found if noted is not None and noted.note))

    def removed(self) -> list[str]:
        """The articles that were removed from lists."""
        with self._storage.reading():
            return list(self.states_index.removed)

    def gazetteer(self) -> Gazetteer:
        """What the labels say about names; gathered when it is first asked for, then kept by the changes."""
        if (known := self._gazetteer) is not None:
            return known
        made = Gazetteer()
        with self._storage.memory:
            before = {name: self._storage.held(name).copy() for name in (ANNOTATIONS, NAMES)}
        for raw in before[ANNOTATIONS].values():  # nobody who marks something waits for it
            made.count(None, raw)
        for raw in before[NAMES].values():
            made.say(None, raw)
        with self._storage.memory:
            for name, learn in ((ANNOTATIONS, made.count), (NAMES, made.say)):
                now = self._storage.held(name)
                for key in before[name].keys() | now.keys():
                    if before[name].get(key) is not now.get(key):
                        learn(before[name].get(key), now.get(key))
            self._gazetteer = made
        return made

    def _read(self, key: int) -> Annotation | None:
        if key not in self._decoded:
            if len(self._decoded) >= _REMEMBERED:
                self._decoded.clear()
            found = _decode(_annotation, self._storage.held(ANNOTATIONS)[str(key)])
            if found is None:
                return None
            self._decoded[key] = found
        return self._decoded[key]

    # Changing

    def inverse(self, change: Change) -> Change:
        """The change that takes `change` back, from how things are now."""
        before = [self.find(annotation.id) for annotation in change.put]
        removed = [self.find(annotation) for annotation in change.remove]
        added = [new.id for new, old in zip(change.put, before, strict=True) if old is None]
        keep, drop = self.records.inverse(change)
        return Change(
            what=change.what,
            put=tuple(old for old in (*before, *removed) if old is not None),
            remove=tuple(added),
            states=tuple(self.state(state.article) for state in change.states),
            keep=keep,
            drop=drop,
        )

    def differences(self, change: Change) -> Changes:
        """What `change` does to the tables, document by document; {} where it does nothing."""
        changes: dict[str, dict[str, Document | None]] = {ANNOTATIONS: {}, STATES: {}}
        put = {annotation.id: annotation for annotation in change.put}
        for gone in change.remove:
            key = self.index.at(gone)
            if key is not None and gone not in put:
                changes[ANNOTATIONS][str(key)] = None
        for annotation in put.values():
            if annotation != self.find(annotation.id):
                row = str(self.index.at(annotation.id) or self._table.next_id())
                # What another program noted beside our fields stays.
                beside = self._storage.tables.get(ANNOTATIONS, Documents()).get(row, {})
                changes[ANNOTATIONS][row] = beside | msgspec.to_builtins(annotation)
        for state in {state.article: state for state in change.states}.values():
            if state != self.state(state.article):
                key = self.states_index.at(state.article)
                kept = state != ArticleState(article=state.article)
                changes[STATES][str(key or self._state_table.next_id())] = msgspec.to_builtins(state) if kept else None
        return {name: table for name, table in changes.items() if table} | self.records.differences(change)


class Listed:
    """The annotations of one article in order, put right where documents changed. Not safe for threads."""

    def __init__(self, article: str, stale: Iterable[int] = ()) -> None:
        self.article = article
        self.stale = set(stale)
        """The documents that changed since."""
        self._by_key: dict[int, Annotation] = {}
        self._in_order: list[Annotation] = []

    def renewed(self, read: Callable[[int], Annotation | None]) -> list[Annotation]:
        """The annotations now; `read` gives a document as it is, None for one that is gone."""
        for key in self.stale:
            if (old := self._by_key.pop(key, None)) is not None:
                self._drop(old)
        come = {key: new for key in self.stale if (new := read(key)) is not None and new.article == self.article}
        self._by_key |= come
        self.stale = set()
        if not self._in_order:
            self._in_order = sorted(come.values(), key=_order)
        else:
            for new in come.values():
                insort(self._in_order, new, key=_order)
        return list(self._in_order)

    def _drop(self, old: Annotation) -> None:
        place = bisect_left(self._in_order, _order(old), key=_order)
        while self._in_order[place] is not old:  # a file edited by hand may have two with one id
            place += 1
        del self._in_order[place]


def _decode(decoder: msgspec.json.Decoder[Kept], raw: msgspec.Raw) -> Kept | None:
    """The record; None where a person broke it: it stays in the file, and `check` names it."""
    try:
        return decoder.decode(raw)
    except UNREADABLE:
        return None


def _sorted(found: Iterable[Annotation | None]) -> list[Annotation]:
    known = [annotation for annotation in found if annotation is not None]
    known.sort(key=_order)
    return known


def _order(annotation: Annotation) -> tuple[str, int, int, str]:
    return annotation.article, annotation.start, annotation.end, annotation.id
