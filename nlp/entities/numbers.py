"""Dates, times, amounts of money, percentages, quantities, ordinals and other numbers, by rules.

Never takes a word from another entity, unless that is made of numbers and calendar words alone.
"""

from __future__ import annotations

import re

from nlp.entities.draft import Draft
from nlp.entities.lexicon import words
from nlp.entities.numerals import OTHER, classes
from nlp.entities.reading import Reading

_APPROX = r"(?:qQ{0,2})?"
_WORDED = r"(?:a?k(?:k|&w){0,2}|w(?:-?[wk]){0,5}(?:&w(?:-?w)?)?|K(?:fK)?)"
_NUMBER = rf"(?:[1nyB](?:-?[kb]){{0,2}}|{_WORDED})"
_DAY = r"(?:D,?)?"
_YEAR = r"(?:,?y)?"
_PATTERNS = tuple(
    (label, re.compile(pattern))
    for label, pattern in (
        ("MONEY", rf"{_APPROX}[U]?[$C]{_NUMBER}(?:[-j][$C]?{_NUMBER})?(?:[U]?c)?|{_APPROX}X(?:-?[kb])?(?:[-j]X)?"),
        ("MONEY", rf"{_APPROX}{_NUMBER}[-]?[U]?c|{_APPROX}{_NUMBER}C|{_APPROX}{_NUMBER}T"),
        (
            "PERCENT",
            rf"{_APPROX}(?:{_NUMBER}|x)(?:%|-?pp?|-?rT|(?<=x))|{_APPROX}{_NUMBER}(?:[-j]|&){_NUMBER}(?:%|-?p|rT)",
        ),
        ("TIME", r"(?:[1n]|@)z(?:G)?|@G?|[yn]G|(?:D|d|l|e)t|N"),
        ("TIME", rf"{_APPROX}(?:a|V|aV|{_NUMBER})-?h(?:g)?"),
        ("DATE", rf"{_DAY}i?(?:e-?)?(?:1|O|o)(?:f)?M{_YEAR}"),
        ("DATE", rf"{_DAY}(?:e-?)?M(?:1|O)(?:-(?:M?1))?(?![%k]){_YEAR}"),
        ("DATE", r"(?:e-?)?M,?f?y|(?:e-?|l|E)M|y-1-1|F"),
        ("DATE", r"i?(?:e-?)?Y|i?(?:e-?)?[oO]-?u(?=[^u]|$)"),
        ("DATE", rf"(?:i?ef|g)?i?(?:[lE]|e-?l)(?:V|{_NUMBER})?[uS]|i[eo]fiu"),
        ("DATE", rf"{_APPROX}(?:a|V|aV|aVf|{_NUMBER})-?u(?:-v|g|v)?"),
        ("DATE", r"[dH]|[lE]?D"),
        ("QUANTITY", rf"{_APPROX}(?:{_NUMBER}-?s?m°?|{_NUMBER}°+|Z|[1n]b)"),
        ("ORDINAL", r"[oO]"),
        ("CARDINAL", rf"{_APPROX}{_NUMBER}(?:-{_NUMBER})?"),
    )
)
"""By rank: a word belongs to the first pattern that takes it."""
_LABELS = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "ORDINAL", "CARDINAL"})
_COUNTED = words("people men women children troops soldiers dollars euros percent homes jobs cases deaths")
_NO_COUNT_BEFORE = frozenset({"no", "any", "this", "that", "the", "each", "every", "which", "another"})
_MONTH_NAMES_TOO = frozenset({"May", "March", "April", "June", "August", "Mar"})


def find_numbers(reading: Reading, draft: Draft) -> None:
    """Add numbers, dates and amounts where no entity is yet."""
    letters = classes(reading)
    taken = bytearray(len(letters))
    for label, pattern in _PATTERNS:
        for match in pattern.finditer(letters):
            first, stop = match.span()
            if first < stop and not any(taken[first:stop]) and _holds(reading, letters, first, stop, label):
                taken[first:stop] = b"\1" * (stop - first)
                _place(draft, letters, first, stop, label)
    _years_and_months(reading, letters, taken, draft)


def _place(draft: Draft, letters: str, first: int, stop: int, label: str) -> None:
    over = draft.over(first, stop)
    if any(found.label in _LABELS for found in over):
        return
    inside = all(first <= found.first and found.stop <= stop for found in over)
    if inside and all(OTHER not in letters[found.first : found.stop] for found in over):
        draft.put(first, stop, label)


def _holds(reading: Reading, letters: str, first: int, stop: int, label: str) -> bool:
    """Whether what matched by form is one by the words around it."""
    if label == "CARDINAL":
        return not _is_year(reading, letters, first, stop) and _counts(reading, first, stop)
    if label == "ORDINAL":
        return reading.lower[first] != "second" or reading.word_before(first) not in {"a", "per", "every"}
    return not (label == "MONEY" and letters[first] == "a" and letters[stop - 1] == "T")


def _counts(reading: Reading, first: int, stop: int) -> bool:
    """Not the pronoun "one", and not a number glued to a word."""
    if stop - first == 1 and reading.lower[first] == "one":
        return reading.word_before(first) not in _NO_COUNT_BEFORE and reading.next_word(first) not in {
            "'s",
            "’s",
            "another",
        }
    return True


def _is_year(reading: Reading, letters: str, first: int, stop: int) -> bool:
    word = reading.words[first]
    if letters[first:stop] not in {"y", "y-1", "y-y", "y-n"}:
        return False
    plausible = not word[:4].isdecimal() or 1500 <= int(word[:4]) <= 2099
    return plausible and reading.next_word(stop - 1) not in _COUNTED


def _years_and_months(reading: Reading, letters: str, taken: bytearray, draft: Draft) -> None:
    """Years and months that stand alone."""
    for match in re.finditer(r"y(?:-[y1n])?|M", letters):
        first, stop = match.span()
        if any(taken[first:stop]):
            continue
        lone = letters[first] == "M"
        if lone and not _is_month(reading, letters, first):
            continue
        if not lone and not _is_year(reading, letters, first, stop):
            continue
        taken[first:stop] = b"\1" * (stop - first)
        _place(draft, letters, first, stop, "DATE")


def _is_month(reading: Reading, letters: str, index: int) -> bool:
    if reading.words[index] not in _MONTH_NAMES_TOO and len(reading.words[index]) > 4:
        return True
    return index > 0 and letters[index - 1] in "Pf&ij-"
