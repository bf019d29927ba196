"""How a text differs from another revision of it: paragraph by paragraph, and in those that were edited word by word.

Pure. What is said here is for a person: long stretches that stayed are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal

from msgspec import Struct

Kind = Literal["same", "gone", "new"]
Piece = tuple[str, Kind]

ALIKE = 0.4
"""How much of two paragraphs must be the same words (0 to 1) for one to be an edited form of the other."""

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


class Passage(Struct, frozen=True):
    """One paragraph with what went out of it and came into it; or how many paragraphs stayed as they were."""

    pieces: tuple[Piece, ...] = ()
    unchanged: int = 0


def differences(old: str, new: str) -> list[Passage]:
    """What to show of two revisions, in the order of the text. Nothing where they are the same."""
    before, after = _paragraphs(old), _paragraphs(new)
    passages: list[Passage] = []
    if before == after:
        return passages
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            passages.append(Passage(unchanged=b - a))
        else:
            passages += _edited(before[a:b], after[c:d])
    return passages


def _edited(before: Sequence[str], after: Sequence[str]) -> Iterator[Passage]:
    """Paragraphs that went and came: pairs that are much alike are shown as one, in order."""
    rest = list(before)
    for new in after:
        partner = next((n for n, old in enumerate(rest) if _alike(old, new)), None)
        if partner is None:
            yield Passage(pieces=((new, "new"),))
            continue
        for old in rest[:partner]:
            yield Passage(pieces=((old, "gone"),))
        yield Passage(pieces=tuple(_words(rest[partner], new)))
        del rest[: partner + 1]
    for old in rest:
        yield Passage(pieces=((old, "gone"),))


def _words(old: str, new: str) -> Iterator[Piece]:
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield "".join(before[a:b]), "same"
            continue
        if a < b:
            yield "".join(before[a:b]), "gone"
        if c < d:
            yield "".join(after[c:d]), "new"


def _alike(old: str, new: str) -> bool:
    match = SequenceMatcher(None, _WORDS.findall(old), _WORDS.findall(new), autojunk=False)
    return match.real_quick_ratio() >= ALIKE and match.quick_ratio() >= ALIKE and match.ratio() >= ALIKE


def _paragraphs(text: str) -> list[str]:
    return [paragraph for paragraph in text.split("\n") if paragraph.strip()]
