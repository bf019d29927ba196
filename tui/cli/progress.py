"""How far a long command has come, on one line of stderr, where a person sits in front of it."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from shutil import get_terminal_size
from typing import Self, TypeVar

from store.models import Article
from store.text import clean_line, count_words
from tui.cli.output import many

T = TypeVar("T")

_EVERY = 0.2
"""Seconds between two looks of the line."""


def counted(results: Iterable[tuple[Article, T]]) -> Iterator[tuple[Article, T]]:
    """The results, counted on stderr as they pass, unless output and line would mix on the same terminal."""
    if not sys.stderr.isatty() or sys.stdout.isatty():
        yield from results
        return
    began = shown = time.monotonic()
    articles = words = 0
    try:
        for article, result in results:
            articles += 1
            words += count_words(article.text)
            if (now := time.monotonic()) - shown >= _EVERY:
                shown = now
                speed = words / (now - began)
                sys.stderr.write(f"\r\x1b[K{many(articles, 'article')}, {words:,} words, {speed:,.0f} words a second")
                sys.stderr.flush()
            yield article, result
    finally:
        if shown != began:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


class Line:
    """One line on stderr that is written over and over, where a person sits in front of it; nothing elsewhere."""

    def __init__(self) -> None:
        self._alive = sys.stderr.isatty()
        self._shown = 0.0

    def show(self, text: str) -> None:
        """Put a text there, unless another was put there just now."""
        if self._alive and (now := time.monotonic()) - self._shown >= _EVERY / 2:
            self._shown = now
            width = max(20, get_terminal_size().columns - 1)
            sys.stderr.write(f"\r\x1b[K{clean_line(text)[:width]}")
            sys.stderr.flush()

    def clear(self) -> None:
        """Take it away, so that something else can be said there."""
        if self._alive and self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()
