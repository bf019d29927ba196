"""Notes, help, export, the palette."""

import asyncio
from pathlib import Path

import pytest
from textual.events import Paste
from textual.screen import Screen

from store.errors import FormatError
from tui.actions import CATALOGUE, bindings
from tui.screens.export import Export, Format, Wish
from tui.screens.help import Help
from tui.screens.note import NoteEditor, Written
from tui.screens.palette import ActionProvider
from tui.screens.pickers import LabelPicker

FORMATS = [Format("jsonl", "a line each", ".jsonl"), Format("csv", "for a spreadsheet", ".csv")]
NAMES = {"article": "out"}
SCOPES = [("article", "this article: 12"), ("library", "the library: 340")]


class TestNote:
    @pytest.mark.parametrize(("key", "draft"), [("escape", True), ("ctrl+s", False)])
    async def test_what_was_typed_is_kept_or_a_draft(self, opened, key, draft):
        async with opened(NoteEditor("look", what="'Qin'")) as (app, pilot):
            await pilot.press(*" up", "enter", "x", key)
            assert app.result == Written("look up\nx", draft)

    async def test_an_earlier_note_is_offered_and_taken_over(self, opened):
        editor = NoteEditor("first")
        async with opened(editor) as (app, pilot):
            editor.offer(["who said so?", "where?\nask Ann"])
            await pilot.press("enter", *"who", "tab", "enter", *"as", "tab", "tab", "ctrl+s")
            assert app.result == Written("first\nwho said so?\nask Ann")

    async def test_nothing_is_offered_within_the_text(self, opened):
        editor = NoteEditor("who\nlast")
        async with opened(editor) as (_app, pilot):
            editor.offer(["who said so?"])
            await pilot.press("up")
            assert editor.query_one("#note").suggestion == ""

    async def test_no_change_is_no_decision(self, opened):
        async with opened(NoteEditor("look")) as (app, pilot):
            await pilot.press("space", "backspace", "escape")
            assert app.result is None

    async def test_it_can_be_emptied(self, opened):
        async with opened(NoteEditor("x")) as (app, pilot):
            await pilot.press("backspace", "ctrl+s")
            assert app.result == Written("")

    async def test_hostile_words(self, opened, tools):
        for text in tools.hostile:
            async with opened(NoteEditor(text, what=text)) as (app, pilot):
                assert all(map(tools.is_safe, app.text()))
                app.post_message(Paste(text))
                await pilot.pause()
                assert all(map(tools.is_safe, app.text()))
                await pilot.press("a", "escape")
                assert tools.is_safe(app.result.text.replace("\n", ""))


class TestHelp:
    async def test_every_key_is_there(self, opened):
        help = Help()
        async with opened(help, (100, 120)) as (app, _pilot):
            for action in CATALOGUE:
                assert app.shows(action.help)
            assert not app.shows("…" * 2)

    async def test_the_pane_with_the_focus_comes_first(self, opened):
        async with opened(Help("findings")) as (app, _pilot):
            assert app.shows("In a list")
            assert not app.shows("The article: move")

    async def test_sentences_fit_a_small_window(self, opened):
        async with opened(Help("article")) as (app, pilot):
            for _ in CATALOGUE:
                await pilot.press("pagedown")
                assert not any(line.rstrip().endswith("…") for line in app.text()[5:-4])

    async def test_typing_searches(self, opened):
        async with opened(Help()) as (app, pilot):
            await pilot.press(*"undo")
            assert app.shows("Take back the last change.")
            assert not app.shows("Keep the suggestion")

    async def test_the_action_can_be_done_from_here(self, opened):
        async with opened(Help()) as (app, pilot):
            await pilot.press(*"take back the last", "enter")
            assert app.result == "undo"

    async def test_keys_are_those_of_the_keymap(self, opened):
        async with opened(Help("article", {"undo": "ctrl+z"})) as (app, pilot):
            await pilot.press(*"take back")
            assert app.shows("^z")

    async def test_nothing_matches(self, opened, tools):
        async with opened(Help()) as (app, pilot):
            await pilot.press(*"zzzz", "enter")
            assert app.shows("Nothing matches.")
            assert app.result is tools.waits


