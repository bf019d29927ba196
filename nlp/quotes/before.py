"""Speakers named before the words: 'Maria Lopez said: "..."', 'Reed called it "..."', 'according to Reed, "..."'."""

from __future__ import annotations

from nlp.quotes.cues import is_according, is_infinitive, is_participle, verb_of
from nlp.quotes.document import Attribution, Document, Phrase, Stretch
from nlp.quotes.grammar import is_finite
from nlp.quotes.lexicon import (
    CHARACTERISING,
    INTRODUCING_VERBS,
    NO_INVERSION,
    RELATIVE,
    STRONG,
    WEAK,
    words,
)
from nlp.quotes.phrases import phrase_left, phrase_right
from nlp.quotes.subjects import clause_subject, subject_of

_DASHES = frozenset({"-", "–", "—"})
_CHARACTERISING_REACH = 9
_PLAIN = words("say tell write tweet argue add reply warn claim insist note explain")
_ADJACENT = 4
_NEAR = 8
_UNKNOWN_VERB_REACH = 6
_BACK = 80
MOST_CUES = 6
"""How many cues of a sentence are tried, so that one full of them costs no more than another."""


def characterised(doc: Document, stretch: Stretch) -> Attribution | None:
    """A verb such as 'call' or 'describe' within nine tokens before the words takes them as its object."""
    lowest, _ = doc.sentence(stretch.first)
    near = doc.cues_in(max(lowest, stretch.first - _CHARACTERISING_REACH), stretch.first)
    verbs = [cue for cue in near if verb_of(doc, cue) in CHARACTERISING and not is_infinitive(doc, cue)]
    return cue_before(doc, stretch) if verbs and stretch.final != "." else None


def cue_before(doc: Document, stretch: Stretch) -> Attribution | None:
    """The nearest cue of the sentence before the words, and its subject; else what stands before a colon."""
    first = stretch.first
    lowest, _ = doc.sentence(first)
    if lowest >= first:
        return None
    colon = doc.tokens[first - 1].text == ":"
    introduced = colon or doc.tokens[first - 1].text == ","
    cues = _outside_parentheses(doc, lowest, first, doc.cues_in(lowest, first))
    if colon and cues and any(token.text in _DASHES for token in doc.between(cues[-1], first)):
        cues = []
    if introduced:
        cues = _with_other_verbs(doc, lowest, first, cues)
    order = _by_likelihood(doc, first, cues)
    if not introduced:
        order.sort(key=lambda cue: _is_reported(doc, cue, first, cues))
    for cue in order[:MOST_CUES]:
        found = _attribute_to(doc, stretch, cue, lowest, introduced=introduced)
        if found:
            return found
    return _before_colon(doc, lowest, first) if colon else None


def _outside_parentheses(doc: Document, lowest: int, first: int, cues: list[int]) -> list[int]:
    """The cues that are not in parentheses which close before the words."""
    if not cues or not any(token.text == ")" for token in doc.between(lowest, first)):
        return cues
    inside, depth = set(), 0
    for index in range(first - 1, lowest - 1, -1):
        text = doc.tokens[index].text
        depth += (text == ")") - (text == "(" and depth > 0)
        if depth:
            inside.add(index)
    return [cue for cue in cues if cue not in inside]


def _with_other_verbs(doc: Document, lowest: int, first: int, cues: list[int]) -> list[int]:
    """Before a comma or colon a verb such as 'went on' introduces speech."""
    tokens = doc.tokens
    if cues and first - cues[-1] <= 4:
        return cues
    for index in range(first - 2, max(lowest, first - _UNKNOWN_VERB_REACH) - 1, -1):
        if cues and index <= cues[-1] + 2:
            break
        in_relative = any(token.lower in RELATIVE for token in doc.between(max(lowest, index - 3), index))
        if tokens[index].lower in INTRODUCING_VERBS and is_finite(doc, index) and not in_relative:
            return [*cues, index]
    return cues


def _by_likelihood(doc: Document, first: int, cues: list[int]) -> list[int]:
    """Nearest first; infinitives and far weak verbs last; a strong verb before a weak one that is not adjacent."""
    order = cues[::-1]
    if len(order) < 2:
        return order

    def good(cue: int) -> bool:
        near = first - cue <= _NEAR or cue == cues[0] or verb_of(doc, cue) in STRONG
        return not is_infinitive(doc, cue) and near

    order.sort(key=lambda cue: not good(cue))
    if verb_of(doc, order[0]) in WEAK and first - order[0] > 2:
        order.sort(key=lambda cue: verb_of(doc, cue) not in STRONG)
    return order


