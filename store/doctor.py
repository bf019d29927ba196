"""What can be wrong with a library, and mending it: every invariant in one place, each fault a sentence.

It looks, and says how to put right what can be put right without guessing; `Library.mend` does it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
from msgspec.structs import replace

from store.anchoring import settle
from store.annotations import ANNOTATIONS, STATES
from store.articles import Articles
from store.database import Database
from store.documents import Document, Documents, Tables
from store.errors import OffsetError
from store.marking import new_id
from store.models import Annotation, Article, ArticleState
from store.records import TABLES
from store.rules import check_annotation
from store.text import text_hash


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that `check` found wrong, in a sentence, and whether `mend` can put it right."""

    sentence: str
    mendable: bool


class Fix(msgspec.Struct, frozen=True, kw_only=True):
    """A fault in one document, and the document as it should be; None where it can only be taken out."""

    fault: Fault
    table: str
    key: str
    document: Document | None = None


def fixes(tables: Tables, articles: Articles) -> Iterator[Fix]:
    """The faults in what a person made, document by document, each with its remedy where there is one."""
    seen: set[str] = set()
    texts = _Texts(articles)
    for key, document in tables.get(ANNOTATIONS, Documents()).items():
        where = f"Annotation {document.get('id') or 'number ' + key}"
        annotation = _decoded(document, Annotation)
        if annotation is None:
            yield _fix(
                f"{where} is not in the shape of an annotation: {_reason(document, Annotation)}", ANNOTATIONS, key
            )
            continue
        if annotation.id in seen or not annotation.id:
            again = replace(annotation, id=new_id())
            yield _fix(f"{where} has an id that another one has, or none.", ANNOTATIONS, key, again)
        seen.add(annotation.id)
        yield from _misplaced(where, key, annotation, texts)
    known: set[str] = set()
    for key, document in tables.get(STATES, Documents()).items():
        state = _decoded(document, ArticleState)
        if state is None:
            reason = _reason(document, ArticleState)
            yield _fix(f"What was noted of an article (number {key}) is not in its shape: {reason}", STATES, key)
        elif state.article in known:
            yield _fix(f"Two records note what was made of article {state.article}.", STATES, key)
        else:
            known.add(state.article)
    for name, kind in TABLES.items():
        ids: set[str] = set()
        for key, document in tables.get(name, Documents()).items():
            record = _decoded(document, kind)
            if record is None:
                yield _fix(f"Number {key} of the {name} is not in its shape: {_reason(document, kind)}", name, key)
            elif record.id in ids:
                yield _fix(f"Number {key} of the {name} has an id that another one has.", name, key)
            else:
                ids.add(record.id)


def _misplaced(where: str, key: str, annotation: Annotation, texts: _Texts) -> Iterator[Fix]:
    article = texts.article(annotation.article)
    if article is None:
        sentence = f"{where} belongs to article {annotation.article}, which is not in the library: add it again."
        yield Fix(fault=Fault(sentence=sentence, mendable=False), table=ANNOTATIONS, key=key)
        return
    if annotation.anchor == "orphaned":
        return
    if annotation.text_hash != article.text_hash:
        old = texts.revision(annotation.article, annotation.text_hash)
        yield _fix(
            f"{where} was not carried over to the newest text.", ANNOTATIONS, key, settle(annotation, article, old)
        )
        return
    try:
        check_annotation(annotation, article.text)
    except OffsetError as error:
        # Its offsets can't be trusted: find its words as in a text that is not known.
        found = settle(replace(annotation, text_hash=""), article)
        yield _fix(f"{where} does not fit its text: {error.sentence}", ANNOTATIONS, key, _said(found, annotation))


def _said(found: Annotation, before: Annotation) -> Annotation:
    """What was searched for is shown as moved even where its words were found: somebody has to look."""
    if found.anchor == "orphaned":
        return replace(before, anchor="orphaned")
    return replace(found, anchor="moved")


def disagreement(memory: Tables, on_disk: Tables) -> list[Fault]:
    """Whether what is on the disk, read again, is what is shown."""
    none = Documents()
    names = sorted(
        name for name in memory.keys() | on_disk.keys() if memory.get(name, none).differs(on_disk.get(name, none))
    )
    return [
        Fault(sentence=f"The table {name!r} on the disk is not what is shown: another program wrote it.", mendable=True)
        for name in names
    ]


def database_faults(database: Database, *, writing: bool) -> list[Fault]:
    """What is wrong with `library.db`: its pages, its full-text index, its texts."""
    faults: list[str] = []
    with database.reading("check the articles") as connection, _noted(faults):
        lines = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(20)")]
        faults += [f"library.db is damaged: {line}." for line in lines if line != "ok"]
        for article, stored, text in connection.execute(
            "SELECT a.id, a.text_hash, r.text FROM articles a"
            " LEFT JOIN revisions r ON r.article = a.number AND r.text_hash = a.text_hash"
        ):
            if text is None or text_hash(text) != stored:
                faults.append(f"The text of article {article} is not the one that was kept: add the article again.")
    if writing and not faults and not _index_is_whole(database):
        faults.append("The full-text index does not fit the articles.")
    return [Fault(sentence=fault, mendable="add the article" not in fault) for fault in faults]


@contextmanager
def _noted(faults: list[str]) -> Iterator[None]:
    """A database too damaged to be looked at is a fault, not a failure to look."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        faults.append(f"library.db is damaged: {error}.")


def _index_is_whole(database: Database) -> bool:
    with database.writing("check the full-text index") as (connection, _):
        try:
            connection.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
        except sqlite3.DatabaseError:
            return False
    return True


class _Texts:
    """Articles by id, each read once while its annotations are looked at."""

    def __init__(self, articles: Articles) -> None:
        self._articles = articles
        self._last: tuple[str, Article | None] = ("", None)

    def article(self, article: str) -> Article | None:
        if self._last[0] != article or not article:
            self._last = (article, self._articles.find(article))
        return self._last[1]

    def revision(self, article: str, revision: str) -> str | None:
        return self._articles.text(article, revision)


def _fix(sentence: str, table: str, key: str, remedy: Annotation | None = None) -> Fix:
    document = None if remedy is None else msgspec.to_builtins(remedy)
    return Fix(fault=Fault(sentence=sentence, mendable=True), table=table, key=key, document=document)


def _decoded(document: Document, kind: type[Any]) -> Any:
    try:
        return msgspec.convert(document, kind)
    except msgspec.ValidationError:
        return None


def _reason(document: Document, kind: type[Any]) -> str:
    try:
        msgspec.convert(document, kind)
    except msgspec.ValidationError as error:
        return f"{error}."
    return ""
