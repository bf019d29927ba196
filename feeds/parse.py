"""RSS, Atom and RDF by feedparser, to records of clean text. Slow on hostile input: runs where a deadline ends it.

feedparser opens a file where what it is given looks like a path, so it is only ever given a stream. What it would
spend most of its time on, cleaning HTML for a browser, is not wanted: here HTML becomes text.
"""

from __future__ import annotations

import calendar
import io
import re
from datetime import UTC, datetime
from typing import Any

import feedparser

from feeds.contents import Feed, Item
from feeds.documents import title_from
from feeds.fragment import plain_title, read_fragment
from feeds.identity import with_keys
from feeds.links import web_link
from feeds.repair import repaired, without_stumbling_blocks
from store.text import clean, clean_line

_MARKED_UP = ("text/html", "application/xhtml+xml")
_HTML = re.compile(r"<[a-z!/]|&(?:#\d|#x[\da-f]|[a-z]{2,})", re.I)
_MAILED = re.compile(r"\S+@\S+\s+\((.+)\)")
_LONGEST_ID = 2_000
_YEARS = range(1000, 2500)
"""The years in which an item can have been published."""


def read_feed(data: bytes, address: str = "") -> Feed | None:
    """The feed in `data`, which came from `address`; None where it is none. Never raises for what it holds."""
    text, left_out = repaired(data)
    parsed = _parsed(text) or _parsed(without_stumbling_blocks(text))
    if parsed and not parsed.entries and not parsed.version and not parsed.feed:
        parsed = _parse(data)  # an encoding that only feedparser knows
    if not parsed or (not parsed.entries and not parsed.version):
        return None
    head = parsed.feed
    title = _title(head)
    link = web_link(_text(head, "link"), address)
    language = clean_line(_text(head, "language"), limit=35)
    items = tuple(_item(entry, title, link or address, language) for entry in parsed.entries)
    return Feed(
        title=title,
        link=link,
        address=_own_address(head),
        language=language,
        items=with_keys(items),
        left_out=left_out,
    )


def _own_address(head: Any) -> str:
    links = (link for link in head.get("links") or () if isinstance(link, dict) and link.get("rel") == "self")
    return next(filter(None, (web_link(_text(link, "href"), "") for link in links)), "")


def _parsed(text: str) -> Any:
    return _parse(text.encode("utf-8", "replace"))


def _parse(data: bytes) -> Any:
    """What feedparser makes of it; None where it raises what it does not mean to."""
    try:
        return feedparser.parse(
            io.BytesIO(data),
            sanitize_html=False,
            resolve_relative_uris=False,
            response_headers={"content-type": "application/xml; charset=utf-8"} if _is_utf8(data) else {},
        )
    except (TypeError, ValueError, AttributeError, LookupError):
        return None


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _item(entry: Any, feed: str, base: str, language: str) -> Item:
    text = max(map(_content, _contents(entry)), key=len, default="")
    title = _title(entry) or title_from(text)
    authors = [_author(author) for author in entry.get("authors") or () if isinstance(author, dict)]
    byline = ", ".join(dict.fromkeys(filter(None, authors))) or clean_line(_text(entry, "author"))
    link = web_link(_text(entry, "link"), base)
    guid = clean_line(_text(entry, "id"), limit=_LONGEST_ID)
    return Item(
        title=title or link or "Untitled",
        text=text,
        guid=guid,
        link=link or web_link(guid, ""),
        byline=" · ".join(filter(None, (byline, feed))),
        published=_moment(entry),
        language=language,
    )


def _author(author: Any) -> str:
    """A name; RSS wants an address of mail with the name behind it."""
    given = clean_line(_text(author, "name"))
    mailed = _MAILED.fullmatch(given)
    return mailed[1] if mailed else given


def _contents(entry: Any) -> list[Any]:
    contents = [content for content in entry.get("content") or () if isinstance(content, dict)]
    summary = entry.get("summary_detail") or {"value": _text(entry, "summary"), "type": "text/html"}
    return [*contents, summary]


def _content(content: Any) -> str:
    value = _text(content, "value")
    if _text(content, "type") in _MARKED_UP or _HTML.search(value):
        return read_fragment(value)
    return clean(value)


def _title(of: Any) -> str:
    detail = of.get("title_detail") or {}
    return plain_title(_text(of, "title"), marked_up=_text(detail, "type") in _MARKED_UP)


def _text(of: Any, name: str) -> str:
    """A field that is a text: what is broken can be anything."""
    value = of.get(name)
    return value if isinstance(value, str) else ""


def _moment(entry: Any) -> str:
    for name in ("published_parsed", "updated_parsed", "created_parsed"):
        parts = entry.get(name)
        if not parts:
            continue
        try:
            moment = datetime.fromtimestamp(calendar.timegm(parts), UTC)
        except (ValueError, OverflowError, OSError, TypeError):
            continue
        if moment.year in _YEARS:
            return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    return ""
