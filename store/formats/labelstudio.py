"""Label Studio's JSON: a list of tasks, each an article with its regions, and relations from quotes to speakers.

Label Studio counts code points, as Quotidian does. Its project needs `<Labels name="label" toName="text">` over
`<Text name="text" value="$text"/>`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from store.formats import Item, Losses, Stream
from store.formats._spans import about, affirmed, label, provenance
from store.models import Annotation, Cue, Mention


class LabelStudio(Stream):
    """See the module."""

    name = "labelstudio"
    suffix = ".json"
    about = "tasks with regions and relations: Label Studio"

    def write(self, items: Iterable[Item], losses: Losses) -> Iterator[bytes]:
        """A list, a task a line."""
        before = b"[\n"
        for item in items:
            result = [part for annotation in affirmed(item, losses) for part in _regions(annotation)]
            task = {"data": {"text": item.article.text} | about(item), "annotations": [{"result": result}]}
            yield before + msgspec.json.encode(task)
            before = b",\n"
        yield b"[]\n" if before == b"[\n" else b"\n]\n"


def _regions(annotation: Annotation) -> Iterator[dict[str, Any]]:
    """The annotation; for a quotation the parts that were said, joined by relations, and its speaker and cue."""
    stretches = annotation.parts or ((annotation.start, annotation.end),)
    for number, (start, end) in enumerate(stretches):
        identity = f"{annotation.id}-{number}" if number else annotation.id
        words = annotation.exact[start - annotation.start : end - annotation.start]
        yield _region(identity, start, end, words, label(annotation)) | {"meta": _meta(annotation)}
        if number:
            yield _relation(annotation.id, identity, "continues")
    for role, span in (("speaker", annotation.speaker), ("cue", annotation.cue)):
        if isinstance(span, Mention | Cue) and span.start != span.end:
            identity = f"{annotation.id}-{role}"
            yield _region(identity, span.start, span.end, span.text, role.upper())
            yield _relation(annotation.id, identity, role)


def _region(identity: str, start: int, end: int, words: str, name: str) -> dict[str, Any]:
    value = {"start": start, "end": end, "text": words, "labels": [name]}
    return {"id": identity, "from_name": "label", "to_name": "text", "type": "labels", "value": value}


def _relation(source: str, target: str, name: str) -> dict[str, Any]:
    return {"type": "relation", "from_id": source, "to_id": target, "direction": "right", "labels": [name]}


def _meta(annotation: Annotation) -> dict[str, Any]:
    """Label Studio shows `text` of a region's meta as its note."""
    fields = provenance(annotation)
    if annotation.speaker and annotation.speaker.name:
        fields["speaker_name"] = annotation.speaker.name
    return {"text": [annotation.note]} | fields if annotation.note else fields


FORMAT = LabelStudio()
