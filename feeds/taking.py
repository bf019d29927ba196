"""What bytes from the network are, and what is in them: the work of the process that reads them (`feeds.parser`).

Pure, but slow and of any kind of input: runs only where it can be ended.
"""

from __future__ import annotations

import re

from feeds.contents import Contents, Feed, Outlines, Page, Unreadable
from feeds.decode import decode, not_text
from feeds.files import PAGE_LIMIT
from feeds.looks import holds_page, listed
from feeds.protocol import Wanted

_TAG = re.compile(r"<[a-z]", re.I)
_MOST_TAGS = 30_000


def take(data: bytes, address: str, content_type: str, wanted: Wanted) -> Contents:
    """What is in `data`, which came from `address` and was said to be of `content_type`."""
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf"):
        return Unreadable(what="is empty")
    if wanted != "page" and (found := read_listed(data, address)) is not None:
        return found
    if kind := not_text(data):
        return Unreadable(what=f"is {kind}")
    looks_like_page = holds_page(data) or "html" in content_type
    if wanted == "feed":
        return Unreadable(what="is a web page, not a feed" if looks_like_page else "is no feed")
    return _page(data, address, looks_like_page)


def read_listed(data: bytes, address: str) -> Feed | Outlines | None:
    """The feed, or the list of feeds, in `data`; None where it is neither."""
    kind = listed(data)
    if kind == "opml":
        from feeds.opml import read_opml

        return read_opml(data)
    if kind == "json":
        from feeds.jsonfeed import read_json_feed

        return read_json_feed(data, address)
    if kind == "xml":
        from feeds.parse import read_feed

        return read_feed(data, address)
    return None


def _page(data: bytes, address: str, marked_up: bool) -> Contents:
    if not marked_up:
        from feeds.plain import read_text

        return read_text(decode(data))
    if len(data) > PAGE_LIMIT:
        return Unreadable(what=f"is larger than {PAGE_LIMIT // 1_000_000} MB")
    raw = decode(data, page=True)
    if sum(1 for _ in _TAG.finditer(raw)) > _MOST_TAGS:
        return Unreadable(what=f"has more than {_MOST_TAGS:,} tags, as no article has")
    from feeds.discover import feeds_of, says_article
    from feeds.page import read_page

    return Page(document=read_page(raw), feeds=feeds_of(raw, address), says_article=says_article(raw))
