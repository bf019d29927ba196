"""HTML: a page an article that can be sent to anyone: text with its marks, quotations by speaker, notes, who is in it.

The page holds everything it needs, runs nothing and loads nothing. Colour only repeats what a label says in words.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from html import escape
from itertools import pairwise
from zlib import crc32

from store.formats import Folder, Item, Losses
from store.formats._page import HEAD
from store.models import ENTITY_LABELS, Annotation, Article

Span = tuple[Annotation, int, int]
"""A stretch `[start, end)` of an annotation."""

_PARAGRAPH = re.compile(r"\S.*(?:\n(?!\n).*)*")
_UNKNOWN = "Speaker not known"
_HUES = {"PERSON": 38, "ORG": 255, "GPE": 150, "LOC": 180, "NORP": 310, "EVENT": 12, "DATE": 210, "MONEY": 85}
_COUNTED = {"person": ("PERSON",), "organisation": ("ORG",), "place": ("GPE", "LOC", "FAC")}


class Page(Folder):
    """See the module."""

    name = "html"
    suffix = ".html"
    about = "a page an article, with marks, quotations and notes: for people, in any browser"

    def write(self, item: Item, losses: Losses) -> Iterator[tuple[str, str]]:
        """One page: title, the text with its marks, then who is in it, who said what, notes."""
        kept = [annotation for annotation in item.annotations if annotation.verdict != "rejected"]
        if rejected := len(item.annotations) - len(kept):
            losses.add("it says what is in an article, and these were rejected", rejected)
        text = item.article.text
        placed = {a.id: a for a in kept if a.anchor != "orphaned" and text[a.start : a.end] == a.exact}
        orphans = [annotation for annotation in kept if annotation.id not in placed]
        stand = [a for a in placed.values() if any(text[start:end].strip() for start, end in _stretches(a))]
        if blank := len(placed) - len(stand):
            losses.add("they hold no word", blank)
        title, summary = escape(item.article.title), _summary(text, stand)
        parts = [HEAD.replace("$TITLE", title), "<body>\n<main>\n", _head(item.article, summary)]
        if item.state and item.state.note:
            parts.append(f'<p class="note">{_lines(item.state.note)}</p>\n')
        parts += ["<article>\n", _text(text, stand), "</article>\n</main>\n<aside>\n"]
        parts.append(_who([a for a in stand if a.kind == "entity"]))
        parts.append(_said([a for a in stand if a.kind == "quote"]))
        parts.append(_list("Notes and highlights", [a for a in stand if a.note or a.tags or a.kind == "highlight"]))
        parts.append(_list("No longer in the text", orphans))
        yield self.suffix, "".join(parts) + "</aside>\n</body>\n</html>\n"


def _head(article: Article, summary: str) -> str:
    """Title, where it is from, what is in it. An address is a link only where it is one of the web."""
    source = escape(article.url or _shareable(article.source))
    if article.url.startswith(("https://", "http://")):
        source = f'<a href="{source}" rel="noreferrer noopener">{source}</a>'
    facts = [fact for fact in (escape(article.byline), escape(article.published[:10]), source) if fact]
    facts_line = f"<p>{' · '.join(facts)}</p>\n" if facts else ""
    return f'<header>\n<h1 dir="auto">{escape(article.title)}</h1>\n{facts_line}<p>{summary}</p>\n</header>\n'


def _shareable(source: str) -> str:
    """Of a path only the file's name: the page is sent to people whom the folders of its sender don't concern."""
    return source if "://" in source else source.replace("\\", "/").rstrip("/").rpartition("/")[2]


def _summary(text: str, found: list[Annotation]) -> str:
    """How long it is and how much is in it, in a line."""
    kinds = {one: {_name(a) for a in found if a.kind == "entity" and a.label in of} for one, of in _COUNTED.items()}
    quotes = [annotation for annotation in found if annotation.kind == "quote"]
    counts = [(len(text.split()), "word"), *((len(names), kind) for kind, names in kinds.items())]
    counts += [(len(quotes), "quotation"), (len({_speaker(a) for a in quotes} - {_UNKNOWN}), "speaker")]
    plural = {"person": "people"}
    return " · ".join(f"{n:,} {one if n == 1 else plural.get(one, one + 's')}" for n, one in counts if n)


def _text(text: str, found: list[Annotation]) -> str:
    """The paragraphs. Where marks lie over each other the text is cut where any begins or ends: tags never cross."""
    places = [match.span() for match in _PARAGRAPH.finditer(text)]
    starts, ends = [start for start, _ in places], [end for _, end in places]
    inside: list[list[Span]] = [[] for _ in places]
    for annotation in found:
        for start, end in _stretches(annotation):
            for number in range(bisect_right(ends, start), bisect_left(starts, end)):
                inside[number].append((annotation, start, end))
    met: set[str] = set()
    paragraphs = (_paragraph(text, *place, spans, met) for place, spans in zip(places, inside, strict=True))
    return "".join(f'<p dir="auto">{paragraph}</p>\n' for paragraph in paragraphs)


def _paragraph(text: str, start: int, end: int, spans: list[Span], met: set[str]) -> str:
    """One paragraph; `met` are the ids of annotations that have begun, so that each is the target of its links once."""
    cuts = {start, end}.union(offset for _, s, e in spans for offset in (s, e) if start < offset < end)
    coming = deque(sorted(spans, key=lambda span: span[1]))
    over: list[Span] = []
    pieces = []
    for first, last in pairwise(sorted(cuts)):
        over = [span for span in over if span[2] > first]
        while coming and coming[0][1] <= first:
            over.append(coming.popleft())
        piece = _lines(text[first:last])
        # The shortest lies innermost, and bears its label where it ends.
        for annotation, *_ in sorted(over, key=lambda span: span[2] - span[1]):
            begins = annotation.id not in met
            met.add(annotation.id)
            ends = last == _stretches(annotation)[-1][1] or (last == end and annotation.kind != "quote")
            piece = _wrapped(annotation, piece, ends=ends, begins=begins)
        pieces.append(piece)
    return "".join(pieces)


def _stretches(annotation: Annotation) -> tuple[tuple[int, int], ...]:
    return annotation.parts or ((annotation.start, annotation.end),)


def _wrapped(annotation: Annotation, piece: str, *, ends: bool, begins: bool) -> str:
    here = f' id="{_id(annotation)}"' if begins else ""
    if annotation.kind == "quote":
        speaker = escape(_speaker(annotation))
        sign = f'<b class="label">{speaker}</b>' if ends and annotation.speaker else ""
        return f'<span class="said"{here} title="{speaker}">{piece}</span>{sign}'
    if not annotation.label:
        return f'<mark class="high"{here}>{piece}</mark>'
    tip = escape(annotation.name or annotation.exact)
    sign = f'<b class="label">{escape(annotation.label)}</b>' if ends else ""
    return f'<mark style="--h:{_hue(annotation.label)}"{here} title="{tip}">{piece}{sign}</mark>'


def _who(found: list[Annotation]) -> str:
    """The names by label, the most frequent first."""
    parts = []
    by_label = _grouped(found, lambda annotation: annotation.label)
    for label in sorted(by_label, key=_rank):
        names = _grouped(by_label[label], _name)
        rows = "".join(
            f'<li><a href="#{_id(named[0])}">{escape(name)}</a>{_times(len(named))}</li>\n'
            for name, named in sorted(names.items(), key=lambda pair: -len(pair[1]))
        )
        parts.append(f'<h3 style="--h:{_hue(label)}">{escape(label)}</h3>\n<ul class="names">\n{rows}</ul>\n')
    return _section("Who and what is in it", parts)


def _said(found: list[Annotation]) -> str:
    """The quotations under their speakers, in the order of the text."""
    parts = []
    for speaker, said in _grouped(found, _speaker).items():
        parts.append(f"<h3>{escape(speaker)}</h3>\n")
        parts += [f'<blockquote dir="auto">{_to(annotation)}</blockquote>\n' for annotation in said]
    return _section("Who said what", parts)


def _grouped(found: list[Annotation], key: Callable[[Annotation], str]) -> dict[str, list[Annotation]]:
    groups: dict[str, list[Annotation]] = {}
    for annotation in found:
        groups.setdefault(key(annotation), []).append(annotation)
    return groups


def _list(title: str, found: list[Annotation]) -> str:
    rows = []
    for annotation in found:
        place = _lines(annotation.exact) if annotation.anchor == "orphaned" else _to(annotation)
        note = f'<p class="note">{_lines(annotation.note)}</p>' if annotation.note else ""
        tags = "".join(f" <i>#{escape(tag)}</i>" for tag in annotation.tags)
        rows.append(f'<li dir="auto">{place}{tags}{note}</li>\n')
    return _section(title, ["<ul>\n", *rows, "</ul>\n"] if rows else [])


def _section(title: str, parts: Iterable[str]) -> str:
    inside = "".join(parts)
    return f"<section>\n<h2>{title}</h2>\n{inside}</section>\n" if inside else ""


def _to(annotation: Annotation) -> str:
    """The words, as a link to where they stand."""
    return f'<a href="#{_id(annotation)}">{_lines(annotation.exact)}</a>'


def _id(annotation: Annotation) -> str:
    return escape("a-" + "".join(sign if sign.isalnum() else "-" for sign in annotation.id))


def _times(count: int) -> str:
    return f" <small>×{count:,}</small>" if count > 1 else ""


def _name(annotation: Annotation) -> str:
    return " ".join((annotation.name or annotation.exact).split())


def _speaker(annotation: Annotation) -> str:
    speaker = annotation.speaker
    return (" ".join((speaker.name or speaker.text).split()) or _UNKNOWN) if speaker else _UNKNOWN


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>\n")


def _hue(label: str) -> int:
    return _HUES.get(label, crc32(label.encode()) % 360)


def _rank(label: str) -> tuple[int, str]:
    return (ENTITY_LABELS.index(label) if label in ENTITY_LABELS else len(ENTITY_LABELS), label)


FORMAT = Page()
