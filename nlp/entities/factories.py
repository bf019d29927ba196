"""The entity rules as spaCy components, each of use in any pipeline, with or without a statistical `ner` before it.

The only file here that knows spaCy's documents: it reads them for the rules and writes back what these decide.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from spacy.language import Language
from spacy.tokens import Doc, Span

from nlp.entities.agreement import agree
from nlp.entities.draft import Draft, Found
from nlp.entities.events import find_events
from nlp.entities.names import Mention, canonical_names
from nlp.entities.numbers import find_numbers
from nlp.entities.organisations import find_organisations
from nlp.entities.people import find_people
from nlp.entities.places import find_places
from nlp.entities.reading import Reading
from nlp.entities.tidy import tidy
from nlp.entities.tokens import split_joined
from nlp.entities.works import find_works

Rule = Callable[[Reading, Draft], None]


class EntityRules:
    """A component that lets a rule add, change and remove entities."""

    def __init__(self, name: str, rule: Rule, prepare: Callable[[Doc], None] | None = None) -> None:
        self.name = name
        self._rule = rule
        self._prepare = prepare

    def __call__(self, doc: Doc) -> Doc:
        if self._prepare:
            self._prepare(doc)
        reading = read(doc)
        draft = Draft(Found(ent.start, ent.end, ent.label_) for ent in doc.ents)
        self._rule(reading, draft)
        write(doc, draft)
        return doc


class Identities:
    """A component that gives each entity its name in the document, in `ent.id_`; ids that are set stay."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        entities = doc.ents
        names = canonical_names([_mention(doc, ent) for ent in entities])
        doc.ents = [
            Span(doc, ent.start, ent.end, label=ent.label, kb_id=ent.kb_id, span_id=ent.id_ or name)
            for ent, name in zip(entities, names, strict=True)
        ]
        return doc


def _mention(doc: Doc, ent: Span) -> Mention:
    before = doc[ent.start - 1].text if ent.start else ""
    if before == "." and ent.start > 1:
        before = doc[ent.start - 2].text
    bracketed = before == "(" and ent.end < len(doc) and doc[ent.end].text == ")"
    return Mention(ent.text, ent.label_, ent.start_char, before, bracketed)


def read(doc: Doc) -> Reading:
    """The words of a document."""
    return Reading([token.text for token in doc], [token.idx for token in doc])


def write(doc: Doc, draft: Draft) -> None:
    """Set the document's entities; those that stay keep their ids."""
    kept = {(ent.start, ent.end, ent.label_): ent for ent in doc.ents}
    doc.ents = [kept.get(found) or Span(doc, found.first, found.stop, label=found.label) for found in draft]


@Language.factory("quotidian_tidy", default_config={"coarse": None}, assigns=["doc.ents"])
def make_tidy(nlp: Language, name: str, coarse: bool | None) -> EntityRules:  # noqa: ARG001 - spaCy hands it over
    """Labels of OntoNotes, ends without possessives and titles.

    `coarse`: whether the labels before are PER, LOC, ORG and MISC; None finds out in each document.
    """
    return EntityRules(name, partial(tidy, coarse=coarse), split_joined)


@Language.factory("quotidian_organisations", default_config={"guess": True}, assigns=["doc.ents"])
def make_organisations(nlp: Language, name: str, guess: bool) -> EntityRules:  # noqa: ARG001 - spaCy hands it over
    """Organisations; `guess` where no statistical component came before."""
    return EntityRules(name, partial(find_organisations, guess=guess))


@Language.factory("quotidian_events", assigns=["doc.ents"])
def make_events(nlp: Language, name: str) -> EntityRules:  # noqa: ARG001
    """Events and laws."""
    return EntityRules(name, find_events)


@Language.factory("quotidian_works", assigns=["doc.ents"])
def make_works(nlp: Language, name: str) -> EntityRules:  # noqa: ARG001
    """Titles of works in quotation marks."""
    return EntityRules(name, find_works)


@Language.factory("quotidian_places", default_config={"guess": True}, assigns=["doc.ents"])
def make_places(nlp: Language, name: str, guess: bool) -> EntityRules:  # noqa: ARG001
    """Places and peoples; `guess` where no statistical component came before."""
    return EntityRules(name, partial(find_places, guess=guess))


@Language.factory("quotidian_names", default_config={"guess": True}, assigns=["doc.ents"])
def make_names(nlp: Language, name: str, guess: bool) -> EntityRules:  # noqa: ARG001
    """People; `guess` where no statistical component came before."""
    return EntityRules(name, partial(find_people, guess=guess))


@Language.factory("quotidian_agreement", assigns=["doc.ents"])
def make_agreement(nlp: Language, name: str) -> EntityRules:  # noqa: ARG001
    """One label for one string in a document."""
    return EntityRules(name, agree)


@Language.factory("quotidian_numbers", assigns=["doc.ents"])
def make_numbers(nlp: Language, name: str) -> EntityRules:  # noqa: ARG001
    """Dates, times, amounts and other numbers."""
    return EntityRules(name, find_numbers)


@Language.factory("quotidian_identities", assigns=["doc.ents"])
def make_identities(nlp: Language, name: str) -> Identities:  # noqa: ARG001
    """A canonical name for each entity, in `ent.id_`."""
    return Identities(name)
