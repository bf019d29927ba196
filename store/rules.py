"""What has to hold of an annotation for it to be kept. Pure."""

from __future__ import annotations

from msgspec.structs import asdict

from store.errors import OffsetError, RecordError
from store.marking import check_span
from store.models import Annotation, Record
from store.text import clean_line

LONGEST = 4096
"""Characters that a field of a record may have."""


def check_annotation(annotation: Annotation, text: str) -> None:
    """Raise OffsetError, in a sentence, unless the annotation fits `text`, the revision it says it was made on."""
    check_span(text, annotation.start, annotation.end)
    _check_words("the annotation", annotation.start, annotation.end, annotation.exact, text)
    for name, span in (("the speaker", annotation.speaker), ("the cue", annotation.cue)):
        if span is not None and span.start != span.end:  # an empty one: its words are no longer in the text
            _check_words(name, span.start, span.end, span.text, text)
    for start, end in annotation.parts:
        if not annotation.start <= start < end <= annotation.end:
            raise OffsetError(f"The part {start} to {end} lies outside its quotation.")


def check_verdict(annotation: Annotation) -> None:
    """Raise RecordError for a suggestion: a library keeps what a person said, and nobody said anything of it."""
    if annotation.verdict == "suggested":
        raise RecordError(f"Annotation {annotation.id} is only suggested: accept, correct or reject it to keep it.")


def _check_words(name: str, start: int, end: int, words: str, text: str) -> None:
    if text[start:end] != words or not 0 <= start <= end <= len(text):
        found = text[max(0, start) : end][:60]
        raise OffsetError(f"The words of {name} are {words[:60]!r}, but the text has {found!r} at {start} to {end}.")


def check_record(record: Record) -> None:
    """Raise RecordError, in a sentence, unless every field is a clean line of a length that can be shown."""
    if not record.id:
        raise RecordError(f"A {type(record).__name__} needs an id.")
    for field, value in asdict(record).items():
        for line in value if isinstance(value, tuple) else (value,):
            if isinstance(line, str) and line != clean_line(line, LONGEST):
                raise RecordError(f"The {field} {line[:60]!r} is not one clean line of up to {LONGEST} characters.")
