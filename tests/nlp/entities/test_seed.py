"""The sample article that the project began with: what the rules find in it without any model."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc

NAMES = {
    ("US", "GPE"): 8,
    ("Beijing", "GPE"): 7,
    ("Washington", "GPE"): 3,
    ("China", "GPE"): 2,
    ("Taiwan", "GPE"): 1,
    ("Ukraine", "GPE"): 1,
    ("India", "GPE"): 1,
    ("Australia", "GPE"): 1,
    ("Japan", "GPE"): 1,
    ("Tokyo", "GPE"): 1,
    ("Hong Kong", "GPE"): 1,
    ("Chinese", "NORP"): 2,
    ("Indian", "NORP"): 1,
    ("Antony Blinken", "PERSON"): 1,
    ("Blinken", "PERSON"): 7,
    ("Qin Gang", "PERSON"): 1,
    ("Qin", "PERSON"): 1,
    ("Narendra Modi", "PERSON"): 1,
    ("Modi", "PERSON"): 1,
    ("Joe Biden", "PERSON"): 1,
    ("Biden", "PERSON"): 1,
    ("Jake Sullivan", "PERSON"): 1,
    ("Sullivan", "PERSON"): 1,
    ("Quad", "ORG"): 1,
    ("South China Morning Post", "ORG"): 1,
}
"""Every mention of a name, by words and label."""


@pytest.fixture(scope="module")
def article(blank: Language, seeds: Path) -> Doc:
    return blank((seeds / "blinken-beijing.txt").read_text(encoding="utf-8"))


def test_the_names_are_found(article: Doc) -> None:
    names = Counter((ent.text, ent.label_) for ent in article.ents if ent.label_ in {"PERSON", "ORG", "GPE", "NORP"})
    assert dict(names) == NAMES


def test_us_in_a_title_is_a_place(article: Doc) -> None:
    start = article.text.index("US National Security Adviser")
    assert [(e.text, e.label_) for e in article.ents if start <= e.start_char < start + 28] == [("US", "GPE")]


def test_people_have_their_full_names(article: Doc) -> None:
    names = {ent.text: ent.id_ for ent in article.ents if ent.label_ == "PERSON"}
    assert names["Blinken"] == "Antony Blinken"
    assert names["Qin"] == "Qin Gang"
    assert names["Biden"] == "Joe Biden"


def test_times_and_dates_are_found(article: Doc) -> None:
    found = {(ent.text, ent.label_) for ent in article.ents}
    assert {("Sunday", "DATE"), ("this morning", "TIME"), ("June 22", "DATE"), ("two-day", "DATE")} <= found
