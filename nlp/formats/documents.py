"""What spaCy's documents mean: entities and quotations, and what we said of them. Imports no spaCy."""

from __future__ import annotations

from typing import Any, get_args

from msgspec import Struct

from nlp.formats.sheets import ENTITIES, QUOTES, Found, Mark
from store.formats import Item, Losses
from store.formats._foreign import Foreign, Stretch
from store.formats._lines import convert
from store.formats._spans import HIGHLIGHT
from store.models import Cue, Mention, QuoteKind
from store.text import clean_line

_KINDS = frozenset(get_args(QuoteKind))


class About(Struct, frozen=True, kw_only=True):
    """What our own export says of a document."""

    article: dict[str, Any] = {}
    marks: dict[str, dict[str, Any]] = {}
    """What was said of each mark, by its id."""


class Quotation(Struct, frozen=True, kw_only=True):
    """Of what a quotation is made."""

    parts: tuple[Stretch, ...] = ()
    speaker: Mention | None = None
    cue: Cue | None = None


def item(found: Found, where: str, losses: Losses) -> Item:
    """The article of a document. Raises FormatError for what does not fit its text."""
    about = convert(found.about, About, where)
    given = Foreign(found.text, about.article, where, losses)
    labelled = dict.fromkeys((*found.groups.get(ENTITIES, ()), *found.entities))
    for mark in sorted(labelled, key=lambda one: (one.start, one.end)):
        _label(mark, dict(about.marks.get(mark.id, {})), given)
    for mark in found.groups.get(QUOTES, ()):
        _quote(mark, about.marks.get(mark.id, {}), given, where)
    for name, group in found.groups.items():
        if name not in (ENTITIES, QUOTES) and group:
            losses.total += len(group)
            losses.add(f"they are spans in the group {clean_line(name, 40)!r}, which means nothing here", len(group))
    return given.item()


def _label(mark: Mark, says: dict[str, Any], given: Foreign) -> None:
    if (says.get("kind") == "highlight") != (mark.label == HIGHLIGHT):  # it has another label now
        says.pop("kind", None)
    given.mark((mark.start, mark.end), mark.label, says)


def _quote(mark: Mark, says: dict[str, Any], given: Foreign, where: str) -> None:
    made = convert(says, Quotation, where)
    more: dict[str, Any] = {"quote_kind": mark.label} if mark.label in _KINDS else {}
    spans: dict[str, Stretch | None] = {}
    for role, span in (("speaker", made.speaker), ("cue", made.cue)):
        if span:
            spans[role] = (span.start, span.end) if span.start != span.end else None
            more[f"{role}_text"] = span.text
    if made.speaker:
        more["speaker_name"] = made.speaker.name
    parts = made.parts or ((mark.start, mark.end),)
    given.quote(parts, says | more, speaker=spans.get("speaker"), cue=spans.get("cue"))
