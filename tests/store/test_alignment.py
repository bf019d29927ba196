"""Offsets in the clean text lead to the same words in the source's own text."""

from __future__ import annotations

import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from store.alignment import Cleaned, Original, differs, printable
from store.text import clean

hostile = st.text(
    st.one_of(
        st.sampled_from(
            "abcAo \n\t\r.,“”'\u0301\u0303\u0323\u00ad\x1b\x9b\x83\x07[31m]52;\u200e\u2028\ufeff\u1100\u1161"
        ),
        st.characters(exclude_categories=("Cs",)),
    ),
    max_size=80,
)


def test_an_accent_of_its_own_a_stray_control_and_a_soft_hyphen() -> None:
    raw = "A\u0303o \x83red co\u00adop end"
    text = clean(raw)
    original = Original(raw, text)
    assert text == "Ão red coop end"
    assert differs(raw, text)
    spans = {word: (text.index(word), text.index(word) + len(word)) for word in text.split()}
    found = {word: original.text[slice(*original.span(span))] for word, span in spans.items()}
    assert found == {"Ão": "A\u0303o", "red": "red", "coop": "co\ufffdop", "end": "end"}


def test_escape_sequences_are_no_text() -> None:
    raw = "\x1b[31mred\x1b[0m \x1b]52;c;aGk=\x07 end"
    assert not differs(raw, clean(raw))


def test_white_space_alone_is_no_difference() -> None:
    raw = " one\r\n\r\n\r\ntwo  \n"
    assert not differs(raw, clean(raw))


@given(hostile)
def test_every_visible_character_is_kept_and_none_is_harmful(raw: str) -> None:
    shown = printable(raw)
    assert sum(not c.isspace() for c in shown) >= sum(not c.isspace() for c in clean(raw))
    assert all(c in "\n\t" or unicodedata.category(c) != "Cc" for c in shown)


@given(hostile)
@example("\x08\u0f710")
@example(" \U000e00200")
def test_offsets_stay_in_order_and_lead_to_the_same_character(raw: str) -> None:
    text = clean(raw)
    original = Original(raw, text)
    last = 0
    for offset, character in enumerate(text):
        start, end = original.span((offset, offset + 1))
        assert last <= start <= end <= len(original.text)
        last = start
        if not character.isspace() and character.isascii():
            assert character in original.text[start:end]


@given(st.lists(st.sampled_from(["a", "b", " ", "\r\n", "e\u0301", "X\u0301\u0323", "\u00ad", "\u200e"])).map("".join))
def test_a_program_s_stretches_keep_their_letters(raw: str) -> None:
    cleaned = Cleaned(raw)
    for start in range(len(raw)):
        if not raw[start].isalpha() or unicodedata.combining(raw[start + 1 : start + 2] or "x"):
            continue
        found = cleaned.span(start, start + 1)
        assert found is not None
        assert raw[start] in unicodedata.normalize("NFD", cleaned.text[slice(*found)])


def test_a_stretch_of_an_escape_sequence_is_nowhere() -> None:
    raw = "\x1b[31mmore\x1b[0m and \u202emore"
    cleaned = Cleaned(raw)
    assert cleaned.span(0, 5) is None
    assert cleaned.span(5, 9) == (0, 4)
    assert cleaned.span(len(raw) - 4, len(raw)) == (len(cleaned.text) - 4, len(cleaned.text))
    assert cleaned.exact(5, 9, (0, 4))
    assert not cleaned.exact(5, 8, (0, 4))


@given(st.text(" \n\t", max_size=4), st.text(" \n\t", max_size=4), st.integers(0, 20), st.integers(0, 20))
def test_blanks_around_a_text_only_shift_it(before: str, after: str, start: int, end: int) -> None:
    raw, text = f"{before}Ada met Bob{after}", "Ada met Bob"
    start, end = min(start, len(raw) - 1), min(end, len(raw))
    cleaned = Cleaned(raw)
    assert cleaned.text == text
    if start < end:
        found = cleaned.span(start, end)
        assert (found is None) == (min(end, len(before) + len(text)) <= max(start, len(before)))
        assert found is None or text[slice(*found)].strip() == raw[start:end].strip()
