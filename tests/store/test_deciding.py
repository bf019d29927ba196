"""Suggestions: what was found and not decided."""

from __future__ import annotations

import io
import json

import pytest
from msgspec.structs import replace

from store.deciding import suggestions
from store.errors import RecordError
from store.export import export
from store.library import Library
from store.models import Analysis, Article, Entity, Quote
from tests.store.helpers import keep, mark, quote


def found(article: Article, *entities: tuple[str, str], quotes: tuple[Quote, ...] = ()) -> Analysis:
    spans = [(article.text.index(words), words, label) for words, label in entities]
    return Analysis(
        article=article.id,
        text_hash=article.text_hash,
        pipeline="p@1",
        entities=tuple(Entity(start=s, end=s + len(w), text=w, label=label, name=w) for s, w, label in spans),
        quotes=quotes,
    )


def a_quote(article: Article) -> Quote:
    made = quote(article)
    return Quote(
        start=made.start,
        end=made.end,
        text=made.exact,
        parts=made.parts,
        kind="direct",
        speaker=made.speaker,
        cue=made.cue,
        confidence="high",
    )


def test_what_is_decided_is_suggested_no_more(article: Article) -> None:
    analysis = found(
        article, ("Qin Gang", "PERSON"), ("Beijing", "GPE"), ("Sunday", "DATE"), quotes=(a_quote(article),)
    )
    decided = (
        mark(article, "Gang", "ORG"),
        mark(article, "Beijing", "GPE", verdict="rejected"),
        mark(article, "Sunday", "TIME", verdict="rejected"),  # as something else: it may still be a date
    )
    left = suggestions(article, analysis, decided)
    assert [(a.exact, a.label) for a in left if a.kind == "entity"] == [("Sunday", "DATE")]
    (said,) = (a for a in left if a.kind == "quote")
    assert (said.parts, said.speaker, said.label) == (quote(article).parts, quote(article).speaker, "direct")
    assert suggestions(article, analysis, (*decided, quote(article))) == left[:1]
    assert {(a.verdict, a.origin) for a in left} == {("suggested", "p@1")}
    assert suggestions(article, analysis, decided) == left


def test_suggestions_are_exported_and_never_kept(library: Library, article: Article) -> None:
    kept = mark(article, "Beijing", "GPE")
    keep(library, kept)
    library.remember_analysis(replace(found(article, ("Sunday", "ORG")), pipeline="old@1"))
    library.remember_analysis(found(article, ("Qin Gang", "PERSON"), ("Beijing", "GPE")))
    out = io.BytesIO()
    export(library, [article.id], "jsonl", out, only="suggestions")
    (made,) = json.loads(out.getvalue())["annotations"]
    assert (made["exact"], made["verdict"], made["origin"]) == ("Qin Gang", "suggested", "p@1")
    with pytest.raises(RecordError, match="only suggested"):
        keep(library, replace(kept, id="new", verdict="suggested"))
    assert library.annotations() == [kept]
