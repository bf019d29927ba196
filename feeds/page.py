"""The article in an HTML page: its text without menus, scripts and hidden words, and what the page says of itself.

trafilatura finds the article; what it is known to lose is put right before (`_readable`) and after (`feeds.mend`).
Nothing is fetched: pictures, styles and links stay unread. Pure: from a string to a Document, so that it can run in
another process. It never raises for what the page holds.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree, html

from feeds.documents import Document, tidy, title_from, utc_time, web_address
from feeds.mend import Block, mended
from store.text import clean_line, strip_controls

for _name in ("trafilatura", "htmldate", "courlan"):
    # What they cannot use they say on standard error, which may be the screen.
    logging.getLogger(_name).addHandler(logging.NullHandler())

_LONG_TAG = re.compile(r"<([a-z][\w-]*)\s[^<>]{4000,}>", re.I)
_REFERENCE = re.compile(r"&#(?:x0*([0-9a-f]{1,6})(?![0-9a-f])|0*(\d{1,7})(?!\d));?", re.I)
_INLINE_DATA = re.compile(r"data:[\w/+.;=-]{0,200},[^\s\"'<>)]{200,}")
_LINKED_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{4,40})"')
_UNSEEN = (
    *("template", "style", "noscript", "svg", "math", "iframe", "object", "embed", "canvas", "audio", "video", "map"),
    *("button", "select", "textarea", "dialog"),
)
_BREAKS = re.compile(r"(?:<br\b[^<>]{0,200}>(?:\s|&nbsp;)*)+", re.I)
_NEW_PARAGRAPH = "\ue0b6"
"""Stands for two line breaks in a row, which trafilatura makes one of. Private use: no page may bring its own."""
_SPACE = re.compile(rf"[\s\0{_NEW_PARAGRAPH}]+")
_HIDDEN_STYLE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_SHORT = 600
"""Characters that the page around a password field may have and be nothing else."""
_MOST_LINES = 5_000
"""Lines set as typed from which they are left as they are: each would be an element more."""
_LARGE_PAGE = 5_000
"""Elements from which the second opinions are left out: they take time by the square of the page's size."""


def read_page(raw: str) -> Document:
    """The article in the page `raw`. Its text is "" where the page holds none."""
    tree = _readable(raw)
    found = None if tree is None else _extract(tree)
    if tree is None or found is None or _is_no_article(tree, _key(found.body)):
        return Document(title="", text="")
    title = clean_line(found.title or "") or _first(tree, "//h1//text()|//title//text()")
    blocks = mended(tree, list(_blocks(found.body)), mark=_NEW_PARAGRAPH)
    while blocks and blocks[0].text == title:
        del blocks[0]
    text = tidy("".join(block.lead + block.text for block in blocks))
    authors = clean_line((found.author or "").replace("; ", ", "))
    return Document(
        title=title or title_from(text),
        text=text,
        url=web_address(_first(tree, "//link[@rel='canonical']/@href")) or web_address(found.url or ""),
        byline=" · ".join(filter(None, (authors, clean_line(found.sitename or "")))),
        published=_published(tree) or utc_time(found.date or ""),
        language=clean_line(tree.get("lang") or found.language or "", limit=35),
    )


