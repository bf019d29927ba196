"""Doccano's JSON lines for sequence labelling: an article a line with `[start, end, label]` for each mark.

Doccano counts UTF-16 units, as browsers do, unless "count grapheme clusters as one character" is set. Marks over each
other need a project that allows overlapping spans. What Doccano has no place for is kept as meta data of the line and
comes back with its export. `doccano-relations` is the other dialect: Doccano reads a file as one kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count
from typing import Any, BinaryIO, ClassVar

import msgspec

from store.errors import FormatError
from store.formats import Item, Losses, Readable, Stream
from store.formats._foreign import Foreign, known
from store.formats._lines import convert, lines
from store.formats._spans import affirmed, label, provenance
from store.formats._tied import Link, Span, take
from store.formats._utf16 import Units
from store.models import Annotation

OTHER = "they are labels of, or comments on, a whole text"
DOUBTFUL = "an emoji or the like stands before them, which not all of Doccano counts alike: look where they are"

LOST = "they are one span each there, without speaker, cue or parts (see doccano-relations)"

_ABOUT = ("id", "title", "source", "url", "byline", "published")
"""On every line: where some lines miss a column, Doccano fills it with what is no JSON."""


class Entity(msgspec.Struct, frozen=True, kw_only=True):
    """A span in the dialect with relations."""

    start_offset: int
    end_offset: int
    label: str
    id: int | str | None = None


class Relation(msgspec.Struct, frozen=True, kw_only=True):
    """A link between two spans."""

    from_id: int | str
    to_id: int | str
    type: str


Given = tuple[tuple[int, int, str] | Entity, ...]
Says = dict[str, Any]


class Ours(msgspec.Struct, frozen=True, kw_only=True):
    """What our own export adds to a line: which text it is, and what is known of each span."""

    text_hash: str = ""
    spans: tuple[Says, ...] = ()


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """What is read of a line."""

    text: str
    spans: Given
    """From the column that the dialect has them in."""
    relations: tuple[Relation, ...] = ()
    cats: tuple[Any, ...] = ()
    comments: tuple[Any, ...] = msgspec.field(default=(), name="Comments")
    quotidian: Ours | None = None


class Doccano(Stream, Readable):
    """See the module."""

    name = "doccano"
    suffix = ".jsonl"
    about = "text and labelled spans, an article a line: Doccano"
    columns: ClassVar[tuple[str, ...]] = ("label", "labels")
    """What a line has its spans under, the first of them as we write it."""

    def write(self, items: Iterable[Item], losses: Losses) -> Iterator[bytes]:
        """A line an article; what the article says of itself becomes Doccano's meta data."""
        numbers = count(1)
        for item in items:
            units = Units(item.article.text)
            made = [part for annotation in affirmed(item, losses) for part in self.parts(annotation, losses)]
            said = [_said(part, units) for part in made if isinstance(part, Span)]
            line = {"text": item.article.text} | self.marks(made, units, numbers)
            line |= {name: getattr(item.article, name) for name in _ABOUT}
            line["quotidian"] = Ours(text_hash=item.article.text_hash, spans=tuple(said))
            yield msgspec.json.encode(line) + b"\n"

    def parts(self, annotation: Annotation, losses: Losses) -> Iterable[Span | Link]:
        """An annotation as spans and links. Here one span: a quotation of more comes back as the library's own."""
        says = provenance(annotation) | {"label": label(annotation)}
        if annotation.speaker is not None or annotation.cue is not None or len(annotation.parts) > 1:
            losses.add(LOST)
            del says["id"]
        return [Span(id="", start=annotation.start, end=annotation.end, label=label(annotation), says=says)]

    def marks(self, made: list[Span | Link], units: Units, numbers: Iterator[int]) -> dict[str, Any]:  # noqa: ARG002
        """The columns that hold them."""
        spans = [part for part in made if isinstance(part, Span)]
        return {"label": [(units.of(span.start), units.of(span.end), span.label) for span in spans]}

    def read(self, source: BinaryIO, losses: Losses) -> Iterator[tuple[str, Item]]:
        """An item a line."""
        for where, fields in lines(source, dict[str, Any]):
            column = next((name for name in self.columns if name in fields), None)
            if column is None:
                raise FormatError(f"{where}: it has no {self.columns[0]}, as every line of {self.name} has.")
            line = convert(fields | {"spans": fields[column]}, Line, where)
            ours = {"text_hash": line.quotidian.text_hash} if line.quotidian else {}
            given = Foreign(line.text, known(fields | ours), where, losses)
            if others := len(line.cats) + len(line.comments):
                losses.total += others
                losses.add(OTHER, others)
            links = [Link(str(link.from_id), str(link.to_id), link.type) for link in line.relations]
            take(given, list(_spans(line, where, losses)), links, losses)
            yield where, given.item()


def entity(number: int, span: Span, units: Units) -> dict[str, Any]:
    """A span in the dialect with relations."""
    return {"id": number, "label": span.label} | _offsets(span, units)


def _offsets(span: Span, units: Units) -> dict[str, int]:
    return {"start_offset": units.of(span.start), "end_offset": units.of(span.end)}


def _said(span: Span, units: Units) -> dict[str, Any]:
    """What is known of a span, with its place: Doccano gives it another id, and keeps nothing else of it."""
    return _offsets(span, units) | {"label": span.label} | span.says


def _spans(line: Line, where: str, losses: Losses) -> Iterator[Span]:
    """The spans of a line in code points, each with what our export said of it."""
    listed = [span if isinstance(span, Entity) else _listed(*span) for span in line.spans]
    units = Units(line.text)
    said = [(convert(says, Entity, where), says) for says in (line.quotidian or Ours()).spans]
    for number, (span, says) in enumerate(_with_says(listed, said)):
        start, end = (_offset(units, offset, where) for offset in (span.start_offset, span.end_offset))
        if line.quotidian is None and end != span.end_offset:
            losses.add(DOUBTFUL)
        name = f"at {number}" if span.id is None else str(span.id)
        yield Span(id=name, start=start, end=end, label=span.label, says=says)


def _listed(start: int, end: int, label: str) -> Entity:
    return Entity(start_offset=start, end_offset=end, label=label)


def _offset(units: Units, offset: int, where: str) -> int:
    found = units.offset(offset)
    if found < 0 <= offset:
        raise FormatError(f"{where}: offset {offset} lies inside a character: Doccano counts UTF-16 units.")
    return found


def _with_says(spans: list[Entity], said: list[tuple[Entity, Says]]) -> Iterator[tuple[Entity, Says]]:
    """Each span with what is said of one in its place, of the same label where there is one; each is said once."""
    left = list(reversed(said))
    found: dict[int, Says] = {}
    for key in (_labelled, _placed):
        by_key: dict[Any, list[tuple[Entity, Says]]] = {}
        for one in left:
            by_key.setdefault(key(one[0]), []).append(one)
        for number, span in enumerate(spans):
            if number not in found and (same := by_key.get(key(span))):
                found[number] = same.pop()[1]
        left = [one for same in by_key.values() for one in same]
    return ((span, found.get(number, {})) for number, span in enumerate(spans))


def _placed(span: Entity) -> tuple[int, int]:
    return span.start_offset, span.end_offset


def _labelled(span: Entity) -> tuple[int, int, str]:
    return span.start_offset, span.end_offset, span.label


FORMAT = Doccano()
