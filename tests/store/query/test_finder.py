"""What a query finds: the same as asking each article, over libraries made at random; and what follows changes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from store.feeds import FeedState
from store.library import Library, open_library
from store.models import (
    Analysis,
    Annotation,
    Article,
    ArticleState,
    Change,
    Entity,
    Mention,
    Quote,
    SavedSearch,
    Subscription,
)
from store.query import Node, show
from store.query.moments import Ago, Day
from store.query.syntax import Age, And, Is, Not, Or, Words
from store.query.text import fold
from store.searches import doubt
from store.text import text_hash
from tests.store.query.strategies import NAMES, TAGS, WORDS, ages, chosen, nodes, words

NOW = datetime.now(UTC)


class Shelf(Struct, frozen=True):
    """A library as data."""

    articles: tuple[Article, ...]
    states: tuple[ArticleState, ...]
    marks: tuple[Annotation, ...]
    analyses: tuple[Analysis, ...]


def line(least: int = 0, most: int = 3) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(WORDS), min_size=least, max_size=most).map(" ".join)


@st.composite
def shelves(draw: st.DrawFn) -> Shelf:
    articles = []
    for number in range(draw(st.integers(0, 5))):
        text = draw(line(1, 5))
        day = draw(st.sampled_from(["", "2020-01-01", "2026-02-03", (NOW - timedelta(hours=5)).isoformat()]))
        articles.append(
            Article(
                id=f"{number:012}", source=f"/{draw(line())}", title=draw(line()), byline=draw(line()),
                published=day, language=draw(st.sampled_from(["", "en", "en-GB", "de"])), text=text,
                text_hash=text_hash(text),
            )
        )  # fmt: skip
    states = tuple(
        ArticleState(
            article=article.id, read=draw(st.booleans()), starred=draw(st.booleans()), note=draw(line()),
            tags=tuple(draw(st.sets(st.sampled_from(TAGS)))), removed=draw(st.booleans()),
        )
        for article in articles if draw(st.booleans())
    )  # fmt: skip
    name = st.sampled_from(NAMES)
    marks = tuple(
        Annotation(
            id=f"m{n}", article=article.id, text_hash=article.text_hash, start=0, end=len(article.text),
            exact=article.text, kind=draw(st.sampled_from(["entity", "quote", "highlight"])),
            label=draw(st.sampled_from(["ORG", "PERSON"])), name=draw(st.just("") | name),
            note=draw(line()), tags=tuple(draw(st.sets(st.sampled_from(TAGS)))),
            verdict=draw(st.sampled_from(["added", "rejected"])),
            speaker=draw(
                st.none()
                | st.builds(Mention, start=st.just(0), end=st.just(1), text=st.just(article.text[:1]), name=name)
            ),
        )
        for n, article in enumerate(articles) if draw(st.booleans())
    )  # fmt: skip
    analyses = tuple(
        Analysis(
            article=article.id, text_hash=article.text_hash, pipeline="test@1",
            entities=tuple(draw(st.lists(st.builds(
                Entity, start=st.just(0), end=st.just(1), text=name, name=name,
                label=st.sampled_from(["PERSON", "DATE"])), max_size=2))),
            quotes=tuple(draw(st.lists(st.builds(
                Quote, start=st.just(0), end=st.just(1), text=line(1), parts=st.just(()), kind=st.just("direct"),
                speaker=st.none() | st.builds(Mention, start=st.just(0), end=st.just(1), text=st.just("he"), name=name),
                cue=st.none(), confidence=st.just("high")), max_size=2))),
        )
        for article in articles if draw(st.booleans())
    )  # fmt: skip
    return Shelf(tuple(articles), states, marks, analyses)


queries = nodes(
    words(line(1, 2) | st.sampled_from(["Ann", "ash b", "FJORD", "ced"]))
    | st.builds(Words, st.sampled_from(["Ann Ash", "elm", "ash"]), st.just("who"), st.booleans())
    | st.builds(Is, st.just("source"), st.sampled_from(["ash", "/", "%", "_"]))
    | st.builds(Is, st.just("id"), st.sampled_from(["0", "000000000001", "x"]))
    | st.builds(Is, st.just("label"), st.sampled_from(["org", "PERSON", "GPE"]))
    | st.builds(Is, st.just("lang"), st.sampled_from(["EN", "en-gb", "d"]))
    | st.builds(Is, st.just("#"), st.sampled_from([*TAGS, "ASH", "none"]))
    | chosen("has")
    | chosen("is")
    | ages(
        st.sampled_from([Ago(1, "day"), Ago(2, "hour"), Day(2026), Day(1500), Day(2025, 12, 31), Ago(999_999, "year")])
    )
)


class Naive:
    """Asks each article by itself, in the plainest way."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def finds(self, query: Node) -> set[str]:
        removed = "is:removed" in show(query)
        return {
            article.id
            for article in self._shelf.articles
            if self._holds(query, article) and (removed or not self._state(article).removed)
        }

    def _state(self, article: Article) -> ArticleState:
        found = [state for state in self._shelf.states if state.article == article.id]
        return found[0] if found else ArticleState(article=article.id)

    def _holds(self, node: Node, article: Article) -> bool:
        match node:
            case And(parts):
                return all(self._holds(part, article) for part in parts)
            case Or(parts):
                return any(self._holds(part, article) for part in parts)
            case Not(inner):
                return not self._holds(inner, article)
            case Words(wanted, column, prefix):
                where = {
                    "title": [article.title],
                    "by": [article.byline],
                    "": [article.title, article.byline, article.text],
                }
                texts = where[column] if column in where else self._found(column, article)
                return any(_stand(fold(wanted).split(), fold(text).split(), prefix) for text in texts)
            case Age(newer, moment):
                published = datetime.fromisoformat(article.published or "1970-01-01")
                published = published if published.tzinfo else published.replace(tzinfo=UTC)
                since = max(moment.seconds(NOW), 0)
                return (published.timestamp() >= since) == newer
            case Is(key, value):
                return self._has(key, value, article)

    def _found(self, column: str, article: Article) -> list[str]:
        found = []
        for analysis in self._shelf.analyses:
            if analysis.text_hash == article.text_hash:
                last = analysis
        marks = self._marks(article)
        if any(analysis.text_hash == article.text_hash for analysis in self._shelf.analyses):
            if column == "who":
                found += [entity.name for entity in last.entities if entity.label != "DATE"]
                found += [quote.speaker.name for quote in last.quotes if quote.speaker]
            else:
                found += [quote.text for quote in last.quotes]
        if column == "who":
            found += [mark.name or mark.exact for mark in marks if mark.kind == "entity"]
            return found + [mark.speaker.name for mark in marks if mark.kind == "quote" and mark.speaker]
        return found + [mark.exact for mark in marks if mark.kind == "quote"]

    def _marks(self, article: Article) -> list[Annotation]:
        return [mark for mark in self._shelf.marks if mark.article == article.id and mark.verdict != "rejected"]

    def _has(self, key: str, value: str, article: Article) -> bool:
        state, marks = self._state(article), self._marks(article)
        tags = [*state.tags, *(tag for mark in marks for tag in mark.tags)]
        match key, value:
            case "#", _:
                return value.casefold() in [tag.casefold() for tag in tags]
            case "label", _:
                return value.lower() in [mark.label.lower() for mark in marks if mark.kind != "quote"]
            case "id", _:
                return article.id.startswith(value)
            case "source", _:
                return value in article.source
            case "lang", _:
                return f"{article.language.lower()}-".startswith(f"{value.lower()}-")
            case "is", "unread":
                return not state.read
            case "is", _:
                return getattr(state, value)
            case "has", "tag":
                return bool(tags)
            case "has", "note":
                return any([state.note, *(mark.note for mark in marks)])
            case "has", "quote":
                return bool(self._found("said", article))
            case _:
                return bool(marks)


