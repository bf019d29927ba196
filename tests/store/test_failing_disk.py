"""A disk that is full or fails: said at once, the action not done, nothing before it lost, and it works again."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from msgspec.structs import replace

from store import disk
from store.errors import ReadOnlyError, StoreError
from store.export import export
from store.journal import scan
from store.library import Library, open_library
from store.models import Annotation, Article, ArticleState, Change
from store.text import text_hash
from tests.store.conftest import TEXT, make
from tests.store.helpers import crash, keep, mark

WORDS = ("Beijing", "quiet", "embassy", "Sunday")


class Disk:
    """Stands in for the calls that reach the disk; fails them when told to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.room: int | None = None
        """Bytes that still fit; None: any number."""
        self.sync_fails = self.cut_fails = False
        self.write, self.truncate = os.write, os.ftruncate
        monkeypatch.setattr(disk.os, "write", self._write)
        monkeypatch.setattr(disk, "sync", self._sync)
        monkeypatch.setattr("store.journal.os.ftruncate", self._truncate)

    def _write(self, file: int, data: bytes) -> int:
        if self.room is None:
            return self.write(file, data)
        if not self.room:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written = self.write(file, bytes(data)[: self.room])
        self.room -= written
        return written

    def _sync(self, file: int) -> None:
        if self.sync_fails:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    def _truncate(self, file: int, size: int) -> None:
        if self.cut_fails:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        self.truncate(file, size)


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(monkeypatch)


def same_after_crash(library: Library, to: Path) -> None:
    """What a crash now would leave is what is shown."""
    with open_library(crash(library.folder, to)) as after:
        assert after.annotations() == library.annotations()
        assert after.states() == library.states()
        assert after.notices == ()


@pytest.mark.parametrize("room", [0, 1, 50, 300])
def test_a_full_disk_refuses_the_change_and_only_that(
    library: Library, article: Article, failing: Disk, tmp_path: Path, room: int
) -> None:
    keep(library, mark(article, "Blinken"))
    failing.room = room
    for word in WORDS:
        with pytest.raises(StoreError, match=r"Could not keep the change: the disk .* is full\. Free some space"):
            keep(library, mark(article, word))
        failing.room = room
    assert [a.exact for a in library.annotations()] == ["Blinken"]
    assert len(library.log()) == 1
    failing.room = None
    same_after_crash(library, tmp_path / "one")
    keep(library, mark(article, "Beijing"))
    assert library.undo() is not None
    assert library.redo() is not None
    same_after_crash(library, tmp_path / "two")


def test_a_failing_sync_is_a_failed_change(library: Library, article: Article, failing: Disk, tmp_path: Path) -> None:
    keep(library, mark(article, "Blinken"))
    failing.sync_fails = True
    with pytest.raises(StoreError, match="Could not keep the change"):
        keep(library, mark(article, "Beijing"))
    failing.sync_fails = False
    keep(library, mark(article, "quiet"))
    assert [a.exact for a in library.annotations()] == ["Blinken", "quiet"]
    same_after_crash(library, tmp_path / "after")


def test_a_line_that_could_not_be_cut_off_is_cut_off_before_the_next(
    library: Library, article: Article, failing: Disk, tmp_path: Path
) -> None:
    keep(library, mark(article, "Blinken"))
    failing.sync_fails = failing.cut_fails = True
    for _ in range(2):
        with pytest.raises(StoreError):
            keep(library, mark(article, "Beijing"))
    failing.sync_fails = failing.cut_fails = False
    keep(library, mark(article, "quiet"))
    same_after_crash(library, tmp_path / "after")


def test_the_first_change_of_a_session_can_fail_too(
    library: Library, article: Article, failing: Disk, folder: Path
) -> None:
    failing.room = 10
    with pytest.raises(StoreError, match="full"):
        keep(library, mark(article, "Blinken"))
    assert not [path.name for path in folder.iterdir() if path.name.endswith(".new")]
    failing.room = None
    keep(library, mark(article, "Blinken"))


def test_a_fold_that_fails_loses_nothing_and_is_said(
    library: Library, article: Article, failing: Disk, folder: Path
) -> None:
    keep(library, mark(article, "Blinken"), mark(article, "Beijing"))
    failing.room = 100
    with pytest.raises(StoreError, match="full"):
        library.close()
    failing.room = None
    with open_library(folder) as again:
        assert (again.read_only, again.notices) == ("", ())
        assert len(again.annotations()) == 2
        assert again.undo() is not None


