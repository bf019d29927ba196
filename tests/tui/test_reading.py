"""The reader as a person uses it: open, see, mark, undo, search, tag, note, export. Nothing is asked but the screen
and, at the end, the library and its plain TinyDB file."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from tinydb import TinyDB

from store.library import open_library
from store.models import ArticleState
from tests.tui.conftest import BRIDGE, Driver
from tui.config import Config
from tui.widgets.article_list import ArticlesPane
from tui.widgets.findings import FindingsPane

Reader = Callable[..., AbstractAsyncContextManager[Driver]]


def kept(library: Path) -> list[dict[str, object]]:
    """The annotations as plain TinyDB reads them."""
    with TinyDB(library / "annotations.json") as db:
        return [dict(document) for document in db.table("annotations").all()]


def state(r: Driver) -> ArticleState:
    """The state of the list's first article, as the list shows it."""
    return r.reading.articles.list.look(r.reading.articles.list.items[0].key)[0]


def marked(r: Driver) -> int:
    """How many marks the list shows at its first article."""
    return r.reading.articles.list.look(r.reading.articles.list.items[0].key)[1]


def hint(r: Driver) -> str:
    """What the bar at the bottom says beside the labels."""
    return "".join(text for text, words in r.reading.label_bar.line().left if words == "accent")


async def test_the_list_shows_the_articles_and_enter_opens_one(reader: Reader, articles: Path) -> None:
    async with reader(articles) as r:
        assert [item.row.title for item in r.reading.articles.list.items] == ["The bridge", "Another article"]
        await r.open()
        assert r.reading.sheet is not None
        assert r.reading.sheet.article.title == "The bridge"
        assert r.reading.focused is r.reading.article
        assert state(r).read


async def test_one_source_opens_at_once(reader: Reader, articles: Path) -> None:
    async with reader(articles / "b.txt") as r:
        await r.until(lambda: r.reading.sheet is not None)
        assert r.reading.sheet.article.title == "Another article"


async def test_findings_appear_in_the_text_and_beside_it(reader: Reader, articles: Path) -> None:
    async with reader(articles) as r:
        await r.open()
        counts = r.reading.findings.tabs.counts
        assert (counts["entities"], counts["quotes"], counts["mine"]) == (8, 1, 0)
        assert len(r.reading.sheet.marks) == 9


async def test_moving_in_one_pane_moves_the_other(reader: Reader, articles: Path) -> None:
    async with reader(articles) as r:
        await r.open()
        r.go("Paris")
        await r.pilot.pause()
        assert r.reading.findings.mark is not None
        assert r.reading.findings.mark.name == "Paris"
        r.reading.findings.focus_list()
        await r.press("g")
        assert r.reading.article.caret == r.reading.findings.mark.start
        assert r.reading.article.mark_at_caret == r.reading.findings.mark


async def test_a_key_acts_on_what_the_findings_show_chosen(reader: Reader, articles: Path, library: Path) -> None:
    async with reader(articles) as r:
        await r.open()
        r.go("bolt")
        r.reading.findings.focus_list()
        await r.press("l", "a")  # the quotations: their first is chosen there, the caret is on 'bolt'
        assert r.reading.article.caret == BRIDGE.index("“")
        await r.press("m", *"sure?", "ctrl+s")
    (made,) = kept(library)
    assert (made["kind"], made["verdict"], made["note"]) == ("quote", "accepted", "sure?")


async def test_in_an_empty_list_of_findings_keys_do_nothing(reader: Reader, articles: Path, library: Path) -> None:
    async with reader(articles) as r:
        await r.open()
        r.go("Paris")
        r.reading.findings.focus_list()
        await r.press("h", "a", "x", "1", "m", "]")
        assert hint(r).strip() == "nothing is chosen here"
        assert r.reading.sheet.annotations == ()


async def test_one_key_labels_and_it_is_in_the_file(reader: Reader, articles: Path, library: Path) -> None:
    async with reader(articles) as r:
        await r.open()
        r.go("bolt")
        await r.press("2")
    (made,) = kept(library)
    assert (made["exact"], made["label"], made["verdict"], made["origin"]) == ("bolt", "ORG", "added", "hand")


