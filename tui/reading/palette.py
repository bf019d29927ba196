"""What marks, caret and selection look like: from a theme's variables to styles of the terminal.

Where there are few colours or none, attributes alone tell everything apart: underlined is suggested, bold and
underlined kept, italic said, reversed selected.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from rich.style import Style
from textual.color import Color, ColorParseError

from tui.marks import Mark
from tui.themes import known_variable, label_sign, label_variable, variable_defaults

Overlay = Literal["target", "far", "match", "here", "speaker", "cue", "selection", "caret", "away"]
"""What is laid over painted text: what a label key would mark (and the same while another pane has the focus), matches
of a search, the one at the caret, who said the quotation the caret is in and the word that says so, the selection, the
caret (and while another pane has the focus)."""

Looks = tuple[str, str, str]
"""What a mark's look depends on: kind, label, standing."""


class Palette:
    """The styles of one article view under one theme; each is made once."""

    def __init__(self, variables: Mapping[str, str], page: Color, ink: Color, *, plain: bool = False) -> None:
        self.plain = plain
        self._variables = {**variable_defaults(page.brightness < 0.5), **variables}
        self._page, self._ink = page, ink
        self._texts: dict[tuple[Looks, ...], Style] = {}
        self._overlaid: dict[tuple[Style | None, Overlay], Style] = {}
        self.base = _style(ink, page)
        self.headline = Style(bold=True)
        self.title = self.base + self.headline
        self.meta = _style(self.colour("muted"), page)

    def colour(self, name: str) -> Color:
        """The theme's variable, laid on the page where it is translucent; the ink where it is no colour."""
        try:
            return self._page + Color.parse(self._variables[known_variable(name, self._variables)])
        except (KeyError, ColorParseError):
            return self._ink

    def tint(self, name: str) -> Color:
        """The background that goes with a hue; made from the hue where the theme has none of its own for it."""
        if f"{name}-tint" in self._variables or name not in self._variables:
            tint = self.colour(f"{name}-tint")
            return tint if tint != self._ink else self._page.blend(self._ink, 0.15)
        return self._page.blend(self.colour(name), 0.22)

    def text(self, marks: Sequence[Mark]) -> Style:
        """How text looks under these marks, outermost first."""
        key = tuple((mark.kind, mark.label, mark.standing) for mark in marks)
        style = self._texts.get(key)
        if style is None:
            style = self._texts[key] = self._plain_text(key) if self.plain else self._coloured_text(key)
        return style

    def sign(self, mark: Mark) -> tuple[str, Style]:
        """The character that stands in the margin for a mark, and its style."""
        if mark.annotation is not None and mark.annotation.unsure:
            return "?", self._tone("unsure", mark.standing)
        if mark.kind == "highlight":
            return "•", self._tone("highlight", mark.standing)
        return label_sign(mark.label), self._tone(label_variable(mark.label), mark.standing)

    def bar(self, standing: str) -> tuple[str, Style]:
        """The line in the margin beside a quotation, and its style."""
        return ("┃" if standing == "kept" else "│"), self._tone("quote", standing)

    def over(self, style: Style | None, overlay: Overlay) -> Style:
        """`style` with something laid over it."""
        key = (style, overlay)
        made = self._overlaid.get(key)
        if made is None:
            under = style or self.base
            made = self._overlaid[key] = self._plain_over(under, overlay) if self.plain else self._over(under, overlay)
        return made

    def _tone(self, name: str, standing: str) -> Style:
        hue = self.colour(name)
        if standing == "kept":
            return _style(hue, self._page) + Style(bold=True)
        return _style(self._page.blend(hue, 0.6), self._page)

    def _coloured_text(self, looks: Sequence[Looks]) -> Style:
        ink, page, underline, kept = self._ink, self._page, False, 0
        for kind, label, standing in looks:
            name = label_variable(label) if kind == "entity" else kind
            tint = self.tint(name)
            if kind == "quote":
                page = page.blend(tint, 1.0 if standing == "kept" else 0.45)
            elif standing == "kept":
                page, kept = tint, kept + 1
            else:
                ink, underline = self._ink.blend(self.colour(name), 0.75), True
        # Kept marks inside one another: the inner one's tint, and a line that says there is another below it.
        return _style(ink, page) + Style(underline=underline or kept > 1 or None)

    def _plain_text(self, looks: Sequence[Looks]) -> Style:
        said = any(kind == "quote" for kind, _, _ in looks)
        marked = [standing for kind, _, standing in looks if kind != "quote"]
        kept = "kept" in marked or any(kind == "quote" and standing == "kept" for kind, _, standing in looks)
        return self.base + Style(italic=said or None, underline=bool(marked) or None, bold=kept or None)

    def _over(self, under: Style, overlay: Overlay) -> Style:
        page = Color.from_rich_color(under.bgcolor) if under.bgcolor else self._page
        match overlay:
            case "caret":
                return under + _style(self.colour("caret-text"), self.colour("caret"))
            case "away":
                return under + _style(None, page.blend(self.colour("caret"), 0.35))
            case "selection":
                return under + _style(None, page.blend(self.colour("selection-tint"), 0.9))
            case "target" | "far":
                return under + _style(None, page.blend(self._ink, 0.2 if overlay == "target" else 0.1))
            case "here":
                return under + _style(None, self.colour("match-tint")) + Style(bold=True, underline=True)
            case "speaker":
                return under + _style(self.colour("speaker"), None) + Style(bold=True, underline=True)
            case "cue":
                return under + _style(self.colour("cue"), None) + Style(italic=True)
            case "match":
                return under + _style(None, self.colour("match-tint"))

    def _plain_over(self, under: Style, overlay: Overlay) -> Style:
        match overlay:
            case "caret":
                return under + Style(reverse=not under.reverse, bold=True, underline=not under.underline)
            case "away":
                return under + Style(underline=not under.underline, bold=True)
            case "selection":
                return under + Style(reverse=True)
            case "target":
                return under + Style(reverse=True, bold=False)
            case "far":
                return under
            case "speaker":
                return under + Style(bold=True, underline=True)
            case "cue":
                return under + Style(italic=True)
            case "match" | "here":
                return under + Style(bold=True, reverse=True, italic=overlay == "here" or None)


def _style(ink: Color | None, page: Color | None) -> Style:
    return Style.from_color(ink.rich_color if ink else None, page.rich_color if page else None)
