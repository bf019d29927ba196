"""The pipeline that ships: there, small, plain, and with its papers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from nlp.training.convert import LABELS
from nlp.training.pack import LIMIT, NAME, folder_size

MODEL = Path(__file__).parents[3] / "nlp" / "model"


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.load(MODEL)


def test_it_is_small() -> None:
    assert folder_size(MODEL) <= LIMIT


def test_it_says_what_it_is() -> None:
    meta = json.loads((MODEL / "meta.json").read_text(encoding="utf-8"))
    assert (meta["lang"], meta["name"], meta["license"]) == ("en", NAME, "CC BY-SA 4.0")


def test_it_needs_nothing_of_ours(nlp: Language) -> None:
    assert nlp.pipe_names == ["ner"]
    assert set(nlp.get_pipe("ner").labels) <= LABELS


@pytest.mark.parametrize("source", ["Groningen", "GUM", "UNER", "Re-DocRED", "CrossNER", "Wikigold"])
def test_its_papers_name_every_source(source: str) -> None:
    assert source in (MODEL / "README.md").read_text(encoding="utf-8")
    assert source in (MODEL / "LICENSE").read_text(encoding="utf-8")


def test_it_finds_people_and_places(nlp: Language) -> None:
    doc = nlp("Angela Merkel arrived in Paris on Monday, the French news agency AFP reported.")
    assert {("Angela Merkel", "PERSON"), ("Paris", "GPE"), ("French", "NORP")} <= {(e.text, e.label_) for e in doc.ents}


def test_a_web_address_and_a_paragraph_break_are_part_of_no_name(nlp: Language) -> None:
    doc = nlp("https://www.example.com/world/merkel-arrives\n\nAngela Merkel arrived in Paris.\n\nFrance waits.")
    for ent in doc.ents:
        assert "\n" not in ent.text
        assert "http" not in ent.text
