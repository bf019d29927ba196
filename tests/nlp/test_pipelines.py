"""Loading pipelines, and the ids that kept analyses are found by."""

from __future__ import annotations

import json
import shutil
import warnings
from pathlib import Path

import pytest
import spacy

from nlp import identity
from nlp.analysis import analyse
from nlp.identity import expected_id
from nlp.pipelines import PipelineWarning, load, pipeline_id
from nlp.quotes.component import FACTORY
from store.errors import PipelineError

SPEECH = "“The bridge is open,” said Ann Lee of the Red Cross."


@pytest.mark.parametrize("name", ["default", "names", "odd"])
def test_the_id_is_known_before_the_pipeline_is_loaded(name: str, names_pipeline: Path, odd_pipeline: str) -> None:
    given = {"default": "", "names": str(names_pipeline), "odd": odd_pipeline}[name]
    loaded = pipeline_id(load(given))
    assert loaded == expected_id(given)
    named, version = loaded.split("@")
    assert named.startswith("en_")
    assert version


def test_the_id_names_the_pipeline_and_its_version(names_pipeline: Path) -> None:
    assert expected_id(str(names_pipeline)).startswith("en_names@2.0+")


def test_the_id_changes_when_the_pipeline_was_trained_again(names_pipeline: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(names_pipeline, copy)
    meta = json.loads((copy / "meta.json").read_text())
    (copy / "meta.json").write_text(json.dumps({**meta, "performance": {"ents_f": 0.7}}))
    assert expected_id(str(copy)) != expected_id(str(names_pipeline))


def test_the_id_changes_when_the_components_do(
    names_pipeline: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = expected_id(str(names_pipeline))
    (tmp_path / "quotes").mkdir()
    (tmp_path / "quotes" / "component.py").write_text("# another behaviour\n")
    monkeypatch.setattr(identity, "HERE", tmp_path)
    identity._behaviour.cache_clear()
    try:
        assert expected_id(str(names_pipeline)) != before
    finally:
        identity._behaviour.cache_clear()


def test_a_pipeline_of_ones_own_has_an_id_too() -> None:
    assert pipeline_id(spacy.blank("en")).startswith("en_pipeline@")


def test_no_id_is_promised_for_a_pipeline_that_is_not_there(tmp_path: Path) -> None:
    assert expected_id("no_such_pipeline") == ""
    assert expected_id(str(tmp_path)) == ""
    (tmp_path / "meta.json").write_text("[")
    assert expected_id(str(tmp_path)) == ""


def test_a_missing_pipeline_is_named_with_how_to_install_it() -> None:
    with pytest.raises(PipelineError, match=r"‘en_nowhere_sm’ is not installed.*spacy download en_nowhere_sm"):
        load("en_nowhere_sm")
    with pytest.raises(PipelineError, match="is no folder"):
        load("no/such/folder")


def test_a_folder_that_is_no_pipeline_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match="does not load") as refusal:
        load(str(tmp_path))
    assert "\n" not in refusal.value.sentence


def test_a_pipeline_for_another_spacy_is_warned_of_and_tried(names_pipeline: Path, tmp_path: Path) -> None:
    old = tmp_path / "old"
    shutil.copytree(names_pipeline, old)
    meta = json.loads((old / "meta.json").read_text())
    (old / "meta.json").write_text(json.dumps({**meta, "spacy_version": ">=2.0.0,<2.1.0"}))
    with pytest.warns(PipelineWarning, match=r"made for spaCy >=2.0.0,<2.1.0"):
        nlp = load(str(old))
    assert [entity.text for entity in analyse(nlp, SPEECH).entities] == ["Ann Lee", "Red Cross"]


def test_a_pipeline_for_this_spacy_loads_in_silence(names_pipeline: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        load(str(names_pipeline))


@pytest.mark.parametrize("own", [False, True], ids=["default", "foreign"])
def test_every_pipeline_finds_quotations_and_their_speakers(own: bool, names_pipeline: Path) -> None:
    nlp = load(str(names_pipeline) if own else "")
    assert nlp.pipe_names.count(FACTORY) == 1
    (quote,) = analyse(nlp, SPEECH).quotes
    assert quote.speaker is not None
    assert SPEECH[quote.speaker.start : quote.speaker.end] == quote.speaker.text
    assert "Ann Lee" in quote.speaker.text


def test_a_pipeline_for_another_language_keeps_its_own_entities(tmp_path: Path) -> None:
    german = spacy.blank("de")
    german.add_pipe("entity_ruler").add_patterns([{"label": "PER", "pattern": "Ann Lee"}])
    german.to_disk(tmp_path / "german")
    found = analyse(load(str(tmp_path / "german")), "„Die Brücke ist offen“, sagte Ann Lee am Montag in Oslo.")
    assert [(entity.text, entity.label) for entity in found.entities] == [("Ann Lee", "PER")]


def test_names_are_the_same_all_through_a_text() -> None:
    found = analyse(load(), "Ann Lee came to Oslo. Lee stayed, said Bo Ray.")
    assert [entity.name for entity in found.entities if entity.text == "Lee"] == ["Ann Lee"]
