"""Web Annotations of the W3C, as JSON-LD: a page of annotations that say where, what, by whom, and what was noted.

Every target has a position and its words with their surroundings: readers differ in which of the two they want. Read
back, what the bodies say counts, for other tools change those; the texts have to be in the library. Nothing is fetched,
and no `@context` is looked at: keys mean what the W3C's own context says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import msgspec

from store.formats import Item, Losses, Marks, Readable, Stream, placed
from store.formats._anno import listed, marks
from store.formats._spans import provenance
from store.formats._whole import whole
from store.models import Annotation, Article

_HEAD = b'{"@context":["http://www.w3.org/ns/anno.jsonld",{"quotidian":"urn:quotidian:"}],"type":"AnnotationPage",'


class WebAnnotations(Stream, Readable):
    """See the module."""

    name = "w3c"
    suffix = ".jsonld"
    also = (".json",)
    about = "W3C Web Annotations: Recogito, Hypothesis-like tools, linked data"

    def write(self, items: Iterable[Item], losses: Losses) -> Iterator[bytes]:
        """One AnnotationPage, an annotation a line."""
        before = _HEAD + b'"items":[\n'
        empty = True
        for item in items:
            for annotation in placed(item, losses):
                yield before + msgspec.json.encode(_annotation(item.article, annotation))
                before, empty = b",\n", False
        yield before + b"]}\n" if empty else b"\n]}\n"

    def read(self, source: BinaryIO, losses: Losses) -> Iterator[tuple[str, Marks]]:
        """The mark of each annotation of a page, a collection, a list, or the only one."""
        for number, raw in enumerate(listed(whole(source)), start=1):
            for found in marks(raw, f"annotation {number}", losses):
                yield f"annotation {number}", found


def _annotation(article: Article, annotation: Annotation) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": f"urn:quotidian:annotation:{annotation.id}",
        "type": "Annotation",
        "motivation": "tagging" if annotation.label else "highlighting",
        "body": list(_bodies(annotation)),
        "target": {"source": article.url or f"urn:quotidian:article:{article.id}", "selector": _where(annotation)},
        "quotidian:article": article.id,
        "quotidian:text_hash": annotation.text_hash,
        "quotidian:about": {f"quotidian:{name}": value for name, value in provenance(annotation).items()},
    }
    made |= {name: value for name in ("created", "modified") if (value := getattr(annotation, name))}
    if annotation.annotator:
        made["creator"] = {"type": "Person", "name": annotation.annotator}
    if annotation.parts:
        made["quotidian:parts"] = [{"quotidian:start": start, "quotidian:end": end} for start, end in annotation.parts]
    for role, span in (("speaker", annotation.speaker), ("cue", annotation.cue)):
        if span is not None:
            fields = msgspec.to_builtins(span)
            made[f"quotidian:{role}"] = {f"quotidian:{name}": value for name, value in fields.items() if value != ""}
    return made


def _bodies(annotation: Annotation) -> Iterator[dict[str, str]]:
    values = [("tagging", annotation.label), *(("tagging", tag) for tag in annotation.tags)]
    values += [("commenting", annotation.note), ("identifying", annotation.name)]
    for purpose, value in values:
        if value:
            yield {"type": "TextualBody", "purpose": purpose, "value": value}


def _where(annotation: Annotation) -> list[dict[str, Any]]:
    quote = {"exact": annotation.exact, "prefix": annotation.prefix, "suffix": annotation.suffix}
    return [
        {"type": "TextQuoteSelector"} | quote,
        {"type": "TextPositionSelector", "start": annotation.start, "end": annotation.end},
    ]


FORMAT = WebAnnotations()
