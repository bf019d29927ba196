"""Who a verb belongs to: its subject, found without a parser.

All searches stay inside the sentence whose first token the caller hands in as `lowest`.
"""

from __future__ import annotations

from nlp.quotes.cues import is_according, is_infinitive, is_participle
from nlp.quotes.document import Document, Phrase
from nlp.quotes.given_names import is_given_name
from nlp.quotes.grammar import ends_in_ly, in_phrase, is_adverb, is_day, is_finite, steps_over
from nlp.quotes.lexicon import (
    ADVERBS,
    APPOSITIVE_HEADS,
    AUXILIARIES,
    CONJUNCTIONS,
    CUES,
    DAYS,
    DETERMINERS,
    NOMINATIVE,
    PREPOSITIONS,
    RELATIVE,
    SUBORDINATORS,
    TIME_NOUNS,
    TITLES,
)
from nlp.quotes.phrases import absorb_left, first_phrase, names_someone, phrase_left, phrase_right

_BREAKS = frozenset({",", "—", "–", "-", "("})
_CLOSING_BREAKS = frozenset({",", "—", "–", "-", ")"})
_LEADING = frozenset(',"“”—–-;:(')
_DASHES = frozenset({"—", "–", "-"})
_DATELINE = 8
_OPEN_APPOSITIVE = 10
_OWN_CLAUSE = frozenset({",", "—", "–", "-", "and", "with", "of", "by"})
"""Before a name and a participle: a clause of its own, as in "with Reed saying '...'"."""
_DEEPEST = 3
_PARENTHESIS = 14
_APPOSITIVE_STARTS = APPOSITIVE_HEADS | {"the", "a", "an"}


def subject_of(doc: Document, cue: int, lowest: int, *, after: bool, depth: int = 0) -> Phrase | None:
    """The subject of the cue among tokens `[lowest, cue)`.

    `after` says that the search starts right behind a quotation, where the clause is short and begins with its subject.
    """
    tokens = doc.tokens
    last = _step_left(doc, cue - 1, lowest)
    if last < lowest:
        return None
    if tokens[last].lower in NOMINATIVE and not doc.quoted(last):
        return Phrase(last, last + 1, last)
    participle = is_participle(doc, cue) and not any(
        token.lower in AUXILIARIES for token in doc.between(max(lowest, last + 1), cue)
    )
    quoted_as = _quoted_as(doc, cue, lowest)
    if quoted_as:
        return quoted_as
    if tokens[last].text == "," and last - 1 >= lowest and tokens[last - 1].text == ")":
        last -= 1
    if tokens[last].text == ")":
        opening = _opening_parenthesis(doc, last, lowest)
        if opening is not None:
            found = phrase_left(doc, opening - 1, lowest)
            if found and not participle:
                return absorb_left(doc, found, lowest)
            last = opening - 1
    if participle or is_infinitive(doc, cue) or tokens[last].lower in {"and", "but", "then"}:
        found = _subject_of_dependent(doc, cue, last, lowest, participle=participle, depth=depth)
        if found or participle:
            return found
    if last >= lowest and tokens[last].text in _CLOSING_BREAKS:
        return _subject_before_break(doc, last, lowest, after=after)
    if tokens[last].lower in RELATIVE or (tokens[last].lower == "that" and not after):
        return _antecedent(doc, last, lowest)
    if tokens[last].lower in {"and", "but"}:
        return clause_subject(doc, lowest, last)
    return _adjacent_subject(doc, cue, last, lowest, after=after)


def _step_left(doc: Document, index: int, lowest: int) -> int:
    """Left over auxiliaries, adverbs, times and 'to'."""
    tokens = doc.tokens
    while index >= lowest:
        on_day = tokens[index].lower == "on" and index + 1 < len(tokens) and is_day(tokens[index + 1])
        if not (steps_over(doc, index) or on_day or tokens[index].lower == "to"):
            break
        index -= 1
    return index


