"""Speakers named after the words: '"...," Maria Lopez said', '"...," said Maria Lopez', '"..." - Maria Lopez'."""

from __future__ import annotations

import re

from nlp.quotes.cues import is_according, is_participle, verb_of
from nlp.quotes.document import Attribution, Document, Phrase, Stretch
from nlp.quotes.grammar import is_cue_form, is_day, is_finite, is_past
from nlp.quotes.lexicon import (
    ADVERBS,
    AUXILIARIES,
    BE,
    CONJUNCTIONS,
    CUES,
    DETERMINERS,
    INTRODUCING_VERBS,
    NO_INVERSION,
    NOMINATIVE,
    OBJECTIVE,
    PREPOSITIONS,
    RELATIVE,
    STRONG,
    words,
)
from nlp.quotes.phrases import first_phrase, phrase_left, phrase_right
from nlp.quotes.sentences import ends_clause
from nlp.quotes.subjects import has_noun, starts_with_subject, subject_of

_OTHER_CLAUSES = words("though although while because since unless whereas when where whether if than")
_REACH = 45
_OPEN_ENDED = frozenset(",?!—–-…")
"""What a quotation ends in when its sentence goes on with who said it."""
_UNKNOWN_VERB_REACH = 9
_NAMED_CUE_REACH = 6
_FAR_CUE_REACH = 12
_PLAIN_SAYING = words(
    "said says responded replied added wrote told explained tweeted continued asked declared concluded"
)
_TAIL_REACH = 12
_DASH_NAME = re.compile(
    r"[ \t\u00a0]*(?:[―—–]|--?)[ \t\u00a0]*"
    r"((?:[A-Z][\w.'’-]*|de|la|von|van|bin|al)(?:[ \u00a0](?:[A-Z][\w.'’-]*|de|la|von|van|bin|al|of)){0,5})"
    r"[ \t\u00a0]*(?:[,.(\n]|$)"
)


def dash_signature(doc: Document, stretch: Stretch) -> Attribution | None:
    """'"..." - Name', on the same line or the next."""
    if stretch.words < 3:
        return None
    match = _DASH_NAME.match(doc.text, stretch.end)
    if match is None and doc.text[stretch.end : stretch.end + 1] in {"\n", " "}:
        match = _DASH_NAME.match(doc.text, stretch.end + 1)
    if match is None:
        return None
    first, stop = doc.token_at(match.start(1)), doc.token_at(match.end(1))
    if stop <= first or doc.quoted(first):
        return None
    return Attribution(Phrase(first, stop, stop - 1), None, "dash signature", 3)


def cue_after(doc: Document, stretch: Stretch) -> Attribution | None:
    """A reporting clause that follows the closing mark."""
    first = _clause_start(doc, stretch)
    if first is None:
        return None
    starter = doc.tokens[first]
    if _leads_elsewhere(doc, first):
        return None
    stopped = _is_stopped(doc, stretch, first)
    if stopped and not (starter.lower in NOMINATIVE or starter.upper or is_cue_form(starter)):
        return None
    stop = _clause_stop(doc, first)
    cues = doc.cues_in(first, stop)
    if stopped and not _bare_clause(doc, first, stop, cues):
        return None
    if stretch.final in _OPEN_ENDED and not stopped:
        cues = _with_other_verbs(doc, stretch, first, stop, cues)
    if not cues:
        return None
    return _read_clause(doc, stretch, first, stop, cues[0], stopped=stopped)


def _clause_start(doc: Document, stretch: Stretch) -> int | None:
    """The token where a reporting clause would begin, past a comma outside the mark."""
    first = stretch.stop
    tokens = doc.tokens
    if first < len(tokens) and tokens[first].text in {",", "."} and tokens[first].start == stretch.end:
        if tokens[first].text == ".":
            return None
        first += 1
    if first >= len(tokens) or doc.quoted(first):
        return None
    return first if doc.same_paragraph(stretch.stop - 1, first) else None