class TestExport:
    @pytest.fixture
    def wishes(self):
        return []

    @pytest.fixture
    def dialog(self, wishes, tmp_path):
        async def perform(wish: Wish) -> str:
            wishes.append(wish)
            if "full" in wish.path.name:
                raise FormatError("The disk [/b] is full.")
            return f"12 annotations are in {wish.path.name}."

        return Export(FORMATS, SCOPES, tmp_path, NAMES, perform)

    async def test_it_says_where_the_file_went(self, opened, dialog, wishes, tmp_path, tools):
        async with opened(dialog, (120, 30)) as (app, pilot):
            await pilot.press("enter")
            await tools.until(pilot, lambda: app.shows("12 annotations are in out.jsonl."))
            wish = Wish("jsonl", "article", tmp_path / "out.jsonl")
            assert wishes == [wish]
            await pilot.press("enter")
            assert app.result == wish
            assert len(wishes) == 1

    async def test_the_suffix_follows_the_format(self, opened, dialog, wishes, tmp_path, tools):
        async with opened(dialog, (120, 30)) as (_app, pilot):
            await pilot.press("down", "tab", "enter")
            await tools.until(pilot, lambda: wishes)
            assert wishes == [Wish("csv", "library", tmp_path / "quotidian.csv")]

    async def test_the_format_follows_the_suffix(self, opened, dialog, wishes, tmp_path, tools):
        async with opened(dialog, (120, 30)) as (_app, pilot):
            await pilot.press("ctrl+l", *f"{tmp_path}/x.csv", "enter")
            await tools.until(pilot, lambda: wishes)
            assert wishes == [Wish("csv", "article", tmp_path / "x.csv")]

    async def test_an_error_is_said_and_can_be_mended(self, opened, dialog, wishes, tools):
        async with opened(dialog, (120, 30)) as (app, pilot):
            await pilot.press("ctrl+l", *"full.csv", "enter")
            await tools.until(pilot, lambda: app.shows("The disk [/b] is full."))
            assert app.result is tools.waits
            await pilot.press("ctrl+l", *"~/b.csv", "enter")
            await tools.until(pilot, lambda: app.shows("are in b.csv"))
            assert wishes[-1].path == Path("~/b.csv").expanduser()

    async def test_a_file_is_written_over_only_when_asked_twice(self, opened, dialog, wishes, tmp_path, tools):
        (tmp_path / "out.jsonl").write_text("mine")
        async with opened(dialog, (120, 30)) as (app, pilot):
            await pilot.press("enter")
            assert app.shows("There is a file out.jsonl already")
            await pilot.press("down", "up", "enter")
            assert wishes == []
            await pilot.press("enter")
            await tools.until(pilot, lambda: len(wishes) == 1)

    async def test_other_annotations_are_written_after_the_first(self, opened, dialog, wishes, tools):
        async with opened(dialog, (120, 30)) as (app, pilot):
            await pilot.press("enter")
            await tools.until(pilot, lambda: app.shows("Enter or Esc leave"))
            await pilot.press("tab")
            assert app.shows("Enter write")
            await pilot.press("enter")
            await tools.until(pilot, lambda: [wish.scope for wish in wishes] == ["article", "library"])

    async def test_what_was_typed_stays_whatever_is_chosen(self, opened, dialog, wishes, tmp_path, tools):
        async with opened(dialog, (120, 30)) as (app, pilot):
            await pilot.press(*"x", "tab")
            assert app.screen.query_one("#path").value == str(tmp_path / "out.jsonlx")

    async def test_only_some_marks_can_be_chosen(self, opened, dialog, wishes, tmp_path, tools):
        async with opened(dialog, (120, 30)) as (app, pilot):
            await pilot.press("shift+tab")
            assert app.shows("without the rejected")
            await pilot.press("shift+tab")
            assert app.shows("suggestions that nobody judged")
            await pilot.press("enter")
            await tools.until(pilot, lambda: wishes)
            assert wishes == [Wish("jsonl", "article", tmp_path / "out.jsonl", "suggestions")]

    async def test_while_it_writes_it_is_neither_left_nor_begun_again(self, opened, tmp_path, tools):
        begun, ready = [], asyncio.Event()

        async def perform(wish: Wish) -> str:
            begun.append(wish)
            await ready.wait()
            return "Written: it\n3 of 4 can't be expressed."

        async with opened(Export(FORMATS, SCOPES, tmp_path, NAMES, perform), (120, 30)) as (app, pilot):
            await pilot.press("enter", "enter", "escape", "tab")
            assert app.result is tools.waits
            ready.set()
            await tools.until(pilot, lambda: app.shows("Written: it"))
            assert not any("Written" in line and "expressed" in line for line in app.text())
            assert app.shows("3 of 4 can't be expressed.")
            assert len(begun) == 1
            await pilot.press("escape")
            assert app.result == begun[0]

    async def test_a_path_is_needed(self, opened, dialog, wishes, tools):
        async with opened(dialog, (120, 30)) as (app, pilot):
            await pilot.press("ctrl+l", "enter")
            await tools.until(pilot, lambda: app.shows("Name a file"))
            assert wishes == []
            await pilot.press("escape")
            assert app.result is None


@pytest.mark.parametrize("kind", ["note", "label", "export", "help"])
async def test_in_the_smallest_terminal_the_last_line_is_seen(opened, kind, tmp_path):
    async def perform(wish: Wish) -> str:
        return str(wish)

    dialog = {
        "note": lambda: NoteEditor("a note", what="‘it’"),
        "label": lambda: LabelPicker(["PERSON", "ORG", "GPE", "LOC", "NORP", "EVENT", "DATE", "MONEY"], (), what="it"),
        "export": lambda: Export([*FORMATS] * 3, SCOPES, tmp_path, NAMES, perform),
        "help": Help,
    }[kind]()
    async with opened(dialog, (60, 15)) as (app, pilot):
        await pilot.pause()
        assert app.shows("Esc")


class TestPalette:
    async def test_it_finds_actions_by_name_and_runs_them(self, opened, tools):
        done = []

        class Desk(Screen[None]):
            BINDINGS = [*bindings("everywhere", "mark")]

            def action_zen(self) -> None:
                done.append("zen")

        async with opened(Desk(), (80, 30)) as (app, pilot):
            app.COMMANDS = {ActionProvider}
            await pilot.press("ctrl+p")
            await tools.until(pilot, lambda: app.shows("Take back the last change."))
            await pilot.press(*"only the")
            await tools.until(pilot, lambda: app.shows("Only the article   z"))
            await pilot.press("enter", "enter")
            await tools.until(pilot, lambda: done == ["zen"])

    def test_no_help_text_can_be_taken_for_markup(self):
        assert not any("[" in action.help for action in CATALOGUE)
