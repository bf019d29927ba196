"""Doccano's JSON lines for sequence labelling with relations: quotations with their parts, speakers and cues.

The other dialect of `doccano`, for projects that have relations switched on; offsets are UTF-16 units there too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

import msgspec

from store.formats import Item, Losses, Readable, Stream
from store.formats._lines import lines
from store.formats._linked import Link, put_together, taken_apart
from store.formats._spans import affirmed
from store.formats._utf16 import Units
from store.formats.doccano import Line, article, line, regions


class Entity(msgspec.Struct, frozen=True, kw_only=True):
    """A labelled span; Doccano changes ids when it reads a file."""

    id: int
    start_offset: int
    end_offset: int
    label: str


class Relation(msgspec.Struct, frozen=True, kw_only=True):
    """From one entity to another."""

    from_id: int
    to_id: int
    type: str


class Related(Line, frozen=True, kw_only=True):
    """What is read of a line."""

    entities: tuple[Entity, ...]
    relations: tuple[Relation, ...]


class DoccanoRelations(Stream, Readable):
    """See the module."""

    name = "doccano-relations"
    suffix = ".jsonl"
    about = "labelled spans and relations, quotations whole: Doccano with relations"

    def write(self, items: Iterable[Item], losses: Losses) -> Iterator[bytes]:
        """A line an article."""
        for item in items:
            taken = [taken_apart(annotation) for annotation in affirmed(item, losses)]
            units = Units(item.article.text)
            made = [region for parts, _ in taken for region in parts]
            numbers = {region.id: number for number, region in enumerate(made, start=1)}
            places = [(units.of(region.start), units.of(region.end), region.label) for region in made]
            entities = [
                {"id": number, "start_offset": start, "end_offset": end, "label": name}
                for number, (start, end, name) in enumerate(places, start=1)
            ]
            links = [(numbers[link.source], numbers[link.target], link.name) for _, found in taken for link in found]
            relations = [
                {"id": number, "from_id": source, "to_id": target, "type": name}
                for number, (source, target, name) in enumerate(links, start=1)
            ]
            marks = [(place, region.says) for place, region in zip(places, made, strict=True)]
            yield line(item, {"entities": entities, "relations": relations}, {"marks": marks})

    def read(self, source: BinaryIO, losses: Losses) -> Iterator[tuple[str, Item]]:
        """An item a line. Raises FormatError."""
        for where, found in lines(source, Related):
            given = article(found, where, losses)
            places = [(entity.id, (entity.start_offset, entity.end_offset, entity.label)) for entity in found.entities]
            links = [Link(source=str(r.from_id), target=str(r.to_id), name=r.type) for r in found.relations]
            put_together(given, regions(found, places, where), links, losses)
            yield where, given.item()


FORMAT = DoccanoRelations()
