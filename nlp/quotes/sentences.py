"""Where sentences begin, in a document whose quoted stretches are known."""

from __future__ import annotations

from nlp.quotes.document import Document
from nlp.quotes.lexicon import CUES
from nlp.quotes.tokens import Token

STOPS = frozenset({".", "!", "?", "...", "…"})
_MARKS = frozenset("”\"’'»“")
_OPENERS = frozenset("\"“‘'(«„[")
_CUE_REACH = 9
LONGEST = 160
"""Sentences are cut at this many tokens, so that a text without full stops costs no more than another."""


def sentence_starts(doc: Document) -> list[int]:
    """The first token of each sentence; at least one entry, also for an empty document."""
    starts = [0]
    for index in range(len(doc.tokens) - 1):
        if _ends_sentence(doc, index) or index + 1 - starts[-1] >= LONGEST:
            starts.append(index + 1)
    return starts


def _ends_sentence(doc: Document, index: int) -> bool:
    token, following = doc.tokens[index], doc.tokens[index + 1]
    if token.paragraph != following.paragraph:
        return True
    if token.end == following.start:
        return False
    if token.text in STOPS:
        return not _inside_one_stretch(token, following) and _may_begin(following)
    if token.text in _MARKS and index and doc.tokens[index - 1].text in STOPS:
        return _quotation_ends_sentence(doc, index)
    return False


def _inside_one_stretch(token: Token, following: Token) -> bool:
    return token.stretch >= 0 and token.stretch == following.stretch


def _may_begin(token: Token) -> bool:
    return token.upper or token.text in _OPENERS or token.text[0].isdigit()


def _quotation_ends_sentence(doc: Document, index: int) -> bool:
    """'"...!" X said' is one sentence where a cue follows soon; '"... ." X said' is not."""
    following = doc.tokens[index + 1]
    if not (following.upper or following.text in _OPENERS):
        return False
    return doc.tokens[index - 1].text in {".", "...", "…"} or not _cue_soon(doc, index + 1)


def _cue_soon(doc: Document, index: int) -> bool:
    for token in doc.tokens[index : index + _CUE_REACH]:
        if token.text in {".", ";", ":", '"', "“"}:
            return False
        if token.lower in CUES:
            return True
    return False


def ends_clause(doc: Document, index: int) -> bool:
    """Whether the token ends a sentence or is a semicolon."""
    token = doc.tokens[index]
    if token.text in {"!", "?", ";"}:
        return True
    if token.text not in STOPS:
        return False
    if index + 1 >= len(doc.tokens):
        return True
    following = doc.tokens[index + 1]
    if token.end == following.start:
        return following.text in {'"', "”"}
    return token.paragraph != following.paragraph or _may_begin(following) or not following.alnum
