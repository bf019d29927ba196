"""Articles of awkward words with marks of all kinds, for the properties of every format."""

from __future__ import annotations

from hypothesis import strategies as st
from msgspec.structs import replace

from store.errors import OffsetError
from store.formats import Item
from store.marking import annotate
from store.models import Annotation
from store.text import clean
from tests.store.conftest import make

PIECES = [
    "Ann",
    "Lee",
    " ",
    " ",
    "\n\n",
    ". ",
    "U.S.-based",
    "👩‍👩‍👧",
    "🇩🇪",
    "e\u0323\u0301",
    "שלום",
    "日本",
    "“No,”",
    "'s",
    "\t",
    "-",
]


@st.composite
def items(draw: st.DrawFn) -> Item:
    """An article of awkward words, with nested, adjacent and overlapping marks, rejected ones and a quotation."""
    text = clean("x " + "".join(draw(st.lists(st.sampled_from(PIECES), min_size=1, max_size=25))) + " y")
    article = make(text=text)
    found: dict[tuple[int, int, str], Annotation] = {}
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        label = draw(st.sampled_from(["PERSON", "ORG", "WORK OF ART", ""]))
        try:
            made = annotate(article, start, end, label=label)
        except OffsetError:
            continue
        if draw(st.booleans()):
            made = replace(made, kind="quote", label="direct", parts=((start, end),))
        found[start, end, label] = replace(made, verdict=draw(st.sampled_from(["added", "accepted", "rejected"])))
    return Item(article=article, annotations=tuple(found.values()))


@st.composite
def foreign(draw: st.DrawFn) -> tuple[str, list[tuple[int, int, str]]]:
    """A text as other tools have them, unclean, and stretches of it: `(start, end, label)`."""
    pieces = [*PIECES, "\r\n", "e\u0301", "\u200f", "\x1b[31m", "\u00ad", "  \n", "\x85", "A\u030a"]
    text = "x " + "".join(draw(st.lists(st.sampled_from(pieces), min_size=1, max_size=25))) + " y"
    spans = []
    for number in range(draw(st.integers(0, 5))):
        start = draw(st.integers(0, len(text) - 1))
        spans.append((start, draw(st.integers(start + 1, len(text))), f"L{number}"))
    return text, spans
