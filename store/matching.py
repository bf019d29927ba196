"""Marks of a file that has no texts, put into the texts that the library has."""

from __future__ import annotations

from contextlib import suppress

from msgspec.structs import replace

from store.anchoring import settle
from store.errors import UnknownArticle
from store.formats import Marks
from store.library import Library
from store.marking import context
from store.models import Annotation, Article


def article_of(library: Library, marks: Marks) -> Article | None:
    """The article that the marks were made in, by its id, else by its address; None where the library has none."""
    with suppress(UnknownArticle):
        return library.article(marks.article)
    with suppress(UnknownArticle):
        return library.article(library.find_article(marks.address))
    return None


def set_in(library: Library, article: Article, annotation: Annotation) -> Annotation | None:
    """The annotation in the article's text: where its offsets have its words, else where they are found again.

    It comes back 'moved' where they were matched only nearly, and 'orphaned' where they were not but the library has
    the text that they were marked in; None where it has not.
    """
    mine = replace(annotation, article=article.id)
    if not mine.exact:
        mine = replace(mine, exact=article.text[max(0, mine.start) : mine.end])
    if mine.start == mine.end:
        found = settle(replace(mine, start=0, end=len(mine.exact), text_hash=""), article)
        return None if found.anchor == "orphaned" else found
    if mine.text_hash in ("", article.text_hash) and _has(article.text, mine):
        return replace(_in_context(article.text, mine), text_hash=article.text_hash)
    old = None
    with suppress(UnknownArticle):
        old = library.text(article.id, mine.text_hash)
    if old is None or not _has(old, mine):
        found = settle(replace(mine, text_hash=""), article)
        return None if found.anchor == "orphaned" else found
    return settle(_in_context(old, mine), article, old)


def _has(text: str, mark: Annotation) -> bool:
    return text[mark.start : mark.end] == mark.exact


def _in_context(text: str, mark: Annotation) -> Annotation:
    before, after = context(text, mark.start, mark.end)
    return replace(mark, prefix=before, suffix=after)
