"""What the README says a program can do, done."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path
from typing import Any

import pandas
import pytest

import store
from store import open_library
from store.errors import StoreError
from store.export import export
from store.models import Change
from tests.store.conftest import make
from tests.store.helpers import mark

README = Path(__file__).parents[1] / "README.md"


def example(heading: str) -> str:
    """The code under the paragraph that begins with this heading."""
    paragraph = README.read_text(encoding="utf-8").split(f"**{heading}", 1)[1]
    found = re.search(r"\n\n((?:    .*\n|\n)+)", paragraph)
    assert found
    return textwrap.dedent(found[1])


def test_a_library_is_read_from_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTIDIAN_LIBRARY", str(tmp_path / "library"))
    article = make()
    names: dict[str, Any] = {}
    with open_library() as writer:  # the reader is open meanwhile
        writer.add_articles([article])
        made = mark(article, "Blinken", "PERSON", name="Antony Blinken")
        writer.commit(Change(what="mark", put=(made, mark(article, "Beijing", "GPE"))))
        exec(example("Use it from Python."), names)
    assert names["people"] == {"Antony Blinken"}
    assert [row.title for row in names["articles"]] == [article.title]
    with open_library(read_only=True) as library:
        assert library.annotation(made.id) == made
        assert library.article(article.id) == article


def test_reading_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="There is no library in"):
        open_library(tmp_path / "none", read_only=True)
    assert list(tmp_path.iterdir()) == []
    with open_library(tmp_path / "some"):
        pass
    with open_library(tmp_path / "some", read_only=True) as library, pytest.raises(StoreError, match="read only"):
        library.add_articles([make()])


def test_every_name_of_the_package_is_there() -> None:
    assert all(getattr(store, name) is not None for name in store.__all__)
    with pytest.raises(AttributeError, match="nothing_like_it"):
        _ = store.nothing_like_it


def test_pandas_reads_the_table(tmp_path: Path) -> None:
    article = make()
    made = [mark(article, "Blinken", "PERSON", note='a, "b"\nc'), mark(article, "The café", tags=("x", "y"))]
    with open_library(tmp_path / "library") as library:
        library.add_articles([article])
        library.commit(Change(what="mark", put=tuple(made)))
        export(library, [article.id], "csv", tmp_path / "marks.csv")
    frame = pandas.read_csv(tmp_path / "marks.csv", keep_default_na=False)
    assert [article.text[row.start : row.end] for row in frame.itertuples()] == [one.exact for one in made]
    assert list(frame["note"]) == [one.note for one in made]
