"""What is suggested in an article: what a pipeline found, weighed with what the library knows from the person. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from store.gazetteer import Hit
from store.models import LIBRARY, Entity, Quote


class Suggestion(Struct, frozen=True):
    """An entity to judge, who suggests it, and why, where that can be said."""

    entity: Entity
    origin: str
    reason: str = ""


class Wanted(Struct, frozen=True, kw_only=True):
    """What of a pipeline's findings a person wants suggested."""

    quotes: bool = True
    """Whether quotations are."""
    indirect: bool = True
    """Whether indirect speech is, where quotations are."""
    labels: Mapping[str, str] = {}
    """A label of the pipeline's -> the person's own for it; "": not suggested. One that is not here stays as it is."""

    def entities(self, found: Iterable[Entity]) -> Iterator[Entity]:
        """The entities to suggest, under the person's labels."""
        if not self.labels:
            yield from found
            return
        for entity in found:
            label = self.labels.get(entity.label, entity.label)
            if label:
                yield entity if label == entity.label else replace(entity, label=label)

    def quote(self, found: Quote) -> bool:
        """Whether this quotation is suggested."""
        return self.quotes and (self.indirect or found.kind != "indirect")


ALL = Wanted()
"""Everything, as the pipeline calls it."""


def weigh(entities: Iterable[Entity], pipeline: str, hits: Sequence[Hit]) -> Iterator[Suggestion]:
    """The suggestions of both, in no order; `entities` in the order of the text, none over another, as spaCy's are.

    Where the two overlap, what the library knows stands if it covers all that the pipeline found there. Where they are
    the same words, the person's own label counts more than the pipeline's, which still tells the name.
    """
    found = list(dict.fromkeys(entities))
    starts, ends = ([entity.start for entity in found], [entity.end for entity in found]) if hits else ([], [])
    replaced: set[int] = set()
    for hit in hits:
        first, last = bisect_right(ends, hit.start), bisect_left(starts, hit.end)
        over = found[first:last]
        if any(entity.start < hit.start or entity.end > hit.end for entity in over):
            continue
        replaced.update(range(first, last))
        same = next((entity for entity in over if (entity.start, entity.end) == (hit.start, hit.end)), None)
        if same is not None and same.label == hit.entry.label:
            yield Suggestion(same, pipeline, hit.entry.reason)
        else:
            name = same.name if same is not None else hit.entry.text
            entity = Entity(start=hit.start, end=hit.end, text=hit.entry.text, label=hit.entry.label, name=name)
            yield Suggestion(entity, LIBRARY, hit.entry.reason)
    yield from (Suggestion(entity, pipeline) for number, entity in enumerate(found) if number not in replaced)
