"""The process that makes spaCy's documents: reads sheets from its standard input, writes the file at their end.

    python -m nlp.formats.docs

Whoever started it may be gone: then its input ends without the last line, and it makes nothing.
"""

from __future__ import annotations

import os
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import pairwise

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span

from nlp.formats.sheets import DONE, KEY, Mark, Sheet, decode
from store.errors import PipelineError
from store.processes import take_channels

_ATTRIBUTES = ("ENT_IOB", "ENT_TYPE", "ENT_ID")
"""Of tokens: what else a document can hold of them nobody has said."""


def main() -> None:
    """Make one file, and end without a moment between the last byte and the end: both are waited for."""
    sheets, output = take_channels()
    made = DocBin(attrs=_ATTRIBUTES, store_user_data=True)
    blanks = Blanks()
    for line in sheets:
        if line == DONE:
            output.write(made.to_bytes())
            output.flush()
            os._exit(0)
        made.add(document(decode(line), blanks))
    sys.stderr.write("its input ended early\n")
    sys.stderr.flush()
    os._exit(1)


class Blanks:
    """The rules for words of each language, made when they are first wanted."""

    def __init__(self) -> None:
        self._made: dict[str, Language] = {}

    def of(self, language: str) -> Language:
        """Of a language, English where none is named, those for any language where spaCy has no own."""
        code = language.lower().replace("_", "-").partition("-")[0] or "en"
        if code not in self._made:
            self._made[code] = _blank(code)
        return self._made[code]


def _blank(code: str) -> Language:
    try:
        return spacy.blank(code)
    except (ImportError, ValueError):  # unknown to spaCy, or it wants a package that is not here
        return spacy.blank("xx")


def document(sheet: Sheet, blanks: Blanks) -> Doc:
    """The document of a sheet: `doc.text` is its text. Raises PipelineError for a mark that is no run of tokens."""
    nlp = blanks.of(sheet.language)
    marks = [*sheet.entities, *(mark for group in sheet.groups.values() for mark in group)]
    edges = sorted({edge for mark in marks for edge in (mark.start, mark.end)})
    pieces = list(_cut(nlp.tokenizer(sheet.text), edges))
    doc = Doc(nlp.vocab, words=[words for _, words, _ in pieces], spaces=[space for _, _, space in pieces])
    starts = {start: number for number, (start, _, _) in enumerate(pieces)}
    ends = {start + len(words): number + 1 for number, (start, words, _) in enumerate(pieces)}

    def span(mark: Mark) -> Span:
        if mark.start not in starts or mark.end not in ends:
            raise PipelineError(f"The mark {mark.id} at {mark.start} to {mark.end} begins or ends between two words.")
        return Span(doc, starts[mark.start], ends[mark.end], label=mark.label, span_id=mark.id)

    doc.set_ents([span(mark) for mark in sheet.entities])
    for name, group in sheet.groups.items():
        doc.spans[name] = [span(mark) for mark in group]
    doc.user_data[KEY] = sheet.about
    return doc


def _cut(words: Doc, edges: list[int]) -> Iterator[tuple[int, str, bool]]:
    """Where each token begins, its text, and whether a space follows; tokens are cut where marks begin and end."""
    for token in words:
        first, after = token.idx, token.idx + len(token.text)
        inside = edges[bisect_right(edges, first) : bisect_left(edges, after)]
        for start, end in pairwise((first, *inside, after)):
            yield start, token.text[start - first : end - first], end == after and bool(token.whitespace_)


if __name__ == "__main__":
    main()
