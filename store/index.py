"""Where each annotation is: which documents belong to an article, a label, a tag, a name. In memory, kept by changes.

So that one article's annotations cost what it has, however many the library holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, get_args

import msgspec

from store.documents import UNREADABLE

Field = Literal["article", "label", "tag", "name", "speaker", "marked"]
"""`marked` is the article of an annotation that was not rejected."""


class Speaker(msgspec.Struct):
    """Who said a quotation."""

    text: str = ""
    name: str | None = None


class Keys(msgspec.Struct):
    """What a document is found by."""

    id: str = ""
    article: str = ""
    label: str = ""
    name: str = ""
    tags: tuple[str, ...] = ()
    verdict: str = ""
    speaker: Speaker | None = None


_decoder = msgspec.json.Decoder(Keys)


class Made(msgspec.Struct):
    """What the state of an article is found by."""

    article: str = ""
    removed: bool = False


_made = msgspec.json.Decoder(Made)


class States:
    """Where the state of each article is, and which articles were removed. Not safe for threads."""

    def __init__(self) -> None:
        self._keys: dict[str, int] = {}
        self.removed: dict[str, None] = {}
        self.touched: set[str] = set()
        """As of Index."""

    def change(self, key: int, before: msgspec.Raw | None, after: msgspec.Raw | None) -> None:
        """Document `key` was `before` and is `after` now; None: not there."""
        if before is not None:
            old = _decoded(before).article
            self.touched.add(old)
            if self._keys.get(old) == key:
                del self._keys[old]
                self.removed.pop(old, None)
        if after is not None:
            new = _decoded(after)
            self.touched.add(new.article)
            if self._keys.setdefault(new.article, key) == key and new.removed:
                self.removed[new.article] = None

    def fill(self, held: Mapping[str, msgspec.Raw]) -> None:
        """As a change for each document of a table would leave it, into an index that is empty; for many, faster."""
        for key, raw in zip(map(int, held), held.values(), strict=True):
            made = _decoded(raw)
            if self._keys.setdefault(made.article, key) == key and made.removed:
                self.removed[made.article] = None
        self.touched = set(self._keys)

    def at(self, article: str) -> int | None:
        """The document that is the state of this article, or None."""
        return self._keys.get(article)


def _decoded(raw: msgspec.Raw) -> Made:
    try:
        return _made.decode(raw)
    except UNREADABLE:
        return Made()


class Index:
    """Document ids by the values of a few fields. Not safe for threads: its owner serialises."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}
        self._keys: dict[Field, dict[str, dict[int, None]]] = {field: {} for field in get_args(Field)}
        self.touched: set[str] = set()
        """The articles whose documents changed since whoever keeps account of them emptied this."""

    def change(self, key: int, before: msgspec.Raw | None, after: msgspec.Raw | None) -> None:
        """Document `key` was `before` and is `after` now; None: not there."""
        if before is not None:
            self._forget(key, _read(before))
        if after is not None:
            self._note(key, _read(after))

    def _note(self, key: int, keys: Keys) -> None:
        if keys.id:
            self._ids.setdefault(keys.id, key)
        self.touched.add(keys.article)
        for field, value in _values(keys):
            self._keys[field].setdefault(value, {})[key] = None

    def _forget(self, key: int, keys: Keys) -> None:
        if self._ids.get(keys.id) == key:
            del self._ids[keys.id]
        self.touched.add(keys.article)
        for field, value in _values(keys):
            holders = self._keys[field].get(value, {})
            holders.pop(key, None)
            if not holders:
                self._keys[field].pop(value, None)

    def at(self, identity: str) -> int | None:
        """The document with this `id`, or None."""
        return self._ids.get(identity)

    def find(self, field: Field, value: str) -> list[int]:
        """The documents whose `field` is (for tags: holds) `value`."""
        return list(self._keys[field].get(value, ()))

    def first(self, field: Field, value: str) -> int | None:
        """One such document, or None."""
        return next(iter(self._keys[field].get(value, ())), None)

    def count(self, field: Field, value: str) -> int:
        """How many documents there are with this value."""
        return len(self._keys[field].get(value, ()))

    def counts(self, field: Field) -> dict[str, int]:
        """How many documents there are for each value of `field`."""
        return {value: len(keys) for value, keys in self._keys[field].items()}


def _values(keys: Keys) -> Iterator[tuple[Field, str]]:
    if keys.article:
        yield "article", keys.article
        if keys.id and keys.verdict != "rejected":
            yield "marked", keys.article
    if keys.label:
        yield "label", keys.label
    if keys.name:
        yield "name", keys.name
    for tag in keys.tags:
        yield "tag", tag
    if keys.speaker and (keys.speaker.name or keys.speaker.text):
        yield "speaker", keys.speaker.name or keys.speaker.text


def _read(raw: msgspec.Raw) -> Keys:
    """What the document is found by: nothing, where a file edited by hand has values of a wrong type."""
    try:
        return _decoder.decode(raw)
    except UNREADABLE:
        return Keys()
