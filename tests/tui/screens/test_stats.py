"""The statistics: counts with bars, in any window, whatever the labels are called."""

from __future__ import annotations

import pytest

from store.stats import stats
from tests.store.conftest import make
from tests.store.helpers import mark
from tui.screens.stats import Statistics

ARTICLE = make()
EVIL = "[/b]\u202e\x1b[31m" + "long" * 20


def found():
    time = "2026-11-20T09:00:{:02}.000Z"
    marks = [mark(ARTICLE, "Blinken", EVIL, origin="p@1", verdict="accepted", created=time.format(n)) for n in range(4)]
    marks += [mark(ARTICLE, "Beijing", "GPE", origin="p@1", verdict="rejected", tags=("capital",), created="")]
    marks += [mark(ARTICLE, "Qin", f"L{n}", created="") for n in range(20)]
    return stats(1_200, marks, {ARTICLE.id: 50})


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 12)])
async def test_it_shows_numbers_and_can_be_left(opened, size, tools):
    async with opened(Statistics(found()), size) as (app, pilot):
        assert app.shows("1,200 articles")
        assert all(tools.is_safe(line) for line in app.text())
        assert app.shows("Esc leave")
        await pilot.press("end")
        await tools.until(pilot, lambda: app.shows("precision"))
        assert app.shows("0%")
        await pilot.press("escape")
        assert app.result is None


async def test_all_tables_are_there_and_long_ones_end(opened):
    async with opened(Statistics(found()), (100, 120)) as (app, _pilot):
        for words in (
            "Marks by day",
            "Marks by label",
            "Marks by tag",
            "capital",
            "and 10 more",
            "60.0 marks a minute",
        ):
            assert app.shows(words), words


async def test_nothing_marked(opened):
    async with opened(Statistics(stats(0, [])), (80, 24)) as (app, _pilot):
        assert app.shows("Nothing is marked yet")
