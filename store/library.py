"""The library: one folder that holds the articles (`library.db`) and what a person made of them (`annotations.json`).

The contract, for whoever calls it and whoever changes what is behind it:

- **Threads.** Every method may be called from any thread; changes are serialised inside. What is returned is frozen.
- **Durability.** When a method that changes something returns, the change is on the disk. When it raises, nothing
  changed, in memory or on the disk, and everything before it is still there.
- **Processes.** One process writes. A second one waits for it as long as it likes, then opens the same folder
  read-only: `read_only` then holds the sentence that says why, and changes raise ReadOnlyError.
- **Closing.** `close()` may be called twice; afterwards every other method raises StoreError. A library is a context
  manager. After a clean close `annotations.json` is a TinyDB file that plain TinyDB reads.
- **Errors.** Only `store.errors`: never an OSError, a sqlite3.Error or a ValueError from below.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

from store.articles import Arrival
from store.doctor import Fault
from store.editing import Editor, Undone
from store.errors import UnknownArticle
from store.feeds import Arriving, FeedState
from store.gazetteer import Gazetteer
from store.history import LogEntry
from store.index import Field
from store.models import (
    Analysis,
    Annotation,
    Article,
    ArticleRow,
    ArticleState,
    Change,
    Known,
    Revision,
    SavedSearch,
    Subscription,
)
from store.opening import Rooms, open_rooms

if TYPE_CHECKING:
    from store.query import Node
    from store.query.finder import Places

__all__ = ["Arrival", "Arriving", "Fault", "FeedState", "Library", "LogEntry", "Undone", "open_library"]

Kept = TypeVar("Kept", Subscription, SavedSearch, Known)


class Library:
    """An open library. Get one from `open_library`."""

    folder: Path
    read_only: str
    """Why nothing can be changed, as a sentence; "" when it can."""
    notices: tuple[str, ...]
    """What opening had to put right (a damaged file set aside, a torn line dropped), a sentence each."""

    def __init__(self, rooms: Rooms) -> None:
        self.folder = rooms.files.folder
        self.read_only = rooms.read_only
        self.notices = rooms.notices
        self._rooms = rooms
        self._editor = Editor(rooms)
        self._articles = rooms.articles
        self._annotations = rooms.annotations

    # Articles

    def add_articles(self, articles: Iterable[Article]) -> list[Arrival]:
        """Keep articles, in one transaction: 'new', 'changed' (other text: the old one is kept) or 'same'."""
        return self._editor.add(articles)

    def take_in(self, state: FeedState, arriving: Sequence[Arriving] = ()) -> list[tuple[Article, Arrival]]:
        """Keep what a feed brought, and the feed's state, in one transaction: each article with what it was.

        An item that is known again, by the surest of its keys that is, keeps its article and so its annotations.
        Nothing that is there already is lost to an empty item.
        """
        return self._editor.take_in(state, arriving)

    def keep_feed_states(self, states: Sequence[FeedState]) -> None:
        """Keep how feeds are doing that brought nothing, in one transaction."""
        self._editor.keep_states(states)

    def feed_states(self) -> dict[str, FeedState]:
        """What is known of each feed that was fetched, by the id of its subscription."""
        return self._rooms.feeds.states()

    def feed_counts(self) -> dict[str, int]:
        """How many articles came by each feed, by the id of its subscription."""
        return self._rooms.feeds.counts()

    def feed_titles(self) -> dict[str, str]:
        """What each feed is called, by its id: by the person, else by itself, else by its address; also those that are
        followed no longer.
        """
        return self._rooms.feeds.titles(self.records(Subscription))

    def article(self, article: str) -> Article:
        """The newest revision of the article with this id. Raises UnknownArticle."""
        return self._articles.get(article)

    def revisions(self, article: str) -> list[Revision]:
        """The texts that the article had: the one it has now first, then the others, newest first; [] if unknown."""
        return self._articles.revisions(article)

    def text(self, article: str, text_hash: str) -> str:
        """The text of one revision of an article. Raises UnknownArticle where there is none."""
        found = self._articles.text(article, text_hash)
        if found is None:
            raise UnknownArticle(f"There is no revision {text_hash!r} of an article {article!r} in this library.")
        return found

    def find_article(self, key: str) -> str:
        """The id that `key` means: an id, an unambiguous beginning of one (4 digits or more), or a source.

        Raises UnknownArticle, naming the candidates where there are several.
        """
        return self._articles.identify(key)

    def article_with_text(self, text_hash: str) -> str | None:
        """The id of an article that has this text now; None where there is none."""
        return self._articles.with_text(text_hash)

    def articles(self, ids: Sequence[str] | None = None) -> list[ArticleRow]:
        """These articles in this order, unknown ones left out; all, newest first, where no ids are given."""
        return self._articles.rows(ids)

    def select(self, query: Node | str = "", *, ranked: bool = False, limit: int | None = None) -> Places[int]:
        """The places of the articles that `query` means, newest first, or the best first; removed ones if it says so.

        A place tells an article from all others as long as the articles stay as they are, and is higher the newer it
        is: so a long list is an array of numbers, whose rows `at` reads as they are needed. No more than `limit`: a
        first screenful is there at once, however many there are. What a query can say is in `store.query.parse`;
        one that makes no sense raises QueryError.
        """
        from store.query import parse  # queries come after the first paint

        node = parse(query) if isinstance(query, str) else query
        return self._rooms.queries.finder.select(node, ranked=ranked, limit=limit)

    def at(self, places: Sequence[int]) -> list[ArticleRow | None]:
        """The articles at these places, in this order; None where there is none any more."""
        return self._articles.at(places)

    def ids(self, places: Sequence[int]) -> list[str]:
        """The ids of the articles at these places, in this order; those that are there no more left out."""
        return self._articles.ids(places)

    def places(self, ids: Iterable[str]) -> dict[str, int]:
        """The places of these articles by their ids, unknown ones left out."""
        return self._articles.places(ids)

    def feeds_of_places(self) -> dict[int, str]:
        """The ids of the feeds that articles came by, by the articles' places; those that came by none left out."""
        return self._articles.feeds()

    def search(self, query: Node | str, *, ranked: bool = False, limit: int | None = None) -> list[str]:
        """Ids of the articles that `query` means, as `select` finds them."""
        return self._articles.ids(self.select(query, ranked=ranked, limit=limit))

    def remember_analysis(self, analysis: Analysis) -> None:
        """Keep a computed analysis, to be found again by (text_hash, pipeline). A cache: a failure is not an error.

        Rules that ask who is in an article, or what is said there, are applied when its text is first analysed.
        """
        if not self.read_only:
            self._editor.remember(analysis)

    def recall_analysis(self, text_hash: str, pipeline: str = "") -> Analysis | None:
        """The kept analysis of this text by this pipeline (`name@version`), or the last one by any; None without."""
        return self._articles.recall(text_hash, pipeline)

    def bookmark(self, article: str, text_hash: str) -> int:
        """The offset where the person was in this text of an article; 0 where that is not known."""
        return self._rooms.bookmarks.get(article, text_hash)

    def keep_bookmark(self, article: str, text_hash: str, position: int) -> None:
        """Keep where the person is in an article. It is no change to undo, and a failure is no error."""
        if not self.read_only:
            self._rooms.bookmarks.put(article, text_hash, position)

    # What a person made

    def annotations(self, article: str | None = None) -> list[Annotation]:
        """The annotations of one article by (start, end, id); of all articles where none is named."""
        return self._annotations.all() if article is None else self._annotations.of(article)

    def annotations_by(self, field: Field, value: str) -> list[Annotation]:
        """The annotations of all articles with this label, tag, name or speaker, by (article, start, end, id)."""
        return self._annotations.by(field, value)

    def counts(self, field: Field) -> dict[str, int]:
        """How many annotations there are for each article, label, tag, name or speaker."""
        return self._annotations.counts(field)

    def count(self, field: Field, value: str) -> int:
        """How many annotations there are with this value."""
        return self._annotations.count(field, value)

    def tags(self) -> list[str]:
        """The tags of articles and of marks, those of the most articles first."""
        return self._rooms.queries.finder.tags()

    def notes(self) -> list[str]:
        """The notes on marks and articles, each once, the last one first."""
        return self._annotations.notes()

    def names(self) -> list[str]:
        """Who is named in marks, and in the newest articles that were analysed; those of the most first."""
        return self._rooms.queries.finder.names()

    def annotation(self, annotation: str) -> Annotation:
        """Raises UnknownAnnotation."""
        return self._annotations.get(annotation)

    def state(self, article: str) -> ArticleState:
        """What was made of the article as a whole; the defaults where nothing was."""
        return self._annotations.state(article)

    def states(self) -> dict[str, ArticleState]:
        """All article states that are kept, by article id."""
        return self._annotations.states()

    def gazetteer(self) -> Gazetteer:
        """What the person's labels say about names, of all articles. The first call reads everything; it then follows.

        Ask again after `refresh`.
        """
        return self._annotations.gazetteer()

    def records(self, kind: type[Kept]) -> list[Kept]:
        """What a person made that belongs to no article: all records of one kind, in no order that counts."""
        return self._annotations.records.all(kind)

    def commit(self, change: Change, *, who: str = "", undoable: bool = True) -> None:
        """Do one change, all of it or nothing, as one step of undo; `who` did it, for the log.

        Not `undoable` is what merely happens, such as that an article was opened: undo and the log pass it over.

        Refuses what breaks an invariant: an unknown article or id to remove (UnknownArticle, UnknownAnnotation),
        offsets outside the text or inside a character, `exact` other than the text there (OffsetError), a record with
        a field that is not one clean line (RecordError).
        """
        self._editor.commit(change, who, undoable=undoable)

    def undo(self) -> Undone | None:
        """Take back the last change; None where there is none."""
        return self._editor.undo()

    def redo(self) -> Undone | None:
        """Do again what was last taken back; None where there is nothing."""
        return self._editor.redo()

    def log(self, limit: int = 100) -> list[LogEntry]:
        """The newest `limit` changes, newest first: who did what, when."""
        with self._rooms.storage.reading():
            return self._rooms.history.log(limit)

    # The library as a whole

    def changed(self) -> bool:
        """Whether another process changed the library since it was read: cheap enough to ask every second.

        Always False for the one that writes.
        """
        changed = self._rooms.storage.changed()
        return changed or (bool(self.read_only) and self._rooms.database.changed())

    def refresh(self) -> None:
        """Read what another process wrote; for a library that is only read. Raises StoreError."""
        if self._rooms.storage.refresh():
            self._annotations.reload()
        self._rooms.history.begin(self._rooms.storage.events)
        self._rooms.database.note_changes()
        self._rooms.queries.forget()

    def check(self) -> list[Fault]:
        """Every invariant that does not hold, in words; empty when all is well. Reads everything."""
        from store import upkeep  # what packs archives is not needed to open a library

        return upkeep.check(self._rooms)

    def mend(self) -> list[str]:
        """Put right what `check` calls mendable, after a backup; a sentence for each thing done.

        It is no step of undo.
        """
        from store import upkeep

        return upkeep.mend(self._rooms)

    def backup(self, file: Path | str) -> None:
        """Write the whole library into one file, as it is now; `store.backup.restore` makes a library of it again."""
        from store import upkeep

        upkeep.write_backup(self._rooms, Path(file))

    def close(self) -> None:
        """Fold the journal into `annotations.json` and let go of the lock.

        Raises StoreError where the fold failed: nothing is lost, the next opening folds.
        """
        self._rooms.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_library(folder: Path | str | None = None, *, wait: float = 0.0, read_only: bool = False) -> Library:
    """Open the library in `folder`, made where there is none; else QUOTIDIAN_LIBRARY; else the platform's data folder.

    Where another process writes, wait up to `wait` seconds for it to end, then open read-only. `read_only` from the
    start keeps nobody else from writing, and makes nothing.

    Raises StoreError in a sentence: the folder cannot be made, a file is of a newer version, or there is no library
    that could be read only.
    """
    return Library(open_rooms(folder, wait, read_only=read_only))
