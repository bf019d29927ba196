"""Titles of works in quotation marks: "Gone With the Wind".

A quoted stretch counts when it is set in Title Case and nothing around it shows that somebody says it.
"""

from __future__ import annotations

from nlp.entities.draft import Draft
from nlp.entities.lexicon import words
from nlp.entities.reading import Reading
from nlp.quotes.lexicon import CUES, FUNCTION_WORDS

_PAIRS = {"“": "”", '"': '"', "‘": "’", "«": "»", "``": "''"}
_LONGEST = 9
_STOPS = frozenset({",", ".", "!", "?", ";", "…"})
_NAMES = words("called named dubbed titled entitled nicknamed labelled labeled")
_LABEL = "WORK_OF_ART"


def find_works(reading: Reading, draft: Draft) -> None:
    """Add titles of works where no entity is."""
    index, length = 0, len(reading)
    while index < length:
        closing = _PAIRS.get(reading.words[index])
        stop = _close(reading, index, closing) if closing else 0
        if stop and _is_title(reading, index + 1, stop) and not _is_said(reading, index, stop):
            draft.fill(index + 1, stop, _LABEL)
        index = max(stop, index) + 1


def _close(reading: Reading, opening: int, mark: str) -> int:
    """The word that closes the quotation, 0 where none is near."""
    for index in range(opening + 3, min(len(reading), opening + _LONGEST + 2)):
        if reading.words[index] == mark:
            return index
    return 0


def _is_title(reading: Reading, first: int, stop: int) -> bool:
    """Whether all words but the small ones have a capital, two of them at least."""
    if reading.words[stop - 1] in _STOPS or not reading.capital[first]:
        return False
    capitals = 0
    for index in range(first, stop):
        word = reading.words[index]
        if word[:1].isalpha():
            if not reading.capital[index] and reading.lower[index] not in FUNCTION_WORDS:
                return False
            capitals += reading.capital[index]
        elif word in _STOPS or "\n" in word:
            return False
    return capitals > 1


def _is_said(reading: Reading, opening: int, closing: int) -> bool:
    before = reading.word_before(opening)
    said = before in CUES and before not in _NAMES
    return said or before in {",", ":"} or reading.next_word(closing) in CUES
