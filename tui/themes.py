"""The looks of the reader: two themes of its own, and a hue for each label in both of them.

Colours only, and the signs that stand in for them where there are none; no widget is known here. Every variable below
is defined for any other Textual theme too, by `variable_defaults`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from functools import cache

from textual.color import Color, Lab, lab_to_rgb
from textual.theme import Theme

from store.models import ENTITY_LABELS

DARK = "quotidian-dark"
LIGHT = "quotidian-light"

_LABELS: dict[str, tuple[str, int | None]] = {
    "PERSON": ("P", 75),
    "ORG": ("O", 262),
    "GPE": ("G", 140),
    "LOC": ("L", 172),
    "NORP": ("N", 320),
    "EVENT": ("E", 40),
    "DATE": ("D", 220),
    "MONEY": ("M", 105),
    "FAC": ("F", 195),
    "PRODUCT": ("R", 355),
    "WORK_OF_ART": ("W", 290),
    "LAW": ("A", 15),
    "LANGUAGE": ("U", 340),
    "TIME": ("T", 240),
    "PERCENT": ("%", 120),
    "QUANTITY": ("Q", None),
    "ORDINAL": ("#", None),
    "CARDINAL": ("C", None),
}
"""Each label's sign and hue (degrees in CIE LCh, None for grey). Kindred labels have neighbouring hues."""

_OTHERS: dict[str, int | None] = {"label-other": 305, "quote": None, "cue": None, "speaker": 75, "highlight": 100}

_NOT_IN_NAMES = re.compile("[^a-z0-9]+")

SIGN_OTHER = "+"
"""The sign of a label that is the person's own."""


def label_variable(label: str) -> str:
    """The theme variable with the hue of `label`: `label-work-of-art`; see `known_variable` for the person's own.

    The same with `-tint` behind it is the background that goes with it.
    """
    return f"label-{_NOT_IN_NAMES.sub('-', label.lower()).strip('-') or 'other'}"


def known_variable(name: str, variables: Mapping[str, str]) -> str:
    """`name`, or the variable of all labels that have no hue of their own, where `variables` don't define it."""
    if name in variables or not name.startswith("label-"):
        return name
    return "label-other-tint" if name.endswith("-tint") else "label-other"


def label_sign(label: str) -> str:
    """One character that tells `label` from the others without colour."""
    return _LABELS[label][0] if label in _LABELS else SIGN_OTHER


def label_variables() -> list[str]:
    """The names of all variables that come with a `-tint`."""
    return [*map(label_variable, ENTITY_LABELS), *_OTHERS]


@cache
def variable_defaults(dark: bool = True) -> dict[str, str]:
    """Every variable of ours for a theme that does not define them: give it to `App.get_theme_variable_defaults`."""
    lightness, chroma, tint, tint_chroma = (76, 38, 24, 17) if dark else (36, 44, 91, 13)
    made: dict[str, str] = {}
    hues = {label_variable(label): _LABELS[label][1] for label in ENTITY_LABELS} | _OTHERS
    for name, hue in hues.items():
        made[name] = _colour(lightness, chroma, hue)
        made[f"{name}-tint"] = _colour(tint, tint_chroma, hue)
    return made | (_DARK if dark else _LIGHT)


def themes() -> Iterable[Theme]:
    """The themes to register, the default one first."""
    yield Theme(
        name=DARK,
        primary="#d7a65a",
        secondary="#9db4c8",
        accent="#e0ad5c",
        warning="#e2b25c",
        error="#ef8f83",
        success="#9fc58c",
        foreground="#dcd7cc",
        background="#1b1a18",
        surface="#22211e",
        panel="#2b2926",
        dark=True,
        variables=_common("#1b1a18", "#e0ad5c") | variable_defaults(True),
    )
    yield Theme(
        name=LIGHT,
        primary="#8a5208",
        secondary="#3f5a73",
        accent="#8a5208",
        warning="#7d5200",
        error="#a32a1f",
        success="#2f6a2a",
        foreground="#2a2721",
        background="#fbf8f1",
        surface="#f2eee4",
        panel="#e8e3d6",
        dark=False,
        variables=_common("#fbf8f1", "#8a5208") | variable_defaults(False),
    )


_DARK: dict[str, str] = {
    "muted": "#b0aa9d",  # dim text: bylines, counts, what has been read
    "rule": "#3c3933",  # a thin line where shades cannot tell panes apart
    "row": "#3d3526",  # the row of a list's cursor, in the pane with the focus
    "row-blurred": "#302e2a",
    "caret": "#e0ad5c",
    "caret-text": "#1b1a18",
    "selection-tint": "#2b3645",
    "match-tint": "#40360f",
    "unsure": "#ef8f83",
}
_LIGHT: dict[str, str] = {
    "muted": "#635d50",
    "rule": "#cfc8b8",
    "row": "#eedcb8",
    "row-blurred": "#e2dccd",
    "caret": "#8a5208",
    "caret-text": "#fbf8f1",
    "selection-tint": "#d5e2ef",
    "match-tint": "#f6e7a1",
    "unsure": "#a32a1f",
}


def _common(page: str, accent: str) -> dict[str, str]:
    """Textual's own variables, set so that its widgets follow the page: one accent, no heavy blocks."""
    return {
        "block-cursor-background": accent,
        "block-cursor-foreground": page,
        "block-cursor-text-style": "none",
        "border": accent,
        "footer-key-foreground": accent,
        "input-cursor-background": accent,
        "input-cursor-foreground": page,
        "button-focus-text-style": "bold",
    }


def _colour(lightness: float, chroma: float, hue: int | None) -> str:
    """The hex code of a colour in CIE LCh; equal lightness looks equally light, whatever the hue."""
    angle = math.radians(hue or 0)
    chroma = 3.0 if hue is None else chroma
    colour: Color = lab_to_rgb(Lab(lightness, chroma * math.cos(angle), chroma * math.sin(angle)))
    return colour.clamped.hex
