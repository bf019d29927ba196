"""Where a name ends that begins at a word: by capitals, initials, hyphens and particles.

Pure looks at form; which words are whose is decided elsewhere.
"""

from __future__ import annotations

from nlp.entities.lexicon import (
    FUNCTION_WORDS,
    HONORIFICS,
    NO_NAMES,
    OFFICES,
    PARTICLES,
    SUFFIXES,
)
from nlp.entities.reading import HYPHENS, Reading
from nlp.entities.tables import table

_LONGEST_PERSON = 5
_SHORT_CAPITALS = 3


def calendar_words() -> frozenset[str]:
    """Names of months and days, long and short, as written."""
    rows = table("currencies")
    return frozenset(rows["months"] + rows["days"] + ("Jan", "Feb", "Aug", "Sept", "Oct", "Nov", "Dec"))


CALENDAR = calendar_words()


def is_initial(word: str) -> bool:
    """Whether a word is one or more initials: "J.", "J.K."."""
    return len(word) > 1 and word[0].isupper() and word[1::2] == "." * (len(word) // 2) and word[::2].isupper()


def is_name_word(reading: Reading, index: int) -> bool:
    """Whether a word may be part of a person's name by its form."""
    word = reading.words[index]
    if not word[:1].isupper() or word in NO_NAMES or word in CALENDAR:
        return False
    if is_initial(word):
        return True
    if not word.replace("'", "").replace("’", "").replace(".", "").replace("-", "").isalpha():
        return False
    lower = reading.lower[index]
    if lower in FUNCTION_WORDS or lower in HONORIFICS:
        return False
    return not (word.isupper() and len(word) <= _SHORT_CAPITALS and len(word) > 1 and lower not in SUFFIXES)


def person_end(reading: Reading, first: int) -> int:
    """Where a person's name that begins at word `first` ends; `first` where none does."""
    words, index, count = reading.words, first, 0
    stop = first
    while index < len(words) and count < _LONGEST_PERSON:
        word = words[index]
        if index > first and reading.lower[index] in SUFFIXES and (word[0].isupper()):
            return index + 1
        if is_name_word(reading, index) and not (index > first and _begins_another(reading, index)):
            index, count = index + 1, count + 1
            stop = index
            while reading.hyphen(index) and words[index + 1][:1].isalpha():
                index += 2
                stop = index
        elif _particle(reading, index):
            index += 1
            if index < len(words) and words[index] in HYPHENS:
                index += 1
        else:
            break
    return stop


def _particle(reading: Reading, index: int) -> bool:
    """Whether a small word or a nickname's prefix inside a name goes on with a capital."""
    if reading.lower[index] not in PARTICLES:
        return False
    follows = index + 1
    while follows < len(reading) and (reading.words[follows] in HYPHENS or reading.words[follows] in PARTICLES):
        follows += 1
    return follows < len(reading) and follows - index <= 3 and is_name_word(reading, follows)


def _begins_another(reading: Reading, index: int) -> bool:
    """Whether a word inside a run of capitals begins a name or title of its own."""
    return reading.opens[index] or (reading.lower[index] in OFFICES and reading.next_word(index) != "")
