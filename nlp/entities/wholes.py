"""The whole of a person's name of which a part was found: "Chan-o" of "Chan-o-cha", "Fernández" of "Julio Fernández".

Looks at the words around the part only; takes none that another entity has.
"""

from __future__ import annotations

from nlp.entities.draft import Draft
from nlp.entities.gazetteer import known_label
from nlp.entities.lexicon import JOINED, OFFICES, ORGANISATION_ENDS, PARTICLES, RANKS
from nlp.entities.reading import Reading
from nlp.entities.shapes import is_initial, is_name_word
from nlp.quotes.given_names import is_given_name

_MOST = 6
_NO_PART = ORGANISATION_ENDS | OFFICES | RANKS


def whole_person(reading: Reading, draft: Draft, first: int, stop: int) -> tuple[int, int]:
    """The range of the name that `[first, stop)` is part of."""
    return _left(reading, draft, first), _right(reading, draft, stop)


def _right(reading: Reading, draft: Draft, stop: int) -> int:
    limit = stop + _MOST
    while stop < min(limit, len(reading)):
        if reading.hyphen(stop) and _joinable(reading, draft, stop + 1) and draft.free(stop, stop + 1):
            stop += 2
        elif _is_more(reading, draft, stop):
            stop += 1
        else:
            break
    return stop


def _left(reading: Reading, draft: Draft, first: int) -> int:
    while first > 1 and reading.hyphen(first - 1) and _joinable(reading, draft, first - 2):
        named = reading.capital[first - 2] or reading.lower[first - 2] in PARTICLES
        if not named or not draft.free(first - 1, first):
            break
        first -= 2
    while first and not reading.opens[first] and _comes_before(reading, draft, first - 1):
        first -= 1
    return first


def _comes_before(reading: Reading, draft: Draft, index: int) -> bool:
    """Whether a word is a given name or an initial that nothing else has."""
    word, lower = reading.words[index], reading.lower[index]
    if not draft.free(index, index + 1) or not is_name_word(reading, index) or lower in _NO_PART:
        return False
    return is_given_name(lower) or is_initial(word) or (len(word) == 1 and not reading.opens[index])


def _joinable(reading: Reading, draft: Draft, index: int) -> bool:
    return draft.free(index, index + 1) and reading.words[index].isalpha() and reading.lower[index] not in JOINED


def _is_more(reading: Reading, draft: Draft, index: int) -> bool:
    """Whether the next word is a further name."""
    return (
        draft.free(index, index + 1)
        and is_name_word(reading, index)
        and not reading.opens[index]
        and reading.lower[index] not in _NO_PART
        and reading.lower[index] not in reading.common
        and not known_label(reading.words[index])
    )
