"""spaCy's own file of documents (DocBin), for `spacy train`: written by another process, for this one imports no spaCy.

Entities of which none lies over another are in `doc.ents`; all of them and highlights in `doc.spans["sc"]`, quotations
in `doc.spans["quotes"]`; the rest, by the span's id, in `doc.user_data["quotidian"]`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from msgspec import to_builtins

from nlp.formats.sheets import DONE, ENTITIES, QUOTES, Mark, Sheet, encode
from nlp.process import Child
from store.errors import PipelineError
from store.formats import Item, Losses, Stream
from store.formats._spans import about, affirmed, flat, label, provenance
from store.models import Annotation

_CHUNK = 2**16


class DocBin(Stream):
    """See the module."""

    name = "spacy"
    suffix = ".spacy"
    about = "documents with entities and spans: spaCy, to train on"

    def write(self, items: Iterable[Item], losses: Losses) -> Iterator[bytes]:
        """The file, once all items are with the process that makes it. Raises PipelineError where that ends early."""
        process = _start()
        ended = ""
        try:
            _hand_over(process, (sheet(item, losses) for item in items))
            while chunk := process.output.read(_CHUNK):
                yield chunk
            if process.wait():
                ended = process.end()
        finally:
            process.kill()
            if not ended:
                process.end()
        if ended:
            raise PipelineError(f"The documents for spaCy could not be made: the process for it ended ({ended}).")


def _start() -> Child:
    try:
        return Child("nlp.formats.docs")
    except OSError as error:
        raise PipelineError(f"The process for spaCy could not be started ({error.strerror or error}).") from error


def _hand_over(process: Child, sheets: Iterable[Sheet]) -> None:
    """Write all that it is to make; where it is gone already, its exit code says so."""
    for given in sheets:
        try:
            process.input.write(encode(given) + b"\n")
        except OSError:
            return
    with suppress(OSError):
        process.input.write(DONE)
        process.input.close()


def sheet(item: Item, losses: Losses) -> Sheet:
    """What of an article can be in a document. spaCy has no span that begins or ends with a space."""
    found = affirmed(item, losses)
    kept = [annotation for annotation in found if annotation.exact == annotation.exact.strip()]
    if spaced := len(found) - len(kept):
        losses.add("they begin or end with a space", spaced)
    quotes = [annotation for annotation in kept if annotation.kind == "quote"]
    others = [annotation for annotation in kept if annotation.kind != "quote"]
    entities = flat([annotation for annotation in others if annotation.kind == "entity"], Losses())
    return Sheet(
        text=item.article.text,
        language=item.article.language,
        entities=tuple(map(_mark, entities)),
        groups={ENTITIES: tuple(map(_mark, others)), QUOTES: tuple(map(_mark, quotes))},
        about={"article": about(item), "marks": {annotation.id: _said(annotation) for annotation in kept}},
    )


def _mark(annotation: Annotation) -> Mark:
    name = annotation.label if annotation.kind == "quote" else ""
    return Mark(annotation.start, annotation.end, name or label(annotation), annotation.id)


def _said(annotation: Annotation) -> dict[str, Any]:
    """What was said of an annotation, and of what a quotation is made; offsets count characters of the text."""
    fields = provenance(annotation)
    if annotation.kind == "quote":
        parts = {"parts": annotation.parts, "speaker": annotation.speaker, "cue": annotation.cue}
        fields |= {name: to_builtins(value) for name, value in parts.items() if value}
    return fields


FORMAT = DocBin()
