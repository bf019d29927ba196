"""What is highlighted in an article: the pipeline's suggestions and the person's annotations, merged. Pure."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from typing import Literal, Protocol, TypeVar

from msgspec import Struct

from store.deciding import Decided, dismissals, shows
from store.gazetteer import Hit
from store.models import Analysis, Annotation, AnnotationKind, Entity, Quote
from tui.known import ALL, Suggestion, Wanted, weigh

Standing = Literal["suggested", "kept"]


class Placed(Protocol):
    """What has a place in a text."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


P = TypeVar("P", bound=Placed)


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


def order(mark: Mark) -> tuple[int, int, str]:
    """The order of marks: where they begin, the longest first."""
    return mark.start, -mark.end, mark.key


def order_kept(annotation: Annotation) -> tuple[int, int, str]:
    """The order of one article's annotations, as the library gives them."""
    return annotation.start, annotation.end, annotation.id


def suggest(analysis: Analysis | None, known: Sequence[Hit] = (), *, wanted: Wanted = ALL) -> tuple[Mark, ...]:
    """All that is suggested in a text, whatever was decided, in order.

    `known` is what the library knows in this text; `wanted` says what of the analysis is suggested at all.
    """
    found, pipeline = (analysis.entities, analysis.pipeline) if analysis is not None else ((), "")
    marks = [_entity(suggestion) for suggestion in weigh(wanted.entities(found), pipeline, known)]
    if analysis is not None:
        marks += [_quote(quote, pipeline) for quote in dict.fromkeys(analysis.quotes) if wanted.quote(quote)]
    return tuple(sorted(marks, key=order))


def merge(suggested: Sequence[Mark], annotations: Sequence[Annotation]) -> tuple[Mark, ...]:
    """What is highlighted, in order: the kept annotations, and of what is `suggested` what is open.

    Kept annotations all show, unless orphaned. A suggestion shows unless an annotation of its kind overlaps it (then
    it is decided), or it was rejected: same kind, same place, and for entities the same label.
    """
    decided = Decided(annotations)
    kept = [_kept(a) for a in annotations if shows(a)]
    return tuple(sorted([*kept, *(mark for mark in suggested if _leaves(decided, mark))], key=order))


def merge_again(
    marks: Sequence[Mark],
    suggested: Sequence[Mark],
    annotations: Sequence[Annotation],
    gone: Sequence[Annotation],
    come: Sequence[Annotation],
    *,
    longest: int,
) -> tuple[Mark, ...]:
    """As `merge(suggested, annotations)`, where `marks` is what it gave before annotations had `gone` and `come`.

    Marks that are the same stay the same objects, and only what changed costs time: in a long article with thousands
    of marks a label would be shown too late otherwise. Nothing is longer than `longest` characters.
    """
    if 4 * (len(gone) + len(come)) > len(marks):
        return merge(suggested, annotations)
    touched = overlapping(suggested, [(a.start, a.end) for a in (*gone, *come)], longest)
    result = list(marks)
    for mark in (*touched, *(_kept(a) for a in gone if shows(a))):
        place = bisect_left(result, order(mark), key=order)
        if place < len(result) and result[place].key == mark.key:
            del result[place]
    decided = Decided(overlapping(annotations, [(mark.start, mark.end) for mark in touched], longest))
    shown = [mark for mark in touched if _leaves(decided, mark)]
    for mark in (*(_kept(a) for a in come if shows(a)), *shown):
        insort(result, mark, key=order)
    return tuple(result)


def standing_at(marks: Sequence[Mark], span: tuple[int, int]) -> Mark | None:
    """The first mark of exactly this stretch that is no quotation. `marks` are in order."""
    for place in range(bisect_left(marks, span[0], key=_start), len(marks)):
        mark = marks[place]
        if mark.start > span[0]:
            break
        if mark.end == span[1] and mark.kind != "quote":
            return mark
    return None


def overlapping(items: Sequence[P], spans: Iterable[tuple[int, int]], longest: int) -> list[P]:
    """What lies over any of the spans, or begins or ends with one; `items` in order, none longer than `longest`."""
    found: dict[int, P] = {}
    for start, end in spans:
        for place in range(bisect_left(items, start - longest, key=_start), len(items)):
            item = items[place]
            if item.start > end:
                break
            if item.end >= start:
                found[place] = item
    return list(found.values())


def longest_of(items: Iterable[Placed]) -> int:
    """How many characters the longest has; 0 for nothing."""
    return max((item.end - item.start for item in items), default=0)


def _start(item: Placed) -> int:
    return item.start


def _leaves(decided: Decided, mark: Mark) -> bool:
    return decided.open(mark.kind, mark.start, mark.end, mark.label if mark.kind == "entity" else "")


def dismissed(annotations: Iterable[Annotation]) -> tuple[tuple[int, int], ...]:
    """Where something was suggested and rejected: there nothing is proposed again."""
    return tuple((a.start, a.end) for a in dismissals(annotations))


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
