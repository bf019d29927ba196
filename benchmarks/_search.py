"""A library of generated articles to search, with words as unevenly frequent as those of a language."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from itertools import accumulate, islice, product
from pathlib import Path

from store.library import Library, open_library
from store.models import Article
from store.text import text_hash

ARTICLES = 50_000
WORDS = 200
"""Words an article."""
SCREENFUL = 100
"""As many as are asked for at once."""

_SYLLABLES = ["".join(pair) for pair in product("bcdfghklmnprstvw", "aeiou")]
_VOCABULARY = ["".join(word) for word in product(_SYLLABLES, repeat=2)][:6000] + [
    "".join(word) for word in product(_SYLLABLES[:30], repeat=3)
]
_WEIGHTS = list(accumulate(1 / (rank + 2.7) for rank in range(len(_VOCABULARY))))
"""By Zipf's law: the n-th word is n times rarer than the first."""


def _articles(count: int) -> Iterator[Article]:
    chance = random.Random(1)
    for number in range(count):
        words = chance.choices(_VOCABULARY, cum_weights=_WEIGHTS, k=WORDS)
        text = " ".join(words)
        day = chance.randrange(3650)
        yield Article(
            id=f"{number:012x}",
            source=f"/{number}",
            title=" ".join(words[:8]),
            text=text,
            text_hash=text_hash(text),
            published=f"{2014 + day // 365}-{1 + day % 12:02}-{1 + day % 28:02}T{day % 24:02}:{number % 60:02}:00Z",
        )


def fill(folder: Path, count: int = ARTICLES) -> Library:
    """A library with so many of them, dates in no order."""
    library = open_library(folder)
    articles = _articles(count)
    while some := list(islice(articles, 1000)):
        library.add_articles(some)
    return library


def some_words(chance: random.Random, count: int) -> list[str]:
    """Words, each as likely as it is used: most are common."""
    return chance.choices(_VOCABULARY, cum_weights=_WEIGHTS, k=count)


def searches(library: Library, *, ranked: bool, runs: int) -> Callable[[int], object]:
    """What searches once, for one to three words: a word is asked for as often as it is used, so most are common."""
    chance = random.Random(2)
    queries = [" ".join(chance.choices(_VOCABULARY, cum_weights=_WEIGHTS, k=1 + number % 3)) for number in range(runs)]
    return lambda run: library.search(queries[run], ranked=ranked, limit=SCREENFUL)
