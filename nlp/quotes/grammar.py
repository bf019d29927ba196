"""What a single word can be, told from its form and its neighbours.

Predicates on tokens; no search. They stand in for a tagger, and ask for none.
"""

from __future__ import annotations

from nlp.quotes.document import Document
from nlp.quotes.lexicon import (
    ADVERBS,
    AUXILIARIES,
    BE,
    CONJUNCTIONS,
    CUES,
    DAYS,
    DETERMINERS,
    NOMINATIVE,
    NOT_ADVERBS,
    NOT_NAMES,
    NOT_PAST,
    OBJECTIVE,
    OFTEN_NOUNS,
    PAST_FORMS,
    POSSESSIVE_ENDING,
    PREPOSITIONS,
    RELATIVE,
    SUBORDINATORS,
    TIME_MODIFIERS,
    TIME_NOUNS,
)
from nlp.quotes.tokens import Token

_NEVER_NOUN = (
    PREPOSITIONS
    | CONJUNCTIONS
    | AUXILIARIES
    | RELATIVE
    | ADVERBS
    | OBJECTIVE
    | SUBORDINATORS
    | {"that", "there", "what", "how", "why", "where"}
) - {
    "may",
    "might",
    "can",
    "will",
}
_MODALS = frozenset({"may", "might", "can", "will"})
_BEFORE_VERBS = RELATIVE | {"to"}
_SAME_IN_THE_PAST = frozenset({"read"})
_NO_FINITE = frozenset({"'s", "’s", "be", "been", "being"})


def is_adverb(token: Token) -> bool:
    """An adverb: in the list, or in lower case and ending in -ly."""
    return token.lower in ADVERBS or ends_in_ly(token)


def ends_in_ly(token: Token) -> bool:
    return not token.upper and token.lower.endswith("ly") and token.lower not in NOT_ADVERBS and len(token.lower) > 3


def is_day(token: Token) -> bool:
    """A weekday or month; 'may' and 'march' only in capitals."""
    return token.lower in DAYS and (token.upper or token.lower not in {"may", "march", "sun", "sat", "mar"})


def is_cue_form(token: Token) -> bool:
    """A form of a verb of saying that is not a name."""
    return token.lower in CUES and not token.upper


def is_proper(token: Token) -> bool:
    """In capitals, and no word that is capitalised only because a sentence begins."""
    return token.upper and token.bare not in NOT_NAMES


def is_past(token: Token) -> bool:
    """A lower-case past form, by its ending or from the list."""
    return not token.upper and (
        (token.lower.endswith("ed") and len(token.lower) > 4 and token.lower not in NOT_PAST)
        or token.lower in PAST_FORMS
    )


def is_finite(doc: Document, index: int) -> bool:
    """Outside quotations: an auxiliary, a past form, or a cue that is no participle."""
    token = doc.tokens[index]
    if token.stretch >= 0 or not token.alpha:
        return False
    if token.lower in AUXILIARIES:
        return token.lower not in _NO_FINITE
    return is_past(token) or (is_cue_form(token) and not token.lower.endswith("ing"))


def in_phrase(doc: Document, index: int) -> bool:
    """Whether the token can be part of a noun phrase."""
    token = doc.tokens[index]
    if token.stretch >= 0:
        return False
    word = token.lower
    if word in POSSESSIVE_ENDING:
        return True
    if not token.alnum and token.text not in {"$", "@", "#", "&", "£", "€"}:
        return False
    if word in DETERMINERS or word in NOMINATIVE:
        return True
    if word in _NEVER_NOUN or (word in _MODALS and not token.upper):
        return False
    if ends_in_ly(token) or (is_cue_form(token) and not noun_rather_than_cue(doc, index)):
        return False
    return not _is_verb_after_name(doc, index)


def _is_verb_after_name(doc: Document, index: int) -> bool:
    """A past form right after a name or a pronoun: "Reed praised"."""
    token = doc.tokens[index]
    if token.upper or not index:
        return False
    before = doc.tokens[index - 1]
    return (is_proper(before) or before.lower in NOMINATIVE) and is_past(token)


def is_time(doc: Document, index: int) -> bool:
    """A word of a time phrase: a day, or either half of "last week"."""
    token = doc.tokens[index]
    if is_day(token):
        return True
    if token.lower in TIME_NOUNS:
        return index > 0 and doc.tokens[index - 1].lower in TIME_MODIFIERS
    if token.lower in TIME_MODIFIERS:
        return index + 1 < len(doc.tokens) and doc.tokens[index + 1].lower in TIME_NOUNS
    return False


def steps_over(doc: Document, index: int) -> bool:
    """What may stand between a subject and its verb: auxiliaries, adverbs, times."""
    token = doc.tokens[index]
    return token.lower in AUXILIARIES or is_adverb(token) or is_time(doc, index)


def is_passive_be(token: Token) -> bool:
    return token.lower in BE


def noun_rather_than_cue(doc: Document, index: int) -> bool:
    """A form such as 'report' that nothing beside it shows to be a verb."""
    word = doc.tokens[index].lower
    if word not in OFTEN_NOUNS:
        return False
    base = CUES.get(word) == word
    if index:
        before = doc.tokens[index - 1]
        if before.stretch >= 0 or before.lower in POSSESSIVE_ENDING:
            return base or before.stretch < 0
        if before.lower in NOMINATIVE or before.lower in _BEFORE_VERBS or before.lower in AUXILIARIES:
            return False
        if is_proper(before):
            return base and not before.lower.endswith("s") and word not in _SAME_IN_THE_PAST
        if base and not before.lower.endswith("s") and word not in _SAME_IN_THE_PAST:
            return True
        if index > 1 and doc.tokens[index - 2].lower in PREPOSITIONS and not before.upper:
            return True
    if index + 1 < len(doc.tokens):
        following = doc.tokens[index + 1]
        return following.lower != "that" and following.text not in {",", ":", '"', "“"}
    return True
