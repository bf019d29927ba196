"""Opening what a crash, a bad disk or a person left: the last complete state, nothing overwritten, all of it said."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pytest
from msgspec.structs import replace
from tinydb import TinyDB

from store.errors import QuotidianError, StoreError
from store.journal import frame, scan
from store.library import open_library
from store.models import ArticleState, Change
from tests.store.conftest import make
from tests.store.helpers import crash, flip, keep, mark, only

ARTICLE = make()
WORDS = ("Blinken", "Qin Gang", "Beijing", "candid talks", "embassy", "Sunday", "visit", "beginning", "quiet")


def sessions(folder: Path, count: int) -> None:
    """Use the library `count` times, with a mark each."""
    for number in range(count):
        with open_library(folder) as library:
            if not number:
                library.add_articles([ARTICLE])
            keep(library, mark(ARTICLE, WORDS[number]))


def words(folder: Path) -> list[str]:
    with open_library(folder) as library:
        return sorted(annotation.exact for annotation in library.annotations())


def test_what_was_done_before_a_crash_is_there(folder: Path, tmp_path: Path) -> None:
    with open_library(folder) as library:
        library.add_articles([ARTICLE])
        for number, word in enumerate(WORDS):
            keep(library, mark(ARTICLE, word))
            with open_library(crash(folder, tmp_path / f"after-{number}")) as after:
                assert after.annotations() == library.annotations()
                assert after.notices == ()
                assert after.undo() is not None


def test_after_a_clean_close_there_is_a_plain_file_and_no_journal(folder: Path) -> None:
    sessions(folder, 2)
    assert not (folder / "annotations.json.journal").exists()
    assert [row["exact"] for row in TinyDB(folder / "annotations.json").table("annotations")] == ["Blinken", "Qin Gang"]


def test_an_empty_library_closes_to_a_file_that_tinydb_reads(folder: Path) -> None:
    open_library(folder).close()
    assert TinyDB(folder / "annotations.json").table("annotations").all() == []


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"not json at all", b'{"annotations": {"1": [}}', b"\xff\xfe\x00", b"[]"]
)
def test_a_damaged_file_loses_nothing_and_is_kept(folder: Path, damage: bytes) -> None:
    sessions(folder, 5)
    (folder / "annotations.json").write_bytes(damage)
    with open_library(folder) as library:
        assert sorted(a.exact for a in library.annotations()) == sorted(WORDS[:5])
        (notice,) = library.notices
        assert "annotations.json" in notice
        assert library.undo() is not None
    assert only(folder / "aside", "annotations*").read_bytes() == damage
    assert words(folder) == sorted(WORDS[:4])
    with open_library(folder) as library:
        assert library.notices == ()


def test_a_damaged_file_and_changes_since_lose_nothing(folder: Path, tmp_path: Path) -> None:
    sessions(folder, 3)
    with open_library(folder) as library:
        keep(library, mark(ARTICLE, "embassy"))
        after = crash(folder, tmp_path / "after")
    flip(after / "annotations.json", 0)
    assert words(after) == sorted([*WORDS[:3], "embassy"])


def test_two_damaged_files_in_a_row_lose_nothing(folder: Path) -> None:
    sessions(folder, 6)
    newest = max((folder / "previous").glob("*.json"))
    for path in (folder / "annotations.json", newest):
        flip(path, 1)
    assert words(folder) == sorted(WORDS[:6])


def test_a_missing_file_is_made_again(folder: Path) -> None:
    sessions(folder, 2)
    (folder / "annotations.json").unlink()
    assert words(folder) == sorted(WORDS[:2])


def test_three_older_copies_are_kept(folder: Path) -> None:
    sessions(folder, 8)
    copies = sorted((folder / "previous").glob("*.json"))
    journals = sorted((folder / "previous").glob("*.journal"))
    assert len(copies) == 3
    assert [path.stem for path in journals] == [path.stem for path in copies]


def test_an_older_file_that_is_put_back_is_meant(folder: Path) -> None:
    sessions(folder, 2)
    older = (folder / "annotations.json").read_bytes()
    sessions_more = WORDS[2:5]
    for word in sessions_more:
        with open_library(folder) as library:
            keep(library, mark(ARTICLE, word))
    (folder / "annotations.json").write_bytes(older)
    with open_library(folder) as library:
        assert sorted(a.exact for a in library.annotations()) == sorted(WORDS[:2])
        assert "older" in library.notices[0]
        keep(library, mark(ARTICLE, "quiet"))
    assert words(folder) == sorted([*WORDS[:2], "quiet"])
    flip(folder / "annotations.json", 0)
    assert words(folder) == sorted([*WORDS[:2], "quiet"])


def test_a_change_that_another_program_made_is_taken(folder: Path) -> None:
    sessions(folder, 1)
    with TinyDB(folder / "annotations.json") as stock:
        stock.table("annotations").update({"note": "by hand"})
    with open_library(folder) as library:
        assert library.annotations()[0].note == "by hand"


def test_what_another_program_noted_beside_our_fields_stays(folder: Path) -> None:
    sessions(folder, 1)
    with TinyDB(folder / "annotations.json") as stock:
        stock.table("annotations").update({"colour": "red"})
    with open_library(folder) as library:
        keep(library, replace(library.annotations()[0], note="changed"))
    (row,) = TinyDB(folder / "annotations.json").table("annotations").all()
    assert (row["colour"], row["note"]) == ("red", "changed")


def test_a_torn_line_is_dropped_kept_and_said(folder: Path, tmp_path: Path) -> None:
    with open_library(folder) as library:
        library.add_articles([ARTICLE])
        keep(library, mark(ARTICLE, "Blinken"))
        keep(library, mark(ARTICLE, "Beijing"))
        after = crash(folder, tmp_path / "after")
    path = after / "annotations.json.journal"
    whole = path.read_bytes()
    path.write_bytes(whole[:-5])
    with open_library(after) as library:
        assert [a.exact for a in library.annotations()] == ["Blinken"]
        assert "torn or damaged" in library.notices[0]
        assert only(after / "aside", "*journal*").read_bytes() == whole[scan(whole).ends[-2] : -5]
        keep(library, mark(ARTICLE, "Beijing"))
    assert words(after) == ["Beijing", "Blinken"]


def test_a_damaged_byte_in_the_journal_ends_it_there(folder: Path, tmp_path: Path) -> None:
    with open_library(folder) as library:
        library.add_articles([ARTICLE])
        for word in WORDS[:4]:
            keep(library, mark(ARTICLE, word))
        after = crash(folder, tmp_path / "after")
    path = after / "annotations.json.journal"
    flip(path, scan(path.read_bytes()).ends[2] + 40)
    assert words(after) == sorted(WORDS[:2])


def test_a_journal_of_another_library_is_not_mixed_in(folder: Path, tmp_path: Path) -> None:
    sessions(folder, 1)
    with open_library(tmp_path / "other") as other:
        other.add_articles([ARTICLE])
        keep(other, mark(ARTICLE, "quiet"))
        foreign = (other.folder / "annotations.json.journal").read_bytes()
    (folder / "annotations.json.journal").write_bytes(foreign)
    with open_library(folder) as library:
        assert [a.exact for a in library.annotations()] == ["Blinken"]
        assert "does not follow" in library.notices[0]
    assert only(folder / "aside", "*journal*").read_bytes() == foreign


@pytest.mark.parametrize("where", ["annotations.json", "annotations.json.journal", "library.db"])
def test_a_newer_version_is_refused_and_untouched(folder: Path, where: str) -> None:
    sessions(folder, 1)
    path = folder / where
    if where.endswith("json"):
        data = json.loads(path.read_bytes())
        data["library"]["1"]["format"] = 99
        path.write_text(json.dumps(data))
    elif where.endswith("journal"):
        path.write_bytes(frame(b'{"format":99,"generation":1,"sequence":1}'))
    else:
        import sqlite3

        with sqlite3.connect(path) as connection:
            connection.execute("PRAGMA user_version = 99")
        connection.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"newer Quotidian.*update Quotidian"):
        open_library(folder)
    assert path.read_bytes() == before
    assert not (folder / "aside").exists()


def test_a_file_that_a_person_broke_in_one_place_shows_the_rest(folder: Path) -> None:
    sessions(folder, 3)
    path = folder / "annotations.json"
    data = json.loads(path.read_bytes())
    data["annotations"]["2"]["start"] = "twelve"
    data["articles"] = {"1": {"article": ARTICLE.id, "read": "maybe"}}
    path.write_text(json.dumps(data))
    with open_library(folder) as library:
        assert len(library.annotations()) == 2
        assert library.state(ARTICLE.id) == ArticleState(article=ARTICLE.id)
        assert any("expected `int`, got `str`" in fault.sentence.lower() for fault in library.check())


def test_a_damaged_database_is_set_aside_and_what_was_made_stays(folder: Path) -> None:
    sessions(folder, 2)
    (folder / "library.db").write_bytes(b"this is no database, but it is long enough to be looked at as if it were one")
    with open_library(folder) as library:
        assert "library.db" in library.notices[0]
        assert library.articles() == []
        assert len(library.annotations()) == 2
        assert library.add_articles([ARTICLE]) == ["new"]
        library.commit(Change(what="star", states=(ArticleState(article=ARTICLE.id, starred=True),)))
    assert only(folder / "aside", "library*").read_bytes().startswith(b"this is no database")


def test_a_damaged_history_costs_undo_but_nothing_else(folder: Path) -> None:
    sessions(folder, 2)
    (folder / "history.jsonl").write_bytes(b"damaged\n")
    with open_library(folder) as library:
        assert "history" in library.notices[0].lower()
        assert library.undo() is None
        assert len(library.annotations()) == 2
        keep(library, mark(ARTICLE, "quiet"))
        assert library.undo() is not None
        assert library.redo() is not None
    with open_library(folder) as library:
        assert (library.notices, len(library.annotations())) == ((), 3)
        assert library.undo() is not None


def test_a_torn_line_of_the_history_is_written_again(folder: Path, tmp_path: Path) -> None:
    with open_library(folder) as library:
        library.add_articles([ARTICLE])
        keep(library, mark(ARTICLE, "quiet"), what="the mark")
        after = crash(folder, tmp_path / "after")
    (after / "history.jsonl").write_bytes(b'{"number":1,"ti')
    with open_library(after) as library:
        assert [entry.what for entry in library.log()] == ["the mark"]
    with open_library(after) as library:
        assert [entry.what for entry in library.log()] == ["the mark"]
        assert library.undo() is not None
        assert library.annotations() == []


def test_a_journal_that_another_program_removes_is_noticed_before_a_change_is_lost(folder: Path) -> None:
    with open_library(folder) as library:
        library.add_articles([ARTICLE])
        keep(library, mark(ARTICLE, "Blinken"))
        (folder / "annotations.json.journal").unlink()
        with pytest.raises(StoreError, match="Another program removed"):
            keep(library, mark(ARTICLE, "Beijing"))
        library._rooms.storage._folder.join()
        keep(library, mark(ARTICLE, "quiet"))
        assert library.check() == []
    assert words(folder) == ["Blinken", "quiet"]


def test_a_file_that_is_a_link_stays_one(folder: Path, tmp_path: Path) -> None:
    sessions(folder, 1)
    elsewhere = tmp_path / "elsewhere.json"
    (folder / "annotations.json").rename(elsewhere)
    (folder / "annotations.json").symlink_to(elsewhere)
    with open_library(folder) as library:
        keep(library, mark(ARTICLE, "quiet"))
    assert (folder / "annotations.json").is_symlink()
    assert len(TinyDB(elsewhere).table("annotations")) == 2
    assert len(TinyDB(only(folder / "previous", "*.json")).table("annotations")) == 1


@pytest.mark.parametrize("name", ["annotations.json", "annotations.json.journal", "history.jsonl", "library.db"])
def test_no_damage_of_a_few_bytes_is_more_than_an_error_in_a_sentence(folder: Path, tmp_path: Path, name: str) -> None:
    with open_library(folder) as library:
        library.add_articles([ARTICLE])
        keep(library, mark(ARTICLE, "Blinken"))
    with open_library(folder) as library:
        keep(library, mark(ARTICLE, "Beijing"))
        crash(folder, tmp_path / "crashed")
    size = (tmp_path / "crashed" / name).stat().st_size
    for offset in range(0, size, max(1, size // 25)):
        copy = crash(tmp_path / "crashed", tmp_path / f"at-{offset}")
        flip(copy / name, offset)
        with contextlib.suppress(QuotidianError), open_library(copy) as library:
            for look in (library.check, library.mend, library.log, library.undo, library.redo, library.articles):
                with contextlib.suppress(QuotidianError):
                    look()
            if name != "annotations.json.journal":
                assert len(library.annotations()) == 2
