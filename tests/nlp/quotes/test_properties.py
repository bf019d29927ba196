"""Whatever the text is: no failure, valid offsets, the same answer twice."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.quotes.extract import find_quotes
from nlp.quotes.layout import read
from store.models import Quote

WORDS = (
    "said says told according to saying asked Maria Lopez Mr. Reed he she They it who that and but , . ! ? : ; - — ( ) "
    "“ ” \" ' ‘ ’ « » „ `` '' 's ’s the a an of for Friday in 12 🙂 \n \n\n called not report statement\u00a0x e\u0301"
)
PIECES = WORDS.split(" ")
texts = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=("Cc", "Cs"), include_characters="\n\t"), max_size=300),
    st.lists(st.sampled_from(PIECES), max_size=120).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=120).map("".join),
)


def check(text: str, quotes: tuple[Quote, ...]) -> None:
    starts = [quote.start for quote in quotes]
    assert starts == sorted(starts)
    for quote in quotes:
        assert quote.text == text[quote.start : quote.end]
        assert quote.parts[0][0] == quote.start
        assert quote.parts[-1][1] == quote.end
        flat = [offset for part in quote.parts for offset in part]
        assert flat == sorted(flat)
        assert all(0 <= start < end <= len(text) for start, end in quote.parts)
        for mention in (quote.speaker, quote.cue):
            if mention is not None:
                assert mention.start < mention.end
                assert mention.text == text[mention.start : mention.end]


@given(texts)
@settings(max_examples=300, deadline=None)
def test_any_text_gives_valid_quotations(text: str) -> None:
    check(text, find_quotes(text))


@given(texts, st.lists(st.tuples(st.integers(0, 300), st.integers(0, 40), st.sampled_from(["PERSON", "PER", "ORG"]))))
@settings(max_examples=150, deadline=None)
def test_any_entities_do_no_harm(text: str, spans: list[tuple[int, int, str]]) -> None:
    length = len(text)
    named = [(min(a, length), min(a + b, length), label, text[a : a + b]) for a, b, label in spans]
    check(text, find_quotes(text, named))


@given(texts)
@settings(max_examples=100, deadline=None)
def test_stretches_never_overlap_and_tokens_cover_every_word(text: str) -> None:
    doc = read(text)
    ends = [0]
    for stretch in doc.stretches:
        assert stretch.start >= ends[-1]
        ends.append(stretch.end)
    covered = {offset for token in doc.tokens for offset in range(token.start, token.end)}
    assert all(offset in covered for offset, character in enumerate(text) if character.isalnum())


@given(texts)
@settings(max_examples=50, deadline=None)
def test_a_composed_text_is_read_the_same_twice(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert find_quotes(composed) == find_quotes(composed)


REPEATED = (
    "a",
    " ",
    "\n",
    "😀",
    '"',
    "“",
    "‘a ",
    "'as' ",
    '"a" ',
    "“a ‘b ",
    "said ",
    "Bob said he “x y” and ",
    "a, ",
    "(a ",
)


@pytest.mark.parametrize("unit", REPEATED)
def test_one_thing_over_and_over_is_read(unit: str) -> None:
    text = (unit * 10_000)[:20_000]
    check(text, find_quotes(text))


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["a", " ", "“", "said ", "Bob said he “x y” and "])
def test_a_line_of_a_million_characters_is_read(unit: str) -> None:
    text = (unit * (1_000_000 // len(unit) + 1))[:1_000_000]
    check(text, find_quotes(text))
