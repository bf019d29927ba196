"""What is highlighted in an article: the pipeline's suggestions and the person's annotations, merged. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct

from store.deciding import Decided
from store.gazetteer import Hit
from store.models import Analysis, Annotation, AnnotationKind, Entity, Quote
from tui.known import ALL, Suggestion, Wanted, weigh

Standing = Literal["suggested", "kept"]


class Mark(Struct, frozen=True, kw_only=True):
    """One highlight. Exactly one of `annotation`, `entity`, `quote` says where it comes from."""

    key: str
    """Tells this mark from all others of the article, and stays while findings are refreshed."""
    kind: AnnotationKind
    start: int
    end: int
    label: str
    """The entity label; a quote's kind; "" for a highlight."""
    standing: Standing
    parts: tuple[tuple[int, int], ...]
    """The stretches to paint; one for everything but a split quotation."""
    name: str
    """Whom or what a list shows: the canonical name, or a quotation's speaker."""
    annotation: Annotation | None = None
    entity: Entity | None = None
    quote: Quote | None = None
    origin: str = ""
    """Who suggests it: LIBRARY, or the id of a pipeline; "" for an annotation."""
    reason: str = ""
    """Why it is suggested, in words, where that can be said."""


def merge(
    analysis: Analysis | None, annotations: Sequence[Annotation], known: Sequence[Hit] = (), *, wanted: Wanted = ALL
) -> tuple[Mark, ...]:
    """What is highlighted, by (start, longest first).

    Kept annotations all show, unless orphaned. A suggestion shows unless an annotation of its kind overlaps it (then
    it is decided), or it was rejected: same kind, same place, and for entities the same label. `known` is what the
    library knows in this text; `wanted` says what of the analysis is suggested at all.
    """
    marks = [_kept(a) for a in annotations if a.anchor != "orphaned" and a.verdict != "rejected"]
    decided = Decided(annotations)
    found, pipeline = (analysis.entities, analysis.pipeline) if analysis is not None else ((), "")
    for suggestion in weigh(wanted.entities(found), pipeline, known):
        entity = suggestion.entity
        if decided.open("entity", entity.start, entity.end, entity.label):
            marks.append(_entity(suggestion))
    for quote in dict.fromkeys(analysis.quotes) if analysis is not None else ():
        if wanted.quote(quote) and decided.open("quote", quote.start, quote.end):
            marks.append(_quote(quote, pipeline))
    return tuple(sorted(marks, key=lambda mark: (mark.start, -mark.end, mark.key)))


def dismissed(annotations: Iterable[Annotation]) -> tuple[tuple[int, int], ...]:
    """Where something was suggested and rejected: there nothing is proposed again."""
    return tuple((a.start, a.end) for a in annotations if a.verdict == "rejected" and a.anchor != "orphaned")


def _kept(annotation: Annotation) -> Mark:
    speaker = annotation.speaker
    name = (speaker.name or speaker.text if speaker else "") if annotation.kind == "quote" else annotation.name
    return Mark(
        key=f"a:{annotation.id}",
        kind=annotation.kind,
        start=annotation.start,
        end=annotation.end,
        label=annotation.label,
        standing="kept",
        parts=annotation.parts or ((annotation.start, annotation.end),),
        name=name or ("" if annotation.kind == "quote" else annotation.exact),
        annotation=annotation,
    )


def _entity(suggestion: Suggestion) -> Mark:
    entity = suggestion.entity
    return Mark(
        key=f"e:{entity.start}:{entity.end}:{entity.label}",
        kind="entity",
        start=entity.start,
        end=entity.end,
        label=entity.label,
        standing="suggested",
        parts=((entity.start, entity.end),),
        name=entity.name or entity.text,
        entity=entity,
        origin=suggestion.origin,
        reason=suggestion.reason,
    )


def _quote(quote: Quote, pipeline: str) -> Mark:
    speaker = quote.speaker
    return Mark(
        key=f"q:{quote.start}:{quote.end}:{quote.kind}",
        kind="quote",
        start=quote.start,
        end=quote.end,
        label=quote.kind,
        standing="suggested",
        parts=quote.parts or ((quote.start, quote.end),),
        name=(speaker.name or speaker.text) if speaker else "",
        quote=quote,
        origin=pipeline,
    )
