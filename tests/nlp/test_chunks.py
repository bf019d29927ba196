"""Where long texts are cut."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nlp.chunks import UNBROKEN, from_visible, pieces

texts = st.text(alphabet="ab. \n", max_size=400)


@given(texts, st.integers(1, 60))
def test_pieces_cover_the_text_without_gap_and_none_is_too_long(text: str, piece: int) -> None:
    spans = pieces(text, whole=piece, piece=piece)
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(0 < end - start <= piece for start, end in spans)


def test_a_text_of_ordinary_length_is_one_piece() -> None:
    assert pieces("word " * 2000) == [(0, 10_000)]
    assert pieces("") == []


def test_what_no_language_writes_is_cut_small() -> None:
    text = "Words before it. " + ":)" * 3000 + " and words after it."
    spans = pieces(text)
    assert "".join(text[start:end] for start, end in spans) == text
    assert max(end - start for start, end in spans) <= UNBROKEN


def test_cuts_fall_between_paragraphs_then_lines_then_sentences_then_words() -> None:
    def parts(text: str) -> list[str]:
        return [text[start:end] for start, end in pieces(text, whole=16, piece=16)]

    assert parts("One two.\n\nThree. Four five") == ["One two.\n\n", "Three. Four five"]
    assert parts("One two.\nThree. Four five") == ["One two.\n", "Three. Four five"]
    assert parts("One two. Three Four five six") == ["One two. ", "Three Four five ", "six"]
    assert parts("x" * 40) == ["x" * 16, "x" * 16, "x" * 8]


@given(texts, st.integers(-5, 500))
def test_every_piece_is_taken_once_beginning_with_the_visible_one(text: str, visible: int) -> None:
    spans = pieces(text, whole=20, piece=20)
    order = from_visible(spans, visible)
    assert sorted(order) == list(range(len(spans)))
    if spans and 0 <= visible < len(text):
        start, end = spans[order[0]]
        assert start <= visible < end
