"""The articles' database: revisions, search, and how its shape changes from version to version."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from store import migrations
from store.database import Database
from store.errors import QueryError, StoreError
from store.library import Library, open_library
from store.models import Article
from store.query import finder, parse
from store.query.text import expression
from store.text import text_hash
from tests.store.conftest import TEXT, make
from tests.store.helpers import keep, mark


@pytest.fixture
def shelf(library: Library) -> Library:
    """A library with some articles to search."""
    library.add_articles(
        [
            make("/1", "The café in São Paulo opened. Élan vital.", title="Coffee news", published="2026-01-01"),
            make("/2", "A coffee shop, a coffee house, coffee everywhere.", title="Shops", published="2026-01-02"),
            make(
                "/3",
                "Nothing of that here: e-mail and C++ only.",
                title="Tools",
                byline="Ada Müller",
                published="2026-01-03",
            ),
        ]
    )
    return library


def titles(library: Library, query: str, **options: Any) -> list[str]:
    return [row.title for row in library.articles(library.search(query, **options))]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("cafe", ["Talks in Beijing", "Coffee news"]),
        ("CAFÉ paulo", ["Coffee news"]),
        ("coffee", ["Shops", "Coffee news"]),
        ("coff*", ["Shops", "Coffee news"]),
        ("coff", []),
        ('"coffee house"', ["Shops"]),
        ('"shop house"', []),
        ("coffee -house", ["Coffee news"]),
        ("-coffee", ["Talks in Beijing", "Tools"]),
        ("title:coffee", ["Coffee news"]),
        ("by:muller", ["Tools"]),
        ("ada", ["Tools"]),
        ("e-mail", ["Tools"]),
        ("c++", ["Tools"]),
        ("", ["Talks in Beijing", "Tools", "Shops", "Coffee news"]),
        ("a AND NOT", []),
        ("NEAR coffee 2", []),
    ],
)
def test_a_query_finds_what_it_says(shelf: Library, query: str, found: list[str]) -> None:
    assert titles(shelf, query) == found


def test_the_best_come_first_where_asked(shelf: Library) -> None:
    assert titles(shelf, "coffee", ranked=True) == ["Coffee news", "Shops"]


def test_of_many_only_the_first_are_given_where_asked(shelf: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    for ranked in (False, True):
        everything = titles(shelf, "coffee", ranked=ranked)
        for limit in (0, 1, 2, 9):
            assert titles(shelf, "coffee", ranked=ranked, limit=limit) == everything[:limit]
    monkeypatch.setattr(finder, "WEIGHED", 1)
    assert titles(shelf, "coffee", ranked=True, limit=1) == ["Shops"]
    assert titles(shelf, "coffee", ranked=True) == ["Coffee news", "Shops"]


def test_the_newest_come_first_in_the_list_and_in_a_search(library: Library) -> None:
    times = ["2026-01-02T10:00:00.000Z", "", "9999-12-31", "2026-01-02", "1950-06-01", "soon", "2026-01-02T10:00:00Z"]
    made = [make(f"/{n}", "Otters.", title=time, published=time, fetched="") for n, time in enumerate(times)]
    library.add_articles(made)
    order = [made[n].id for n in (2, 0, 6, 3, 1, 4, 5)]
    assert library.search("otters") == order
    assert [row.id for row in library.articles() if row.source != "/news/one.txt"] == order
    library.add_articles([replace(made[1], published="2026-01-03")])
    assert library.search("otters", limit=2) == [made[2].id, made[1].id]
    assert library.check() == []


@given(query=st.text() | st.text('ab"*-:^(){}+ title'))
def test_no_query_can_break_the_search(query: str) -> None:
    try:
        wanted = expression(parse(query))
    except QueryError:
        return
    if wanted:
        connection = sqlite3.connect(":memory:")
        migrations.migrate(connection)
        connection.execute("SELECT rowid FROM search WHERE search MATCH ?", (wanted,)).fetchall()
        connection.close()


def test_search_follows_the_newest_text(shelf: Library) -> None:
    (tools,) = shelf.search("tools")
    article = shelf.article(tools)
    shelf.add_articles(
        [replace(article, text="Only gardens now.", text_hash=text_hash("Only gardens now."), title="Gardens")]
    )
    assert shelf.search("mail") == shelf.search("tools") == []
    assert shelf.search("gardens") == [tools]
    assert shelf.check() == []


def test_every_revision_is_kept(library: Library, article: Article, folder: Path) -> None:
    for number in range(3):
        text = f"{TEXT}\n\nUpdate {number}."
        library.add_articles([replace(article, text=text, text_hash=text_hash(text))])
    library.add_articles([article])
    library.close()
    with sqlite3.connect(folder / "library.db") as connection:
        assert connection.execute("SELECT count(*) FROM revisions").fetchone() == (4,)
    connection.close()


def test_an_article_that_cannot_be_written_leaves_all_out(library: Library, article: Article) -> None:
    def articles():
        yield make("/new")
        raise StoreError("the source broke off")

    with pytest.raises(StoreError, match="broke off"):
        library.add_articles(articles())
    assert len(library.articles()) == 1
    assert library.add_articles([make("/new")]) == ["new"]


def test_a_library_of_the_version_before_is_brought_up_to_date_after_a_copy(
    folder: Path, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_library(folder) as library:
        library.add_articles([article])
        keep(library, mark(article, "Blinken"))
    step = "ALTER TABLE articles ADD COLUMN section TEXT NOT NULL DEFAULT ''"
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, step))
    with open_library(folder) as library:
        assert library.article(article.id) == article
        assert len(library.annotations()) == 1
        assert library.add_articles([make("/new")]) == ["new"]
    (copy,) = (folder / "previous").glob("library-version-*.db")
    with sqlite3.connect(copy) as connection:
        assert migrations.version(connection) == len(migrations.STEPS) - 1
        assert connection.execute("SELECT count(*) FROM articles").fetchone() == (1,)
    connection.close()


def test_a_library_of_the_first_versions_is_searched_by_age(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.mkdir()
    connection = sqlite3.connect(folder / "library.db", isolation_level=None)
    with monkeypatch.context() as patched:
        patched.setattr(migrations, "STEPS", migrations.STEPS[:2])
        migrations.migrate(connection)
    for number, time in enumerate(["2026-01-01", "2026-01-03", "2026-01-02"], start=1):
        known = text_hash("Two otters.")
        row = (number, time, known, time)
        connection.execute("INSERT INTO articles VALUES (?, ?, '', '', 'T', '', '', '', '', 2, ?, ?)", row)
        connection.execute("INSERT INTO revisions VALUES (?, ?, '', 'Two otters.')", (number, known))
    connection.close()
    with pytest.raises(StoreError, match="older version"):
        Database(folder / "library.db", read_only=True)
    with open_library(folder) as library:
        assert library.search("otters") == ["2026-01-03", "2026-01-02", "2026-01-01"]
        assert library.check() == []


def test_a_step_that_fails_changes_nothing_and_is_said(
    folder: Path, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_library(folder) as library:
        library.add_articles([article])
    broken = "CREATE TABLE half (x); CREATE TABLE half (x)"
    with monkeypatch.context() as patched:
        patched.setattr(migrations, "STEPS", (*migrations.STEPS, broken))
        with pytest.raises(StoreError, match="already exists"):
            open_library(folder)
    with open_library(folder) as library:
        assert library.article(article.id) == article
        assert library.notices == ()


def test_reading_does_not_wait_for_writing(library: Library, article: Article) -> None:
    database: Database = library._rooms.database
    with database.writing("hold the file") as (connection, _):
        connection.execute("DELETE FROM articles")
        assert library.article(article.id) == article
    assert library.article(article.id) == article


def test_a_database_that_another_program_holds_is_said(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    library._rooms.database._writer.execute("PRAGMA busy_timeout = 1")
    other = sqlite3.connect(library.folder / "library.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="another program holds it"):
        library.add_articles([make("/new")])
    other.execute("ROLLBACK")
    other.close()
    assert library.add_articles([make("/new")]) == ["new"]
