"""What the tests of the store share: articles made here, and libraries in a folder of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from store.library import Library, open_library
from store.models import Article
from store.text import article_id, clean, text_hash

TEXT = clean(
    "Blinken met Qin Gang in Beijing on Sunday.\n\n"
    "“We had candid talks,” Antony Blinken said, “and we will go on.”\n\n"
    "Qin Gang called the visit a beginning. The café of the embassy stayed open; Beijing was quiet."
)

Make = Callable[..., Article]


def make(source: str = "/news/one.txt", text: str = TEXT, **fields: str) -> Article:
    """An article as a reader of files would make it."""
    named = {"title": "Talks in Beijing", "fetched": "2026-11-20T08:00:00.000Z"} | fields
    return Article(id=article_id(source), source=source, text=text, text_hash=text_hash(text), **named)


@pytest.fixture(autouse=True)
def quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """No waiting for the platter: what a test looks at is what was written, and that is the same without it."""
    monkeypatch.setattr("store.disk.sync", lambda file: None)
    monkeypatch.setattr("store.disk.sync_folder", lambda folder: None)
    monkeypatch.setattr("store.database.SYNCHRONOUS", "OFF")


@pytest.fixture
def article() -> Article:
    return make()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def library(folder: Path, article: Article) -> Iterator[Library]:
    """A library that holds one article."""
    with open_library(folder) as opened:
        opened.add_articles([article])
        yield opened
