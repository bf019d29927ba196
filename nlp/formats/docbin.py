"""spaCy's own file of documents (DocBin), for `spacy train`: made and read by other processes; this imports no spaCy.

Entities of which none lies over another are in `doc.ents`; all of them and highlights in `doc.spans["sc"]`, quotations
in `doc.spans["quotes"]`; the rest, by the span's id, in `doc.user_data["quotidian"]`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain
from typing import Any, BinaryIO

import msgspec
from msgspec import to_builtins

from nlp.formats.documents import item
from nlp.formats.sheets import DONE, ENTITIES, QUOTES, Fault, Mark, Sheet, decode_found, encode
from nlp.process import Child
from store.errors import FormatError, PipelineError
from store.formats import Item, Losses, Readable, Stream
from store.formats._spans import about, affirmed, flat, label, provenance
from store.models import Annotation

_CHUNK = 2**16
_DEFLATE = 8


class DocBin(Stream, Readable):
    """See the module."""

    name = "spacy"
    suffix = ".spacy"
    about = "documents with entities and spans: spaCy, to train on"

    def write(self, items: Iterable[Item], losses: Losses) -> Iterator[bytes]:
        """The file, once all items are with the process that makes it. Raises PipelineError where that ends early."""
        process = _start("docs")
        with _ending(process):
            _pass_on(process, chain((encode(sheet(one, losses)) + b"\n" for one in items), [DONE]))
            while chunk := process.output.read(_CHUNK):
                yield chunk
            if process.wait():
                raise PipelineError(f"The documents for spaCy could not be made: {_why(process)}.")

    def read(self, source: BinaryIO, losses: Losses) -> Iterator[tuple[str, Item]]:
        """The article of each document. Spans of groups but `sc` and `quotes` are counted as lost."""
        first = source.read(2)
        if len(first) < 2 or first[0] & 15 != _DEFLATE or int.from_bytes(first) % 31:
            raise FormatError("the file: it is not packed as spaCy packs its documents.")
        process = _start("unpack")
        with _ending(process):
            _pass_on(process, chain([first], iter(lambda: source.read(_CHUNK), b"")))
            for number, line in enumerate(process.output, start=1):
                where = f"document {number}"
                try:
                    found = decode_found(line)
                except msgspec.DecodeError as error:  # it ended within a line
                    raise FormatError(f"{where}: {_why(process)}.") from error
                if isinstance(found, Fault):
                    raise FormatError(found.sentence)
                yield where, item(found, where, losses)
            if process.wait():
                raise FormatError(f"the file: {_why(process)}.")


def _start(module: str) -> Child:
    try:
        return Child(f"nlp.formats.{module}")
    except OSError as error:
        raise PipelineError(f"The process for spaCy could not be started ({error.strerror or error}).") from error


@contextmanager
def _ending(process: Child) -> Iterator[None]:
    """See to it that the process is gone afterwards."""
    try:
        yield
    finally:
        process.kill()
        process.end()


def _why(process: Child) -> str:
    return f"the process that does it ended ({process.end()})"


def _pass_on(process: Child, chunks: Iterable[bytes]) -> None:
    """Write to a process that reads all of it before it answers; where it is gone, its exit code says so."""
    for chunk in chunks:
        try:
            process.input.write(chunk)
        except OSError:
            return
    with suppress(OSError):
        process.input.close()


def sheet(given: Item, losses: Losses) -> Sheet:
    """What of an article can be in a document. spaCy has no span that begins or ends with a space."""
    found = affirmed(given, losses)
    kept = [annotation for annotation in found if annotation.exact == annotation.exact.strip()]
    if spaced := len(found) - len(kept):
        losses.add("they begin or end with a space", spaced)
    quotes = [annotation for annotation in kept if annotation.kind == "quote"]
    others = [annotation for annotation in kept if annotation.kind != "quote"]
    entities = flat([annotation for annotation in others if annotation.kind == "entity"], Losses())
    return Sheet(
        text=given.article.text,
        language=given.article.language,
        entities=tuple(map(_mark, entities)),
        groups={ENTITIES: tuple(map(_mark, others)), QUOTES: tuple(map(_mark, quotes))},
        about={"article": about(given), "marks": {annotation.id: _said(annotation) for annotation in kept}},
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
