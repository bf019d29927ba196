"""The spaCy component `quotidian_quotes`: works in any pipeline, blank ones included.

It reads the text, and named entities where an earlier component set them; it needs no tagger and no parser. What it
finds is in `doc._.quotes` and mirrored in `doc.spans`; both survive `Doc.to_bytes`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from nlp.quotes.extract import Found, find_with_rules
from nlp.quotes.mentions import Named
from store.models import Quote

FACTORY = "quotidian_quotes"
QUOTES, SPEAKERS, CUES = "quotes", "quote_speakers", "quote_cues"
"""Span groups. A span's `id_` is the number of its quotation in `doc._.quotes`, its label the kind, SPEAKER or CUE."""
_QUOTE_DATA, _RULE_DATA = "quotidian_quotes", "quotidian_quote_rules"
"""Keys of `doc.user_data`, which holds plain data only, so that any copy of the document can be stored."""


def _get_quotes(doc: Doc) -> tuple[Quote, ...]:
    return msgspec.convert(doc.user_data.get(_QUOTE_DATA, []), tuple[Quote, ...])


def _get_rules(doc: Doc) -> tuple[str, ...]:
    return tuple(doc.user_data.get(_RULE_DATA, ()))


def register_extensions() -> None:
    """Make `doc._.quotes` and `doc._.quote_rules` known; call it before `Doc.from_bytes` in another process."""
    Doc.set_extension("quotes", getter=_get_quotes, force=True)
    Doc.set_extension("quote_rules", getter=_get_rules, force=True)


register_extensions()


@Language.factory(
    FACTORY,
    default_config={"indirect": True},
    assigns=["doc._.quotes", "doc._.quote_rules"],
)
def make_quotes(nlp: Language, name: str, indirect: bool) -> QuotesComponent:  # noqa: ARG001 - spaCy hands it over
    """The component; `indirect` says whether speech without quotation marks is wanted."""
    return QuotesComponent(name, indirect=indirect)


class QuotesComponent:
    """Sets `doc._.quotes` (by start) and `doc._.quote_rules` (the rule that decided each), and three span groups."""

    def __init__(self, name: str = FACTORY, *, indirect: bool = True) -> None:
        self.name = name
        self.indirect = indirect

    def __call__(self, doc: Doc) -> Doc:
        found = find_with_rules(doc.text, _entities(doc), indirect=self.indirect)
        doc.user_data[_QUOTE_DATA] = [msgspec.to_builtins(one.quote) for one in found]
        doc.user_data[_RULE_DATA] = [one.rule for one in found]
        _mirror(doc, found)
        return doc


def _entities(doc: Doc) -> list[Named]:
    return [Named(ent.start_char, ent.end_char, ent.label_, ent.id_ or ent.text) for ent in doc.ents]


def _mirror(doc: Doc, found: Sequence[Found]) -> None:
    """Write the quotations as span groups, widened to whole tokens."""
    groups: dict[str, list[Span]] = {QUOTES: [], SPEAKERS: [], CUES: []}
    for number, (quote, _) in enumerate(found):
        for start, end in quote.parts:
            groups[QUOTES] += _span(doc, start, end, quote.kind.upper(), number)
        if quote.speaker:
            groups[SPEAKERS] += _span(doc, quote.speaker.start, quote.speaker.end, "SPEAKER", number)
        if quote.cue:
            groups[CUES] += _span(doc, quote.cue.start, quote.cue.end, "CUE", number)
    for key, spans in groups.items():
        doc.spans[key] = SpanGroup(doc, name=key, spans=spans)


def _span(doc: Doc, start: int, end: int, label: str, number: int) -> list[Span]:
    span: Any = doc.char_span(start, end, label=label, span_id=str(number), alignment_mode="expand")
    return [] if span is None else [span]
