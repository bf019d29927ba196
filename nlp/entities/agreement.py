"""One string, one label: a name found once in full is found everywhere, with the label that most of its mentions have.

Works after any component that finds entities; invents no name.
"""

from __future__ import annotations

from collections import Counter, defaultdict

from nlp.entities.draft import Draft
from nlp.entities.reading import Reading

_LABELS = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW"})
_ENOUGH, _MOST = 3, 0.6
_LONGEST = 12


def agree(reading: Reading, draft: Draft) -> None:
    """Spread names of several words over the text, then give the mentions of each name one label."""
    _spread(reading, draft)
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for found in draft:
        if found.label in _LABELS:
            votes[reading.text(found.first, found.stop)][found.label] += 1
    chosen = {text: label for text, count in votes.items() if (label := _winner(count))}
    for found in draft:
        label = chosen.get(reading.text(found.first, found.stop), "") if found.label in _LABELS else ""
        if label and label != found.label:
            draft.put(found.first, found.stop, label)


def _winner(count: Counter[str]) -> str:
    """The label of a clear majority, "" where there is none or nothing to change."""
    if len(count) < 2 or count.total() < _ENOUGH:
        return ""
    label, most = count.most_common(1)[0]
    return label if most > _MOST * count.total() else ""


def _spread(reading: Reading, draft: Draft) -> None:
    """Find the names of several words that were found somewhere where they were missed or found in part."""
    names: dict[tuple[str, ...], str] = {}
    lengths: defaultdict[str, set[int]] = defaultdict(set)
    for found in draft:
        if found.label in _LABELS and 1 < found.stop - found.first <= _LONGEST:
            name = tuple(reading.words[found.first : found.stop])
            names.setdefault(name, found.label)
            lengths[name[0]].add(len(name))
    longest_first = {word: sorted(some, reverse=True) for word, some in lengths.items()}
    for index, word in enumerate(reading.words):
        for length in longest_first.get(word, ()):
            name = tuple(reading.words[index : index + length])
            label = names.get(name)
            if label and len(name) == length:
                _put_whole(draft, index, index + length, label)
                break


def _put_whole(draft: Draft, first: int, stop: int, label: str) -> None:
    over = draft.over(first, stop)
    inside = all(first <= found.first and found.stop <= stop and found.label in _LABELS for found in over)
    if inside and not any((found.first, found.stop) == (first, stop) for found in over):
        draft.put(first, stop, label)