def _readable(raw: str) -> html.HtmlElement | None:
    """The page as a tree without controls, inline data and what a reader does not see; None where nothing is left."""
    source = _INLINE_DATA.sub("data:,", _REFERENCE.sub(_harmless, strip_controls(raw)))
    source = _BREAKS.sub(_broken, source.replace(_NEW_PARAGRAPH, ""))
    source = _LONG_TAG.sub(r"<\1>", source)  # libxml2 takes time by the square of a tag's attributes
    # Bytes, because a string must not declare an encoding, and pages do.
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(source.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    _prune(tree)
    _break_lines(tree)
    return tree


def _break_lines(tree: html.HtmlElement) -> None:
    """Set breaks in place of the line ends of what is set as typed, where a line is a line."""
    typed: dict[html.HtmlElement, None] = {}
    for element in tree.iter("pre"):
        if element not in typed:
            typed |= dict.fromkeys(element.iter(etree.Element))
    if sum((element.text or "").count("\n") + (element.tail or "").count("\n") for element in typed) > _MOST_LINES:
        return
    for element in typed:
        first, *lines = (element.text or "").split("\n")
        element.text = first
        for line in reversed(lines):
            element.insert(0, _line_break(line))
        if element.tag != "pre" and "\n" in (element.tail or ""):
            first, *lines = element.tail.split("\n")
            element.tail = first
            for line in reversed(lines):
                element.addnext(_line_break(line))


def _line_break(line: str) -> html.HtmlElement:
    made = html.Element("br")
    made.tail = line
    return made


def _harmless(reference: re.Match[str]) -> str:
    """A numeric reference, unless it stands for a control character: trafilatura gives nothing at all for such a page.

    Those of C1 mean Windows-1252, as in browsers: old pages write ’ as `&#146;`.
    """
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    if 0x80 <= code <= 0x9F:
        return bytes([code]).decode("cp1252", "ignore")
    return "" if code == 0x7F or (code < 0x20 and code not in (9, 10, 13)) else reference[0]


def _broken(breaks: re.Match[str]) -> str:
    """Line breaks with white space at each, so that the words around them stay apart where the tags are ignored."""
    return "<br>\n" if breaks[0].lower().count("<br") == 1 else f"<br>\n{_NEW_PARAGRAPH}<br>\n"


def _prune(tree: html.HtmlElement) -> None:
    """Take out scripts and what is not shown. The words after an element stay."""
    for element in tree.iter(etree.Element):
        if element.tag not in {"html", "body"} and _is_hidden(element):  # pages hide themselves until scripts have run
            element.tag = "template"
    _prune_frame(tree)
    # One pass in C: to drop elements one by one joins their tails anew each time.
    etree.strip_elements(tree, *_UNSEEN, with_tail=False)
    for element in tree.iter(etree.Element):
        # What was before and after a thing taken out are two texts until they are set as one; thousands are slow.
        element.text, element.tail = element.text, element.tail


def _prune_frame(tree: html.HtmlElement) -> None:
    """Take out menus, and what stands below the whole page: of a very short article they would be the larger part."""
    body = tree.find("body")
    for element in tree.iter("nav", "footer"):
        if element.tag == "nav" or element.getparent() is body:
            element.tag = "template"


def _is_no_article(tree: html.HtmlElement, words: str) -> bool:
    """Whether `words`, all that was found, are a menu, a list of headlines or the words around a password."""
    if tree.find(".//input[@type='password']") is not None and len(words) < _SHORT:
        return True
    links = Counter(_key(link) for link in tree.iter("a"))
    linked = sum(len(link) * min(count, words.count(link)) for link, count in links.items() if link)
    return linked * 2 > len(words)


def _key(element: etree._Element) -> str:
    return _SPACE.sub("", "".join(map(str, element.itertext())))


def _is_hidden(element: etree._Element) -> bool:
    if element.tag == "script":
        return "ld+json" not in element.get("type", "")
    return "hidden" in element.attrib or bool(_HIDDEN_STYLE.search(element.get("style", "")))


def _extract(tree: html.HtmlElement) -> Any:
    """trafilatura's document for the page (its `body` a tree of its own), or None where it finds no article."""
    import trafilatura

    return trafilatura.bare_extraction(
        tree,
        fast=sum(1 for _ in tree.iter()) > _LARGE_PAGE,
        with_metadata=True,
        include_comments=False,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )


def _blocks(element: etree._Element, indent: str = "") -> Iterator[Block]:
    """The blocks inside an element of trafilatura's, in order."""
    words = [element.text or ""]
    for child in element:
        if child.tag in _INNER_BLOCKS:
            yield from _paragraph(words, indent)
            yield from _INNER_BLOCKS[child.tag](child, indent)
            words = []
        else:
            words += _words(child)
        words.append(child.tail or "")
    yield from _paragraph(words, indent)


def _paragraph(words: list[str], indent: str) -> Iterator[Block]:
    """The paragraphs in a run of words."""
    for paragraph in "".join(words).split(_NEW_PARAGRAPH):
        text = "\n".join(" ".join(line.split()) for line in paragraph.split("\0")).strip()
        if text:
            yield Block(text, "\n\n" + indent)


def _words(element: etree._Element) -> Iterator[str]:
    """The words of an inline element; a line break is NUL, which no clean page holds, until white space is settled."""
    if element.tag == "lb":
        yield "\0"
    elif element.tag != "graphic":
        yield element.text or ""
        for child in element:
            yield from _words(child)
            yield child.tail or ""


def _quotation(element: etree._Element, indent: str) -> Iterator[Block]:
    yield from _blocks(element, indent + "  ")


def _code(element: etree._Element, indent: str) -> Iterator[Block]:
    text = "".join(_words(element)).replace(_NEW_PARAGRAPH, "\n").replace("\0", "\n").strip("\n")
    if text.strip():
        yield Block(text, "\n\n" + indent)


def _list(element: etree._Element, indent: str) -> Iterator[Block]:
    apart = "\n\n"
    for item in element:
        marker = "• "
        for block in _blocks(item):
            yield Block(block.text, apart + indent + marker + block.lead.lstrip("\n"))
            apart, marker = "\n", "  "


def _table(element: etree._Element, indent: str) -> Iterator[Block]:
    apart = "\n\n"
    for row in element.iter("row"):
        cells = (" ".join(_SPACE.split("".join(_words(cell)))).strip() for cell in row.iter("cell"))
        text = " | ".join(filter(None, cells))
        if text:
            yield Block(text, apart + indent)
            apart = "\n"


_INNER_BLOCKS: dict[str, Callable[[etree._Element, str], Iterator[Block]]] = {
    "p": _blocks,
    "head": _blocks,
    "div": _blocks,
    "ab": _blocks,
    "item": _blocks,
    "quote": _quotation,
    "code": _code,
    "list": _list,
    "table": _table,
}


def _first(tree: html.HtmlElement, path: str) -> str:
    return next(filter(None, (clean_line(str(found)) for found in tree.xpath(path))), "")


def _published(tree: html.HtmlElement) -> str:
    """When the page says it was published, to the second: trafilatura knows only the day."""
    linked = (match[1] for script in tree.iter("script") if (match := _LINKED_DATE.search(script.text or "")))
    said = tree.xpath("//meta[@property='article:published_time' or @itemprop='datePublished']/@content")
    return next(filter(None, map(utc_time, [*said, *linked])), "")
