"""The components together: their order, other pipelines, and texts of any kind."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
import spacy
from hypothesis import example, given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

import nlp.quotes.component  # noqa: F401 - registers the component
from nlp.entities import COMPONENTS, add_components


def test_the_components_come_in_order_before_the_quotations() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("quotidian_quotes")
    add_components(nlp)
    assert tuple(nlp.pipe_names) == (*COMPONENTS, "quotidian_quotes")


def test_the_components_come_after_a_statistical_one_and_guess_less() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("ner")
    add_components(nlp)
    assert nlp.pipe_names[0] == "ner"
    assert nlp.get_pipe_config("quotidian_names")["guess"] is False


def test_adding_them_twice_changes_nothing() -> None:
    nlp = spacy.blank("en")
    add_components(nlp)
    add_components(nlp)
    assert tuple(nlp.pipe_names) == COMPONENTS


@pytest.mark.parametrize("component", COMPONENTS)
def test_each_component_works_alone(component: str) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe(component)
    nlp("President Joe Biden of the U.S. met 20 officials of the World Bank in Ouagadougou on 7 June.")


def test_a_pipeline_with_them_can_be_stored(tmp_path: Path, blank: Language) -> None:
    blank.to_disk(tmp_path / "pipeline")
    again = spacy.load(tmp_path / "pipeline")
    text = "Foreign Minister Amina Mohamed of Kenya spoke; Mohamed left on 7 June."
    assert found(again(text)) == found(blank(text)) != []


@pytest.mark.parametrize("component", COMPONENTS)
def test_each_component_can_go_to_another_process(blank: Language, component: str) -> None:
    again = pickle.loads(pickle.dumps(blank.get_pipe(component)))
    assert type(again) is type(blank.get_pipe(component))


def found(doc: Doc) -> list[tuple[str, str, str]]:
    return [(ent.text, ent.label_, ent.id_) for ent in doc.ents]


def test_every_entity_has_its_name(blank: Language) -> None:
    doc = blank("Foreign Minister Amina Mohamed spoke. Mohamed said the U.S. and the United States were.")
    assert [(ent.text, ent.id_) for ent in doc.ents if ent.label_ in {"PERSON", "GPE"}] == [
        ("Amina Mohamed", "Amina Mohamed"),
        ("Mohamed", "Amina Mohamed"),
        ("U.S.", "United States"),
        ("United States", "United States"),
    ]


WORDS = """Mr. Dr. President Ann Lee al - – Al-Sabah Bank of the and Ministry University ( ) WHO UN U.S. U.S.-led 's
’s ’ “ ” in Uganda , . Gulu Province Northern River War Act Battle said says 7 2023 $ 5.2 million % per cent km June May
last week two - year - old some at least 10:30 GMT III Jr. J.K. 🙂 İ ß ʼn http://a.b www.a @a"""
PIECES = st.sampled_from([*WORDS.split(), "\u200b", "\u00a0", "\u2028", " ", "\n", "\n\n", "\t"])


@given(st.lists(PIECES, max_size=40).map(" ".join) | st.text(max_size=60))
@example("")
@example(" ")
@example("-")
@example("(WHO)")
@example("U.S.-led")
@example("President")
@example("of of of Ministry of")
@settings(max_examples=150)
def test_any_text_gives_entities_inside_it(text: str) -> None:
    nlp = shared()
    doc = nlp(text)
    assert doc.text == text
    for ent in doc.ents:
        assert ent.text.strip()
        assert ent.id_.strip()
        assert ent.label_
    again = shared().make_doc(text)
    for name in COMPONENTS:
        again = nlp.get_pipe(name)(again)
    assert found(again) == found(doc)


_SHARED: list[Language] = []


def shared() -> Language:
    """One pipeline for all examples."""
    if not _SHARED:
        _SHARED.append(spacy.blank("en"))
        add_components(_SHARED[0])
    return _SHARED[0]


@pytest.mark.parametrize(
    "text",
    [
        "a" * 1_000_000,
        "A" * 300_000,
        "Ab" * 100_000,
        "12 " * 30_000,
        "1,000,000 " * 10_000,
        "12345" * 40_000,
        "one hundred and " * 10_000,
        "Mr " * 30_000,
        "Ministry of " * 20_000,
        "President of Foreign Affairs and " * 8_000,
        "Al-" * 30_000,
        "( " * 30_000,
        "(WHO) " * 10_000,
        "Uganda, " * 20_000,
        "“" * 1_000,
        "🙂" * 1_000,
        "Ann Lee said " * 10_000,
        "U.S.-led " * 400,
        "U.S.-led " * 5_000,
    ],
    ids=lambda text: text[:12],
)
def test_long_and_odd_texts_come_to_an_end(blank: Language, text: str) -> None:
    blank.max_length = 2_000_000
    assert blank(text).text == text
