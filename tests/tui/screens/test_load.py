"""The dialog that brings annotations in: it looks first, does not load what was not looked at, and can be left."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from store.errors import FormatError
from tui.screens.load import Found, Left, Load, Wish, completed


class Work:
    """Stands in for the library: keeps what was asked for, and waits where a test says so."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Wish]] = []
        self.go = asyncio.Event()
        self.go.set()
        self.found = Found("3 annotations would come in.", ("One is replaced.",))
        self.stopped = False

    async def look(self, wish, tell):
        self.asked.append(("look", wish))
        await self.go.wait()
        if "bad" in wish.path.name:
            raise FormatError("line 3: [/b] is bad.")
        return self.found

    async def load(self, wish, tell):
        self.asked.append(("load", wish))
        await self.go.wait()
        if "full" in wish.path.name:
            raise FormatError("The disk is full.")


@pytest.fixture
def work():
    return Work()


@pytest.fixture
def dialog(work):
    return Load(["brat", "csv"], work.look, work.load)


async def test_the_first_enter_looks_the_second_loads(opened, dialog, work, tools):
    async with opened(dialog) as (app, pilot):
        await pilot.press(*"x.csv", "enter")
        await tools.until(pilot, lambda: app.shows("3 annotations would come in."))
        assert app.shows("One is replaced.")
        assert app.shows("Enter load it")
        await pilot.press("enter")
        await tools.until(pilot, lambda: app.result is True)
        assert work.asked == [("look", Wish(Path("x.csv"), "")), ("load", Wish(Path("x.csv"), ""))]


async def test_what_changed_is_looked_at_anew(opened, dialog, work, tools):
    async with opened(dialog) as (app, pilot):
        for keys in (["x"], ["y"], ["ctrl+t"], ["ctrl+t", "ctrl+t"]):
            await pilot.press(*keys)
            assert not app.shows("would come in.")
            await pilot.press("enter")
            await tools.until(pilot, lambda: app.shows("would come in."))
        assert [(what, str(wish.path), wish.format) for what, wish in work.asked] == [
            ("look", "x", ""),
            ("look", "xy", ""),
            ("look", "xy", "brat"),
            ("look", "xy", ""),
        ]
        await pilot.press("escape")
        assert app.result is None


async def test_an_error_is_said_and_can_be_mended(opened, dialog, work, tools):
    async with opened(dialog) as (app, pilot):
        await pilot.press(*"bad", "enter")
        await tools.until(pilot, lambda: app.shows("line 3: [/b] is bad."))
        await pilot.press("ctrl+l", *"full", "enter")
        await tools.until(pilot, lambda: app.shows("would come in."))
        await pilot.press("enter")
        await tools.until(pilot, lambda: app.shows("The disk is full."))
        assert app.result is tools.waits
        await pilot.press("enter")
        await tools.until(pilot, lambda: app.shows("would come in."))
        assert [what for what, _ in work.asked] == ["look", "look", "load", "look"]


async def test_looking_can_be_left_and_stops(opened, work, tools):
    ended = []

    async def look(wish, tell):
        def count():
            try:
                for number in range(10**9):
                    tell(number)
            except Left:
                ended.append(True)
                raise

        await asyncio.to_thread(count)

    async with opened(Load([], look, work.load)) as (app, pilot):
        await pilot.press("x", "enter")
        await tools.until(pilot, lambda: app.shows("Looking … "))
        await tools.until(pilot, lambda: app.shows(" read"))
        await pilot.press("enter", "ctrl+t", "escape")
        assert app.result is None
        for _ in range(500):
            if ended:
                break
            await pilot.pause(0.01)
        assert ended


async def test_loading_is_neither_left_nor_begun_again(opened, dialog, work, tools):
    async with opened(dialog) as (app, pilot):
        await pilot.press("x", "enter")
        await tools.until(pilot, lambda: app.shows("would come in."))
        work.go.clear()
        await pilot.press("enter", "enter", "escape", "ctrl+t", "y")
        assert app.result is tools.waits
        work.go.set()
        await tools.until(pilot, lambda: app.result is True)
        assert [what for what, _ in work.asked] == ["look", "load"]


@pytest.mark.parametrize("size", [(60, 15), (80, 24)])
async def test_of_many_conflicts_the_first_are_shown_and_the_keys_stay_in_sight(opened, dialog, work, tools, size):
    work.found = Found("3 would come in.", tuple(f"Number {n} is replaced." for n in range(300)))
    async with opened(dialog, size) as (app, pilot):
        await pilot.press("x", "enter")
        await tools.until(pilot, lambda: app.shows("Number 2 is replaced."))
        assert app.shows("Enter load it")
        await pilot.press(*["down"] * 4)
        await tools.until(pilot, lambda: app.shows("Number 7 is replaced.") and not app.shows("Number 1 is"))
        app.screen.action_scroll(300)
        await tools.until(pilot, lambda: app.shows("And 100 more."))


async def test_hostile_words(opened, work, tools):
    for text in tools.hostile:
        work.found = Found(text, (text,))
        async with opened(Load([], work.look, work.load)) as (app, pilot):
            await pilot.press("x", "enter")
            await tools.until(pilot, lambda: app.shows("Enter load it"))
            assert all(map(tools.is_safe, app.text()))


def test_names_are_completed(tmp_path, monkeypatch):
    for name in ("marks.jsonl", "marks.csv", ".hidden", "ma\x1b[31mx"):
        (tmp_path / name).write_text("")
    (tmp_path / "corpus" / "in").mkdir(parents=True)
    top = f"{tmp_path}/"
    assert completed(f"{top}mark") == f"{top}marks.csv"
    assert completed(f"{top}marks.j") == f"{top}marks.jsonl"
    assert completed(f"{top}c") == f"{top}corpus/"
    assert completed(f"{top}corpus/") == f"{top}corpus/in/"
    assert completed(f"{top}.h") == f"{top}.hidden"
    for nothing in (
        "",
        "~",
        f"{top}x",
        f"{top}marks.csv",
        f"{top}no/x",
        f"{top}ma\x1b",
        "~nobody-of-this-name/x",
        "\0",
    ):
        assert completed(nothing) is None
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert completed("corp") == "corpus/"
    assert completed("~/corp") == "~/corpus/"


async def test_tab_completes(opened, dialog, work, tools, tmp_path):
    (tmp_path / "marks.csv").write_text("")
    async with opened(dialog) as (app, pilot):
        field = app.screen.query_one("#path")
        await pilot.press(*f"{tmp_path}/ma")
        await tools.until(pilot, lambda: field._suggestion)
        await pilot.press("tab")
        assert field.value == f"{tmp_path}/marks.csv"
