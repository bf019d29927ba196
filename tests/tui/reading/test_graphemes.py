"""No click, key or drag splits what a reader sees as one character, and each can be reached; whatever the script."""

from __future__ import annotations

import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st

from store.marking import annotate
from store.text import clean, on_boundary
from store.trimming import trimmed, without_blanks
from tests.tui.reading.helpers import NASTY, make_article, texts
from tui.reading.cells import clusters
from tui.reading.layout import NARROWEST
from tui.reading.page import Page
from tui.reading.reader import Reader

SAMPLES = (
    "Families 👨‍👩‍👧 waved 🇩🇪🇫🇷 flags 👍🏽 in Paris ❤️ and 1️⃣ more.\n\n🧑🏽‍🚀 said: “👩‍👩‍👧‍👦.”",
    "在港口，渡轮将再次启航。船长说，天气很好。\n\n他说：“我们出发吧！” Reyes 说，12 艘船。",
    "مرحبا بالعالم، قال أحمد: «السَّلَامُ عَلَيْكُمْ» في ١٢ مارس.\n\nثم قال Reyes ذلك.",
    "e\u0301\u0302\u0303 Vie\u0323\u0302t "
    "z\u0351\u036b\u0343\u036aa\u0302\u036bl\u0348g\u035eo\u036e  \u0301x. कर्मचारी क्षि กำลัง 한국 각.",
    NASTY,
)
"""Emoji, Chinese, Arabic, combining marks, and what else is hard."""

written = st.one_of(st.sampled_from(SAMPLES), texts).map(clean).filter(bool)
"""Texts as the library keeps them."""
widths = st.integers(NARROWEST + 8, 100)
"""Of panes in which whole rows are seen."""


def boundaries(text: str) -> set[int]:
    return {0, *(found.end() for found in regex.finditer(r"\X", text))}


def page_of(text: str, width: int) -> Page:
    return Page(make_article(text), 1, width)


@given(written, widths, st.integers(-5, 200), st.integers(-5, 200))
def test_a_click_at_any_cell_lands_on_the_beginning_of_a_character(text: str, width: int, x: int, y: int) -> None:
    made = Reader(text)
    made.move(page_of(text, width).offset_at(x, y))
    assert made.caret in boundaries(text)
    assert made.caret < len(text)


@given(written, widths)
def test_every_character_is_reached_by_a_click_or_by_keys(text: str, width: int) -> None:
    page, made = page_of(text, width), Reader(text)
    clicked = {page.offset_at(x, y) for y in range(page.height) for x in range(page.width)}
    made.by_token = False
    made.move(0)
    stepped = {made.caret}
    while made.step(1):
        stepped.add(made.caret)
    wanted = {found.start() for found in regex.finditer(r"\X", text) if found[0] != "\n"}
    assert wanted <= stepped
    rows = zip(page.layout.starts, page.layout.ends, strict=True)
    drawn = {cluster.start for row in rows for cluster in clusters(text, *row) if cluster.cells}
    assert {at for at in drawn if not text[at].isspace()} <= clicked, "blanks may hang beyond the pane, nothing else"
    back = {made.caret}
    while made.step(-1):
        back.add(made.caret)
    assert wanted <= back


@given(written, widths, st.data())
@example("a \u0301b", 20, None)
@example("\u200d \u0301\u0301 x", 20, None)
def test_what_any_drag_labels_splits_no_character(text: str, width: int, data: st.DataObject | None) -> None:
    page, made = page_of(text, width), Reader(text)
    cell = st.tuples(st.integers(0, page.width), st.integers(0, page.height))
    pairs = (
        [((x, page.top), (z, page.top)) for x in range(page.width) for z in range(page.width)]
        if data is None
        else [(data.draw(cell), data.draw(cell))]
    )
    for by_token in (True, False):
        made.by_token = by_token
        for start, end in pairs:
            made.select_between(page.offset_at(*start), page.offset_at(*end))
            check_label(text, made)


@given(
    written,
    st.lists(st.tuples(st.sampled_from(["step", "move_end", "move_start"]), st.sampled_from([1, -1]))),
    st.data(),
)
def test_what_any_keys_select_splits_no_character(text: str, keys: list[tuple[str, int]], data: st.DataObject) -> None:
    made = Reader(text)
    made.by_token = data.draw(st.booleans())
    made.move(data.draw(st.integers(0, len(text))))
    made.toggle_selecting()
    for key, delta in keys:
        getattr(made, key)(delta)
        check_label(text, made)


@pytest.mark.parametrize("times", [2, 3])
@given(text=written, data=st.data())
def test_two_or_three_clicks_split_no_character(times: int, text: str, data: st.DataObject) -> None:
    made = Reader(text)
    (made.select_token if times == 2 else made.select_sentence)(data.draw(st.integers(0, len(text) - 1)))
    check_label(text, made)


def check_label(text: str, made: Reader) -> None:
    """What a label key would do: nothing, or an annotation of whole characters that begins and ends with ink."""
    for trim in (without_blanks, trimmed):
        span = None if made.target is None else trim(text, made.target)
        if span is None:
            continue
        label = annotate(make_article(text), *span, label="PERSON")
        assert on_boundary(text, label.start)
        assert on_boundary(text, label.end)
        assert label.exact.strip()
