"""Marks as regions with links between them, for the tools that have labelled spans and relations, and nothing more.

A quotation is one region a part, joined by `continues`; its speaker and its cue are regions of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import Struct

from store.formats import Losses
from store.formats._foreign import Foreign
from store.formats._spans import HIGHLIGHT, QUOTE, label, provenance
from store.models import Annotation, Cue, Mention

ROLES = {"speaker": "SPEAKER", "cue": "CUE"}
"""The labels of regions that only are part of a quotation, by the names of the links that lead to them."""
CONTINUES = "continues"
LINKS = "they are links between marks, and only who said what is kept"
_LABELS = {"highlight": HIGHLIGHT, "quote": QUOTE}


class Region(Struct, frozen=True, kw_only=True):
    """A labelled stretch of the text."""

    id: str
    start: int
    end: int
    label: str
    says: dict[str, Any] = {}
    """What else is said of the annotation, as `_spans.provenance` has it; only its first region says it."""


class Link(Struct, frozen=True, kw_only=True):
    """From a region to one that belongs to it."""

    source: str
    target: str
    name: str


def taken_apart(annotation: Annotation) -> tuple[list[Region], list[Link]]:
    """The regions of an annotation, the first under its own id, and what links the others to it."""
    stretches = annotation.parts or ((annotation.start, annotation.end),)
    names = [annotation.id, *(f"{annotation.id}-{number}" for number in range(1, len(stretches)))]
    regions = [
        Region(id=name, start=start, end=end, label=label(annotation), says={} if number else _says(annotation))
        for number, (name, (start, end)) in enumerate(zip(names, stretches, strict=True))
    ]
    links = [Link(source=annotation.id, target=name, name=CONTINUES) for name in names[1:]]
    for role, span in (("speaker", annotation.speaker), ("cue", annotation.cue)):
        if span is not None and span.start < span.end:
            name = f"{annotation.id}-{role}"
            regions.append(Region(id=name, start=span.start, end=span.end, label=ROLES[role]))
            links.append(Link(source=annotation.id, target=name, name=role))
    return regions, links


def _says(annotation: Annotation) -> dict[str, Any]:
    """The provenance, and of a speaker and a cue what no region can say."""
    fields = provenance(annotation)
    for role, span in (("speaker", annotation.speaker), ("cue", annotation.cue)):
        if isinstance(span, Mention | Cue) and span.start == span.end:
            fields[f"{role}_text"] = span.text
    if annotation.speaker and annotation.speaker.name:
        fields["speaker_name"] = annotation.speaker.name
    return fields


def put_together(given: Foreign, regions: Sequence[Region], links: Iterable[Link], losses: Losses) -> None:
    """The annotations that the regions of one text are; of links only those of quotations are kept. Raises FormatError.

    What was changed in the other tool counts: a region that has another label is what this label says.
    """
    known = {region.id: region for region in regions}
    quotes = {region.id: _Quotation(region) for region in regions if _is_quote(region)}
    used: set[str] = set()
    for link in links:
        target, quote = known.get(link.target), quotes.get(link.source)
        if target is None or quote is None or not quote.take(link.name, target):
            losses.total += 1
            losses.add(LINKS)
        elif target.label in ROLES.values() or link.name == CONTINUES:
            used.add(target.id)
    for region in regions:
        if region.id in used:
            continue
        if quote := quotes.get(region.id):
            quote.give(given)
        else:
            kept = _LABELS.get(region.says.get("kind", ""), region.label) == region.label
            says = region.says if kept else {name: said for name, said in region.says.items() if name != "kind"}
            given.mark((region.start, region.end), region.label, says)


def _is_quote(region: Region) -> bool:
    return region.label == QUOTE and region.says.get("kind", "quote") == "quote"


class _Quotation:
    """The regions of one quotation."""

    def __init__(self, head: Region) -> None:
        self._head = head
        self._parts = [(head.start, head.end)]
        self._roles: dict[str, tuple[int, int]] = {}

    def take(self, name: str, region: Region) -> bool:
        """Add what a link leads to; False where it has no place for that."""
        place = (region.start, region.end)
        if name == CONTINUES and _is_quote(region) and region.id != self._head.id:
            self._parts.append(place)
        elif name in ROLES and name not in self._roles:
            self._roles[name] = place
        else:
            return False
        return True

    def give(self, given: Foreign) -> None:
        """Make the annotation."""
        roles = self._roles
        given.quote(self._parts, self._head.says, speaker=roles.get("speaker"), cue=roles.get("cue"))
