"""Characters as a reader sees them, and their cells."""

from __future__ import annotations

import sys
import unicodedata

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.tui.reading.helpers import NASTY, texts
from tui.reading.cells import cluster_at, clusters, drawn, is_plain, next_edge, previous_edge, visible


def edges(text: str) -> list[int]:
    return [0, *(match.end() for match in regex.finditer(r"\X", text))]


def test_every_plain_character_is_a_cluster_of_its_own_in_one_cell() -> None:
    plain = [chr(code) for code in range(sys.maxunicode + 1) if is_plain(chr(code))]
    assert len(plain) > 1500
    assert "’" in plain
    assert all(cell_len(character) == 1 for character in plain)
    assert not [c for c in plain if unicodedata.category(c) in ("Cc", "Cf", "Mn", "Me", "Mc", "Cs", "Cn")]
    together = "".join(plain)
    assert len(regex.findall(r"\X", together)) == len(together)


@given(texts)
def test_clusters_cover_a_row_and_their_columns_add_up(text: str) -> None:
    text = text.replace("\n", " ")
    row = list(clusters(text, 0, len(text)))
    assert "".join(text[c.start : c.end] for c in row) == text
    column = 0
    for cluster in row:
        assert cluster.column == column
        assert cell_len(cluster.shown) == cluster.cells
        column += cluster.cells


@given(st.text(st.characters(), max_size=40))
def test_nothing_that_is_drawn_can_steer_a_terminal(text: str) -> None:
    row = text.replace("\n", " ")
    for shown in [visible(text), *(cluster.shown for cluster in clusters(row, 0, len(row)))]:
        assert not regex.search(r"[\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]", shown)


@given(texts, st.data())
def test_edges_are_those_of_clusters(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    known = edges(text)
    assert next_edge(text, offset) == min((e for e in known if e > offset), default=len(text))
    assert previous_edge(text, offset) == max((e for e in known if e < offset), default=0)
    start, end = cluster_at(text, offset)
    assert start in known
    assert end in known


def test_the_nasty_ones_keep_together() -> None:
    for cluster in ("👨‍👩‍👧", "🇺🇸", "👍🏽", "e\u0301", "क्षि", "1️⃣"):
        text = f"{NASTY} {cluster}x"
        start = len(text) - 1 - len(cluster)
        for inside in range(start, len(text) - 1):
            assert cluster_at(text, inside) == (start, len(text) - 1)


def test_flags_pair_from_the_first() -> None:
    flags = "🇺🇸🇬🇧🇩🇪"
    assert [cluster_at(flags, place) for place in range(6)] == [(0, 2), (0, 2), (2, 4), (2, 4), (4, 6), (4, 6)]


@pytest.mark.parametrize("hostile", ["\x1b", "\x9b", "\x07", "\u202e", "\ud800", "\u2028", "\x00"])
def test_what_steers_a_terminal_is_shown_as_a_replacement(hostile: str) -> None:
    assert drawn(hostile) == ("\ufffd", 1)
    assert visible(f"a{hostile}b") == "a\ufffdb"


def test_a_monstrous_cluster_is_one_replacement() -> None:
    assert drawn("\u1100" * 40) == ("\ufffd", 1)


def test_a_tab_reaches_to_the_next_stop() -> None:
    assert [(c.column, c.cells) for c in clusters("a\tb\t", 0, 4)] == [(0, 1), (1, 3), (4, 1), (5, 3)]
