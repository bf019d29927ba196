"""Articles in files that are no text: mails, EPUB books, PDF files. From bytes to Documents; nothing is written or run.

What can't be read raises SourceError, whose sentence begins with `{name}`; other errors are the caller's to word.
"""

from __future__ import annotations

import posixpath
import zipfile
from email import message_from_bytes, policy
from email.message import EmailMessage
from io import BytesIO
from urllib.parse import unquote

from lxml import etree

from feeds.documents import Document, tidy, title_from, utc_time
from feeds.fragment import read_fragment
from store.errors import SourceError
from store.text import clean_line

MOST_UNPACKED = 50_000_000
"""Bytes that all of a book may have, unpacked."""
MOST_PAGES = 2_000


def read_mail(data: bytes, _name: str) -> Document:
    """The text of a mail (.eml): its plain text, else its HTML; attachments stay unread."""
    mail = message_from_bytes(data, policy=policy.default)
    assert isinstance(mail, EmailMessage)  # noqa: S101 - the policy makes it so
    text = ""
    for kind in ("plain", "html"):
        part = mail.get_body((kind,))
        if part is not None:
            raw = part.get_content()
            text = read_fragment(raw) if kind == "html" else tidy(raw)
            if text:
                break
    return Document(
        title=clean_line(str(mail.get("subject", ""))) or title_from(text),
        text=text,
        byline=clean_line(str(mail.get("from", ""))),
        published=utc_time(str(mail.get("date", ""))),
        language=clean_line(str(mail.get("content-language", "")), limit=35),
    )


def read_epub(data: bytes, name: str) -> Document:
    """The text of an EPUB book, its chapters in their order."""
    try:
        book = zipfile.ZipFile(BytesIO(data))
        package = _package(book)
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, IndexError) as error:
        raise SourceError(f"{name} is no EPUB book, or a damaged one: save it again.") from error
    if sum(entry.file_size for entry in book.infolist()) > MOST_UNPACKED:
        raise SourceError(f"{name} holds more than {MOST_UNPACKED // 1_000_000} MB: save its chapters on their own.")
    where, tree = package
    files = {item.get("id"): item.get("href", "") for item in tree.iter("{*}item")}
    chapters = []
    for entry in list(tree.iter("{*}itemref"))[:MOST_PAGES]:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(where), unquote(files.get(entry.get("idref"), ""))))
        if path in book.namelist():
            chapters.append(read_fragment(_body(book.read(path).decode("utf-8", "replace"))))
    text = tidy("\n\n".join(filter(None, chapters)))
    return Document(
        title=_field(tree, "title") or title_from(text),
        text=text,
        byline=_field(tree, "creator"),
        published=utc_time(_field(tree, "date")),
        language=_field(tree, "language")[:35],
    )


def _package(book: zipfile.ZipFile) -> tuple[str, etree._Element]:
    """Where the book says what it consists of, and what it says there."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    container = etree.fromstring(book.read("META-INF/container.xml"), parser=parser)
    where = str(next(container.iter("{*}rootfile")).get("full-path")) if container is not None else ""
    return where, etree.fromstring(book.read(where), parser=parser)


def _body(page: str) -> str:
    """A chapter without its XML declaration and head, whose title is no part of the text."""
    start = page.lower().find("<body")
    return page[start:] if start >= 0 else page


def _field(tree: etree._Element, name: str) -> str:
    return next((clean_line(found.text) for found in tree.iter(f"{{*}}{name}") if found.text), "")


def read_pdf(data: bytes, name: str) -> Document:
    """The text of a PDF file, page by page, where its pages hold text and not only pictures."""
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError as error:
        raise SourceError(
            f"{name} is a PDF, and what reads those is not installed: `pip install 'quotidian[pdf]'` brings it, "
            "or save its text as a .txt file."
        ) from error
    try:
        file = PdfReader(BytesIO(data))
        pages = [page.extract_text() for page in file.pages[:MOST_PAGES]]
        about = file.metadata
    except (PyPdfError, ValueError, KeyError, RecursionError) as error:
        raise SourceError(f"{name} is a damaged or locked PDF: save its text as a .txt file and name that.") from error
    text = tidy("\n\n".join(page.strip() for page in pages if page.strip()))
    if not text:
        raise SourceError(f"{name} is a PDF of pictures, with no text in it: have its text recognised first.")
    return Document(
        title=clean_line(str(about.title or "") if about else "") or title_from(text),
        text=text,
        byline=clean_line(str(about.author or "") if about else ""),
    )
