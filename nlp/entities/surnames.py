"""Later mentions of people: surnames and given names of full names, followed through the text.

A surname on its own gives no statistical component much to go by; the full name somewhere in the text does.
"""

from __future__ import annotations

from nlp.entities.draft import Draft, Found
from nlp.entities.gazetteer import countries, doubtful, known_label, peoples, places
from nlp.entities.lexicon import SUFFIXES
from nlp.entities.reading import POSSESSIVES, Reading
from nlp.entities.shapes import is_initial, is_name_word
from nlp.quotes.given_names import is_given_name

PERSON = "PERSON"
MENDABLE = frozenset({"ORG", "GPE", "LOC", "NORP", "FAC", "PRODUCT", "WORK_OF_ART", "EVENT", "LANGUAGE", "LAW"})
"""Labels that people are taken for."""
_SHORT_FAMILY_NAME = 5
_LONGEST = 6


def follow_names(reading: Reading, draft: Draft) -> None:
    """Mark the mentions of people whose full name the text has."""
    alone: set[str] = set()
    for found in draft:
        if found.label == PERSON and 2 <= found.stop - found.first <= _LONGEST:
            alone |= {surname(reading, found), _family_name_first(reading, found), _given_name(reading, found)}
    alone.discard("")
    if alone:
        follow(reading, draft, alone)


def follow(reading: Reading, draft: Draft, names: set[str]) -> None:
    """Make people of these words where they stand alone."""
    for index, word in enumerate(reading.words):
        if word not in names or not stands_alone(reading, index):
            continue
        found = draft.at(index)
        if found is None or (found.stop - found.first == 1 and found.label in MENDABLE):
            draft.put(index, index + 1, PERSON)


def surname(reading: Reading, found: Found) -> str:
    """The word that later mentions of a person use; "" where there is no such word."""
    last = found.stop - 1
    while last > found.first and reading.lower[last] in SUFFIXES:
        last -= 1
    word = reading.words[last]
    usable = len(word) > 2 and word[0].isupper() and not word.isupper() and not is_initial(word)
    known = word in peoples() or word in countries() or (word in places() and word not in doubtful())
    return word if usable and not known else ""


def _family_name_first(reading: Reading, found: Found) -> str:
    """The first of two words where it can be a family name: "Qin" of "Qin Gang"."""
    word = reading.words[found.first]
    if found.stop - found.first != 2 or is_given_name(reading.lower[found.first]) or len(word) > _SHORT_FAMILY_NAME:
        return ""
    return word if word.isalpha() and not word.isupper() and not known_label(word) else ""


def _given_name(reading: Reading, found: Found) -> str:
    """The given name of a full name, where it is no place's too: "Babar" of "Babar Azam"."""
    word = reading.words[found.first]
    return word if is_given_name(reading.lower[found.first]) and not known_label(word) and len(word) > 2 else ""


def stands_alone(reading: Reading, index: int) -> bool:
    """Whether a word is not part of a longer run of capitals."""
    if index and reading.hyphen(index - 1):
        return False
    following = index + 1
    if following >= len(reading):
        return True
    if reading.hyphen(following) and reading.capital[following + 1]:
        return False
    return not is_name_word(reading, following) or reading.opens[following] or reading.words[following] in POSSESSIVES