def _opening_parenthesis(doc: Document, closing: int, lowest: int) -> int | None:
    for index in range(closing - 1, max(lowest, closing - _PARENTHESIS), -1):
        if doc.tokens[index].text == "(":
            return index
    return None


def _quoted_as(doc: Document, cue: int, lowest: int) -> Phrase | None:
    """ "quoted the president as saying", "was quoted by the agency as saying": who is quoted, not who quotes."""
    tokens = doc.tokens
    if cue - 2 < lowest or tokens[cue].lower != "saying" or tokens[cue - 1].lower != "as":
        return None
    for index in range(cue - 2, max(lowest, cue - 12) - 1, -1):
        if tokens[index].lower in {"quoted", "quotes", "quoting", "cited", "cites", "citing", "reported"}:
            passive = index > lowest and tokens[index - 1].lower in {"is", "was", "were", "are", "been"}
            if passive:
                return subject_of(doc, index, lowest, after=False, depth=_DEEPEST)
            return phrase_right(doc, index + 1, cue - 1)
    return None


def _subject_of_dependent(
    doc: Document, cue: int, last: int, lowest: int, *, participle: bool, depth: int
) -> Phrase | None:
    """The subject of a participle, an infinitive or a coordinated verb: that of the verb it depends on."""
    tokens = doc.tokens
    coordinated = last >= lowest and tokens[last].lower in {"and", "but"}
    if coordinated and depth < _DEEPEST:
        earlier = [c for c in doc.cues_in(lowest, last) if not is_infinitive(doc, c) and not is_according(doc, c)]
        if earlier:
            found = subject_of(doc, earlier[0], lowest, after=False, depth=depth + 1)
            if found:
                return found
    if participle:
        found = _subject_of_participle(doc, cue, last, lowest)
        if found:
            return found
    found = _nearest_subject(doc, cue, lowest)
    if found:
        return found
    return clause_subject(doc, lowest, cue) if participle or coordinated else None


def _subject_of_participle(doc: Document, cue: int, last: int, lowest: int) -> Phrase | None:
    tokens = doc.tokens
    if last >= lowest and tokens[last].text != ",":
        found = phrase_left(doc, last, lowest)
        if found:
            before = tokens[found.first - 1].text.lower() if found.first - 1 >= lowest else ""
            own = before in _OWN_CLAUSE and names_someone(doc, found) and tokens[found.head].upper
            if tokens[cue].lower == "reading" or own:
                return found
            found = absorb_left(doc, found, lowest)
            if found.first - 1 >= lowest and tokens[found.first - 1].lower == "with":
                return found
    return clause_subject(doc, _last_main_clause(doc, lowest, last), last)


def _last_main_clause(doc: Document, lowest: int, last: int) -> int:
    """The first token of the last clause before `last` that has a subject and verb of its own."""
    tokens = doc.tokens
    start = lowest
    for index in range(lowest, last - 2):
        if tokens[index].text not in {",", ";"} or doc.quoted(index):
            continue
        if tokens[index].text == ";" or tokens[index + 1].lower in {"and", "but", "while", "so"}:
            found = first_phrase(doc, index + 1, last)
            near = found and found.first <= index + 4
            if found and near and any(is_finite(doc, i) for i in range(found.stop, min(found.stop + 3, last))):
                start = index + 1
    return start


def _nearest_subject(doc: Document, cue: int, lowest: int) -> Phrase | None:
    """The closest noun phrase to the left that a finite verb follows."""
    tokens = doc.tokens
    verb = cue - 1
    while verb > lowest:
        if not is_finite(doc, verb):
            verb -= 1
            continue
        last = verb - 1
        while last >= lowest and (steps_over(doc, last) or tokens[last].lower == "on"):
            last -= 1
        if last >= lowest and (tokens[last].lower in RELATIVE or tokens[last].lower == "that"):
            verb = last - 1
            continue
        found = _subject_ending_at(doc, last, lowest)
        if found:
            return found
        verb -= 1
    return None


