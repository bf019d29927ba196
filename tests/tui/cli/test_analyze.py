"""`quotidian analyze`."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from store.text import text_hash
from tests.tui.cli.conftest import Run

FIELDS = ["source", "title", "text", "text_hash", "pipeline", "entities", "quotes"]


def test_a_line_for_each_article_in_order(run: Run, article: Path, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in "cab":
        (folder / f"{name}.txt").write_text(f"Text {name}.")
    code, out, err = ran = run("analyze", article, folder)
    assert (code, err) == (0, "")
    records = ran.records()
    assert [Path(record["source"]).stem for record in records] == ["bridge", "a", "b", "c"]
    first = records[0]
    assert list(first) == FIELDS
    assert first["text_hash"] == text_hash(first["text"])
    (quote,) = first["quotes"]
    assert first["text"][quote["start"] : quote["end"]] == quote["text"]
    assert quote["speaker"]["text"].startswith("Ann Lee")
    assert out.endswith("\n")


def test_what_cannot_be_read_is_named_and_the_rest_is_done(run: Run, article: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    code, _, err = ran = run("analyze", tmp_path / "nowhere.txt", tmp_path / "empty.txt", article)
    assert code == 1
    assert len(ran.records()) == 1
    assert "nowhere.txt" in err
    assert "empty.txt" in err


def test_the_standard_input_is_a_source(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Oslo is red.")))
    ran = run("analyze", "-")
    (record,) = ran.records()
    assert (ran.code, record["source"], record["text"]) == (0, "-", "Oslo is red.")


def test_offsets_count_the_characters_of_the_file_where_cleaning_changed_them(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "colours.txt"
    file.write_text("\x83The cafe\u0301s of Oslo\u00ad are “open”, said Ann Lee.", encoding="utf-8")
    for record in run("analyze", file, file).records():
        text = record["text"]
        assert text == "\ufffdThe cafe\u0301s of Oslo\ufffd are “open”, said Ann Lee."
        assert record["text_hash"] == text_hash(text)
        assert {"Oslo", "Ann Lee"} <= {entity["text"] for entity in record["entities"]}
        quotes = record["quotes"]
        for found in (*record["entities"], *quotes, *(quote["speaker"] for quote in quotes if quote["speaker"])):
            assert text[found["start"] : found["end"]] == found["text"]


def test_indirect_speech_can_be_switched_off(run: Run, tmp_path: Path) -> None:
    text = tmp_path / "t.txt"
    text.write_text("Ann Lee said that the bridge was open. “It is,” said Bo Ray.")
    config = tmp_path / "c.toml"
    config.write_text("indirect = false\n")
    kinds = [q["kind"] for q in run("analyze", text).records()[0]["quotes"]]
    assert "indirect" in kinds
    assert [q["kind"] for q in run("analyze", text, "--config", config).records()[0]["quotes"]] == ["direct"]


def test_a_pipeline_that_is_not_there_is_said_once(run: Run, article: Path) -> None:
    code, out, err = run("analyze", "--pipeline", "en_nowhere_sm", article, article)
    assert (code, out) == (1, "")
    assert err.count("en_nowhere_sm") == 2  # its name, and how to install it
    assert err.count("\n") == 1
