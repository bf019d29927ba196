"""A screen as text that can be read in a diff: its rows, and how what is on them looks, in the theme's own words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.color import Color, ColorSystem
from rich.color_triplet import ColorTriplet
from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.color import Color as TextualColor
from textual.strip import Strip
from textual.theme import Theme

from tui.themes import label_variables

THEME = Theme(
    name="pictures",
    primary="#ffd000",
    accent="#ffd000",
    error="#ff4040",
    success="#40ff40",
    foreground="#c0c0c0",
    background="#000000",
    surface="#181818",
    panel="#303030",
    variables={
        **{name: f"#{20 + 9 * number:02x}ff{number:02x}" for number, name in enumerate(label_variables())},
        **{f"{name}-tint": f"#{20 + 9 * number:02x}00{number:02x}" for number, name in enumerate(label_variables())},
        "muted": "#808080",
        "rule": "#484848",
        "row": "#604000",
        "row-blurred": "#404040",
        "caret": "#ffff00",
        "caret-text": "#000010",
        "selection-tint": "#0000a0",
        "match-tint": "#a0a000",
        "unsure": "#ff4050",
    },
)
"""Colours of the tests' own, each another, so that they can be told and tuning a theme changes no picture."""

_NAMES = ("background", "surface", "panel", "foreground", "accent", "error", "success", *THEME.variables)
_UNSAID = {"", "foreground on background", "foreground on surface", "foreground on panel", "colour 15 on colour 0"}
"""What is not told of a stretch, for most look so."""

Colours = Mapping[ColorTriplet, str]


def rows(app: App[None]) -> list[str]:
    """The rows of the screen, without blanks at their ends."""
    return [strip.text.rstrip() for strip in strips(app)]


def strips(app: App[None]) -> list[Strip]:
    """The rows of the screen as they are sent."""
    return app.screen._compositor.render_strips()


def looks(app: App[None]) -> list[str]:
    """Under the number of each row, its stretches of words that look alike: cell, words, style."""
    few = app.console.color_system in (None, "standard")
    colours = {} if few or app.no_color else _colours(app)
    lines: list[str] = []
    for number, strip in enumerate(strips(app)):
        stretches = [
            f"   {first:3} {text} | {look}"
            for first, text, look in _stretches(strip, colours, few=few)
            if look not in _UNSAID
        ]
        if stretches:
            lines += [f"{number:2}", *stretches]
    return lines


def _stretches(strip: Strip, colours: Colours, *, few: bool) -> Iterator[tuple[int, str, str]]:
    column, first, text, look = 0, 0, "", ""
    for segment in (*strip, None):
        here = None if segment is None else _look(segment, colours, few=few)
        if here != look:
            if text.strip():
                yield first + len(text) - len(text.lstrip()), text.strip(), look
            first, text, look = column, "", here or ""
        if segment is not None:
            text += segment.text
            column += segment.cell_length


def _look(segment: Segment, colours: Colours, *, few: bool) -> str:
    style = segment.style or Style()
    words = [name for name in ("bold", "dim", "italic", "underline", "strike", "reverse") if getattr(style, name)]
    if few or colours:
        ink, page = (_named(colour, colours) for colour in (style.color, style.bgcolor))
        words += filter(None, (ink, f"on {page}" if page else ""))
    return " ".join(words)


def _named(colour: Color | None, colours: Colours) -> str:
    """What a colour is called: in the theme, or among the sixteen of a terminal that has no more."""
    if colour is None:
        return ""
    shade = colour.get_truecolor()
    if colours:
        return colours.get(shade, shade.hex)
    return f"colour {colour.downgrade(ColorSystem.STANDARD).number}"


def _colours(app: App[None]) -> Colours:
    """What colours are called; of several with one colour, the first."""
    known: dict[ColorTriplet, str] = {}
    for name in _NAMES:
        known.setdefault(TextualColor.parse(app.theme_variables[name]).rich_color.get_truecolor(), name)
    return known
