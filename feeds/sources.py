"""From what a person named (files, folders, `-`) to articles, feeds and lists of feeds, one after another. What cannot
be read is named and passed over.

Plain text is read here; everything that takes a parser is read in a process of its own (`feeds.apart`).
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from feeds.apart import Apart
from feeds.contents import Feed, Item, Outlines
from feeds.documents import Document
from feeds.filed import LIMITS, SUFFIXES, Format, text_of
from feeds.files import TEXT_LIMIT, files_in, is_folder, quoted, read_file, read_stream, shown
from feeds.plain import read_text
from store.alignment import differs
from store.errors import SourceError
from store.models import Article
from store.text import article_id, text_hash

Originals = dict[str, str]

STDIN = "-"

TEXT_SUFFIXES = {".txt", ".text"}
_ANY_DATA = {".xml", ".json"}
"""Endings of names that data of all kinds have: among the files of a folder only feeds are read of these."""
_ADDRESS = re.compile(r"([a-z][a-z0-9+.-]+)://", re.I)


class _Reading(Struct, frozen=True):
    """What all sources of one reading share."""

    apart: Apart
    originals: Originals
    fetched: str


class Skipped(Struct, frozen=True, kw_only=True):
    """A source that gave no article: its name as it can be shown, and a sentence that says why and what to do."""

    source: str
    sentence: str


class FeedFile(Struct, frozen=True, kw_only=True):
    """A file that holds a feed: its name as it can be shown, and what tells it from every other."""

    source: str
    identity: str
    feed: Feed
    fetched: str


class ListFile(Struct, frozen=True, kw_only=True):
    """A file that holds a list of feeds."""

    source: str
    outlines: Outlines


Found = Article | FeedFile | ListFile


def read_sources(
    sources: Iterable[str], *, stdin: BinaryIO | None = None, originals: Originals | None = None
) -> Iterator[Article | Skipped]:
    """The articles at `sources` (paths of files and folders, `-` for `stdin`), each read when it is asked for; of a
    feed in a file, its items.

    Never raises for a source: it yields a Skipped and goes on with the next. `originals` is filled, by article id,
    with the texts as their files hold them, where cleaning took more than white space from a text file.
    """
    for found in find_sources(sources, stdin=stdin, originals=originals):
        if isinstance(found, FeedFile):
            yield from map(partial(_item_article, found), found.feed.items)
        elif isinstance(found, ListFile):
            yield Skipped(
                source=found.source,
                sentence=f"{quoted(found.source)} is a list of feeds: `quotidian add` follows them.",
            )
        else:
            yield found


def find_sources(
    sources: Iterable[str], *, stdin: BinaryIO | None = None, originals: Originals | None = None
) -> Iterator[Found | Skipped]:
    """What is at `sources`, as `read_sources` takes them; feeds and lists of feeds as they are."""
    # One time for all of them: newest first, they then stand in the order in which they were named.
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    with Apart() as apart:
        reading = _Reading(apart, {} if originals is None else originals, now)
        for source in sources:
            if source == STDIN:
                yield _or_skipped(STDIN, lambda: _read_stdin(stdin, reading))
                continue
            try:
                path = _path(source)
            except SourceError as error:
                yield Skipped(source=shown(source), sentence=error.sentence)
                continue
            if is_folder(path):
                yield from _read_folder(path, reading)
            else:
                yield _or_skipped(source, partial(_read_path, path, source, reading))


def count_files(sources: Iterable[str]) -> int:
    """How many files are at `sources`, to say how far reading them has come: looked at, none is opened."""
    return sum(sum(1 for _ in files_in(Path(source))) if is_folder(Path(source)) else 1 for source in sources)


def _or_skipped(source: str, read: Callable[[], Found]) -> Found | Skipped:
    try:
        return read()
    except SourceError as error:
        return Skipped(source=shown(source), sentence=error.sentence)


def _path(source: str) -> Path:
    """The path that `source` names. Raises SourceError where it names none."""
    if not source.strip():
        raise SourceError("An empty name names no file: give the path of a file or folder.")
    if _ADDRESS.match(source):
        raise SourceError(
            f"{quoted(source)} is an address, and this reads files and folders; of addresses, `quotidian add` takes "
            "those that begin with http:// or https://."
        )
    return Path(source)


def _read_folder(folder: Path, reading: _Reading) -> Iterator[Found | Skipped]:
    empty = True
    for path in files_in(folder):
        empty = False
        if isinstance(path, SourceError):
            yield Skipped(source=shown(folder), sentence=path.sentence)
        elif path.suffix.lower() not in SUFFIXES:
            sentence = (
                f"{quoted(path)} was passed over: its name does not end in .txt, .md, .html, .eml, .epub, .pdf, .rss, "
                ".xml or .opml. Name it on its own to read it as text."
            )
            yield Skipped(source=shown(path), sentence=sentence)
        else:
            yield _or_skipped(str(path), partial(_read_path, path, str(path), reading, among_others=True))
    if empty:
        sentence = f"{quoted(folder)} holds no articles: put text, Markdown or HTML files there."
        yield Skipped(source=shown(folder), sentence=sentence)


def _read_path(path: Path, source: str, reading: _Reading, *, among_others: bool = False) -> Found:
    suffix = path.suffix.lower()
    format_ = SUFFIXES.get(suffix, "text")
    data = read_file(path, LIMITS[format_])
    if suffix in _ANY_DATA or (format_ == "text" and suffix not in TEXT_SUFFIXES):
        format_ = _sniffed(data, named_data=suffix in _ANY_DATA)
    if among_others and suffix in _ANY_DATA and format_ != "feed":
        raise SourceError(f"{quoted(path)} was passed over: it is no feed. Name it on its own to read it as text.")
    identity = os.path.realpath(path)
    return _read(data, format_, quoted(source), shown(source), identity, reading, named_text=suffix in TEXT_SUFFIXES)


def _read_stdin(stdin: BinaryIO | None, reading: _Reading) -> Found:
    try:
        data = read_stream(stdin or sys.stdin.buffer, TEXT_LIMIT, "What was piped in")
    except (OSError, ValueError) as error:
        raise SourceError("The standard input could not be read: pipe a text into the command.") from error
    return _read(data, _sniffed(data), "What was piped in", STDIN, "", reading)


def _sniffed(data: bytes, *, named_data: bool = False) -> Format:
    """The format of bytes whose name says nothing."""
    from feeds.looks import begins_as_page, says_feed  # most names say it

    if says_feed(data, named_data=named_data):
        return "feed"
    return "page" if begins_as_page(data) else "text"


def _read(
    data: bytes, format_: Format, name: str, source: str, identity: str, reading: _Reading, *, named_text: bool = False
) -> Found:
    """What is in `data`; `name` stands for it in a sentence. Raises SourceError."""
    if not data:
        raise SourceError(f"{name} is empty: there is nothing to read in it.")
    if len(data) > LIMITS[format_]:
        raise SourceError(f"{name} is larger than {LIMITS[format_] // 1_000_000} MB: split it into articles.")
    if format_ == "text":
        raw = text_of(data, format_, name, named_text=named_text)
        document = read_text(raw)
        if not document.text:
            raise SourceError(f"{name} holds nothing but white space: there is nothing to read in it.")
        article = _article(document, source, identity or f"{STDIN}:{text_hash(document.text)}", reading.fetched)
        if differs(raw, article.text):
            reading.originals[article.id] = raw
        return article
    found = reading.apart.read(data, format_, name)
    if isinstance(found, Feed):
        return FeedFile(
            source=source,
            identity=identity or f"{STDIN}:{found.link or found.title}",
            feed=found,
            fetched=reading.fetched,
        )
    if isinstance(found, Outlines):
        return ListFile(source=source, outlines=found)
    return _article(found, source, identity or f"{STDIN}:{text_hash(found.text)}", reading.fetched)


def _article(document: Document, source: str, identity: str, fetched: str) -> Article:
    return Article(
        id=article_id(identity),
        source=source,
        title=document.title,
        text=document.text,
        text_hash=text_hash(document.text),
        url=document.url,
        byline=document.byline,
        published=document.published,
        fetched=fetched,
        language=document.language,
    )


def _item_article(file: FeedFile, item: Item) -> Article:
    """An item of a feed in a file, by itself."""
    document = Document(
        title=item.title,
        text=item.text or item.title,
        url=item.link,
        byline=item.byline,
        published=item.published,
        language=item.language,
    )
    return _article(document, file.source, f"{file.identity} {next(filter(None, item.keys))}", file.fetched)
