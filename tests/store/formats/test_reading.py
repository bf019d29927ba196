"""Files of other tools, read back: what they hold comes back equal, and what is wrong is refused by its line."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from store.errors import FormatError, UsageError
from store.export import export
from store.library import Library, open_library
from store.loading import load
from store.models import Article
from tests.store.helpers import keep, mark

TASK = {"text": "Ada met Bob.", "spans": [{"start": 0, "end": 3, "label": "PERSON"}]}


def test_prodigy_comes_back_with_its_provenance(library: Library, article: Article, tmp_path: Path) -> None:
    made = mark(article, "Sunday", "DATE", note="n", tags=("a",), verdict="corrected", origin="p@1", annotator="me")
    keep(library, made)
    file = tmp_path / "all.jsonl"
    export(library, [article.id], "prodigy", file)
    with open_library(tmp_path / "new") as new:
        assert load(new, file).format == "prodigy"
        assert new.annotations() == [made]
        assert new.article(article.id).text == article.text
        again = io.BytesIO()
        export(new, [article.id], "prodigy", again)
        assert again.getvalue() == file.read_bytes()


@pytest.mark.parametrize(
    "line",
    [
        json.dumps(TASK)[:-5],
        json.dumps(TASK | {"text": 3}),
        json.dumps(TASK | {"spans": [{"start": 0, "end": 99, "label": "X"}]}),
        json.dumps(TASK | {"spans": [{"start": -3, "end": 3, "label": "X"}]}),
        json.dumps(TASK | {"spans": [{"start": 0, "end": 3, "label": "X", "text": "Bob"}]}),
        json.dumps(TASK | {"spans": [{"start": "__import__('os')", "end": 3, "label": "X"}]}),
        json.dumps(TASK | {"spans": TASK["spans"] * 2}),
        json.dumps(TASK | {"meta": {"id": ["../../x"]}}),
        json.dumps(TASK | {"answer": "reject"}),
    ],
)
def test_a_bad_line_of_prodigy_is_named_and_nothing_is_loaded(library: Library, tmp_path: Path, line: str) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text(json.dumps({"text": "Fine.", "spans": []}) + "\n" + line + "\n")
    before = library.articles(), library.annotations()
    with pytest.raises(FormatError, match="line 2"):
        load(library, file, "prodigy")
    assert (library.articles(), library.annotations()) == before


def test_a_file_that_suits_no_format_is_refused_with_each_reason(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text(json.dumps(TASK)[:-5])
    with pytest.raises(UsageError, match=r"As jsonl: line 1: .* As prodigy: line 1: "):
        load(library, file)
