"""UIMA CAS, read back by DKPro Cassis."""

from __future__ import annotations

import io
from collections import Counter
from typing import Any

import cassis
from hypothesis import given
from msgspec.structs import replace

from store.formats import Item
from store.formats._dkpro import NAMED_ENTITY, PREDICATE
from store.formats._spans import HIGHLIGHT
from tests.store.conftest import make
from tests.store.formats.generated import lost, quoted, roles, wrote
from tests.store.helpers import mark, quote


def load(files: dict[str, str]) -> cassis.Cas:
    types = cassis.load_typesystem(io.BytesIO(files[".types.xml"].encode()))
    return cassis.load_cas_from_xmi(io.BytesIO(files[".xmi"].encode()), typesystem=types)


def made_of(fs: Any) -> list[tuple[str, int, int]]:
    """What a SemPred is made of."""
    links = fs.arguments.elements if fs.arguments else []
    return [(link.role, link.target.begin, link.target.end) for link in links]


@given(quoted())
def test_cassis_reads_every_mark_in_its_place(item: Item) -> None:
    files, losses = wrote("cas", item)
    cas = load(files)
    text = item.article.text
    assert cas.sofa_string == text
    (document,) = cas.select("uima.tcas.DocumentAnnotation")
    assert (document.begin, document.end) == (0, len(text))
    assert lost(losses) == 0
    marks = {fs.id: fs for fs in cas.select("quotidian.Mark")}
    assert marks.keys() == {a.id for a in item.annotations}
    for a in item.annotations:
        fs = marks[a.id]
        assert (fs.begin, fs.end, fs.get_covered_text()) == (a.start, a.end, a.exact)
        assert (fs.kind, fs.label or "", fs.verdict) == (a.kind, a.label, a.verdict)
        assert (fs.of is None) == (a.verdict == "rejected")
        if a.kind == "quote":
            assert tuple((part.begin, part.end) for part in fs.parts.elements) == a.parts
            for role, span in (("speaker", a.speaker), ("cue", a.cue)):
                found = getattr(fs, role)
                assert (found and (found.begin, found.end)) == (span and (span.start, span.end))
    affirmed = [a for a in item.annotations if a.verdict != "rejected"]
    known = [(fs.begin, fs.end, fs.value) for fs in cas.select(NAMED_ENTITY)]
    known += [(fs.begin, fs.end, fs.category, *made_of(fs)) for fs in cas.select(PREDICATE)]
    assert Counter(known) == Counter((a.start, a.end, a.label or HIGHLIGHT, *roles(a)) for a in affirmed)


def test_provenance_and_what_is_said_of_the_article_are_there() -> None:
    article = make(title='A "quoted" <title> & more', url="https://example.org/?a=1&b=2", language="en")
    said = replace(quote(article), note='two\n"lines" <b>\t', tags=("a", "b<c"), unsure=True, annotator="ann")
    cas = load(wrote("cas", Item(article=article, annotations=(said,)))[0])
    (found,) = cas.select("quotidian.Quotation")
    assert (found.note, found.tags.elements, found.unsure, found.annotator) == (said.note, list(said.tags), True, "ann")
    assert (found.speaker.name, found.speaker.get_covered_text()) == ("Antony Blinken", "Antony Blinken")
    assert (found.cue.get_covered_text(), found.origin, found.created) == ("said", "hand", said.created)
    assert found.of.category == "direct"
    (source,) = cas.select("quotidian.Article")
    assert (source.id, source.title, source.url) == (article.id, article.title, article.url)
    assert source.text_hash == article.text_hash
    assert cas.document_language == "en"


def test_a_character_that_xml_has_not_is_replaced_and_what_lies_on_it_is_said() -> None:
    article = make(text="One \ufffe two \U0001f1e9\U0001f1ea three.")
    marks = (mark(article, "\ufffe", "X"), mark(article, "three", "CARDINAL", note="\x1b[31m"))
    files, losses = wrote("cas", Item(article=article, annotations=marks))
    cas = load(files)
    assert [fs.get_covered_text() for fs in cas.select("quotidian.Mark")] == ["three"]
    assert cas.sofa_string == "One \ufffd two \U0001f1e9\U0001f1ea three."
    assert [fs.text_hash for fs in cas.select("quotidian.Article")] == [None]
    assert lost(losses) == 1
