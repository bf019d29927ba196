"""Marks of a file that has no texts, put into the texts that the library has."""

from __future__ import annotations

from contextlib import suppress

from msgspec.structs import replace

from store.anchoring import settle
from store.errors import UnknownArticle
from store.formats._utf16 import Units
from store.library import Library
from store.marking import context
from store.models import Annotation, Article
from store.text import on_boundary


def article_of(library: Library, identity: str, address: str) -> Article | None:
    """The article that marks were made in, by its id, else by its address; None where the library has none."""
    with suppress(UnknownArticle):
        return library.article(identity)
    with suppress(UnknownArticle):
        return library.article(library.find_article(address))
    return None


def set_in(library: Library, article: Article, annotation: Annotation) -> Annotation | None:
    """The annotation in the article's text: where its offsets have its words, else where they are found again.

    It comes back 'moved' where they were matched only nearly, and 'orphaned' where they were not but the library has
    the text that they were marked in; None where it has not. One that has no words is where its offsets are, 'moved'.
    """
    mine = replace(annotation, article=article.id)
    there = _there(article.text, mine) if mine.text_hash in ("", article.text_hash) else None
    if there is not None:
        return replace(_in_context(article.text, there), text_hash=article.text_hash)
    old = None
    with suppress(UnknownArticle):
        old = library.text(article.id, mine.text_hash)
    if old is None or not _has(old, mine):
        found = settle(replace(mine, text_hash=""), article)
        return None if found.anchor == "orphaned" else found
    return settle(_in_context(old, mine), article, old)


def _there(text: str, mark: Annotation) -> Annotation | None:
    """The mark where it says that it is; None where it can't be taken at its word.

    Where the revision is not known, it may have counted UTF-16 units, as browsers do, or have only its words.
    """
    if mark.text_hash:
        return mark if _has(text, mark) else None
    if not mark.exact:
        mark = replace(mark, exact=text[max(0, mark.start) : mark.end], anchor="moved")
    found = mark.start
    if not _begins(text, mark, found):
        found = Units(text).offset(mark.start)
    if not _begins(text, mark, found):
        found = -1
    if found < 0 and not mark.prefix and not mark.suffix and text.count(mark.exact) == 1:
        found = text.find(mark.exact)
        mark = replace(mark, anchor="moved" if mark.start >= 0 else mark.anchor)
    placed = replace(mark, start=found, end=found + len(mark.exact))
    return placed if found >= 0 and mark.exact and _is_whole(text, placed) else None


def _begins(text: str, mark: Annotation, start: int) -> bool:
    return start >= 0 and text.startswith(mark.exact, start)


def _is_whole(text: str, mark: Annotation) -> bool:
    return on_boundary(text, mark.start) and on_boundary(text, mark.end)


def _has(text: str, mark: Annotation) -> bool:
    return text[mark.start : mark.end] == mark.exact


def _in_context(text: str, mark: Annotation) -> Annotation:
    before, after = context(text, mark.start, mark.end)
    return replace(mark, prefix=before, suffix=after)
