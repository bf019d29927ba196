"""Places and peoples: what the tables know, and what "Province", "River" or "in ..., Uganda" tells.

Works on its own or after a statistical component, whose labels it corrects where the tables know better.
"""

from __future__ import annotations

from nlp.entities.draft import Draft, Found
from nlp.entities.gazetteer import Known, countries, doubtful, known_label, peoples, places
from nlp.entities.lexicon import (
    BEFORE_PLACES,
    DIRECTIONS,
    FACILITY_ENDS,
    LAND_ENDS,
    LAND_STARTS,
    PLACE_NOUNS,
    REGION_WORDS,
)
from nlp.entities.reading import Reading
from nlp.entities.shapes import is_name_word
from nlp.quotes.given_names import is_given_name

_PLACES = frozenset({"GPE", "LOC"})
_WRONG = {
    "NORP": frozenset({"GPE", "PERSON", "ORG", "LOC", "FAC", "LANGUAGE", "PRODUCT", "WORK_OF_ART"}),
    "GPE": frozenset({"NORP", "PERSON", "LOC", "FAC", "ORG", "PRODUCT", "WORK_OF_ART", "EVENT", "LAW"}),
    "LOC": frozenset({"NORP", "PERSON", "ORG", "GPE", "PRODUCT", "WORK_OF_ART", "FAC"}),
    "FAC": frozenset({"PERSON", "GPE", "LOC", "PRODUCT", "WORK_OF_ART"}),
}
"""Labels to correct, by what the tables say."""
_NO_PLACES = frozenset({"PERSON", "ORG", "PRODUCT", "WORK_OF_ART"})
_SHOUTED = 4
"""Longer names of cities in capitals stand in datelines."""
_WRONG_FOR_CITY = frozenset({"PERSON", "PRODUCT", "WORK_OF_ART", "NORP"})


def find_places(reading: Reading, draft: Draft, *, guess: bool) -> None:
    """Add and correct places and peoples. `guess`: nothing statistical looked at the text."""
    _by_tables(reading, draft)
    if guess:
        _by_ending(reading, draft)
    for found in draft:
        if found.label in _PLACES and draft.at(found.first) == found:
            _extend(reading, draft, found)
    _before_countries(reading, draft)
    _by_nouns(reading, draft, guess)


def _by_nouns(reading: Reading, draft: Draft, guess: bool) -> None:
    """What is called a village or province: "Talabira village", "the town of Hudur"."""
    for index, word in enumerate(reading.lower):
        if word not in PLACE_NOUNS or reading.capital[index]:
            continue
        before = draft.at(index - 1) if index else None
        if before and before.label in _NO_PLACES and before.stop == index:
            _make_place(reading, draft, before)
        elif reading.next_word(index) == "of" and index + 2 < len(reading) and reading.capital[index + 2]:
            after = draft.at(index + 2)
            if after and after.first == index + 2 and after.label in _NO_PLACES:
                _make_place(reading, draft, after)
            elif guess and not after and is_name_word(reading, index + 2):
                stop = index + 3
                while (
                    stop < len(reading) and is_name_word(reading, stop) and not reading.opens[stop] and stop < index + 6
                ):
                    stop += 1
                draft.fill(index + 2, stop, "GPE")


def _make_place(reading: Reading, draft: Draft, found: Found) -> None:
    if not known_label(reading.text(found.first, found.stop)):
        draft.put(found.first, found.stop, "GPE")


def _by_tables(reading: Reading, draft: Draft) -> None:
    known_places, known_peoples = places(), peoples()
    index, length = 0, len(reading)
    while index < length:
        match = known_peoples.match(reading, index)
        place = known_places.match(reading, index)
        if match is None or (place and place.stop > match.stop):
            match = place
        if match is None:
            index += 1
            continue
        _settle(reading, draft, index, match)
        index = match.stop


def _settle(reading: Reading, draft: Draft, first: int, known: Known) -> None:
    over = draft.over(first, known.stop)
    text = reading.text(first, known.stop)
    if not over:
        if text not in doubtful() or _among_places(reading, first, known.stop):
            draft.put(first, known.stop, known.label)
    elif over == [Found(first, known.stop, over[0].label)]:
        if _is_wrong(text, known.label, over[0].label):
            draft.put(first, known.stop, known.label)
    elif all(first <= found.first and found.stop <= known.stop for found in over) and text not in doubtful():
        draft.put(first, known.stop, known.label)


def _is_wrong(text: str, known: str, label: str) -> bool:
    if text in doubtful() and text not in countries():
        return False
    if known == "GPE" and text not in countries():
        return label in _WRONG_FOR_CITY or (label == "ORG" and text.isupper() and len(text) > _SHOUTED)
    return label in _WRONG[known] and not (text in doubtful() and label in {"PERSON", "ORG"})


def _among_places(reading: Reading, first: int, stop: int) -> bool:
    return reading.word_before(first) in BEFORE_PLACES and not (stop < len(reading) and is_name_word(reading, stop))


def _extend(reading: Reading, draft: Draft, found: Found) -> None:
    """ "Jiangxi" with "Province", "Iraq" with "Northern"."""
    first, stop, label = found
    if stop < len(reading) and reading.words[stop] in REGION_WORDS and draft.free(stop, stop + 1):
        stop += 1
    before = first - 1
    if before >= 0 and reading.words[before] in DIRECTIONS and not reading.opens[first] and draft.free(before, first):
        first, label = before, "LOC"
    if (first, stop) != (found.first, found.stop):
        draft.put(first, stop, label)


def _before_countries(reading: Reading, draft: Draft) -> None:
    """A name between "in" and ", Uganda" is that of a place."""
    for found in draft:
        if found.label not in {"PERSON", "ORG", "PRODUCT", "WORK_OF_ART"} or found.stop + 1 >= len(reading):
            continue
        after = draft.at(found.stop + 1)
        if (
            reading.words[found.stop] == ","
            and after
            and after.label == "GPE"
            and found.stop - found.first == 1
            and reading.word_before(found.first) in {"in", "near", "from", "at"}
            and not is_given_name(reading.lower[found.first])
            and known_label(reading.text(after.first, after.stop)) == "GPE"
        ):
            draft.put(found.first, found.stop, "GPE")


def _by_ending(reading: Reading, draft: Draft) -> None:
    """Runs of capitals that end in a word for a piece of land, water or a building."""
    for index, word in enumerate(reading.lower):
        if not reading.capital[index] or draft.at(index):
            continue
        if word in LAND_ENDS or word in FACILITY_ENDS:
            first = index
            while first and index - first < 4 and is_name_word(reading, first - 1) and _open_to(draft, first - 1):
                first -= 1
                if reading.opens[first]:
                    break
            if first < index:
                draft.put(first, index + 1, "LOC" if word in LAND_ENDS else "FAC")
        elif word in LAND_STARTS and index + 1 < len(reading) and not reading.opens[index]:
            stop = index + 1
            while stop < len(reading) and stop - index < 4 and is_name_word(reading, stop) and not draft.at(stop):
                stop += 1
            if stop > index + 1:
                draft.put(index, stop, "LOC")


def _open_to(draft: Draft, index: int) -> bool:
    found = draft.at(index)
    return found is None or found.label in {"GPE", "PERSON"}