async def test_white_space_is_never_marked(reader: Reader, articles: Path, library: Path) -> None:
    gap, bolt = BRIDGE.index("\n\n“"), BRIDGE.index("bolt")
    async with reader(articles) as r:
        await r.open()
        view = r.reading.article
        view.change(lambda: view.reader.select_token(gap + 1))
        assert view.selection is None
        view.change(lambda: view.reader.select((gap, gap + 2)))
        await r.press("1", "m")
        assert "nothing here to mark" in hint(r)
        view.change(lambda: view.reader.select((bolt - 1, bolt + 5)))
        await r.press("2")
    assert [(a["start"], a["exact"]) for a in kept(library)] == [(bolt, "bolt")]


async def test_suggestions_are_accepted_corrected_and_rejected(reader: Reader, articles: Path, library: Path) -> None:
    async with reader(articles) as r:
        await r.open()
        r.go("Maria")
        await r.press("a")
        r.go("Ann Reed")
        await r.press("1")
        r.go("Paris")
        await r.press("x")
        assert "Paris" not in [m.name for m in r.reading.sheet.marks if m.start < BRIDGE.index("“")]
    made = {str(a["exact"]): (a["label"], a["verdict"], a["origin"]) for a in kept(library)}
    assert made == {
        "Maria Lopez": ("PERSON", "accepted", "test@1"),
        "Ann Reed": ("PERSON", "corrected", "test@1"),
        "Paris": ("GPE", "rejected", "test@1"),
    }


async def test_enter_accepts_what_is_suggested_and_goes_on_whatever_is_there(
    reader: Reader, articles: Path, library: Path
) -> None:
    async with reader(articles) as r:
        await r.open()
        r.go("Maria")
        await r.pilot.press("enter", "enter")  # the second one does not wait for the first to be saved
        await r.rest()
        assert BRIDGE[r.reading.article.caret :].startswith("Paris")
        r.go("24 old")
        await r.press("enter")
        assert BRIDGE[r.reading.article.caret :].startswith("“The")
        r.go("Ann Reed")
        await r.press("enter")
        await r.until(lambda: "also 1 more 'Ann Reed': *" in hint(r))
        await r.press("*")
    made = [(a["exact"], a["verdict"]) for a in kept(library)]
    assert sorted(made) == [("Ann Reed", "accepted")] * 2 + [("Maria Lopez", "accepted")]


async def test_suggestions_come_under_the_names_that_the_person_configured(
    reader: Reader, articles: Path, library: Path
) -> None:
    config = Config(quotes=False, suggest={"GPE": "PLACE", "ORG": ""})
    async with reader(articles, config=config) as r:
        await r.open()
        assert {(m.kind, m.label) for m in r.reading.sheet.marks} == {("entity", "PERSON"), ("entity", "PLACE")}
        r.go("Paris")
        await r.press("a", "*")
        r.go("Ann Reed")
        await r.press("t", *"place", "enter")
    made = sorted((str(a["exact"]), a["label"], a["verdict"]) for a in kept(library))
    assert made == [("Ann Reed", "PLACE", "added"), ("Paris", "PLACE", "accepted"), ("Paris", "PLACE", "accepted")]


async def test_a_star_does_the_same_to_all_the_same_words_and_one_undo_takes_it_back(
    reader: Reader, articles: Path, library: Path
) -> None:
    async with reader(articles) as r:
        await r.open()
        r.go("Lopez checked")
        await r.press("1", "*")
        assert sum(m.standing == "kept" for m in r.reading.sheet.marks) == 3
        await r.press("u")
        assert sum(m.standing == "kept" for m in r.reading.sheet.marks) == 1
        await r.press("ctrl+r")
        assert sum(m.standing == "kept" for m in r.reading.sheet.marks) == 3


async def test_a_star_typed_right_behind_the_label_counts(reader: Reader, articles: Path) -> None:
    async with reader(articles) as r:
        await r.open()
        r.go("Lopez checked")
        await r.pilot.press("1", "*")
        await r.until(lambda: sum(m.standing == "kept" for m in r.reading.sheet.marks) == 3)


async def test_a_star_does_nothing_once_the_label_is_undone(reader: Reader, articles: Path, library: Path) -> None:
    async with reader(articles) as r:
        await r.open()
        r.go("Lopez checked")
        await r.press("1", "u", "*")
        assert "first" in hint(r)
        r.go("bolt")
        await r.press("2", "*")
        assert "no other 'bolt'" in hint(r)
    assert [a["exact"] for a in kept(library)] == ["bolt"]


