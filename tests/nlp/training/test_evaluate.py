"""The measure: exact spans, typed and untyped, articles and possessives aside."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from nlp.training.convert import Sample
from nlp.training.evaluate import Score, f1, score, trim, words_per_second

TEXT = "The UN’s Anna Berg left Oslo."


@pytest.fixture
def nlp() -> Language:
    pipeline = spacy.blank("en")
    rules = [
        {"label": "ORG", "pattern": "The UN’s"},
        {"label": "GPE", "pattern": "Anna Berg"},
        {"label": "DATE", "pattern": "left"},
    ]
    pipeline.add_pipe("entity_ruler").add_patterns(rules)
    return pipeline


def test_right_wrongly_labelled_and_missed_names(nlp: Language) -> None:
    gold = Sample(TEXT, ((4, 6, "ORG"), (9, 18, "PERSON"), (24, 28, "GPE")), (), "test")
    result = score(nlp, [gold])
    assert result["typed"] == f1(1, 2, 3) == 40.0
    assert result["untyped"] == f1(2, 2, 3) == 80.0
    assert result["labels"] == {"GPE": 0.0, "ORG": 100.0, "PERSON": 0.0}


def test_what_nobody_annotated_is_not_counted_against(nlp: Language) -> None:
    gold = Sample(TEXT, ((4, 6, "ORG"),), ((9, 18),), "test")
    assert score(nlp, [gold])["typed"] == 100.0


def test_coarse_labels_are_compared_as_such(nlp: Language) -> None:
    gold = Sample(TEXT, ((4, 6, "Organization"), (9, 18, "Location"), (19, 23, "Date")), (), "test")
    assert score(nlp, [gold])["typed"] == 100.0


def test_nothing_wanted_and_nothing_found_is_no_success() -> None:
    assert Score().summary() == {"typed": 0.0, "untyped": 0.0, "labels": {}}


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("the UN", "UN"),
        ("An Oslo", "Oslo"),
        ("Oslo's", "Oslo"),
        ("Oslo’s ", "Oslo"),
        ("’s", "’s"),
        ("Theresa", "Theresa"),
    ],
)
def test_articles_and_possessives_are_left_out(words: str, kept: str) -> None:
    start, end = trim(words, 0, len(words))
    assert words[start:end] == kept


@given(st.text(alphabet="the an’s' O", max_size=20), st.data())
def test_a_trimmed_span_lies_inside_the_whole(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    left, right = trim(text, start, end)
    assert start <= left <= right <= end


def test_speed_counts_words_between_spaces(nlp: Language) -> None:
    assert words_per_second(nlp, [TEXT] * 20) > 0
