"""The feeds that a web page names, and whether it says of itself that it is an article. Pure."""

from __future__ import annotations

import re

from lxml import etree, html

from feeds.links import web_link

MOST = 20
_TYPES = frozenset(
    (
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/feed+json",
        "application/json",
        "text/xml",
        "application/xml",
    )
)
_ARTICLE = re.compile(r'"@type"\s*:\s*\[?\s*"(?:\w*Article|BlogPosting|Report)"')
_COMMENTS = re.compile(r"comment", re.I)


def feeds_of(raw: str, address: str) -> tuple[str, ...]:
    """The addresses of the page's feeds as it orders them, those of comments last."""
    tree = _tree(raw)
    if tree is None:
        return ()
    base = web_link(_first(tree, "//base/@href"), address) or address
    found: dict[str, bool] = {}
    for link in tree.iter("link"):
        relations = link.get("rel", "").lower().split()
        kind = link.get("type", "").partition(";")[0].strip().lower()
        if "alternate" in relations and kind in _TYPES and "stylesheet" not in relations:
            url = web_link(link.get("href", ""), base)
            if url and len(found) < MOST:
                found.setdefault(url, bool(_COMMENTS.search(f"{url} {link.get('title', '')}")))
    return tuple(sorted(found, key=lambda url: found[url]))


def says_article(raw: str) -> bool:
    """Whether the page declares that it is one article."""
    tree = _tree(raw)
    if tree is None:
        return False
    kind = _first(tree, "//meta[@property='og:type']/@content").lower()
    scripts = tree.xpath("//script[@type='application/ld+json']/text()")
    return kind == "article" or any(_ARTICLE.search(str(script)) for script in scripts)


def _tree(raw: str) -> html.HtmlElement | None:
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(raw.replace("\0", "").encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def _first(tree: html.HtmlElement, path: str) -> str:
    return next(map(str, tree.xpath(path)), "")