async def test_undo_takes_the_count_of_marks_back_in_the_list(reader: Reader, articles: Path) -> None:
    async with reader(articles) as r:
        await r.open()
        r.go("bolt")
        await r.press("2")
        assert marked(r) == 1
        await r.press("u")
        assert marked(r) == 0
        await r.press("ctrl+r")
        assert marked(r) == 1


async def test_notes_and_tags_on_a_span(reader: Reader, articles: Path, library: Path) -> None:
    async with reader(articles) as r:
        await r.open()
        r.go("Paris")
        await r.press("m", *"which one")
        await r.press("ctrl+s", "#", *"city trip")
        await r.press("enter")
        assert r.reading.findings.tabs.counts["mine"] == 1
    (made,) = kept(library)
    assert (made["note"], made["tags"], made["verdict"]) == ("which one", ["city", "trip"], "accepted")


async def test_a_note_being_typed_is_kept_when_the_reader_is_left(
    reader: Reader, articles: Path, library: Path
) -> None:
    async with reader(articles) as r:
        await r.open()
        r.go("bolt")
        await r.press("m", *"in haste", "ctrl+q")
        await r.until(lambda: not r.app.is_running or r.app._exit, "the reader is left")
    assert [a["note"] for a in kept(library)] == ["in haste"]


async def test_a_note_that_is_left_is_a_draft_and_goes_on(reader: Reader, articles: Path, library: Path) -> None:
    async with reader(articles) as r:
        await r.open()
        r.go("Paris")
        await r.press("m", *"half a th", "escape")
        assert r.reading.sheet.annotations == ()
        assert "draft" in hint(r)
        await r.press("m")
        assert r.app.screen.query_one("#note").text == "half a th"
        await r.press("escape", "Q")
        assert "a note is a draft still" in hint(r)
        assert r.app.is_running
        await r.press("m", *"ought", "ctrl+s")
        r.go("bolt")
        await r.press("m", *"half")
        await r.until(lambda: r.app.screen.query_one("#note").suggestion == " a thought", "the earlier note")
        await r.press("tab", "ctrl+s")
        await r.press("m", "escape", "Q")
        await r.until(lambda: not r.app.is_running or r.app._exit, "the reader is left")
    assert [a["note"] for a in kept(library)] == ["half a thought"] * 2


async def test_a_selection_is_marked_without_what_was_caught_at_its_edges(
    reader: Reader, articles: Path, library: Path
) -> None:
    async with reader(articles) as r:
        await r.open()
        text = r.reading.sheet.article.text
        start = text.index("“The bridge is safe")
        r.reading.article.change(lambda: r.reading.article.reader.select((start, start + 11)))
        await r.press("2")
        assert [a.exact for a in r.reading.sheet.annotations] == ["The bridge"]
        await r.press("u", "c")
        r.reading.article.change(lambda: r.reading.article.reader.select((start, start + 11)))
        await r.press("2")
    assert [a["exact"] for a in kept(library)] == ["“The bridge"]


async def test_tags_note_and_star_on_an_article(reader: Reader, articles: Path, library: Path) -> None:
    async with reader(articles) as r:
        await r.until(lambda: r.reading.articles.list.items)
        await r.press("#", *"bridges", "enter")
        await r.press("m", *"read again", "ctrl+s")
        await r.press("s")
    with open_library(library) as kept_library:
        (state,) = kept_library.states().values()
        assert (state.tags, state.note, state.starred) == (("bridges",), "read again", True)


async def test_undo_reaches_back_over_articles(reader: Reader, articles: Path, library: Path) -> None:
    async with reader(articles) as r:
        await r.open(0)
        r.go("bolt")
        await r.press("2")
        await r.open(1)
        r.go("Monday")
        await r.press("7", "u", "u")
    assert kept(library) == []


async def test_a_speaker_is_set_by_a_digit(reader: Reader, articles: Path, library: Path) -> None:
    async with reader(articles) as r:
        await r.open()
        r.go("bridge is safe")
        await r.press("s")
        await r.until(lambda: type(r.app.screen).__name__ == "SpeakerPicker")
        names = [choice.title for choice in r.app.screen.list.items]
        await r.press(str(names.index("Maria Lopez") + 1))
        await r.until(lambda: r.reading.sheet.annotations)
    (made,) = kept(library)
    assert (made["kind"], made["verdict"], made["speaker"]["name"]) == ("quote", "corrected", "Maria Lopez")


