"""What a person made, by article: which articles are read, tagged, marked with a label, and so on. In memory.

Made when it is first asked for, then kept by what changes: only the articles that were touched are looked at again.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from store.annotations import Annotations
from store.documents import UNREADABLE
from store.index import Index, Speaker, States
from store.models import ArticleState
from store.query.syntax import Words
from store.query.text import fold, holds


class Mark(msgspec.Struct):
    """What is asked about an annotation."""

    kind: str = ""
    exact: str = ""
    label: str = ""
    name: str = ""
    tags: tuple[str, ...] = ()
    note: str = ""
    verdict: str = ""
    speaker: Speaker | None = None


class _Made(msgspec.Struct):
    """What was made of one article."""

    facts: frozenset[str]
    names: frozenset[str]
    said: tuple[str, ...]


_decoder = msgspec.json.Decoder(Mark)


class Facts:
    """Articles by what a person made of them. Not safe for threads: its owner serialises."""

    def __init__(self, annotations: Annotations) -> None:
        self._annotations = annotations
        self.version = 0
        """Another one whenever anything is different."""
        self._indexes: tuple[Index | States, ...] = ()
        self._made: dict[str, _Made] = {}
        self._by_fact: dict[str, set[str]] = {}
        self._by_name: dict[str, set[str]] = {}
        self._said: dict[str, tuple[str, ...]] = {}
        self._written: dict[str, str] = {}
        """Tags as a person wrote them, by their facts."""

    def find(self, fact: str) -> Iterable[str]:
        """The articles with this fact: `is:read`, `is:starred`, `is:removed`, `has:marks`, `has:note`, `has:quote`,
        `has:tag`, `label:org`, `#later`; all in lower case."""
        self._look()
        return self._by_fact.get(fact.casefold(), ())

    def named(self, words: Words) -> set[str]:
        """The articles in which somebody with this name is marked, or speaks in a marked quotation."""
        self._look()
        fits = holds(words)
        return {article for name, articles in self._by_name.items() if fits(name) for article in articles}

    def said(self, words: Words) -> set[str]:
        """The articles with a marked quotation that has these words."""
        self._look()
        fits = holds(words)
        return {article for article, said in self._said.items() if any(map(fits, said))}

    def tags(self) -> list[str]:
        """The tags that articles or their marks have, as they were written last; those of the most articles first."""
        self._look()
        found = {fact: len(articles) for fact, articles in self._by_fact.items() if fact.startswith("#") and articles}
        return [self._written[fact] for fact in sorted(found, key=lambda fact: (-found[fact], fact))]

    def _look(self) -> None:
        """Look again at the articles that were touched since, or at all of them where the file was read anew."""
        touched: set[str] = set()
        with self._annotations.reading():
            indexes: tuple[Index | States, ...] = (self._annotations.index, self._annotations.states_index)
            for index in indexes:
                touched |= index.touched
                index.touched = set()
        if self._indexes != indexes:
            self._indexes = indexes
            self._made, self._by_fact, self._by_name, self._said = {}, {}, {}, {}
        self.version += bool(touched)
        for article in touched:  # each by itself: whoever draws a list waits for one, not for all
            self._renew(article)

    def _renew(self, article: str) -> None:
        old = self._made.pop(article, None)
        if old is not None:
            for fact in old.facts:
                self._by_fact[fact].discard(article)
            for name in old.names:
                self._by_name[name].discard(article)
            self._said.pop(article, None)
        made = self._look_at(article)
        if made.facts:
            self._made[article] = made
            for fact in made.facts:
                self._by_fact.setdefault(fact, set()).add(article)
            for name in made.names:
                self._by_name.setdefault(name, set()).add(article)
            if made.said:
                self._said[article] = made.said

    def _look_at(self, article: str) -> _Made:
        state = self._annotations.state(article)
        facts = set(_facts(state)) | self._note_tags(state.tags)
        names: set[str] = set()
        said: list[str] = []
        for raw in self._annotations.raw(article):
            try:
                mark = _decoder.decode(raw)
            except UNREADABLE:
                continue
            if mark.verdict == "rejected":
                continue
            facts.add("has:marks")
            facts |= self._note_tags(mark.tags)
            if mark.tags:
                facts.add("has:tag")
            if mark.note:
                facts.add("has:note")
            if mark.label and mark.kind != "quote":
                facts.add(f"label:{mark.label.casefold()}")
            if mark.kind == "entity":
                names.add(fold(mark.name or mark.exact))
            if mark.kind == "quote":
                facts.add("has:quote")
                said.append(fold(mark.exact))
                if mark.speaker is not None:
                    names.add(fold(mark.speaker.name or mark.speaker.text))
        return _Made(facts=frozenset(facts), names=frozenset(names), said=tuple(said))

    def _note_tags(self, tags: Iterable[str]) -> set[str]:
        written = {f"#{tag.casefold()}": tag for tag in tags}
        self._written.update(written)
        return set(written)


def _facts(state: ArticleState) -> Iterable[str]:
    for name, holds_true in (
        ("is:read", state.read),
        ("is:starred", state.starred),
        ("is:removed", state.removed),
        ("has:note", bool(state.note)),
        ("has:tag", bool(state.tags)),
    ):
        if holds_true:
            yield name
