"""Doccano's JSON lines for sequence labelling with relations: quotations with their parts, speakers and cues.

The other dialect of `doccano`, for a project in which "use relation labeling" is set. One without can take the spans:
the column of the labels is `entities`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from store.formats import Losses
from store.formats._tied import Link, Span, spans_of
from store.formats._utf16 import Units
from store.formats.doccano import Doccano, entity
from store.models import Annotation


class DoccanoRelations(Doccano):
    """See the module."""

    name = "doccano-relations"
    about = "labelled spans and relations, quotations whole: Doccano with relations"
    columns = ("entities",)

    def parts(self, annotation: Annotation, losses: Losses) -> Iterable[Span | Link]:  # noqa: ARG002
        """All that it is made of."""
        return spans_of(annotation)

    def marks(self, made: list[Span | Link], units: Units, numbers: Iterator[int]) -> dict[str, Any]:
        """The entities and the relations; no number comes twice in a file."""
        spans = {part.id: (next(numbers), part) for part in made if isinstance(part, Span)}
        relations = [
            {
                "id": next(numbers),
                "from_id": spans[part.source][0],
                "to_id": spans[part.target][0],
                "type": part.role,
            }
            for part in made
            if isinstance(part, Link)
        ]
        return {"entities": [entity(number, span, units) for number, span in spans.values()], "relations": relations}


FORMAT = DoccanoRelations()
