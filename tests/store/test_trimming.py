"""What is caught at the edges of a stretch, and what belongs to it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.text import on_boundary
from store.trimming import trimmed, without_blanks

PIECES = st.sampled_from([*'ab ,;“”"«»()[]「」.$%#’‘\n', "U.S.", "e\u0301", ",\u0301", "👩‍👩‍👧"])
TEXTS = st.lists(PIECES, max_size=20).map("".join)


@pytest.mark.parametrize(
    ("chosen", "left"),
    [
        (" Blinken, ", "Blinken"),
        ("“Blinken", "Blinken"),
        ("Blinken,” ", "Blinken"),
        ("(Beijing", "Beijing"),
        ("Xinhua) ", "Xinhua"),
        ("[Beijing],", "[Beijing]"),
        ("“The Bridge”,", "“The Bridge”"),
        ("„Die Brücke“", "„Die Brücke“"),
        ('"The Bridge', "The Bridge"),
        ("the “Bridge", "the “Bridge"),
        ("United States (U.S.", "United States (U.S."),
        ("United States (U.S.)", "United States (U.S.)"),
        ("Qin (", "Qin"),
        ("U.S.,", "U.S."),
        ("Acme Inc.", "Acme Inc."),
        ("$5", "$5"),
        ("5%,", "5%"),
        ("#1", "#1"),
        ("Hawai‘i,", "Hawai‘i"),
        ("‘Iolani Palace", "‘Iolani Palace"),
        ("the Joneses’", "the Joneses’"),
        ("(", "("),
        ("“,”", "“,”"),
        (",\u0301", ",\u0301"),
    ],
)
def test_what_stays(chosen: str, left: str) -> None:
    text = f"x {chosen} y"
    span = trimmed(text, (2, 2 + len(chosen)))
    assert span is not None
    assert text[slice(*span)] == left


def test_nothing_but_blanks_is_nothing() -> None:
    assert trimmed("a \n b", (1, 4)) is None
    assert trimmed("ab", (1, 1)) is None


@given(TEXTS, st.data())
def test_it_lies_within_is_never_empty_and_is_trimmed_for_good(text: str, data: st.DataObject) -> None:
    edges = [offset for offset in range(len(text) + 1) if on_boundary(text, offset)]
    start, end = sorted((data.draw(st.sampled_from(edges)), data.draw(st.sampled_from(edges))))
    span = trimmed(text, (start, end))
    bare = without_blanks(text, (start, end))
    if bare is None:
        assert span is None
        return
    assert span is not None
    assert bare[0] <= span[0] < span[1] <= bare[1]
    assert trimmed(text, span) == span
    gone = text[start : span[0]] + text[span[1] : end]
    assert not any(character.isalnum() or character in ".$%#’‘" for character in gone)


@given(TEXTS, st.data())
def test_no_character_is_cut(text: str, data: st.DataObject) -> None:
    edges = [offset for offset in range(len(text) + 1) if on_boundary(text, offset)]
    start, end = sorted((data.draw(st.sampled_from(edges)), data.draw(st.sampled_from(edges))))
    if (span := trimmed(text, (start, end))) is not None:
        assert on_boundary(text, span[0])
        assert on_boundary(text, span[1])
