"""Many threads on one library: every change is there once, and readers only ever see whole changes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from store.errors import StoreError
from store.library import Library, open_library
from store.marking import annotate
from store.models import Article, Change
from store.text import text_hash
from tests.store.conftest import make
from tests.store.helpers import keep, mark


def together(*actions: Callable[[], None]) -> None:
    """Run all at once; the first failure is raised."""
    failures: list[BaseException] = []

    def guarded(action: Callable[[], None]) -> None:
        try:
            action()
        except BaseException as error:  # noqa: BLE001
            failures.append(error)

    threads = [threading.Thread(target=guarded, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def test_changes_from_many_threads_are_all_kept(
    library: Library, article: Article, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.storage.FOLD_AT", 20_000)
    done = threading.Event()

    def write(name: int) -> None:
        for number in range(40):
            pair = [replace(mark(article, "Beijing"), id=f"{name}-{number}-{half}") for half in "ab"]
            keep(library, *pair)

    def read() -> None:
        while not done.is_set():
            seen = [annotation.id for annotation in library.annotations(article.id)]
            assert len(seen) % 2 == 0
            assert len(library.annotations()) >= len(seen)

    def add() -> None:
        for number in range(20):
            library.add_articles([make(f"/{number}")])

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    together(*(lambda name=name: write(name) for name in range(4)), add)
    done.set()
    for reader in readers:
        reader.join()
    assert len(library.annotations()) == 320
    assert len(library.articles()) == 21
    library.close()
    with open_library(folder) as again:
        assert len(again.annotations()) == 320
        assert len(again.log(1000)) == 160
        assert again.notices == ()


def test_a_fold_in_the_background_takes_nothing_away(
    library: Library, article: Article, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.storage.FOLD_AT", 500)
    for number in range(60):
        library.commit(Change(what=str(number), put=(annotate(article, 0, 7, note=str(number)),)))
    library.close()  # waits for a fold that is under way, which keeps one copy more until it ends
    assert len(list((folder / "previous").glob("*.json"))) <= 3
    with open_library(folder) as again:
        assert sorted(int(a.note) for a in again.annotations()) == list(range(60))
        assert [entry.what for entry in again.log(60)] == [str(number) for number in reversed(range(60))]


def test_closing_while_others_work_lets_them_finish_or_fail_cleanly(
    library: Library, article: Article, folder: Path
) -> None:
    kept: list[str] = []
    refused: list[str] = []
    started = threading.Event()

    def write() -> None:
        for number in range(10_000):
            annotation = replace(mark(article, "Beijing"), id=f"x{number}")
            try:
                keep(library, annotation)
            except StoreError as error:
                refused.append(error.sentence)
                return
            kept.append(annotation.id)
            started.set()

    def close() -> None:
        started.wait(10)
        library.close()

    together(write, close)
    assert refused == ["The library is closed."]
    with open_library(folder) as again:
        assert sorted(annotation.id for annotation in again.annotations()) == sorted(kept)


def test_marking_does_not_wait_while_articles_come_in(library: Library, article: Article) -> None:
    inside, go = threading.Event(), threading.Event()

    def slowly() -> Iterator[Article]:
        yield make("/first")
        inside.set()
        go.wait(10)
        yield make("/second")

    adding = threading.Thread(target=lambda: library.add_articles(slowly()))
    adding.start()
    inside.wait(10)
    keep(library, mark(article, "Beijing"))
    assert len(library.annotations()) == 1
    go.set()
    adding.join()
    assert len(library.articles()) == 3


def test_everything_at_once_comes_to_an_end(
    library: Library, article: Article, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Locks are taken in one order: marking, adding, folding, checking, mending, backing up never block each other."""
    monkeypatch.setattr("store.storage.FOLD_AT", 1000)
    texts = [article.text + "\n\nUpdate." * number for number in range(8)]

    def change_texts() -> None:
        for text in texts:
            library.add_articles([replace(article, text=text, text_hash=text_hash(text))])

    def marks() -> None:
        for number in range(20):
            keep(library, replace(mark(article, "Beijing"), id=f"m{number}"))
            library.undo()
            library.redo()

    def look_after() -> None:
        for number in range(3):
            assert library.check() == []
            library.mend()
            library.backup(tmp_path / f"{number}.zip")
            library._rooms.storage.fold(always=True)

    together(change_texts, marks, look_after)
    assert len(library.annotations()) == 20
    assert library.check() == []
