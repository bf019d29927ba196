"""Organisations: by head words ("Ministry of Defence"), by the tables, and by abbreviations that the text introduces.

Works on its own or after a statistical component, whose names it completes and corrects.
"""

from __future__ import annotations

from nlp.entities.draft import Draft, Found
from nlp.entities.gazetteer import known_label, organisations, peoples
from nlp.entities.lexicon import (
    ALLIANCES,
    COMPANY_ROLES,
    FUNCTION_WORDS,
    HONORIFICS,
    OFFICES,
    OPENERS,
    ORGANISATION_HEADS,
    ORGANISATION_NOUNS,
    RANKS,
    STATE_BODIES,
    WEAK_HEADS,
)
from nlp.entities.reading import HYPHENS, Reading
from nlp.entities.shapes import CALENDAR

ORG = "ORG"
_LEFT, _RIGHT = 6, 8
_OF = frozenset({"of", "for"})
_ALLIANCE_WORDS = frozenset(
    {"alliance", "bloc", "grouping", "pact", "group", "partnership", "summit", "nations", "partners"}
)
_SHORT = range(2, 11)
_ABBREVIATED = frozenset({ORG, "EVENT", "LAW"})


def find_organisations(reading: Reading, draft: Draft, *, guess: bool) -> None:
    """Add and correct organisations. `guess`: nothing statistical looked at the text."""
    _by_heads(reading, draft, guess)
    _known(reading, draft, guess)
    _by_roles(reading, draft, guess)
    _abbreviations(reading, draft)


def _by_heads(reading: Reading, draft: Draft, guess: bool) -> None:
    for head, word in enumerate(reading.words):
        if word not in ORGANISATION_HEADS:
            continue
        first, stop = _extent(reading, head)
        if stop - first < 2:
            continue
        if guess:
            if word in WEAK_HEADS and stop - 1 == head and reading.opens[first] and head - first < 2:
                continue
            draft.put(first, stop, ORG)
        else:
            _complete(reading, draft, first, stop, head)


def _complete(reading: Reading, draft: Draft, first: int, stop: int, head: int) -> None:
    """Give a name that was found in part its whole extent."""
    over = draft.over(first, stop)
    if not over and reading.words[head] not in WEAK_HEADS and not reading.opens[first]:
        draft.put(first, stop, ORG)
    if not over or any(found.first < first or found.stop > stop for found in over):
        return
    if any(found.label == "PERSON" and found.stop - found.first > 1 for found in over):
        return
    if over == [Found(first, stop, ORG)]:
        return
    if draft.at(head) is None and reading.words[head] in WEAK_HEADS and stop - 1 == head:
        return
    draft.put(first, stop, ORG)


def _extent(reading: Reading, head: int) -> tuple[int, int]:
    """The words of an organisation's name around its head."""
    first = head
    while first and head - first < _LEFT and _joins_left(reading, first):
        first -= 1
    while first < head and (reading.words[first] in HYPHENS or reading.words[first] == "&"):
        first += 1
    if reading.words[head] in STATE_BODIES and first < head and reading.words[first] in peoples():
        first += 1
    return first, _right(reading, head)


def _joins_left(reading: Reading, first: int) -> bool:
    """Whether the word before `first` belongs to the same name."""
    before = reading.words[first - 1]
    if reading.opens[first] or before in CALENDAR:
        return False
    if before in {"&", "-", "–"}:
        return first >= 2 and reading.capital[first - 2] and (before == "&" or reading.glued(first - 1))
    lower = reading.lower[first - 1]
    if not before[:1].isupper() or lower in FUNCTION_WORDS or lower in HONORIFICS:
        return False
    if reading.opens[first - 1] and lower in OPENERS:
        return False
    if lower in OFFICES and lower not in RANKS:
        return False
    return any(letter.isalpha() for letter in before)


def _right(reading: Reading, head: int) -> int:
    """Where "of Foreign Affairs" after a head ends."""
    stop = head + 1
    if stop >= len(reading) or reading.lower[stop] not in _OF:
        return stop
    index = stop + 1
    end = min(len(reading), stop + _RIGHT)
    best = stop
    while index < end:
        word = reading.words[index]
        if word[:1].isupper() and reading.lower[index] not in HONORIFICS and word not in CALENDAR:
            index += 1
            best = index
        elif reading.lower[index] in {"and", "the", "of", "&"} or _lists_more(reading, index, head):
            index += 1
        else:
            break
    return best


