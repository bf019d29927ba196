"""What bytes begin like: a web page, a feed, a list of feeds. Pure, and light enough for any process."""

from __future__ import annotations

import re
from typing import Literal

Listed = Literal["", "opml", "json", "xml"]

WITHIN = 20_000
_XML_FEED = re.compile(rb"<(?:\w{1,20}:)?(rss|feed|rdf|channel)\b[^>]*>", re.I)
_OPML = re.compile(rb"<opml\b", re.I)
_PAGE = re.compile(rb"<!doctype\s+html|<html\b", re.I)
_PAGE_START = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_SAYS_JSON_FEED = re.compile(rb'"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org')
_BEFORE = b"\xef\xbb\xbf \t\r\n"


def holds_page(data: bytes) -> bool:
    """Whether a page begins somewhere near the beginning."""
    return bool(_PAGE.search(data, 0, WITHIN))


def begins_as_page(data: bytes) -> bool:
    """Whether the first thing in `data` is a page."""
    return bool(_PAGE_START.match(data[:4096]))


def listed(data: bytes) -> Listed:
    """Which kind of feed, or list of feeds, `data` may hold: whoever reads it finds out whether it does."""
    start = _start(data)
    if _OPML.search(start):
        return "opml"
    if start.lstrip(_BEFORE).startswith(b"{"):
        return "json"
    page, feed = _PAGE.search(start), _XML_FEED.search(start)
    return "xml" if feed and not (page and page.start() < feed.start()) else ""


def says_feed(data: bytes, *, named_data: bool = False) -> bool:
    """Whether `data` is, by its first words, a feed or a list of feeds and not a text that merely talks of one.

    `named_data`: its name says that it is no text, so a server's warning may stand before the feed.
    """
    start = _start(data).lstrip(_BEFORE)
    if start.startswith(b"{"):
        return bool(_SAYS_JSON_FEED.search(start))
    return (named_data or start.startswith(b"<")) and bool(listed(data))


def _start(data: bytes) -> bytes:
    return data[:WITHIN].replace(b"\0", b"")
