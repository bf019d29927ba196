"""From a text to a `Document`: the one place that knows in which order its parts are made."""

from __future__ import annotations

from bisect import bisect_right

from nlp.quotes.cues import cue_positions
from nlp.quotes.document import Document, Stretch
from nlp.quotes.marks import Span, find_stretches
from nlp.quotes.sentences import sentence_starts
from nlp.quotes.titles import is_title
from nlp.quotes.tokens import paragraphs, tokenize

_MARKS = frozenset("\"“”„‟«»’'‘` ")
_PUNCTUATION = frozenset(",.!?—–…-:;")


def read(text: str) -> Document:
    """Lay `text` out: quoted stretches that are titles are left out of it."""
    spans = paragraphs(text)
    doc = Document(text, spans, list(tokenize(text, spans)))
    stretches = [_stretch(doc, span) for span in find_stretches(text, spans)]
    doc.stretches = [stretch for stretch in stretches if stretch.words and not is_title(doc, stretch)]
    for index, stretch in enumerate(doc.stretches):
        stretch.index = index
        for token in doc.between(stretch.first, stretch.stop):
            token.stretch = index
    doc.sentences = sentence_starts(doc)
    doc.cues = cue_positions(doc)
    return doc


def _stretch(doc: Document, span: Span) -> Stretch:
    stretch = Stretch(span, doc.token_at(span[0]), doc.token_at(span[1]))
    stretch.paragraph = bisect_right(doc.paragraphs, (span[0], len(doc.text))) - 1
    stretch.words = sum(token.alnum for token in doc.between(stretch.first, stretch.stop))
    stretch.final = _final(doc.text, span)
    return stretch


def _final(text: str, span: Span) -> str:
    """The last punctuation of a stretch: inside its closing mark, or the full stop or comma right after it."""
    start, end = span
    index = end - 1
    while index > start and text[index] in _MARKS:
        index -= 1
    last = text[index]
    if last not in _PUNCTUATION and text[end : end + 1] in {",", "."}:
        return text[end]
    return last
