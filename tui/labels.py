"""Which labels there are, which keys give them and how they look: spaCy's and the person's own together. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from tui.config import OwnLabel
from tui.themes import label_variable

KEYS = "1234567890"


def keyed_labels(own: Sequence[OwnLabel], names: Sequence[str]) -> tuple[str, ...]:
    """All labels, `names`; the first ten have the keys 1 to 9 and 0. An own label with a digit takes that key."""
    wanted = {label.key: label.name for label in own if label.key and label.key in KEYS}
    others = [name for name in names if name not in wanted.values()]
    rest = iter(others)
    first = [wanted.get(key) or next(rest) for key in KEYS]
    return (*first, *rest)


def label_colours(own: Sequence[OwnLabel]) -> dict[str, str]:
    """Theme variables for the colours that the configuration gives to labels."""
    return {label_variable(label.name): label.colour for label in own if label.colour}
