"""Many texts: in this process, and dealt out to several."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from nlp import batch
from nlp.batch import analyse_all
from store.errors import PipelineError
from store.models import Analysis, Article
from store.text import text_hash


def article(n: int, text: str) -> Article:
    return Article(id=f"id{n}", source=f"file{n}.txt", title="t", text=text, text_hash=text_hash(text))


@pytest.fixture(params=["here", "dealt out"])
def processes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many processes to use; many are used for the smallest amount of text."""
    if request.param == "here":
        return 1
    monkeypatch.setattr(batch, "FEW", 1)
    monkeypatch.setattr(batch, "BATCH", 60)
    return 2


def test_all_texts_come_back_in_order_and_a_broken_one_costs_itself_only(odd_pipeline: str, processes: int) -> None:
    texts = [f"The Red Cross, {n} times. {'RAISE' * (n == 7)}" for n in range(20)]
    articles = [article(n, text) for n, text in enumerate(texts)]
    results = list(analyse_all(articles, odd_pipeline, processes=processes))
    assert [found.source for found, _ in results] == [a.source for a in articles]
    for n, (given, found) in enumerate(results):
        if n == 7:
            assert isinstance(found, str)
            assert found.startswith("‘file7.txt’ could not be analysed")
        else:
            assert isinstance(found, Analysis)
            assert (found.article, found.text_hash) == (given.id, given.text_hash)
            assert found.entities[0].text == "Red Cross"


def test_a_text_that_ends_the_process_costs_itself_only(odd_pipeline: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "FEW", 1)
    articles = [article(n, f"Text {n} {'KILL' * (n == 1)}") for n in range(4)]
    results = [found for _, found in analyse_all(articles, odd_pipeline, processes=2)]
    assert [isinstance(found, Analysis) for found in results] == [True, False, True, True]
    assert "stops the analysis each time (killed)" in str(results[1])


@pytest.mark.parametrize("how", ["raise", "exit"])
def test_a_pipeline_that_does_not_load_is_said_once(
    odd_pipeline: str, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "FEW", 1)
    monkeypatch.setenv("ODD_FAILS", how)
    with pytest.raises(PipelineError, match="never loads" if how == "raise" else "exit code 3"):
        list(analyse_all([article(n, "A text.") for n in range(9)], odd_pipeline, processes=2))


def test_what_is_odd_about_the_pipeline_is_passed_on_once(names_pipeline: Path, tmp_path: Path, processes: int) -> None:
    shutil.copytree(names_pipeline, tmp_path / "old")
    meta = json.loads((tmp_path / "old" / "meta.json").read_text())
    (tmp_path / "old" / "meta.json").write_text(json.dumps({**meta, "spacy_version": ">=2.0.0,<2.1.0"}))
    said: list[str] = []
    articles = [article(n, "A text about Oslo. " * 10) for n in range(4)]
    list(analyse_all(articles, str(tmp_path / "old"), processes=processes, notify=said.append))
    (sentence,) = said
    assert "made for spaCy >=2.0.0,<2.1.0" in sentence


def test_few_texts_start_no_process(odd_pipeline: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "WorkerProcess", None)
    ((_, found),) = analyse_all([article(1, "The Red Cross.")], odd_pipeline, processes=8)
    assert isinstance(found, Analysis)


def test_no_more_is_read_than_is_worked_on(odd_pipeline: str, processes: int) -> None:
    read = 0

    def endless() -> Iterator[Article]:
        nonlocal read
        while True:
            read += 1
            yield article(read, f"Text {read}. " + "word " * 20)

    results = analyse_all(endless(), odd_pipeline, processes=processes)
    assert next(results)[0].source == "file1.txt"
    results.close()  # type: ignore[attr-defined]
    assert read < 400


def test_nothing_gives_nothing(odd_pipeline: str) -> None:
    assert list(analyse_all([], odd_pipeline)) == []
