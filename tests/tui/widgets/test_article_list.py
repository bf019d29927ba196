"""The list of articles: what is unread, read, starred and marked can be told, without colour too."""

import pytest

from store.models import ArticleState
from tui.rows import Group, Rows
from tui.widgets.article_list import OPEN, PICKED, STAR, UNREAD, ArticleList, ArticlesPane


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
        widget.list.show_articles(rows, states, {"a": 12})
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


async def test_what_becomes_of_an_article_is_shown(pane):
    app, pilot, widget = pane
    widget.list.look = lambda id: (ArticleState(article=id, read=id == "b"), 7 if id == "b" else 0)
    widget.list.forget_drawn()
    await pilot.pause()
    assert UNREAD not in line(app, "Rain")
    assert "7" in line(app, "Rain")


async def test_picked_articles_can_be_told(pane):
    app, pilot, widget = pane
    widget.list.pick([widget.list.rows.places[1]])
    await pilot.pause()
    assert PICKED in line(app, "Rain")
    widget.list.pick(widget.list.rows.places, on=False)
    await pilot.pause()
    assert PICKED not in line(app, "Rain")


async def test_the_heading_says_how_many_of_how_many_and_why(pane):
    app, pilot, widget = pane
    widget.say(12_345, "rain -spain")
    await pilot.pause()
    assert "3 of 12,345" in app.text()[0]
    assert "/ rain -spain" in app.text()[0]
    widget.say(3, "rain", "Weather")
    await pilot.pause()
    assert "Weather" in app.text()[0]


async def test_rows_are_asked_for_when_they_are_needed_and_only_once(pane, make):
    app, pilot, widget = pane
    rows = Rows(range(100_000, 0, -1))
    widget.list.show_rows(rows)
    await pilot.pause()
    [wanted] = [message for message in app.posted(ArticleList.RowsWanted) if message.rows is rows]
    assert wanted.pages == [0]
    widget.list.put(rows, 0, [make.row(str(place), f"Title {place}") for place in rows.slice(0)])
    await pilot.press("j", "G", "enter")
    await pilot.pause()
    last = [message for message in app.posted(ArticleList.RowsWanted) if message.rows is rows][-1]
    assert last.pages == [499]
    assert not app.posted(ArticleList.Chosen)  # not before it is known which article that is
    widget.list.put(rows, 499, [make.row(str(place), f"Title {place}") for place in rows.slice(499)])
    await pilot.pause()
    assert [message.item.key for message in app.posted(ArticleList.Chosen)] == ["1"]
    assert "Title 1" in app.text()[-1]
    assert len([message for message in app.posted(ArticleList.RowsWanted) if message.rows is rows]) == 2


async def test_the_cursor_stays_on_its_article(pane, make):
    _app, pilot, widget = pane
    widget.list.show_rows(Rows([9, 7, 5, 3]))
    widget.list.move_to(2)
    widget.list.show_rows(Rows([10, 9, 8, 5, 1]))
    await pilot.pause()
    assert widget.list.cursor == 3
    widget.list.show_rows(Rows([9, 8, 1], [Group("Today", 1), Group("Yesterday", 2)]))
    assert widget.list.selected.place in (9, 8, 1)


async def test_choosing_names_the_article(pane):
    app, pilot, _widget = pane
    await pilot.press("j", "enter")
    assert [message.item.key for message in app.posted(ArticleList.Chosen)] == ["b"]


async def test_hostile_titles_are_shown_as_they_are(pane, tools, make, hostile):
    app, pilot, widget = pane
    widget.list.show_articles([make.row(str(n), text, byline=text) for n, text in enumerate(hostile)], {}, {"0": 10**9})
    await pilot.pause()
    assert all(map(tools.is_safe, app.text()))
    assert "[/b] plan" in app.text()[1]
    assert "[@click=app.quit]x[/]" in app.text()[2]
    for text in hostile:
        widget.say(1, text)
        await pilot.pause()
        assert all(map(tools.is_safe, app.text()))
