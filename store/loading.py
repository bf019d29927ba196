"""Reading a file of articles and annotations into a library: all of it or nothing, and nothing in it is run.

What the file says is decided by its format; here is what may come in, and how it becomes one step of undo.
"""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from store import disk, formats
from store.anchoring import settle
from store.errors import FormatError, OffsetError, UsageError
from store.formats import Item, Readable
from store.library import Library
from store.marking import clean_tags
from store.models import Annotation, Article, ArticleState, Change
from store.rules import check_annotation
from store.text import clean, clean_line, strip_controls, text_hash


class Loaded(Struct, frozen=True, kw_only=True):
    """What a loading did."""

    articles: tuple[str, ...]
    """Ids of the articles in the file, in its order."""
    annotations: int
    """How many annotations the file had."""
    new: int
    """How many of its articles the library did not have."""


def load(library: Library, file: Path, format: str) -> Loaded:
    """Read a file into the library: its articles, and what was made of them as one change.

    An annotation that the library has by id is replaced; an article that it has keeps the library's text, and the
    annotations are carried over to it. Raises FormatError, naming the line, UsageError for a format
    that can't be read, StoreError; nothing was made of any article then.
    """
    chosen = formats.find(format)
    if not isinstance(chosen, Readable):
        raise UsageError(f"The format {format} can be written, but not read.")
    try:
        with file.open("rb") as source:
            items = [_checked(item, where) for where, item in chosen.read(source)]
    except OSError as error:
        raise disk.failure(f"read {file.name}", file, error) from error
    except FormatError as error:
        raise FormatError(f"{file}: {error.sentence}") from None
    known = {row.id for row in library.articles([item.article.id for item in items])}
    library.add_articles(item.article for item in items if item.article.id not in known)
    items = [_settled(library, item) if item.article.id in known else item for item in items]
    library.commit(_change(f"load {clean_line(file.name, 80)}", items))
    return Loaded(
        articles=tuple(item.article.id for item in items),
        annotations=sum(len(item.annotations) for item in items),
        new=len({item.article.id for item in items} - known),
    )


def _settled(library: Library, item: Item) -> Item:
    """The item with the library's own text of its article, which may be newer, and its annotations carried over."""
    article = library.article(item.article.id)
    carried = tuple(
        settle(annotation, article, item.article.text) if annotation.text_hash == item.article.text_hash else annotation
        for annotation in item.annotations
    )
    return replace(item, article=article, annotations=carried)


def _change(what: str, items: list[Item]) -> Change:
    states = (item.state for item in items if item.state)
    return Change(
        what=what,
        put=tuple(annotation for item in items for annotation in item.annotations),
        states=tuple(state for state in states if state != ArticleState(article=state.article)),
    )


def _checked(item: Item, where: str) -> Item:
    """The item, clean, if everything in it fits together. Raises FormatError."""
    article = item.article
    if not article.id or article.text != clean(article.text) or article.text_hash != text_hash(article.text):
        raise FormatError(f"{where}: article {article.id!r} is not as Quotidian writes it: {_fault(article)}.")
    if item.state and item.state.article != article.id:
        raise FormatError(f"{where}: what was noted belongs to another article.")
    fields = ("source", "url", "title", "byline", "published", "fetched", "language")
    lines = {field: clean_line(getattr(article, field)) for field in fields}
    state = item.state and replace(item.state, note=clean(item.state.note), tags=clean_tags(item.state.tags))
    annotations = tuple(_clean(annotation, article, where) for annotation in item.annotations)
    return Item(article=replace(article, **lines), annotations=annotations, state=state)


def _clean(annotation: Annotation, article: Article, where: str) -> Annotation:
    if annotation.article != article.id or not annotation.id:
        raise FormatError(f"{where}: annotation {annotation.id!r} belongs to another article, or has no id.")
    try:
        if annotation.anchor != "orphaned":
            check_annotation(annotation, article.text)
    except OffsetError as error:
        raise FormatError(f"{where}: annotation {annotation.id!r}: {error.sentence}") from None
    fields = ("id", "label", "name", "origin", "annotator", "created", "modified")
    lines = {field: clean_line(getattr(annotation, field)) for field in fields}
    speaker, cue = annotation.speaker, annotation.cue
    return replace(
        annotation,
        **lines,
        exact=clean(annotation.exact) if annotation.anchor == "orphaned" else annotation.exact,
        prefix=strip_controls(annotation.prefix),
        suffix=strip_controls(annotation.suffix),
        note=clean(annotation.note),
        tags=clean_tags(annotation.tags),
        speaker=speaker
        and replace(speaker, text=strip_controls(speaker.text), name=speaker.name and clean_line(speaker.name)),
        cue=cue and replace(cue, text=strip_controls(cue.text)),
    )


def _fault(article: Article) -> str:
    if not article.id:
        return "it has no id"
    return "it has characters that are not shown" if article.text != clean(article.text) else "its hash is another"
