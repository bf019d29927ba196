"""From what a person named (files, folders, `-`) to articles, one after another. What cannot be read is named and
passed over.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO, Literal

from msgspec import Struct

from feeds.decode import decode, not_text
from feeds.documents import Document
from feeds.files import PAGE_LIMIT, TEXT_LIMIT, files_in, is_folder, quoted, read_file, read_stream, shown
from store.alignment import differs
from store.errors import SourceError
from store.models import Article
from store.text import article_id, text_hash

Format = Literal["text", "markdown", "page", "mail", "epub", "pdf"]
Originals = dict[str, str]

STDIN = "-"

SUFFIXES: dict[str, Format] = {
    "": "text",
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "page",
    ".htm": "page",
    ".xhtml": "page",
    ".eml": "mail",
    ".epub": "epub",
    ".pdf": "pdf",
}
"""How a file's name tells its format. In a folder, only these are read."""

TEXT_SUFFIXES = {".txt", ".text"}
_ADDRESS = re.compile(r"([a-z][a-z0-9+.-]+)://", re.I)
_PAGE_START = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_TAG = re.compile(r"<[a-z]", re.I)
_MOST_TAGS = 30_000
"""To find the article takes time by the square of the page's elements: this many take about four seconds."""
_PACKED = ("mail", "epub", "pdf")
_LIMITS = {**dict.fromkeys(("text", "markdown", *_PACKED), TEXT_LIMIT), "page": PAGE_LIMIT}


class _Reading(Struct, frozen=True):
    """What all sources of one reading share."""

    originals: Originals
    fetched: str


class Skipped(Struct, frozen=True, kw_only=True):
    """A source that gave no article: its name as it can be shown, and a sentence that says why and what to do."""

    source: str
    sentence: str


def read_sources(
    sources: Iterable[str], *, stdin: BinaryIO | None = None, originals: Originals | None = None
) -> Iterator[Article | Skipped]:
    """The articles at `sources` (paths of files and folders, `-` for `stdin`), each read when it is asked for.

    Never raises for a source: it yields a Skipped and goes on with the next. `originals` is filled, by article id,
    with the texts as their files hold them, where cleaning took more than white space from a text file.
    """
    # One time for all of them: newest first, they then stand in the order in which they were named.
    reading = _Reading({} if originals is None else originals, datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
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


def _or_skipped(source: str, read: Callable[[], Article]) -> Article | Skipped:
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


def _read_folder(folder: Path, reading: _Reading) -> Iterator[Article | Skipped]:
    empty = True
    for path in files_in(folder):
        empty = False
        if isinstance(path, SourceError):
            yield Skipped(source=shown(folder), sentence=path.sentence)
        elif path.suffix.lower() not in SUFFIXES:
            sentence = (
                f"{quoted(path)} was passed over: its name does not end in .txt, .md, .html, .eml, .epub or .pdf."
            )
            yield Skipped(source=shown(path), sentence=sentence + " Name it on its own to read it as text.")
        else:
            yield _or_skipped(str(path), partial(_read_path, path, str(path), reading))
    if empty:
        sentence = f"{quoted(folder)} holds no articles: put text, Markdown or HTML files there."
        yield Skipped(source=shown(folder), sentence=sentence)


def _read_path(path: Path, source: str, reading: _Reading) -> Article:
    format_ = SUFFIXES.get(path.suffix.lower(), "text")
    data = read_file(path, _LIMITS[format_])
    if format_ == "text" and path.suffix.lower() not in TEXT_SUFFIXES:
        format_ = _sniffed(data)
    named_text = path.suffix.lower() in TEXT_SUFFIXES
    document, raw = _read_document(data, format_, quoted(source), named_text=named_text)
    article = _article(document, source=shown(source), identity=os.path.realpath(path), fetched=reading.fetched)
    return _remembered(article, raw, format_, reading)


def _read_stdin(stdin: BinaryIO | None, reading: _Reading) -> Article:
    try:
        data = read_stream(stdin or sys.stdin.buffer, TEXT_LIMIT, "What was piped in")
    except (OSError, ValueError) as error:
        raise SourceError("The standard input could not be read: pipe a text into the command.") from error
    format_ = _sniffed(data)
    document, raw = _read_document(data, format_, "What was piped in")
    identity = f"-:{text_hash(document.text)}"
    article = _article(document, source=STDIN, identity=identity, fetched=reading.fetched)
    return _remembered(article, raw, format_, reading)


def _remembered(article: Article, raw: str, format_: Format, reading: _Reading) -> Article:
    if format_ == "text" and differs(raw, article.text):
        reading.originals[article.id] = raw
    return article


def _sniffed(data: bytes) -> Format:
    """The format of bytes whose name says nothing: a page where they begin as one, else text."""
    return "page" if _PAGE_START.match(data[:4096]) else "text"


def _read_document(data: bytes, format_: Format, name: str, *, named_text: bool = False) -> tuple[Document, str]:
    """The document in `data`, and what it was made of; `name` stands for it in the sentence. Raises SourceError."""
    if not data:
        raise SourceError(f"{name} is empty: there is nothing to read in it.")
    if format_ in _PACKED:
        return _read_packed(data, format_, name), ""
    kind = not_text(data, named_text=named_text)
    if kind:
        raise SourceError(f"{name} is {kind}, not text: save its text as a .txt, .md or .html file.")
    if len(data) > _LIMITS[format_]:
        raise SourceError(f"{name} is larger than {_LIMITS[format_] // 1_000_000} MB: split it into articles.")
    raw = decode(data, page=format_ == "page")
    if format_ == "page" and sum(1 for _ in _TAG.finditer(raw)) > _MOST_TAGS:
        raise SourceError(f"{name} has more than {_MOST_TAGS:,} tags, as no article has: save the article's own page.")
    try:
        document = _reader(format_)(raw)
    except Exception as error:  # what a parser makes of hostile input must not end the reading
        what = f"{name} could not be taken apart ({type(error).__name__})"
        raise SourceError(f"{what}: save its text as a .txt file and name that.") from error
    if document.text:
        return document, raw
    if format_ == "page":
        raise SourceError(f"{name} is a page with no article in it: save the article's own page.")
    raise SourceError(f"{name} holds nothing but white space: there is nothing to read in it.")


def _read_packed(data: bytes, format_: Format, name: str) -> Document:
    """The document in a file that is no text. Raises SourceError."""
    from feeds import packed

    read = {"mail": packed.read_mail, "epub": packed.read_epub, "pdf": packed.read_pdf}[format_]
    try:
        document = read(data, name)
    except SourceError:
        raise
    except Exception as error:  # what a parser makes of hostile input must not end the reading
        what = f"{name} could not be taken apart ({type(error).__name__})"
        raise SourceError(f"{what}: save its text as a .txt file and name that.") from error
    if not document.text:
        raise SourceError(f"{name} holds no text: there is nothing to read in it.")
    return document


def _reader(format_: Format) -> Callable[[str], Document]:
    """The reader of a format. The parsers are imported when first needed: together they cost half a second."""
    if format_ == "page":
        from feeds.page import read_page

        return read_page
    if format_ == "markdown":
        from feeds.markdown import read_markdown

        return read_markdown
    from feeds.plain import read_text

    return read_text


def _article(document: Document, *, source: str, identity: str, fetched: str) -> Article:
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
