"""Making annotations: pure functions from an article and offsets to the records that are kept. No input, no output."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from datetime import UTC, datetime

import msgspec
from msgspec.structs import replace

from store.errors import OffsetError
from store.models import HAND, Annotation, Article, ArticleState, Entity, Quote, Verdict
from store.text import clean_line, on_boundary

CONTEXT = 32
"""Characters of context kept on each side of an annotation."""


def now() -> str:
    """The time as it is stored: ISO 8601, UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def new_id() -> str:
    """A new annotation id: 12 random hex digits."""
    return os.urandom(6).hex()


def next_id(identity: str) -> str:
    """Another id for what can't have this one, the same each time."""
    return hashlib.sha256(identity.encode()).hexdigest()[:12]


def id_of_all(annotation: Annotation) -> str:
    """An id for an annotation whose own another has: of all that it says, so that it is the same each time."""
    return hashlib.sha256(msgspec.json.encode(annotation)).hexdigest()[:12]


def check_span(text: str, start: int, end: int) -> None:
    """Raise OffsetError, in a sentence, unless `[start, end)` is a stretch of whole characters of `text`."""
    if start < 0 or end > len(text):
        raise OffsetError(f"The span {start} to {end} lies outside the text, which has {len(text)} characters.")
    if start >= end:
        raise OffsetError(f"The span {start} to {end} is empty: the end must come after the start.")
    for offset in (start, end):
        if not on_boundary(text, offset):
            raise OffsetError(
                f"Offset {offset} lies inside a character (a letter with its accents, or a joined emoji): "
                "move it to where the character begins or ends."
            )


def annotate(
    article: Article,
    start: int,
    end: int,
    *,
    label: str = "",
    annotator: str = "",
    tags: Iterable[str] = (),
    note: str = "",
) -> Annotation:
    """A hand-made annotation of `[start, end)`: an entity with a label, a highlight without. Raises OffsetError."""
    check_span(article.text, start, end)
    made, (before, after) = now(), context(article.text, start, end)
    return Annotation(
        id=new_id(),
        article=article.id,
        text_hash=article.text_hash,
        kind="entity" if label else "highlight",
        start=start,
        end=end,
        exact=article.text[start:end],
        prefix=before,
        suffix=after,
        label=label,
        tags=clean_tags(tags),
        note=note,
        annotator=annotator,
        created=made,
        modified=made,
    )


def judge(article: Article, found: Entity | Quote, origin: str, verdict: Verdict, annotator: str = "") -> Annotation:
    """The annotation that keeps a verdict on what a pipeline (`origin`) found."""
    made = annotate(article, found.start, found.end, annotator=annotator)
    if isinstance(found, Quote):
        return replace(
            made,
            kind="quote",
            label=found.kind,
            parts=found.parts,
            speaker=found.speaker,
            cue=found.cue,
            verdict=verdict,
            origin=origin,
        )
    return replace(made, kind="entity", label=found.label, name=found.name, verdict=verdict, origin=origin)


def move(article: Article, annotation: Annotation, start: int, end: int) -> Annotation:
    """The same annotation with other edges: the id stays. Raises OffsetError."""
    check_span(article.text, start, end)
    before, after = context(article.text, start, end)
    return correct(
        replace(
            annotation,
            text_hash=article.text_hash,
            start=start,
            end=end,
            exact=article.text[start:end],
            prefix=before,
            suffix=after,
            anchor="placed",
        )
    )


def touch(annotation: Annotation) -> Annotation:
    """The annotation, modified now."""
    return replace(annotation, modified=now())


def correct(annotation: Annotation) -> Annotation:
    """The annotation, modified now; one that a pipeline suggested counts as corrected by hand."""
    return touch(annotation if annotation.origin == HAND else replace(annotation, verdict="corrected"))


def clean_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Tags as they are kept: one line each, no leading `#`, no blanks inside, no doubles, in the order given."""
    cleaned = ("-".join(clean_line(tag, 100).lstrip("#").split()) for tag in tags)
    return tuple(dict.fromkeys(tag for tag in cleaned if tag))


def with_tags(state: ArticleState, tags: Iterable[str]) -> ArticleState:
    """The state of an article with these tags too."""
    return replace(state, tags=clean_tags((*state.tags, *tags)))


def context(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after `[start, end)`: an annotation's prefix and suffix."""
    return text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
