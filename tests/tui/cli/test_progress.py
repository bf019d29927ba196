"""The line that says how far a long command has come."""

from __future__ import annotations

import io
import sys
from itertools import count

import pytest

from store.models import Article
from tui.cli import progress
from tui.cli.progress import counted

RESULTS = [(Article(id=str(n), source="s", title="t", text="two words", text_hash="h"), n) for n in range(3)]


class Screen(io.StringIO):
    """A stream that may be a terminal."""

    def __init__(self, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


def shown(monkeypatch: pytest.MonkeyPatch, *, out: bool, err: bool) -> str:
    """What is on stderr after counting, where the streams are terminals or not; a second passes between two looks."""
    screen, seconds = Screen(err), count()
    monkeypatch.setattr(sys, "stdout", Screen(out))
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(seconds))
    assert list(counted(RESULTS)) == RESULTS
    return screen.getvalue()


def test_articles_and_words_are_counted_and_the_line_is_taken_away(monkeypatch: pytest.MonkeyPatch) -> None:
    line = shown(monkeypatch, out=False, err=True)
    assert "1 article, 2 words" in line
    assert "3 articles, 6 words" in line
    assert line.endswith("\r\x1b[K")


@pytest.mark.parametrize("terminal", [False, True])
def test_nothing_is_counted_where_nobody_looks_or_output_is_on_the_screen(
    terminal: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shown(monkeypatch, out=terminal, err=terminal) == ""