def _subject_ending_at(doc: Document, last: int, lowest: int) -> Phrase | None:
    tokens = doc.tokens
    if last < lowest or doc.quoted(last):
        return None
    if tokens[last].lower in NOMINATIVE:
        return Phrase(last, last + 1, last)
    if tokens[last].text == ")":
        opening = _opening_parenthesis(doc, last, lowest)
        last = opening - 1 if opening is not None else last - 1
    if last >= lowest and tokens[last].text == ",":
        found = _before_appositive(doc, last, lowest)
        if found:
            return found
    found = phrase_left(doc, last, lowest) if last >= lowest else None
    return absorb_left(doc, found, lowest) if found else None


def _breaks(doc: Document, lowest: int, last: int) -> list[int]:
    return [i for i in range(lowest, last) if doc.tokens[i].text in _BREAKS and not doc.quoted(i)]


def _subject_before_break(doc: Document, last: int, lowest: int, *, after: bool) -> Phrase | None:
    """The subject of a verb that follows a comma or dash: "Lopez, the engineer, said"."""
    breaks = _breaks(doc, lowest, last)
    if not breaks:
        return clause_subject(doc, lowest, last)
    if len(breaks) == 1:
        found = _phrase_before(doc, breaks[0], lowest)
        if found and not is_day(doc.tokens[found.head]):
            return found
    if after:
        found = first_phrase(doc, lowest, last)
        if found:
            return found
    return _before_appositive(doc, last, lowest) or clause_subject(doc, lowest, last)


def _phrase_before(doc: Document, mark: int, lowest: int) -> Phrase | None:
    last = mark - 1
    if last >= lowest and doc.tokens[last].text == ")":
        opening = _opening_parenthesis(doc, last, lowest)
        last = opening - 1 if opening is not None else lowest - 1
    found = phrase_left(doc, last, lowest) if last >= lowest else None
    return absorb_left(doc, found, lowest) if found else None


def _before_appositive(doc: Document, closing: int, lowest: int) -> Phrase | None:
    """What an appositive that ends with the comma `closing` belongs to; a name goes before other nouns."""
    tokens = doc.tokens
    fallback = None
    for mark in _breaks(doc, lowest, closing):
        found = _phrase_before(doc, mark, lowest)
        if found is None or is_day(tokens[found.head]):
            continue
        before = tokens[found.first - 1].lower if found.first - 1 >= lowest else ""
        if before in PREPOSITIONS or before in SUBORDINATORS or not _begins_appositive(doc, mark + 1):
            continue
        if names_someone(doc, found):
            return found
        fallback = fallback or found
    return fallback


def _begins_appositive(doc: Document, index: int) -> bool:
    token = doc.tokens[index]
    if token.lower in _APPOSITIVE_STARTS or token.text[0].isdigit():
        return True
    verb = token.lower in CONJUNCTIONS or token.lower in PREPOSITIONS or is_finite(doc, index)
    return token.alpha and not token.upper and not verb


def _antecedent(doc: Document, relative: int, lowest: int) -> Phrase | None:
    last = relative - 1
    if last >= lowest and doc.tokens[last].text == ",":
        last -= 1
    found = phrase_left(doc, last, lowest) if last >= lowest else None
    return absorb_left(doc, found, lowest) if found else None


def _adjacent_subject(doc: Document, cue: int, last: int, lowest: int, *, after: bool) -> Phrase | None:
    """The noun phrase that ends right before the verb."""
    found = phrase_left(doc, last, lowest)
    if found is None:
        return first_phrase(doc, lowest, cue) if after else clause_subject(doc, lowest, cue)
    found = absorb_left(doc, found, lowest)
    before = found.first - 1
    if after:
        first = first_phrase(doc, lowest, cue)
        if first and first.first < found.first and _listed_adjectives(doc, first, found):
            return Phrase(first.first, found.stop, found.head)
        return first if first and first.first < found.first else found
    return _before_open_appositive(doc, before, lowest) or found


