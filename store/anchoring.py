"""Finding a mark again in a text that changed. Pure: texts and an annotation in, an annotation out.

From sure to unsure: in a part of the text that did not change; by its exact words with their context; by words that
are nearly the same, which is said ('moved'). What is not found is 'orphaned' and keeps the place it had in the
revision it was made on, to be found again when a later revision has it. An annotation never moves silently.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from store.marking import CONTEXT
from store.models import Annotation, Article, Cue, Mention
from store.text import on_boundary

FLOOR = 75.0
"""Per cent of likeness below which words count as different."""
CLEAR = 5.0
"""Per cent by which the best match has to be better than the second best."""
_SIDE = 16
"""Characters of unchanged context on one side that tell a place from all others."""
_NEAR = 300
"""How far, in characters, a quotation's speaker and cue are looked for from where they should be."""
_MOST = 1000
"""Places with the same words that are compared; with more of them none is sure."""

Span = TypeVar("Span", Mention, Cue)
Shift = Callable[[int], int]
"""From an offset in the old text, inside the annotation, to the new one."""


class _Place(Struct, frozen=True):
    start: int
    end: int
    sure: bool
    shift: Shift


def settle(annotation: Annotation, article: Article, old_text: str | None = None) -> Annotation:
    """The annotation as it stands in `article`, the newest revision; `old_text` is the one it was made on, if known.

    It comes back 'moved' where it was matched only nearly (once moved it stays so, until a person places it), and
    'orphaned', else unchanged, where it was not matched.
    """
    if annotation.text_hash == article.text_hash:
        back = annotation.anchor == "orphaned" and article.text[annotation.start : annotation.end] == annotation.exact
        return replace(annotation, anchor="placed") if back else annotation
    text = article.text
    place = (
        _by_position(annotation, text, old_text)
        or _by_words(annotation, text, old_text)
        or _by_likeness(annotation, text)
    )
    if place is None or not (on_boundary(text, place.start) and on_boundary(text, place.end)):
        return replace(annotation, anchor="orphaned")
    return _moved_to(annotation, article, place)


def _moved_to(annotation: Annotation, article: Article, place: _Place) -> Annotation:
    text = article.text
    speaker, cue = _near(annotation.speaker, text, place), _near(annotation.cue, text, place)
    lost = _lost(annotation.speaker, speaker) or _lost(annotation.cue, cue)
    silent = place.sure and not lost and annotation.anchor != "moved"
    return replace(
        annotation,
        text_hash=article.text_hash,
        start=place.start,
        end=place.end,
        exact=text[place.start : place.end],
        prefix=text[max(0, place.start - CONTEXT) : place.start],
        suffix=text[place.end : place.end + CONTEXT],
        parts=_parts(annotation, place),
        speaker=speaker,
        cue=cue,
        anchor="placed" if silent else "moved",
    )


def _parts(annotation: Annotation, place: _Place) -> tuple[tuple[int, int], ...]:
    """A quotation's stretches in the new text; each stays inside, none is empty."""
    if annotation.parts == ((annotation.start, annotation.end),):
        return ((place.start, place.end),)
    moved = ((max(place.start, place.shift(a)), min(place.end, place.shift(b))) for a, b in annotation.parts)
    return tuple((start, end) for start, end in moved if start < end)


def _near(span: Span | None, text: str, place: _Place) -> Span | None:
    """A speaker or cue where its words now are; where they are gone it is kept, empty, at the quotation's start."""
    if span is None:
        return None
    expected = max(0, place.shift(span.start))
    if not text.startswith(span.text, expected):
        first = max(0, expected - _NEAR)
        found = _occurrences(text[first : expected + _NEAR], span.text)
        if not found:
            return replace(span, start=place.start, end=place.start)
        expected = min((first + offset for offset in found), key=lambda offset: abs(offset - expected))
    return replace(span, start=expected, end=expected + len(span.text))


def _lost(before: Span | None, after: Span | None) -> bool:
    """Whether a speaker or cue had words in the old text and has none now; a name that was typed never had any."""
    return before is not None and after is not None and before.start < before.end and after.start == after.end


def _by_position(annotation: Annotation, text: str, old_text: str | None) -> _Place | None:
    """The place in the part before the first change, or in the part after the last one."""
    if old_text is None or old_text[annotation.start : annotation.end] != annotation.exact:
        return None
    head, tail = _unchanged(old_text, text)
    if annotation.end <= head:
        return _shifted(annotation, 0)
    if annotation.start >= len(old_text) - tail:
        return _shifted(annotation, len(text) - len(old_text))
    return None


@lru_cache(maxsize=4)
def _unchanged(old: str, new: str) -> tuple[int, int]:
    """How many characters at the beginning and, beyond those, at the end are the same. Cached: all marks ask it."""
    head = _same(old, new)
    rest = min(len(old), len(new)) - head
    return head, _same(old[len(old) - rest :][::-1], new[len(new) - rest :][::-1])


