"""Every change to what is kept: what may be done, the line that takes it back, and one durable step for both."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import asdict, replace

from store import articles as article_rows
from store import feeds, history
from store.anchoring import settle
from store.articles import Arrival
from store.errors import OffsetError, QueryError, StoreError, UnknownArticle
from store.feeds import Arriving, FeedState
from store.history import Act, Event
from store.marking import now, with_tags
from store.models import Analysis, Annotation, Article, Change, Record, SavedSearch
from store.opening import Rooms
from store.rules import check_annotation, check_record, check_verdict

Restored = TypeVar("Restored", bound=Struct)


class Undone(Struct, frozen=True, kw_only=True):
    """What an undo or redo did: the change's words, and the articles whose marks are different now."""

    what: str
    articles: tuple[str, ...]
    records: tuple[Record, ...] = ()
    """The records that are different now, as they are, or as they were where they are gone."""
    states: bool = False
    """Whether articles as a whole are different: what is read, starred, tagged or removed."""


class Editor:
    """Changes one library, one change after the other."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    def add(self, articles: Iterable[Article]) -> list[Arrival]:
        """Keep articles, and carry annotations over to texts that changed: both are on the disk, or neither."""
        read = list(articles)  # where they come from may be slow: no lock is held for it
        return [arrival for _, arrival in self._keep(lambda _: read)]

    def take_in(self, state: FeedState, arriving: Sequence[Arriving]) -> list[tuple[Article, Arrival]]:
        """Keep what a feed brought, each item as the article that it is known to be, and the feed's state with it."""
        return self._keep(lambda connection: feeds.recognised(connection, state, arriving))

    def keep_states(self, states: Sequence[FeedState]) -> None:
        """Keep how feeds are doing that brought nothing: no list and no search changes by that."""
        self._rooms.storage.check_writable()
        with self._rooms.database.writing("keep how the feeds are doing") as (connection, end):
            for state in states:
                feeds.write_state(connection, state)
            end()

    def _keep(self, read: Callable[[sqlite3.Connection], list[Article]]) -> list[tuple[Article, Arrival]]:
        """All that arrives in the library passes here; `read` is called in the transaction."""
        rooms = self._rooms
        rooms.storage.check_writable()
        arrivals: list[tuple[Article, Arrival]] = []
        changed: dict[str, Article] = {}
        with rooms.database.writing("keep the articles") as (connection, end):
            for article in read(connection):
                arrival = article_rows.write(connection, article)
                arrivals.append((article, arrival))
                if arrival == "changed":
                    changed[article.id] = article
            with rooms.storage.writing:  # only now: nobody who marks something waits for the articles
                moved = [self._carry(mark, article) for article in changed.values() for mark in self._of(article)]
                differences = rooms.annotations.differences(Change(what="", put=tuple(moved)))
                if differences:
                    article_rows.confirm(connection, rooms.storage.sequence + 1)
                rooms.storage.apply(differences, confirm=end)
        rooms.queries.forget()
        with contextlib.suppress(StoreError):  # the articles are kept, and are no less so without a tag
            self._tag([article.id for article, arrival in arrivals if arrival == "new"])
        return arrivals

    def remember(self, analysis: Analysis) -> None:
        """Keep an analysis; the first of a text is what rules about its people and quotations were waiting for."""
        first = self._rooms.articles.remember(analysis)
        with contextlib.suppress(StoreError):
            self._tag(first, findings=True)

    def _tag(self, arrived: list[str], *, findings: bool = False) -> None:
        """Give articles that arrived, or whose `findings` did, the tags of the saved searches that find them.

        No step of undo. What was not analysed is in no rule that asks for findings, not even by `-who:`.
        """
        rules = [rule for rule in self._rooms.annotations.records.all(SavedSearch) if rule.tags]
        if not rules or not arrived:
            return
        from store.query import parse  # only where something is to be tagged
        from store.query.syntax import asks_of_findings

        rooms = self._rooms
        tags: dict[str, tuple[str, ...]] = {}
        places = {place: article for article, place in rooms.articles.places(arrived).items()}
        analysed = rooms.articles.analysed(arrived)
        known = {place for place, article in places.items() if article in analysed}
        for rule in rules:
            with contextlib.suppress(QueryError):  # of another version: it is shown where it is opened
                query = parse(rule.query)
                asks = asks_of_findings(query)
                if asks or not findings:
                    for place in rooms.queries.finder.among(query, known if asks else places):
                        tags[places[place]] = (*tags.get(places[place], ()), *rule.tags)
        tagged = [with_tags(rooms.annotations.state(article), given) for article, given in tags.items()]
        if tagged:
            self.commit(Change(what="tags by rules", states=tuple(tagged)), "", undoable=False)

    def _of(self, article: Article) -> list[Annotation]:
        return self._rooms.annotations.of(article.id)

    def _carry(self, annotation: Annotation, article: Article) -> Annotation:
        return settle(annotation, article, self._rooms.articles.text(article.id, annotation.text_hash))

    def commit(self, change: Change, who: str, *, undoable: bool = True) -> None:
        """Do one change, as one step of undo or as none."""
        with self._rooms.storage.writing:
            self._rooms.storage.check_writable()
            last, checked = self._rooms.history.last, self._checked(change)
            if undoable:
                self._record(checked, "do", who, redo=0, below=last.undo if last else 0)
            else:
                self._rooms.storage.apply(self._rooms.annotations.differences(checked))

    def undo(self) -> Undone | None:
        """Take back the last change."""
        with self._rooms.storage.writing:
            self._rooms.storage.check_writable()
            last = self._rooms.history.last
            event = self._rooms.history.event(last.undo) if last else None
            if last is None or event is None:
                return None
            return self._record(self._back(event), "undo", event.who, undo=event.below, below=last.redo)

    def redo(self) -> Undone | None:
        """Do again what was last taken back."""
        with self._rooms.storage.writing:
            self._rooms.storage.check_writable()
            last = self._rooms.history.last
            event = self._rooms.history.event(last.redo) if last else None
            if last is None or event is None:
                return None
            return self._record(self._back(event), "redo", event.who, redo=event.below, below=last.undo)

    def _record(
        self, change: Change, act: Act, who: str, *, undo: int | None = None, redo: int | None = None, below: int
    ) -> Undone:
        """Make a change durable together with its inverse; a stack whose top is not given has this event on top."""
        annotations, past = self._rooms.annotations, self._rooms.history
        inverse = annotations.inverse(change)
        differences = annotations.differences(change)
        touched = [*change.put, *inverse.put]
        articles = dict.fromkeys([annotation.article for annotation in touched])
        articles |= dict.fromkeys(state.article for state in change.states)
        undone = Undone(
            what=change.what,
            articles=tuple(articles),
            records=(*change.keep, *change.drop),
            states=bool(change.states),
        )
        if act == "do" and not differences:
            return undone
        number = past.last.number + 1 if past.last else 1
        event = Event(
            number=number,
            time=now(),
            who=who or next((annotation.annotator for annotation in touched if annotation.annotator), ""),
            act=act,
            articles=undone.articles,
            inverse=inverse,
            states=change.states,
            kept=change.keep,
            undo=number if undo is None else undo,
            redo=number if redo is None else redo,
            below=below,
        )
        line = history.encode(event)
        self._rooms.storage.apply(differences, event=line)
        past.add(event, line)
        return undone

    def _back(self, event: Event) -> Change:
        """What takes the event back from how things are now."""
        left = {state.article: state for state in event.states}
        states = tuple(
            _restored(self._rooms.annotations.state(before.article), before, left.get(before.article))
            for before in event.inverse.states
        )
        records = self._rooms.annotations.records
        written = {(type(record), record.id): record for record in event.kept}
        keep = tuple(
            _restored(records.find(before) or before, before, written.get((type(before), before.id)))
            for before in event.inverse.keep
        )
        return self._settled(replace(event.inverse, states=states, keep=keep))

    def _checked(self, change: Change) -> Change:
        """The change, if it may be made, its annotations settled in the newest texts."""
        wanted = {annotation.article for annotation in change.put} | {state.article for state in change.states}
        missing = wanted - self._rooms.articles.hashes(wanted).keys()
        if missing:
            raise UnknownArticle(f"There is no article {min(missing)!r} in this library.")
        for gone in change.remove:
            self._rooms.annotations.get(gone)
        for record in change.keep:
            check_record(record)
        texts: dict[tuple[str, str], str | None] = {}
        for annotation in change.put:
            check_verdict(annotation)
            if annotation.anchor == "orphaned":
                continue  # it fits no text here, and is kept all the same
            revision = annotation.article, annotation.text_hash
            if revision not in texts:
                texts[revision] = self._rooms.articles.text(*revision)
            text = texts[revision]
            if text is None:
                raise OffsetError(
                    f"Annotation {annotation.id} was made on a revision of its article that is not in this library."
                )
            check_annotation(annotation, text)
        return self._settled(change)

    def _settled(self, change: Change) -> Change:
        """The change, its annotations placed in the newest revision of their article."""
        known = self._rooms.articles.hashes({annotation.article for annotation in change.put})
        if all(known.get(annotation.article) == annotation.text_hash for annotation in change.put):
            return change
        return replace(change, put=tuple(self._settle(annotation) for annotation in change.put))

    def _settle(self, annotation: Annotation) -> Annotation:
        article = self._rooms.articles.find(annotation.article)
        return annotation if article is None else self._carry(annotation, article)


def _restored(state: Restored, before: Restored, left: Restored | None) -> Restored:
    """`state`, but what a change made of `before`, as it `left` it, taken back: an article read since then stays read.

    `before` itself where an older history does not say what the change left.
    """
    if left is None:
        return before
    old, new = asdict(before), asdict(left)
    return replace(state, **{field: value for field, value in old.items() if value != new[field]})
