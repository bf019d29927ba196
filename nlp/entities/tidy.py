"""What any entity must be before the other rules look at it: in OntoNotes' labels, whole, and no more than a name.

Takes possessives, stray punctuation, "-based" and titles off, puts on what a hyphen cut off, drops what is no name, and
gives names whose last word tells their kind that kind.
"""

from __future__ import annotations

import re

from nlp.entities.draft import Draft, Found
from nlp.entities.gazetteer import countries, known_label, peoples, places
from nlp.entities.lexicon import (
    EVENT_ENDS,
    FACILITY_ENDS,
    FUNCTION_WORDS,
    HONORIFICS,
    JOINED,
    LAND_ENDS,
    LAND_STARTS,
    LAW_ENDS,
    NO_NAMES,
    OFFICES,
    OPENERS,
    ORGANISATION_ENDS,
    POST_NOMINALS,
    RANKS,
    SURE_FACILITY_ENDS,
    words,
)
from nlp.entities.reading import HYPHENS, POSSESSIVES, Reading
from nlp.entities.shapes import CALENDAR
from nlp.entities.wholes import whole_person
from nlp.quotes.given_names import is_given_name

_EDGES = frozenset({".", ",", ";", ":", "(", ")", '"', "“", "”", "‘", "[", "]", "/", "|", "*", "!", "?", "—", "…", "•"})
_TITLE_WORDS = (OFFICES | HONORIFICS | RANKS) - {"state", "trade", "labor", "oil", "house", "union", "wing"}
_NAMES = frozenset({"PERSON", "GPE", "LOC", "ORG", "NORP", "FAC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW", "LANGUAGE"})
_LINKS = frozenset({"the", "and", "of", "for", "in", "to", "at", "by", "on", "a", "an", "with", "from"})
_CODE = re.compile(r"[A-FH-Z]\d{1,2}|[A-Z]|[IVX]+")
_NO_CAPITALS = 5
_COARSE = frozenset({"PER", "PERS", "MISC"})
"""Labels that only pipelines have whose LOC is any place."""
_ADDRESS = words("mr mr. mrs mrs. ms ms. miss dr dr. prof prof.")
_MISTAKEN = frozenset({"ORG", "GPE", "LOC", "PRODUCT", "WORK_OF_ART", "FAC"})
_LONGEST_TITLED = 5


def tidy(reading: Reading, draft: Draft, *, coarse: bool | None) -> None:
    """Mend each entity's ends and label. `coarse`: they are PER, LOC, ORG and MISC; None: see whether they are."""
    if coarse is None:
        coarse = any(found.label in _COARSE for found in draft)
    cased = sum(reading.capital) >= _NO_CAPITALS
    for found in draft:
        if draft.at(found.first) != found:
            continue
        label = _relabelled(reading, found, coarse)
        if label in _MISTAKEN and _is_titled(reading, found):
            label = "PERSON"
        if label not in _NAMES:
            _replace(draft, found, Found(found.first, found.stop, label))
            continue
        first, stop = _trimmed(reading, found.first, found.stop, label)
        if stop > first and label == "PERSON":
            first, stop = whole_person(reading, draft, first, stop)
        if (
            stop <= first
            or _is_no_name(reading, first, stop, label)
            or (cased and _is_small(reading, first, stop, label))
        ):
            draft.drop(found)
        elif not _split(reading, draft, found, first, stop):
            _replace(draft, found, Found(first, stop, _by_last_word(reading, first, stop, label)))


def _replace(draft: Draft, old: Found, new: Found) -> None:
    if old != new:
        draft.drop(old)
        draft.put(new.first, new.stop, new.label)


def _split(reading: Reading, draft: Draft, found: Found, first: int, stop: int) -> bool:
    """Make two of "India and Pakistan"."""
    for index in range(first + 1, stop - 1):
        if reading.words[index] in {"and", ","}:
            left, right = known_label(reading.text(first, index)), known_label(reading.text(index + 1, stop))
            if left and right and not known_label(reading.text(first, stop)):
                draft.drop(found)
                draft.put(first, index, left)
                draft.put(index + 1, stop, right)
                return True
    return False


def _is_small(reading: Reading, first: int, stop: int, label: str) -> bool:
    """Whether a name of a person or place has no capital at all."""
    return label in {"PERSON", "GPE", "LOC", "FAC"} and reading.text(first, stop).islower()