def _stand(wanted: list[str], words: list[str], prefix: bool) -> bool:
    """Whether the words stand there one after the other, the last one perhaps only begun."""
    for start in range(len(words) - len(wanted) + 1):
        here = words[start : start + len(wanted)]
        if here[:-1] == wanted[:-1] and (here[-1] == wanted[-1] or (prefix and here[-1].startswith(wanted[-1]))):
            return True
    return False


def fill(library: Library, shelf: Shelf) -> None:
    library.add_articles(shelf.articles)
    library.commit(Change(what="fill", put=shelf.marks, states=shelf.states))
    for analysis in shelf.analyses:
        library.remember_analysis(analysis)


@settings(max_examples=60)
@given(shelves(), st.lists(queries, min_size=4, max_size=12))
def test_a_query_finds_what_asking_each_article_finds(shelf: Shelf, asked: list[Node]) -> None:
    naive = Naive(shelf)
    with tempfile.TemporaryDirectory() as folder, open_library(folder) as library:
        fill(library, shelf)
        order = [row.id for row in library.articles()]
        for query in asked:
            expected = [article for article in order if article in naive.finds(query)]
            assert library.search(query) == expected, show(query)
            assert sorted(library.search(query, ranked=True)) == sorted(expected), show(query)
            assert library.search(query, limit=2) == expected[:2], show(query)
            half = order[::2]
            among = library._rooms.queries.finder.among(query, library.places(half).values())
            removed = {state.article for state in shelf.states if state.removed}
            assert set(library.ids(list(among))) - removed == set(half) & set(expected) - removed, show(query)
        library.undo()
        naive = Naive(replace(shelf, marks=(), states=()))
        for query in asked:
            assert set(library.search(query)) == naive.finds(query), show(query)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with open_library(tmp_path / "library") as opened:
        yield opened


