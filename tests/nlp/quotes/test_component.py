"""The spaCy component: any pipeline, its mirrors in the document, and what survives storing."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from nlp.quotes.component import register_extensions

TEXT = "Antony Blinken arrived. “Talks were candid,” Blinken said. He said that they would go on."
ARTICLE = Path(__file__).parents[3] / "seeds" / "blinken-beijing.txt"


@pytest.fixture
def nlp() -> Language:
    pipeline = spacy.blank("en")
    pipeline.add_pipe("quotidian_quotes")
    return pipeline


def with_names(label: str, name: str) -> Language:
    pipeline = spacy.blank("en")
    pipeline.add_pipe("entity_ruler").add_patterns([{"label": label, "pattern": "Blinken", "id": name}])
    pipeline.add_pipe("quotidian_quotes", config={"indirect": False})
    return pipeline


def test_a_blank_pipeline_is_enough(nlp: Language) -> None:
    doc = nlp(TEXT)
    direct, indirect = doc._.quotes
    assert direct.speaker is not None
    assert (direct.text, direct.speaker.name) == ("“Talks were candid,”", "Antony Blinken")
    assert indirect.kind == "indirect"
    assert len(doc._.quote_rules) == 2
    assert doc._.quote_rules[0] == "subject and verb after"


def test_span_groups_mirror_the_quotations(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert [(span.text, span.label_, span.id_) for span in doc.spans["quotes"]] == [
        ("“Talks were candid,”", "DIRECT", "0"),
        ("that they would go on", "INDIRECT", "1"),
    ]
    assert [(span.text, span.label_) for span in doc.spans["quote_speakers"]] == [
        ("Blinken", "SPEAKER"),
        ("He", "SPEAKER"),
    ]
    assert [span.text for span in doc.spans["quote_cues"]] == ["said", "said"]


def test_indirect_speech_is_a_setting(nlp: Language) -> None:
    pipeline = spacy.blank("en")
    pipeline.add_pipe("quotidian_quotes", config={"indirect": False})
    assert [quote.kind for quote in pipeline(TEXT)._.quotes] == ["direct"]


@pytest.mark.parametrize("label", ["PERSON", "PER"])
def test_names_come_from_entities(label: str) -> None:
    text = "“Talks were candid,” Blinken said."
    (quote,) = with_names(label, "Antony J. Blinken")(text)._.quotes
    assert quote.speaker is not None
    assert quote.speaker.name == "Antony J. Blinken"


def test_a_stored_document_keeps_its_quotations(nlp: Language) -> None:
    doc = nlp(ARTICLE.read_text(encoding="utf-8"))
    register_extensions()
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert again._.quotes == doc._.quotes
    assert again._.quote_rules == doc._.quote_rules
    assert [span.text for span in again.spans["quotes"]] == [span.text for span in doc.spans["quotes"]]


def test_a_stored_pipeline_finds_its_factory(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "pipeline")
    assert spacy.load(tmp_path / "pipeline")(TEXT)._.quotes == nlp(TEXT)._.quotes


@pytest.mark.parametrize("text", ["", " ", "\n\n", "“", "😀"])
def test_texts_without_words_have_no_quotations(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert doc._.quotes == ()
    assert len(doc.spans["quotes"]) == 0


def test_a_document_that_was_never_read_has_none() -> None:
    assert Doc(spacy.blank("en").vocab)._.quotes == ()
