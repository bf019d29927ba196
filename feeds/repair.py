"""Feeds as they come, made into XML that a parser does not stumble over. Pure: from bytes to text.

Feeds are written by templates: a bare `&`, `1 < 2`, an HTML entity that XML does not know, a control character, a
server's warning before the first tag. What stands in CDATA is taken as it is.
"""

from __future__ import annotations

import re
from html.entities import name2codepoint

from feeds.decode import decode

MOST_ITEMS = 2_000
"""Items that are read of one feed, the first ones: a feed that holds more is an archive."""

_START = re.compile(r"<\?xml\b|<rss\b|<feed\b|<rdf:RDF\b|<channel\b|<opml\b", re.I)
_START_WITHIN = 20_000
_DECLARATION = re.compile(r"\s*<\?xml\b[^>]{0,500}\?>", re.I)
_DOCTYPE = re.compile(r"<!DOCTYPE\b[^\[>]{0,1000}", re.I)
_SUBSET_END = re.compile(r"\]\s*>")
_SEQUENCES = re.compile("\x1b(?:\\[[0-?]*[ -/]*[@-~]|[\\]PX^_][^<&\x1b\x07\r\n]*(?:\x07|\x1b\\\\))")
"""Escape sequences as they stand in a feed, whole: without its first byte the rest of one would be words."""
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPECIAL = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?-->"
    r"|&(?:#(?P<decimal>\d{1,8});|#[xX](?P<hex>[0-9a-fA-F]{1,7});|(?P<name>[A-Za-z][A-Za-z0-9]{0,31});)?"
    r"|<(?![A-Za-z_/!?])",
    re.S,
)
_STUMBLED = re.compile(
    r"<((?:\w{1,20}:)?(?:image|chapters))\b[^>]{0,500}>.{0,5000}?</\1\s*>"
    r"|</?(?:\w{1,20}:)?(?:image|chapters?|width|height)\b[^>]{0,500}>",
    re.S | re.I,
)
_KEPT = {"amp", "lt", "gt", "quot", "apos"}
_ITEM_END = re.compile(r"</(?:\w{1,20}:)?(item|entry)\s*>", re.I)
_ROOT = re.compile(r"<((?:\w{1,20}:)?(?:rss|feed|rdf))\b", re.I)


def repaired(data: bytes) -> tuple[str, int]:
    """The feed in `data` as well-formed as it can be made, without its XML declaration and without any declarations of
    entities; and how many items beyond the most that are read were cut off. Never raises.
    """
    text = _CONTROLS.sub("", _SEQUENCES.sub("", decode(data, page=True)))
    text = _without_preface(text)
    text, left_out = _first_items(text)
    return _SPECIAL.sub(_mended, text), left_out


def without_stumbling_blocks(text: str) -> str:
    """A repaired feed without elements of which feedparser raises where they are broken; nothing of them is read."""
    return _STUMBLED.sub("", text)


def _without_preface(text: str) -> str:
    """From the first tag of the feed on; and without a DOCTYPE, which is all that can declare an entity."""
    start = _START.search(text, 0, _START_WITHIN)
    text = text[start.start() :] if start else text.lstrip("\ufeff \t\r\n")
    declaration = _DECLARATION.match(text)
    text = text[declaration.end() :] if declaration else text
    pieces, done = [], 0
    for doctype in _DOCTYPE.finditer(text, 0, 1_000_000):
        if doctype.start() < done or text.rfind("<![CDATA[", 0, doctype.start()) > text.rfind(
            "]]>", 0, doctype.start()
        ):
            continue
        end = doctype.end()
        if text[end : end + 1] == "[":
            closed = _SUBSET_END.search(text, end)
            end = closed.end() if closed else len(text)
        elif text[end : end + 1] == ">":
            end += 1
        pieces.append(text[done : doctype.start()])
        done = end
    return "".join([*pieces, text[done:]])


def _first_items(text: str) -> tuple[str, int]:
    cut = more = 0
    for number, end in enumerate(_ITEM_END.finditer(text), start=1):
        if number == MOST_ITEMS:
            cut = end.end()
        more = max(0, number - MOST_ITEMS)
    if not more:
        return text, 0
    root = _ROOT.search(text, 0, _START_WITHIN)
    name = root[1] if root else "rss"
    channel = "</channel>" if name.lower() == "rss" else ""
    return f"{text[:cut]}{channel}</{name}>", more


def _mended(found: re.Match[str]) -> str:
    whole = found[0]
    if whole.startswith("<!"):
        return whole
    if whole == "<":
        return "&lt;"
    if name := found["name"]:
        if name in _KEPT:
            return whole
        code = name2codepoint.get(name)
        return f"&#{code};" if code else f"&amp;{whole[1:]}"
    if whole == "&":
        return "&amp;"
    code = int(found["hex"], 16) if found["hex"] else int(found["decimal"])
    allowed = code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
    return whole if allowed else ""