def _by_words(annotation: Annotation, text: str, old_text: str | None) -> _Place | None:
    """The place with the exact words: surely where the context tells it from all others, else nearly, or not."""
    found = _occurrences(text, annotation.exact)
    if not found or len(found) > _MOST:
        return None
    whole = len(annotation.prefix), len(annotation.suffix)
    agreed = {start: _agreement(annotation, text, start) for start in found}
    same = [start for start in found if agreed[start] == whole]
    if len(same) == 1 and any(whole):
        return _shifted(annotation, same[0] - annotation.start)
    if len(same) > 1:
        return _among_twins(annotation, same, old_text)
    ranked = sorted(found, key=lambda start: -sum(agreed[start]))
    best, second = sum(agreed[ranked[0]]), sum(agreed[ranked[1]]) if len(ranked) > 1 else 0
    if (len(ranked) > 1 and best - second < 4) or (best < 4 and len(annotation.exact) < 12):
        return None
    one_side = any(agreed[ranked[0]][side] == whole[side] >= _SIDE for side in (0, 1))
    return _shifted(annotation, ranked[0] - annotation.start, sure=one_side)


def _among_twins(annotation: Annotation, same: list[int], old_text: str | None) -> _Place:
    """One of several places whose words and context are equal: the one in the same turn, else the nearest, said."""
    if old_text is not None:
        whole = len(annotation.prefix), len(annotation.suffix)
        before = [s for s in _occurrences(old_text, annotation.exact) if _agreement(annotation, old_text, s) == whole]
        if len(before) == len(same) and annotation.start in before:
            return _shifted(annotation, same[before.index(annotation.start)] - annotation.start)
    nearest = min(same, key=lambda start: abs(start - annotation.start))
    return _shifted(annotation, nearest - annotation.start, sure=False)


def _by_likeness(annotation: Annotation, text: str) -> _Place | None:
    """The place whose words and context are nearly the same, if no other place comes close."""
    from rapidfuzz import fuzz  # only an edited passage needs it: opening a library does not

    pattern = annotation.prefix + annotation.exact + annotation.suffix
    if len(pattern) > len(text) or len(annotation.exact.strip()) < 2:
        return None
    best = fuzz.partial_ratio_alignment(pattern, text, score_cutoff=FLOOR)
    if best is None:
        return None
    others = (text[: best.dest_start], text[best.dest_end :])
    if any(len(part) >= len(pattern) and fuzz.partial_ratio(pattern, part) > best.score - CLEAR for part in others):
        return None
    slack = _SIDE + len(pattern) // 10
    first = max(0, best.dest_start - slack)
    shift = _aligned(annotation, pattern, text[first : best.dest_end + slack], first)
    start, end = shift(annotation.start), shift(annotation.end)
    words = text[start:end]
    start, end = end - len(words.lstrip()), start + len(words.rstrip())
    if start >= end or fuzz.ratio(annotation.exact, text[start:end]) < FLOOR:
        return None
    return _Place(start, end, False, shift)


def _aligned(annotation: Annotation, pattern: str, window: str, first: int) -> Shift:
    """Where each offset of the pattern lies in the window that begins at `first` of the new text."""
    from rapidfuzz.distance import Levenshtein

    blocks = [op for op in Levenshtein.opcodes(pattern, window) if op.tag != "insert"]
    origin = annotation.start - len(annotation.prefix)

    def shift(offset: int) -> int:
        inside = offset - origin
        at_end = offset == annotation.end
        for op in blocks:
            # What was inserted between two blocks belongs to neither: an end lies where the block before it ends.
            if at_end and op.src_start < inside <= op.src_end:
                return first + op.dest_end - (op.src_end - inside if op.tag == "equal" else 0)
            if not at_end and op.src_start <= inside < op.src_end:
                return first + min(op.dest_start + inside - op.src_start, op.dest_end)
        return first + (0 if inside < 0 else len(window))

    return shift


def _shifted(annotation: Annotation, by: int, *, sure: bool = True) -> _Place:
    return _Place(annotation.start + by, annotation.end + by, sure, lambda offset: offset + by)


def _agreement(annotation: Annotation, text: str, start: int) -> tuple[int, int]:
    """How many characters of the prefix, and of the suffix, stand around the words at `start`."""
    end = start + len(annotation.exact)
    before = _same(annotation.prefix[::-1], text[max(0, start - CONTEXT) : start][::-1])
    return before, _same(annotation.suffix, text[end : end + CONTEXT])


def _same(left: str, right: str) -> int:
    """How many characters both begin with."""
    low, high = 0, min(len(left), len(right))
    while low < high:
        middle = (low + high + 1) // 2
        if left[low:middle] == right[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _occurrences(text: str, words: str) -> list[int]:
    """Where `words` begin in `text`, at most one more than are compared."""
    found: list[int] = []
    start = text.find(words) if words else -1
    while start >= 0 and len(found) <= _MOST:
        found.append(start)
        start = text.find(words, start + 1)
    return found
