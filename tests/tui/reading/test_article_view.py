"""The article view: what is seen, what keys and mouse do, what is painted and what is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import regex
from textual.geometry import Region
from textual.pilot import Pilot

from store.models import Analysis, Article, Cue, Mention, Quote
from tests.tui.reading.helpers import NASTY, Stage, make_article, make_mark, mark_word, screen_rows
from tui import themes
from tui.marks import merge, suggest
from tui.reading.paint import Painter
from tui.reading.view import ArticleView

TEXT = (
    "On Sunday Antony Blinken held talks with Qin Gang.\n\n"
    "“It was candid,” Blinken said in Beijing. The 👨‍👩‍👧 families of 中国 waited.\n\n"
    + "More words follow here. "
    * 200
).strip()

Make = Callable[[], Stage]


async def until(pilot: Pilot[None], condition: Callable[[], bool]) -> None:
    """Wait for a condition; it is asked again after everything that is under way has been done."""
    for _ in range(200):
        await pilot.pause()
        if condition():
            return
        await pilot.pause(0.01)
    raise AssertionError("what was waited for did not come")


def at(stage: Stage, offset: int) -> tuple[int, int]:
    """The cell of the pane in which the character at `offset` begins."""
    page = stage.view._page
    assert page is not None
    row = page.layout.row_of(offset)
    return page.left + page.layout.column_of(offset, row), page.top + row - stage.view.scroll_offset.y


def word(stage: Stage, span: tuple[int, int] | None) -> str | None:
    assert stage.view.article is not None
    return stage.view.article.text[slice(*span)] if span else None


async def test_an_article_is_shown_with_its_head(stage: Make) -> None:
    async with (app := stage()).run_test(size=(100, 30)) as pilot:
        app.view.show(make_article(TEXT, "Blinken in Beijing", byline="By A. Reporter"))
        await pilot.pause()
        rows = screen_rows(app)
        assert rows[1].strip() == "Blinken in Beijing"
        assert "By A. Reporter · seeds/a.txt" in rows[2].replace("\u00a0", " ")
        assert rows[4].strip().startswith("On Sunday Antony Blinken")
        assert word(app, app.view.target) is not None


async def test_the_widest_pane_keeps_a_narrow_column(stage: Make) -> None:
    async with (app := stage()).run_test(size=(180, 30)) as pilot:
        app.view.show(make_article(TEXT))
        await pilot.pause()
        assert max(len(app.view.render_line(y).text.strip()) for y in range(30)) <= 76


async def test_keys_move_and_the_caret_is_told(stage: Make) -> None:
    async with (app := stage()).run_test(size=(100, 30)) as pilot:
        app.view.show(make_article(TEXT))
        await pilot.press("l", "l")
        assert app.view.caret == TEXT.index("Antony")
        await pilot.press("j")
        assert app.view.caret > TEXT.index("\n\n")
        await pilot.press("g", "c", "l")
        assert app.view.caret == 1
        await pilot.press("G")
        assert TEXT[app.view.caret] == "."
        await pilot.pause()
        assert app.heard(ArticleView.CaretMoved)[-1].offset == app.view.caret


async def test_tab_goes_from_candidate_to_candidate(stage: Make) -> None:
    async with (app := stage()).run_test(size=(100, 30)) as pilot:
        mark = mark_word(TEXT, "Beijing", "GPE")
        app.view.show(make_article(TEXT), [mark])
        seen = []
        for _ in range(4):
            await pilot.press("tab")
            seen.append(word(app, app.view.target))
        assert seen == ["Sunday", "Antony Blinken", "Qin Gang", "Blinken"]
        await pilot.press("tab")
        assert app.view.mark_at_caret == mark
        await pilot.press("tab", "tab")
        await pilot.pause()
        assert app.heard(ArticleView.NothingFurther)
        await pilot.press("shift+tab")
        assert word(app, app.view.target) == "Blinken"


async def test_v_selects_and_the_selection_is_told(stage: Make) -> None:
    async with (app := stage()).run_test(size=(100, 30)) as pilot:
        app.view.show(make_article(TEXT))
        await pilot.press("l", "l", "v", "l", "l")
        assert word(app, app.view.selection) == "Antony Blinken held"
        app.view.action_move_end(-1)
        assert word(app, app.view.selection) == "Antony Blinken"
        assert app.view.target == app.view.selection
        app.view.action_clear_selection()
        await pilot.pause()
        told = [message.selection for message in app.heard(ArticleView.SelectionChanged)]
        assert told[-1] is None
        assert len(told) >= 4


async def test_other_marks_move_nothing(stage: Make) -> None:
    async with (app := stage()).run_test(size=(100, 20)) as pilot:
        app.view.show(make_article(TEXT), position=2000)
        await pilot.press("j", "l")
        scrolled, caret, selection = app.view.scroll_offset, app.view.caret, app.view.selection
        margin = app.view._page.left if app.view._page else 0
        before = [row[margin:] for row in screen_rows(app)]
        marks = [make_mark(start, start + 4, "ORG", "kept") for start in range(0, len(TEXT) - 4, 24)]
        app.view.set_marks([*marks, make_mark(0, len(TEXT), "direct", kind="quote")])
        await pilot.pause()
        assert [row[margin:] for row in screen_rows(app)] == before
        assert (app.view.scroll_offset, app.view.caret, app.view.selection) == (scrolled, caret, selection)


async def test_only_what_changed_is_painted_again(stage: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    painted: list[int] = []
    paint = Painter._row
    monkeypatch.setattr(Painter, "_row", lambda self, row: painted.append(row) or paint(self, row))
    async with (app := stage()).run_test(size=(100, 30)) as pilot:
        marks = [make_mark(start, start + 4, "ORG") for start in range(0, 600, 24)]
        app.view.show(make_article(TEXT), marks)
        await pilot.pause()
        painted.clear()
        await pilot.press("l", "j", "v", "l", "tab", "h")
        await pilot.pause()
        assert painted == []
        more = sorted([*marks, make_mark(10, 16, "PERSON", "kept")], key=lambda m: m.start)
        app.view.set_marks(more)
        await pilot.pause()
        assert painted == [0]


async def test_a_caret_move_repaints_few_cells(stage: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    async with (app := stage()).run_test(size=(100, 30)) as pilot:
        app.view.show(make_article(TEXT))
        await pilot.press("l")
        asked: list[Region] = []
        refresh = ArticleView.refresh
        monkeypatch.setattr(
            ArticleView,
            "refresh",
            lambda self, *regions, **how: asked.extend(regions) or refresh(self, *regions, **how),
        )
        await pilot.press("j")
        await pilot.pause()
        assert asked
        assert sum(region.area for region in asked) < 60


async def test_a_click_brings_the_caret_and_names_the_mark(stage: Make) -> None:
    async with (app := stage()).run_test(size=(100, 30)) as pilot:
        mark = mark_word(TEXT, "Beijing", "GPE")
        app.view.show(make_article(TEXT), [mark])
        await pilot.pause()
        await pilot.click(app.view, offset=at(app, mark.start + 2))
        await pilot.pause()
        assert app.view.caret == mark.start + 2
        assert [message.mark for message in app.heard(ArticleView.MarkClicked)] == [mark]


@pytest.mark.parametrize(
    ("times", "selected"), [(2, "Antony"), (3, "On Sunday Antony Blinken held talks with Qin Gang.")]
)
async def test_double_and_triple_click(stage: Make, times: int, selected: str) -> None:
    async with (app := stage()).run_test(size=(100, 30)) as pilot:
        app.view.show(make_article(TEXT))
        await pilot.pause()
        await pilot.click(app.view, offset=at(app, TEXT.index("tony")), times=times)
        await pilot.pause()
        assert word(app, app.view.selection) == selected


async def test_a_drag_selects_whole_words(stage: Make) -> None:
    async with (app := stage()).run_test(size=(100, 30)) as pilot:
        app.view.show(make_article(TEXT))
        await pilot.pause()
        await pilot.mouse_down(app.view, offset=at(app, TEXT.index("tony")))
        await pilot.hover(app.view, offset=at(app, TEXT.index("inken")))
        await pilot.mouse_up(app.view, offset=at(app, TEXT.index("inken")))
        await pilot.pause()
        assert word(app, app.view.selection) == "Antony Blinken"


async def test_behind_joined_emoji_the_mouse_still_hits_what_it_points_at(stage: Make) -> None:
    async with (app := stage()).run_test(size=(100, 30)) as pilot:
        app.view.show(make_article(TEXT))
        await pilot.pause()
        await pilot.click(app.view, offset=at(app, TEXT.index("families")))
        await pilot.pause()
        assert app.view.caret == TEXT.index("families")
        row = screen_rows(app)[at(app, app.view.caret)[1]]
        assert "👨‍👩‍👧 families of 中国" in row


async def test_a_drag_beyond_the_edge_scrolls(stage: Make) -> None:
    async with (app := stage()).run_test(size=(100, 12)) as pilot:
        app.view.show(make_article(TEXT))
        await pilot.pause()
        await pilot.mouse_down(app.view, offset=(20, 5))
        app.view.drag(app.view.offset_under(app.view._pointer._at), app.view._pointer._at)
        app.view._pointer._dragged = True
        app.view._pointer._at = app.view._pointer._at._replace(y=14)
        app.view._pointer._scroll(beyond=True)
        await until(pilot, lambda: app.view.scroll_offset.y > 3)
        await pilot.mouse_up(app.view, offset=(20, 11))
        assert app.view.selection is not None
        assert "\n" in (word(app, app.view.selection) or "")
        assert app.view._pointer._scrolling is None


async def test_a_right_click_asks_for_the_menu(stage: Make) -> None:
    async with (app := stage()).run_test(size=(100, 30)) as pilot:
        app.view.show(make_article(TEXT))
        await pilot.pause()
        place = TEXT.index("talks")
        await pilot.mouse_down(app.view, offset=at(app, place), button=3)
        await pilot.pause()
        assert app.view.caret == place
        assert [message.offset for message in app.heard(ArticleView.LabelMenuRequested)] == [place]


async def test_after_the_wheel_a_move_goes_on_from_what_is_seen(stage: Make) -> None:
    async with (app := stage()).run_test(size=(100, 12)) as pilot:
        app.view.show(make_article(TEXT))
        await pilot.pause()
        app.view.scroll_to(y=30, animate=False)
        await pilot.pause()
        await pilot.press("j")
        await pilot.pause()
        assert app.view.scroll_offset.y >= 29
        assert app.view.caret > 500


async def test_search_shows_its_matches_and_goes_round(stage: Make) -> None:
    async with (app := stage()).run_test(size=(100, 30)) as pilot:
        app.view.show(make_article(TEXT))
        assert app.view.find("blinken") == 2
        assert app.view.find_status == (1, 2)
        await pilot.press("n")
        assert app.view.find_status == (2, 2)
        await pilot.press("n")
        assert app.view.find_status == (1, 2)
        app.view.clear_find()
        assert app.view.find_status == (0, 0)


@pytest.mark.parametrize("width", [40, 60, 120])
async def test_another_width_keeps_the_place(stage: Make, width: int) -> None:
    async with (app := stage()).run_test(size=(100, 20)) as pilot:
        app.view.show(make_article(TEXT), position=TEXT.index("More") + 2400)
        await pilot.press("j", "j", "j")
        caret, y = app.view.caret, at(app, app.view.caret)[1]
        await pilot.resize_terminal(width, 20)
        await until(pilot, lambda: app.view.size.width == width)
        assert app.view.caret == caret
        assert abs(at(app, caret)[1] - y) <= 2


async def test_move_to_shows_the_place_and_chooses_the_mark(stage: Make) -> None:
    async with (app := stage()).run_test(size=(100, 20)) as pilot:
        inner, outer = make_mark(3000, 3004), make_mark(2990, 3020, kind="quote")
        app.view.show(make_article(TEXT), [outer, inner])
        app.view.move_to(3000, select_mark=outer)
        await pilot.pause()
        assert 0 <= at(app, 3000)[1] < 20
        assert app.view.mark_at_caret == outer
        assert app.view.target is None
        app.view.move_to(3000)
        assert app.view.mark_at_caret == inner


async def test_in_a_quotation_its_speaker_and_cue_are_shown(stage: Make) -> None:
    async with (app := stage()).run_test(size=(100, 30)) as pilot:
        found = Quote(
            start=(start := TEXT.index("“It")),
            end=(end := TEXT.index(" Blinken said")),
            text=TEXT[start:end],
            parts=((start, end),),
            kind="direct",
            speaker=Mention(start=end + 1, end=end + 8, text="Blinken"),
            cue=Cue(start=end + 9, end=end + 13, text="said"),
            confidence="high",
        )
        app.view.show(
            make_article(TEXT),
            merge(suggest(Analysis(article="a", text_hash="h", pipeline="p@1", quotes=(found,))), ()),
        )
        await pilot.pause()
        outside = app.view.render_line(6)
        app.view.move_to(start + 4)
        shown = {segment.text: segment.style for segment in app.view.render_line(6) if segment.style}
        assert shown["Blinken"].bold
        assert shown["said"].italic
        app.view.action_text_start()
        assert app.view.render_line(6) == outside


async def test_a_view_that_is_hidden_shows_the_next_article_when_it_returns(stage: Make) -> None:
    async with (app := stage()).run_test(size=(100, 30)) as pilot:
        app.view.show(make_article(TEXT))
        await pilot.pause()
        app.view.display = False
        await pilot.pause()
        app.view.show(make_article("Something short.", title="Another"))
        await pilot.pause()
        app.view.display = True
        await until(pilot, lambda: any("Something short." in row for row in screen_rows(app)))
        assert not any("Antony" in row for row in screen_rows(app))


async def test_zen_leaves_only_what_is_kept(stage: Make) -> None:
    async with (app := stage()).run_test(size=(100, 30)) as pilot:
        marks = [mark_word(TEXT, "Sunday", "DATE", "kept"), mark_word(TEXT, "Antony Blinken")]
        app.view.show(make_article(TEXT), marks)
        await pilot.pause()
        assert screen_rows(app)[4].strip().startswith("DP")
        app.view.zen = True
        await pilot.pause()
        assert screen_rows(app)[4].strip().startswith("On Sunday")


async def test_another_theme_paints_anew(stage: Make) -> None:
    async with (app := stage()).run_test(size=(100, 30)) as pilot:
        app.view.show(make_article(TEXT), [mark_word(TEXT, "Sunday", "DATE", "kept")])
        await pilot.pause()
        dark = app.view.render_line(4)
        app.theme = themes.LIGHT
        await until(pilot, lambda: app.view.render_line(4) != dark)
        assert app.view.render_line(4).text == dark.text


HOSTILE = [
    "\x1b[31mred\x1b[0m",
    "\x1b]52;c;aGFjaw==\x07",
    "\x9b2J",
    "\u202eevil",
    "[/b] plan [@click=app.quit]x[/]",
    "a\tb",
    "\x00\x08\x7f",
    "\ud800",
    "\r\rback",
    NASTY,
]


async def test_no_control_character_is_ever_emitted(stage: Make) -> None:
    text = "\n\n".join([*HOSTILE, " ".join(HOSTILE)])
    article = Article(
        id="x", source=f"src {HOSTILE[1]}", title=f"{HOSTILE[0]} [b]", byline=HOSTILE[2], text=text, text_hash=""
    )
    marks = [make_mark(start, start + 3, "ORG", "kept") for start in range(0, len(text) - 3, 7)]
    async with (app := stage()).run_test(size=(70, 60)) as pilot:
        app.view.show(article, marks)
        await pilot.press("v", "j", "j", "l", "tab", "G")
        app.view.find("b")
        await pilot.pause()
        for y in range(60):
            assert not regex.search(r"[\p{Cc}\p{Cs}\u202a-\u202e]", app.view.render_line(y).text)
            assert app.view.render_line(y).cell_length == app.view.scrollable_content_region.width
        app.screen._compositor.render_full_update().render_segments(app.console).encode()
        assert any("[/b] plan [@click=app.quit]x[/]" in row for row in screen_rows(app))


async def test_without_an_article_everything_is_quiet(stage: Make) -> None:
    async with (app := stage()).run_test(size=(60, 10)) as pilot:
        await pilot.press("j", "l", "tab", "v", "space", "n", "G", "c", "k", "(")
        await pilot.click(app.view, offset=(10, 5))
        app.view.set_marks([])
        app.view.move_to(10)
        assert app.view.find("x") == 0
        app.view.show(make_article("", title=""))
        await pilot.press("j", "l", "tab", "v", "space", "n", "G", "c", "k", "(")
        await pilot.click(app.view, offset=(10, 5), times=2)
        assert (app.view.caret, app.view.target) == (0, None)
