"""What is in the bytes of a file: an article, a feed, a list of feeds. The work of the process that reads them.

Slow and of any kind of input, but for plain text: runs only where it can be ended (`feeds.apart`).
"""

from __future__ import annotations

import re
from typing import Literal

from feeds.contents import Feed, Outlines
from feeds.decode import decode, not_text
from feeds.documents import Document
from feeds.files import FEED_LIMIT, PAGE_LIMIT, TEXT_LIMIT
from store.errors import SourceError

Format = Literal["text", "markdown", "page", "mail", "epub", "pdf", "feed"]

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
    ".rss": "feed",
    ".atom": "feed",
    ".rdf": "feed",
    ".xml": "feed",
    ".json": "feed",
    ".opml": "feed",
}
"""How a file's name tells its format. In a folder, only these are read."""
LIMITS: dict[Format, int] = {
    **dict.fromkeys(("text", "markdown", "mail", "epub", "pdf"), TEXT_LIMIT),
    "page": PAGE_LIMIT,
    "feed": FEED_LIMIT,
}
"""Bytes that a file of each format may have."""

_TAG = re.compile(r"<[a-z]", re.I)
_MOST_TAGS = 30_000
"""To find the article takes time by the square of the page's elements: this many take about four seconds."""


def read_filed(data: bytes, format_: Format, name: str) -> Document | Feed | Outlines:
    """What `data` holds, in a format other than plain text; `name` stands for it in a sentence. Raises SourceError."""
    try:
        if format_ == "feed":
            return _read_feed(data, name)
        document = _read_document(data, format_, name)
    except (SourceError, MemoryError):
        raise
    except Exception as error:  # what a parser makes of hostile input must not end the reading
        what = f"{name} could not be taken apart ({type(error).__name__})"
        raise SourceError(f"{what}: save its text as a .txt file and name that.") from error
    if document.text:
        return document
    if format_ == "page":
        raise SourceError(f"{name} is a page with no article in it: save the article's own page.")
    if format_ == "markdown":
        raise SourceError(f"{name} holds nothing but white space: there is nothing to read in it.")
    raise SourceError(f"{name} holds no text: there is nothing to read in it.")


def _read_feed(data: bytes, name: str) -> Document | Feed | Outlines:
    from feeds.looks import begins_as_page
    from feeds.taking import read_listed

    found = read_listed(data, "")
    if found is not None:
        return found
    if begins_as_page(data):
        return read_filed(data, "page", name)
    raise SourceError(f"{name} is no feed and no list of feeds: to read it as a text, save it as a .txt file.")


def _read_document(data: bytes, format_: Format, name: str) -> Document:
    """The article in a file. The parsers are imported when first needed: together they cost half a second."""
    if format_ in ("mail", "epub", "pdf"):
        from feeds import packed

        return {"mail": packed.read_mail, "epub": packed.read_epub, "pdf": packed.read_pdf}[format_](data, name)
    raw = text_of(data, format_, name)
    if format_ == "markdown":
        from feeds.markdown import read_markdown

        return read_markdown(raw)
    if sum(1 for _ in _TAG.finditer(raw)) > _MOST_TAGS:
        raise SourceError(f"{name} has more than {_MOST_TAGS:,} tags, as no article has: save the article's own page.")
    from feeds.page import read_page

    return read_page(raw)


def text_of(data: bytes, format_: Format, name: str, *, named_text: bool = False) -> str:
    """The characters of a file that is text. Raises SourceError where it is none."""
    kind = not_text(data, named_text=named_text)
    if kind:
        raise SourceError(f"{name} is {kind}, not text: save its text as a .txt, .md or .html file.")
    return decode(data, page=format_ == "page")
