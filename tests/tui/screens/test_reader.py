"""The reader's layout at every size: which panes are shown, and where the focus goes."""

import pytest

from store.models import Article, ArticleState
from tui.actions import CATALOGUE, Group
from tui.app import Quotidian
from tui.handlers.screen import Reading
from tui.screens.reader import ArticlePane, ReaderScreen
from tui.widgets.article_list import ArticleList
from tui.widgets.findings import FindingsPane

WIDE, MEDIUM, NARROW = (120, 40), (104, 30), (80, 24)


def shown(screen: ReaderScreen) -> str:
    """The panes that take room on the screen: L(ist), A(rticle), F(indings), W(elcome)."""
    panes = {"L": screen.articles, "A": screen.article, "W": screen.welcome, "F": screen.findings}
    return "".join(name for name, pane in panes.items() if pane.is_on_screen and pane.region.area)


@pytest.fixture
def reading(opened):
    return lambda size: opened(ReaderScreen(), size)


@pytest.mark.parametrize(
    ("size", "panes"), [((160, 50), "LAF"), (WIDE, "LAF"), (MEDIUM, "AF"), (NARROW, "AF"), ((60, 15), "AF")]
)
async def test_the_panes_at_each_size(reading, size, panes):
    async with reading(size) as (app, _pilot):
        assert shown(app.screen) == panes
        assert not app.shows("too small")


async def test_at_80_columns_the_findings_are_a_drawer_below(reading):
    async with reading(NARROW) as (app, _pilot):
        screen = app.screen
        assert screen.article.region.width == 80
        assert screen.findings.region.width == 80
        assert screen.findings.region.y == screen.article.region.bottom
        assert screen.article.region.height >= 12


@pytest.mark.parametrize("size", [(59, 30), (100, 14), (20, 5)])
async def test_a_window_too_small_says_so(reading, size):
    async with reading(size) as (app, pilot):
        assert app.screen.query_one("#too-small").display
        await pilot.resize_terminal(*WIDE)
        await pilot.pause()
        assert shown(app.screen) == "LAF"
        assert app.screen.focused is app.screen.article


@pytest.mark.parametrize(("size", "first", "then"), [(WIDE, "AF", "LAF"), (MEDIUM, "LAF", "AF"), (NARROW, "LAF", "AF")])
async def test_the_list_folds(reading, size, first, then):
    async with reading(size) as (app, pilot):
        await pilot.press("ctrl+b")
        await pilot.pause()
        assert shown(app.screen) == first
        await pilot.press("ctrl+b")
        await pilot.pause()
        assert shown(app.screen) == then


async def test_a_folded_list_gives_the_focus_back(reading):
    async with reading(NARROW) as (app, pilot):
        await pilot.press("ctrl+b")
        await pilot.pause()
        assert isinstance(app.focused, ArticleList)
        await pilot.press("ctrl+b")
        await pilot.pause()
        assert app.focused is app.screen.article


async def test_folding_at_one_width_does_not_unfold_at_another(reading):
    async with reading(WIDE) as (app, pilot):
        await pilot.press("ctrl+b")
        await pilot.resize_terminal(*NARROW)
        await pilot.pause()
        assert shown(app.screen) == "AF"


async def test_the_findings_fold_and_zen_hides_all_but_the_article(reading):
    async with reading(WIDE) as (app, pilot):
        await pilot.press("f")
        await pilot.pause()
        assert shown(app.screen) == "LA"
        await pilot.press("f", "z")
        await pilot.pause()
        assert shown(app.screen) == "A"
        assert app.focused is app.screen.article
        await pilot.press("z")
        await pilot.pause()
        assert shown(app.screen) == "LAF"


@pytest.mark.parametrize(("key", "order"), [("f6", "FLA"), ("shift+f6", "LFA")])
async def test_from_pane_to_pane(reading, key, order):
    async with reading(WIDE) as (app, pilot):
        screen = app.screen
        assert app.focused is screen.article
        panes = {"L": screen.articles, "A": screen.article, "F": screen.findings}
        for name in order:
            await pilot.press(key)
            await pilot.pause()
            assert panes[name].has_focus_within