async def test_searching_in_the_text(reader: Reader, articles: Path) -> None:
    async with reader(articles) as r:
        await r.open()
        await r.press("/", *"lopez")
        assert r.reading.article.find_status[1] == 4
        await r.press("enter", "n")
        assert r.reading.article.find_status[0] in (2, 3)
        await r.press("q")
        assert r.reading.article.find_status == (0, 0)


async def test_what_is_said_about_a_place_goes_when_the_caret_does(reader: Reader, articles: Path) -> None:
    async with reader(articles) as r:
        await r.open()
        await r.press("/", *"lopez", "enter", "n")
        assert "match 2 of 4" in hint(r)
        await r.press("q", "G", "s")
        assert "no quotation" in hint(r)
        await r.press("h")
        assert not hint(r).strip()
        r.go("Paris")
        await r.press("a", "l")
        await r.until(lambda: "also 1 more 'Paris': *" in hint(r))


async def test_filtering_the_list(reader: Reader, articles: Path) -> None:
    async with reader(articles) as r:
        await r.until(lambda: r.reading.articles.list.items)
        await r.press("/", *"another", "enter")
        assert [item.row.title for item in r.reading.articles.list.items] == ["Another article"]
        await r.press("ctrl+l")
        assert len(r.reading.articles.list.items) == 2


async def test_next_and_previous_article(reader: Reader, articles: Path) -> None:
    async with reader(articles) as r:
        await r.open()
        await r.press(">")
        await r.until(lambda: r.reading.sheet.article.title == "Another article")
        await r.press("<")
        await r.until(lambda: r.reading.sheet.article.title == "The bridge")


async def test_every_turn_counts_however_fast(reader: Reader, articles: Path) -> None:
    for number in range(8):
        (articles / f"c{number}.txt").write_text(f"Number {number}\n\nNothing.", encoding="utf-8")
    async with reader(articles) as r:
        await r.open()
        await r.pilot.press(*">" * 6)
        await r.until(lambda: r.reading.sheet.article.title == "Number 4")
        await r.pilot.press(*"<" * 6)
        await r.until(lambda: r.reading.sheet.article.title == "The bridge")


