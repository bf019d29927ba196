"""Reading a file of articles and annotations into a library: all of it or nothing, and nothing in it is run.

How it is opened is up to `store.reading`, what it says to its format, what of that may come in to `store.checking`;
here is how it becomes one step of undo. The file is read twice, an article at a time: first to look at everything, then
to take in the texts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from store.anchoring import settle
from store.checking import Seen, checked, checked_annotation
from store.errors import FormatError, StoreError, UnknownAnnotation
from store.formats import Item, Losses, Marks
from store.library import Library
from store.marking import next_id
from store.matching import article_of, set_in
from store.models import Annotation, Article, ArticleState, Change
from store.reading import Reading, opened
from store.text import clean_line

_UNKNOWN = "the file has no texts, and this library does not have their articles"

_CHUNK = 100
"""New articles that are taken in at a time."""


class Loaded(Struct, frozen=True, kw_only=True):
    """What a loading did."""

    format: str
    """What the file was read as."""
    articles: tuple[str, ...]
    """Ids of the articles in the file, in its order."""
    annotations: int
    """How many annotations of the file the library has now."""
    new: int
    """How many of its articles the library did not have."""
    conflicts: tuple[str, ...] = ()
    """Where the library had something else, or could not keep something, and what became of it: a sentence each."""


def load(
    library: Library, file: Path, format: str = "", *, dry_run: bool = False, tell: Callable[[int], None] | None = None
) -> Loaded:
    """Read a file or folder into the library: articles that it does not have, and what was made of all, as one change.

    An article is known again by its id, else by its text. An annotation that the library has by id is replaced, one
    that it has in the same place under another id stays; an article that it has keeps the library's text, and the
    annotations are carried over to it. Undoing it hides the articles that were new. Without a format, the one is taken
    whose reader the file suits. A `dry_run` only says what would happen; `tell` is told how many articles were read.

    Raises FormatError, naming the line, UsageError for a format that can't be read or guessed, StoreError; nothing was
    made of any article then, and new ones are not seen.
    """
    losses = Losses()
    with opened(file, format) as reading:
        plan = _Plan(library)
        try:
            for where, item in _items(library, reading, losses, tell):
                plan.add(item, where)
            if not dry_run and plan.new:
                read = _items(library, reading, Losses(), None)
                _take_in(library, (_sourced(item.article, file, where) for where, item in read), plan.new)
        except FormatError as error:
            raise FormatError(f"{file}: {error.sentence}") from None
    if not dry_run:
        library.commit(plan.change(f"load {clean_line(file.name, 80)}"))
    return Loaded(
        format=reading.format,
        articles=tuple(plan.states),
        annotations=len(plan.put) + plan.there,
        new=len(plan.new),
        conflicts=(*plan.conflicts, *plan.left_out(), *losses.sentences("are not as in the file")),
    )


def _items(
    library: Library, reading: Reading, losses: Losses, tell: Callable[[int], None] | None
) -> Iterator[tuple[str, Item]]:
    """The items that are to be loaded, each of them sound by itself, and last what had no text. Raises FormatError."""
    loose: dict[str, list[Annotation]] = {}
    find = lru_cache(maxsize=8)(partial(article_of, library))  # the marks of one article mostly stand together
    for number, (where, found) in enumerate(reading.items(losses), start=1):
        if isinstance(found, Marks):
            article = find(found.article, found.address)
            if article is None:
                losses.add(_UNKNOWN, len(found.annotations))
            else:
                loose.setdefault(article.id, []).extend(_placed(library, article, found, where, losses))
        else:
            yield where, checked(found, where)
        if tell:
            tell(number)
    for identity, marks in loose.items():
        yield "the file", Item(article=library.article(identity), annotations=tuple(marks))


def _placed(library: Library, article: Article, marks: Marks, where: str, losses: Losses) -> list[Annotation]:
    """Those of the marks that can be set into the text of their article."""
    found = [set_in(library, article, annotation) for annotation in marks.annotations]
    if lost := found.count(None):
        losses.add("their words are not in the library's text", lost)
    return [checked_annotation(annotation, article, where) for annotation in found if annotation]


def _sourced(article: Article, file: Path, where: str) -> Article:
    """The article, with its place in the file as its source where it has none."""
    return article if article.source else replace(article, source=f"{clean_line(file.name, 80)}, {where}")


def _take_in(library: Library, articles: Iterable[Article], new: dict[str, str]) -> None:
    """Keep the articles that are new, hidden: the change that makes something of them shows them."""
    left = dict(new)
    wanted = (article for article in articles if left.pop(article.id, None) == article.text_hash)
    while chunk := list(islice(wanted, _CHUNK)):
        library.add_articles(chunk)
        hidden = tuple(replace(library.state(article.id), removed=True) for article in chunk)
        library.commit(Change(what="take in articles", states=hidden), undoable=False)
    if left:
        raise StoreError("Could not load the file: it was changed while it was read. Load it again.")


class _Plan:
    """What a file makes of a library, gathered without the texts."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._seen = Seen()
        self.put: list[Annotation] = []
        self.states: dict[str, ArticleState | None] = {}
        """What the file says of each of its articles, by the id that it has in the library."""
        self.new: dict[str, str] = {}
        """The articles that the library does not have: id -> text_hash."""
        self.there = 0
        """Annotations that the library has under other ids."""
        self.conflicts: list[str] = []
        self._suggested = 0

    def add(self, item: Item, where: str) -> None:
        """One item of the file. Raises FormatError for what comes twice."""
        item = self._seen.add(item, where)
        kept = tuple(annotation for annotation in item.annotations if annotation.verdict != "suggested")
        self._suggested += len(item.annotations) - len(kept)
        given, item = item.article, _known_again(self._library, replace(item, annotations=kept))
        rows = self._library.articles([item.article.id])
        if rows:
            item = _settled(self._library, item)
        else:
            self.new[item.article.id] = item.article.text_hash
        self.conflicts += _about_article(given, item)
        self._add_annotations(item, known=bool(rows))
        self._add_state(item)

    def _add_annotations(self, item: Item, *, known: bool) -> None:
        name = _title(item.article)
        had = {_claim(a): a for a in self._library.annotations(item.article.id)} if known else {}
        for annotation in item.annotations:
            old = self._find(annotation.id)
            if old is not None and old.article != annotation.article:
                annotation = replace(annotation, id=_other_id(annotation))
                old = self._find(annotation.id)
            if old is None and _claim(annotation) in had:
                self.there += 1
                continue
            if old is not None and old != annotation:
                words = clean_line(old.exact, 40)
                self.conflicts.append(f"{name}: annotation {annotation.id} on ‘{words}’ is replaced by the file's.")
            self.put.append(annotation)

    def _add_state(self, item: Item) -> None:
        article = item.article.id
        before, given = self._library.state(article), item.state or ArticleState(article=article)
        nothing = ArticleState(article=article)
        if given != nothing and before not in (given, nothing, replace(nothing, removed=True)):
            self.conflicts.append(f"{_title(item.article)}: its note, tags and flags are replaced by the file's.")
        if before.removed and not given.removed:
            self.conflicts.append(f"{_title(item.article)}: it had been removed, and is back.")
        self.states[article] = None if given == nothing else given

    def _find(self, annotation: str) -> Annotation | None:
        with suppress(UnknownAnnotation):
            return self._library.annotation(annotation)
        return None

    def left_out(self) -> Iterator[str]:
        """What the library did not take, in sentences."""
        if self.there:
            yield f"{self.there:,} of its annotations are here already under other ids; these stay as they are."
        if self._suggested:
            yield f"{self._suggested:,} suggestions were left out: nobody has judged them yet."

    def change(self, what: str) -> Change:
        """All of it as one change, which also shows the articles that are hidden."""
        shown = ((article, given, self._library.state(article)) for article, given in self.states.items())
        return Change(
            what=what,
            put=tuple(self.put),
            states=tuple(given or replace(now, removed=False) for article, given, now in shown if given or now.removed),
        )


