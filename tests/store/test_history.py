"""Undo and redo: without limit, for everything, across articles, changed texts and restarts."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from msgspec.structs import replace

from store import disk
from store.history import History
from store.library import Library, open_library
from store.marking import annotate
from store.models import Article, ArticleState, Change, Known, SavedSearch, Subscription
from tests.store.conftest import make
from tests.store.helpers import keep, mark

ARTICLES = [make("/one"), make("/two", title="Two")]


class UndoRedo(RuleBasedStateMachine):
    """Against two stacks of what the library held."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.library = open_library(self.folder)
        self.library.add_articles(ARTICLES)
        self.past: list[object] = []
        self.future: list[object] = []
        self.count = 0

    def shown(self) -> object:
        kinds = Subscription, SavedSearch, Known
        return (
            self.library.annotations(),
            self.library.states(),
            [sorted(self.library.records(kind), key=lambda record: record.id) for kind in kinds],
        )

    def commit(self, change: Change) -> None:
        before = self.shown()
        self.library.commit(change)
        if self.shown() != before:
            self.past.append(before)
            self.future.clear()

    @rule(
        spans=st.lists(st.tuples(st.integers(0, 100), st.integers(1, 20)), min_size=1, max_size=4), n=st.integers(0, 1)
    )
    def put(self, spans, n):
        made = []
        for start, length in spans:
            self.count += 1
            made.append(replace(annotate(ARTICLES[n], start, start + length), id=f"n{self.count}"))
        self.commit(Change(what="put", put=tuple(made)))

    @precondition(lambda self: self.library.annotations())
    @rule(data=st.data(), note=st.sampled_from(["", "x", "y"]))
    def edit(self, data, note):
        one = data.draw(st.sampled_from(self.library.annotations()))
        self.commit(Change(what="edit", put=(replace(one, note=note),)))

    @precondition(lambda self: self.library.annotations())
    @rule(data=st.data())
    def remove(self, data):
        some = data.draw(st.lists(st.sampled_from(self.library.annotations()), min_size=1, max_size=3))
        self.commit(Change(what="remove", remove=tuple({one.id for one in some})))

    @rule(n=st.integers(0, 1), read=st.booleans(), starred=st.booleans())
    def state(self, n, read, starred):
        self.commit(Change(what="state", states=(ArticleState(article=ARTICLES[n].id, read=read, starred=starred),)))

    @rule(n=st.integers(0, 2), words=st.sampled_from(["", "x", "y"]), drop=st.booleans())
    def record(self, n, words, drop):
        feed = Subscription(id=f"f{n}", url="https://news.example/feed", title=words)
        search = SavedSearch(id=f"f{n}", name=words, query="unread", tags=("later",))
        name = Known(id="one", text="Quad", label="ORG", use=n > 0)
        keep, gone = (feed, name), (search,)
        self.commit(Change(what="record", keep=gone if drop else keep, drop=keep if drop else gone))

    @rule()
    def undo(self):
        before = self.shown()
        if self.library.undo() is None:
            assert not self.past
        else:
            self.future.append(before)
            assert self.shown() == self.past.pop()

    @rule()
    def redo(self):
        before = self.shown()
        if self.library.redo() is None:
            assert not self.future
        else:
            self.past.append(before)
            assert self.shown() == self.future.pop()

    @rule()
    def restart(self):
        self.library.close()
        self.library = open_library(self.folder)
        assert self.library.notices == ()

    @rule()
    def fold(self):
        self.library._rooms.storage.fold()

    @invariant()
    def the_index_is_right(self):
        library = self.library
        assert sum(library.counts("article").values()) == len(library.annotations())
        for article in ARTICLES:
            assert library.annotations(article.id) == [a for a in library.annotations() if a.article == article.id]

    def teardown(self) -> None:
        self.library.close()
        shutil.rmtree(self.folder)


UndoRedo.TestCase.settings = settings(max_examples=12, stateful_step_count=30, deadline=None)
TestUndoRedo = UndoRedo.TestCase


def test_hundreds_of_steps_go_back_and_forth_over_restarts(folder: Path) -> None:
    article = make()
    with open_library(folder) as library:
        library.add_articles([article])
        for number in range(300):
            keep(library, replace(mark(article, "Beijing"), id=f"n{number}"))
            if number % 100 == 50:
                library._rooms.storage.fold()
    for left in (200, 100, 0):
        with open_library(folder) as library:
            for _ in range(100):
                assert library.undo() is not None
            assert len(library.annotations()) == left
    with open_library(folder) as library:
        assert library.undo() is None
        while library.redo():
            pass
        assert len(library.annotations()) == 300
        assert len(library.log(10_000)) == 900


def test_a_bulk_of_changes_is_one_step(library: Library, article: Article) -> None:
    many = tuple(replace(mark(article, "Beijing"), id=f"n{number}") for number in range(500))
    library.commit(Change(what="label 500", put=many))
    undone = library.undo()
    assert undone is not None
    assert undone.what == "label 500"
    assert library.annotations() == []


def test_undo_of_an_articles_state_takes_back_only_what_was_changed(library: Library, article: Article) -> None:
    tagged = ArticleState(article=article.id, tags=("talks",), note="look up")
    library.commit(Change(what="tag", states=(tagged,)))
    library.commit(Change(what="open", states=(replace(tagged, read=True),)), undoable=False)
    assert library.undo() is not None
    assert library.state(article.id) == ArticleState(article=article.id, read=True)
    library.commit(Change(what="star", states=(ArticleState(article=article.id, starred=True, read=True),)))
    assert library.undo() is not None
    library.commit(Change(what="open", states=(ArticleState(article=article.id),)), undoable=False)
    assert library.redo() is not None
    assert library.state(article.id) == ArticleState(article=article.id, starred=True)


def test_what_an_older_version_noted_can_still_be_undone(library: Library, article: Article, folder: Path) -> None:
    library.commit(Change(what="star", states=(ArticleState(article=article.id, starred=True),)))
    library.close()
    path = folder / "history.jsonl"
    line = json.loads(path.read_bytes())
    del line["states"]
    path.write_text(json.dumps(line) + "\n", encoding="utf-8")
    with open_library(folder) as again:
        assert again.undo() is not None
        assert again.states() == {}


def test_what_was_undone_is_forgotten_by_the_next_change(library: Library, article: Article) -> None:
    keep(library, mark(article, "Beijing"))
    library.undo()
    keep(library, mark(article, "quiet"))
    assert library.redo() is None
    assert [entry.act for entry in library.log()] == ["do", "undo", "do"]


def test_the_history_is_found_in_a_long_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from store.history import Event, encode

    monkeypatch.setattr(disk, "sync", lambda file: None)
    past = History(tmp_path / "h")
    lines = [encode(Event(number=n, time="t", inverse=Change(what="x" * 5000 * (n % 3)), undo=n)) for n in range(1, 40)]
    past.begin(lines)
    past.keep(lines[:20])
    past.keep(lines)
    again = History(tmp_path / "h")
    assert again.last is not None
    assert (again.last.number, again.damaged) == (39, False)
    assert [again.event(n).number for n in (1, 20, 39)] == [1, 20, 39]
    assert again.event(40) is None
    assert [entry.number for entry in again.log(3)] == [39, 38, 37]
