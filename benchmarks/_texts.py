"""Generated articles of any length, with marks; the same for the same numbers. Not news, but set like it."""

from __future__ import annotations

import random

from store.models import Article, Entity
from store.text import text_hash
from tui.marks import Mark

_WORDS = (
    "the of and to in a is that for it was on are as with his they at be this from have or by one had not but what all "
    "were when we there can an which their said if do will each about how up out them then she many some these would "
    "other into has more two like him see time could no make than first been its who now people over did down only way "
    "find use may water long little very after called just where most know government yesterday agreement"
)
_NAMES = (
    ("Angela Merkel", "PERSON"),
    ("Berlin", "GPE"),
    ("European Union", "ORG"),
    ("Reuters", "ORG"),
    ("São Paulo", "GPE"),
    ("World Health Organization", "ORG"),
    ("Tuesday", "DATE"),
    ("$4.5 billion", "MONEY"),
    ("Nairobi", "GPE"),
)


def article(words: int, marks: int, seed: int = 1) -> tuple[Article, tuple[Mark, ...]]:
    """About `words` words in paragraphs of some 80, with `marks` highlights spread over them, every third kept."""
    chance = random.Random(seed)
    every = max(1, words // marks) if marks else words + 1
    words_known = _WORDS.split()
    pieces: list[str] = []
    found: list[Mark] = []
    length = 0
    for number in range(words):
        word, label = (
            chance.choice(_NAMES) if number % every == 0 and len(found) < marks else (chance.choice(words_known), "")
        )
        if label:
            found.append(_mark(word, length, label, kept=len(found) % 3 == 0))
        gap = ".\n\n" if number % 80 == 79 else ", " if chance.random() < 0.1 else " "
        pieces += word, gap
        length += len(word) + len(gap)
    text = "".join(pieces).strip()
    made = Article(id="generated", source="generated", title="A long report", text=text, text_hash=text_hash(text))
    return made, tuple(found)


def _mark(word: str, start: int, label: str, *, kept: bool) -> Mark:
    end = start + len(word)
    return Mark(
        key=f"e:{start}",
        kind="entity",
        start=start,
        end=end,
        label=label,
        standing="kept" if kept else "suggested",
        parts=((start, end),),
        name=word,
        entity=Entity(start=start, end=end, text=word, label=label, name=word),
    )
