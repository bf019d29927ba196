"""The steps of reading: tokens, sentences, paragraphs."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.reading.helpers import prose, texts
from tui.reading import tokens as t


def words(text: str) -> list[str]:
    return [text[start:end] for start, end in t.tokens(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Blinken’s two-day visit", ["Blinken", "’s", "two-day", "visit"]),
        ("O'Brien don’t stop", ["O'Brien", "don’t", "stop"]),
        ("U.S. and a.m.", ["U.S.", "and", "a.m."]),
        ("Beijing-based, US-led F-16", ["Beijing", "-", "based", ",", "US", "-", "led", "F-16"]),
        ("$4.5 billion (12,000)", ["$", "4.5", "billion", "(", "12,000", ")"]),
        ("AT&T at Amazon.com.", ["AT&T", "at", "Amazon.com", "."]),
        ("wait... what--no", ["wait", "...", "what", "--", "no"]),
        ("中国 政府", ["中", "国", "政", "府"]),
        ("“Yes,” he", ["“", "Yes", ",", "”", "he"]),
        ("👨‍👩‍👧 🇺🇸🇬🇧", ["👨‍👩‍👧", "🇺🇸", "🇬🇧"]),
        ("3.5% of 'em", ["3.5", "%", "of", "'", "em"]),
        ("TRUMP'S win", ["TRUMP", "'S", "win"]),
    ],
)
def test_tokens_are_what_a_label_may_begin_and_end_with(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def is_blank(stretch: str) -> bool:
    """Whether there are only blanks, and accents that stand on none but a blank."""
    return not regex.sub(r"[\p{GCB=Extend}\p{GCB=SpacingMark}\p{GCB=ZWJ}]", "", stretch).strip()


@given(texts)
def test_tokens_hold_every_character_but_blanks_and_cut_no_cluster(text: str) -> None:
    edges = {0, *(match.end() for match in regex.finditer(r"\X", text))}
    position = 0
    for start, end in t.tokens(text, 0, len(text)):
        assert is_blank(text[position:start])
        assert not any(c.isspace() for c in text[start:end] if c != text[start])
        assert {start, end} <= edges
        position = end
    assert is_blank(text[position:])


@given(texts)
def test_the_token_at_an_offset_is_the_one_that_holds_it(text: str) -> None:
    known = list(t.tokens(text, 0, len(text)))
    for offset in range(len(text)):
        holding = [span for span in known if span[0] <= offset < span[1]]
        if holding:
            assert t.token_at(text, offset) == holding[0]
        assert t.next_token(text, offset) == next((s for s in known if s[0] > offset), None) or text[offset].isspace()


@given(texts)
def test_walking_on_and_back_visits_the_same_tokens(text: str) -> None:
    there, span = [], t.token_at(text, 0) or t.next_token(text, 0)
    while span is not None:
        there.append(span)
        span = t.next_token(text, span[0])
    assert there == list(t.tokens(text, 0, len(text)))
    back, span = [], t.previous_token(text, len(text))
    while span is not None:
        back.append(span)
        span = t.previous_token(text, span[0])
    assert back == there[::-1]


@given(prose, st.booleans(), st.lists(st.tuples(st.booleans(), st.sampled_from([1, -1])), max_size=30))
def test_a_span_never_empties_however_it_is_reshaped(text: str, by_token: bool, moves: list[tuple[bool, int]]) -> None:
    span = t.token_at(text, 0) or t.next_token(text, 0)
    if span is None:
        return
    for end, delta in moves:
        span = (t.move_end if end else t.move_start)(text, span, delta, by_token=by_token)
        assert 0 <= span[0] < span[1] <= len(text)
        if by_token:
            assert t.whole_tokens(text, *span) == span


def test_edges_move_by_a_token() -> None:
    text = "US Secretary of State"
    assert t.move_end(text, (0, 2), 1, by_token=True) == (0, 12)
    assert t.move_end(text, (0, 12), -1, by_token=True) == (0, 2)
    assert t.move_end(text, (0, 2), -1, by_token=True) == (0, 2)
    assert t.move_start(text, (0, 12), 1, by_token=True) == (3, 12)
    assert t.move_start(text, (3, 12), -1, by_token=True) == (0, 12)
    assert t.move_end(text, (0, 2), -1, by_token=False) == (0, 1)
    assert t.move_start(text, (0, 2), 1, by_token=False) == (1, 2)


def sentence_texts(text: str) -> list[str]:
    return [text[start:end].strip() for start, end in t.sentences(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He came. She left.", ["He came.", "She left."]),
        ("Mr. Smith met Dr. No.", ["Mr. Smith met Dr. No."]),
        ("“It was good.” He left", ["“It was good.”", "He left"]),
        ("In the U.S. Senate today", ["In the U.S. Senate today"]),
        ("Really? Yes! (Maybe.) No.", ["Really?", "Yes!", "(Maybe.)", "No."]),
        ("我们。你们。", ["我们。", "你们。"]),
        ("It rose 4.5 percent. Then it fell.", ["It rose 4.5 percent.", "Then it fell."]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentence_texts(text) == expected


@given(prose)
def test_sentences_cover_their_paragraph(text: str) -> None:
    paragraph = text.replace("\n", " ")
    spans = list(t.sentences(paragraph, 0, len(paragraph)))
    assert "".join(paragraph[start:end] for start, end in spans) == paragraph


def test_moves_between_sentences_and_paragraphs() -> None:
    text = "One. Two.\n\n \n\nThree here. Four."
    assert t.next_sentence(text, 0) == 5
    assert t.next_sentence(text, 5) == text.index("Three")
    assert t.previous_sentence(text, text.index("Three")) == 5
    assert t.previous_sentence(text, 7) == 5
    assert t.next_sentence(text, len(text) - 1) is None
    assert t.previous_sentence(text, 0) is None
    assert t.next_paragraph(text, 3) == (text.index("Three"), len(text))
    assert t.previous_paragraph(text, len(text)) == (text.index("Three"), len(text))
    assert t.previous_paragraph(text, text.index("Three")) == (0, 9)
    assert t.sentence_at(text, 6) == (5, 9)


@given(st.integers(0, 20_000))
def test_a_paragraph_beyond_measure_comes_in_pieces(offset: int) -> None:
    text = "word " * 4000
    start, end = t.section_at(text, offset)
    assert start <= offset <= end
    assert end - start <= 4300
    following = t.next_section(text, (start, end))
    assert following is None or following[0] == end
    if following is not None:
        assert t.previous_section(text, following) == (start, end)
