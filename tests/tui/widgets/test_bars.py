"""The label bar, the key hints and the prompt."""

import pytest
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import AppBlur, AppFocus, Paste
from textual.screen import Screen
from textual.widgets import Static

from tui.actions import bindings
from tui.widgets.article_list import ArticleList
from tui.widgets.key_hints import KeyHints
from tui.widgets.label_bar import LabelBar
from tui.widgets.line_list import LineList
from tui.widgets.prompt import Prompt


class Desk(Screen[None]):
    """A screen that keeps which actions were asked for."""

    BINDINGS = [*bindings("everywhere")]

    def __init__(self, *widgets) -> None:
        super().__init__()
        self.given = widgets
        self.asked: list[object] = []

    def compose(self) -> ComposeResult:
        yield from self.given

    def action_label_key(self, number: int) -> None:
        self.asked.append(number)

    def action_label_any(self) -> None:
        self.asked.append("any")

    def action_same(self) -> None:
        self.asked.append("same")

    def action_help(self) -> None:
        self.asked.append("help")

    def action_filter(self) -> None:
        self.asked.append("filter")


@pytest.fixture
def desk(tools):
    from contextlib import asynccontextmanager

    @asynccontextmanager
    async def open_desk(*widgets, size=(100, 5)):
        app = tools.host()
        async with app.run(size) as pilot:
            screen = Desk(*widgets)
            await app.push_screen(screen)
            await pilot.pause()
            yield app, pilot, screen

    return open_desk


class TestLabelBar:
    async def test_keys_and_labels(self, desk):
        async with desk(LabelBar()) as (app, _pilot, _screen):
            assert " 1 PERSON 2 ORG 3 GPE 4 LOC 5 NORP" in app.text()[0]
            assert "0 PRODUCT" in app.text()[0]
            assert "t more" in app.text()[0]

    async def test_what_was_said_of_an_article_goes_with_it(self, desk):
        bar = LabelBar()
        async with desk(bar) as (app, pilot, _screen):
            bar.position(3, 12)
            bar.hint("no quotation here")
            bar.show_labels(False)
            await pilot.pause()
            assert not app.text()[0].strip()
            bar.hint("added 2")
            bar.show_labels(False)
            await pilot.pause()
            assert "added 2" in app.text()[0]

    async def test_labels_of_the_configuration(self, desk):
        bar = LabelBar(["SHIP"])
        async with desk(bar) as (app, pilot, _screen):
            assert "1 SHIP  t more" in app.text()[0]
            bar.set_labels(["PERSON", "SHIP"])
            await pilot.pause()
            assert "1 PERSON 2 SHIP  t more" in app.text()[0]

    async def test_what_is_saved_and_where_one_is_keep_their_place(self, desk):
        bar = LabelBar()
        async with desk(bar) as (app, pilot, _screen):
            bar.saved()
            bar.position(1, 12)
            await pilot.pause()
            saved, place = app.text()[0].rindex("saved") + 5, app.text()[0].rindex("1/12") + 4
            bar.hint("also 3 more 'Blinken': *", "same")
            bar.saving()
            bar.position(12, 12)
            await pilot.pause()
            assert app.text()[0].rindex("saving…") + 7 == saved
            assert app.text()[0].rindex("12/12") + 5 == place
            assert "also 3 more 'Blinken': *" in app.text()[0]
            bar.position(0, 0)
            bar.hint("")
            await pilot.pause()
            assert "12" not in app.text()[0]
            assert "also" not in app.text()[0]

    async def test_what_is_not_saved_is_said_with_its_reason(self, desk):
        bar = LabelBar()
        async with desk(bar) as (app, pilot, _screen):
            bar.not_saved("the disk is full")
            await pilot.pause()
            assert "not saved: the disk is full" in app.text()[0]

    async def test_a_click_does_what_the_key_does(self, desk):
        bar = LabelBar()
        async with desk(bar) as (app, pilot, screen):
            bar.hint("also 3 more: *", "same")
            await pilot.pause()
            for words in ("ORG", "more", "also 3"):
                await pilot.click(bar, offset=(app.text()[0].index(words), 0))
            await pilot.click(bar, offset=(99, 0))
            assert screen.asked == [1, "any", "same"]

    @pytest.mark.parametrize("width", [60, 80, 200])
    async def test_hostile_words(self, desk, tools, hostile, width):
        bar = LabelBar()
        async with desk(bar, size=(width, 2)) as (app, pilot, _screen):
            bar.position(10**7, 10**9)
            for text in hostile:
                bar.set_labels([text] * 10)
                bar.hint(text)
                bar.not_saved(text)
                await pilot.pause()
                assert all(map(tools.is_safe, app.text()))


