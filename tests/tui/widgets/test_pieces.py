"""Lines of styled pieces: they fill their width exactly and let nothing through that a terminal would obey."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from tui.themes import variable_defaults
from tui.widgets.pieces import Line, Palette, fit, foreign, segments, wrap_words

PALETTE = Palette(variable_defaults(True) | {"accent": "#ffffff", "foreground": "#eeeeee"}, True)
TEXTS = st.text(max_size=60).map(foreign)


@given(TEXTS, st.integers(0, 40))
def test_what_is_fitted_is_never_wider(text, width):
    assert cell_len(fit(text, width)) <= width


def test_what_fits_is_left_alone():
    assert fit("Blinken", 7) == "Blinken"
    assert fit("Blinken", 6) == "Blink…"
    assert fit("中文", 3) == "中…"


@given(st.lists(TEXTS, max_size=4), st.lists(st.text("12 ", max_size=4), max_size=2), st.integers(1, 60))
def test_a_line_takes_exactly_its_width(left, right, width):
    line = Line(tuple((text, "bold") for text in left), tuple((text, "muted") for text in right))
    assert sum(cell_len(segment.text) for segment in segments(line, width, Style(), PALETTE)) == width


def test_the_right_part_keeps_its_place():
    line = Line((("a title that is far too long", ""),), ((" 12", ""),))
    assert "".join(segment.text for segment in segments(line, 12, Style(), PALETTE)) == "a title…  12"


@given(st.text("ab 中", max_size=80).map(foreign), st.integers(2, 20), st.integers(1, 4))
def test_wrapped_words_keep_to_width_and_lines(text, width, lines):
    wrapped = wrap_words(text, width, lines)
    assert len(wrapped) <= lines
    assert all(cell_len(line) <= width for line in wrapped)


@given(st.text("ab ", max_size=40).map(foreign))
def test_nothing_is_lost_where_there_is_room(text):
    assert " ".join(wrap_words(text, 50, 2)) == text


def test_words_are_not_cut_where_a_blank_is_near():
    assert wrap_words("one two three", 8, 2) == ["one two", "three"]
    assert wrap_words("one two three four", 8, 2) == ["one two", "three f…"]


def test_a_style_sets_only_what_it_names():
    style = PALETTE.style("bold label-person")
    assert style.bold
    assert style.italic is None
    assert style.bgcolor is None


def test_an_unknown_style_is_an_error_here_not_on_the_screen():
    with pytest.raises(KeyError):
        PALETTE.style("glittering")


@given(st.text(max_size=50))
def test_foreign_text_is_one_safe_line(text):
    shown = foreign(text)
    assert all(ch >= " " and not "\x7f" <= ch <= "\x9f" for ch in shown)
