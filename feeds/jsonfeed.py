"""JSON Feed, version 1 and 1.1, to records of clean text. Pure; never raises for what it is given."""

from __future__ import annotations

import json
from typing import Any

from feeds.contents import Feed, Item
from feeds.decode import decode
from feeds.documents import title_from, utc_time
from feeds.fragment import plain_title, read_fragment
from feeds.identity import with_keys
from feeds.links import web_link
from feeds.repair import MOST_ITEMS
from store.text import clean, clean_line


def read_json_feed(data: bytes, address: str = "") -> Feed | None:
    """The feed in `data`; None where it is no JSON Feed."""
    try:
        whole = json.loads(decode(data))
    except (ValueError, RecursionError):
        return None
    if not isinstance(whole, dict) or not isinstance(whole.get("items"), list):
        return None
    if "jsonfeed" not in _text(whole, "version") and not whole.get("title"):
        return None
    title = plain_title(_text(whole, "title"), marked_up=False)
    link = web_link(_text(whole, "home_page_url"), address)
    language = clean_line(_text(whole, "language"), limit=35)
    entries = [entry for entry in whole["items"] if isinstance(entry, dict)]
    items = tuple(_item(entry, title, link or address, language, _authors(whole)) for entry in entries[:MOST_ITEMS])
    return Feed(
        title=title,
        link=link,
        address=web_link(_text(whole, "feed_url"), ""),
        language=language,
        items=with_keys(items),
        left_out=max(0, len(entries) - MOST_ITEMS),
    )


def _item(entry: dict[str, Any], feed: str, base: str, language: str, authors: str) -> Item:
    marked_up, plain = read_fragment(_text(entry, "content_html")), clean(_text(entry, "content_text"))
    text = max(marked_up, plain, clean(_text(entry, "summary")), key=len)
    title = plain_title(_text(entry, "title"), marked_up=False) or title_from(text)
    link = web_link(_text(entry, "url") or _text(entry, "external_url"), base)
    guid = entry.get("id")
    name = clean_line(str(guid), limit=2_000) if isinstance(guid, str | int | float) else ""
    return Item(
        title=title or link or "Untitled",
        text=text,
        guid=name,
        link=link or web_link(name, ""),
        byline=" · ".join(filter(None, (_authors(entry) or authors, feed))),
        published=utc_time(_text(entry, "date_published")) or utc_time(_text(entry, "date_modified")),
        language=clean_line(_text(entry, "language"), limit=35) or language,
    )


def _authors(of: dict[str, Any]) -> str:
    found = of.get("authors") if isinstance(of.get("authors"), list) else [of.get("author")]
    names = (clean_line(_text(author, "name")) for author in found or () if isinstance(author, dict))
    return ", ".join(dict.fromkeys(filter(None, names)))


def _text(of: dict[str, Any], name: str) -> str:
    value = of.get(name)
    return value if isinstance(value, str) else ""