def _is_stopped(doc: Document, stretch: Stretch, first: int) -> bool:
    """Whether the quotation ended its sentence, so that only a clause as bare as "Trump said." may belong to it."""
    starter = doc.tokens[first]
    goes_on = not starter.upper and (starter.lower in NOMINATIVE or starter.lower in CUES)
    return stretch.final in {".", ";", ":"} and not goes_on


def _clause_stop(doc: Document, first: int) -> int:
    stop = first
    limit = min(len(doc.tokens), first + _REACH)
    while stop < limit and not doc.quoted(stop):
        if stop > first and not doc.same_paragraph(stop - 1, stop):
            break
        if ends_clause(doc, stop):
            break
        stop += 1
    return stop


def _bare_clause(doc: Document, first: int, stop: int, cues: list[int]) -> bool:
    """'"...done." Trump said.': at most six words, the cue last or before a time."""
    tokens = doc.tokens
    if not cues or stop - first > 6 or stop >= len(tokens) or tokens[stop].text != ".":
        return False
    cue = cues[0]
    if verb_of(doc, cue) not in STRONG:
        return False
    return cue == stop - 1 or is_day(tokens[cue + 1]) or tokens[cue + 1].lower in ADVERBS


def _leads_elsewhere(doc: Document, first: int) -> bool:
    """Whether the words after the mark begin another clause: "which ...", "though ...", "is one ...", "citing ..."."""
    token = doc.tokens[first]
    if token.lower in RELATIVE or token.lower in _OTHER_CLAUSES or token.lower in BE:
        return True
    return token.lower.endswith("ing") and not token.upper and token.lower not in CUES and token.lower != "according"


def _with_other_verbs(doc: Document, stretch: Stretch, first: int, stop: int, cues: list[int]) -> list[int]:
    """After a comma any finite verb may report speech ("Reed shot back"), unless a cue stands before the words."""
    start, _ = doc.sentence(stretch.first)
    if doc.cues_in(start, stretch.first):
        return cues
    others = _cues_after_names(doc, first, stop, cues)
    if stretch.final == "," or not doc.tokens[first].upper:
        others += _introducing_verbs(doc, first, stop, cues)
    if not others or min(others) <= first:
        return cues
    nearest = min(others)
    earlier = bool(cues) and nearest < cues[0] and nearest - first <= 3 and stretch.final == ","
    return sorted([*cues, nearest]) if not cues or earlier else cues


def _introducing_verbs(doc: Document, first: int, stop: int, cues: list[int]) -> list[int]:
    tokens = doc.tokens
    if tokens[first].lower in CONJUNCTIONS or tokens[first].lower in PREPOSITIONS - {"as"}:
        return []
    found = []
    for index in range(first, min(stop, first + _UNKNOWN_VERB_REACH)):
        token = tokens[index]
        if token.lower in RELATIVE or token.text == ",":
            break
        regular = token.lower.endswith("ed") and is_past(token) and tokens[first].lower != "as"
        no_verb = index > first and tokens[index - 1].lower in DETERMINERS | BE
        if (
            (regular or token.lower in INTRODUCING_VERBS)
            and not no_verb
            and index not in cues
            and is_finite(doc, index)
        ):
            found.append(index)
    return found


def _cues_after_names(doc: Document, first: int, stop: int, cues: list[int]) -> list[int]:
    tokens = doc.tokens
    return [
        index
        for index in range(first + 1, min(stop, first + _NAMED_CUE_REACH))
        if index not in cues
        and is_cue_form(tokens[index])
        and (tokens[index - 1].upper or tokens[index - 1].lower in NOMINATIVE)
    ]


