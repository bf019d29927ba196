"""Plain text: the whole content is the article's text. Nothing is cut off, and no line is joined to another.

A poem, a table or a live blog lives by its line breaks, and hard-wrapped prose reads well as it is.
"""

from __future__ import annotations

from feeds.documents import Document, tidy, title_from

_LONGER_THAN_WRAPPED = 120
"""Lines that are mostly longer than this were not broken to fit a page."""


def read_text(raw: str) -> Document:
    """The article in a text file. Its text is "" where `raw` holds nothing but white space."""
    text = _set_apart(tidy(raw))
    return Document(title=title_from(text), text=text)


def _set_apart(text: str) -> str:
    """Put the blank line between paragraphs that stand one a line, as word processors save them."""
    if "\n" not in text or "\n\n" in text:
        return text
    lines = text.split("\n")
    if sorted(map(len, lines))[len(lines) // 2] <= _LONGER_THAN_WRAPPED:
        return text
    return "\n\n".join(lines)
