"""Markdown to the text that a reader sees: the words of links and pictures without their addresses, bullets, quotations
set in, code as it is. Front matter gives title, author, date and address.

Addresses are dropped and HTML is reduced to its words: nothing here follows or renders anything.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from markdown_it import MarkdownIt
from markdown_it.token import Token

from feeds.documents import Document, tidy, title_from, utc_time, web_address
from store.text import clean, clean_line, strip_controls

_FRONT_MATTER = re.compile(r"---\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_FIELD = re.compile(r"([A-Za-z_][\w-]*)[ \t]*:[ \t]*(.*)")
_LIST_ENTRY = re.compile(r"[ \t]*-[ \t]+(.*)")
_UNSEEN = ("script", "style")
_TAG = re.compile(r"</?([a-z]+)", re.I)
_INDENT = "  "
_BULLET = "• "


def read_markdown(raw: str) -> Document:
    """The article in a Markdown file. Its text is "" where there is nothing to read."""
    fields, body = _front_matter(strip_controls(raw).lstrip("\n"))
    writer = _Writer()
    writer.write(MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(body))
    text = tidy("".join(writer.pieces))
    title = clean_line(fields.get("title", "")) or clean_line(writer.heading) or title_from(text)
    return Document(
        title=title,
        text=text,
        url=next(filter(None, (web_address(fields.get(name, "")) for name in ("url", "canonical", "link"))), ""),
        byline=clean_line(_first(fields, "byline", "author", "authors")),
        published=utc_time(_first(fields, "date", "published")),
        language=clean_line(_first(fields, "lang", "language"), limit=35),
    )


def _first(fields: dict[str, str], *names: str) -> str:
    return next((fields[name] for name in names if fields.get(name)), "")


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """The plain fields at the head of `text`, by lower-case name, and the rest. Lists are joined by commas.

    A rule that opens an ordinary text is no front matter: every line must look like a field, an entry or a comment.
    """
    match = _FRONT_MATTER.match(text)
    if not match:
        return {}, text
    fields: dict[str, str] = {}
    name = ""
    for line in match[1].splitlines():
        field, entry = _FIELD.match(line), _LIST_ENTRY.fullmatch(line)
        if field:
            name = field[1].lower()
            fields[name] = _scalar(field[2])
        elif entry and name:
            fields[name] = ", ".join(filter(None, (fields[name], _scalar(entry[1]))))
        elif line.strip() and not line.startswith((" ", "\t", "#")):
            return {}, text
    return fields, text[match.end() :]


def _scalar(value: str) -> str:
    value = value.strip()
    if value.startswith("[") and value.endswith("]"):
        return ", ".join(filter(None, map(_scalar, value[1:-1].split(","))))
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value


class _Writer:
    """Collects the pieces of the text while walking over the blocks of a document."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.heading = ""
        """The first heading that has words."""
        self._in_heading = False
        self._counters: list[int | None] = []
        """For each open list the number of its next item, None where it has bullets."""
        self._marker = ""
        """The bullet or number that the next block begins with."""
        self._apart = False
        """Whether the next block begins a list, which a blank line sets off from what is before."""
        self._quotes = 0
        self._row: list[str] | None = None
        self._rows = 0

    def write(self, tokens: list[Token]) -> None:
        tight = False
        for token in tokens:
            match token.type:
                case "paragraph_open":
                    tight = token.hidden
                case "heading_open":
                    self._in_heading, tight = True, False
                case "heading_close":
                    self._in_heading = False
                case "inline":
                    self._inline(_inline_text(token.children or []), tight)
                case "fence" | "code_block":
                    self._block(token.content.rstrip("\n"))
                case "html_block":
                    self._block(_html_text(token.content))
                case "bullet_list_open" | "ordered_list_open":
                    self._apart = not self._counters
                    first = int(token.attrGet("start") or 1)
                    self._counters.append(first if token.type == "ordered_list_open" else None)
                case "bullet_list_close" | "ordered_list_close":
                    self._counters.pop()
                case "list_item_open":
                    self._start_item()
                case "blockquote_open":
                    self._quotes += 1
                case "blockquote_close":
                    self._quotes -= 1
                case "table_open":
                    self._rows = 0
                case "tr_open":
                    self._row = []
                case "tr_close":
                    self._end_row()

    def _inline(self, text: str, tight: bool) -> None:
        if self._row is not None:
            self._row.append(text)
            return
        if self._in_heading and not self.heading:
            self.heading = text
        self._block(text, tight=tight)

    def _start_item(self) -> None:
        number = self._counters[-1]
        self._marker = _BULLET if number is None else f"{number}. "
        if number is not None:
            self._counters[-1] = number + 1

    def _end_row(self) -> None:
        cells, self._row = self._row or [], None
        self._block(" | ".join(cells).strip(), tight=self._rows > 0)
        self._rows += 1

    def _block(self, text: str, *, tight: bool = False) -> None:
        if not text.strip():
            return
        marker, self._marker = self._marker, ""
        indent = _INDENT * (self._quotes + max(len(self._counters) - 1, 0))
        if self._counters and not marker:
            indent += _INDENT
        if self.pieces:
            self.pieces.append("\n" if tight and not self._apart else "\n\n")
        self._apart = False
        self.pieces.append(indent + marker + text)


def _inline_text(tokens: list[Token]) -> str:
    pieces: list[str] = []
    unseen = ""
    for token in tokens:
        if token.type == "html_inline":
            tag = _TAG.match(token.content)
            name = tag[1].lower() if tag else ""
            if name in _UNSEEN:
                unseen = "" if token.content.startswith("</") else name
            elif name == "br":
                pieces.append("\n")
        elif unseen:
            continue
        elif token.type == "softbreak":
            pieces.append(" ")
        elif token.type == "hardbreak":
            pieces.append("\n")
        else:
            pieces.append(token.content)
    return "".join(pieces)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._unseen += tag in _UNSEEN
        if tag in {"br", "p", "div", "li", "tr"}:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN and self._unseen > 0

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.pieces.append(data)


def _html_text(source: str) -> str:
    words = _Words()
    words.feed(source)
    words.close()
    return clean("".join(words.pieces))
