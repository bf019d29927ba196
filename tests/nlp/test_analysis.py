"""From a text to its analysis, whole and piece by piece."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from spacy.language import Language

from nlp import chunks
from nlp.analysis import Examination, analyse, analyse_many, shifted
from nlp.pipelines import load, pipeline_id
from nlp.protocol import Text
from store.models import Analysis, Cue, Mention, Quote
from store.text import text_hash

PARAGRAPH = "Ann Lee of the Red Cross came from Oslo. “Norway is ready,” Lee said.\n\n"


@pytest.fixture(scope="module")
def nlp(names_pipeline: Path) -> Language:
    return load(str(names_pipeline))


@pytest.fixture
def odd(odd_pipeline: str) -> Language:
    return load(odd_pipeline)


def as_text(text: str) -> Text:
    return Text(article="a1", text=text, text_hash=text_hash(text))


def partials(examination: Examination) -> Iterator[Analysis]:
    while examination.result is None:
        found = examination.advance()
        if found is not None:
            yield found


def test_offsets_and_hash_are_those_of_the_text(nlp: Language) -> None:
    text = "🙂 Ann Lee flew to Oslo."
    found = analyse(nlp, text, "a1")
    assert (found.article, found.text_hash, found.pipeline) == ("a1", text_hash(text), pipeline_id(nlp))
    assert [(e.label, e.text) for e in found.entities] == [("PERSON", "Ann Lee"), ("GPE", "Oslo")]
    assert all(text[e.start : e.end] == e.text for e in found.entities)
    assert all(e.name for e in found.entities)


def test_an_empty_text_has_an_empty_analysis(nlp: Language) -> None:
    assert analyse(nlp, "").entities == ()


def test_a_text_longer_than_spacy_takes_is_analysed_to_its_end(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nlp, "max_length", 2 * chunks.WHOLE)
    text = (PARAGRAPH * 600).strip()
    assert len(text) > nlp.max_length
    found = analyse(nlp, text)
    assert len([e for e in found.entities if e.text == "Red Cross"]) == 600
    assert all(text[e.start : e.end] == e.text for e in found.entities)
    assert all(text[q.start : q.end] == q.text for q in found.quotes)


def test_cutting_changes_nothing(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (PARAGRAPH * 20).strip()
    whole = analyse(nlp, text)
    monkeypatch.setattr("nlp.analysis.pieces", lambda text: chunks.pieces(text, whole=200, piece=200))
    assert analyse(nlp, text) == whole


def test_the_visible_part_comes_first_and_each_finding_takes_the_place_of_the_one_before(nlp: Language) -> None:
    text = (PARAGRAPH * 800).strip()
    visible = len(text) // 2
    *early, last = partials(Examination(nlp, as_text(text), visible))
    assert any(abs(entity.start - visible) < chunks.PIECE for entity in early[0].entities)
    for before, after in zip(early, [*early[1:], last], strict=True):
        assert {(e.start, e.end) for e in before.entities} <= {(e.start, e.end) for e in after.entities}
    assert len(early) < 10
    for analysis in (*early, last):
        assert all(text[e.start : e.end] == e.text for e in analysis.entities)
        assert all(text[q.start : q.end] == q.text for q in analysis.quotes)
        assert list(analysis.entities) == sorted(analysis.entities, key=lambda e: e.start)
    assert last == analyse(nlp, text, "a1")


def test_a_short_text_is_done_in_one_step(nlp: Language) -> None:
    examination = Examination(nlp, as_text(PARAGRAPH))
    assert examination.advance() is examination.result is not None


@pytest.mark.parametrize("long", [False, True])
def test_a_text_that_breaks_the_pipeline_costs_itself_only(odd: Language, long: bool) -> None:
    bad = "RAISE " * (chunks.WHOLE if long else 1)
    results = list(analyse_many(odd, [as_text(t) for t in ("Red Cross one.", bad, "Red Cross two.")]))
    first, sentence, last = results
    assert isinstance(first, Analysis)
    assert isinstance(last, Analysis)
    assert isinstance(sentence, str)
    assert "a component raises" in sentence
    assert sentence.isprintable()
    assert [analysis.entities[0].text for analysis in (first, last)] == ["Red Cross"] * 2


def test_a_shifted_quotation_moves_as_a_whole() -> None:
    quote = Quote(
        start=2,
        end=9,
        text="“a” x “b”",
        parts=((2, 4), (7, 9)),
        kind="direct",
        speaker=Mention(start=0, end=1, text="x"),
        cue=Cue(start=5, end=6, text="y"),
        confidence="high",
    )
    moved = shifted(quote, 10)
    assert (moved.start, moved.end, moved.parts) == (12, 19, ((12, 14), (17, 19)))
    assert moved.speaker == Mention(start=10, end=11, text="x")
    assert moved.cue == Cue(start=15, end=16, text="y")
