"""The themes: what is written on a colour can be read, and labels can be told apart without any."""

import itertools
import re

import pytest
from textual.color import Color

from store.models import ENTITY_LABELS
from tui.themes import known_variable, label_sign, label_variable, label_variables, themes, variable_defaults

LEGIBLE = 4.5
"""WCAG 2.2, level AA, for text of this size."""
PAGES = ("background", "surface", "panel")


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2: 1 to 21."""

    def luminance(colour: str) -> float:
        parts = [part / 255 for part in Color.parse(colour).rgb]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture(params=list(themes()), ids=lambda theme: theme.name)
def colours(request):
    theme = request.param
    return theme.to_color_system().generate() | {"foreground": theme.foreground} | theme.variables


def test_the_ratio_is_that_of_the_standard():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("page", [*PAGES, "row", "row-blurred", "selection-tint", "match-tint"])
def test_text_can_be_read_on_every_shade(colours, page):
    assert contrast(colours["foreground"], colours[page]) >= LEGIBLE
    assert contrast(colours["muted"], colours[page]) >= LEGIBLE


@pytest.mark.parametrize("page", [*PAGES, "row", "row-blurred", "selection-tint"])
@pytest.mark.parametrize("name", label_variables())
def test_a_hue_can_be_read_on_every_shade(colours, name, page):
    assert contrast(colours[name], colours[page]) >= LEGIBLE


@pytest.mark.parametrize("name", label_variables())
def test_text_can_be_read_on_every_tint(colours, name):
    assert contrast(colours["foreground"], colours[f"{name}-tint"]) >= LEGIBLE
    assert contrast(colours[name], colours[f"{name}-tint"]) >= LEGIBLE


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", ["accent", "error", "warning", "success", "unsure"])
def test_accents_can_be_read_on_every_pane(colours, name, page):
    assert contrast(colours[name], colours[page]) >= LEGIBLE


def test_the_caret_can_be_read(colours):
    assert contrast(colours["caret-text"], colours["caret"]) >= LEGIBLE


def test_no_two_labels_share_a_sign():
    signs = [*map(label_sign, ENTITY_LABELS), label_sign("SHIP")]
    assert len(set(signs)) == len(signs)
    assert all(sign.isascii() and len(sign) == 1 for sign in signs)


def test_the_labels_that_news_uses_most_differ_in_hue(colours):
    hues = [Color.parse(colours[label_variable(label)]) for label in ENTITY_LABELS[:10]]
    assert all(one.rgb != other.rgb for one, other in itertools.combinations(hues, 2))


def test_a_label_of_the_persons_own_has_a_colour_in_every_theme():
    for dark in (True, False):
        variables = variable_defaults(dark)
        assert known_variable(label_variable("SHIP"), variables) == "label-other"
        assert known_variable(f"{label_variable('SHIP')}-tint", variables) == "label-other-tint"


def test_a_label_of_the_persons_own_may_have_a_hue_of_its_own():
    variables = variable_defaults(True) | {label_variable("WAR SHIP"): "#ff0000"}
    assert known_variable(label_variable("WAR SHIP"), variables) == label_variable("WAR SHIP")
    assert known_variable(label_variable("PERSON"), variables) == "label-person"


@pytest.mark.parametrize("label", ["", "[/b] plan", "\x1b[31m", "戦艦", "a b\nc"])
def test_any_label_makes_a_name_that_a_theme_can_have(label):
    assert re.fullmatch("label-[a-z0-9-]+", label_variable(label))
