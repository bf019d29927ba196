"""How much a key press sends to the terminal: over a slow line, moving the caret must stay cheap."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.terminal import Terminal

MOST = 1000
"""Bytes that one move may send."""


def settle(terminal: Terminal) -> int:
    """Read until the program has been silent for a while; the number of bytes it sent up to there."""
    while True:
        before = len(terminal.sent)
        for _ in range(4):
            terminal.read(0.1)
        if len(terminal.sent) == before:
            return before


@pytest.mark.slow
@pytest.mark.parametrize(("columns", "lines"), [(80, 24), (120, 40), (160, 50)])
def test_a_move_of_the_caret_sends_little(seeds: Path, tmp_path: Path, columns: int, lines: int) -> None:
    source = str(seeds / "blinken-beijing.txt")
    with Terminal("--library", str(tmp_path), source, columns=columns, lines=lines) as terminal:
        terminal.see("held extensive talks")
        terminal.until(lambda screen: re.search(r"Entities [1-9]|[1-9]\d* entities", screen), "the analysis has ended")
        before = settle(terminal)
        sent = {}
        for number, key in enumerate("lllhjjkllh"):
            terminal.type(key)
            terminal.until(lambda _, before=before: len(terminal.sent) > before, f"an answer to {key}")
            after = settle(terminal)
            sent[number, key] = after - before
            before = after
        assert max(sent.values()) < MOST, sent
        terminal.type("Q")
        assert terminal.end() == 0
