"""The list of articles in the reader: the filter as it is typed, headings, picked articles, what was removed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.widgets import Input, Static

from store.library import open_library
from store.models import Analysis, Article, ArticleState, Change, Entity, SavedSearch
from store.text import text_hash
from tests.tui.conftest import PIPELINE, Driver

Reader = Callable[..., AbstractAsyncContextManager[Driver]]


@pytest.fixture
def filled(library: Path) -> Path:
    """A library of twelve articles: one a day, every third about ferries, the older half read."""
    with open_library(library) as opened:
        articles = [
            Article(
                id=f"{number:012}", source=f"/{number}", title=f"Title {number}", text=text, text_hash=text_hash(text),
                published=f"2020-03-{number + 10}",
            )
            for number in range(12)
            for text in [f"{'The ferries' if number % 3 == 0 else 'A train'} number {number}."]
        ]  # fmt: skip
        opened.add_articles(articles)
        read = [ArticleState(article=article.id, read=True) for article in articles[:6]]
        opened.commit(Change(what="fill", states=tuple(read)))
    return library


def shown(r: Driver) -> list[int]:
    """The numbers of the articles in the list."""
    return [int(item.row.title.split()[1]) for item in r.reading.articles.list.items if item.row]


def said(r: Driver) -> str:
    """What the prompt says at its right."""
    return str(r.reading.prompt.query_one("#prompt-hint", Static).content)


async def test_the_list_follows_what_is_typed(reader: Reader, filled: Path) -> None:
    async with reader() as r:
        assert shown(r) == list(range(11, -1, -1))
        await r.press("/", *"ferr")
        assert shown(r) == [9, 6, 3, 0]
        await r.press(*"ies (tit")
        assert "not closed" in said(r)
        assert shown(r) == [9, 6, 3, 0]
        await r.press(*"le:9 OR unread)")
        assert "Enter ok" in said(r)
        assert shown(r) == [9, 6]
        await r.press("enter")
        assert r.reading.articles.list.has_focus
        assert shown(r) == [9, 6]
        await r.press("ctrl+l")
        assert len(shown(r)) == 12


async def test_what_makes_no_sense_is_not_applied(reader: Reader, filled: Path) -> None:
    async with reader() as r:
        await r.press("/", *"is:read", "enter")
        assert shown(r) == [5, 4, 3, 2, 1, 0]
        await r.press("/", *" (fer", "enter")
        assert shown(r) == [5, 4, 3, 2, 1, 0]
        assert r.reading.view.query == "is:read"
        await r.press("/", *" ferries", "escape")
        assert shown(r) == [5, 4, 3, 2, 1, 0]


async def test_keys_and_values_are_completed(reader: Reader, filled: Path) -> None:
    async with reader() as r:
        for number in (0, 1):
            await r.press("g", *["j"] * number, "#", *"harbour ", "enter")
        await r.press("/", *"titl")
        field = r.reading.prompt.query_one(Input)
        await r.until(lambda: field._suggestion, "a key is offered")
        await r.press("right")
        assert field.value == "title:"
        field.value = "-#ha"
        field.cursor_position = 4
        await r.until(lambda: field._suggestion == "-#harbour", "a tag is offered")


async def test_what_was_read_stays_until_the_list_is_left(reader: Reader, filled: Path) -> None:
    async with reader() as r:
        await r.press("/", *"unread", "enter")
        assert shown(r) == [11, 10, 9, 8, 7, 6]
        await r.press("g", "enter", "q", "j", "N")
        assert r.reading.articles.list.look(f"{11:012}")[0].read
        await r.reading.list_articles()  # as when articles arrive
        assert shown(r) == [11, 10, 9, 8, 7, 6]
        await r.press("ctrl+l", "/", *"unread", "enter")
        assert shown(r) == [9, 8, 7, 6]


async def test_headings(reader: Reader, filled: Path) -> None:
    async with reader() as r:
        await r.press("b")
        items = r.reading.articles.list.items
        assert (items[0].title, items[0].count, len(items)) == ("March 2020", 12, 13)
        assert r.reading.articles.list.selected.row.title == "Title 11"
        await r.press("g", "j", "enter")
        assert r.reading.sheet.article.title == "Title 10"
        await r.press("q", "b")
        assert items is not r.reading.articles.list.items
        assert (r.reading.articles.list.items[0].title, shown(r)[0]) == ("By no feed", 11)
        await r.press("b")
        assert len(r.reading.articles.list.items) == 12


async def test_what_is_done_is_done_to_all_picked_as_one_step(reader: Reader, filled: Path) -> None:
    async with reader() as r:
        look = r.reading.articles.list.look
        await r.press("g", "space", "space", "s")
        starred = [n for n in range(12) if look(f"{n:012}")[0].starred]
        assert starred == [10, 11]
        assert not r.reading.articles.list.picked
        await r.press("u")
        assert not [n for n in range(12) if look(f"{n:012}")[0].starred]
        await r.press("/", *"ferries", "enter", "*", "#", *"sea ", "enter")
        assert [n for n in range(12) if look(f"{n:012}")[0].tags == ("sea",)] == [0, 3, 6, 9]
        await r.press("u")
        assert not [n for n in range(12) if look(f"{n:012}")[0].tags]


async def test_tags_that_only_some_have_stay(reader: Reader, filled: Path) -> None:
    async with reader() as r:
        look = r.reading.articles.list.look
        await r.press("g", "#", *"one ", "enter", "j", "#", *"two ", "enter")
        await r.press("g", "space", "space", "#", *"three ", "enter")
        assert [set(look(f"{n:012}")[0].tags) for n in (11, 10)] == [{"one", "three"}, {"two", "three"}]
        await r.press("g", "space", "space", "#", *["backspace"] * 6, "enter")
        assert [look(f"{n:012}")[0].tags for n in (11, 10)] == [("one",), ("two",)]


async def test_what_is_removed_is_gone_until_it_is_brought_back(reader: Reader, filled: Path) -> None:
    async with reader() as r:
        await r.press("g", "space", "space", "x")
        assert shown(r) == list(range(9, -1, -1))
        assert "10" in "".join(text for text, _ in r.reading.articles.heading.line().right)
        await r.press("/", *"is:removed", "enter")
        assert shown(r) == [11, 10]
        await r.press("ctrl+l", "u")
        assert shown(r) == list(range(11, -1, -1))


async def test_a_filter_is_saved_chosen_and_deleted(reader: Reader, filled: Path) -> None:
    async with reader() as r:
        await r.press("/", *"ferries", "enter", "S", *"Boats #sea", "enter")
        assert r.reading.view.saved.name == "Boats"
        assert "Boats" in "".join(text for text, _ in r.reading.articles.heading.line().left)
        await r.press("ctrl+l")
        assert len(shown(r)) == 12
        await r.press("S")
        await r.until(lambda: "2 unread" in r.app.screen.list.items[0].detail, "it is said how many are unread")
        await r.press(*"boa", "enter")
        assert shown(r) == [9, 6, 3, 0]
        text = "Another of the ferries."
        arrived = Article(id="a" * 12, source="/a", title="Title 99", text=text, text_hash=text_hash(text))
        await r.reading.desk.read(lambda library: library.add_articles([arrived]))
        assert r.reading.desk.look("a" * 12)[0].tags == ("sea",)
        await r.press("S", "ctrl+x")
        assert r.reading.view.saved is None
        assert r.reading.desk.library.records(SavedSearch) == []
        await r.press("u", "S", "enter")
        assert r.reading.view.saved.name == "Boats"


async def test_the_picked_are_analysed_and_found_by_name(
    reader: Reader, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def analyse(articles, pipeline, **options):
        for article in articles:
            asked.append((article.id, options["apart"]))
            found = Entity(start=0, end=3, text="The", label="ORG", name="Harbour Board")
            yield (
                article,
                Analysis(article=article.id, text_hash=article.text_hash, pipeline=PIPELINE, entities=(found,)),
            )

    monkeypatch.setattr("nlp.batch.analyse_all", analyse)
    async with reader() as r:
        await r.press("/", *"ferries", "enter", "*", "a")
        await r.until(lambda: len(asked) == 4 and r.reading._stop_analysing is None, "the analysis ends")
        assert all(apart for _, apart in asked)  # never in the process that draws
        await r.press("/", "ctrl+l", *"who:harbour", "enter")
        assert shown(r) == [9, 6, 3, 0]
        await r.press("*", "a")
        await r.until(lambda: r.reading._stop_analysing is None)
        assert len(asked) == 4  # what was found is not looked for again


async def test_all_read_is_for_what_is_shown(reader: Reader, filled: Path) -> None:
    async with reader() as r:
        await r.press("/", *"ferries", "enter", "A", "ctrl+l")
        look = r.reading.articles.list.look
        assert [n for n in range(12) if not look(f"{n:012}")[0].read] == [7, 8, 10, 11]


async def test_next_and_previous_pass_over_headings(reader: Reader, filled: Path) -> None:
    with open_library(filled) as library:
        article = library.article(f"{3:012}")
        library.add_articles([replace(article, published="2019-01-01")])
    async with reader() as r:
        await r.press("b", "G", "k", "enter", ">")
        assert r.reading.sheet.article.title == "Title 3"
        await r.press("<")
        assert r.reading.sheet.article.title == "Title 0"
