"""Articles of awkward words with marks of all kinds, for the properties of every format."""

from __future__ import annotations

import unicodedata

from hypothesis import strategies as st
from msgspec.structs import replace

from store import formats
from store.errors import OffsetError
from store.formats import Folder, Item, Losses, Stream
from store.marking import annotate
from store.models import Annotation, Cue, Mention
from store.text import clean, on_boundary
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


@st.composite
def quoted(draw: st.DrawFn) -> Item:
    """As `items`, but quotations are split, and have a speaker and a cue somewhere."""
    item = draw(items())
    text = item.article.text

    edges = [offset for offset in range(len(text) + 1) if on_boundary(text, offset)]

    def stretch(start: int, end: int) -> tuple[int, int]:
        first = draw(st.sampled_from([edge for edge in edges if start <= edge < end]))
        return first, draw(st.sampled_from([edge for edge in edges if first < edge <= end]))

    def split(said: Annotation) -> Annotation:
        parts = said.parts
        inside = [edge for edge in edges if said.start < edge < said.end]
        if inside and draw(st.booleans()):
            ends = sorted((draw(st.sampled_from(inside)), draw(st.sampled_from(inside))))
            parts = ((said.start, ends[0]), (ends[1], said.end))
        (first, last), (begin, end) = stretch(0, len(text)), stretch(0, len(text))
        speaker = draw(st.sampled_from([None, Mention(start=first, end=last, text=text[first:last], name="A")]))
        cue = draw(st.sampled_from([None, Cue(start=begin, end=end, text=text[begin:end])]))
        return replace(said, parts=parts, speaker=speaker, cue=cue)

    made = tuple(split(one) if one.kind == "quote" else one for one in item.annotations)
    return Item(article=item.article, annotations=made)


def whole(item: Item) -> Item:
    """The item with each part, speaker and cue widened to whole characters, as a person marks them."""
    text = item.article.text

    def edges(start: int, end: int) -> tuple[int, int]:
        while not on_boundary(text, start):
            start -= 1
        while not on_boundary(text, end):
            end += 1
        return start, end

    def widened(said: Annotation) -> Annotation:
        spans: dict[str, Mention | Cue] = {}
        for role, span in (("speaker", said.speaker), ("cue", said.cue)):
            if span is not None:
                start, end = edges(span.start, span.end)
                spans[role] = replace(span, start=start, end=end, text=text[start:end])
        return replace(said, parts=tuple(edges(*part) for part in said.parts), **spans)

    return Item(article=item.article, annotations=tuple(map(widened, item.annotations)))


@st.composite
def full(draw: st.DrawFn) -> Item:
    """As `quoted`, of whole characters, with all that can be said of a mark."""
    item = draw(quoted().map(whole))
    nobody = st.sampled_from(["A", "Ann Lee"]).map(lambda name: Mention(start=0, end=0, text=name, name=name))

    def said(mark: Annotation) -> Annotation:
        label = draw(st.sampled_from([mark.label, "QUOTE", "SPEAKER", "HIGHLIGHT", "[b]x[/b]"]))
        speaker = draw(
            st.one_of(st.just(mark.speaker), nobody.map(lambda one: replace(one, start=mark.start, end=mark.start)))
        )
        return replace(
            mark,
            label=label if mark.kind == "entity" else mark.label,
            name=draw(st.sampled_from(["", "Ann Lee"])),
            speaker=speaker if mark.kind == "quote" else None,
            tags=draw(st.sampled_from([(), ("one", "two"), ("direct",)])),
            note=draw(st.sampled_from(["", "a\nb", "=1", "\\n", "{}"])),
            unsure=draw(st.booleans()),
            origin=draw(st.sampled_from(["hand", "library", "p@1"])),
            annotator=draw(st.sampled_from(["", "me"])),
        )

    return Item(article=item.article, annotations=tuple(map(said, item.annotations)))


def roles(said: Annotation) -> list[tuple[str, int, int]]:
    """What a quotation is made of, where it stands."""
    found = [("part", start, end) for start, end in said.parts] if len(said.parts) > 1 else []
    spans = (("speaker", said.speaker), ("cue", said.cue))
    return found + [(role, span.start, span.end) for role, span in spans if span is not None]


def wrote(name: str, item: Item) -> tuple[dict[str, str], Losses]:
    """The files of one item by suffix, and what was left out."""
    chosen, losses = formats.find(name), Losses()
    losses.total = len(item.annotations)
    if isinstance(chosen, Folder):
        return {suffix: _text(content) for suffix, content in chosen.write(item, losses)}, losses
    assert isinstance(chosen, Stream)
    return {chosen.suffix: "".join(map(_text, chosen.write([item], losses)))}, losses


def _text(content: str | bytes) -> str:
    return content if isinstance(content, str) else content.decode(errors="replace")


def lost(losses: Losses) -> int:
    return sum(losses._counts.values())


def letters(text: str) -> str:
    """What is seen of a text, white space apart, however its accents are written."""
    return "".join(unicodedata.normalize("NFD", clean(text)).split())
