"""The door of this package: from a text to its quotations. Imports no spaCy.

Takes about time in proportion to the text's length, whatever the text is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from nlp.quotes.attribution import attribute
from nlp.quotes.document import Attribution, Document, Phrase, Stretch
from nlp.quotes.indirect import Indirect, find_indirect
from nlp.quotes.layout import read
from nlp.quotes.mentions import Named
from nlp.quotes.people import People
from nlp.quotes.pronouns import Pronouns
from store.models import Confidence, Cue, Mention, Quote, QuoteKind

INDIRECT_RULE = "reported without marks"
_CONFIDENCE: dict[int, Confidence] = {3: "high", 2: "medium", 1: "low"}


class Found(NamedTuple):
    """A quotation, and the rule that decided who said it."""

    quote: Quote
    rule: str


def find_quotes(
    text: str, people: Sequence[Named | tuple[int, int, str, str]] = (), *, indirect: bool = True
) -> tuple[Quote, ...]:
    """The quotations of `text` by start, each with its speaker as far as it is known.

    `people` are the entities that a recogniser found, as `(start, end, label, canonical name or "")`; the labels
    PERSON and PER are people, all others are not. Without any, names are guessed from the text.
    """
    return tuple(found.quote for found in find_with_rules(text, people, indirect=indirect))


def find_with_rules(
    text: str, people: Sequence[Named | tuple[int, int, str, str]] = (), *, indirect: bool = True
) -> list[Found]:
    """As `find_quotes`, with the rule that decided each."""
    doc = read(text)
    attribute(doc)
    speakers = _Speakers(doc, [Named(*entity) for entity in people])
    found = [_quotation(doc, attribution, group, speakers) for attribution, group in _groups(doc)]
    if indirect:
        found += [_reported(doc, reported, speakers) for reported in find_indirect(doc)]
    return sorted(found, key=lambda one: (one.quote.start, one.quote.end))


class _Speakers:
    """Speakers as mentions with names; people are looked for only when a quotation asks."""

    def __init__(self, doc: Document, named: list[Named]) -> None:
        self._doc = doc
        self._named = named
        self._tables: tuple[People, Pronouns] | None = None

    def mention(self, phrase: Phrase | None) -> Mention | None:
        if phrase is None:
            return None
        if self._tables is None:
            people = People(self._doc, self._named)
            self._tables = people, Pronouns(self._doc, people)
        people, pronouns = self._tables
        start, end = self._doc.slice(phrase)
        name = pronouns.name_of(phrase) or people.name_in(phrase)
        return Mention(start=start, end=end, text=self._doc.text[start:end], name=name)


def _groups(doc: Document) -> Iterable[tuple[Attribution, list[Stretch]]]:
    """The stretches that are speech, those of one quotation together, under what the first says of who said it."""
    groups: dict[int, tuple[Attribution, list[Stretch]]] = {}
    for stretch in doc.stretches:
        if stretch.attribution is not None:
            key = stretch.index if stretch.group is None else stretch.group
            groups.setdefault(key, (stretch.attribution, []))[1].append(stretch)
    return groups.values()


def _cue(doc: Document, tokens: tuple[int, int] | None) -> Cue | None:
    if tokens is None:
        return None
    start, end = doc.tokens[tokens[0]].start, doc.tokens[tokens[1] - 1].end
    return Cue(start=start, end=end, text=doc.text[start:end])


def _quotation(doc: Document, attribution: Attribution, group: list[Stretch], speakers: _Speakers) -> Found:
    parts = _tidy([(stretch.content_start, stretch.content_end) for stretch in group])
    kind: QuoteKind = "mixed" if any(stretch.kind == "mixed" for stretch in group) else "direct"
    start, end = parts[0][0], parts[-1][1]
    quote = Quote(
        start=start,
        end=end,
        text=doc.text[start:end],
        parts=parts,
        kind=kind,
        speaker=speakers.mention(attribution.speaker),
        cue=_cue(doc, attribution.cue),
        confidence=_CONFIDENCE[attribution.sureness],
    )
    return Found(quote, attribution.rule)


def _tidy(parts: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Parts in order, those that touch or overlap made one."""
    tidy: list[tuple[int, int]] = []
    for start, end in sorted(parts):
        if tidy and start <= tidy[-1][1]:
            tidy[-1] = tidy[-1][0], max(end, tidy[-1][1])
        else:
            tidy.append((start, end))
    return tuple(tidy)


def _reported(doc: Document, reported: Indirect, speakers: _Speakers) -> Found:
    quote = Quote(
        start=reported.start,
        end=reported.end,
        text=doc.text[reported.start : reported.end],
        parts=((reported.start, reported.end),),
        kind="indirect",
        speaker=speakers.mention(reported.speaker),
        cue=_cue(doc, reported.cue),
        confidence="low",
    )
    return Found(quote, INDIRECT_RULE)