async def test_the_prompt_takes_the_place_of_the_hints(reading):
    async with reading(NARROW) as (app, pilot):
        before = app.screen.article.region
        app.screen.prompt.ask("search", "/")
        await pilot.pause()
        assert app.screen.article.region == before
        assert app.screen.prompt.region.height == 1
        assert app.screen.prompt.region.bottom == 24


async def test_an_empty_library_greets(reading):
    async with reading(WIDE) as (app, pilot):
        app.screen.show_empty(True)
        await pilot.pause()
        assert shown(app.screen) == "W"
        assert app.shows("read the sample articles")
        assert app.shows("quotidian add")
        await pilot.press("enter")
        app.screen.show_empty(False)
        await pilot.pause()
        assert shown(app.screen) == "LAF"
        assert app.focused is app.screen.article


@pytest.mark.parametrize("size", [(160, 50), WIDE, MEDIUM, NARROW])
async def test_while_no_article_is_open_the_list_has_all_the_room(reading, size):
    async with reading(size) as (app, pilot):
        screen = app.screen
        await pilot.press("ctrl+b")
        screen.show_choosing(True)
        screen.articles.list.focus()
        screen.label_bar.hint("nothing is open")
        await pilot.press("ctrl+b", "f", "z", "f6")
        await pilot.pause()
        assert shown(screen) == "L"
        assert screen.articles.region.width == size[0]
        assert app.focused is screen.articles.list
        assert app.shows("nothing is open")
        assert not app.shows("1 PERSON")
        screen.show_choosing(False)
        await pilot.pause()
        assert app.shows("1 PERSON")
        assert "A" in shown(screen)


async def test_few_colours_get_lines_between_the_panes(reading, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    async with reading(WIDE) as (app, _pilot):
        assert app.screen.has_class("-few-colours")
        assert app.shows("│")


async def test_an_article_is_shown_beside_its_findings(reading):
    async with reading(WIDE) as (app, pilot):
        app.screen.article.show(Article(id="a", source="a.txt", title="Rain", text="It rains in Spain.", text_hash="h"))
        app.screen.findings.show([], ArticleState(article="a", note="read again"))
        await pilot.pause()
        assert app.shows("It rains in Spain.")


BINDERS: dict[Group, type] = {
    "lists": ArticleList,
    "articles": ArticleList,
    "findings": FindingsPane,
    "move": ArticlePane,
    "mark": ArticlePane,
    "judge": ArticlePane,
}


@pytest.mark.parametrize("action", [a for a in CATALOGUE if "." not in a.run], ids=lambda action: action.id)
def test_a_pane_can_do_what_it_binds(action):
    name = action.run.partition("(")[0]
    assert hasattr(BINDERS[action.group], f"action_{name}")


@pytest.mark.parametrize("action", [a for a in CATALOGUE if "." in a.run], ids=lambda action: action.id)
def test_the_reader_can_do_what_it_binds(action):
    where, _, name = action.run.partition("(")[0].partition(".")
    assert hasattr({"screen": Reading, "app": Quotidian}[where], f"action_{name}")


@pytest.mark.parametrize(("before", "after"), [(WIDE, NARROW), (NARROW, WIDE), (WIDE, MEDIUM)])
async def test_another_size_sets_the_article_only_once(reading, monkeypatch, before, after):
    async with reading(before) as (app, pilot):
        view, widths = app.screen.article, []
        view.show(Article(id="a", source="a", title="A", text="word " * 300, text_hash="h"))
        await pilot.pause()
        page = view._set_page
        monkeypatch.setattr(view, "_set_page", lambda: (page(), widths.append(view._page.width)))
        await pilot.resize_terminal(*after)
        await pilot.pause()
        assert widths == [view.scrollable_content_region.width]
        assert shown(app.screen) == ("LAF" if after == WIDE else "AF")
