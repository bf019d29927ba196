"""A library as one file and back, also while it is in use."""

from __future__ import annotations

import threading
import zipfile
from pathlib import Path

import pytest

from store import lock
from store.backup import restore
from store.errors import StoreError
from store.library import Library, open_library
from store.models import Article, ArticleState, Change
from tests.store.conftest import make
from tests.store.helpers import keep, mark


def test_a_backup_makes_the_same_library_again(library: Library, article: Article, tmp_path: Path) -> None:
    keep(library, mark(article, "Blinken", "PERSON"))
    library.commit(Change(what="star", states=(ArticleState(article=article.id, starred=True),)))
    library.undo()
    library.backup(tmp_path / "b.zip")
    keep(library, mark(article, "quiet"))
    restore(tmp_path / "b.zip", tmp_path / "new")
    with open_library(tmp_path / "new") as again:
        assert again.notices == ()
        assert again.check() == []
        assert [a.exact for a in again.annotations()] == ["Blinken"]
        assert again.articles() == library.articles()
        assert again.article(article.id) == article
        assert again.redo() is not None
        assert again.state(article.id).starred
        assert again.undo() is not None
        assert again.undo() is not None
        assert again.annotations() == []


def test_a_reader_can_back_up_too(library: Library, article: Article, folder: Path, tmp_path: Path) -> None:
    keep(library, mark(article, "Blinken"))
    with open_library(folder) as reader:
        reader.backup(tmp_path / "b.zip")
    restore(tmp_path / "b.zip", tmp_path / "new")
    with open_library(tmp_path / "new") as again:
        assert len(again.annotations()) == 1


def test_a_backup_during_work_is_of_one_moment(library: Library, tmp_path: Path) -> None:
    stop = threading.Event()

    def work() -> None:
        for number in range(400):
            if stop.is_set():
                return
            made = make(f"/{number}")
            library.add_articles([made])
            keep(library, mark(made, "Beijing"))

    worker = threading.Thread(target=work)
    worker.start()
    try:
        for number in range(5):
            library.backup(tmp_path / f"{number}.zip")
    finally:
        stop.set()
        worker.join()
    for number in range(5):
        restore(tmp_path / f"{number}.zip", tmp_path / str(number))
        with open_library(tmp_path / str(number)) as again:
            assert again.check() == []
            assert 0 <= len(again.articles()) - 1 - len(again.annotations()) <= 1


def test_only_an_empty_folder_is_restored_into(library: Library, folder: Path, tmp_path: Path) -> None:
    library.backup(tmp_path / "b.zip")
    with pytest.raises(StoreError, match="already holds a library"):
        restore(tmp_path / "b.zip", folder)


def test_nobody_else_may_be_at_work_where_a_backup_is_restored(library: Library, tmp_path: Path) -> None:
    library.backup(tmp_path / "b.zip")
    (tmp_path / "new").mkdir()
    held = lock.acquire(tmp_path / "new" / "library.lock")
    assert held is not None
    with pytest.raises(StoreError, match="at work in"):
        restore(tmp_path / "b.zip", tmp_path / "new")
    held.release()
    restore(tmp_path / "b.zip", tmp_path / "new")


def test_what_is_no_backup_is_refused_and_leaves_nothing(library: Library, tmp_path: Path) -> None:
    library.backup(tmp_path / "good.zip")
    (tmp_path / "text.zip").write_text("not a backup")
    (tmp_path / "cut.zip").write_bytes((tmp_path / "good.zip").read_bytes()[:500])
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("../evil", "x")
    for name in ("text.zip", "cut.zip", "other.zip", "missing.zip"):
        with pytest.raises(StoreError):
            restore(tmp_path / name, tmp_path / "new")
        assert [path.name for path in (tmp_path / "new").iterdir()] == ["library.lock"]
    assert not (tmp_path / "evil").exists()


def test_a_backup_that_can_not_be_written_is_an_error(library: Library, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="Could not write the backup"):
        library.backup(tmp_path / "no" / "such" / "b.zip")
