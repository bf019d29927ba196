"""Records that belong to no article: kept with everything else, in tables that plain TinyDB reads."""

from __future__ import annotations

from pathlib import Path

import pytest
from tinydb import TinyDB

from store.errors import RecordError
from store.library import Library, open_library
from store.models import Change, Known, SavedSearch, Subscription

FEED = Subscription(id="f1", url="https://news.example/feed", title="News", tags=("daily",), added="2026-11-20")
SEARCH = SavedSearch(id="s1", name="To read", query="unread -#later")
NAME = Known(id="n1", text="Quad", label="ORG", use=False)


def test_records_outlive_a_restart_and_plain_tinydb_reads_them(folder: Path) -> None:
    with open_library(folder) as library:
        library.commit(Change(what="keep three", keep=(FEED, SEARCH, NAME)))
    with open_library(folder) as library:
        assert library.records(Subscription) == [FEED]
        assert library.records(SavedSearch) == [SEARCH]
        assert library.records(Known) == [NAME]
        assert library.check() == []
    with TinyDB(folder / "annotations.json") as plain:
        (feed,) = plain.table("feeds").all()
        assert (feed["url"], feed["tags"]) == (FEED.url, ["daily"])


def test_undo_says_which_records_it_brought_back(library: Library) -> None:
    library.commit(Change(what="follow", keep=(FEED,)))
    library.commit(Change(what="stop following", drop=(FEED,)))
    assert library.records(Subscription) == []
    undone = library.undo()
    assert undone is not None
    assert (undone.what, undone.articles, undone.records) == ("stop following", (), (FEED,))
    assert library.records(Subscription) == [FEED]


def test_undo_takes_back_what_the_change_made_and_nothing_that_came_later(library: Library) -> None:
    library.commit(Change(what="follow", keep=(Subscription(id="f1", url=FEED.url),)))
    library.commit(Change(what="name", keep=(Subscription(id="f1", url=FEED.url, title="News"),)))
    moved = Subscription(id="f1", url="https://news.example/moved", title="News")
    library.commit(Change(what="moved", keep=(moved,)), undoable=False)
    library.undo()
    assert library.records(Subscription) == [Subscription(id="f1", url=moved.url)]


@pytest.mark.parametrize(
    "record",
    [
        Subscription(id="", url="https://news.example/"),
        Subscription(id="f", url="https://news.example/\x1b[31m"),
        SavedSearch(id="s", name="two\nlines", query="x"),
        SavedSearch(id="s", name="x", query="x", tags=("a\x00",)),
        Known(id="n", text="x" * 5000, label="ORG"),
    ],
)
def test_what_could_not_be_shown_is_refused(library: Library, record: Subscription | SavedSearch | Known) -> None:
    with pytest.raises(RecordError):
        library.commit(Change(what="keep", keep=(record,)))
    assert library.records(type(record)) == []
