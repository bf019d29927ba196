"""Reading a file of articles and annotations into a library: all of it or nothing, and nothing in it is run.

What the file says is decided by its format; here is what may come in, and how it becomes one step of undo.
"""

from __future__ import annotations

from collections.abc import Iterator
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
    conflicts: tuple[str, ...] = ()
    """Where the library had something else, and what became of it: a sentence each."""


def load(library: Library, file: Path, format: str, *, dry_run: bool = False) -> Loaded:
    """Read a file into the library: its articles, and what was made of them as one change.

    An article is known again by its id, else by its text. An annotation that the library has by id is replaced; an
    article that it has keeps the library's text, and the annotations are carried over to it. A `dry_run` only says
    what would happen. Raises FormatError, naming the line, UsageError for a format that can't be read, StoreError;
    nothing was made of any article then.
    """
    chosen = formats.find(format)
    if not isinstance(chosen, Readable):
        raise UsageError(f"The format {format} can be written, but not read.")
    try:
        with file.open("rb") as source:
            read = [(where, _checked(item, where)) for where, item in chosen.read(source)]
        _refuse_doubles(read)
    except OSError as error:
        raise disk.failure(f"read {file.name}", file, error) from error
    except FormatError as error:
        raise FormatError(f"{file}: {error.sentence}") from None
    rows = library.articles()
    known, by_text = {row.id for row in rows}, {row.text_hash: row.id for row in rows}
    given = [item for _, item in read]
    items = [item if item.article.id in known else _known_again(item, by_text) for item in given]
    new = [item.article for item in items if item.article.id not in known]
    items = [_settled(library, item) if item.article.id in known else item for item in items]
    conflicts = tuple(_conflicts(library, given, items))
    if not dry_run:
        library.add_articles(new)
        library.commit(_change(f"load {clean_line(file.name, 80)}", items))
    return Loaded(
        articles=tuple(item.article.id for item in items),
        annotations=sum(len(item.annotations) for item in items),
        new=len({article.id for article in new}),
        conflicts=conflicts,
    )


def _refuse_doubles(read: list[tuple[str, Item]]) -> None:
    """Raise FormatError where one article, or one annotation, comes twice: which of the two is meant is not known."""
    seen: set[tuple[str, str]] = set()
    for where, item in read:
        for kind, identity in (("article", item.article.id), *(("annotation", a.id) for a in item.annotations)):
            if (kind, identity) in seen:
                raise FormatError(f"{where}: {kind} {identity!r} comes twice in the file.")
            seen.add((kind, identity))


def _known_again(item: Item, by_text: dict[str, str]) -> Item:
    """The item as one of the article that has the same text, where the library has one under another id."""
    identity = by_text.get(item.article.text_hash)
    if identity is None:
        return item
    return Item(
        article=replace(item.article, id=identity),
        annotations=tuple(replace(annotation, article=identity) for annotation in item.annotations),
        state=item.state and replace(item.state, article=identity),
    )


def _conflicts(library: Library, given: list[Item], items: list[Item]) -> Iterator[str]:
    """A sentence for each thing that the library has otherwise."""
    had = {annotation.id: annotation for annotation in library.annotations()}
    for before, item in zip(given, items, strict=True):
        article = item.article
        name = f"‘{clean_line(article.title, 60)}’ ({article.id})"
        if before.article.id != article.id:
            yield f"{name}: the file has the same text as {before.article.id}; its annotations go to this article."
        elif before.article.text_hash != article.text_hash:
            yield f"{name}: the library's text is another; it stays, and the annotations are carried over to it."
        if lost := sum(a.anchor == "orphaned" for a in item.annotations):
            yield f"{name}: of {lost} annotations the words are not in the text; they are kept as orphans."
        for annotation in item.annotations:
            old = had.get(annotation.id)
            if old is not None and old != annotation:
                yield f"{name}: annotation {annotation.id} on ‘{clean_line(old.exact, 40)}’ is replaced by the file's."
        state = library.state(article.id)
        if item.state and state not in (item.state, ArticleState(article=article.id)):
            yield f"{name}: its note, tags and flags are replaced by the file's."


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