def _claim(annotation: Annotation) -> tuple[str, int, int, str, str]:
    """What it says of which place: two annotations that say the same are one."""
    return annotation.kind, annotation.start, annotation.end, annotation.label, annotation.text_hash


def _other_id(annotation: Annotation) -> str:
    """An id for an annotation whose own is another's here; loading it again finds the same."""
    return next_id(f"{annotation.article} {annotation.id}")


def _known_again(library: Library, item: Item) -> Item:
    """The item as one of the article that has the same text, where the library has one under another id only."""
    if library.articles([item.article.id]):
        return item
    identity = library.article_with_text(item.article.text_hash)
    if identity is None:
        return item
    return Item(
        article=replace(item.article, id=identity),
        annotations=tuple(replace(annotation, article=identity) for annotation in item.annotations),
        state=item.state and replace(item.state, article=identity),
    )


def _about_article(given: Article, item: Item) -> Iterator[str]:
    """A sentence for each thing that the library has otherwise, apart from the annotations and the state."""
    article, name = item.article, _title(item.article)
    if given.id != article.id:
        yield f"{name}: the file has the same text as {given.id}; its annotations go to this article."
    elif given.text_hash != article.text_hash:
        yield f"{name}: the library's text is another; it stays, and the annotations are carried over to it."
    if lost := sum(a.anchor == "orphaned" for a in item.annotations):
        yield f"{name}: of {lost} annotations the words are not in the text; they are kept as orphans."


def _title(article: Article) -> str:
    return f"‘{clean_line(article.title, 60)}’ ({article.id})"


def _settled(library: Library, item: Item) -> Item:
    """The item with the library's own text of its article, which may be newer, and its annotations carried over."""
    article = library.article(item.article.id)
    carried = tuple(
        settle(annotation, article, item.article.text) if annotation.text_hash == item.article.text_hash else annotation
        for annotation in item.annotations
    )
    return replace(item, article=article, annotations=carried)
