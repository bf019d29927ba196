"""Made-up texts: every pattern can be filled, and every name in it is known."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from nlp.training.convert import LABELS
from nlp.training.names import Names
from nlp.training.synthesize import fill, synthesize, templates


@pytest.mark.parametrize("pattern", templates())
def test_every_pattern_is_filled(pattern: str) -> None:
    for seed in range(3):
        sample = fill(pattern, Names(random.Random(seed)))
        assert "{" not in sample.text
        assert "the the " not in sample.text
        for start, end, label in sample.spans:
            assert label in LABELS
            assert sample.text[start:end].strip() == sample.text[start:end] != ""
        for (_, end, _), (start, _, _) in pairwise(sample.spans):
            assert end <= start


def test_the_same_number_is_the_same_person() -> None:
    for seed in range(30):
        sample = fill("{PERSON1} came. {SURNAME1} left. {PERSON1} was gone.", Names(random.Random(seed)))
        first, bare, again = (sample.text[start:end] for start, end, _ in sample.spans)
        assert first == again
        assert bare in first


def test_a_country_goes_with_its_towns_and_people() -> None:
    names = Names(random.Random(1))
    known = {(c.adjective, city) for c in names.countries for city in c.cities}
    for _ in range(30):
        sample = fill("{ADJ1} police in {CITY1}", names)
        adjective, city = (sample.text[start:end] for start, end, _ in sample.spans)
        assert (adjective, city) in known


def test_the_article_before_a_name_is_no_part_of_it() -> None:
    for seed in range(30):
        sample = fill("In {AREA1} today", Names(random.Random(seed)))
        [(start, end, label)] = sample.spans
        assert label == "LOC"
        assert not sample.text[start:end].startswith("the ")


def test_the_same_seed_makes_the_same_texts() -> None:
    assert list(synthesize(5, random.Random(7))) == list(synthesize(5, random.Random(7)))
    assert list(synthesize(5, random.Random(7))) != list(synthesize(5, random.Random(8)))


def test_people_of_one_text_do_not_slip_into_the_next() -> None:
    texts = list(synthesize(30, random.Random(2)))
    assert len(texts) == 30
    assert len({sample.text for sample in texts}) == 30


def test_particles_belong_to_the_name_after_them() -> None:
    names = Names(random.Random(3))
    drawn = {names.person().full.split()[-1] for _ in range(3000)}
    assert not drawn & {"von", "der", "bin", "da", "de", "dos", "van"}