def _is_reported(doc: Document, cue: int, first: int, cues: list[int]) -> bool:
    """Whether a plainer cue before this one reports it: "Trump said that they predicted '...'"."""
    verb = verb_of(doc, cue)
    if verb in _PLAIN or is_according(doc, cue) or (verb in CHARACTERISING and first - cue <= _ADJACENT):
        return False
    return any(other < cue and verb_of(doc, other) in _PLAIN and not is_infinitive(doc, other) for other in cues)


def _attribute_to(doc: Document, stretch: Stretch, cue: int, lowest: int, *, introduced: bool) -> Attribution | None:
    first = stretch.first
    if is_according(doc, cue):
        source = phrase_right(doc, cue + 2, first)
        return Attribution(source, (cue, cue + 2), "according to, before", 2) if source else None
    subject = subject_of(doc, cue, lowest, after=False)
    if subject is None and is_participle(doc, cue) and cue <= lowest + 1 and lowest:
        subject = _subject_of_sentence_before(doc, lowest)
    if subject is None:
        subject = _speaker_before(doc, stretch)
    if subject is not None:
        sureness = 3 if introduced or cue == first - 1 else 2
        return Attribution(subject, (cue, cue + 1), "subject and verb before", sureness)
    return _inverted(doc, cue, first) if introduced else None


def _subject_of_sentence_before(doc: Document, lowest: int) -> Phrase | None:
    """'Maher said it was over. Adding, "..."'."""
    start, stop = doc.sentence(lowest - 1)
    cues = [cue for cue in doc.cues_in(start, stop) if not is_according(doc, cue)]
    return subject_of(doc, cues[0], start, after=False) if cues else None


def _speaker_before(doc: Document, stretch: Stretch) -> Phrase | None:
    """The speaker of the quotation before this one, in the same paragraph and near."""
    if not stretch.index:
        return None
    before = doc.stretches[stretch.index - 1]
    near = before.paragraph == stretch.paragraph and stretch.first - before.stop <= _BACK
    return before.speaker if near else None


def _inverted(doc: Document, cue: int, first: int) -> Attribution | None:
    """'Said Maria Lopez: "..."'."""
    if verb_of(doc, cue) in NO_INVERSION or cue + 1 >= first:
        return None
    subject = phrase_right(doc, cue + 1, first)
    return Attribution(subject, (cue, cue + 1), "verb and subject before", 2) if subject else None


def _before_colon(doc: Document, lowest: int, first: int) -> Attribution | None:
    """'Name: "..."', or the subject of the clause that ends in the colon."""
    named = phrase_left(doc, first - 2, lowest) if first - 2 >= lowest else None
    if named is not None:
        capital = any(token.upper for token in doc.between(named.first, named.stop))
        verb_between = any(is_finite(doc, index) for index in range(named.stop, first))
        if not capital or verb_between:
            named = None
    subject = named or clause_subject(doc, lowest, first - 1)
    return Attribution(subject, (first - 1, first), "before a colon", 2) if subject else None


def last_cue_with_subject(doc: Document, start: int, stop: int) -> Attribution | None:
    """The last cue among tokens `[start, stop)` that has a subject: for words that stand in the next sentence."""
    for cue in _plainest_first(doc, doc.cues_in(start, stop))[:MOST_CUES]:
        if is_according(doc, cue):
            source = phrase_right(doc, cue + 2, stop)
            if source:
                return Attribution(source, (cue, cue + 2), "sentence before", 2)
            continue
        subject = subject_of(doc, cue, start, after=False)
        if subject is None and verb_of(doc, cue) not in NO_INVERSION:
            subject = phrase_right(doc, cue + 1, stop)
        if subject is not None:
            return Attribution(subject, (cue, cue + 1), "sentence before", 2)
    return None


def _plainest_first(doc: Document, cues: list[int]) -> list[int]:
    """Last first, but verbs that surely report before the others."""
    return sorted(cues, key=lambda cue: (not is_according(doc, cue) and verb_of(doc, cue) not in STRONG, -cue))
