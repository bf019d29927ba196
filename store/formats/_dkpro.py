"""The types of DKPro Core that INCEpTION knows in every project, and what of ours they stand for.

An entity is a NamedEntity. A quotation is a SemPred over all of it, its kind the category, whose arguments are the
parts that were said, where there are several, the speaker and the cue.
"""

from __future__ import annotations

from collections.abc import Iterator

from store.models import Annotation

NAMED_ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
PREDICATE = "de.tudarmstadt.ukp.dkpro.core.api.semantics.type.SemPred"
ARGUMENT = "de.tudarmstadt.ukp.dkpro.core.api.semantics.type.SemArg"
LINK = "de.tudarmstadt.ukp.dkpro.core.api.semantics.type.SemArgLink"

PART, SPEAKER, CUE = "part", "speaker", "cue"
"""The roles of arguments."""


def arguments(quote: Annotation) -> Iterator[tuple[str, int, int]]:
    """Role, start and end of each argument; a speaker or cue whose words are gone from the text has no place."""
    if quote.parts and quote.parts != ((quote.start, quote.end),):
        for start, end in quote.parts:
            yield PART, start, end
    for role, span in ((SPEAKER, quote.speaker), (CUE, quote.cue)):
        if span is not None and span.start != span.end:
            yield role, span.start, span.end
