"""Lists of feeds (OPML), read and written. Only addresses on the web are feeds here: other readers ran what stood in
such a list (`exec:`, `|command`) or opened files. Pure; reading never raises for what it is given.
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from feeds.contents import Outline, Outlines
from feeds.links import feed_address, quoted_address
from feeds.repair import repaired
from store.text import clean_line

MOST_FEEDS = 5_000
_MOST_NAMED = 20


def read_opml(data: bytes) -> Outlines | None:
    """The list in `data`; None where it is none."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(repaired(data)[0].encode("utf-8", "replace"), parser=parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root is None or _name(root) != "opml":
        return None
    feeds: dict[str, Outline] = {}
    refused: list[str] = []
    folders: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if _name(element) != "outline":
            continue
        given = {str(key).lower(): str(value) for key, value in element.attrib.items()}
        title = clean_line(given.get("title") or given.get("text") or "", limit=200)
        address = given.get("xmlurl", "")
        if not address:
            folders.append(title) if event == "start" else folders.pop()
        elif event == "start":
            url = feed_address(address)
            if url and len(feeds) < MOST_FEEDS:
                feeds.setdefault(url, Outline(url=url, title=title, tags=_tags(folders, given.get("category", ""))))
            elif not url:
                refused.append(f"{quoted_address(address, 100)} is no address on the web, and is not followed.")
    head = root.find("head/title")
    if len(refused) > _MOST_NAMED:
        refused[_MOST_NAMED:] = [f"{len(refused) - _MOST_NAMED} more are no addresses on the web."]
    return Outlines(
        title=clean_line(head.text or "" if head is not None else ""),
        feeds=tuple(feeds.values()),
        refused=tuple(refused),
    )


def write_opml(feeds: Iterable[Outline], title: str = "Feeds") -> bytes:
    """The list as OPML 2.0: each feed under its title, its tags as categories."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = title
    body = etree.SubElement(root, "body")
    for feed in feeds:
        name = feed.title or feed.url
        given = {"type": "rss", "text": name, "title": name, "xmlUrl": feed.url}
        if feed.tags:
            given["category"] = ",".join(feed.tags)
        etree.SubElement(body, "outline", given)
    return etree.tostring(root, pretty_print=True, xml_declaration=True, encoding="UTF-8")


def _tags(folders: list[str], category: str) -> tuple[str, ...]:
    """Tags are words: the folders that the feed stands in, and its categories."""
    named = [*folders, *category.replace("/", ",").split(",")]
    tags = ("-".join(clean_line(name, 60).lower().split()) for name in named)
    return tuple(dict.fromkeys(filter(None, tags)))


def _name(element: etree._Element) -> str:
    """The name without its namespace; a broken list has prefixes that it never declared."""
    return element.tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(element.tag, str) else ""
