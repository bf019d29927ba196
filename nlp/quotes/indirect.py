"""Speech without marks: "X said that ...", "..., X said", "according to X"; verbs that surely report, only."""

from __future__ import annotations

from typing import NamedTuple

from nlp.quotes.before import MOST_CUES
from nlp.quotes.cues import is_according, is_participle, verb_of
from nlp.quotes.document import Document, Phrase
from nlp.quotes.grammar import is_adverb, is_day
from nlp.quotes.lexicon import ADVERBS, AUXILIARIES, NO_INVERSION, OBJECTIVE, PREPOSITIONS, STRONG, words
from nlp.quotes.phrases import phrase_right
from nlp.quotes.subjects import subject_of

_SHORTEST = 3
_LONGEST_TAIL = 14
_SUBJECT_REACH = 8
_THAT_REACH = 14
_COMMA_REACH = 12
_CLAUSAL = words("that he she they it is are was were will would")
_TOPICS = frozenset({"of", "about", "to", "for", "with", "on", "against"})
"""After a cue these lead to what was spoken of, not to what was said."""


class Indirect(NamedTuple):
    """Reported words at characters `[start, end)`, who said them, and the cue's tokens `[first, stop)`."""

    start: int
    end: int
    speaker: Phrase
    cue: tuple[int, int]


def find_indirect(doc: Document) -> list[Indirect]:
    """At most one in each sentence that holds no quotation."""
    found = []
    quoted = {doc.sentence_number(i) for s in doc.stretches for i in (s.first, max(s.first, s.stop - 1))}
    spans = zip(doc.sentences, [*doc.sentences[1:], len(doc.tokens)], strict=True)
    for number, (start, stop) in enumerate(spans):
        if number in quoted or any(doc.quoted(i) for i in (start, stop - 1) if start < stop):
            continue
        reported = _in_sentence(doc, start, stop)
        if reported:
            found.append(reported)
    return found


def _in_sentence(doc: Document, start: int, stop: int) -> Indirect | None:
    cues = [cue for cue in doc.cues_in(start, stop) if is_according(doc, cue) or verb_of(doc, cue) in STRONG]
    cues = cues[:MOST_CUES] + cues[MOST_CUES:][-MOST_CUES:]
    end = stop
    while end > start and not doc.tokens[end - 1].alnum:
        end -= 1
    for cue in cues:
        found = _according(doc, cue, start, end) if is_according(doc, cue) else _before_cue(doc, cue, start, end)
        if found:
            return found
    for cue in cues:
        if not is_according(doc, cue) and not doc.tokens[cue].upper:
            subject = subject_of(doc, cue, start, after=False)
            if subject:
                return _after_cue(doc, cue, subject, end)
    return None


def _span(doc: Document, first: int, stop: int, speaker: Phrase, cue: tuple[int, int]) -> Indirect | None:
    if stop <= first:
        return None
    return Indirect(doc.tokens[first].start, doc.tokens[stop - 1].end, speaker, cue)


def _according(doc: Document, cue: int, start: int, end: int) -> Indirect | None:
    source = phrase_right(doc, cue + 2, end)
    if source is None:
        return None
    if cue - start <= 1:
        comma = next((i for i in range(source.stop, end) if doc.tokens[i].text == ","), None)
        return _span(doc, comma + 1, end, source, (cue, cue + 2)) if comma is not None else None
    last = cue - 1
    while last > start and doc.tokens[last].text == ",":
        last -= 1
    return _span(doc, start, last + 1, source, (cue, cue + 2))


def _before_cue(doc: Document, cue: int, start: int, end: int) -> Indirect | None:
    """ "The bridge is safe, Lopez said": a bare reporting clause at the end."""
    tokens = doc.tokens
    comma = next((i for i in range(cue - 1, max(start, cue - _LONGEST_TAIL) - 1, -1) if tokens[i].text == ","), None)
    if comma is None or end - cue > _LONGEST_TAIL or comma - start < _SHORTEST + 1:
        return None
    subject = subject_of(doc, cue, comma + 1, after=True) if cue > comma + 1 else None
    if subject is None and _may_be_inverted(doc, comma, cue):
        subject = phrase_right(doc, cue + 1, end)
    clausal = any(token.lower in _CLAUSAL for token in doc.between(cue + 1, end))
    if subject is None or subject.first > comma + _SUBJECT_REACH or clausal:
        return None
    return _span(doc, start, comma, subject, (cue, cue + 1))


def _may_be_inverted(doc: Document, comma: int, cue: int) -> bool:
    if verb_of(doc, cue) in NO_INVERSION or is_participle(doc, cue):
        return False
    return all(token.lower in ADVERBS or token.lower in AUXILIARIES for token in doc.between(comma + 1, cue))


def _after_cue(doc: Document, cue: int, subject: Phrase, end: int) -> Indirect | None:
    """ "Lopez said that the bridge was safe", past the addressee, the time and the place."""
    tokens = doc.tokens
    begin = cue + 1
    if verb_of(doc, cue) == "tell":
        addressee = phrase_right(doc, begin, end)
        if addressee:
            begin = addressee.stop
        elif begin < end and tokens[begin].lower in OBJECTIVE:
            begin += 1
    while begin < end and (is_day(tokens[begin]) or is_adverb(tokens[begin])):
        begin += 1
    if begin < end and (tokens[begin].lower in PREPOSITIONS or tokens[begin].text == ","):
        that = next((i for i in range(begin, min(end, begin + _THAT_REACH)) if tokens[i].lower == "that"), None)
        if that is not None:
            begin = that
        elif tokens[begin].lower in _TOPICS:
            return None
        else:
            comma = next((i for i in range(begin, min(end, begin + _COMMA_REACH)) if tokens[i].text == ","), begin - 1)
            begin = comma + 1
    return _span(doc, begin, end, subject, (cue, cue + 1)) if end - begin >= _SHORTEST else None
