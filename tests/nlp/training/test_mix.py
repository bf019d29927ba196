"""What goes into a training."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from nlp.training.convert import CorpusError, Sample, write_lines
from nlp.training.mix import Source, developing, draw, load, training

LINES = [Sample(f"Number {i} is here.", ((0, 6, "PERSON"),), (), "test") for i in range(10)]


def test_a_part_of_a_corpus_is_another_one_each_time() -> None:
    rng = random.Random(1)
    one, other = (list(draw(Source("a", 0.5), LINES, rng)) for _ in range(2))
    assert len(one) == len(other) == 5
    assert one != other


def test_a_corpus_can_come_more_than_once() -> None:
    assert len(list(draw(Source("a", 2.5), LINES, random.Random(1)))) == 25


def test_scattered_sentences_are_put_together() -> None:
    texts = list(draw(Source("a", 1, scattered=True), LINES, random.Random(1)))
    assert " ".join(sample.text for sample in texts) == " ".join(sample.text for sample in LINES)
    assert len(texts) < 10


def test_passes_differ_and_the_seed_decides() -> None:
    corpora = {Source("a", 1): LINES}
    first = list(training(corpora, 2, 1))
    assert first == list(training(corpora, 2, 1))
    assert first != list(training(corpora, 2, 2))
    assert len({sample.text for sample in first}) > len(first) / 2


def test_development_texts_are_not_varied() -> None:
    assert list(developing({Source("a", 0.5): LINES})) == LINES[:5]


def test_the_first_folder_that_has_a_corpus_gives_it(tmp_path: Path) -> None:
    for name, lines in (("one", LINES[:1]), ("two", LINES)):
        (tmp_path / name).mkdir()
        write_lines(lines, tmp_path / name / "a.jsonl.gz")
    source = Source("a", 1)
    assert load([tmp_path / "none", tmp_path / "one", tmp_path / "two"], (source,)) == {source: LINES[:1]}


def test_only_an_optional_corpus_can_be_left_out(tmp_path: Path) -> None:
    assert load([tmp_path], (Source("a", 1, optional=True),), with_gmb=False) == {}
    with pytest.raises(CorpusError, match=r"a\.jsonl\.gz"):
        load([tmp_path], (Source("a", 1),), with_gmb=False)
