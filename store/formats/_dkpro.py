"""The types of DKPro Core that INCEpTION knows in every project, and what of ours they stand for, both ways.

An entity is a NamedEntity. A quotation is a SemPred over all of it, its kind the category, whose arguments are the
parts that were said, where there are several, the speaker and the cue.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, get_args

from msgspec import Struct

from store.formats import Losses
from store.formats._foreign import Foreign, Stretch
from store.models import Annotation, QuoteKind

NAMED_ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
PREDICATE = "de.tudarmstadt.ukp.dkpro.core.api.semantics.type.SemPred"
ARGUMENT = "de.tudarmstadt.ukp.dkpro.core.api.semantics.type.SemArg"
LINK = "de.tudarmstadt.ukp.dkpro.core.api.semantics.type.SemArgLink"

LABELS = {NAMED_ENTITY: "value", "custom.Span": "label"}
"""The features that hold a label, of types that are read as entities; the second is what INCEpTION itself offers."""

PART, SPEAKER, CUE = "part", "speaker", "cue"
"""The roles of arguments."""

MANY = "they are quotations with more than their words, one speaker and one cue"

_KINDS = frozenset(get_args(QuoteKind))


class Predicate(Struct, frozen=True, kw_only=True):
    """A SemPred as a file has it."""

    place: Stretch
    category: str
    arguments: Sequence[tuple[str, Stretch]]
    """Each with its role."""

    def says_who(self) -> bool:
        """Whether this is a quotation: predicates can be anything."""
        roles = {role for role, _ in self.arguments}
        return self.category in _KINDS or bool(roles and roles <= {PART, SPEAKER, CUE})

    def of(self, role: str) -> list[Stretch]:
        """The arguments in this role."""
        return [place for name, place in self.arguments if name == role]


def arguments(quote: Annotation) -> Iterator[tuple[str, int, int]]:
    """Role, start and end of each argument; a speaker or cue whose words are gone from the text has no place."""
    if quote.parts and quote.parts != ((quote.start, quote.end),):
        for start, end in quote.parts:
            yield PART, start, end
    for role, span in ((SPEAKER, quote.speaker), (CUE, quote.cue)):
        if span is not None and span.start != span.end:
            yield role, span.start, span.end


def take(predicate: Predicate, says: dict[str, Any], given: Foreign, losses: Losses) -> None:
    """Give the quotation that a predicate is. Raises FormatError."""
    parts, speakers, cues = (predicate.of(role) for role in (PART, SPEAKER, CUE))
    if len(speakers) > 1 or len(cues) > 1 or len(parts) + len(speakers) + len(cues) < len(predicate.arguments):
        losses.add(MANY)
    kind = {"quote_kind": predicate.category} if predicate.category in _KINDS else {}
    speaker, cue = next(iter(speakers), None), next(iter(cues), None)
    given.quote(parts or [predicate.place], says | kind, speaker=speaker, cue=cue)


def not_read(kind: str) -> str:
    """Why annotations of this type are not taken."""
    return f"Quotidian has nothing like {kind.rpartition('.')[2]}"
