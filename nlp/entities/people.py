"""People: who stands after a title, who speaks, whose age follows, and whose name comes back.

Works on its own or after a statistical component, whose findings it corrects where titles and full names say better.
"""

from __future__ import annotations

from nlp.entities.draft import Draft
from nlp.entities.gazetteer import countries, known_label, organisations, peoples, places
from nlp.entities.lexicon import (
    FACILITY_ENDS,
    LAND_ENDS,
    LAW_ENDS,
    OFFICES,
    OPENERS,
    ORGANISATION_ENDS,
    ORGANISATION_HEADS,
    RANKS,
    words,
)
from nlp.entities.reading import Reading
from nlp.entities.shapes import is_initial, is_name_word, person_end
from nlp.entities.surnames import MENDABLE, PERSON, follow, follow_names
from nlp.entities.titles import Title, titles
from nlp.quotes.given_names import is_given_name
from nlp.quotes.lexicon import STRONG

_NOT_LAST = ORGANISATION_ENDS | FACILITY_ENDS | LAND_ENDS | LAW_ENDS
_SURNAMES_TOO = (FACILITY_ENDS | LAND_ENDS) - ORGANISATION_ENDS
_NO_PERSON_ALONE = OFFICES | OPENERS | RANKS
_ALWAYS_A_NAME = words("mr mr. mrs mrs. ms ms. miss dr dr. sir president minister senator sen. gov. governor")
_SILENT = frozenset({"GPE", "LOC", "FAC", "PRODUCT", "WORK_OF_ART"})
_PLACES = frozenset({"GPE", "LOC"})
_AGES = range(5, 120)
_SPEECH = frozenset(STRONG) | words(
    "said says told tells added adds explains explained recalls recalled insists insisted"
)


def find_people(reading: Reading, draft: Draft, *, guess: bool) -> None:
    """Add and correct people. `guess`: nothing statistical looked at the text, so form alone has to do."""
    for title in titles(reading):
        _after_title(reading, draft, title)
    _who_speak(reading, draft)
    _given_names(reading, draft)
    follow(reading, draft, _by_form(reading, draft, spoken=not guess))
    follow_names(reading, draft)


def _after_title(reading: Reading, draft: Draft, title: Title) -> None:
    first = title.stop
    stop = person_end(reading, first)
    if stop == first or reading.opens[first] or not _may_be_person(reading, first, stop):
        return
    if stop - first == 1 and not _sure_alone(reading, title, reading.words[first]):
        return
    _clear_title(reading, draft, title)
    over = draft.over(first, stop)
    if any(found.label == PERSON for found in over):
        return
    if all(found.label in MENDABLE and first <= found.first and found.stop <= stop for found in over):
        draft.put(first, stop, PERSON)


def _sure_alone(reading: Reading, title: Title, word: str) -> bool:
    """Whether the only word after a title is a name of a person."""
    if not title.sure or word in ORGANISATION_HEADS:
        return False
    if word in countries() or word in peoples() or word in organisations():
        return False
    return word not in places() or reading.lower[title.stop - 1] in _ALWAYS_A_NAME


def _clear_title(reading: Reading, draft: Draft, title: Title) -> None:
    """Cut what was taken from a title off the names before it: "US" in "US National Security Adviser"."""
    for found in draft.over(title.first, title.stop):
        if found.first < title.first and found.stop <= title.stop and found.label != PERSON:
            draft.drop(found)
            label = known_label(reading.text(found.first, title.first))
            draft.put(found.first, title.first, label or found.label)
        elif title.first <= found.first and found.stop <= title.stop and _is_title(reading, found.first, found.stop):
            draft.drop(found)


def _is_title(reading: Reading, first: int, stop: int) -> bool:
    if known_label(reading.text(first, stop)):
        return False
    return reading.lower[stop - 1] in OFFICES or all(word in RANKS for word in reading.lower[first:stop])


def _may_be_person(reading: Reading, first: int, stop: int) -> bool:
    if stop - first > 1:
        last = reading.lower[stop - 1]
        named = last in _SURNAMES_TOO and is_given_name(reading.lower[first])
        return (last not in _NOT_LAST or named) and reading.words[first] not in peoples()
    return stop == len(reading) or reading.lower[stop] != "&"


def _who_speak(reading: Reading, draft: Draft) -> None:
    """What is no known place and says something is a person."""
    for found in draft:
        if found.label in _SILENT and found.stop < len(reading):
            speaks = reading.lower[found.stop] in _SPEECH
            if speaks and not known_label(reading.text(found.first, found.stop)):
                draft.put(found.first, found.stop, PERSON)


def _given_names(reading: Reading, draft: Draft) -> None:
    """Two words that were taken for a place, are not known as one and begin with a given name are a person."""
    for found in draft:
        last = found.stop - 1
        if found.label not in _PLACES or last != found.first + 1 or not is_given_name(reading.lower[found.first]):
            continue
        known = known_label(reading.text(found.first, found.stop)) or known_label(reading.words[last])
        if not known and is_name_word(reading, last) and reading.lower[last] not in _NOT_LAST:
            draft.put(found.first, found.stop, PERSON)


def _by_form(reading: Reading, draft: Draft, *, spoken: bool) -> set[str]:
    """Add runs of capitals that begin with a given name or initials, that speak, or whose age follows.

    Only those that speak if `spoken`. Returns the single words among them.
    """
    single: set[str] = set()
    index, length = 0, len(reading)
    while index < length:
        if not reading.capital[index] or draft.at(index) or not is_name_word(reading, index):
            index += 1
            continue
        stop = _free_end(draft, index, person_end(reading, index))
        if stop > index and _looks_like_person(reading, index, stop) and (not spoken or _speaks(reading, index, stop)):
            draft.put(index, stop, PERSON)
            if stop - index == 1:
                single.add(reading.words[index])
        index = max(stop, index + 1)
    return single


def _free_end(draft: Draft, first: int, stop: int) -> int:
    for index in range(first, stop):
        if draft.at(index):
            return index
    return stop


def _looks_like_person(reading: Reading, first: int, stop: int) -> bool:
    if not _may_be_person(reading, first, stop) or known_label(reading.text(first, stop)):
        return False
    if stop - first == 1:
        lower = reading.lower[first]
        if reading.words[first].isupper() or lower in _NO_PERSON_ALONE or lower in reading.common:
            return False
        return _speaks(reading, first, stop)
    if _speaks(reading, first, stop) or _has_age(reading, stop) or is_given_name(reading.lower[first]):
        return True
    return any(is_initial(word) for word in reading.words[first : stop - 1])


def _speaks(reading: Reading, first: int, stop: int) -> bool:
    after = reading.lower[stop] if stop < len(reading) else ""
    return after in _SPEECH or (reading.word_before(first) in {"said", "says"} and after in {",", ".", ":", "who"})


def _has_age(reading: Reading, stop: int) -> bool:
    """Whether ", 42," follows."""
    words = reading.words
    if stop + 2 >= len(words) or words[stop] != "," or words[stop + 2] not in {",", "."}:
        return False
    return words[stop + 1].isdecimal() and len(words[stop + 1]) <= 3 and int(words[stop + 1]) in _AGES
