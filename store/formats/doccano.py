"""Doccano's JSON lines for sequence labelling: an article a line with `[start, end, label]` for each mark.

Doccano counts UTF-16 units, as browsers do. What it has no place for is under `quotidian`: it keeps that as meta data.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO

import msgspec

from store.errors import FormatError
from store.formats import Item, Losses, Readable, Stream
from store.formats._foreign import Foreign
from store.formats._lines import lines
from store.formats._linked import Region, put_together
from store.formats._spans import about, affirmed, label, provenance
from store.formats._utf16 import Units

Place = tuple[int, int, str]
"""`[start, end)` in UTF-16 units, and the label."""


class Ours(msgspec.Struct, frozen=True, kw_only=True):
    """What our export adds to a line."""

    id: str = ""
    """Of the article: Doccano has an `id` of its own."""
    marks: tuple[tuple[Place, dict[str, Any]], ...] = ()


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """What lines of either kind have."""

    text: str
    quotidian: Ours = Ours()
    title: str = ""
    source: str = ""
    url: str = ""
    byline: str = ""
    published: str = ""
    text_hash: str = ""


class Labelled(Line, frozen=True, kw_only=True):
    """What is read of a line; older versions of Doccano call the list `labels`."""

    label: tuple[Place, ...] | None = None
    labels: tuple[Place, ...] | None = None


class Doccano(Stream, Readable):
    """See the module."""

    name = "doccano"
    suffix = ".jsonl"
    about = "text and labelled spans, an article a line: Doccano"

    def write(self, items: Iterable[Item], losses: Losses) -> Iterator[bytes]:
        """A line an article; what the article says of itself becomes Doccano's meta data."""
        for item in items:
            found = affirmed(item, losses)
            if count := sum(a.speaker is not None or a.cue is not None or len(a.parts) > 1 for a in found):
                losses.add("they are one span each there, without speaker, cue or parts (see doccano-relations)", count)
            units = Units(item.article.text)
            places = [(units.of(a.start), units.of(a.end), label(a)) for a in found]
            marks = [(place, provenance(annotation)) for place, annotation in zip(places, found, strict=True)]
            yield line(item, {"label": places}, {"marks": marks})

    def read(self, source: BinaryIO, losses: Losses) -> Iterator[tuple[str, Item]]:
        """An item a line. Raises FormatError."""
        for where, found in lines(source, Labelled):
            places = found.label if found.label is not None else found.labels
            if places is None:
                raise FormatError(f"{where}: it has no `label`, as every line of Doccano has.")
            given = article(found, where, losses)
            put_together(given, regions(found, [*enumerate(places)], where), (), losses)
            yield where, given.item()


def line(item: Item, marks: dict[str, Any], ours: dict[str, Any]) -> bytes:
    """A line of either kind: the text, what was marked, what the article says of itself, and what only we read."""
    said = about(item)
    ours["id"] = said.pop("id", "")
    return msgspec.json.encode({"text": item.article.text} | marks | said | {"quotidian": ours}) + b"\n"


def article(found: Line, where: str, losses: Losses) -> Foreign:
    """The article of a line of either kind. Raises FormatError."""
    said = {name: getattr(found, name) for name in ("title", "source", "url", "byline", "published", "text_hash")}
    return Foreign(found.text, said | {"id": found.quotidian.id}, where, losses)


def regions(found: Line, places: Sequence[tuple[int, Place]], where: str) -> list[Region]:
    """Numbered spans, in code points, with what our export said of such. Raises FormatError for a misplaced one."""
    units = Units(found.text)
    says: dict[Place, list[dict[str, Any]]] = {}
    for place, fields in found.quotidian.marks:
        says.setdefault(place, []).append(fields)
    made = []
    for number, place in places:
        start, end = units.offset(place[0]), units.offset(place[1])
        if start < 0 or end < 0:
            raise FormatError(
                f"{where}: the span {place[0]} to {place[1]} cuts a character: Doccano counts UTF-16 units."
            )
        said = says.get(place)
        made.append(Region(id=str(number), start=start, end=end, label=place[2], says=said.pop(0) if said else {}))
    return made


FORMAT = Doccano()