def _relabelled(reading: Reading, found: Found, coarse: bool) -> str:
    label = found.label.upper() if found.label.islower() else found.label
    if label in {"PER", "PERS"}:
        return "PERSON"
    if not coarse:
        return label
    text = reading.text(found.first, found.stop).removeprefix("the ")
    if label == "LOC":
        return places().label(text) or ("LOC" if _is_land(reading, found.first, found.stop) else "GPE")
    if label == "MISC":
        return peoples().label(text) or label
    return label


def _is_titled(reading: Reading, found: Found) -> bool:
    """Whether "Mr" or the like begins the entity."""
    if found.stop - found.first < 2 or found.stop - found.first > _LONGEST_TITLED:
        return False
    first = reading.lower[found.first]
    return first in _ADDRESS and reading.capital[found.stop - 1]


def _is_land(reading: Reading, first: int, stop: int) -> bool:
    return stop - first > 1 and (reading.lower[stop - 1] in LAND_ENDS or reading.lower[first] in LAND_STARTS)


def _trimmed(reading: Reading, first: int, stop: int, label: str) -> tuple[int, int]:
    """The entity without what is no part of a name at either end."""
    written, lower = reading.words, reading.lower
    stop = _cut(reading, first, stop, label)
    while stop > first and written[stop - 1] in _EDGES:
        stop -= 1
    while stop - first > 1 and (written[stop - 1] in POSSESSIVES or written[stop - 1].isspace()):
        stop -= 1
    while stop > first and (written[first] in _EDGES or written[first] in HYPHENS or written[first].isspace()):
        first += 1
    while stop - first > 2 and written[stop - 2] in HYPHENS and lower[stop - 1] in JOINED:
        stop -= 2
    while stop - first > 1 and (written[stop - 1] in HYPHENS or written[stop - 1] in _LINKS):
        stop -= 1
    while stop - first > 1 and written[first] in _LINKS and written[first] != "the":
        first += 1
    if label == "PERSON":
        while stop - first > 1 and written[stop - 1] in POST_NOMINALS:
            stop -= 1
        while (
            stop - first > 1
            and lower[first] in _TITLE_WORDS
            and (reading.capital[first + 1] or written[first + 1] == ".")
        ):
            first += 1 + (written[first + 1] == ".")
    if label == "ORG" and stop - first > 1 and written[first].isdecimal() and len(written[first]) == 4:
        first += 1
    if label == "ORG" and stop - first > 2 and lower[first] in OFFICES and lower[first + 1] in {"of", "for"}:
        first += 2 + (lower[first + 2] == "the" and stop - first > 3)
    return first, stop


def _cut(reading: Reading, first: int, stop: int, label: str) -> int:
    """Where a line, or a dash between spaces in a person's name, ends the entity."""
    for index in range(first + 1, stop - 1):
        word = reading.words[index]
        if "\n" in word or (label == "PERSON" and word in HYPHENS and not reading.hyphen(index)):
            loose = not reading.glued(index) or "\n" in word
            if loose:
                return index
    return stop


def _is_no_name(reading: Reading, first: int, stop: int, label: str) -> bool:
    text = reading.text(first, stop)
    if "://" in text or "www." in text or "@" in text or not any(letter.isalnum() for letter in text):
        return True
    if stop - first > 1:
        return False
    word, lower = reading.words[first], reading.lower[first]
    if word in CALENDAR or word in NO_NAMES or (_CODE.fullmatch(word) and label != "PRODUCT"):
        return True
    if label == "PERSON" and lower in _TITLE_WORDS:
        return True
    if not reading.opens[first] or known_label(word):
        return False
    return lower in FUNCTION_WORDS or lower in OPENERS or (lower in reading.common and label != "NORP")


def _by_last_word(reading: Reading, first: int, stop: int, label: str) -> str:
    """The kind that the last of several words tells."""
    if stop - first < 2:
        return label
    last, text = reading.lower[stop - 1], reading.text(first, stop)
    if text in countries() or text in places():
        return label
    if label in {"PERSON", "GPE", "NORP", "PRODUCT"} and last in ORGANISATION_ENDS and last not in SURE_FACILITY_ENDS:
        return "ORG"
    if label in {"GPE", "ORG"} and last in FACILITY_ENDS:
        return "FAC"
    if label == "PERSON" and last in SURE_FACILITY_ENDS and not is_given_name(reading.lower[first]):
        return "FAC"
    if last in LAND_ENDS and (
        label in {"GPE", "ORG"} or (label == "PERSON" and not is_given_name(reading.lower[first]))
    ):
        return "LOC"
    if label in {"PERSON", "GPE", "LOC"} and last in EVENT_ENDS:
        return "EVENT"
    if label in {"GPE", "LOC", "ORG"} and last in LAW_ENDS:
        return "LAW"
    return label
