"""The HTML inside a feed's item to the text that a reader sees: paragraphs, lists, quotations; nothing is left out.

A feed's content is the article and nothing else, so nothing has to be found in it. Pure; never raises.
"""

from __future__ import annotations

import re
from html import unescape

from lxml import etree, html

from feeds.documents import tidy
from store.text import clean_line, strip_controls

_TAG = re.compile(r"</?[a-z][\w:-]*(?:\s[^<>]*)?/?>|&(?:#\d|#x[\da-f]|[a-z])", re.I)
_INLINE_TAG = re.compile(
    r"</?(?:a|abbr|b|bdi|big|br|cite|code|del|em|font|h[1-6]|i|ins|mark|p|q|s|small|span|strong|sub|sup|tt|u|wbr|img)"
    r"(?:\s[^<>]*)?/?>",
    re.I,
)
_UNSEEN = frozenset(
    (
        "script",
        "style",
        "template",
        "noscript",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "canvas",
        "audio",
        "video",
        "map",
        "button",
        "select",
        "textarea",
        "head",
        "title",
    )
)
_BLOCKS = frozenset(
    (
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "pre",
        "ul",
        "ol",
        "dl",
        "table",
        "figure",
        "hr",
        "figcaption",
        "section",
        "article",
        "aside",
        "header",
        "footer",
        "address",
        "main",
        "details",
        "summary",
        "center",
    )
)
_LINES = frozenset(("li", "tr", "dt", "dd"))
_CELLS = frozenset(("td", "th"))
_SPACE = re.compile(r"\s+")
_AROUND_BREAKS = re.compile(r" *\n *")
_DEEP = 8
"""Levels up to which lists and quotations are set in."""


def read_fragment(raw: str) -> str:
    """The text of a piece of HTML; of what is no HTML, the text as it is."""
    source = strip_controls(raw)
    if not _TAG.search(source):
        return tidy(source)
    try:
        parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        tree = html.document_fromstring(f"<div>{source}</div>".encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return tidy(unescape(_TAG.sub(" ", source)))
    return _Writer().written(tree)


def plain_title(raw: str, *, marked_up: bool) -> str:
    """A title on one line; tags that set text are taken out where it is `marked_up`, anything else in `<>` stays."""
    if marked_up:
        raw = unescape(_INLINE_TAG.sub("", raw))
    return clean_line(raw, limit=500)


class _Writer:
    """Collects the text of a tree, element by element: however deep it is, nothing recurses."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._unseen = self._pre = 0
        self._indent: list[str] = []

    def written(self, tree: etree._Element) -> str:
        for event, element in etree.iterwalk(tree, events=("start", "end")):
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "start":
                self._start(tag)
                self._say(element.text)
            else:
                self._end(tag)
                self._say(element.tail)
        return tidy(_AROUND_BREAKS.sub(self._broken, "".join(self._pieces)).replace("\0", " ").replace("\1", "\n"))

    @staticmethod
    def _broken(_: re.Match[str]) -> str:
        return "\n"

    def _start(self, tag: str) -> None:
        self._unseen += tag in _UNSEEN
        if tag == "br":
            self._pieces.append("\n")
        elif tag in _BLOCKS:
            self._break(1 if self._indent and tag in ("ul", "ol") else 2)
            self._pre += tag == "pre"
            if tag in ("ul", "ol", "blockquote"):
                self._indent.append("\0\0" if tag == "blockquote" or self._indent else "")
        elif tag in _LINES:
            self._break(1)
            if tag == "li":
                self._pieces.append("".join(self._indent[:_DEEP]) + "•\0")
        elif tag in _CELLS and self._pieces and not self._pieces[-1].endswith("\n"):
            self._pieces.append(" | ")

    def _end(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN
        if tag in _BLOCKS:
            self._pre -= tag == "pre"
            if tag in ("ul", "ol", "blockquote") and self._indent:
                self._indent.pop()
            self._break(1 if self._indent and tag in ("ul", "ol") else 2)
        elif tag in _LINES:
            self._break(1)

    def _break(self, lines: int) -> None:
        """At least so many line ends before what follows; none between a bullet and its words."""
        last = self._pieces[-1] if self._pieces else ""
        if last.endswith("•\0"):
            return
        if self._pieces:
            self._pieces.append("\n" * lines if not last.endswith("\n" * lines) else "")
            if not self._pieces[-1]:
                self._pieces.pop()

    def _say(self, words: str | None) -> None:
        if not words or self._unseen:
            return
        if self._pre:
            self._pieces.append(words.replace(" ", "\0").replace("\n", "\1"))
            return
        words = _SPACE.sub(" ", words)
        last = self._pieces[-1] if self._pieces else "\n"
        if last.endswith(("\n", " ", "•\0")):
            words = words.lstrip(" ")
        if not words:
            return
        if last.endswith("\n") and self._indent and self._indent[-1]:
            words = "".join(self._indent[:_DEEP]) + words
        self._pieces.append(words)
