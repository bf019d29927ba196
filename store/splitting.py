"""Parts of a collection for training and testing: which article goes where. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from itertools import accumulate

from store.errors import UsageError

PARTS = ("train", "dev", "test")

Shares = tuple[int, int, int]
"""How much of the articles each part gets, in relation to the others."""


def parse_shares(text: str) -> Shares:
    """The shares that `80/10/10` says. Raises UsageError."""
    numbers = [int(number) if number.isascii() and number.isdigit() else -1 for number in text.split("/")]
    if len(numbers) != len(PARTS) or min(numbers) < 0 or not any(numbers):
        raise UsageError(f"A split is three whole numbers for {', '.join(PARTS)}, such as 80/10/10, not {text!r}.")
    train, dev, test = numbers
    return train, dev, test


def split(articles: Iterable[tuple[str, str]], shares: Shares, seed: int = 0) -> dict[str, list[str]]:
    """The ids of each part, in the order given, of articles that are given by id and text_hash.

    The same articles, shares and seed give the same parts, in whatever order they come. The shares are met as nearly
    as whole articles can. Articles with one text all go to one part, so that nothing is tested that was learnt from.
    """
    given = dict(articles)
    order = sorted(given, key=lambda article: (_lot(given[article], seed), article))
    ends = [end * len(order) / sum(shares) for end in accumulate(shares)]
    part_of: dict[str, str] = {}
    for place, article in enumerate(order):
        part = next(name for name, end in zip(PARTS, ends, strict=True) if place + 0.5 < end or end == ends[-1])
        part_of.setdefault(given[article], part)
    return {part: [article for article in given if part_of[given[article]] == part] for part in PARTS}


def _lot(text_hash: str, seed: int) -> bytes:
    return sha256(f"{seed} {text_hash}".encode()).digest()
