"""One decision on words, in all articles of the library: where else they stand, and the one change that it makes. Pure,
but for `gather`, which reads the library."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from store.library import Library
from store.models import Change
from store.query.syntax import Words
from tui import edits
from tui.desk import read_sheet
from tui.edits import Sheet, short
from tui.known import Wanted
from tui.reading.propagate import occurrences
from tui.reading.tokens import Span
from tui.same import called

BEFORE, BEHIND = 14, 40
"""Characters shown on each side of a place: few before, so that the words themselves are seen in a narrow window."""


class Word(Struct, frozen=True):
    """What was decided: that these words have this label, or that suggestions of it are wrong."""

    words: str
    label: str
    reject: bool = False


class Place(Struct, frozen=True):
    """One place where a decision could be made too."""

    sheet: Sheet
    span: Span

    @property
    def context(self) -> tuple[str, str, str]:
        """What stands before, there, and behind, in one line."""
        text, (start, end) = self.sheet.article.text, self.span
        before, behind = text[max(0, start - BEFORE) : start], text[end : end + BEHIND]
        return before.replace("\n", " "), text[start:end], behind.replace("\n", " ")


def places_in(sheet: Sheet, word: Word) -> list[Place]:
    """Where an article says these words, free to be labelled; of a rejection, where they are suggested so."""
    if word.reject:
        return [Place(sheet, (mark.start, mark.end)) for mark in called(sheet, word.words, word.label)]
    return [Place(sheet, span) for span in occurrences(sheet.article.text, word.words, sheet.marks)]


def change(places: Sequence[Place], word: Word) -> Change:
    """The decision made at all these places, as one change. Raises Refusal where there is none."""
    if not places:
        raise edits.Refusal(f"no other article says '{short(word.words, 20)}'")
    put = [annotation for sheet, spans in _by_sheet(places) for annotation in _decided(sheet, spans, word).put]
    articles = len({place.sheet.article.id for place in places})
    deed = "reject" if word.reject else "label"
    return Change(what=f"{deed} {len(put)} '{short(word.words)}' {word.label} in {articles} articles", put=tuple(put))


def _decided(sheet: Sheet, spans: Sequence[Span], word: Word) -> Change:
    if word.reject:
        return edits.reject_all(sheet, [m for m in called(sheet, word.words, word.label) if (m.start, m.end) in spans])
    return edits.label_all(sheet, spans, word.label)


def _by_sheet(places: Iterable[Place]) -> list[tuple[Sheet, list[Span]]]:
    grouped: dict[str, tuple[Sheet, list[Span]]] = {}
    for place in places:
        grouped.setdefault(place.sheet.article.id, (place.sheet, []))[1].append(place.span)
    return list(grouped.values())


def gather(library: Library, word: Word, pipeline: str, besides: str, annotator: str, wanted: Wanted) -> list[Place]:
    """The places in all articles but `besides`, the newest article first. Raises StoreError."""
    found: list[Place] = []
    for article in library.search(Words(word.words)):
        if article != besides:
            found += places_in(read_sheet(library, article, pipeline, wanted=wanted, annotator=annotator), word)
    return found
