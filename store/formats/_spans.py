"""What the formats for training and annotation tools share: which marks they take, and tokens that cut no mark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import regex
from msgspec import Struct

from store.formats import Item, Losses, placed
from store.models import Annotation

HIGHLIGHT = "HIGHLIGHT"
"""The label of a mark that has none, where a format must have one."""
QUOTE = "QUOTE"

_TOKEN = regex.compile(r"\w+(?:[.'’-]\w+)*|(?!\s)\X")


class Token(Struct, frozen=True):
    """One token; `space`: whether the text goes on with a space."""

    start: int
    end: int
    text: str
    space: bool


def affirmed(item: Item, losses: Losses) -> list[Annotation]:
    """The annotations that stand in the text and were not rejected: what a model may learn from, by (start, end)."""
    found = placed(item, losses)
    kept = [annotation for annotation in found if annotation.verdict != "rejected"]
    if rejected := len(found) - len(kept):
        losses.add("they were rejected, and it can't say so", rejected)
    return sorted(kept, key=lambda a: (a.start, a.end, a.id))


def entities(item: Item, losses: Losses) -> list[Annotation]:
    """The affirmed entities; quotations and highlights are counted as lost."""
    found = affirmed(item, losses)
    for kind, reason in (("quote", "it has no quotations"), ("highlight", "it has only marks with a label")):
        if count := sum(annotation.kind == kind for annotation in found):
            losses.add(reason, count)
    return [annotation for annotation in found if annotation.kind == "entity"]


def flat(found: list[Annotation], losses: Losses) -> list[Annotation]:
    """Annotations of which none lies over another: of those that do, the longest stays, and of these the first."""
    kept: list[Annotation] = []
    taken: set[int] = set()
    for annotation in sorted(found, key=lambda a: (a.start - a.end, a.start, a.id)):
        places = range(annotation.start, annotation.end)
        if not taken.isdisjoint(places):
            losses.add("a longer mark lies over them, and it has one label a word")
            continue
        taken.update(places)
        kept.append(annotation)
    return sorted(kept, key=lambda a: a.start)


def tokens(text: str, cuts: Iterable[int] = ()) -> list[Token]:
    """Words and signs, cut also at these offsets: so that a mark inside a word is kept whole, not dropped."""
    where = sorted(set(cuts))
    found: list[Token] = []
    position = 0
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        while position < len(where) and where[position] <= start:
            position += 1
        while position < len(where) and where[position] < end:
            found.append(Token(start, where[position], text[start : where[position]], space=False))
            start = where[position]
            position += 1
        found.append(Token(start, end, text[start:end], space=text[end : end + 1] == " "))
    return found


def edges(found: Iterable[Annotation]) -> Iterator[int]:
    """Where annotations begin and end."""
    for annotation in found:
        yield annotation.start
        yield annotation.end


def label(annotation: Annotation) -> str:
    """The label for a format in which all have one."""
    if annotation.kind == "quote":
        return QUOTE
    return annotation.label or HIGHLIGHT


def provenance(annotation: Annotation) -> dict[str, Any]:
    """Where the annotation comes from and what was said of it: what is empty is left out."""
    fields: dict[str, Any] = {
        "id": annotation.id,
        "kind": annotation.kind,
        "quote_kind": annotation.label if annotation.kind == "quote" else "",
        "name": annotation.name,
        "tags": list(annotation.tags),
        "note": annotation.note,
        "unsure": annotation.unsure,
        "verdict": annotation.verdict,
        "origin": annotation.origin,
        "annotator": annotation.annotator,
        "created": annotation.created,
        "modified": annotation.modified,
        "anchor": annotation.anchor if annotation.anchor == "moved" else "",
    }
    return {name: value for name, value in fields.items() if value}


def about(item: Item) -> dict[str, str]:
    """What an article says of itself; what is empty is left out."""
    article = item.article
    names = ("id", "title", "source", "url", "byline", "published", "text_hash")
    return {name: value for name in names if (value := getattr(article, name))}