def _lists_more(reading: Reading, comma: int, head: int) -> bool:
    """Whether the comma is inside a list of portfolios: "Ministry of Education, Science and Technology"."""
    if reading.words[comma] != "," or reading.words[head] not in {"Ministry", "Department", "Authority", "Minister"}:
        return False
    index = comma + 1
    while index < len(reading) and index - comma < _RIGHT and (reading.capital[index] or reading.words[index] == ","):
        index += 1
    return index + 1 < len(reading) and reading.lower[index] in {"and", "&"} and reading.capital[index + 1]


def _known(reading: Reading, draft: Draft, guess: bool) -> None:
    known = organisations()
    index, length = 0, len(reading)
    while index < length:
        match = known.match(reading, index)
        if match is None:
            if reading.words[index] in ALLIANCES and _is_alliance(reading, index):
                draft.fill(index, index + 1, ORG)
            index += 1
            continue
        over = draft.over(index, match.stop)
        if not over:
            if guess or reading.words[index].isupper():
                draft.put(index, match.stop, ORG)
        elif (over[0].first, over[0].stop) == (index, match.stop) and over[0].label in {
            "GPE",
            "LOC",
            "PRODUCT",
            "NORP",
        }:
            draft.put(index, match.stop, ORG)
        index = match.stop


def _is_alliance(reading: Reading, index: int) -> bool:
    return reading.word_before(index) == "the" or reading.next_word(index) in _ALLIANCE_WORDS


def _by_roles(reading: Reading, draft: Draft, guess: bool) -> None:
    """What has a CEO or shares, and is no known place, is a company."""
    for found in draft:
        if found.label in {"PERSON", "GPE", "LOC", "PRODUCT"} and found.stop < len(reading):
            role = reading.lower[found.stop] in COMPANY_ROLES
            if role and not known_label(reading.text(found.first, found.stop)):
                draft.put(found.first, found.stop, ORG)
    for index, word in enumerate(reading.lower):
        if word in ORGANISATION_NOUNS and not reading.capital[index] and index + 1 < len(reading):
            _after_noun(reading, draft, index + 1, guess)


def _after_noun(reading: Reading, draft: Draft, first: int, guess: bool) -> None:
    """ "tech giant Huawei", "the newspaper Milenio"."""
    found = draft.at(first)
    if found and found.first == first:
        if found.label in {"PERSON", "GPE", "LOC", "PRODUCT"} and not known_label(reading.text(first, found.stop)):
            draft.put(first, found.stop, ORG)
    elif guess and not found and reading.capital[first] and not reading.opens[first]:
        stop = first + 1
        while stop < len(reading) and stop - first < _LEFT and _continues(reading, draft, stop):
            stop += 1
        if (
            reading.lower[first] not in HONORIFICS
            and reading.lower[first] not in OFFICES
            and reading.words[first] not in CALENDAR
        ):
            draft.fill(first, stop, ORG)


def _continues(reading: Reading, draft: Draft, index: int) -> bool:
    return (
        reading.capital[index]
        and not reading.opens[index]
        and draft.at(index) is None
        and reading.words[index].isalpha()
    )


def _abbreviations(reading: Reading, draft: Draft) -> None:
    """Where a name is followed by its abbreviation in brackets, the abbreviation is a name everywhere."""
    names: dict[str, str] = {}
    terms: set[str] = set()
    for index in range(1, len(reading) - 2):
        word = reading.words[index + 1]
        if reading.words[index] == "(" and reading.words[index + 2] == ")" and is_abbreviation(word):
            found = draft.at(index - 1)
            if found and found.stop == index and found.label in _ABBREVIATED and found.stop - found.first > 1:
                names.setdefault(word, found.label)
            elif not found and _abbreviates_term(reading, index, word):
                terms.add(word)
    for index, word in enumerate(reading.words if names or terms else ()):
        if word in names or word in terms:
            found = draft.at(index)
            if word in names and (found is None or found.stop - found.first == 1):
                draft.put(index, index + 1, names[word])
            elif word in terms and found and found.stop - found.first == 1:
                draft.drop(found)


def _abbreviates_term(reading: Reading, bracket: int, word: str) -> bool:
    """Whether the small words before a bracket are what its capitals stand for: "non-performing loan (NPL)"."""
    initials = [letter.lower() for letter in word if letter.isupper()]
    before = [w for w in reading.words[max(0, bracket - 2 * len(initials)) : bracket] if w.isalpha()][-len(initials) :]
    return [w[0] for w in before] == initials and len(before) > 1 and sum(w.islower() for w in before) > len(before) / 2


def is_abbreviation(word: str) -> bool:
    """Whether a word is one by form: two to ten letters, most of them capitals."""
    letters = [letter for letter in word if letter.isalpha()]
    return len(word) in _SHORT and bool(letters) and sum(letter.isupper() for letter in letters) * 2 > len(letters)
