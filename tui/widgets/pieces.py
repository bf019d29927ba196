"""Lines made of styled pieces: what every widget here is drawn with, and the door for foreign text.

A piece is text with a style in words: `bold`, `italic`, `underline`, `strike`, and names of theme variables ("bold
label-person"). Text is shown as it is, never parsed as markup; it is cleaned again here, whoever cleaned it before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from rich.cells import cell_len, chop_cells, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.color import Color

from store.text import clean_line
from tui.reading.cells import visible
from tui.themes import known_variable, variable_defaults

_ATTRIBUTES = frozenset({"bold", "italic", "underline", "strike"})

Piece = tuple[str, str]
"""Text and its style in words."""


class Line(NamedTuple):
    """One line: `right` keeps its place at the right edge, `left` is cut where there is no room."""

    left: tuple[Piece, ...]
    right: tuple[Piece, ...] = ()


@lru_cache(maxsize=32_768)
def foreign(text: str, limit: int = 400) -> str:
    """Text from outside, as one line that is safe to draw. Cached: a pane is shown anew after every change."""
    return clean_line(text, limit)


def fit(text: str, width: int) -> str:
    """`text` cut to at most `width` cells, with an ellipsis where something is missing."""
    if width <= 0:
        return ""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + "…"


def few_colours(app: App[Any]) -> bool:
    """Whether the terminal has so few colours that shades can't tell panes apart: lines have to."""
    return app.no_color or app.console.color_system in (None, "standard", "windows")


class Palette:
    """Styles by their words, for one theme."""

    def __init__(self, variables: Mapping[str, str], dark: bool) -> None:
        self._variables = {**variable_defaults(dark), **variables}
        self._styles: dict[str, Style] = {}

    def style(self, words: str) -> Style:
        """The style that `words` name; only what they name is set."""
        if (style := self._styles.get(words)) is None:
            style = self._styles[words] = self._parse(words)
        return style

    def background(self, variable: str) -> Style:
        """A style with the theme variable as its background."""
        return Style(bgcolor=Color.parse(self._variables[variable]).rich_color)

    def _parse(self, words: str) -> Style:
        style = Style()
        for word in words.split():
            if word in _ATTRIBUTES:
                style += Style.parse(word)
            else:
                style += Style(color=Color.parse(self._variables[known_variable(word, self._variables)]).rich_color)
        return style


def segments(line: Line, width: int, base: Style, palette: Palette) -> list[Segment]:
    """The line as segments of exactly `width` cells."""
    right = list(_cut(line.right, width))
    left_width = width - sum(cell_len(text) for text, _ in right)
    left = list(_cut(line.left, left_width - 1 if right else left_width))
    gap = left_width - sum(cell_len(text) for text, _ in left)
    drawn = [Segment(text, base + palette.style(words)) for text, words in left]
    if gap > 0:
        drawn.append(Segment(" " * gap, base))
    drawn.extend(Segment(text, base + palette.style(words)) for text, words in right)
    return drawn


def _cut(pieces: Iterable[Piece], width: int) -> Iterable[Piece]:
    """The pieces that fit into `width` cells, the last one cut; whoever forgot to clean one, it can be drawn."""
    room = width
    for piece, words in pieces:
        if room <= 0:
            return
        text = visible(piece)
        shown = fit(text, room)
        yield shown, words
        room = 0 if shown != text else room - cell_len(text)


def wrap_words(text: str, width: int, lines: int) -> list[str]:
    """The beginning of `text` in at most `lines` lines of `width` cells, with an ellipsis where it goes on."""
    wrapped: list[str] = []
    rest = text
    while cell_len(rest) > width and len(wrapped) < lines - 1:
        head = chop_cells(rest, max(2, width))[0]
        cut = len(head) if rest[len(head)] == " " else head.rfind(" ")
        cut = cut if cut > 0 else len(head)
        wrapped.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*wrapped, fit(rest, width)] if rest else wrapped
