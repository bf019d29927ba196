"""What was said: where a mixed quotation's words begin and end around its marks."""

from __future__ import annotations

from nlp.quotes.cues import is_according, verb_of
from nlp.quotes.document import Document, Stretch
from nlp.quotes.grammar import is_day, is_finite
from nlp.quotes.lexicon import ADVERBS, CUES, NOMINATIVE, OBJECTIVE, POSSESSIVE_ENDING, PREPOSITIONS, STRONG, words
from nlp.quotes.phrases import phrase_right
from nlp.quotes.tokens import Token

_THAT_REACH = 7
_SHORT_INTRODUCTION = 8
_SENTENCE_WORDS = 6
_FRAGMENT_REACH = 12
_SEPARATING = frozenset({":", "-", "–", "—", "("})
_TAIL_ENDS = frozenset(".!?;")
_NEW_CLAUSE = words("and but while as which who though although because when after")
_COMPLEMENTS = frozenset({"to", "as", "like"})


def widen_fragment(doc: Document, stretch: Stretch) -> None:
    """Words in the middle of a sentence belong to a phrase of it: "a message of 'hope'"; back to the verb or comma."""
    if stretch.final in ".?!" and stretch.words >= _SENTENCE_WORDS and _opens_in_capitals(doc, stretch):
        return
    start, stop = doc.sentence(stretch.first)
    begin = stretch.first
    while begin > max(start, stretch.first - _FRAGMENT_REACH) and not _ends_phrase(doc, begin - 1):
        begin -= 1
    if any(token.alnum for token in doc.between(begin, stretch.first)):
        stretch.content_start = doc.tokens[begin].start
        stretch.kind = "mixed"
        _add_tail(doc, stretch, stop)


def _opens_in_capitals(doc: Document, stretch: Stretch) -> bool:
    return next((token.upper for token in doc.between(stretch.first, stretch.stop) if token.alnum), False)


def _ends_phrase(doc: Document, index: int) -> bool:
    token = doc.tokens[index]
    return not (token.alnum or token.lower in POSSESSIVE_ENDING) or doc.quoted(index) or is_finite(doc, index)


def settle_extent(doc: Document, stretch: Stretch) -> None:
    """Stretch the content of an attributed quotation over the words of its sentence that belong to it."""
    attribution = stretch.attribution
    if attribution is None or attribution.cue is None:
        return
    start, stop = doc.sentence(stretch.first)
    if start >= stretch.first or attribution.rule == "before a colon":
        return
    if attribution.cue[0] < stretch.first:
        _after_cue(doc, stretch, attribution.cue, stop)
    elif doc.same_paragraph(start, stretch.first) and not _claimed(doc, start, stretch.first):
        stretch.content_start = doc.tokens[start].start
        stretch.kind = "mixed"


def _claimed(doc: Document, start: int, stop: int) -> bool:
    if any(token.stretch >= 0 for token in doc.between(start, stop)):
        return True
    last = doc.tokens[stop - 1]
    if last.text in _SEPARATING or last.lower in CUES:
        return True
    return last.text == "," and bool(doc.cues_in(start, stop))


def _after_cue(doc: Document, stretch: Stretch, cue: tuple[int, int], sentence_stop: int) -> None:
    """The content begins behind the cue, its addressee and its time: "told reporters Friday [that it was] '...'"."""
    begin = _content_start(doc, cue, stretch.first)
    outside = any(token.alnum for token in doc.between(begin, stretch.first))
    if outside and not _is_introduced(doc, stretch, cue, begin):
        stretch.content_start = doc.tokens[begin].start
        stretch.kind = "mixed"
    if stretch.kind == "mixed" or not _is_marked_off(doc, stretch):
        _add_tail(doc, stretch, sentence_stop)


def _is_marked_off(doc: Document, stretch: Stretch) -> bool:
    return doc.tokens[stretch.first - 1].text in {",", ":"}


def _is_introduced(doc: Document, stretch: Stretch, cue: tuple[int, int], begin: int) -> bool:
    """Whether what stands between cue and mark tells how or to whom it was said: before a colon, or a comma."""
    tokens = doc.tokens
    mark = tokens[stretch.first - 1].text
    if mark == ":":
        return True
    if mark != "," or tokens[begin].lower == "that":
        return False
    outside = sum(token.alnum for token in doc.between(begin, stretch.first))
    return outside <= _SHORT_INTRODUCTION or any(t.lower in PREPOSITIONS for t in doc.between(cue[1], begin + 1))


def _content_start(doc: Document, cue: tuple[int, int], limit: int) -> int:
    tokens = doc.tokens
    begin = cue[1]
    if verb_of(doc, cue[0]) == "tell":
        begin = _past_addressee(doc, begin, limit)
    while begin < limit and _between_cue_and_content(tokens[begin]):
        begin += 1
    that = next((i for i in range(begin, min(limit, begin + _THAT_REACH)) if tokens[i].lower == "that"), None)
    if that is not None and not any(token.lower in NOMINATIVE for token in doc.between(begin, that)):
        begin = that
    elif begin < limit - 1 and tokens[begin].lower in PREPOSITIONS - _COMPLEMENTS:
        begin += 1
    if is_according(doc, cue[0]):
        comma = next((i for i in range(begin, limit) if tokens[i].text == ","), None)
        begin = comma + 1 if comma is not None else begin
    return min(begin, limit)


def _between_cue_and_content(token: Token) -> bool:
    return token.text in {",", ":"} or is_day(token) or token.lower in ADVERBS


def _past_addressee(doc: Document, begin: int, limit: int) -> int:
    addressee = phrase_right(doc, begin, limit)
    if addressee:
        return addressee.stop
    return begin + 1 if begin < limit and doc.tokens[begin].lower in OBJECTIVE else begin


def _add_tail(doc: Document, stretch: Stretch, sentence_stop: int) -> None:
    """Words behind the closing mark, up to the end of the clause."""
    tokens = doc.tokens
    stop = stretch.stop
    if stretch.final in {",", ".", "?", "!"} or stop >= sentence_stop or tokens[stop].lower in _NEW_CLAUSE:
        return
    while stop < sentence_stop and not _ends_tail(doc, stretch, stop, sentence_stop):
        stop += 1
    if any(token.alnum for token in doc.between(stretch.stop, stop)):
        stretch.content_end = tokens[stop - 1].end
        stretch.kind = "mixed"


def _ends_tail(doc: Document, stretch: Stretch, index: int, sentence_stop: int) -> bool:
    tokens = doc.tokens
    token = tokens[index]
    if token.text in _TAIL_ENDS or token.stretch not in {-1, stretch.index}:
        return True
    if token.text == "," and index + 1 < sentence_stop:
        following = tokens[index + 1].lower
        return following.endswith("ing") or following in _NEW_CLAUSE
    return token.lower in CUES and index > stretch.stop and verb_of(doc, index) in STRONG
