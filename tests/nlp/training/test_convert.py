"""Corpora become what spaCy trains on, and nothing that nobody annotated is taught."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
import spacy
from spacy.tokens import DocBin

from nlp.training.convert import CorpusError, Sample, join, read, to_doc, write, write_lines

ANNA = Sample("Anna Berg left Oslo.", ((0, 9, "PERSON"), (15, 19, "GPE")), (), "test")


def entities(sample: Sample) -> list[tuple[str, str]]:
    doc = to_doc(spacy.blank("en"), sample)
    return [(ent.text, ent.label_) for ent in doc.ents]


def missing(sample: Sample) -> list[str]:
    return [token.text for token in to_doc(spacy.blank("en"), sample) if token.ent_iob == 0]


def test_names_become_entities_and_the_rest_is_outside() -> None:
    assert entities(ANNA) == [("Anna Berg", "PERSON"), ("Oslo", "GPE")]
    assert missing(ANNA) == []


def test_what_nobody_annotated_teaches_nothing() -> None:
    assert missing(Sample("Anna Berg left Oslo.", (), ((0, 9),), "test")) == ["Anna", "Berg"]


@pytest.mark.parametrize("span", [(0, 7, "PERSON"), (0, 9, "SOMETHING")])
def test_a_span_that_cuts_a_word_or_has_a_foreign_label_is_missing(span: tuple[int, int, str]) -> None:
    assert missing(Sample("Anna Berg left Oslo.", (span,), (), "test")) == ["Anna", "Berg"]


def test_a_name_wins_over_a_doubt_at_the_same_place() -> None:
    sample = Sample("Anna Berg left Oslo.", ((0, 9, "PERSON"),), ((5, 14),), "test")
    assert entities(sample) == [("Anna Berg", "PERSON")]


def test_joined_texts_keep_their_names() -> None:
    both = join([ANNA, Sample("Bo saw Anna.", ((0, 2, "PERSON"),), ((7, 11),), "test")], "\n\n")
    assert [both.text[a:b] for a, b, _ in both.spans] == ["Anna Berg", "Oslo", "Bo"]
    assert [both.text[a:b] for a, b in both.missing] == ["Anna"]


@pytest.mark.parametrize("name", ["some.jsonl", "some.jsonl.gz"])
def test_lines_are_read_back(tmp_path: Path, name: str) -> None:
    row = json.dumps({"text": ANNA.text, "spans": [list(span) for span in ANNA.spans], "miss": [], "src": "test"})
    opener = gzip.open if name.endswith("gz") else open
    with opener(tmp_path / name, "wt", encoding="utf-8") as lines:
        lines.write(row + "\n")
    assert read(tmp_path / name) == [ANNA]


def test_written_lines_are_the_same_when_read(tmp_path: Path) -> None:
    write_lines([ANNA], tmp_path / "a.jsonl.gz")
    assert read(tmp_path / "a.jsonl.gz") == [ANNA]


@pytest.mark.parametrize("line", ["{", '{"text": "a"}', '{"text": 1, "spans": []}', '["text"]'])
def test_a_broken_line_is_told_in_a_sentence(tmp_path: Path, line: str) -> None:
    (tmp_path / "broken.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(CorpusError, match=r"broken\.jsonl"):
        read(tmp_path / "broken.jsonl")


def test_a_missing_file_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"none\.jsonl"):
        read(tmp_path / "none.jsonl")


def test_the_file_for_training_holds_texts_and_entities(tmp_path: Path) -> None:
    tokens = write([ANNA, Sample("No.", (), (), "test")], tmp_path / "train.spacy")
    nlp = spacy.blank("en")
    docs = list(DocBin().from_disk(tmp_path / "train.spacy").get_docs(nlp.vocab))
    assert [doc.text for doc in docs] == [ANNA.text]
    assert tokens == len(docs[0])
    assert [ent.label_ for ent in docs[0].ents] == ["PERSON", "GPE"]
