"""What a person decided already, and so what of the findings is still a suggestion. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from hashlib import sha256

from msgspec.structs import replace

from store.marking import context
from store.models import Analysis, Annotation, AnnotationKind, Article, Entity, Quote


def shows(annotation: Annotation) -> bool:
    """Whether an annotation is seen in its text: it has a place there, and was not rejected."""
    return annotation.anchor != "orphaned" and annotation.verdict != "rejected"


class Decided:
    """The places of one article about which its annotations say something."""

    def __init__(self, annotations: Sequence[Annotation]) -> None:
        kept, rejected = [a for a in annotations if shows(a)], dismissals(annotations)
        self._kept = {kind: Cover((a.start, a.end) for a in kept if a.kind == kind) for kind in ("entity", "quote")}
        self._rejected = {_claim(a.kind, a.start, a.end, a.label) for a in rejected}

    def open(self, kind: AnnotationKind, start: int, end: int, label: str = "") -> bool:
        """Whether it may be suggested: no annotation of its kind overlaps it, and it was not rejected.

        Rejected is one kind in one place, and for entities one label.
        """
        return _claim(kind, start, end, label) not in self._rejected and not self._kept[kind].overlaps(start, end)


def dismissals(annotations: Iterable[Annotation]) -> list[Annotation]:
    """The rejections among annotations that have a place: there nothing of the kind is suggested again."""
    return [a for a in annotations if a.verdict == "rejected" and a.anchor != "orphaned"]


def suggestions(article: Article, analysis: Analysis, annotations: Sequence[Annotation]) -> tuple[Annotation, ...]:
    """What an analysis of this text found and nobody decided yet, as annotations "suggested" by its pipeline.

    Their ids say what they are: the same finding has the same id whenever it is asked for.
    """
    decided = Decided(annotations)
    found = [
        _suggested(article, e, analysis) for e in analysis.entities if decided.open("entity", e.start, e.end, e.label)
    ]
    found += [_suggested(article, q, analysis) for q in analysis.quotes if decided.open("quote", q.start, q.end)]
    return tuple({annotation.id: annotation for annotation in found if annotation.exact}.values())


def _suggested(article: Article, found: Entity | Quote, analysis: Analysis) -> Annotation:
    before, after = context(article.text, found.start, found.end)
    kind: AnnotationKind = "quote" if isinstance(found, Quote) else "entity"
    label = found.kind if isinstance(found, Quote) else found.label
    claim = f"{article.id} {analysis.pipeline} {kind} {found.start} {found.end} {label}"
    made = Annotation(
        id=sha256(claim.encode()).hexdigest()[:12],
        article=article.id,
        text_hash=article.text_hash,
        kind=kind,
        start=found.start,
        end=found.end,
        exact=article.text[found.start : found.end],
        prefix=before,
        suffix=after,
        label=label,
        verdict="suggested",
        origin=analysis.pipeline,
    )
    if isinstance(found, Quote):
        return replace(made, parts=found.parts, speaker=found.speaker, cue=found.cue)
    return replace(made, name=found.name)


class Cover:
    """Whether a stretch overlaps any of many others."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def overlaps(self, start: int, end: int) -> bool:
        place = bisect_left(self._starts, end) - 1
        return place >= 0 and self._ends[place] > start


def _claim(kind: AnnotationKind, start: int, end: int, label: str) -> tuple[str, int, int, str]:
    return kind, start, end, label if kind == "entity" else ""
