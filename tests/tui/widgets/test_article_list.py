"""The list of articles: what is unread, read, starred and marked can be told, without colour too."""

import pytest

from store.models import ArticleState
from tui.widgets.article_list import OPEN, STAR, UNREAD, ArticleList, ArticlesPane


@pytest.fixture
async def pane(tools, make):
    widget = ArticlesPane()
    app = tools.host(widget)
    async with app.run((40, 12)) as pilot:
        rows = [
            make.row("a", "Blinken in Beijing"),
            make.row("b", "Rain in Spain", byline="Ana Gil"),
            make.row("c", ""),
        ]
        states = {
            "a": ArticleState(article="a", read=True, starred=True),
            "b": ArticleState(article="b", tags=("weather",)),
        }
        widget.show_articles(rows, states, {"a": 12})
        widget.list.focus()
        await pilot.pause()
        yield app, pilot, widget


def line(app, title):
    [found] = [line for line in app.text() if title in line]
    return found


async def test_unread_starred_marked(pane):
    app, _pilot, _widget = pane
    assert UNREAD in line(app, "Rain")
    assert UNREAD not in line(app, "Blinken")
    assert STAR in line(app, "Blinken")
    assert "12" in line(app, "Blinken")


async def test_an_article_without_a_title_shows_its_source(pane):
    app, _pilot, _widget = pane
    assert UNREAD in line(app, "c.txt")


async def test_the_open_article_is_marked(pane):
    app, pilot, widget = pane
    widget.list.set_open("b")
    await pilot.pause()
    assert OPEN in line(app, "Rain")
    widget.list.set_open("a")
    await pilot.pause()
    assert OPEN not in line(app, "Rain")


async def test_what_becomes_of_one_article_is_shown(pane):
    app, pilot, widget = pane
    widget.list.update_articles({"b": (ArticleState(article="b", read=True), 7)})
    await pilot.pause()
    assert UNREAD not in line(app, "Rain")
    assert "7" in line(app, "Rain")
    widget.set_filter("")
    await pilot.pause()
    assert "7" in line(app, "Rain")


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("", "abc"),
        ("rain", "b"),
        ("IN", "ab"),
        ("rain spain", "b"),
        ("ana", "b"),
        ("weather", "b"),
        ("txt", "abc"),
        ("zz", ""),
    ],
)
async def test_the_filter(pane, query, ids):
    app, pilot, widget = pane
    widget.set_filter(query)
    await pilot.pause()
    assert "".join(item.key for item in widget.list.items) == ids
    if query:
        assert f"{len(ids)} of 3" in app.text()[0]
        assert query in app.text()[0]


async def test_the_filter_outlives_new_articles(pane, make):
    _app, _pilot, widget = pane
    widget.set_filter("rain")
    widget.show_articles([make.row("d", "Rain again"), make.row("e", "Snow")], {}, {})
    assert [item.key for item in widget.list.items] == ["d"]


async def test_choosing_names_the_article(pane):
    app, pilot, _widget = pane
    await pilot.press("j", "enter")
    assert [message.item.key for message in app.posted(ArticleList.Chosen)] == ["b"]


async def test_hostile_titles_are_shown_as_they_are(pane, tools, make, hostile):
    app, pilot, widget = pane
    widget.show_articles([make.row(str(n), text, byline=text) for n, text in enumerate(hostile)], {}, {"0": 10**9})
    await pilot.pause()
    assert all(map(tools.is_safe, app.text()))
    assert "[/b] plan" in app.text()[1]
    assert "[@click=app.quit]x[/]" in app.text()[2]
    for text in hostile:
        widget.set_filter(text)
        await pilot.pause()
        assert all(map(tools.is_safe, app.text()))