async def test_export_says_where_the_file_went(reader: Reader, articles: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    async with reader(articles) as r:
        await r.open()
        r.go("bolt")
        await r.press("2", "e")
        await r.until(lambda: type(r.app.screen).__name__ == "Export")
        formats = r.app.screen.query_one("#formats")
        while formats.selected.key != "jsonl":
            await r.press("down")
        r.app.screen.query_one("#path").value = str(target)
        await r.press("enter")
        await r.until(lambda: target.exists())
        await r.until(lambda: str(target) in str(r.app.screen.query_one("#result").content))
        await r.press("escape")
    lines = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [a["exact"] for line in lines for a in line["annotations"]] == ["bolt"]


async def test_export_is_offered_though_the_working_folder_is_gone(
    reader: Reader, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reader(articles) as r:
        await r.open()
        gone = tmp_path / "gone"
        gone.mkdir()
        monkeypatch.chdir(gone)
        gone.rmdir()
        await r.press("e")
        assert r.app.screen.query_one("#path").value.startswith(str(Path.home()))
        monkeypatch.chdir(tmp_path)
        await r.press("escape")


async def test_help_lists_the_keys_and_does_what_is_picked(reader: Reader, articles: Path) -> None:
    async with reader(articles) as r:
        await r.open()
        await r.press("?")
        await r.until(lambda: type(r.app.screen).__name__ == "Help")
        await r.press(*"zen", "escape")
        await r.press("?", *"hide everything", "enter")
        await r.until(lambda: r.reading.has_class("-zen"))


async def test_an_empty_library_greets_and_offers_the_samples(reader: Reader) -> None:
    async with reader() as r:
        assert r.reading.has_class("-empty")
        await r.press("z", "f", "ctrl+b", "f6", "<", "e", "u")  # nothing to hide, to go to or to write yet
        assert r.reading.focused is r.reading.welcome
        await r.press("enter")
        await r.until(lambda: len(r.reading.articles.list.items) >= 12)
        assert r.reading.articles.list.items[0].row.source.endswith("blinken-beijing.txt")


async def test_what_can_not_be_read_is_said_and_the_rest_is_there(reader: Reader, articles: Path) -> None:
    async with reader(articles, articles / "missing.txt") as r:
        assert len(r.reading.articles.list.items) == 2
        said = [str(toast.message) for toast in r.app._notifications]
        assert any("missing.txt" in sentence for sentence in said)


async def test_many_that_can_not_be_read_do_not_cover_the_screen(reader: Reader, articles: Path) -> None:
    for number in range(30):
        (articles / f"empty{number}.txt").write_bytes(b"\0" * 100)
    async with reader(articles) as r:
        said = [str(toast.message) for toast in r.app._notifications]
        assert len(said) == 4
        assert said[-1].startswith("27 more")


async def test_an_empty_pane_says_so_only_once_it_is_known_to_be_empty(reader: Reader, articles: Path) -> None:
    assert ArticlesPane().list.waiting
    assert FindingsPane().list.waiting
    async with reader(articles) as r:
        await r.open()
        assert not r.reading.articles.list.waiting
        assert not r.reading.findings.list.waiting


async def test_markup_in_an_article_is_shown_as_it_is(reader: Reader, tmp_path: Path) -> None:
    hostile = tmp_path / "hostile.txt"
    hostile.write_text(
        "[/b] plan [@click=app.quit]x[/] \x1b[31mred\x1b]52;c;aGk=\x07\n\n[IMPORTANT] text", encoding="utf-8"
    )
    async with reader(hostile) as r:
        await r.until(lambda: r.reading.sheet is not None)
        shown = "\n".join(strip.text for strip in r.reading.article.render_lines(r.reading.article.size.region))
        assert "[/b] plan [@click=app.quit]x[/] red" in shown
        assert "\x1b" not in shown


async def test_own_labels_have_keys(reader: Reader, articles: Path, library: Path) -> None:
    from tui.config import OwnLabel

    config = Config(labels=(OwnLabel(name="POLICY", key="8"),), annotator="me")
    async with reader(articles, config=config) as r:
        await r.open()
        r.go("bolt")
        await r.press("8")
    (made,) = kept(library)
    assert (made["label"], made["annotator"]) == ("POLICY", "me")


@pytest.mark.parametrize("size", [(160, 50), (120, 40), (80, 24), (60, 15)])
async def test_every_size_shows_text_and_keeps_the_caret_when_resized(
    reader: Reader, articles: Path, size: tuple[int, int]
) -> None:
    async with reader(articles, size=size) as r:
        await r.open()
        assert r.reading.article.size.width >= 30
        assert r.reading.article.size.height >= 3
        r.go("300 others")
        caret = r.reading.article.caret
        await r.pilot.resize_terminal(100, 30)
        await r.pilot.pause()
        assert r.reading.article.caret == caret


async def test_a_terminal_too_small_says_so_and_comes_back(reader: Reader, articles: Path) -> None:
    async with reader(articles, size=(40, 10)) as r:
        assert r.reading.query_one("#too-small").display
        await r.pilot.resize_terminal(80, 24)
        await r.until(lambda: not r.reading.query_one("#too-small").display)


async def test_a_full_disk_is_said_nothing_shows_as_done_and_the_note_is_there_again(
    reader: Reader, articles: Path, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from store.errors import StoreError
    from store.library import Library

    def full(*_: object, **__: object) -> None:
        raise StoreError("The disk is full: make room, then do it again.")

    async with reader(articles) as r:
        await r.open()
        r.go("bolt")
        monkeypatch.setattr(Library, "commit", full)
        await r.press("2")
        assert r.reading.sheet.annotations == ()
        assert any("disk is full" in str(toast.message) for toast in r.app._notifications)
        await r.press("m", *"long thoughts", "ctrl+s")
        await r.until(lambda: type(r.app.screen).__name__ == "NoteEditor")
        assert r.app.screen.query_one("#note").text == "long thoughts"
        monkeypatch.undo()
        await r.press("ctrl+s")
        await r.until(lambda: r.reading.sheet.annotations)
    assert [a["note"] for a in kept(library)] == ["long thoughts"]


async def test_a_second_reader_only_reads_and_follows(reader: Reader, articles: Path, library: Path) -> None:
    with open_library(library) as first:
        from feeds import read_sources
        from store.marking import annotate
        from store.models import Change

        first.add_articles(read_sources([str(articles)]))
        async with reader() as r:
            await r.open()
            assert r.reading.desk.library.read_only
            r.go("bolt")
            await r.press("2")
            assert r.reading.sheet.annotations == ()
            article = first.article(r.reading.sheet.article.id)
            first.commit(Change(what="mark", put=(annotate(article, 0, 3, label="ORG"),)))
            await r.until(lambda: r.reading.sheet.annotations, "the other's mark")
