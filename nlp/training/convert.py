"""Corpora to spaCy documents: one JSON line a text, with spans by character, into a `DocBin`.

Reads and writes files and knows nothing of how texts are varied (`augment`) or learned (`train`).
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span

from store.errors import QuotidianError

LABELS = frozenset(["PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "WORK_OF_ART", "PRODUCT", "LAW", "LANGUAGE"])
"""What the model learns to find; a span with another label counts as unknown."""


class CorpusError(QuotidianError):
    """A corpus is not there or not readable; the message is a sentence for a person."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A text and its names: (start, end, label) by character; `missing` are stretches nobody annotated."""

    text: str
    spans: tuple[tuple[int, int, str], ...]
    missing: tuple[tuple[int, int], ...]
    source: str


def read(path: Path) -> list[Sample]:
    """The samples in a JSONL file, gzipped or not: {"text", "spans", "miss", "src"} a line. Raises CorpusError."""
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rt", encoding="utf-8") as lines:
            return [_sample(json.loads(line)) for line in lines]
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        raise CorpusError(f"The corpus ‘{path}’ cannot be read: {error}. Check the folder and try again.") from error


def _sample(row: dict[str, object]) -> Sample:
    text, spans, missing = row["text"], row["spans"], row.get("miss", [])
    if not isinstance(text, str) or not isinstance(spans, list) or not isinstance(missing, list):
        raise TypeError("a line has no text, spans and miss")
    return Sample(
        text,
        tuple((int(start), int(end), str(label)) for start, end, label in spans),
        tuple((int(start), int(end)) for start, end in missing),
        str(row.get("src", "")),
    )


def write_lines(samples: Iterable[Sample], path: Path) -> None:
    """Write samples as `read` reads them, gzipped."""
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        for sample in samples:
            row = {"text": sample.text, "spans": sample.spans, "miss": sample.missing, "src": sample.source}
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")


def join(samples: Iterable[Sample], gap: str) -> Sample:
    """One text out of several, `gap` between them."""
    text, spans, missing, source = "", [], [], ""
    for sample in samples:
        text += gap if text else ""
        at = len(text)
        text += sample.text
        spans += [(start + at, end + at, label) for start, end, label in sample.spans]
        missing += [(start + at, end + at) for start, end in sample.missing]
        source = source or sample.source
    return Sample(text, tuple(spans), tuple(missing), source)


def to_doc(nlp: Language, sample: Sample) -> Doc:
    """The sample as spaCy trains on it; a span that cuts a token, or with a foreign label, is marked missing."""
    doc = nlp.make_doc(sample.text)
    found: list[Span] = []
    unknown: list[Span] = []
    for start, end, label in sample.spans:
        span = doc.char_span(start, end, label=label)
        if span is not None and label in LABELS and not span.text.isspace():
            found.append(span)
        else:
            unknown += _around(doc, start, end)
    for start, end in sample.missing:
        unknown += _around(doc, start, end)
    taken = {i for span in found for i in range(span.start, span.end)}
    free = []
    for span in unknown:
        places = set(range(span.start, span.end))
        if not places & taken:
            free.append(span)
            taken |= places
    doc.set_ents(found, missing=free, default="outside")
    return doc


def _around(doc: Doc, start: int, end: int) -> list[Span]:
    span = doc.char_span(start, end, alignment_mode="expand")
    return [] if span is None else [span]


def write(samples: Iterable[Sample], path: Path) -> int:
    """Write a `DocBin` for `spacy train`; returns the number of tokens."""
    nlp = spacy.blank("en")
    store = DocBin(attrs=["ORTH", "SPACY", "ENT_IOB", "ENT_TYPE"])
    tokens = 0
    for doc in _documents(nlp, samples):
        store.add(doc)
        tokens += len(doc)
    store.to_disk(path)
    return tokens


def _documents(nlp: Language, samples: Iterable[Sample]) -> Iterator[Doc]:
    for sample in samples:
        doc = to_doc(nlp, sample)
        if len(doc) >= 3:
            yield doc
