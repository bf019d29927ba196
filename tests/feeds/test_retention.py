"""What is old goes out of the lists only where nobody touched it, and can be had back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feeds.retention import retire
from store.library import Library, open_library
from store.marking import annotate
from store.models import Article, ArticleState, Change
from store.text import text_hash

NOW = datetime(2026, 6, 30, tzinfo=UTC)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with open_library(tmp_path / "library") as opened:
        yield opened


def article(name: str, published: str = "2026-01-01T00:00:00Z", feed: str = "f") -> Article:
    return Article(
        id=name, source=name, title=name, text=f"Ann {name}", text_hash=text_hash(f"Ann {name}"), published=published,
        feed=feed,
    )  # fmt: skip


def test_only_what_is_old_untouched_and_of_a_feed_goes(library: Library) -> None:
    names = ("old", "starred", "tagged", "noted", "marked", "read")
    library.add_articles([*map(article, names), article("new", "2026-06-29T00:00:00Z"), article("own", feed="")])
    states = (
        ArticleState(article="starred", starred=True),
        ArticleState(article="tagged", tags=("t",)),
        ArticleState(article="noted", note="n"),
        ArticleState(article="read", read=True),
    )
    mark = annotate(library.article("marked"), 0, 3, label="PERSON")
    library.commit(Change(what="touch", states=states, put=(mark,)))
    assert retire(library, 30, NOW) == 2
    assert {state.article for state in library.states().values() if state.removed} == {"old", "read"}
    assert retire(library, 30, NOW) == 0
    library.undo()
    assert not any(state.removed for state in library.states().values())