def _read_clause(
    doc: Document, stretch: Stretch, first: int, stop: int, cue: int, *, stopped: bool
) -> Attribution | None:
    tokens = doc.tokens
    if is_according(doc, cue):
        source = phrase_right(doc, cue + 2, stop) if cue - first <= 1 else None
        return Attribution(source, (cue, cue + 2), "according to, after", 3) if source else None
    if (stretch.final not in _OPEN_ENDED and not stopped) or tokens[first].lower in {"and", "but"}:
        return _after_more_content(doc, stretch, first, stop, cue)
    if not starts_with_subject(doc, first, cue):
        return _inverted(doc, cue, stop)
    subject = subject_of(doc, cue, first, after=True)
    if subject is None:
        return None
    adjunct = tokens[first].lower in PREPOSITIONS and tokens[first].lower != "as"
    if adjunct and verb_of(doc, cue) not in STRONG and not any(t.text == "," for t in doc.between(first, cue)):
        return None
    return Attribution(subject, (cue, cue + 1), "subject and verb after", 3)


def _inverted(doc: Document, cue: int, stop: int) -> Attribution | None:
    """'"...," said Maria Lopez'."""
    if verb_of(doc, cue) in NO_INVERSION or is_participle(doc, cue):
        return None
    subject = phrase_right(doc, cue + 1, stop)
    if subject is None or doc.tokens[subject.first].lower in OBJECTIVE:
        return None
    return Attribution(subject, (cue, cue + 1), "verb and subject after", 3)


def _after_more_content(doc: Document, stretch: Stretch, first: int, stop: int, cue: int) -> Attribution | None:
    """'"a disaster" for the country, he said': what was said goes on behind the marks, up to a comma."""
    tokens = doc.tokens
    commas = [index for index in range(first, cue) if tokens[index].text == ","]
    if not commas:
        return _without_comma(doc, stretch, first, stop, cue)
    last = commas[-1]
    subject = subject_of(doc, cue, last + 1, after=True)
    if subject is None and not has_noun(doc, last + 1, cue) and verb_of(doc, cue) not in NO_INVERSION:
        subject = phrase_right(doc, cue + 1, stop)
    if subject is None or verb_of(doc, cue) not in STRONG or cue - last >= _FAR_CUE_REACH:
        return None
    stretch.content_end = tokens[last - 1].end
    stretch.kind = "mixed"
    return Attribution(subject, (cue, cue + 1), "clause after a comma", 2)


def sentence_tail(doc: Document, stretch: Stretch) -> Attribution | None:
    """A bare clause at the end of the sentence: 'Sales were "flat" for a month as buyers "held back", he said.'"""
    _, stop = doc.sentence(stretch.first)
    while stop > stretch.stop and not doc.tokens[stop - 1].alnum:
        stop -= 1
    low = max(stretch.stop, stop - _TAIL_REACH)
    comma = next((i for i in range(stop - 1, low - 1, -1) if doc.tokens[i].text == "," and not doc.quoted(i)), None)
    cues = doc.cues_in(comma + 1, stop) if comma is not None else []
    if comma is None or not cues or doc.quoted(stop - 1):
        return None
    cue = cues[0]
    if is_according(doc, cue):
        source = phrase_right(doc, cue + 2, stop) if cue == comma + 1 else None
        return Attribution(source, (cue, cue + 2), "end of the sentence", 2) if source else None
    if verb_of(doc, cue) not in STRONG or is_participle(doc, cue):
        return None
    subject = phrase_left(doc, cue - 1, comma + 1)
    if subject is None and cue == comma + 1 and verb_of(doc, cue) not in NO_INVERSION:
        subject = phrase_right(doc, cue + 1, stop)
    return Attribution(subject, (cue, cue + 1), "end of the sentence", 2) if subject else None


def _without_comma(doc: Document, stretch: Stretch, first: int, stop: int, cue: int) -> Attribution | None:
    """'"A long sentence without its comma" she said'."""
    if stretch.words < 8 or cue - first > 8 or doc.tokens[cue].lower not in _PLAIN_SAYING:
        return None
    subject = first_phrase(doc, first, cue) if cue > first else phrase_right(doc, cue + 1, stop)
    if subject is None or subject.first > (first if cue > first else cue + 1):
        return None
    if any(token.lower in AUXILIARIES and token.lower not in {"has", "had"} for token in doc.between(first, cue)):
        return None
    return Attribution(subject, (cue, cue + 1), "clause after, without a comma", 2)
