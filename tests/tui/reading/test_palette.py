"""Marks look different from one another, with colours and without."""

from __future__ import annotations

from itertools import combinations

import pytest
from rich.style import Style
from textual.color import Color

from store.models import ENTITY_LABELS
from tests.tui.reading.helpers import make_mark
from tui.reading.palette import Palette
from tui.themes import variable_defaults

PAGES = {
    True: (Color.parse("#1b1a18"), Color.parse("#dcd7cc")),
    False: (Color.parse("#fbf8f1"), Color.parse("#2a2721")),
}
LOOKS = {
    "suggested": make_mark(0, 1),
    "kept": make_mark(0, 1, standing="kept"),
    "highlight": make_mark(0, 1, "", "kept", kind="highlight"),
    "quote": make_mark(0, 1, "direct", kind="quote"),
    "quote kept": make_mark(0, 1, "direct", "kept", kind="quote"),
}


def palette(dark: bool, plain: bool = False) -> Palette:
    return Palette(variable_defaults(dark), *PAGES[dark], plain=plain)


def attributes(style: Style) -> tuple[object, ...]:
    return style.bold, style.italic, style.underline, style.reverse


@pytest.mark.parametrize("dark", [True, False])
def test_each_look_is_its_own(dark: bool) -> None:
    styles = [palette(dark).text([]), *(palette(dark).text([mark]) for mark in LOOKS.values())]
    assert all(one != other for one, other in combinations(styles, 2))
    labels = [palette(dark).text([make_mark(0, 1, label, "kept")]) for label in ENTITY_LABELS]
    assert len({str(style) for style in labels}) >= len(ENTITY_LABELS) - 2  # the greys are shared


@pytest.mark.parametrize("dark", [True, False])
def test_text_can_be_read_on_every_tint(dark: bool) -> None:
    for label in ENTITY_LABELS:
        for standing in ("kept", "suggested"):
            style = palette(dark).text([make_mark(0, 1, label, standing)])
            assert style.color is not None
            assert style.bgcolor is not None
            ink, page = Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)
            assert abs(ink.brightness - page.brightness) > 0.35


def test_without_colours_attributes_tell_everything_apart() -> None:
    plain = palette(True, plain=True)
    nothing, suggested, kept = plain.text([]), plain.text([LOOKS["suggested"]]), plain.text([LOOKS["kept"]])
    quote, quote_kept = plain.text([LOOKS["quote"]]), plain.text([LOOKS["quote kept"]])
    looks = [attributes(style) for style in (nothing, suggested, kept, quote, quote_kept)]
    assert len(set(looks)) == len(looks)
    for under in (nothing, suggested, kept, quote):
        over = [attributes(plain.over(under, overlay)) for overlay in ("caret", "selection")]
        assert len({attributes(under), *over}) == 3
        selected = plain.over(under, "selection")
        assert attributes(plain.over(selected, "caret")) != attributes(selected)


def test_signs_tell_labels_apart_without_colour() -> None:
    plain = palette(True, plain=True)
    signs = [plain.sign(make_mark(0, 1, label))[0] for label in ENTITY_LABELS]
    assert len(set(signs)) == len(signs)
    assert plain.bar("kept")[0] != plain.bar("suggested")[0]


def test_inside_one_another_both_are_seen() -> None:
    outer, inner, quote = make_mark(0, 9, "ORG", "kept"), make_mark(0, 3, "GPE", "kept"), LOOKS["quote"]
    colours = palette(True)
    assert colours.text([outer, inner]) not in (colours.text([outer]), colours.text([inner]))
    assert colours.text([quote, make_mark(0, 3)]) not in (colours.text([quote]), colours.text([make_mark(0, 3)]))


def test_a_theme_without_our_variables_is_no_trouble() -> None:
    bare = Palette({"label-person": "no colour at all"}, *PAGES[True])
    style = bare.text([LOOKS["kept"]])
    assert style.color != style.bgcolor
    assert bare.sign(LOOKS["kept"])[1].color is not None


def test_a_label_of_the_persons_own_has_its_colour_or_that_of_all_others() -> None:
    own = make_mark(0, 1, "SHIP", "kept")
    coloured = Palette(variable_defaults(True) | {"label-ship": "#00ff00"}, *PAGES[True])
    other = palette(True)
    assert coloured.text([own]).bgcolor != other.text([own]).bgcolor
    for known in (coloured, other):
        style = known.text([own])
        assert style.color is not None
        assert style.bgcolor is not None
        ink, page = Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)
        assert abs(ink.brightness - page.brightness) > 0.35
    assert other.text([own]) == other.text([make_mark(0, 1, "TRAIN", "kept")])