def test_work_goes_on_while_folding_fails(
    library: Library, article: Article, failing: Disk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.storage.FOLD_AT", 1)
    real = disk.write_aside

    def no_snapshot(path: Path, chunks: object) -> None:
        if path.name == "annotations.json":
            raise OSError(errno.ENOSPC, "full")
        real(path, chunks)

    monkeypatch.setattr(disk, "write_aside", no_snapshot)
    storage = library._rooms.storage
    for word in ("Blinken", *WORDS):
        keep(library, mark(article, word))
        if storage._folder:
            storage._folder.join()
    assert len(library.annotations()) == 5
    monkeypatch.setattr(disk, "write_aside", real)
    same_after_crash(library, tmp_path / "during")
    keep(library, mark(article, "café"))
    if storage._folder:
        storage._folder.join()
    same_after_crash(library, tmp_path / "after")


class Refusing:
    """A connection whose transactions can't end."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def execute(self, statement: str, *values: object) -> object:
        if statement == "COMMIT":
            raise sqlite3.OperationalError("database or disk is full")
        return self._connection.execute(statement, *values)

    def __getattr__(self, name: str) -> object:
        return getattr(self._connection, name)


def test_articles_and_their_annotations_change_together_or_not_at_all(
    library: Library, article: Article, failing: Disk, tmp_path: Path
) -> None:
    keep(library, mark(article, "candid talks"))
    before = library.annotations()
    text = "Updated.\n\n" + TEXT
    update = replace(article, text=text, text_hash=text_hash(text))
    failing.room = 20
    with pytest.raises(StoreError, match="full"):
        library.add_articles([make("/other"), update])
    failing.room = None
    assert (library.annotations(), library.article(article.id)) == (before, article)
    database = library._rooms.database
    real = database._writer
    database._writer = Refusing(real)
    with pytest.raises(StoreError, match="Could not keep the articles"):
        library.add_articles([make("/other"), update])
    database._writer = real
    assert (library.annotations(), library.article(article.id)) == (before, article)
    assert len(library.articles()) == 1
    same_after_crash(library, tmp_path / "after")
    assert library.add_articles([make("/other"), update]) == ["new", "changed"]
    assert library.annotations()[0].start == before[0].start + 10


def test_a_crash_between_the_annotations_and_the_articles_takes_both_back(
    library: Library, article: Article, tmp_path: Path
) -> None:
    keep(library, mark(article, "candid talks"))
    before = library.annotations()
    text = "Updated.\n\n" + TEXT
    journal = library.folder / "annotations.json.journal"
    database = library._rooms.database
    real = database._commit

    def crash_before(deed: str) -> None:
        crash(library.folder, tmp_path / "between")
        real(deed)

    database._commit = crash_before  # type: ignore[method-assign]
    library.add_articles([replace(article, text=text, text_hash=text_hash(text))])
    lines = len(scan(journal.read_bytes()).lines)
    assert len(scan((tmp_path / "between" / journal.name).read_bytes()).lines) == lines
    with open_library(tmp_path / "between") as after:
        assert (after.annotations(), after.article(article.id), after.notices) == (before, article, ())
        keep(after, mark(article, "quiet"))
    with open_library(tmp_path / "between") as after:
        assert len(after.annotations()) == 2
        assert after.check() == []


def test_a_crash_long_after_keeps_what_was_carried_over(library: Library, article: Article, tmp_path: Path) -> None:
    keep(library, mark(article, "candid talks"))
    for text in ("Nothing of it.", "Nothing of it either.", "Nothing of it."):
        library.add_articles([replace(article, text=text, text_hash=text_hash(text))])
    assert library.annotations()[0].anchor == "orphaned"
    same_after_crash(library, tmp_path / "after")
    with open_library(tmp_path / "after") as after:
        assert after.check() == []
        assert after.add_articles([article]) == ["changed"]
        assert after.annotations()[0].anchor == "placed"


def test_an_export_that_fails_leaves_the_old_file(
    library: Library, article: Article, failing: Disk, tmp_path: Path
) -> None:
    target = tmp_path / "out.jsonl"
    export(library, [article.id], "jsonl", target)
    before = target.read_bytes()
    keep(library, mark(article, "Blinken"))
    failing.room = 30
    with pytest.raises(StoreError, match="Could not write the export"):
        export(library, [article.id], "jsonl", target)
    failing.room = None
    assert target.read_bytes() == before
    assert [path.name for path in tmp_path.glob("out*")] == ["out.jsonl"]


def test_a_folder_that_may_not_be_written_is_read(
    library: Library, article: Article, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(library, mark(article, "Blinken"))
    library.close()

    def forbidden(path: Path, wait: float) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr("store.lock.acquire", forbidden)
    with open_library(folder) as reader:
        assert "may not be written" in reader.read_only
        assert [a.exact for a in reader.annotations()] == ["Blinken"]
        assert reader.article(article.id) == article
        assert reader.check() == []


def refusal(library: Library, annotation: Annotation) -> str:
    """The sentence with which a mark is refused; "" where it is kept."""
    try:
        keep(library, annotation)
    except StoreError as error:
        return error.sentence
    return ""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 500 kB, where mounting one is allowed."""
    place = tmp_path / "small"
    place.mkdir()
    mount = shutil.which("mount")
    options = ["-t", "tmpfs", "-o", "size=500k", "tmpfs", str(place)]
    if not mount or subprocess.run([mount, *options], capture_output=True, check=False).returncode:
        pytest.skip("mounting a small file system is not allowed here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_really_full_disk(small_disk: Path, article: Article, tmp_path: Path) -> None:
    library = open_library(small_disk / "library")
    library.add_articles([article])
    kept = 0
    while not (refused := refusal(library, mark(article, "Blinken", note="n" * 200))):
        kept += 1
    assert "full" in refused
    assert len(library.annotations()) == kept > 10
    with pytest.raises(StoreError):
        library.commit(Change(what="star", states=(ArticleState(article=article.id, note="x" * 9000),)))
    with open_library(crash(small_disk / "library", tmp_path / "elsewhere")) as after:
        assert after.annotations() == library.annotations()
    with pytest.raises(StoreError, match="full"):
        library.close()
    subprocess.run(["mount", "-o", "remount,size=4m", str(small_disk)], check=True)
    with open_library(small_disk / "library") as again:
        assert len(again.annotations()) == kept
        keep(again, mark(article, "Beijing"))
    with open_library(small_disk / "library") as again:
        assert len(again.annotations()) == kept + 1


def test_a_library_on_a_full_disk_can_still_be_read(small_disk: Path, article: Article) -> None:
    with open_library(small_disk / "library") as library:
        library.add_articles([article])
        keep(library, mark(article, "Beijing", "GPE"))
        kept = library.annotations()
    with (small_disk / "filler").open("wb", buffering=0) as filler, suppress(OSError):
        while filler.write(bytes(1024)):
            pass
    with open_library(small_disk / "library") as library:
        assert "is full" in library.read_only
        assert "Free some space" in library.read_only
        assert library.annotations() == kept
        assert library.article(article.id) == article
        with pytest.raises(ReadOnlyError):
            keep(library, mark(article, "Beijing"))
    (small_disk / "filler").unlink()
    with open_library(small_disk / "library") as library:
        assert not library.read_only
        assert library.annotations() == kept


def test_a_file_system_that_is_read_only(small_disk: Path, article: Article) -> None:
    with open_library(small_disk / "library") as library:
        library.add_articles([article])
        keep(library, mark(article, "Blinken"))
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with open_library(small_disk / "library") as reader:
        assert "may not be written" in reader.read_only
        assert [a.exact for a in reader.annotations()] == ["Blinken"]
        assert [row.id for row in reader.articles()] == [article.id]
        assert reader.search("talks") == [article.id]
        assert not reader.changed()
        assert reader.check() == []


@pytest.mark.parametrize("where", ["write_all", "sync", "after"])
def test_a_change_stopped_by_the_keyboard_is_whole_or_not_there(
    library: Library, article: Article, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    keep(library, mark(article, "Blinken"))

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        if where == "after":
            patched.setattr(library._rooms.storage, "_show", stop)
        else:
            patched.setattr(disk, where, stop)
        with pytest.raises(KeyboardInterrupt):
            keep(library, mark(article, "Beijing"))
    with pytest.raises(StoreError, match="stopped half-way"):
        keep(library, mark(article, "quiet"))
    library.close()
    with open_library(library.folder) as again:
        words = [annotation.exact for annotation in again.annotations()]
        assert words == (["Blinken", "Beijing"] if where == "after" else ["Blinken"])
        keep(again, mark(article, "quiet"))
        assert again.check() == []


def test_a_journal_that_can_not_be_put_away_is_written_on(
    library: Library, article: Article, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(library, mark(article, "Blinken"))

    def refuse(*_: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as patched:
        patched.setattr("pathlib.Path.replace", refuse)
        with pytest.raises(StoreError, match="Could not fold the journal"):
            library._rooms.storage.fold()
    keep(library, mark(article, "Beijing"))
    same_after_crash(library, tmp_path / "after")
    assert len(library.annotations()) == 2
