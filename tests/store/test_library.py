"""The contract of an open library, method by method."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from msgspec.structs import replace

from store.errors import OffsetError, ReadOnlyError, StoreError, UnknownAnnotation, UnknownArticle
from store.library import Library, open_library
from store.marking import annotate
from store.models import Analysis, Annotation, Article, ArticleState, Change, Entity
from store.text import article_id, text_hash
from tests.store.conftest import TEXT, make
from tests.store.helpers import keep, mark, quote


@pytest.mark.skipif(os.name != "posix", reason="permissions are told otherwise here")
def test_a_new_library_is_its_owner_s_alone(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir(mode=0o755)
    for folder, mode in ((tmp_path / "new", 0o700), (tmp_path / "shared", 0o755)):
        open_library(folder).close()
        assert stat.S_IMODE(folder.stat().st_mode) == mode


def test_articles_arrive_new_same_or_changed(library: Library, article: Article) -> None:
    longer = replace(article, text=TEXT + "\n\nMore.", text_hash=text_hash(TEXT + "\n\nMore."))
    assert library.add_articles([make("/b"), article, longer, longer]) == ["new", "same", "changed", "same"]
    assert library.article(article.id) == longer


def test_an_empty_page_never_replaces_a_text(library: Library, article: Article) -> None:
    emptied = replace(article, text="", text_hash=text_hash(""), title="", byline="By A. Nother")
    assert library.add_articles([emptied]) == ["same"]
    assert library.article(article.id) == replace(article, byline="By A. Nother")


def test_unknown_things_are_named(library: Library, article: Article) -> None:
    with pytest.raises(UnknownArticle, match="nothing"):
        library.article("nothing")
    with pytest.raises(UnknownAnnotation, match="nothing"):
        library.annotation("nothing")
    with pytest.raises(UnknownAnnotation):
        library.commit(Change(what="x", remove=("nothing",)))
    with pytest.raises(UnknownArticle):
        library.commit(Change(what="x", states=(ArticleState(article="nothing"),)))
    with pytest.raises(UnknownArticle):
        library.commit(Change(what="x", put=(replace(mark(article, "Blinken"), article="nothing"),)))
    assert library.log() == []


def test_an_article_is_found_by_id_beginning_and_source(library: Library, article: Article, tmp_path: Path) -> None:
    page = make("guid:1", url="https://example.org/one")
    library.add_articles([page])
    for key in (article.id, article.id[:4], article.id[:6].upper(), article.source):
        assert library.find_article(key) == article.id
    assert library.find_article("https://example.org/one") == page.id
    for key in ("", "abc", article.id[:3], "zzzz", "0000000", "%", "_" * 12):
        with pytest.raises(UnknownArticle):
            library.find_article(key)


def test_a_path_is_found_from_where_one_stands(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    stored = replace(make(str(tmp_path / "a.txt")), source="seeds/a.txt")
    library.add_articles([stored])
    assert library.find_article("a.txt") == stored.id


def test_several_articles_with_one_beginning_are_named(library: Library) -> None:
    base = make("/c")
    library.add_articles([replace(base, id="abcd1" + "0" * 7, title="First"), replace(base, id="abcd2" + "0" * 7)])
    with pytest.raises(UnknownArticle, match=r"several.*abcd10000000 \(First\).*abcd2"):
        library.find_article("abcd")


def test_lists_are_newest_first_and_take_an_order(library: Library, article: Article) -> None:
    later = make("/later", published="2026-11-22T00:00:00Z")
    early = make("/early", published="2025-01-01T00:00:00Z")
    library.add_articles([early, later])
    assert [row.id for row in library.articles()] == [later.id, article.id, early.id]
    assert [row.id for row in library.articles([early.id, "no", article.id])] == [early.id, article.id]
    assert library.articles([]) == []
    row = library.articles([article.id])[0]
    assert (row.title, row.words, row.text_hash) == (article.title, 37, article.text_hash)


def test_many_ids_are_no_trouble(library: Library, article: Article) -> None:
    assert [row.id for row in library.articles([*(f"{n:012x}" for n in range(3000)), article.id])] == [article.id]


def test_analyses_are_remembered_by_text_and_pipeline(library: Library, article: Article) -> None:
    entity = Entity(start=0, end=7, text="Blinken", label="PERSON", name="Antony Blinken")
    first = Analysis(article=article.id, text_hash=article.text_hash, pipeline="q@1", entities=(entity,))
    other = replace(first, pipeline="other@1")
    second = replace(first, pipeline="q@2", entities=())
    for analysis in (first, other, second):
        library.remember_analysis(analysis)
    assert library.recall_analysis(article.text_hash, "q@2") == second
    assert library.recall_analysis(article.text_hash, "other@1") == other
    assert library.recall_analysis(article.text_hash, "q@1") is None
    assert library.recall_analysis("no", "q@2") is None


def test_annotations_come_in_the_order_of_the_text(library: Library, article: Article) -> None:
    long = annotate(article, 0, 11)
    marks = [mark(article, "quiet"), mark(article, "Blinken", "PERSON"), long, quote(article)]
    keep(library, *marks)
    assert [a.exact[:7] for a in library.annotations(article.id)] == ["Blinken", "Blinken", "“We had", "quiet"]
    assert library.annotations(article.id) == library.annotations()
    assert library.annotations("other") == []
    assert library.annotation(long.id) == long


def test_annotations_are_found_by_label_tag_and_name(library: Library, article: Article) -> None:
    blinken = mark(article, "Blinken", "PERSON", name="Antony Blinken", tags=("us", "minister"))
    qin = mark(article, "Qin Gang", "PERSON", tags=("minister",))
    keep(library, blinken, qin, mark(article, "Beijing", "GPE"))
    keep(library, said := quote(article))
    assert library.annotations_by("speaker", "Antony Blinken") == [said]
    assert library.counts("speaker") == {"Antony Blinken": 1}
    library.commit(Change(what="x", remove=(said.id,)))
    assert library.annotations_by("label", "PERSON") == [blinken, qin]
    assert library.annotations_by("tag", "us") == library.annotations_by("name", "Antony Blinken") == [blinken]
    assert library.counts("label") == {"PERSON": 2, "GPE": 1}
    keep(library, replace(blinken, label="ORG", tags=()))
    library.commit(Change(what="x", remove=(qin.id,)))
    assert library.counts("label") == {"ORG": 1, "GPE": 1}
    assert library.counts("tag") == {}


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"end": 10_000}, "outside"),
        ({"start": -1}, "outside"),
        ({"start": 7}, "empty"),
        ({"exact": "Blinkem"}, "Blinkem"),
        ({"text_hash": "0" * 16}, "revision"),
        ({"parts": ((0, 99),)}, "part"),
    ],
)
def test_an_annotation_that_does_not_fit_is_refused(
    library: Library, article: Article, fields: dict[str, object], reason: str
) -> None:
    good, bad = mark(article, "Beijing"), replace(mark(article, "Blinken"), **fields)
    with pytest.raises(OffsetError, match=reason):
        keep(library, good, bad)
    assert library.annotations() == []


def test_offsets_inside_a_character_are_refused(library: Library) -> None:
    text = "A family 👨‍👩‍👧 here"
    article = make("/emoji", text)
    library.add_articles([article])
    with pytest.raises(OffsetError, match="inside a character"):
        keep(library, replace(annotate(article, 9, 14), end=10, exact=text[9:10]))


def test_states_are_kept_and_the_default_is_nothing(library: Library, article: Article) -> None:
    state = ArticleState(article=article.id, read=True, tags=("asia",), note="twice")
    library.commit(Change(what="note", states=(state,)))
    assert library.state(article.id) == state
    assert library.states() == {article.id: state}
    library.commit(Change(what="clear", states=(ArticleState(article=article.id),)))
    assert library.states() == {}
    assert library.state("other") == ArticleState(article="other")


def test_one_change_holds_several_things_and_is_one_undo(library: Library, article: Article) -> None:
    gone, edited = mark(article, "Blinken"), mark(article, "Beijing")
    keep(library, gone, edited)
    change = Change(
        what="several things",
        put=(replace(edited, note="seen"), mark(article, "quiet")),
        remove=(gone.id,),
        states=(ArticleState(article=article.id, starred=True),),
    )
    library.commit(change)
    after = library.annotations()
    undone = library.undo()
    assert undone is not None
    assert (undone.what, undone.articles) == ("several things", (article.id,))
    assert library.annotations() == [gone, edited]
    assert library.states() == {}
    assert library.redo() == undone
    assert library.annotations() == after


def test_a_change_that_changes_nothing_is_no_step(library: Library, article: Article) -> None:
    annotation = mark(article, "Blinken")
    keep(library, annotation)
    keep(library, annotation)
    library.commit(Change(what="nothing"))
    assert [entry.act for entry in library.log()] == ["do"]


def test_a_mark_made_on_an_older_revision_is_carried_over(library: Library, article: Article) -> None:
    made = mark(article, "candid talks")
    text = "Updated.\n\n" + TEXT
    library.add_articles([replace(article, text=text, text_hash=text_hash(text))])
    keep(library, made)
    (kept,) = library.annotations()
    assert (kept.start, kept.text_hash, kept.anchor) == (made.start + 10, text_hash(text), "placed")


def test_a_changed_text_carries_marks_over_and_undo_still_fits(library: Library, article: Article) -> None:
    first, second = mark(article, "Qin Gang", "PERSON"), mark(article, "candid talks")
    keep(library, first)
    keep(library, second)
    library.commit(Change(what="remove", remove=(first.id,)))
    text = "Updated.\n\n" + TEXT.replace("candid talks", "long meetings")
    library.add_articles([replace(article, text=text, text_hash=text_hash(text))])
    (orphan,) = library.annotations()
    assert (orphan.anchor, orphan.exact) == ("orphaned", "candid talks")
    library.undo()
    back = library.annotation(first.id)
    assert (back.start, text[back.start : back.end], back.anchor) == (first.start + 10, "Qin Gang", "placed")
    library.add_articles([article])
    assert library.annotations() == [first, second]
    assert library.check() == []


def test_a_note_can_be_put_on_an_orphan(library: Library, article: Article) -> None:
    keep(library, mark(article, "candid talks"))
    library.add_articles([replace(article, text="Nothing of it.", text_hash=text_hash("Nothing of it."))])
    (orphan,) = library.annotations()
    keep(library, replace(orphan, note="where did it go?"))
    assert library.annotations()[0].note == "where did it go?"
    assert library.annotations()[0].anchor == "orphaned"


def test_what_is_returned_is_the_callers(library: Library, article: Article) -> None:
    keep(library, mark(article, "Blinken"))
    library.annotations().clear()
    library.annotations(article.id).clear()
    library.articles().clear()
    library.states()["x"] = ArticleState(article="x")
    assert (len(library.annotations()), len(library.articles()), library.states()) == (1, 1, {})
    with pytest.raises(AttributeError):
        library.annotations()[0].note = "changed"


def test_after_closing_everything_raises(library: Library, article: Article) -> None:
    library.close()
    library.close()
    for call in (
        lambda: library.annotations(),
        lambda: library.annotation("x"),
        lambda: library.article(article.id),
        lambda: library.articles(),
        lambda: library.find_article(article.id),
        lambda: library.add_articles([article]),
        lambda: library.search("x"),
        lambda: library.state(article.id),
        lambda: library.states(),
        lambda: library.commit(Change(what="x", put=(mark(article, "Blinken"),))),
        lambda: library.undo(),
        lambda: library.redo(),
        lambda: library.log(),
        lambda: library.check(),
        lambda: library.mend(),
        lambda: library.backup("x.zip"),
        lambda: library.recall_analysis("x", "y"),
        lambda: library.counts("label"),
        lambda: library.annotations_by("label", "x"),
        lambda: library.changed(),
        lambda: library.refresh(),
    ):
        with pytest.raises(StoreError, match="closed"):
            call()
    library.remember_analysis(Analysis(article="x", text_hash="x", pipeline="x@1"))


def test_the_folder_is_the_argument_then_the_variable_then_the_platforms(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUOTIDIAN_LIBRARY", str(tmp_path / "variable"))
    with open_library(tmp_path / "argument") as library:
        assert library.folder == tmp_path / "argument"
    with open_library() as library:
        assert library.folder == tmp_path / "variable"
    monkeypatch.delenv("QUOTIDIAN_LIBRARY")
    with open_library() as library:
        assert library.folder.name == "quotidian"
        assert Path.home() in library.folder.parents


def test_a_folder_that_can_not_be_is_an_error_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="Could not open the library"):
        open_library(tmp_path / "file" / "library")
    with pytest.raises(StoreError):
        open_library(tmp_path / "file")


def test_a_second_opening_only_reads_and_follows(library: Library, folder: Path, article: Article) -> None:
    keep(library, mark(article, "Blinken"))
    with open_library(folder) as reader:
        assert "only read" in reader.read_only
        assert reader.annotations() == library.annotations()
        assert not reader.changed()
        for change in (
            lambda: keep(reader, mark(article, "Beijing")),
            reader.undo,
            reader.redo,
            reader.mend,
            lambda: reader.add_articles([article]),
        ):
            with pytest.raises(ReadOnlyError, match="only read"):
                change()
        keep(library, mark(article, "Beijing"))
        assert reader.changed()
        reader.refresh()
        assert not reader.changed()
        assert reader.annotations() == library.annotations()
        assert reader.log() == library.log()
        library.add_articles([make("/two")])
        assert reader.changed()
        reader.refresh()
        assert len(reader.articles()) == 2
        library.undo()
        library._rooms.storage.fold()
        assert reader.changed()
        reader.refresh()
        assert reader.annotations() == library.annotations()
        keep(library, mark(article, "quiet"))
        reader.refresh()
        assert reader.annotations() == library.annotations()
        assert reader.counts("article") == library.counts("article")
        assert not library.changed()
        assert reader.check() == []


def test_a_reader_may_come_before_anything_is_there(folder: Path, article: Article) -> None:
    from store import lock

    folder.mkdir()
    held = lock.acquire(folder / "library.lock")
    assert held is not None
    with open_library(folder) as reader:
        assert (reader.articles(), reader.changed()) == ([], False)
        held.release()
        with open_library(folder) as library:
            library.add_articles([article])
            keep(library, mark(article, "Blinken"))
            assert reader.changed()
            reader.refresh()
            assert reader.article(article.id) == article
            assert reader.annotations() == library.annotations()
            assert not reader.changed()


def test_a_reader_leaves_no_trace(library: Library, folder: Path, article: Article) -> None:
    keep(library, mark(article, "Blinken"))

    def look() -> dict[str, tuple[int, int]]:
        found = folder.rglob("*")
        return {str(p): (p.stat().st_size, p.stat().st_mtime_ns) for p in found if not p.name.endswith("-shm")}

    before = look()
    with open_library(folder) as reader:
        assert reader.annotations()
        reader.remember_analysis(Analysis(article=article.id, text_hash="x", pipeline="x@1"))
    assert look() == before


def test_the_next_opening_writes_again(library: Library, folder: Path, article: Article) -> None:
    library.close()
    with open_library(folder) as again:
        assert again.read_only == ""
        keep(again, mark(article, "Blinken"))


def test_a_hostile_source_is_only_a_value(library: Library) -> None:
    source = "'; DROP TABLE articles; --"
    article = make(source)
    library.add_articles([article])
    assert library.find_article(source) == article_id(source)


def test_who_did_what_is_in_the_log(library: Library, article: Article) -> None:
    annotation: Annotation = replace(mark(article, "Blinken"), annotator="ada")
    keep(library, annotation, what="label 'Blinken' PERSON")
    library.commit(Change(what="remove it", remove=(annotation.id,)), who="ben")
    library.undo()
    entries = library.log(2)
    assert [(entry.act, entry.what, entry.who) for entry in entries] == [
        ("undo", "remove it", "ben"),
        ("do", "remove it", "ben"),
    ]
    assert library.log()[-1].who == "ada"
    assert all(entry.time.endswith("Z") and entry.articles == (article.id,) for entry in library.log())