def make(number: int, text: str, **fields: str) -> Article:
    return Article(
        id=f"{number:012}", source=f"/{number}", title=f"Title {number}", text=text, text_hash=text_hash(text), **fields
    )


def test_a_text_that_changes_loses_what_was_found_in_the_old_one(library: Library) -> None:
    article = make(1, "Ann Lee spoke.")
    library.add_articles([article])
    found = Entity(start=0, end=7, text="Ann Lee", label="PERSON", name="Ann Lee")
    library.remember_analysis(
        Analysis(article=article.id, text_hash=article.text_hash, pipeline="test@1", entities=(found,))
    )
    assert library.search('who:"Ann Lee"') == [article.id]
    library.add_articles([replace(article, title="Other", published="2026-01-01")])
    assert library.search('who:"Ann Lee" title:other newer:2026') == [article.id]
    library.add_articles([replace(article, text="Nobody.", text_hash=text_hash("Nobody."))])
    assert library.search('who:"Ann Lee"') == []


def test_two_names_that_stand_side_by_side_are_not_one(library: Library) -> None:
    article = make(1, "x")
    library.add_articles([article])
    names = [Entity(start=0, end=1, text=name, label="ORG", name=name) for name in ("John Ann", "Smith Works")]
    library.remember_analysis(
        Analysis(article=article.id, text_hash=article.text_hash, pipeline="test@1", entities=tuple(names))
    )
    assert library.search('who:"Ann Smith"') == []
    assert library.search("who:smith who:ann") == [article.id]


def test_what_was_analysed_before_there_was_an_index_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from store import migrations

    article = make(1, "Ann Lee spoke.")
    said = Quote(
        start=0, end=3, text="Well!", parts=(), kind="direct", speaker=None, cue=None, confidence="high"
    )  # fmt: skip
    with open_library(tmp_path / "library") as library:
        library.add_articles([article])
        library.remember_analysis(
            Analysis(article=article.id, text_hash=article.text_hash, pipeline="test@1", quotes=(said,))
        )
    import sqlite3

    connection = sqlite3.connect(tmp_path / "library" / "library.db")
    connection.executescript(
        "DROP TABLE bookmarks; DROP TABLE findings; DROP VIEW found; DROP INDEX articles_by_text;"
        "DROP INDEX articles_by_language;"
        "DROP INDEX articles_by_source; CREATE INDEX articles_by_source ON articles (source);"
        "INSERT INTO analyses VALUES ('none', 'test', 'test@1', 'not { JSON'); PRAGMA user_version = 4;"
    )
    connection.close()
    assert len(migrations.STEPS) >= 5
    with open_library(tmp_path / "library") as library:
        assert library.search("said:well has:quote") == [article.id]


