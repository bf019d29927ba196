"""Events and laws by their head words: "World Cup", "Operation Sunrise", "Child Protection Act", "Treaty of Rome".

Works on its own or after a statistical component, whose parts of such names it joins.
"""

from __future__ import annotations

from nlp.entities.draft import Draft, Found
from nlp.entities.lexicon import FUNCTION_WORDS, HONORIFICS, OFFICES, words
from nlp.entities.reading import Reading
from nlp.entities.shapes import CALENDAR

_EVENTS = words("""
Cup Games Olympics Paralympics Championship Championships Prix Festival Marathon Intifada Uprising Biennale Expo
Tournament Playoffs Bowl Derby Holocaust Regatta Genocide Massacre War Wars Summit Jubilee
""")
_LAWS = words("""
Act Acts Treaty Protocol Constitution Convention Accord Accords Agreement Agreements Bill Code Charter Pact Covenant
Amendment Declaration Ordinance Decree Statute Law Regulations
""")
_NAMED_AFTER = words("Hurricane Typhoon Cyclone Operation")
"""Events whose own name follows."""
_OF = words("Battle Siege Treaty Declaration Convention Protocol Statute Covenant Charter")
_LINKS = frozenset({"of", "on", "for", "and", "against", "the", "to", "in"})
_NUMERALS = frozenset({"I", "II", "III", "IV", "V", "X"})
_LEFT, _RIGHT = 7, 10


def find_events(reading: Reading, draft: Draft) -> None:
    """Add events and laws, whole, in place of the parts that were found."""
    for head, word in enumerate(reading.words):
        if word in _EVENTS or word in _LAWS:
            first, stop = _start(reading, head), _right(reading, head)
            if stop - first > 1:
                _put(draft, first, stop, "EVENT" if word in _EVENTS else "LAW")
        elif word in _NAMED_AFTER and head + 1 < len(reading) and _is_part(reading, head + 1):
            _put(draft, head, head + 2, "EVENT")
        elif word in _OF:
            stop = _right(reading, head)
            if stop > head + 2:
                _put(draft, head, stop, "EVENT" if word in {"Battle", "Siege"} else "LAW")


def _put(draft: Draft, first: int, stop: int, label: str) -> None:
    over = draft.over(first, stop)
    if any(found.first < first or found.stop > stop for found in over):
        return
    if any(
        found.label in {"EVENT", "LAW", "WORK_OF_ART"} and found == Found(first, stop, found.label) for found in over
    ):
        return
    draft.put(first, stop, label)


def _start(reading: Reading, head: int) -> int:
    first = head
    while first and head - first < _LEFT and not reading.opens[first]:
        before = first - 1
        if _is_part(reading, before) and not (reading.opens[before] and reading.lower[before] in FUNCTION_WORDS):
            first = before
        elif reading.hyphen(before) and _is_part(reading, before - 1):
            first = before - 1
        else:
            break
    return first


def _is_part(reading: Reading, index: int) -> bool:
    word, lower = reading.words[index], reading.lower[index]
    return (
        reading.capital[index]
        and word not in CALENDAR
        and lower not in FUNCTION_WORDS
        and lower not in HONORIFICS
        and lower not in OFFICES
        and any(letter.isalpha() for letter in word)
    )


def _right(reading: Reading, head: int) -> int:
    """Where "of Foreign Affairs" or "II" after the head ends."""
    stop = head + 1
    if stop < len(reading) and reading.words[stop] in _NUMERALS:
        return stop + 1
    if reading.words[head] not in _OF or stop >= len(reading) or reading.lower[stop] not in {"of", "on", "for"}:
        return stop
    index = best = stop
    while index < len(reading) and index - head < _RIGHT:
        if _is_part(reading, index):
            best = index + 1
        elif reading.lower[index] not in _LINKS:
            break
        index += 1
    return best if best > stop else stop
