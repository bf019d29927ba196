"""What the person's own labels say about names: which words were labelled what, and how often. In memory, by changes.

Every kept label of an entity counts for its words, every rejection against; `Known` records, the person's own word,
stand above both. Whoever reads need not lock: what it holds is replaced, never changed in place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
from msgspec import Struct

from store.documents import UNREADABLE
from store.marking import new_id
from store.models import Change, Known

Span = tuple[int, int]

_PREFIX = 4
"""Words are found by their first characters, this many."""


class Entry(Struct, frozen=True, kw_only=True):
    """What is known of some words under one label."""

    text: str
    label: str
    kept: int = 0
    """How often these words have this label."""
    rejected: int = 0
    """How often this label was rejected on them."""
    word: bool | None = None
    """The person's own word: True: suggest it, False: don't; None: they said nothing."""

    @property
    def used(self) -> bool:
        """Whether it is suggested."""
        return self.kept > self.rejected if self.word is None else self.word

    @property
    def reason(self) -> str:
        """Why it is suggested, in words."""
        if self.word:
            return f"you said it is {self.label}"
        return f"seen {self.kept} times as {self.label}" if self.kept > 1 else f"seen once as {self.label}"


def deciding(known: Iterable[Known], text: str, label: str, *, use: bool) -> Change:
    """The change that keeps the person's own word on these words and this label, in place of an earlier one."""
    same = next((one.id for one in known if (one.text, one.label) == (text, label)), new_id())
    what = f"{'suggest' if use else 'never suggest'} '{text[:30]}' {label}"
    return Change(what=what, keep=(Known(id=same, text=text, label=label, use=use),))


class Hit(Struct, frozen=True, kw_only=True):
    """A place in a text that says known words."""

    start: int
    end: int
    entry: Entry


class _Kept(Struct):
    """What counts of an annotation."""

    kind: str = ""
    exact: str = ""
    label: str = ""
    verdict: str = ""


_annotation = msgspec.json.Decoder(_Kept)
_known = msgspec.json.Decoder(Known)


class Gazetteer:
    """The names of one library. `count` and `say` change it; their caller serialises them."""

    def __init__(self) -> None:
        self._entries: dict[str, dict[str, Entry]] = {}
        self._by_prefix: dict[str, tuple[str, ...]] = {}

    def __bool__(self) -> bool:
        """Whether anything is known."""
        return bool(self._entries)

    def count(self, before: msgspec.Raw | None, after: msgspec.Raw | None) -> None:
        """An annotation's document was `before` and is `after` now; None: not there."""
        for raw, by in ((before, -1), (after, 1)):
            one = _read(raw)
            if one is not None and one.kind == "entity" and one.label and one.exact.strip():
                rejected = one.verdict == "rejected"
                entry = self._entry(one.exact, one.label)
                self._put(
                    msgspec.structs.replace(
                        entry, kept=entry.kept + by * (not rejected), rejected=entry.rejected + by * rejected
                    )
                )

    def say(self, before: msgspec.Raw | None, after: msgspec.Raw | None) -> None:
        """The person's own word (`Known`) was `before` and is `after` now."""
        for raw, gone in ((before, True), (after, False)):
            if raw is not None:
                try:
                    known = _known.decode(raw)
                except UNREADABLE:  # broken by hand: it stays in the file, for `check` to name
                    continue
                entry = self._entry(known.text, known.label)
                self._put(msgspec.structs.replace(entry, word=None if gone else known.use))

    def entries(self) -> list[Entry]:
        """All entries: the most often kept first, then by their words."""
        every = [entry for labels in list(self._entries.values()) for entry in labels.values()]
        return sorted(every, key=lambda entry: (-entry.kept, entry.text, entry.label))

    def best(self, text: str) -> Entry | None:
        """What these words would be suggested as; None where they are not."""
        used = [entry for entry in self._entries.get(text, {}).values() if entry.used]
        return max(used, key=lambda entry: (entry.word is True, entry.kept - entry.rejected, entry.label), default=None)

    def find(self, text: str, tokens: Iterable[Span]) -> Iterator[Hit]:
        """Where `text` says known words, as whole tokens, the longest from each place on; `tokens` in order."""
        spans = list(tokens)
        ends = {end for _, end in spans}
        behind = 0
        for start, _ in spans:
            if start >= behind and (hit := self._longest(text, start, ends)):
                behind = hit.end
                yield hit

    def _longest(self, text: str, start: int, ends: set[int]) -> Hit | None:
        for size in range(_PREFIX, 0, -1):
            for words in self._by_prefix.get(text[start : start + size], ()):
                end = start + len(words)
                if end in ends and text.startswith(words, start) and (entry := self.best(words)):
                    return Hit(start=start, end=end, entry=entry)
        return None

    def _entry(self, text: str, label: str) -> Entry:
        return self._entries.get(text, {}).get(label) or Entry(text=text, label=label)

    def _put(self, entry: Entry) -> None:
        labels = dict(self._entries.get(entry.text, {}))
        labels.pop(entry.label, None)
        if entry.kept or entry.rejected or entry.word is not None:
            labels[entry.label] = entry
        prefix = entry.text[:_PREFIX]
        if labels and entry.text not in self._entries:
            longer_first = sorted((*self._by_prefix.get(prefix, ()), entry.text), key=len, reverse=True)
            self._by_prefix[prefix] = tuple(longer_first)
        if labels:
            self._entries[entry.text] = labels
        elif entry.text in self._entries:
            del self._entries[entry.text]
            self._by_prefix[prefix] = tuple(words for words in self._by_prefix[prefix] if words != entry.text)


def _read(raw: msgspec.Raw | None) -> _Kept | None:
    try:
        return None if raw is None else _annotation.decode(raw)
    except UNREADABLE:
        return None
