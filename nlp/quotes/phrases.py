"""Noun phrases, found by growing from a token to the left or to the right.

Bounded by the limits handed in, which are those of a sentence.
"""

from __future__ import annotations

from nlp.quotes.document import Document, Phrase
from nlp.quotes.grammar import ends_in_ly, in_phrase, is_adverb, is_day, is_finite, is_proper
from nlp.quotes.lexicon import (
    ARTICLES,
    AUXILIARIES,
    CONJUNCTIONS,
    CUES,
    DETERMINERS,
    NOMINATIVE,
    NUMERALS,
    OBJECTIVE,
    POSSESSIVE_ENDING,
    PREPOSITIONS,
    RELATIVE,
)

_JOINERS = frozenset({"of", "for", "from", "at", "in", "with", "on", "to", "like", "and", "&", "against", "about"})
_NO_INNER_WORD = (
    PREPOSITIONS | CONJUNCTIONS | AUXILIARIES | RELATIVE | {"that", "here", "there"} | CUES.keys() - {"state"}
)
_LONGEST_ABSORBED = 3


def phrase_left(doc: Document, last: int, lowest: int) -> Phrase | None:
    """The noun phrase that ends with token `last`, not before `lowest`."""
    tokens = doc.tokens
    if last < lowest or not in_phrase(doc, last):
        return None
    if tokens[last].lower in NOMINATIVE:
        return Phrase(last, last + 1, last)
    first = last
    while first - 1 >= lowest and not _begins_phrase(doc, first):
        first -= 1
    if tokens[first].lower == "that" and first < last and tokens[first + 1].upper:
        first += 1  # "said that Reed ..." has a conjunction
    if tokens[last].lower in ARTICLES:
        return None
    return Phrase(first, last + 1, last)


def _begins_phrase(doc: Document, first: int) -> bool:
    """Whether the phrase cannot grow over the token before `first`."""
    tokens = doc.tokens
    before = tokens[first - 1]
    if not in_phrase(doc, first - 1) or before.lower in NOMINATIVE:
        return True
    word = tokens[first].lower
    determined = word in DETERMINERS and word not in NUMERALS
    if determined and before.lower not in {"all", "both", "many"}:
        return True
    return is_day(before) and before.upper


def phrase_right(doc: Document, first: int, highest: int) -> Phrase | None:
    """The noun phrase that begins at token `first` or after adverbs there, and ends before `highest`."""
    tokens = doc.tokens
    while first < highest and is_adverb(tokens[first]):
        first += 1
    if first >= highest or is_day(tokens[first]) or tokens[first].lower in OBJECTIVE or doc.quoted(first):
        return None
    name = is_proper(tokens[first]) and tokens[first].alpha
    if not name and not in_phrase(doc, first):
        return None
    if tokens[first].lower in NOMINATIVE:
        return Phrase(first, first + 1, first)
    stop = first + 1
    while stop < highest and _continues_right(doc, stop, highest):
        stop += 1
    if tokens[stop - 1].lower in POSSESSIVE_ENDING:
        stop -= 1
        if stop <= first:
            return None
    if tokens[stop - 1].lower in ARTICLES:
        return None
    vague = tokens[first].lower not in DETERMINERS and stop - first > 3
    if vague and not any(token.upper for token in doc.between(first, stop)):
        return None
    return Phrase(first, stop, stop - 1)


def _continues_right(doc: Document, index: int, highest: int) -> bool:
    tokens = doc.tokens
    token, before = tokens[index], tokens[index - 1]
    if (token.lower in ARTICLES or token.lower == "that") and not token.upper:
        return False
    if is_day(token) and not (index + 1 < highest and not tokens[index + 1].upper and in_phrase(doc, index + 1)):
        return False
    if in_phrase(doc, index):
        return not (token.lower in NOMINATIVE or _takes_object(doc, index, highest))
    if token.stretch >= 0:
        return False
    if token.upper and token.alpha and before.upper:
        return True
    return _inside_name(doc, index, highest)


def _takes_object(doc: Document, index: int, highest: int) -> bool:
    """Whether a lower-case word after a name is its verb, since an object follows: "Larsen shook her head"."""
    token, before = doc.tokens[index], doc.tokens[index - 1]
    if token.upper or not token.alpha or not is_proper(before) or index + 1 >= highest:
        return False
    following = doc.tokens[index + 1].lower
    return following in DETERMINERS or following in OBJECTIVE


def _inside_name(doc: Document, index: int, highest: int) -> bool:
    """A lower-case word between two capitals that is part of a name: "de" in "Bill de Blasio"."""
    tokens = doc.tokens
    if index + 1 >= highest:
        return False
    token, before, after = tokens[index], tokens[index - 1], tokens[index + 1]
    if token.upper or not token.alpha or not (before.upper and after.upper):
        return False
    if token.lower in _NO_INNER_WORD or is_adverb(token) or ends_in_ly(token) or is_finite(doc, index):
        return False
    return not is_day(after) and after.lower not in NOMINATIVE


def absorb_left(doc: Document, phrase: Phrase, lowest: int) -> Phrase:
    """The phrase with what it hangs on: "the ministry" becomes "a spokesman for the ministry", its head 'spokesman'."""
    tokens = doc.tokens
    first, stop, head = phrase
    for _ in range(_LONGEST_ABSORBED):
        if first - 3 >= lowest and tokens[first - 1].lower == "by" and tokens[first - 2].lower.endswith("ed"):
            made = phrase_left(doc, first - 3, lowest)  # "a letter obtained by the agency"
            if made and tokens[made.head].lower not in NOMINATIVE:
                first, head = made.first, made.head
                continue
        if first - 2 < lowest or tokens[first - 1].lower not in _JOINERS or doc.quoted(first - 1):
            break
        left = phrase_left(doc, first - 2, lowest)
        if left is None or tokens[first - 2].lower in NOMINATIVE or is_day(tokens[first - 2]):
            break
        coordinated = tokens[first - 1].lower == "and"
        if coordinated and not (_has_capital(doc, left) and _has_capital(doc, Phrase(first, stop, head))):
            break
        first, head = left.first, left.head
    return Phrase(first, stop, head)


def _has_capital(doc: Document, phrase: Phrase) -> bool:
    return any(token.upper for token in doc.between(phrase.first, phrase.stop))


def names_someone(doc: Document, phrase: Phrase) -> bool:
    """Whether the phrase holds a word in capitals that is not merely a sentence's first."""
    return any(is_proper(token) for token in doc.between(phrase.first, phrase.stop))


def first_phrase(doc: Document, first: int, stop: int) -> Phrase | None:
    """The first noun phrase among tokens `[first, stop)`."""
    for index in range(first, stop):
        after_month = index > first and doc.tokens[index].text[0].isdigit() and is_day(doc.tokens[index - 1])
        if in_phrase(doc, index) and not is_day(doc.tokens[index]) and not after_month:
            found = phrase_right(doc, index, stop)
            if found:
                return found
    return None
