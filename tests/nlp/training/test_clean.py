"""Where a model and a machine-made annotation disagree, nothing is taught."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language

from nlp.training.clean import clean
from nlp.training.convert import Sample

TEXT = "Anna Berg of Oslo Bank left."


@pytest.fixture
def nlp() -> Language:
    """Finds 'Anna Berg' (a person) and 'Oslo Bank' (an organisation)."""
    pipeline = spacy.blank("en")
    rules = [{"label": "PERSON", "pattern": "Anna Berg"}, {"label": "ORG", "pattern": "Oslo Bank"}]
    pipeline.add_pipe("entity_ruler").add_patterns(rules)
    return pipeline


def cleaned(nlp: Language, *spans: tuple[int, int, str]) -> Sample:
    [sample] = clean(nlp, [Sample(TEXT, spans, (), "test")])
    return sample


def test_agreement_stays(nlp: Language) -> None:
    spans = ((0, 9, "PERSON"), (13, 22, "ORG"))
    assert cleaned(nlp, *spans) == Sample(TEXT, spans, (), "test")


def test_another_label_is_a_doubt(nlp: Language) -> None:
    assert cleaned(nlp, (0, 9, "ORG"), (13, 22, "ORG")).missing == ((0, 9),)


def test_another_edge_is_a_doubt_about_both(nlp: Language) -> None:
    sample = cleaned(nlp, (0, 9, "PERSON"), (13, 17, "GPE"))
    assert sample.spans == ((0, 9, "PERSON"),)
    assert sample.missing == ((13, 22),)


def test_what_the_model_alone_finds_is_a_doubt(nlp: Language) -> None:
    assert cleaned(nlp, (0, 9, "PERSON")).missing == ((13, 22),)


def test_what_the_annotation_alone_has_stays(nlp: Language) -> None:
    spans = ((0, 9, "PERSON"), (13, 22, "ORG"), (23, 27, "EVENT"))
    assert cleaned(nlp, *spans).spans == spans
