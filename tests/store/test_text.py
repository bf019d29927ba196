"""The door for foreign text: what comes out can be shown, and stays the same when it passes again."""

from __future__ import annotations

import hashlib
import unicodedata

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from store.text import article_id, clean, clean_line, count_words, on_boundary, strip_controls, text_hash

BAD = regex.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
PIECES = st.sampled_from(
    [
        *("a", "é", "e\u0301", " ", "\n", "\t", "\r", "\x1b", "[31m", "]52;c;x", "\x07", "\x9b", "\x90", "\u202e"),
        *("\u2028", "\ud800", "\ufeff", "👨\u200d👩\u200d👧", "\u0301", "1", "m", "\\", "\x1b\\", "\x00"),
    ]
)
NASTY = st.lists(PIECES, max_size=25).map("".join)


@given(NASTY | st.text())
def test_what_is_clean_is_safe_normal_and_stays_so(raw: str) -> None:
    text = clean(raw)
    assert not BAD.search(text)
    assert clean(text) == text
    assert unicodedata.is_normalized("NFC", text)
    assert text == text.strip("\n\t ")
    assert " \n" not in text
    text.encode("utf-8")


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("a\x1b[31mred\x1b[0m b", "ared b"),
        ("a\x9b2Jb", "ab"),
        ("a\x1b]52;c;c2VjcmV0\x07b", "ab"),
        ("a\x1b]8;;https://x\x1b\\link\x1b]8;;\x1b\\b", "alinkb"),
        ("a\x1b]0;never ends\nb", "a\nb"),
        ("a\x1bPdcs\x1b\\b", "ab"),
        ("a\x1bcb", "ab"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("\u202eevil\u202c", "evil"),
        ("so\u00adft", "soft"),
        ("e\u0301", "é"),
        ("lone \ud800", "lone \ufffd"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
    ],
)
def test_each_kind_of_sequence(raw: str, shown: str) -> None:
    assert clean(raw) == shown


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)))
def test_what_needs_no_cleaning_comes_out_as_if_it_were_cleaned(raw: str) -> None:
    invisible = "\u200e"
    assert strip_controls(raw) == strip_controls(raw + invisible) == raw
    assert clean(raw) == clean(raw + invisible)
    assert clean_line(raw) == clean_line(raw + invisible)


def test_controls_go_without_anything_else() -> None:
    assert strip_controls(" a\x1b[1m \n") == " a \n"


@given(NASTY, st.integers(1, 40))
def test_a_line_is_one_line_of_at_most_so_many_characters(raw: str, limit: int) -> None:
    line = clean_line(raw, limit)
    assert "\n" not in line
    assert len(line) <= limit


@given(st.text(st.sampled_from("aé \n’“👨👩\u200d\u0301\u0308한글กำนม🇩🇪\U0001f3fdकि्"), max_size=40))
def test_boundaries_are_those_of_characters_as_readers_see_them(text: str) -> None:
    ends = {0} | {match.end() for match in regex.finditer(r"\X", text)}
    assert {offset for offset in range(len(text) + 1) if on_boundary(text, offset)} == ends


def test_boundaries_outside_the_text_and_in_line_ends() -> None:
    assert not on_boundary("abc", -1)
    assert not on_boundary("abc", 4)
    assert on_boundary("", 0)
    assert not on_boundary("a\r\nb", 2)


def test_ids_and_hashes_are_stable() -> None:
    assert text_hash("é") == hashlib.sha256("é".encode()).hexdigest()[:16]
    assert article_id("/a") == hashlib.sha256(b"/a").hexdigest()[:12]
    assert len(article_id("/bad\udcff")) == 12


def test_words_are_counted_as_a_reader_would() -> None:
    assert count_words("The U.S.-led 'talks' weren’t well-known.") == 7
    assert count_words("") == 0
