"""The article that the project began with, read by the pipeline that ships: every mention, and everyone who speaks."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from nlp.analysis import analyse
from nlp.pipelines import load
from store.models import Analysis
from tests.nlp.entities.test_seed import NAMES

OTHERS = {
    ("Sunday", "DATE"): 1,
    ("two-day", "DATE"): 1,
    ("June 22", "DATE"): 1,
    ("next week", "DATE"): 1,
    ("June 16", "DATE"): 1,
    ("Saturday", "DATE"): 1,
    ("this morning", "TIME"): 1,
    ("one", "CARDINAL"): 1,
}


@pytest.fixture(scope="module")
def analysis(seeds: Path) -> Analysis:
    return analyse(load(), (seeds / "blinken-beijing.txt").read_text(encoding="utf-8"))


def test_every_mention_is_found_and_nothing_else(analysis: Analysis) -> None:
    found = Counter((entity.text, entity.label) for entity in analysis.entities)
    assert found == NAMES | OTHERS
    assert found.total() == 56


def test_the_five_quotations_have_their_speakers_by_full_name(analysis: Analysis) -> None:
    quoted = [quote for quote in analysis.quotes if quote.kind != "indirect"]
    speakers = [(q.speaker.name, q.speaker.text) for q in quoted if q.speaker]
    assert [name for name, _ in speakers] == ["Jake Sullivan"] * 2 + ["Antony Blinken"] * 3
    assert [text for _, text in speakers[3:]] == ["He", "he"]