def test_what_arrives_gets_the_tags_of_the_searches_that_find_it(library: Library) -> None:
    rules = (
        SavedSearch(id="1", name="Water", query="flood OR dam", tags=("water", "later")),
        SavedSearch(id="2", name="Damage", query="flood", tags=("damage", "water")),
        SavedSearch(id="3", name="All", query=""),
        SavedSearch(id="4", name="Broken", query="(flood", tags=("broken",)),
    )
    library.add_articles([make(0, "A flood before the rule.")])
    library.commit(Change(what="rules", keep=rules))
    library.add_articles(
        [make(1, "The flood came."), make(2, "A dam held."), make(3, "Dry."), make(0, "A flood again.")]
    )
    tags = {state.article[-1]: state.tags for state in library.states().values()}
    assert tags == {"1": ("water", "later", "damage"), "2": ("water", "later")}
    assert library.search("#water") == library.search("(flood OR dam) -again")
    undone = library.undo()
    assert undone is not None
    assert undone.what == "rules"  # that something arrived is no step


def test_rules_about_who_and_what_is_said_wait_for_the_analysis(library: Library) -> None:
    rules = (
        SavedSearch(id="1", name="Lopez", query="who:lopez bridge", tags=("people",)),
        SavedSearch(id="2", name="Not her", query="-who:lopez bridge", tags=("others",)),
        SavedSearch(id="3", name="Said", query="has:quote OR said:nothing", tags=("said",)),
        SavedSearch(id="4", name="Words", query="bridge", tags=("bridge",)),
    )
    library.commit(Change(what="rules", keep=rules))
    one, two = make(1, "Lopez opened the bridge."), make(2, "The bridge is shut.")
    library.add_articles([one, two])

    def tags() -> dict[str, tuple[str, ...]]:
        return {state.article[-1]: state.tags for state in library.states().values()}

    assert tags() == {"1": ("bridge",), "2": ("bridge",)}
    for article in (one, two):
        library.remember_analysis(_naming_lopez(article))
    assert tags() == {"1": ("bridge", "people"), "2": ("bridge", "others")}
    library.commit(Change(what="untag", states=(ArticleState(article=one.id),)))
    library.remember_analysis(replace(_naming_lopez(one), pipeline="other@1"))
    library.remember_analysis(_naming_lopez(one))
    assert "1" not in tags()  # what a person took away stays away
    library.add_articles([replace(one, id="a" * 12, source="/again")])
    assert tags()["a"] == ("people", "bridge")  # the same text was analysed before


def _naming_lopez(article: Article) -> Analysis:
    start = article.text.find("Lopez")
    found = Entity(start=start, end=start + 5, text="Lopez", label="PERSON", name="Maria Lopez")
    return Analysis(
        article=article.id,
        text_hash=article.text_hash,
        pipeline="test@1",
        entities=(found,) if start >= 0 else (),
        quotes=(),
    )


def test_a_rule_that_can_never_match_is_said() -> None:
    def said(query: str, *tags: str) -> str:
        return doubt(SavedSearch(id="1", name="x", query=query, tags=tags))

    assert "label:ORG" in said("flood label:ORG", "t")
    assert "#later" in said("#later OR has:note", "t")
    assert said("flood -label:ORG unread", "t") == said("flood OR #later", "t") == said("label:ORG") == ""


def test_the_articles_of_a_feed_by_its_name_or_address(library: Library) -> None:
    feeds = [
        Subscription(id="a", url="https://example.org/Atom.xml", title="My own name"),
        Subscription(id="b", url="https://example.net/rss"),
    ]
    library.commit(Change(what="follow", keep=tuple(feeds)))
    library.take_in(FeedState(id="b", title="The Harbour Post"))
    library.add_articles([make(1, "One.", feed="a"), make(2, "Two.", feed="b"), make(3, "Three.")])
    one, two, three = (f"{number:012}" for number in (1, 2, 3))
    assert library.search('feed:"own name"') == library.search("feed:atom") == [one]
    assert library.search("feed:harbour") == library.search("feed:HARBOUR one OR feed:harbour") == [two]
    assert library.search("feed:example") == [one, two]
    assert library.search("-feed:example") == [three]
    assert library.search("feed:nobody") == []


def test_a_list_follows_what_another_process_does(tmp_path: Path) -> None:
    with open_library(tmp_path / "library") as writer:
        writer.add_articles([make(1, "One.")])
        with open_library(tmp_path / "library") as reader:
            assert reader.read_only
            assert len(reader.select("unread")) == 1
            writer.add_articles([make(2, "Two.")])
            writer.commit(Change(what="read", states=(ArticleState(article=f"{1:012}", read=True),)))
            reader.refresh()
            assert reader.search("unread") == [f"{2:012}"]
            assert reader.search("is:read") == [f"{1:012}"]
