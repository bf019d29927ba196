"""Which words of a document may report speech."""

from __future__ import annotations

from nlp.quotes.document import Document
from nlp.quotes.grammar import is_passive_be, noun_rather_than_cue
from nlp.quotes.lexicon import (
    CUES,
    DETERMINERS,
    OFTEN_NOUNS,
    PASSIVE_PARTICIPLES,
    PREPOSITIONS,
)

_QUANTIFIERS = frozenset({"all", "one", "some", "many", "most", "several"})


def cue_positions(doc: Document) -> list[int]:
    """The tokens outside quotations that may be cues, in order; for 'according to' the first of the two."""
    starts = set(doc.sentences)
    return [index for index in range(len(doc.tokens)) if _is_cue(doc, index, starts)]


def is_according(doc: Document, index: int) -> bool:
    """Whether 'according to' begins here."""
    tokens = doc.tokens
    return tokens[index].lower == "according" and index + 1 < len(tokens) and tokens[index + 1].lower == "to"


def verb_of(doc: Document, index: int) -> str:
    """The base form of the cue; "" where it is no verb of saying."""
    return CUES.get(doc.tokens[index].lower, "")


def is_participle(doc: Document, index: int) -> bool:
    return doc.tokens[index].lower.endswith("ing")


def is_infinitive(doc: Document, index: int) -> bool:
    return index > 0 and doc.tokens[index - 1].lower == "to"


def _is_cue(doc: Document, index: int, starts: set[int]) -> bool:
    token = doc.tokens[index]
    if token.stretch >= 0:
        return False
    if token.lower not in CUES:
        return is_according(doc, index)
    if token.upper and index not in starts and token.lower not in {"said", "says"}:
        return False
    if noun_rather_than_cue(doc, index):
        return False
    return index == 0 or not _ruled_out_by(doc, index)


def _ruled_out_by(doc: Document, index: int) -> bool:
    """Whether the word before shows a noun or a passive."""
    token, before = doc.tokens[index], doc.tokens[index - 1]
    if before.lower in (DETERMINERS - _QUANTIFIERS) or before.lower == "of":
        return True
    if before.lower in _QUANTIFIERS and token.lower in OFTEN_NOUNS:
        return CUES[token.lower] == token.lower
    if before.lower in PREPOSITIONS and before.lower != "to":
        bare_form = token.lower in OFTEN_NOUNS or CUES[token.lower] == token.lower
        if bare_form:
            return True
    return is_passive_be(before) and token.lower in PASSIVE_PARTICIPLES