class TestKeyHints:
    async def test_they_follow_the_focus_and_help_keeps_its_place(self, desk):
        articles, other = ArticleList(), Static()
        other.can_focus = True
        async with desk(articles, other, KeyHints(), size=(100, 12)) as (app, pilot, _screen):
            articles.focus()
            await pilot.pause()
            hints = app.text()[-1]
            assert "/ filter" in hints
            assert hints.rstrip().endswith("? help")
            other.focus()
            await pilot.pause()
            assert "/ filter" not in app.text()[-1]
            assert app.text()[-1].index("? help") == hints.index("? help")

    async def test_they_show_the_keys_of_the_keymap(self, desk):
        articles = ArticleList()
        async with desk(articles, KeyHints(), size=(100, 12)) as (app, pilot, _screen):
            app.set_keymap({"filter": "F", "help": "f1"})
            articles.focus()
            await pilot.pause()
            assert "F filter" in app.text()[-1]
            assert "F1 help" in app.text()[-1]

    async def test_a_click_does_it(self, desk):
        articles, hints = ArticleList(), KeyHints()
        async with desk(articles, hints, size=(100, 12)) as (app, pilot, screen):
            articles.focus()
            await pilot.pause()
            for words in ("filter", "help"):
                await pilot.click(hints, offset=(app.text()[-1].index(words), 0))
            await pilot.click(hints, offset=(0, 0))
            assert screen.asked == ["filter", "help"]

    async def test_in_a_narrow_window_the_first_ones_are_shown_whole(self, desk):
        articles = ArticleList()
        async with desk(articles, KeyHints(), size=(32, 12)) as (app, pilot, _screen):
            articles.focus()
            await pilot.pause()
            assert app.text()[-1].split() == ["Enter", "open", "/", "filter", "?", "help"]


class TestPrompt:
    @pytest.fixture
    async def asked(self, desk):
        prompt, below = Prompt(), LineList()
        async with desk(Vertical(below), prompt, size=(80, 6)) as (app, pilot, _screen):
            below.focus()
            await pilot.pause()
            yield app, pilot, prompt, below

    async def test_it_is_hidden_until_it_asks(self, asked):
        app, pilot, prompt, below = asked
        assert not prompt.display
        prompt.ask("search", "/")
        await pilot.press("a", "b", "enter")
        assert [(m.purpose, m.value) for m in app.posted(Prompt.Changed)] == [("search", "a"), ("search", "ab")]
        assert [(m.purpose, m.value) for m in app.posted(Prompt.Answered)] == [("search", "ab")]
        assert not prompt.display
        assert below.has_focus

    async def test_escape_leaves(self, asked):
        app, pilot, prompt, below = asked
        prompt.ask("filter", "filter", "rain")
        await pilot.press("x", "escape")
        assert [(m.purpose, m.value) for m in app.posted(Prompt.Cancelled)] == [("filter", "rainx")]
        assert app.posted(Prompt.Answered) == []
        assert below.has_focus

    async def test_going_elsewhere_leaves(self, asked):
        app, pilot, prompt, below = asked
        prompt.ask("filter", "filter")
        await pilot.press("x")
        below.focus()
        await pilot.pause()
        assert [m.value for m in app.posted(Prompt.Left)] == ["x"]
        assert app.posted(Prompt.Cancelled) == []
        assert not prompt.display
        assert below.has_focus

    async def test_another_window_of_the_terminal_is_not_elsewhere(self, asked):
        app, pilot, prompt, _below = asked
        prompt.ask("filter", "filter")
        await pilot.press("x")
        app.post_message(AppBlur())
        await pilot.pause()
        assert prompt.display
        app.post_message(AppFocus())
        await pilot.pause()
        await pilot.press("y", "enter")
        assert [m.value for m in app.posted(Prompt.Answered)] == ["xy"]

    async def test_asking_something_else_forgets_the_first(self, asked):
        app, pilot, prompt, below = asked
        prompt.ask("filter", "filter")
        prompt.ask("search", "/")
        await pilot.press("a", "enter")
        assert [(m.purpose, m.value) for m in app.posted(Prompt.Answered)] == [("search", "a")]
        assert app.posted(Prompt.Cancelled) == []
        assert below.has_focus

    async def test_what_stands_there_is_no_change(self, asked):
        app, pilot, prompt, _below = asked
        prompt.ask("filter", "filter", "rain")
        await pilot.pause()
        assert app.posted(Prompt.Changed) == []
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert [m.value for m in app.posted(Prompt.Changed)] == [""]

    @pytest.mark.parametrize("key", ["right", "tab"])
    async def test_the_last_word_is_completed(self, asked, tools, key):
        app, pilot, prompt, _below = asked
        prompt.ask("tags", "#", words=["climate", "china"])
        await pilot.press(*"world #chi")
        await tools.until(pilot, lambda: "#china" in app.text()[-1])
        await pilot.press(key, "enter")
        assert [m.value for m in app.posted(Prompt.Answered)] == ["world #china"]

    async def test_hostile_words(self, asked, tools, hostile):
        app, pilot, prompt, _below = asked
        for text in hostile:
            prompt.ask("tags", text, text, words=[text], hint="")
            await pilot.pause()
            assert all(map(tools.is_safe, app.text()))
            app.post_message(Paste(text))
            await pilot.pause()
            assert all(map(tools.is_safe, app.text()))
            await pilot.press("enter")
        answers = app.posted(Prompt.Answered)
        assert len(answers) == len(hostile)
        assert all(tools.is_safe(message.value) for message in answers)
