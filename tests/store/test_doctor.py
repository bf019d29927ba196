"""Checking a library and mending it: each kind of fault is found, named, and put right where that needs no guess."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from store.library import Library, open_library
from store.models import ArticleState, Change, Known, Subscription
from tests.store.conftest import make
from tests.store.helpers import crash, keep, mark, quote

ARTICLE = make()
Edit = Callable[[dict[str, Any]], None]


@pytest.fixture
def closed(folder: Path) -> Path:
    """A library with three annotations and a state, closed."""
    with open_library(folder) as library:
        library.add_articles([ARTICLE])
        keep(library, mark(ARTICLE, "Blinken", "PERSON"), mark(ARTICLE, "Beijing"), quote(ARTICLE))
        library.commit(Change(what="star", states=(ArticleState(article=ARTICLE.id, starred=True),)))
        feeds = (Subscription(id="a", url="https://one.example/"), Subscription(id="b", url="https://two.example/"))
        library.commit(Change(what="follow", keep=(*feeds, Known(id="a", text="Quad", label="ORG"))))
    return folder


def edit(folder: Path, change: Edit) -> None:
    path = folder / "annotations.json"
    data = json.loads(path.read_bytes())
    change(data)
    path.write_text(json.dumps(data, indent=1), encoding="utf-8")


def sentences(library: Library) -> str:
    return "\n".join(fault.sentence for fault in library.check())


def test_a_library_that_is_well_has_no_faults(closed: Path) -> None:
    with open_library(closed) as library:
        assert library.check() == []
        assert library.mend() == []
    assert not (closed / "aside").exists()


FAULTS: dict[str, tuple[Edit, str]] = {
    "words": (lambda d: d["annotations"]["1"].update(exact="Blinkem"), "does not fit its text"),
    "offsets": (lambda d: d["annotations"]["1"].update(start=1, end=8), "does not fit its text"),
    "outside": (lambda d: d["annotations"]["2"].update(end=10**6), "does not fit its text"),
    "id": (lambda d: d["annotations"]["2"].update(id=d["annotations"]["1"]["id"]), "id that another one has"),
    "no id": (lambda d: d["annotations"]["2"].update(id=""), "or none"),
    "shape": (lambda d: d["annotations"]["2"].update(kind="nonsense"), "shape of an annotation"),
    "missing": (lambda d: d["annotations"]["2"].pop("start"), "shape of an annotation"),
    "revision": (lambda d: d["annotations"]["2"].update(text_hash="0" * 16), "carried over"),
    "record": (lambda d: d["names"]["1"].update(use="perhaps"), "Number 1 of the names is not in its shape"),
    "record id": (lambda d: d["feeds"]["2"].update(id="a"), "Number 2 of the feeds has an id that another one has"),
    "state": (lambda d: d["articles"]["1"].update(read=7), "noted of an article"),
    "two states": (lambda d: d["articles"].update({"2": dict(d["articles"]["1"])}), "Two records"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_in_what_a_person_made_is_named_and_mended(closed: Path, fault: str) -> None:
    change, said = FAULTS[fault]
    edit(closed, change)
    with open_library(closed) as library:
        assert said in sentences(library)
        assert any(said in sentence for sentence in library.mend())
        assert library.check() == []
        before = library.annotations()
        assert len(before) >= 2
    with open_library(closed) as library:
        assert library.check() == []
        assert library.annotations() == before
    assert list((closed / "aside").glob("before-mending*.zip"))


def test_a_mark_off_its_words_is_shown_as_moved_not_passed_over(closed: Path) -> None:
    edit(closed, FAULTS["offsets"][0])
    with open_library(closed) as library:
        library.mend()
        (found,) = library.annotations_by("label", "PERSON")
        assert (found.start, found.exact, found.anchor) == (0, "Blinken", "moved")


def test_a_mark_whose_words_are_nowhere_is_orphaned_and_can_still_be_noted(closed: Path) -> None:
    edit(closed, lambda d: d["annotations"]["1"].update(exact="Someone else entirely", end=21))
    with open_library(closed) as library:
        library.mend()
        (found,) = library.annotations_by("label", "PERSON")
        assert (found.anchor, found.exact) == ("orphaned", "Someone else entirely")
        keep(library, replace(found, note="who?"))
        assert library.annotation(found.id) == replace(found, note="who?")
        assert library.check() == []


def test_an_unknown_article_is_named_and_nothing_is_thrown_away(closed: Path) -> None:
    edit(closed, lambda d: d["annotations"]["1"].update(article="ffffffffffff"))
    with open_library(closed) as library:
        (fault,) = library.check()
        assert "ffffffffffff" in fault.sentence
        assert not fault.mendable
        assert library.mend() == []
        assert len(library.annotations()) == 3


def test_a_file_changed_behind_our_back_is_noticed_and_written_again(closed: Path) -> None:
    with open_library(closed) as library:
        edit(closed, lambda d: d["annotations"].pop("1"))
        assert "another program wrote it" in sentences(library)
        library.mend()
        assert library.check() == []
    with open_library(closed) as library:
        assert len(library.annotations()) == 3


def damage_pages(path: Path) -> None:
    """Overwrite the middle of the file."""
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 6000] = b"\xa5" * 6000
    path.write_bytes(bytes(data))


def test_a_damaged_database_is_named_and_what_can_be_read_is_saved(closed: Path) -> None:
    with open_library(closed) as library:
        library.add_articles([make(f"/{n}", f"Text number {n}. " * 40) for n in range(200)])
    damage_pages(closed / "library.db")
    with open_library(closed) as library:
        assert "library.db is damaged" in sentences(library)
        done = library.mend()
        assert any("written anew" in sentence for sentence in done)
        assert len(library.annotations()) == 3
        assert len(library.articles()) > 100
        assert not any("library.db is damaged" in fault.sentence for fault in library.check())
        assert library.search("number")
        assert "changed" in library.add_articles([make(f"/{n}", f"Text number {n}. " * 40) for n in range(200)])
        assert library.check() == []
        assert len(library.articles()) == 201
    assert list((closed / "aside").glob("library*.db"))


def test_a_full_text_index_that_does_not_fit_is_rebuilt(closed: Path) -> None:
    with sqlite3.connect(closed / "library.db") as connection:
        connection.execute("UPDATE articles SET title = 'Renamed by hand'")
    connection.close()
    with open_library(closed) as library:
        assert "full-text index" in sentences(library)
        library.mend()
        assert library.check() == []
        assert library.search("renamed") == [ARTICLE.id]


def test_a_text_that_is_not_the_one_kept_is_named(closed: Path) -> None:
    with sqlite3.connect(closed / "library.db") as connection:
        connection.execute("UPDATE revisions SET text = 'Something else'")
        connection.execute("INSERT INTO search (search) VALUES ('rebuild')")
    connection.close()
    with open_library(closed) as library:
        assert f"The text of article {ARTICLE.id}" in sentences(library)


def test_a_check_during_work_finds_nothing(library: Library, tmp_path: Path) -> None:
    for word in ("Blinken", "Beijing", "quiet"):
        keep(library, mark(ARTICLE, word))
        assert library.check() == []
    library.undo()
    with open_library(crash(library.folder, tmp_path / "after")) as after:
        assert after.check() == []