def _before_open_appositive(doc: Document, last: int, lowest: int) -> Phrase | None:
    """ "Anthony Anton, president and CEO of the association said": the name that opens the sentence."""
    tokens = doc.tokens
    for comma in range(last, max(lowest, last - _OPEN_APPOSITIVE), -1):
        if tokens[comma].text != ",":
            continue
        described = tokens[comma + 1].lower in _APPOSITIVE_STARTS or tokens[comma + 1].bare in TITLES
        named = phrase_left(doc, comma - 1, lowest) if described else None
        if named and named.first <= lowest + 1 and names_someone(doc, named):
            return absorb_left(doc, named, lowest)
        break
    return None


def _listed_adjectives(doc: Document, first: Phrase, found: Phrase) -> bool:
    """ "the bespectacled, 71-year-old diplomat": two halves of one phrase."""
    article = doc.tokens[first.first].lower in {"the", "a", "an"} and first.stop - first.first == 2
    adjective = not doc.tokens[first.head].upper and doc.tokens[found.first].lower not in DETERMINERS
    return article and adjective and first.stop + 1 == found.first and doc.tokens[first.stop].text == ","


def clause_subject(doc: Document, first: int, stop: int) -> Phrase | None:
    """The first noun phrase of a clause, after a leading adjunct ("On Friday, ...", "Speaking in Rome, ...")."""
    tokens = doc.tokens
    if first < stop and tokens[first].text.isupper():
        first = _past_dateline(doc, first, stop)
    for _ in range(_DEEPEST):
        while first < stop and _leads(doc, first):
            first += 1
        if first >= stop or not _begins_adjunct(doc, first):
            break
        comma = next((i for i in range(first, stop) if tokens[i].text == "," and not doc.quoted(i)), None)
        if comma is None:
            break
        first = _past_place(doc, comma + 1, stop)
    found = first_phrase(doc, first, stop)
    if found and tokens[found.head].lower in TIME_NOUNS and found.stop < stop:
        return first_phrase(doc, found.stop, stop) or found
    return found


def _past_place(doc: Document, first: int, stop: int) -> int:
    """Past the second half of a place: "In Salem, New Hampshire, Trump said"."""
    tokens = doc.tokens
    place = phrase_right(doc, first, stop)
    if place is None or place.stop + 1 >= stop or tokens[place.stop].text != "," or not tokens[place.first].upper:
        return first
    subject = phrase_right(doc, place.stop + 1, stop)
    follows = subject is not None and subject.stop < len(tokens) and is_finite(doc, subject.stop)
    return place.stop + 1 if follows else first


def _past_dateline(doc: Document, first: int, stop: int) -> int:
    """Past "WASHINGTON (AP) -" at the beginning of a sentence."""
    for index in range(first, min(stop, first + _DATELINE)):
        token = doc.tokens[index]
        if token.text in _DASHES:
            return index + 1
        if token.alpha and not token.upper and token.lower not in DAYS:
            break
    return first


def _leads(doc: Document, index: int) -> bool:
    token = doc.tokens[index]
    word = token.lower
    return token.text in _LEADING or word in CONJUNCTIONS or word in ADVERBS or doc.quoted(index) or ends_in_ly(token)


def _begins_adjunct(doc: Document, index: int) -> bool:
    token = doc.tokens[index]
    if token.lower in PREPOSITIONS or token.lower in SUBORDINATORS:
        return True
    if not token.upper or index + 1 >= len(doc.tokens) or is_given_name(token.lower):
        return False
    following = doc.tokens[index + 1]
    verbal = token.lower.endswith("ing") or (token.lower.endswith("ed") and following.lower in PREPOSITIONS)
    return verbal and len(token.text) > 4 and following.lower not in CUES and not is_finite(doc, index + 1)


def starts_with_subject(doc: Document, first: int, cue: int) -> bool:
    """Whether something other than adverbs and auxiliaries stands between `first` and the cue."""
    return any(
        not (is_adverb(token) or token.lower in AUXILIARIES or token.text == ",") for token in doc.between(first, cue)
    )


def has_noun(doc: Document, first: int, stop: int) -> bool:
    return any(in_phrase(doc, index) for index in range(first, stop))
